"""Seen against done: what the channels saw of what people did, and what they reported that nobody did."""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.interval import cluster_column, ratio
from glasshouse.outcomes.outcome import Outcome, Record, with_text

KINDS = ("seen", "missed", "misread", "invented", "wrong_person")
COUNTED = (
    "A deed is an occasion taken. Only deeds that some channel covers count: reported on the right person (seen), "
    "reported by none (missed), or reported on somebody else (wrong person). A false report is one about "
    "something not done or lawful (misread), about nothing at all (invented), or on the wrong person. Good deeds "
    "that earn points are counted too."
)


def seen_against_done(run: Record) -> pl.DataFrame:
    """One row per act, and one for all (``act`` is empty): counts, the shares of deeds seen and of reports false.

    Columns ``act, occasions, done, seen, missed, misread, invented, wrong_person, covered, reports, false, seen_share,
    seen_low, seen_high, false_share, false_low, false_high, clusters``; intervals over cities.
    """
    acts = _with_sums(with_text(run.acts, "act").filter(pl.col("occasions").is_not_null()))
    everything = acts.with_columns(pl.lit("").alias("act"))
    both = pl.concat([everything, acts])
    sums = ["occasions", "done", *KINDS, "covered", "reports", "false"]
    totals = both.group_by("act").agg(pl.col(sums).cast(pl.Int64).sum())
    seen = ratio(both, "seen", "covered", "city", ("act",), is_share=True)
    false = ratio(both, "false", "reports", "city", ("act",), is_share=True)
    renamed_seen = seen.select("act", "clusters", seen_share="value", seen_low="low", seen_high="high")
    renamed_false = false.select("act", false_share="value", false_low="low", false_high="high")
    joined = totals.join(renamed_seen, on="act", how="left").join(renamed_false, on="act", how="left")
    return joined.sort(pl.col("act") != "", "reports", "act", descending=[False, True, False])


def false_share(run: Record) -> pl.DataFrame:
    """One row: the share of reports that were false, with an interval over places."""
    cluster = cluster_column(run)
    false, seen = pl.col("false_reports").cast(pl.Int64), pl.col("seen").cast(pl.Int64)
    people = run.persons.select(cluster, false.alias("false"), (false + seen).alias("reports"))
    return ratio(people, "false", "reports", cluster, is_share=True)


def _with_sums(acts: pl.DataFrame) -> pl.DataFrame:
    counts = acts.with_columns(pl.col(*KINDS).fill_null(0))
    false = pl.col("misread") + pl.col("invented") + pl.col("wrong_person")
    covered = pl.col("seen") + pl.col("missed") + pl.col("wrong_person")
    return counts.with_columns(
        covered.alias("covered"), false.alias("false"), (false + pl.col("seen")).alias("reports")
    )


OUTCOME = Outcome("sight", "What is seen of what is done?", "deeds; reports", COUNTED, seen_against_done)
