"""An outcome: one measured quantity, with its question, its unit and the way it is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

import polars as pl

TOO_FEW = 30
"""Cells with fewer persons (or spells) than this are kept and marked, and not judged."""

DAYS_PER_YEAR = 365


class Record(Protocol):
    """What an outcome needs of a run: its manifest and its tables (columns: ``results/schema.py``)."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """The record: world, titles, grades, lists, labels."""
        ...

    @property
    def panel(self) -> pl.DataFrame:
        """Counts by week."""
        ...

    @property
    def acts(self) -> pl.DataFrame:
        """Counts by season and act."""
        ...

    @property
    def services(self) -> pl.DataFrame:
        """Refusals and better terms."""
        ...

    @property
    def flows(self) -> pl.DataFrame:
        """Moves between grades."""
        ...

    @property
    def scores(self) -> pl.DataFrame:
        """Binned scores."""
        ...

    @property
    def spells(self) -> pl.DataFrame:
        """Stays on lists."""
        ...

    @property
    def places(self) -> pl.DataFrame:
        """Scores of places."""
        ...

    @property
    def steers(self) -> pl.DataFrame:
        """What woke or was put to sleep."""
        ...

    @property
    def persons(self) -> pl.DataFrame:
        """Traits, tallies, end state."""
        ...


class Outcome(NamedTuple):
    """One measured quantity.

    ``measure`` gives one row per cell: what it is for, counts, ``value``, ``low``, ``high`` (null where no interval can
    be given) and ``clusters``, the number of places or cities that the interval rests on.
    """

    id: str
    question: str
    unit: str
    counted: str
    measure: Callable[[Record], pl.DataFrame]


def years_of(run: Record) -> float:
    """How many years of 365 days the run covers; those it has lived so far if it is still running."""
    world = run.manifest["world"]
    days = int(world.get("days") or float(world["years"]) * DAYS_PER_YEAR)
    if run.manifest.get("state") == "running" and run.panel.height:
        last_week = run.panel["week"].max()
        assert isinstance(last_week, int)
        days = min(days, (last_week + 1) * 7)
    return days / DAYS_PER_YEAR


def years_here(run: Record) -> pl.Expr:
    """Years that each person of the table of persons lived in the country."""
    whole = pl.lit(years_of(run))
    if "days_abroad" not in run.persons.columns:
        return whole
    return whole - pl.col("days_abroad").cast(pl.Float64) / DAYS_PER_YEAR


def thousand_years(run: Record) -> pl.DataFrame:
    """Thousands of years that the people of each city lived in the country: ``city, thousand_years``."""
    total = pl.col("thousand_years")
    if "days_abroad" in run.persons.columns:
        lived = run.persons.select("city", (years_here(run) / 1000).alias("thousand_years"))
        return lived.group_by("city", maintain_order=True).agg(total.sum())
    last = run.panel.filter(pl.col("week") == pl.col("week").max().over("city"))
    return last.group_by("city").agg((pl.col("persons").sum() * years_of(run) / 1000).alias("thousand_years"))


def bad_lists(run: Record) -> list[str]:
    """Names (``regime/list``) of the bad lists of this world, in the manifest's order."""
    return [name for name, kind in list_kinds(run).items() if kind == "bad"]


def list_kinds(run: Record) -> dict[str, str]:
    """``regime/list`` -> ``bad`` or ``good``; the manifest may give a mapping or a list of blocks."""
    given = run.manifest.get("lists") or {}
    if isinstance(given, Mapping):
        return {name: str(kind["kind"] if isinstance(kind, Mapping) else kind) for name, kind in given.items()}
    return {str(block.get("id") or block.get("list")): str(block["kind"]) for block in given}


def groups_of(run: Record) -> list[str]:
    """The groups of this world, the largest first."""
    counts = run.persons.group_by(pl.col("group").cast(pl.String)).len().sort("len", "group", descending=[True, False])
    return counts["group"].to_list()


def with_text(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The frame with these columns as plain strings, whatever the store keeps them as (categories, enums)."""
    return frame.with_columns(pl.col(column).cast(pl.String) for column in columns)
