"""Inequality: the Gini coefficient of every score at the end of the run, and of any other sample or law."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from glasshouse.kit.errors import InputError
from glasshouse.outcomes.interval import cluster_column, t_factor
from glasshouse.outcomes.outcome import TOO_FEW, Outcome, Record

Numbers = npt.NDArray[np.float64]

COUNTED = (
    "The Gini coefficient of the scores of scored people at the end: half the mean difference between two of them, "
    "over their mean. 0: all alike; near 1: few have nearly all. It says something only where zero means nothing at "
    "all: a score that begins at 1000 looks equal whatever happens. Where somebody has less than nothing, no figure is "
    "given."
)


def gini(values: Any, weights: Any = None) -> float:
    """Gini coefficient of a sample, or of a law on points (``weights``: their shares, of any sum).

    Raises
    ------
    InputError
        If a value or weight is negative or no number (the coefficient could then exceed one and means nothing), or the
        mean is zero.

    Source
    ------
    Gini 1912; half the mean absolute difference over the mean, over all pairs with replacement.

    >>> gini([0, 0, 0, 1])
    0.75
    >>> round(gini([1, 2], weights=[3, 1]), 6)
    0.15
    """
    x = np.asarray(values, np.float64).ravel()
    w = np.ones_like(x) if weights is None else np.asarray(weights, np.float64).ravel()
    if x.shape != w.shape or not x.size:
        raise InputError(f"a Gini coefficient needs values, each with one weight; got {x.size} and {w.size}")
    if not (np.isfinite(x).all() and np.isfinite(w).all()) or x.min() < 0 or w.min() < 0:
        raise InputError(
            f"a Gini coefficient needs numbers of zero or more; the least is {x.min():g}. "
            "Measure the distance from the lowest possible score instead"
        )
    order = np.argsort(x, kind="stable")
    x, w = x[order], w[order]
    whole = math.fsum(x * w)
    if whole == 0:
        raise InputError("a Gini coefficient needs a mean above zero; here everybody has nothing")
    total = math.fsum(w)
    below = np.cumsum(w) - w / 2
    return 2 * math.fsum(x * w * below) / (total * whole) - 1


def inequality_of_scores(run: Record) -> pl.DataFrame:
    """One row per score: ``score, persons, mean, value, low, high, clusters, below_zero, too_few``.

    ``below_zero`` counts people with a negative score; if there are any, value and interval are null. The interval is a
    jackknife over places.
    """
    cluster = cluster_column(run)
    names = [name for name in run.persons.columns if name.startswith("score_")]
    rows = [{"score": name.removeprefix("score_"), **_measure(run.persons, name, cluster)} for name in sorted(names)]
    types: dict[str, Any] = {"score": pl.String, "persons": pl.Int64, "mean": pl.Float64, "value": pl.Float64}
    types |= {"low": pl.Float64, "high": pl.Float64, "clusters": pl.Int64, "below_zero": pl.Int64}
    return pl.DataFrame(rows, schema=types, orient="row").with_columns((pl.col("persons") < TOO_FEW).alias("too_few"))


def _measure(persons: pl.DataFrame, name: str, cluster: str) -> dict[str, Any]:
    scored = persons.select(cluster, pl.col(name).cast(pl.Float64).alias("points")).drop_nulls()
    scored = scored.filter(pl.col("points").is_not_nan())
    below = scored.filter(pl.col("points") < 0).height
    n_clusters = scored[cluster].n_unique()
    row = {"persons": scored.height, "mean": scored["points"].mean(), "clusters": n_clusters, "below_zero": below}
    none = {"value": None, "low": None, "high": None}
    if below or not scored.height or scored["points"].sum() == 0:
        return row | none
    table = scored.group_by("points", cluster).len("n").pivot(cluster, index="points", values="n").sort("points")
    points = table["points"].to_numpy().astype(np.float64)
    counts = table.drop("points").fill_null(0).to_numpy().astype(np.float64)
    value = gini(points, counts.sum(axis=1))
    return row | {"value": value} | _jackknife(value, points, counts)


def _jackknife(value: float, points: Numbers, counts: Numbers) -> dict[str, float | None]:
    """95 % interval from leaving out one cluster at a time; ``counts`` (point, cluster)."""
    n = counts.shape[1]
    whole = counts.sum(axis=1)
    rest = [whole - counts[:, k] for k in range(n)]
    if n < 2 or any((points * each).sum() == 0 for each in rest):
        return {"low": None, "high": None}
    without = np.array([gini(points, each) for each in rest])
    half = t_factor(n - 1) * math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    return {"low": max(value - half, 0.0), "high": min(value + half, 1.0)}


OUTCOME = Outcome("inequality", "How unequal are the scores?", "Gini coefficient", COUNTED, inequality_of_scores)
