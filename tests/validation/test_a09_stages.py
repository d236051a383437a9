"""A09, sanctions in stages: from watch to grey to black and out, an absorbing chain.

Rows (0.90, 0.06, 0), (0.20, 0.70, 0.08), (0, 0.05, 0.93), exits 0.04, 0.02, 0.02: expected steps to exit 30.232558 from
watch, 33.720930 from grey, 38.372093 from black (fundamental matrix). The steps are acts that exclude one another; a rule
holds only in its grade, and the grade is the morning's. Caught here: two steps of one day, a rule judged by the grade after
the step, a step taken in the wrong grade.
"""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from validation.worlds import SEEDS, Figure, live, z4

PERSONS, DAYS = 20_000, 504
Q = np.array([[0.90, 0.06, 0.00], [0.20, 0.70, 0.08], [0.00, 0.05, 0.93]])
N = np.linalg.inv(np.eye(3) - Q)
STEPS = N @ np.ones(3)
VARIANCE = (2 * N - np.eye(3)) @ STEPS - STEPS**2
PUBLISHED = (30.232558, 33.720930, 38.372093)


@pytest.mark.slow
@pytest.mark.parametrize("stage", [0, 1, 2], ids=("watch", "grey", "black"))
def test_steps_to_exit(stage: int) -> None:
    assert round(float(STEPS[stage]), 6) == PUBLISHED[stage]
    # nobody lives beyond the horizon here: what is cut off is less than a hundredth of a standard error
    left = np.linalg.matrix_power(Q, DAYS - 1)[stage].sum()
    assert left < 1e-4
    name = ("watch", "grey", "black")[stage]
    figures = []
    for seed in SEEDS:
        mine = live("a09", PERSONS, DAYS, seed).persons.filter(pl.col(f"list_a09/began-{name}"))
        assert abs(mine.height - PERSONS / 3) < 4 * math.sqrt(PERSONS * 2 / 9)
        figures.append(Figure(float(mine["listed_days"].mean()), math.sqrt(VARIANCE[stage] / mine.height)))  # type: ignore[arg-type]
    z4(f"steps to exit from {name}", float(STEPS[stage]), figures)
    pooled = sum(figure.value for figure in figures) / 3
    other = STEPS[(stage + 1) % 3]
    assert abs(pooled - other) > 4 * figures[0].error, "the stages can be told apart"
