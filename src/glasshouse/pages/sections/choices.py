"""What do people do differently?"""

from __future__ import annotations

from typing import Any

import polars as pl

from glasshouse.outcomes.choices import OUTCOME, choices_per_person
from glasshouse.outcomes.interval import cluster_column
from glasshouse.outcomes.outcome import Record
from glasshouse.pages import look
from glasshouse.pages.section import Bar, Bars, Key, Piece, Section, nothing
from glasshouse.pages.words import interval, join, label, percent, plain, sentence, span, whole

MOST_ACTS = 15
SAID = {
    "deterred": "forbidden acts are given up because of the regime",
    "chilled": "lawful acts are given up for fear",
    "for_points": "acts are done only for points",
}
NAMES = {"deterred": "deterred", "chilled": "chilled: lawful, given up for fear", "for_points": "done only for points"}
NAMES |= {"given up": "given up"}
COLOURS = {"deterred": look.BLUE, "chilled": look.ORANGE, "for_points": look.GREEN, "given up": look.PURPLE}


def section(run: Record) -> Section:
    """Acts given up because of the regime or for fear, and acts done only for points."""
    frame = OUTCOME.measure(run)
    totals = {row["change"]: row for row in choices_per_person(run).iter_rows(named=True)}
    happened = [change for change in SAID if change in totals and totals[change]["count"]]
    if not frame.height and not happened:
        return nothing(OUTCOME, "Nobody does anything differently because of this world's rules.")
    lead = "chilled" if "chilled" in happened else happened[0] if happened else ""
    told = join([f"{_rate(totals[change])} {SAID[change]}" for change in happened])
    top = frame.row(0, named=True) if frame.height else None
    most = (
        f" The largest change: {label(run, 'acts', top['act'])} ({NAMES[top['change']]}, {whole(top['count'])} times)."
        if top
        else ""
    )
    return Section(
        OUTCOME,
        figure=_rate(totals[lead]) if lead else "",
        figure_text=f"{SAID[lead]}, per 1,000 people and year" if lead else "",
        fine=f"{_interval(totals[lead], cluster_column(run))}; {whole(totals[lead]['count'])} occasions"
        if lead
        else "",
        answer=f"Per 1,000 people and year, {told}.{most}" if told else most.strip(),
        count=join([f"{whole(totals[change]['count'])} {change.replace('_', ' ')}" for change in happened])
        + " (occasions)",
        charts=[_bars(run, frame)],
        frame=frame,
    )


def _rate(row: dict[str, Any]) -> str:
    return plain(row["value"] * 1000)


def _interval(row: dict[str, Any], cluster: str) -> str:
    scaled = {end: None if row[end] is None else row[end] * 1000 for end in ("low", "high")}
    return interval({**scaled, "clusters": row["clusters"]}, over=cluster)


def _bars(run: Record, frame: pl.DataFrame) -> Bars:
    most = float(frame["count"].max() or 1)  # type: ignore[arg-type]
    bars = []
    for row in frame.head(MOST_ACTS).iter_rows(named=True):
        fine = f"{NAMES[row['change']].split(':')[0]}, {plain(row['value'])} per 1,000 person-years"
        if row["low"] is not None:
            fine += f" ({span(row['low'], row['high'])})"
        if row["occasions"]:
            fine += f", {percent(row['count'] / row['occasions'])} of occasions"
        piece = Piece(row["count"] / most, COLOURS[row["change"]], row["change"])
        bars.append(Bar(sentence(label(run, "acts", row["act"])), [piece], whole(row["count"]), fine))
    seen = [change for change in COLOURS if change in frame["change"].to_list()]
    cut = f"; the {MOST_ACTS} most frequent of {frame.height}" if frame.height > MOST_ACTS else ""
    return Bars(
        f"Occasions on which people chose differently, by act{cut}", bars, [Key(COLOURS[c], NAMES[c]) for c in seen]
    )
