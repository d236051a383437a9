"""Scores of places: how they develop and how far they lie apart; and what their people got or were refused."""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.outcome import Outcome, Record, with_text, years_here

YUAN_PER_STEP = 10
COUNTED = (
    "Each place that a regime scores counts once, whatever its size, with its published score at the end of each season of "
    "84 days. The spread is the standard deviation over places. What people of a place got or were refused is theirs by "
    "any rule of the world, over the whole run, and not only by the place's score."
)


def places_over_time(run: Record) -> pl.DataFrame:
    """One row per score and season: ``places, mean, spread, lowest, highest`` [points]."""
    value = pl.col("value")
    return (
        with_text(run.places, "score")
        .group_by("score", "season")
        .agg(
            pl.len().alias("places"),
            value.mean().alias("mean"),
            value.std(ddof=0).alias("spread"),
            value.min().alias("lowest"),
            value.max().alias("highest"),
        )
        .sort("score", "season")
    )


def places_by_grade(run: Record) -> pl.DataFrame:
    """One row per score and grade at the run's end: places, persons, and per person and year better terms and refusals."""
    last = with_text(run.places, "score", "grade").filter(pl.col("season") == pl.col("season").max())
    lived = run.persons.with_columns(years_here(run).alias("years"))
    people = lived.group_by("place").agg(
        pl.len().alias("persons"),
        pl.col("years").sum(),
        pl.col("eased_yuan", "refused").cast(pl.Int64).sum(),
    )
    per_head = pl.col("years").sum()
    return (
        last.join(people, on="place")
        .group_by("score", "grade")
        .agg(
            pl.len().alias("places"),
            pl.col("persons").sum().alias("people"),
            pl.col("value").mean().alias("mean"),
            (pl.col("eased_yuan").sum() * YUAN_PER_STEP / per_head).alias("eased_yuan"),
            (pl.col("refused").sum() / per_head).alias("refused"),
        )
        .rename({"people": "persons"})
        .sort("score", "mean", descending=[False, True])
    )


OUTCOME = Outcome("places", "Which places do well?", "points", COUNTED, places_over_time)
