"""Grades over time: the share of graded people in each grade."""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.interval import cluster_column, ratio
from glasshouse.outcomes.outcome import Outcome, Record, with_text

WEEKS_PER_SEASON = 12
COUNTED = (
    "Each graded person counts once per week, in the grade that was in force that week. People who are not graded "
    "(children, newcomers) are left out. Scales other than the first are counted at the end of each season of 84 "
    "days."
)


def grades_over_time(run: Record) -> pl.DataFrame:
    """One row per scale, week and grade: ``scale, week, grade, persons, graded, clusters, value, low, high``."""
    scales = list(run.manifest.get("grades") or {})
    in_panel = run.manifest.get("panel_scale", scales[0] if scales else "")
    parts = [_weekly(run, scale) if scale == in_panel else _by_season(run, scale) for scale in scales]
    counts = pl.concat(parts) if parts else _weekly(run, "").clear()
    graded = counts.group_by("scale", "city", "week").agg(pl.col("persons").sum().alias("graded"))
    grades = counts.select("scale", "grade").unique()
    full = graded.join(grades, on="scale").join(counts, on=["scale", "city", "week", "grade"], how="left")
    cells = ratio(full.fill_null(0), "persons", "graded", "city", ("scale", "week", "grade"), is_share=True)
    return _in_order(cells, run)


def grades_at_end(run: Record) -> pl.DataFrame:
    """One row per scale and grade at the run's end, with intervals over places."""
    parts = [
        _at_end(run, scale) for scale in run.manifest.get("grades") or {} if f"grade_{scale}" in run.persons.columns
    ]
    return _in_order(pl.concat(parts), run, time=()) if parts else pl.DataFrame(schema={"scale": pl.String})


def share_in(run: Record, scale: str, grades: list[str]) -> pl.DataFrame:
    """One row: the share of graded people who end in one of these grades, with an interval over places."""
    cluster = cluster_column(run)
    grade = pl.col(f"grade_{scale}").cast(pl.String)
    graded = run.persons.filter(grade != "")
    people = graded.select(cluster, grade.is_in(grades).cast(pl.Int64).alias("persons"), pl.lit(1).alias("graded"))
    return ratio(people, "persons", "graded", cluster, is_share=True)


def _at_end(run: Record, scale: str) -> pl.DataFrame:
    cluster = cluster_column(run)
    grade = pl.col(f"grade_{scale}").cast(pl.String).alias("grade")
    people = run.persons.select(cluster, grade).filter(pl.col("grade") != "")
    grades = pl.DataFrame({"grade": list(run.manifest["grades"][scale])}, schema={"grade": pl.String})
    places = people.group_by(cluster).len("graded").join(grades, how="cross")
    counts = people.group_by(cluster, "grade").len("persons")
    full = places.join(counts, on=[cluster, "grade"], how="left").fill_null(0)
    return ratio(full, "persons", "graded", cluster, ("grade",), is_share=True).select(
        pl.lit(scale).alias("scale"), pl.all()
    )


def _weekly(run: Record, scale: str) -> pl.DataFrame:
    """Graded people by city and week, from the panel, which follows the first scale."""
    panel = with_text(run.panel, "grade").filter(pl.col("grade") != "")
    counts = panel.group_by("city", pl.col("week").cast(pl.Int64), "grade").agg(pl.col("persons").sum())
    return counts.select(pl.lit(scale).alias("scale"), "city", "week", "grade", "persons")


def _by_season(run: Record, scale: str) -> pl.DataFrame:
    """Graded people by city at the start (week -1) and at the end of each season (its last week), from the flows."""
    flows = with_text(run.flows, "scale", "grade_to").filter((pl.col("scale") == scale) & (pl.col("grade_to") != ""))
    week = ((pl.col("season").cast(pl.Int64) + 1) * WEEKS_PER_SEASON - 1).alias("week")
    counts = flows.group_by("city", week, pl.col("grade_to").alias("grade")).agg(pl.col("persons").sum())
    first = flows.filter((pl.col("season") == 0) & (pl.col("grade_from") != ""))
    start = first.group_by("city", pl.col("grade_from").alias("grade")).agg(pl.col("persons").sum())
    counts = pl.concat([start.select("city", pl.lit(-1, pl.Int64).alias("week"), "grade", "persons"), counts])
    return counts.select(pl.lit(scale).alias("scale"), "city", "week", "grade", "persons")


def _in_order(cells: pl.DataFrame, run: Record, time: tuple[str, ...] = ("week",)) -> pl.DataFrame:
    """Rows by scale, time and grade, the best grade first."""
    ranks = [(scale, grade, rank) for scale, ids in run.manifest["grades"].items() for rank, grade in enumerate(ids)]
    schema = {"scale": pl.String, "grade": pl.String, "rank": pl.Int64}
    order = pl.DataFrame(ranks, schema=schema, orient="row")
    counts = pl.col("persons", "graded").cast(pl.Int64)
    joined = cells.join(order, on=["scale", "grade"], how="left").with_columns(counts)
    return joined.sort("scale", *time, "rank").drop("rank")


OUTCOME = Outcome("grades", "How do the grades develop?", "share of graded persons", COUNTED, grades_over_time)
