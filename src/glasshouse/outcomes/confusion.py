"""Confusion: who is reported and who did something, group by group, and the rates of error that follow."""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.interval import cluster_column, ratio
from glasshouse.outcomes.outcome import TOO_FEW, Outcome, Record, groups_of, with_text

CELLS = ("hit", "false_alarm", "miss", "left_alone")
RATES = {
    "prevalence": (("hit", "miss"), CELLS),
    "false_alarm_share": (("false_alarm",), ("false_alarm", "left_alone")),
    "miss_share": (("miss",), ("hit", "miss")),
    "right_share": (("hit",), ("hit", "false_alarm")),
}
COUNTED = (
    "Persons, each once over the whole run. Did: took at least one occasion of an act that is modelled. Reported: at "
    "least one report, true or false. A false alarm is somebody reported who did nothing; somebody who did one thing and "
    "was reported for another counts as a hit, so that the true share of wrong reports is higher. Good deeds and their "
    "reports count too; the table answers for a regime of penalties only."
)


def confusion_of_persons(run: Record, by: str = "group") -> pl.DataFrame:
    """One row per group (or any other column of persons): counts of the four cells, then four rates with intervals.

    Columns ``<by>, persons, hit, false_alarm, miss, left_alone``, and for each of ``prevalence`` (who did), ``
    false_alarm_share`` (of those who did not), ``miss_share`` (of those who did) and ``right_share`` (of the reported)
    ``<rate>, <rate>_low, <rate>_high``; ``clusters, too_few``. A rate of nobody is null.

    Whatever the channels do, in every row false_alarm_share = p / (1 - p) * (1 - right) / right * (1 - miss): groups that
    differ in prevalence cannot be equal in all of these (Chouldechova 2017).
    """
    cluster = "_cluster"
    did = pl.col("done") > 0
    told = (pl.col("seen").cast(pl.Int64) + pl.col("false_reports").cast(pl.Int64)) > 0
    cells = {"hit": did & told, "false_alarm": ~did & told, "miss": did & ~told, "left_alone": ~did & ~told}
    people = with_text(run.persons, by).select(
        by,
        pl.col(cluster_column(run)).alias(cluster),
        *(which.cast(pl.Int64).alias(name) for name, which in cells.items()),
    )
    out = people.group_by(by).agg(pl.len().cast(pl.Int64).alias("persons"), *(pl.col(name).sum() for name in CELLS))
    for rate, (top, bottom) in RATES.items():
        both = people.with_columns(pl.sum_horizontal(top).alias("top"), pl.sum_horizontal(bottom).alias("bottom"))
        cell = ratio(both, "top", "bottom", cluster, (by,), is_share=True)
        named = cell.select(
            by, pl.col("value").alias(rate), pl.col("low").alias(f"{rate}_low"), pl.col("high").alias(f"{rate}_high")
        )
        out = out.join(named, on=by, how="left")
    counted = people.group_by(by).agg(pl.col(cluster).n_unique().cast(pl.Int64).alias("clusters"))
    few = (pl.col("persons") < TOO_FEW).alias("too_few")
    order = groups_of(run) if by == "group" else sorted(out[by].to_list())
    return out.join(counted, on=by).with_columns(few).sort(pl.col(by).replace_strict(order, range(len(order))))


OUTCOME = Outcome(
    "confusion", "Are those reported those who did it?", "shares of persons", COUNTED, confusion_of_persons
)
