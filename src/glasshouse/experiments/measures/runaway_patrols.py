"""Runaway patrols: the share of records that lie with the one neighbourhood of a pair. Pairs are independent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from glasshouse.experiments.answer import Measured, Runs
from glasshouse.experiments.estimate import mean, median, spread
from glasshouse.results.run import Run

SEASON_DAYS = 84
START_RECORDS = 10


def measure(runs: Runs) -> Measured:
    """Figure -> (value, standard error)."""
    equal = shares(records(runs["equal"], "end"))
    out = {"equal-mean": mean(equal), "equal-spread": spread(equal)}
    for days, at in ((1008, 1008), (5040, 5040), (20_000, "end")):
        alone = records(runs["alone"], at)
        out[f"alone-{days}"] = median(shares(alone))
        out[f"calls-{days}"] = mean(shares(records(runs["calls"], at)))
        out[f"corrected-{days}"] = mean(shares(records(runs["corrected"], at)))
    growth = np.log(alone[:, 1] / START_RECORDS) / np.log(alone[:, 0] / START_RECORDS)
    out["alone-growth"] = median(growth)
    out["hot-spots"] = (min(always_of_ever(run) for run in runs["hot-spots"]), 0.0)
    return out


def records(runs: Sequence[Run], at: int | str) -> np.ndarray:
    """Records (pair, place), all seeds together, after so many days (a multiple of a season) or at the ``"end"``."""
    found = []
    for run in runs:
        season = pl.col("season").max() if at == "end" else int(at) // SEASON_DAYS - 1
        found.append(run.patrols.filter(pl.col("season") == season).sort("place")["records"].to_numpy().reshape(-1, 2))
    return np.concatenate(found)


def shares(held: np.ndarray) -> np.ndarray:
    """Share of a pair's records that lie with its first place."""
    return np.asarray(held[:, 0] / held.sum(axis=1))


def always_of_ever(run: Run) -> float:
    """Of the places ever patrolled, the share patrolled on all days."""
    days = run.patrols.group_by("place").agg(pl.col("watched_days").sum())["watched_days"]
    return float((days == run.manifest["world"]["days"]).sum() / (days > 0).sum())
