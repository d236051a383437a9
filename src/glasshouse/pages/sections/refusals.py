"""What is refused?"""

from __future__ import annotations

from typing import Any

import polars as pl

from glasshouse.outcomes.interval import cluster_column
from glasshouse.outcomes.outcome import Record
from glasshouse.outcomes.refusals import OUTCOME, refusal_rate, share_by_tie
from glasshouse.pages import look
from glasshouse.pages.section import Bar, Bars, Key, Piece, Section, nothing
from glasshouse.pages.words import interval, label, percent, plain, sentence, span, whole

MOST_SERVICES = 15


def section(run: Record) -> Section:
    """Refusals by service; those for what somebody else did are marked."""
    frame = OUTCOME.measure(run)
    if not frame.height:
        return nothing(OUTCOME, "Nothing was refused to anybody.")
    cluster, rate = cluster_column(run), refusal_rate(run).row(0, named=True)
    refused, by_tie = int(frame["refused"].sum()), int(frame["refused_by_tie"].sum())
    top = frame.row(0, named=True)
    ties = share_by_tie(run)
    said = f" ({interval(ties.row(0, named=True), 'percent', cluster)})" if ties.height and by_tie else ""
    answer = (
        f"{whole(refused)} wants were denied, most often {label(run, 'services', top['service'])} "
        f"({whole(top['refused'])} times). {percent(by_tie / refused) if by_tie else 'None'} of the refusals fell on "
        f"people for what somebody else did{said}."
    )
    return Section(
        OUTCOME,
        figure=plain(rate["value"]),
        figure_text="refusals per 1,000 people and year",
        fine=f"{interval(rate, over=cluster)}; {whole(refused)} refusals",
        answer=answer,
        count=f"{whole(refused)} refusals, of which {whole(by_tie)} by tie",
        charts=[_bars(run, frame)],
        frame=frame,
    )


def _bars(run: Record, frame: pl.DataFrame) -> Bars:
    most = float(frame["refused"].max())  # type: ignore[arg-type]
    bars = [_bar(run, row, most) for row in frame.head(MOST_SERVICES).iter_rows(named=True)]
    cut = f"; the {MOST_SERVICES} most refused of {frame.height} services" if frame.height > MOST_SERVICES else ""
    key = [Key(look.BLUE, "for what the person did"), Key(look.ORANGE, "for what somebody else did")]
    return Bars(f"Refusals by service{cut}", bars, key)


def _bar(run: Record, row: dict[str, Any], most: float) -> Bar:
    own = row["refused"] - row["refused_by_tie"]
    pieces = [Piece(own / most, look.BLUE, "own"), Piece(row["refused_by_tie"] / most, look.ORANGE, "by tie")]
    fine = f"{plain(row['value'])} per 1,000 person-years"
    if row["low"] is not None:
        fine += f", {span(row['low'], row['high'])}"
    if row["refused_by_tie"]:
        fine += f"; {percent(row['refused_by_tie'] / row['refused'])} by tie"
    return Bar(sentence(label(run, "services", row["service"])), pieces, whole(row["refused"]), fine)
