"""A22, a quota manufactures records: what a collector does not find by the end of the month is made up.

A collector finds X ~ Poisson(mu) genuine deeds in a quota month of 28 days and must file 10: padded are E[(10 - X)+] =
10 F(10) - mu F(9), that is 6.004131, 2.425864, 1.251100, 0.225221 for mu = 4, 8, 10, 14, or 60.0, 23.3, 11.1 and 1.6 % of
all filings. Units are months of places, independent of each other. Caught here: padding up to the quota on top of it,
a quota counted over the city instead of the place, or carried over from month to month.
"""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from scipy import stats
from validation.worlds import SEEDS, Figure, live, rejected, z4

QUOTA, PLACE, PLACES, MONTHS = 10, 100, 200, 24
UNITS = PLACES * MONTHS
PUBLISHED = {4: (6.004131, 60.0), 8: (2.425864, 23.3), 10: (1.251100, 11.1), 14: (0.225221, 1.6)}


@pytest.mark.parametrize("mu", PUBLISHED)
def test_what_is_missing_is_padded(mu: int) -> None:
    padded = QUOTA * stats.poisson.cdf(QUOTA, mu) - mu * stats.poisson.cdf(QUOTA - 1, mu)
    assert round(padded, 6) == PUBLISHED[mu][0]
    assert round(100 * padded / (padded + mu), 1) == PUBLISHED[mu][1]
    found = [filings(seed, mu) for seed in SEEDS]
    error = math.sqrt(moment(mu, lambda x: (gap(x) - padded) ** 2) / UNITS)
    figures = [Figure(invented / UNITS, error) for _, invented in found]
    z4(f"padded, mu = {mu}", padded, figures)
    if mu > 4:  # with four a month, hardly any month has more than ten, and the two laws are the same
        rejected(max(QUOTA - mu, 0), figures)  # a quota for the city, or carried over
    whole = padded / (padded + mu)
    spread = math.sqrt(moment(mu, lambda x: (gap(x) - whole * np.maximum(x, QUOTA)) ** 2) / UNITS) / (padded + mu)
    z4(
        f"share of filings, mu = {mu}",
        whole,
        [Figure(invented / (seen + invented), spread) for seen, invented in found],
    )


def gap(x: np.ndarray) -> np.ndarray:
    return np.maximum(QUOTA - x, 0)


def moment(mu: int, of: object) -> float:
    x = np.arange(200)
    return float((of(x) * stats.poisson.pmf(x, mu)).sum())  # type: ignore[operator]


def filings(seed: int, mu: int) -> tuple[int, int]:
    """Genuine and invented reports of a kind of deed in all whole quota months."""
    acts = live("a22", PLACE * PLACES, 28 * MONTHS, seed).acts.filter(pl.col("act") == f"deed-{mu}")
    return int(acts["seen"].sum()), int(acts["invented"].sum())
