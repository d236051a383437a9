"""A04, the clipped ladder: a floor and a ceiling make a reflected walk, and almost everybody ends near the top without virtue.

Levels 0 to 10, a step up with 0.3 and down with 0.2 each day, never both. Stationary law proportional to (0.3/0.2)^i:
pi_0 = 0.005848, pi_10 = 0.337232, mean 8.128659; the start is forgotten as lambda2^t, lambda2 = 0.970054. Caught here: a
step lost or taken twice at a wall, two steps on one day, clipping of the shown score instead of the posting.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from validation.worlds import SEEDS, gof, live, mean, misfits, z4

DAYS = 504
SIZES = [34_000, pytest.param(100_000, marks=pytest.mark.slow)]
UP, DOWN, TOP = 0.3, 0.2, 10
LEVELS = np.arange(TOP + 1)
LAW = (UP / DOWN) ** LEVELS / ((UP / DOWN) ** LEVELS).sum()


def matrix() -> np.ndarray:
    """One day of the walk, as its definition says."""
    out = np.zeros((TOP + 1, TOP + 1))
    for level in LEVELS:
        out[level, min(level + 1, TOP)] += UP
        out[level, max(level - 1, 0)] += DOWN
        out[level, level] += 1 - UP - DOWN
    return out


def test_the_closed_form_is_the_published_one() -> None:
    assert np.allclose(LAW @ matrix(), LAW, atol=1e-15)
    assert (round(LAW[0], 6), round(LAW[-1], 6), round(LAW @ LEVELS, 6)) == (0.005848, 0.337232, 8.128659)
    second = 1 - UP - DOWN + 2 * math.sqrt(UP * DOWN) * math.cos(math.pi / (TOP + 1))
    assert round(second, 6) == 0.970054
    assert math.isclose(sorted(np.linalg.eigvals(matrix()).real)[-2], second, rel_tol=1e-9)


@pytest.mark.parametrize("persons", SIZES)
def test_levels_follow_the_reflected_walk(persons: int) -> None:
    ends = [live("a04", persons, DAYS, seed).persons["score_a04/level"].to_numpy() for seed in SEEDS]
    spread = float(LAW @ (LEVELS - LAW @ LEVELS) ** 2)
    z4("mean level", float(LAW @ LEVELS), [mean(end, spread) for end in ends])
    counts = [np.bincount(end.astype(int), minlength=TOP + 1) for end in ends]
    gof("levels", LAW, counts)
    wrong = ((UP * 0.7) / (DOWN * 0.7)) ** LEVELS * np.where(LEVELS == TOP, 1.5, 1.0)  # two steps in one at the top
    misfits(wrong / wrong.sum(), counts)


def test_the_way_there_is_right_too() -> None:
    """After a week the start still shows; the law is a power of the matrix."""
    law = np.linalg.matrix_power(matrix(), 7)[5]
    ends = [live("a04", 36_000, 7, seed).persons["score_a04/level"].to_numpy() for seed in SEEDS]
    counts = [np.bincount(end.astype(int), minlength=TOP + 1) for end in ends]
    gof("levels after 7 steps", law, counts)
    misfits(np.linalg.matrix_power(matrix(), 6)[5], counts)
