"""Out of the country: the share of people who are, week by week and by group."""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.interval import ratio
from glasshouse.outcomes.outcome import Outcome, Record, with_text

COUNTED = (
    "Everybody counts once per week, children included: in the country at the week's end, or out of it. Whoever is "
    "out of it counts in no other week's number of persons, and the years spent there in no number per year."
)


def abroad_over_time(run: Record) -> pl.DataFrame:
    """One row per week and group: ``week, group, abroad, persons, clusters, value, low, high``; none where nobody leaves."""
    panel = with_text(run.panel, "group").with_columns(pl.col("week").cast(pl.Int64))
    everybody = with_text(run.persons, "group").group_by("city", "group").agg(pl.len().cast(pl.Int64).alias("persons"))
    here = panel.group_by("week", "city", "group").agg(pl.col("persons").sum().alias("here"))
    if "abroad" not in run.persons.columns:
        here = here.clear()
    found = here.join(everybody, on=["city", "group"]).with_columns(
        (pl.col("persons") - pl.col("here")).alias("abroad")
    )
    return ratio(found, "abroad", "persons", "city", ("week", "group"), is_share=True)


OUTCOME = Outcome("abroad", "How many people have left the country?", "share of persons", COUNTED, abroad_over_time)
