"""What people change in their lives: deterred, chilled, done only for points."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from glasshouse.outcomes.interval import cluster_column, ratio
from glasshouse.outcomes.outcome import Outcome, Record, thousand_years, with_text, years_here

TALLIES = ("deterred", "chilled", "for_points")
COUNTED = (
    "Every person meets the same occasions in every world; only the choice differs. Deterred: a forbidden act "
    "given up because of the regime. Chilled: a lawful act given up for fear. For points: done only because the "
    "regime rewards it. These are counted, occasion by occasion, not inferred."
)


def choices_by_act(run: Record) -> pl.DataFrame:
    """One row per act and change (``deterred``, ``chilled``, ``given up``, ``for_points``), the most frequent first.

    Columns ``act, change, count, occasions, thousand_years, value`` (per 1,000 person-years) ``, low, high, clusters``.
    """
    acts = with_text(run.acts, "act").filter(pl.col("occasions").is_not_null())
    kinds: Mapping[str, str] = run.manifest.get("act_kinds") or {}
    kind = pl.col("act").replace_strict(dict(kinds), default="", return_dtype=pl.String) if kinds else pl.lit("")
    change = pl.when(kind == "lawful").then(pl.lit("chilled")).when(kind == "").then(pl.lit("given up"))
    given_up = acts.select(
        "act", "city", "occasions", change.otherwise(pl.lit("deterred")).alias("change"), count="given_up"
    )
    for_points = acts.select("act", "city", "occasions", pl.lit("for_points").alias("change"), count="for_points")
    changes = (
        pl.concat([given_up, for_points]).group_by("act", "change", "city").agg(pl.col("count", "occasions").sum())
    )
    occasions = changes.group_by("act", "change").agg(pl.col("occasions", "count").sum()).filter(pl.col("count") > 0)
    lived = thousand_years(run)
    full = occasions.select("act", "change").join(lived, how="cross")
    full = full.join(changes, on=["act", "change", "city"], how="left").fill_null(0)
    rates = ratio(full, "count", "thousand_years", "city", ("act", "change"))
    joined = rates.join(occasions.drop("count"), on=["act", "change"]).with_columns(pl.col("count").cast(pl.Int64))
    return joined.sort("count", "act", "change", descending=[True, False, False])


def choices_per_person(run: Record) -> pl.DataFrame:
    """One row per tally (``deterred, chilled, for_points``): per person and year, with an interval over places."""
    cluster = cluster_column(run)
    people = run.persons.with_columns(years_here(run).alias("years"), pl.col(*TALLIES).cast(pl.Int64))
    parts = [
        ratio(people, tally, "years", cluster).rename({tally: "count"}).select(pl.lit(tally).alias("change"), pl.all())
        for tally in TALLIES
    ]
    return pl.concat(parts)


OUTCOME = Outcome(
    "choices", "What do people do differently?", "occasions per 1,000 person-years", COUNTED, choices_by_act
)
