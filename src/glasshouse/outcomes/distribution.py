"""The distribution of every score at the end of the run."""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.interval import cluster_column, ratio
from glasshouse.outcomes.outcome import Outcome, Record, with_text

COUNTED = (
    "Scored people at the end of the last season, sorted into bins of equal width. The interval of a bar says how "
    "much it varies between places."
)


def score_distribution(run: Record) -> pl.DataFrame:
    """One row per score and bin: ``score, bin, width, persons, scored, clusters, value, low, high``."""
    table = with_text(run.scores, "score")
    last = table.filter(pl.col("season") == pl.col("season").max().over("score"))
    bins = last.group_by("score", "bin", "width").agg(pl.col("persons").sum()).filter(pl.col("persons") > 0)
    scored = bins.group_by("score").agg(pl.col("persons").sum().alias("scored"))
    shares = bins.join(scored, on="score").with_columns((pl.col("persons") / pl.col("scored")).alias("value"))
    return shares.join(_intervals(run, bins, last), on=["score", "bin"], how="left").sort("score", "bin")


def _intervals(run: Record, bins: pl.DataFrame, last: pl.DataFrame) -> pl.DataFrame:
    """Intervals over places from the scores of persons, put into the same bins; over cities where there are many."""
    cluster = cluster_column(run)
    if cluster == "city":
        return _ratios(last.select("score", "bin", "persons", "city"), "city")
    parts = [
        _ratios(_in_bins(run, name, bins.filter(pl.col("score") == name)), cluster)
        for name in bins["score"].unique().to_list()
        if f"score_{name}" in run.persons.columns
    ]
    return pl.concat(parts) if parts else _ratios(last.select("score", "bin", "persons", "city"), "city").clear()


def _in_bins(run: Record, name: str, bins: pl.DataFrame) -> pl.DataFrame:
    """People per place and bin of this score: ``score, bin, persons, place``."""
    points = pl.col(f"score_{name}").cast(pl.Float64).fill_nan(None)  # who is not scored has none
    people = run.persons.select("place", points.alias("_points")).drop_nulls()
    edges = bins.select("bin").sort("bin")
    placed = (
        people.sort("_points").join_asof(edges, left_on="_points", right_on="bin", strategy="backward").drop_nulls()
    )
    return placed.group_by("place", "bin").len("persons").with_columns(pl.lit(name).alias("score"))


def _ratios(counts: pl.DataFrame, cluster: str) -> pl.DataFrame:
    whole = counts.group_by("score", cluster).agg(pl.col("persons").sum().alias("scored"))
    cells = counts.select("score", "bin").unique()
    full = whole.join(cells, on="score").join(counts, on=["score", "bin", cluster], how="left").fill_null(0)
    return ratio(full, "persons", "scored", cluster, ("score", "bin"), is_share=True).select(
        "score", "bin", "clusters", "low", "high"
    )


OUTCOME = Outcome("distribution", "Where do the scores end?", "share of scored persons", COUNTED, score_distribution)
