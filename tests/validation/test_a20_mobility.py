"""A20, mobility: how soon a ladder forgets where one began. "Is it a caste?"

One step a season on the ladder 0 to 3, up with 0.3 and down with 0.2: Shorrocks' index (n - trace)/(n - 1) = 0.5; 0 where
nobody moves, 1 where the past says nothing; second eigenvalue 0.846410, half-life 4.156774 steps (Shorrocks 1978). Exact on
the matrix; the estimate is made from the seasons' flows between grades. Caught here: flows counted from the wrong end, a
season without a step or with two, grades taken in the wrong order.
"""

from __future__ import annotations

import math

import numpy as np
import polars as pl
from validation.worlds import SEEDS, Figure, live, rejected, z4

from glasshouse.outcomes.mobility import OUTCOME, counts_of, half_life, second_eigenvalue, shares, shorrocks

UP, DOWN, PERSONS, DAYS = 0.3, 0.2, 30_000, 10 * 84
LADDER = np.array([[0.7, 0.3, 0, 0], [0.2, 0.5, 0.3, 0], [0, 0.2, 0.5, 0.3], [0, 0, 0.2, 0.8]])


def test_on_the_matrix() -> None:
    second = 1 - UP - DOWN + 2 * math.sqrt(UP * DOWN) * math.cos(math.pi / 4)
    assert math.isclose(shorrocks(LADDER), 0.5)
    assert (round(second, 6), round(math.log(0.5) / math.log(second), 6)) == (0.846410, 4.156774)
    assert math.isclose(second_eigenvalue(LADDER), second, rel_tol=1e-9)
    assert math.isclose(half_life(LADDER), math.log(0.5) / math.log(second), rel_tol=1e-8)
    assert (shorrocks(np.eye(4)), half_life(np.eye(4))) == (0, math.inf)
    forgetful = np.tile([0.1, 0.2, 0.3, 0.4], (4, 1))
    assert math.isclose(shorrocks(forgetful), 1)
    assert half_life(forgetful) == 0


def test_estimated_from_flows() -> None:
    figures, halves = [], []
    for seed in SEEDS:
        run = live("a20", PERSONS, DAYS, seed)
        row = OUTCOME.measure(run).row(0, named=True)
        flows = run.flows.filter((pl.col("grade_from") != "") & (pl.col("grade_to") != ""))
        began = counts_of(flows, ["zero", "one", "two", "three"]).sum(axis=(0, 2))
        # shares of different rows are independent given where people began
        error = math.sqrt(sum(p * (1 - p) / n for p, n in zip(np.diag(LADDER), began, strict=True))) / 3
        figures.append(Figure(row["value"], error))
        halves.append(row["half_life"])
        assert np.allclose(shares(counts_of(flows, ["zero", "one", "two", "three"]).sum(axis=0)), LADDER, atol=0.01)
    z4("Shorrocks' index", 0.5, figures)
    rejected(shorrocks(LADDER @ LADDER), figures)
    assert max(abs(half - 4.156774) for half in halves) < 0.15
