"""A10, gambler's ruin: who reaches the perks before trouble, and when.

A step up with 0.52, down with 0.48, from 0 to +5 (perks) or -15 (trouble): P(perks first) = 0.8756355, mean time 62.817747.
Caught here: a walk that goes on beyond its end, a step too many at the end, up and down drawn independently.
"""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from validation.worlds import SEEDS, Figure, live, rejected, share, z4

PERSONS, DAYS = 8_000, 588
P, A, B = 0.52, 15, 5
R = (1 - P) / P
PERKS = (1 - R**A) / (1 - R ** (A + B))
TIME = ((A + B) * PERKS - A) / (2 * P - 1)


def moments() -> tuple[float, float]:
    """Mean and variance of the time, from the chain itself."""
    n = A + B - 1
    walk = np.diag(np.full(n - 1, P), 1) + np.diag(np.full(n - 1, 1 - P), -1)
    fundamental = np.linalg.inv(np.eye(n) - walk)
    steps = fundamental @ np.ones(n)
    spread = (2 * fundamental - np.eye(n)) @ steps - steps**2
    return float(steps[A - 1]), float(spread[A - 1])


@pytest.mark.slow
def test_perks_or_trouble_first() -> None:
    assert (round(PERKS, 7), round(TIME, 6)) == (0.8756355, 62.817747)
    steps, spread = moments()
    assert math.isclose(steps, TIME)
    lives = [live("a10", PERSONS, DAYS, seed).persons for seed in SEEDS]
    for each in lives:
        assert each.filter(pl.col("list_a10/under-way")).height < PERSONS / 1000, "the walk is over for nearly all"
    top = [share((each["score_a10/level"] == B).sum(), PERSONS, PERKS) for each in lives]
    z4("perks first", PERKS, top)
    rejected(A / (A + B), top)  # a fair walk
    times = [Figure(float(each["listed_days"].mean()), math.sqrt(spread / PERSONS)) for each in lives]  # type: ignore[arg-type]
    z4("steps", TIME, times)
    rejected(A * B, times)
