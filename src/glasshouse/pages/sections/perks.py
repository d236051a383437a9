"""Who gets the perks?"""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.burden import contrast
from glasshouse.outcomes.interval import cluster_column
from glasshouse.outcomes.outcome import Record
from glasshouse.outcomes.perks import OUTCOME, perks_overall
from glasshouse.pages.dots import dots, group_key, table
from glasshouse.pages.section import Bars, Section, nothing
from glasshouse.pages.words import interval, plain, whole

TITLES = {"eased": "eased uses", "eased_yuan": "yuan saved"}


def section(run: Record) -> Section:
    """Better terms and money saved, by group and wealth."""
    frame = OUTCOME.measure(run)
    met = [m for m in TITLES if frame.filter(pl.col("measure") == m)["count"].sum()]
    if not met:
        return nothing(OUTCOME, "Nobody was served on better terms because of this world's rules.")
    cluster = cluster_column(run)
    totals = {row["measure"]: row for row in perks_overall(run).iter_rows(named=True)}
    lead = met[-1]
    rich = contrast(run, lead, "wealth_band", 4, 0)
    unit = "yuan" if lead == "eased_yuan" else "times"
    compared = ""
    if rich["value"] is not None:
        times, band = plain(rich["value"]), interval(rich, over=cluster)
        compared = f" The richest fifth gets {times} times as much per head as the poorest ({band})."
    eased = totals["eased"]
    uses = f"Better terms were used {whole(eased['count'])} times, {plain(eased['value'])} per person and year."
    money = "" if "eased_yuan" in met else " No money was saved by it: the perks are time, ease and deposits."
    return Section(
        OUTCOME,
        figure=f"{plain(totals[lead]['value'])} {unit}",
        figure_text="saved per person and year"
        if lead == "eased_yuan"
        else "a person is served on better terms per year",
        fine=f"{interval(totals[lead], over=cluster)}; {whole(run.persons.height)} persons",
        answer=uses + money + compared,
        count=f"{whole(totals['eased']['count'])} eased uses; {whole(run.persons.height)} persons",
        charts=[
            *(dots(frame, measure, f"{TITLES[measure].capitalize()} per person and year") for measure in met),
            Bars("By wealth fifth; lines are 95% intervals", [], group_key(frame)),
            table(frame, {m: TITLES[m] for m in met}),
        ],
        frame=frame,
    )
