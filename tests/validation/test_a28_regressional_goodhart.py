"""A28, regressional Goodhart: those selected by a proxy are half luck.

Trait ~ N(0, 1), proxy = trait + N(0, 1); the best 5 % by the proxy have proxy mean sqrt(2) phi(z) / .05 = 2.917116 and true
mean exactly half of it, 1.458558. Caught here: a rank by the wrong score, a share of another size, a selection at a place
instead of the city. The number selected is exact.
"""

from __future__ import annotations

import math

import polars as pl
from scipy import stats
from validation.worlds import SEEDS, Figure, live, rejected, z4

N, SHARE = 40_000, 0.05
RATIO = float(stats.norm.pdf(stats.norm.isf(SHARE))) / SHARE
"""Mean of a standard normal above its 95 % quantile: the inverse Mills ratio."""


def test_the_selected_are_half_luck() -> None:
    proxy = math.sqrt(2) * RATIO
    assert round(proxy, 6) == 2.917116
    z = float(stats.norm.isf(SHARE))
    inner = 1 + z * RATIO - RATIO**2  # variance of the standardised proxy within the selected
    proxies, traits = [], []
    for seed in SEEDS:
        persons = live("a28", N, 7, seed).persons.filter(pl.col("grade_a28") == "model")
        assert persons.height == round(SHARE * N)
        proxies.append(Figure(float(persons["score_a28/proxy"].mean()), _error(2 * inner, 2, z, RATIO * math.sqrt(2))))
        traits.append(
            Figure(float(persons["score_a28/trait"].mean()), _error(0.5 + inner / 2, 0.5, z, RATIO / math.sqrt(2)))
        )
    z4("proxy mean of the selected", proxy, proxies)
    z4("true mean of the selected", proxy / 2, traits)
    rejected(proxy, traits)
    rejected(math.sqrt(2) * float(stats.norm.pdf(stats.norm.isf(0.06))) / 0.06, proxies)


def _error(within: float, slope: float, z: float, mean: float) -> float:
    """Standard error of a mean of the best share: spread within, and the cut itself, which the sample draws too.

    ``slope`` is the variance that goes with the standardised proxy; at the cut the mean is sqrt(slope) z.
    """
    n = SHARE * N
    return math.sqrt((within + (1 - SHARE) * (mean - math.sqrt(slope) * z) ** 2) / n)
