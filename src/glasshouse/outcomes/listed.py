"""On a list: the share of people on at least one bad list, week by week and by group."""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.interval import cluster_column, ratio
from glasshouse.outcomes.outcome import Outcome, Record, bad_lists, with_text

COUNTED = (
    "Everybody counts once per week, children included: on at least one bad list at the week's end, or on none. "
    "People on two lists count once."
)


def listed_over_time(run: Record) -> pl.DataFrame:
    """One row per week and group: ``week, group, on_bad_list, persons, clusters, value, low, high``."""
    panel = with_text(run.panel, "group").with_columns(pl.col("week").cast(pl.Int64))
    return ratio(panel, "on_bad_list", "persons", "city", ("week", "group"), is_share=True)


def listed_at_end(run: Record) -> pl.DataFrame:
    """One row: of those in the country, people on a bad list at the run's end, with an interval over places."""
    here = ~pl.col("abroad") if "abroad" in run.persons.columns else None
    return _share_of_people(run, _on_any_list(run), here)


def ever_listed(run: Record) -> pl.DataFrame:
    """One row: people who spent at least one day on a bad list, with an interval over places."""
    return _share_of_people(run, pl.col("listed_days") > 0)


def _on_any_list(run: Record) -> pl.Expr:
    columns = [f"list_{name}" for name in bad_lists(run) if f"list_{name}" in run.persons.columns]
    return pl.any_horizontal(columns) if columns else pl.lit(False)


def _share_of_people(run: Record, who: pl.Expr, among: pl.Expr | None = None) -> pl.DataFrame:
    cluster = cluster_column(run)
    everybody = run.persons if among is None else run.persons.filter(among)
    people = everybody.select(cluster, who.cast(pl.Int64).alias("listed"), pl.lit(1).alias("persons"))
    return ratio(people, "listed", "persons", cluster, is_share=True)


OUTCOME = Outcome("listed", "How many people are on a list?", "share of persons", COUNTED, listed_over_time)
