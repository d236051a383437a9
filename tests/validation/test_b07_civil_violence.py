"""B07, the decision to rebel of Epstein's model of civil violence: grievance less risk against a threshold.

Hardship H and risk aversion R uniform from 0 to 1, legitimacy L = 0.82, threshold T = 0.1, chance of arrest P; active if
H (1 - L) - R P > T. Active shares at P = 0, 0.05, 0.2, 0.899741 (= 1 - exp(-2.3), a policeman for each rebel): 0.444444,
0.305556, 0.088889, 0.019759. Caught here: an exponential gain, a caution of sixteen levels or about one, fear that is not
weighed by it. Source: J. M. Epstein, Modeling civil violence, PNAS 99 (2002); the shares are integrals of its rule.
"""

from __future__ import annotations

import math

import polars as pl
import pytest
from validation.worlds import SEEDS, live, rejected, share, z4

PERSONS, L, T = 200_000, 0.82, 0.1
CHANCE = {"never": 0.0, "rarely": 0.05, "often": 0.2, "surely": 1 - math.exp(-2.3)}
PUBLISHED = {"never": 0.444444, "rarely": 0.305556, "often": 0.088889, "surely": 0.019759}


def active(p: float) -> float:
    """Share with H (1 - L) - R P > T, by integrating over R."""
    room = 1 - L - T
    return room**2 / (2 * p * (1 - L)) if p >= room else (room - p / 2) / (1 - L)


@pytest.mark.parametrize("who", list(CHANCE))
def test_the_active_share(who: str) -> None:
    expected = active(CHANCE[who])
    assert expected == pytest.approx(PUBLISHED[who], abs=1e-6)
    found = []
    for seed in SEEDS:
        done = live("civil-violence", PERSONS, 84, seed, people="rebels").persons.filter(
            pl.col("behaviour").cast(pl.String) == who
        )["done"]
        assert int(done.max() or 0) == 1  # everybody decides once
        found.append(share(int(done.sum()), len(done), expected))
    z4(f"active at P = {CHANCE[who]:.4g}", expected, found)
    rejected(math.exp(-100 / 90 - 500 * CHANCE[who] / 90), found)  # an exponential gain, the same fear for all
