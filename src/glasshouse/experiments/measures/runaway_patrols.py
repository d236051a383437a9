"""Runaway patrols: shares of records at the end, over pairs of neighbourhoods; which districts are ever patrolled."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import polars as pl

from glasshouse.experiments.answer import Measured, Runs
from glasshouse.results.run import Run

START = 10
MEDIAN_TO_MEAN = math.sqrt(math.pi / 2)
"""Error of a median against that of a mean, near a normal law."""


def measure(runs: Runs) -> Measured:
    """Figure -> (value, standard error). Pairs of neighbourhoods are independent."""
    equal = shares(records(runs["equal"]))
    squares = (equal - 0.5) ** 2
    spread = math.sqrt(float(squares.mean()))
    unequal = records(runs["unequal"])
    growth = np.log(unequal[:, 1] / START) / np.log(unequal[:, 0] / START)
    return {
        "equal-mean": mean(equal),
        "equal-sd": (spread, mean(squares)[1] / (2 * spread)),
        "unequal-median": median(shares(unequal)),
        "unequal-growth": median(growth),
        "calls-mean": mean(shares(records(runs["calls"]))),
        "corrected-mean": mean(shares(records(runs["corrected"]))),
        "hot-spots-jaccard": (min(always_of_ever(run) for run in runs["hot-spots"]), 0.0),
    }


def records(runs: Sequence[Run]) -> np.ndarray:
    """Records (pair, place) at the end, all seeds together."""
    found = []
    for run in runs:
        last = run.patrols.filter(pl.col("season") == pl.col("season").max()).sort("place")
        found.append(last["records"].to_numpy().reshape(-1, 2))
    return np.concatenate(found)


def always_of_ever(run: Run) -> float:
    """Of the places ever patrolled, the share patrolled on all days."""
    days = run.patrols.group_by("place").agg(pl.col("watched_days").sum())["watched_days"]
    return float((days == run.manifest["world"]["days"]).sum() / (days > 0).sum())


def shares(held: np.ndarray) -> np.ndarray:
    """Share of the first place."""
    share: np.ndarray = held[:, 0] / held.sum(axis=1)
    return share


def mean(values: np.ndarray) -> tuple[float, float]:
    """A mean of independent values and its standard error."""
    return float(values.mean()), float(values.std(ddof=1) / math.sqrt(values.size))


def median(values: np.ndarray) -> tuple[float, float]:
    """A median of independent values and its standard error."""
    return float(np.median(values)), MEDIAN_TO_MEAN * mean(values)[1]
