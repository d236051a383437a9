"""Persons and firms kept apart: of every table of a run the rows that are about the one or the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from glasshouse.population.firms import FIRMS

PERSONS = "person"
BY_GROUP = ("panel", "services", "spells", "persons")


def has_firms(manifest: Mapping[str, Any]) -> bool:
    """Did anybody of its people run firms?"""
    return int(manifest["world"].get("firms", 0)) > 0


def manifest_of(manifest: dict[str, Any], unit: str) -> dict[str, Any]:
    """The record of a run with the grades of persons, or of firms; the first of all graded regimes is in ``panel_scale``."""
    grades = manifest.get("grades") or {}
    firms = set(manifest.get("firm_regimes", ()))
    mine = {name: ids for name, ids in grades.items() if (name in firms) == (unit == FIRMS)}
    return {**manifest, "grades": mine, "panel_scale": next(iter(grades), "")}


def rows_of(frame: pl.DataFrame, table: str, manifest: Mapping[str, Any], unit: str) -> pl.DataFrame:
    """The rows of a table that are about persons, or about firms; a table that counts neither stays whole."""
    if table in BY_GROUP:
        theirs = pl.col("group").cast(pl.String) == FIRMS
    elif table == "acts":
        theirs = pl.col("act").cast(pl.String).is_in(list(manifest.get("firm_acts", ())))
    elif table == "scores":
        theirs = _regime("score").is_in(list(manifest.get("firm_regimes", ())))
    elif table == "flows":
        theirs = _regime("scale").is_in(list(manifest.get("firm_regimes", ())))
    else:
        return frame
    return frame.filter(theirs if unit == FIRMS else ~theirs)


def _regime(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.split("/").list.first()
