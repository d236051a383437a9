"""A11, rehabilitation by a clean streak: the hole is exponential in the chance of a relapse, or of a false report.

Off the list after k = 12 clean steps in a row, each spoilt with chance e: ((1 - e)^-k - 1) / e steps on average: 17.012 /
25.407 / 40.202 / 122.277 for e = 0.05 / 0.10 / 0.15 / 0.25; standard deviation 31.419 at 0.15 (Feller's runs). The list has a
term of 12 that a relapse begins anew. Caught here: a relapse that adds to the term, that counts from its own day, or that
comes too late on the last day.
"""

from __future__ import annotations

import math

import polars as pl
import pytest
from validation.worlds import SEEDS, Figure, live, rejected, z4

PERSONS, DAYS, K = 12_000, 1008, 12
PUBLISHED = {5: 17.012, 10: 25.407, 15: 40.202, 25: 122.277}


def steps(e: float, k: int = K) -> float:
    return float(((1 - e) ** -k - 1) / e)


def deviation(e: float) -> float:
    q = 1 - e
    return math.sqrt(1 / (e * q**K) ** 2 - (2 * K + 1) / (e * q**K) - q / e**2)


@pytest.mark.slow
@pytest.mark.parametrize("percent", PUBLISHED)
def test_how_long_the_hole_is(percent: int) -> None:
    e = percent / 100
    assert round(steps(e), 3) == PUBLISHED[percent]
    assert round(deviation(0.15), 3) == 31.419
    figures, out = [], 0
    for seed in SEEDS:
        mine = live("a11", PERSONS, DAYS, seed).persons.filter(pl.col(f"list_a11/began-{percent}"))
        out += mine.filter(~pl.col(f"list_a11/list-{percent}")).height / mine.height / 3
        figures.append(Figure(float(mine["listed_days"].mean()), deviation(e) / math.sqrt(mine.height)))  # type: ignore[arg-type]
    assert out > 0.999, "nearly everybody is out within the horizon"
    z4(f"steps to get out, e = {e}", steps(e), figures)
    rejected(steps(e, K - 1), figures)
    rejected(steps(e, K + 1), figures)
