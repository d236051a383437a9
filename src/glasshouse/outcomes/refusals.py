"""Refusals by service, those for what somebody else did told apart."""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.interval import cluster_column, ratio
from glasshouse.outcomes.outcome import Outcome, Record, thousand_years, with_text, years_here

COUNTED = (
    "A refusal is one want that was denied: one flight not sold, one school place not given. Somebody who tries "
    "ten times is refused ten times. 'By tie' means that the refusal fell on a person for what somebody else did: "
    "a parent, a spouse, a guarantor."
)


def refusals_by_service(run: Record) -> pl.DataFrame:
    """One row per service, most refused first: ``refused, refused_by_tie, value`` (per 1,000 person-years)."""
    lived = thousand_years(run)
    services = with_text(run.services, "service")
    counts = services.group_by("service", "city").agg(pl.col("refused", "refused_by_tie").sum())
    kinds = counts.filter(pl.col("refused") > 0).select("service").unique()
    full = kinds.join(lived, how="cross").join(counts, on=["service", "city"], how="left").fill_null(0)
    ties = full.group_by("service").agg(pl.col("refused_by_tie").sum())
    rates = ratio(full, "refused", "thousand_years", "city", ("service",))
    ordered = rates.join(ties, on="service").sort("refused", "service", descending=[True, False])
    counts_first = ["service", "refused", "refused_by_tie", "thousand_years", "value", "low", "high", "clusters"]
    return ordered.select(counts_first).with_columns(pl.col("refused", "refused_by_tie").cast(pl.Int64))


def refusal_rate(run: Record) -> pl.DataFrame:
    """One row: refusals per 1,000 person-years, with an interval over places."""
    cluster = cluster_column(run)
    years = (years_here(run) / 1000).alias("thousand_years")
    people = run.persons.select(cluster, pl.col("refused").cast(pl.Int64), years)
    return ratio(people, "refused", "thousand_years", cluster)


def share_by_tie(run: Record) -> pl.DataFrame:
    """One row: the share of refusals that were for what somebody else did, with an interval over places."""
    cluster = cluster_column(run)
    people = run.persons.select(cluster, pl.col("refused", "refused_by_tie").cast(pl.Int64))
    return ratio(people, "refused_by_tie", "refused", cluster, is_share=True)


OUTCOME = Outcome("refusals", "What is refused?", "refusals per 1,000 person-years", COUNTED, refusals_by_service)
