"""Mobility: how soon a grade is forgotten. Shorrocks' index, the second eigenvalue and the half-life of an advantage."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from glasshouse.kit.errors import InputError
from glasshouse.outcomes.interval import t_factor
from glasshouse.outcomes.outcome import TOO_FEW, Outcome, Record, with_text

Matrix = npt.NDArray[np.float64]

COUNTED = (
    "From the share of each grade's people who are in each grade one season of 84 days later, all seasons together. "
    "Shorrocks' index is 0 where everybody stays, 1 where the next grade has nothing to do with the last. The half-life "
    "says after how many seasons half of what a better start is worth is gone, if the seasons are alike. Grades in which "
    "nobody ever began a season are left out."
)


def shares(counts: Any) -> Matrix:
    """Counts (from, to) of people become shares of those who began there; a grade without people is an error.

    >>> shares([[3, 1], [0, 5]])
    array([[0.75, 0.25],
           [0.  , 1.  ]])
    """
    table = np.asarray(counts, np.float64)
    if table.ndim != 2 or table.shape[0] != table.shape[1] or (table.sum(axis=1) <= 0).any():
        raise InputError("mobility needs a square table of counts with people in every row")
    out: Matrix = table / table.sum(axis=1, keepdims=True)
    return out


def shorrocks(matrix: Any) -> float:
    """(n - trace) / (n - 1) of a matrix of shares: 0 nobody moves, 1 the past says nothing.

    Source
    ------
    Shorrocks 1978, "The measurement of mobility", Econometrica 46.

    >>> shorrocks([[0.5, 0.5], [0.5, 0.5]])
    1.0
    """
    table = np.asarray(matrix, np.float64)
    n = len(table)
    if n < 2:
        raise InputError(f"mobility needs at least two grades; got {n}")
    return (n - float(np.trace(table))) / (n - 1)


def second_eigenvalue(matrix: Any) -> float:
    """Size of the second largest eigenvalue: the share of an advantage that is left after one step in the long run."""
    sizes = np.sort(np.abs(np.linalg.eigvals(np.asarray(matrix, np.float64))))
    return float(sizes[-2])


def half_life(matrix: Any) -> float:
    """Steps after which half of an advantage is gone; 0 if nothing is left after one, infinite if all of it stays."""
    left = second_eigenvalue(matrix)
    if left < 1e-12:
        return 0.0
    return math.log(0.5) / math.log(left) if left < 1 - 1e-12 else math.inf


def mobility_of_grades(run: Record) -> pl.DataFrame:
    """One row per scale: ``scale, grades, persons, value`` (Shorrocks) ``, low, high, clusters, left, half_life, too_few``.

    ``left`` is the second eigenvalue; ``persons`` counts a person once a season. The interval of the index is a
    jackknife over cities; null with one.
    """
    flows = with_text(run.flows, "scale", "grade_from", "grade_to")
    flows = flows.filter((pl.col("grade_from") != "") & (pl.col("grade_to") != ""))
    order = dict(run.manifest.get("grades") or {})
    rows = []
    for scale in order:
        part = flows.filter(pl.col("scale") == scale)
        begun = set(part["grade_from"])
        grades = [grade for grade in order[scale] if grade in begun]
        if len(grades) >= 2:
            rows.append({"scale": scale, "grades": len(grades), **_measure(part, grades)})
    types: dict[str, Any] = {"scale": pl.String, "grades": pl.Int64, "persons": pl.Int64, "value": pl.Float64}
    types |= {"low": pl.Float64, "high": pl.Float64, "clusters": pl.Int64, "left": pl.Float64, "half_life": pl.Float64}
    return pl.DataFrame(rows, schema=types, orient="row").with_columns((pl.col("persons") < TOO_FEW).alias("too_few"))


def counts_of(flows: pl.DataFrame, grades: list[str]) -> Matrix:
    """(city, from, to) people who went between these grades, all seasons of each city together."""
    cities = flows["city"].unique().sort().to_list()
    out = np.zeros((len(cities), len(grades), len(grades)))
    kept = flows.filter(pl.col("grade_from").is_in(grades) & pl.col("grade_to").is_in(grades))
    for city, before, after, n in kept.select("city", "grade_from", "grade_to", "persons").iter_rows():
        out[cities.index(city), grades.index(before), grades.index(after)] += n
    return out


def _measure(flows: pl.DataFrame, grades: list[str]) -> dict[str, Any]:
    by_city = counts_of(flows, grades)
    whole, n = by_city.sum(axis=0), len(by_city)
    row: dict[str, Any] = {"persons": int(whole.sum()), "clusters": n, "low": None, "high": None, "value": None}
    if (whole.sum(axis=1) <= 0).any():
        return row | {"left": None, "half_life": None}
    matrix = shares(whole)
    value = shorrocks(matrix)
    row |= {"value": value, "left": second_eigenvalue(matrix), "half_life": half_life(matrix)}
    rest = [whole - each for each in by_city]
    if n < 2 or any((each.sum(axis=1) <= 0).any() for each in rest):
        return row
    without = np.array([shorrocks(shares(each)) for each in rest])
    half = t_factor(n - 1) * math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    return row | {"low": max(value - half, 0.0), "high": value + half}


OUTCOME = Outcome("mobility", "How soon is a grade forgotten?", "Shorrocks' index", COUNTED, mobility_of_grades)
