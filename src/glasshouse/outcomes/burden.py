"""Who carries it: refusals, false reports and listed days by group and wealth."""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.interval import Cell, cluster_column, ratio, times_as_often
from glasshouse.outcomes.outcome import TOO_FEW, Outcome, Record, groups_of, with_text, years_here

MEASURES = ("refused", "false_reports", "listed_days")
WEALTH_BANDS = 5
COUNTED = (
    "Everybody counts, children included, with the years that the run covers. Wealth is the fifth of the recipe's "
    "wealth law that a person's household falls into. Refusals, false reports and days on a list are three "
    "different units: they are shown side by side and never added. A cell with fewer than 30 persons is shown as "
    "'too few'."
)


def who_carries_it(run: Record) -> pl.DataFrame:
    """One row per measure, group and wealth fifth: ``persons, count, value, low, high, too_few``."""
    return by_group_and_wealth(run, MEASURES, per=1000.0)


def by_group_and_wealth(run: Record, measures: tuple[str, ...], per: float) -> pl.DataFrame:
    """Each of these tallies of persons, per so many person-years; one row for every cell, empty ones included."""
    cluster = cluster_column(run)
    years = (years_here(run) / per).alias("years")
    people = with_text(run.persons, "group").with_columns(years, pl.col("wealth_band").cast(pl.Int64))
    cells = _all_cells(run).join(
        people.group_by("group", "wealth_band").len("persons"), on=["group", "wealth_band"], how="left"
    )
    parts = []
    for measure in measures:
        tally = people.with_columns(pl.col(measure).cast(pl.Int64))
        rates = (
            ratio(tally, measure, "years", cluster, ("group", "wealth_band")).rename({measure: "count"}).drop("years")
        )
        joined = cells.join(rates, on=["group", "wealth_band"], how="left", maintain_order="left")
        parts.append(joined.select(pl.lit(measure).alias("measure"), pl.all()))
    few = (pl.col("persons") < TOO_FEW).alias("too_few")
    return pl.concat(parts).with_columns(pl.col("persons", "count").fill_null(0).cast(pl.Int64)).with_columns(few)


def contrast(run: Record, measure: str, of: str, first: object, second: object) -> Cell:
    """How many times as often the first (a group, a fifth) meets this as the second, with an interval over places."""
    people = with_text(run.persons, "group").with_columns(pl.col(measure).cast(pl.Int64), pl.lit(1).alias("people"))
    return times_as_often(people, measure, "people", cluster_column(run), of, first, second)


def _all_cells(run: Record) -> pl.DataFrame:
    """Every group x wealth fifth, the largest group and the poorest fifth first."""
    groups = pl.DataFrame({"group": groups_of(run)}, schema={"group": pl.String})
    return groups.join(
        pl.DataFrame({"wealth_band": range(WEALTH_BANDS)}, schema={"wealth_band": pl.Int64}), how="cross"
    )


OUTCOME = Outcome("burden", "Who carries it?", "per 1,000 person-years", COUNTED, who_carries_it)
