"""The moving bar: its height after so many settings, how fast it gets there, who passes. One seed is one city."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import polars as pl

from glasshouse.experiments.answer import Measured, Runs
from glasshouse.experiments.estimate import mean

MONTHS = (1, 2, 3, 4, 6, 9, 12, 20)
WORLDS = {"3": ("follow-0-3", 0.3), "6": ("follow-0-6", 0.6)}
QUANTILE, SIGMA = 0.8, 15.0
RETRAININGS = 6
"""While so many are behind, what is missing to the resting point is far more than a step of the score."""


def measure(runs: Runs) -> Measured:
    """Figure -> (value, standard error). A bar errs as a sample quantile does, and carries that on."""
    out: dict[str, tuple[float, float]] = {}
    for tenths, (world, share) in WORLDS.items():
        bars = np.array([run.thresholds.sort("day")["at_least"].to_numpy() for run in runs[world]])
        n = sum(run.persons.height for run in runs[world])
        density = NormalDist().pdf(NormalDist().inv_cdf(QUANTILE)) / SIGMA
        error = math.sqrt(QUANTILE * (1 - QUANTILE) / n) / density
        for month in MONTHS:
            out[f"bar-{tenths}-{month}"] = (
                float(bars[:, month - 1].mean()),
                error * (1 - share**month) / (1 - share),
            )
        missing = bars[:, :1] / (1 - share) - bars[:, :RETRAININGS]
        out[f"shrinks-{tenths}"] = mean((missing[:, 1:] / missing[:, :-1]).mean(axis=1))
        grades = [run.persons["grade_moving-bar"].cast(pl.String) for run in runs[world]]
        out[f"passes-{tenths}"] = mean(np.array([int((each == "A").sum()) / len(each) for each in grades]))
    return out
