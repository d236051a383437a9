"""Falsified preferences: the share who dissent openly, week by week. One seed is one city; the error is the seeds' spread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from glasshouse.experiments.answer import Measured, Runs
from glasshouse.experiments.estimate import mean
from glasshouse.results.run import Run

WEEKS = {
    "quiet": (30,), "just-below": (0, 30, 60), "just-above": (0, 30, 60),
    "pushed": (4, 6, 20, 45, 50, 70, 89),
}  # fmt: skip


def measure(runs: Runs) -> Measured:
    """Figure -> (value, standard error)."""
    weekly = {norm: followers(runs["four-starts"], f"dissent-{norm}") for norm in WEEKS}
    return {f"{norm}-{week}": mean(weekly[norm][:, week]) for norm, weeks in WEEKS.items() for week in weeks}


def followers(runs: Sequence[Run], norm: str) -> np.ndarray:
    """Share of followers (seed, window)."""
    return np.array([_share(run.norms.filter(pl.col("norm").cast(pl.String) == norm)) for run in runs])


def _share(table: pl.DataFrame) -> np.ndarray:
    by_window = table.group_by("day").agg(pl.col("followers", "persons").sum()).sort("day")
    return (by_window["followers"] / by_window["persons"]).to_numpy()
