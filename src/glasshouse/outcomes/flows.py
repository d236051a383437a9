"""Flow between grades: who rises, falls and stays, from one season to the next."""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.interval import ratio
from glasshouse.outcomes.outcome import TOO_FEW, Outcome, Record, with_text

COUNTED = (
    "Each graded person counts once per season of 84 days: the grade at its start against the grade at its end. "
    "Somebody who falls and recovers within a season counts as having stayed. The table adds up all seasons, so "
    "one person appears once per season; the last season may be shorter than the others."
)


def flows_between(run: Record) -> pl.DataFrame:
    """One row per scale and pair of grades, over all seasons: ``persons, started, value, low, high, too_few``."""
    flows = _graded(run)
    started = flows.group_by("scale", "city", "grade_from").agg(pl.col("persons").sum().alias("started"))
    pairs = flows.group_by("scale", "city", "grade_from", "grade_to").agg(pl.col("persons").sum())
    kinds = pairs.select("scale", "grade_from", "grade_to").unique()
    full = started.join(kinds, on=["scale", "grade_from"]).join(
        pairs, on=["scale", "city", "grade_from", "grade_to"], how="left"
    )
    cells = ratio(full.fill_null(0), "persons", "started", "city", ("scale", "grade_from", "grade_to"), is_share=True)
    return cells.with_columns((pl.col("started") < TOO_FEW).alias("too_few"))


def moves_over_time(run: Record) -> pl.DataFrame:
    """One row per scale, season and move (``rose``, ``fell``, ``stayed``): ``persons, graded, value, low, high``."""
    ranks = {scale: {grade: rank for rank, grade in enumerate(ids)} for scale, ids in _scales(run).items()}
    parts = []
    for scale, rank in ranks.items():
        flows = _graded(run).filter(pl.col("scale") == scale)
        step = [pl.col(c).replace_strict(rank, default=None, return_dtype=pl.Int64) for c in ("grade_from", "grade_to")]
        move = pl.when(step[1] < step[0]).then(pl.lit("rose")).when(step[1] > step[0]).then(pl.lit("fell"))
        parts.append(flows.with_columns(move.otherwise(pl.lit("stayed")).alias("move")))
    moved = pl.concat(parts) if parts else _graded(run).clear().with_columns(pl.lit("").alias("move"))
    graded = moved.group_by("scale", "season", "city").agg(pl.col("persons").sum().alias("graded"))
    kinds = pl.DataFrame({"move": ["rose", "fell", "stayed"]})
    counts = moved.group_by("scale", "season", "city", "move").agg(pl.col("persons").sum())
    full = graded.join(kinds, how="cross").join(counts, on=["scale", "season", "city", "move"], how="left")
    return ratio(full.fill_null(0), "persons", "graded", "city", ("scale", "season", "move"), is_share=True)


def _graded(run: Record) -> pl.DataFrame:
    """The flows of people who were graded at both ends."""
    flows = with_text(run.flows, "scale", "grade_from", "grade_to").with_columns(pl.col("season").cast(pl.Int64))
    return flows.filter((pl.col("grade_from") != "") & (pl.col("grade_to") != ""))


def _scales(run: Record) -> dict[str, list[str]]:
    return dict(run.manifest.get("grades") or {})


OUTCOME = Outcome("flows", "Who rises, who falls?", "share of graded persons per season", COUNTED, flows_between)
