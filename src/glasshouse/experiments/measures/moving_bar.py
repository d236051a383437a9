"""The moving bar: where it ends, how fast it gets there, who passes. The error of the bar is that of a sample quantile."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import polars as pl

from glasshouse.experiments.answer import Measured, Runs

SHARE, QUANTILE, SIGMA = 0.6, 0.8, 15.0
RETRAININGS = 6


def measure(runs: Runs) -> Measured:
    """Figure -> (value, standard error)."""
    bars, shrinks, passes, n = [], [], [], 0
    for run in runs["months"]:
        climbed = run.thresholds.sort("day")["at_least"].to_numpy()
        missing = climbed[0] / (1 - SHARE) - climbed[:RETRAININGS]
        bars.append(float(climbed[-1]))
        shrinks.append(float(np.mean(missing[1:] / missing[:-1])))
        passed = int((run.persons["grade_moving-bar"].cast(pl.String) == "A").sum())
        passes.append(passed / run.persons.height)
        n += run.persons.height
    density = NormalDist().pdf(NormalDist().inv_cdf(QUANTILE))
    error = SIGMA * math.sqrt(QUANTILE * (1 - QUANTILE) / n) / density / (1 - SHARE)
    return {
        "bar": (float(np.mean(bars)), error),
        "shrinks": (float(np.mean(shrinks)), 0.0),
        "passes": (float(np.mean(passes)), 0.0),
    }
