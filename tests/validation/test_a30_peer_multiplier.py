"""A30: x = .1 + .6 mean(neighbours) + e on a ring multiplies a mean by 2.5 and a variance by 1.953125 (linear in means, Manski 1993).

The variance is that of e times (1 - .36)^(-3/2); its standard error follows from the eigenvalues 1 / (1 - .6 cos) of the ring.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from validation.following import live, people
from validation.test_a27_opinions import held

SIGMA = 0.1
N = 20_000
RING = f"""
[[tie]]
id = "ring"
each_side = 1
source = "definition"

[[opinion]]
id = "effort"
label = "how hard one tries"
among = "ring"
start = {{ law = "uniform" }}
weight_others = 0.6
shift = 0.1
own_sigma = {SIGMA}
source = "definition"
"""


def at_rest(more: str, seed: int) -> np.ndarray:
    """Opinions once they have come to rest."""
    return held(live(people(more, persons=N, persons_per_place=N), 61, seed=seed, window_days=1), "effort")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_peers_multiply_the_mean_and_inflate_the_variance(seed: int) -> None:
    x = at_rest(RING, seed)
    assert abs(x.mean() - 0.25) <= 4 * SIGMA / 0.4 / math.sqrt(N)
    gain = 1 / (1 - 0.6 * np.cos(2 * np.pi * np.arange(N) / N))
    assert np.mean(gain**2) == pytest.approx(1.953125, abs=1e-9)
    error = SIGMA**2 * math.sqrt(2 * np.sum(gain**4)) / N
    assert abs(np.mean((x - 0.25) ** 2) - 1.953125 * SIGMA**2) <= 4 * error


def test_what_one_ends_with_solves_the_equation() -> None:
    x = at_rest(RING, 1)
    own = x - 0.6 * (np.roll(x, 1) + np.roll(x, -1)) / 2
    assert own.mean() == pytest.approx(0.1, abs=4 * SIGMA / math.sqrt(N))
    assert own.std() == pytest.approx(SIGMA, abs=4 * SIGMA / math.sqrt(2 * N))


def test_the_same_noise_common_to_nobody_is_not_multiplied() -> None:
    x = at_rest(RING.replace("weight_others = 0.6", "weight_others = 0.0"), 1)
    assert x.var() == pytest.approx(SIGMA**2, rel=4 * math.sqrt(2 / N))


def test_noise_that_is_drawn_anew_comes_to_its_own_variance() -> None:
    more = RING.replace("own_sigma", "noise_sigma").replace("shift", "weight_self = 0.3\nshift")
    gain = 0.3 + 0.6 * np.cos(2 * np.pi * np.arange(N) / N)
    expected = SIGMA**2 * np.mean(1 / (1 - gain**2))
    assert at_rest(more, 1).var() == pytest.approx(expected, rel=0.08)
