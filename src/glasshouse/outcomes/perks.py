"""Perks per head: better terms, and money saved by them, by group and wealth."""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.burden import by_group_and_wealth
from glasshouse.outcomes.interval import cluster_column, ratio
from glasshouse.outcomes.outcome import Outcome, Record, years_here

MEASURES = ("eased", "eased_yuan")
YUAN_PER_STEP = 10
COUNTED = (
    "An eased use is a want served on better terms than without the regime: cheaper, sooner, or without a "
    "deposit. Yuan are what was saved by lower prices, to the nearest ten per person over the whole run; deposits "
    "not asked for are not counted as money. Per head and year, everybody included."
)


def perks_per_head(run: Record) -> pl.DataFrame:
    """One row per measure (``eased``, ``eased_yuan``), group and wealth fifth, per person and year."""
    return _in_yuan(by_group_and_wealth(run, MEASURES, per=1.0))


def perks_overall(run: Record) -> pl.DataFrame:
    """One row per measure: everybody together, per person and year, with an interval over places."""
    cluster = cluster_column(run)
    people = run.persons.with_columns(years_here(run).alias("years"), pl.col(*MEASURES).cast(pl.Int64))
    parts = [
        ratio(people, measure, "years", cluster)
        .rename({measure: "count"})
        .select(pl.lit(measure).alias("measure"), pl.all())
        for measure in MEASURES
    ]
    return _in_yuan(pl.concat(parts))


def _in_yuan(cells: pl.DataFrame) -> pl.DataFrame:
    """Persons keep money saved in tens of yuan; here it becomes yuan."""
    steps = pl.when(pl.col("measure") == "eased_yuan").then(YUAN_PER_STEP).otherwise(1)
    return cells.with_columns(pl.col("count", "value", "low", "high") * steps)


OUTCOME = Outcome("perks", "Who gets the perks?", "uses, and yuan, per person and year", COUNTED, perks_per_head)
