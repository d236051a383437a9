"""Who carries it?"""

from __future__ import annotations

import math
from typing import NamedTuple

import polars as pl

from glasshouse.outcomes.burden import OUTCOME, contrast
from glasshouse.outcomes.interval import Cell, cluster_column
from glasshouse.outcomes.outcome import TOO_FEW, Record, groups_of
from glasshouse.pages.dots import dots, group_key, table
from glasshouse.pages.section import Bars, Section, nothing
from glasshouse.pages.words import interval, join, plain, whole

TITLES = {"refused": "refusals", "false_reports": "false reports", "listed_days": "days on a list"}


def section(run: Record) -> Section:
    """Refusals, false reports and listed days by group and wealth."""
    frame = OUTCOME.measure(run)
    met = [m for m in TITLES if frame.filter(pl.col("measure") == m)["count"].sum()]
    if not met:
        return nothing(OUTCOME, "There is nothing to carry: no refusal, no false report, no day on a list.")
    persons = whole(run.persons.height)
    contrasts = _contrasts(run, frame, met)
    charts = [dots(frame, measure, f"{TITLES[measure].capitalize()} per 1,000 person-years") for measure in met]
    missing = [TITLES[m] for m in TITLES if m not in met]
    zero = f" No {' and no '.join(missing)} in this world." if missing else ""
    figure, figure_text, fine = _lead(run, contrasts)
    return Section(
        OUTCOME,
        figure=figure,
        figure_text=figure_text,
        fine=f"{fine}; {persons} persons" if fine else f"{persons} persons",
        answer=_story(contrasts) + zero,
        count=f"{persons} persons",
        charts=[
            *charts,
            Bars("By wealth fifth; lines are 95% intervals", [], group_key(frame)),
            table(frame, {m: TITLES[m] for m in met}),
        ],
        frame=frame,
    )


def _lead(run: Record, contrasts: list[Contrast]) -> tuple[str, str, str]:
    """The largest difference that is clear: its figure, what it says, its interval."""
    clear = [c for c in contrasts if c.is_clear]
    if clear:
        most = max(clear, key=lambda c: abs(math.log(c.times)))
        text = f"as many {TITLES[most.measure]} per head in {most.one} as in {most.other}"
        return f"{plain(most.times)} times", text, interval(most.cell, over=cluster_column(run))
    if contrasts:
        return (
            "no clear gap",
            "between groups, or between poorest and richest",
            "every 95% interval includes 'no difference'",
        )
    return "too few", "people, or events, to compare groups", ""


class Contrast(NamedTuple):
    """One comparison per head: this measure, in the one against in the other."""

    measure: str
    one: str
    other: str
    cell: Cell

    @property
    def times(self) -> float:
        """How many times as many."""
        return float(self.cell["value"] or 0)

    @property
    def is_clear(self) -> bool:
        """Does the interval leave out 'no difference'?"""
        low, high = self.cell["low"], self.cell["high"]
        return low is None or high is None or not low <= 1 <= high


def _contrasts(run: Record, frame: pl.DataFrame, met: list[str]) -> list[Contrast]:
    """Second group against first, poorest against richest fifth, where there are people and events on both sides."""
    sizes = frame.filter(pl.col("measure") == met[0])
    of_group = dict(sizes.group_by("group").agg(pl.col("persons").sum()).iter_rows())
    of_fifth = dict(sizes.group_by("wealth_band").agg(pl.col("persons").sum()).iter_rows())
    groups = [group for group in groups_of(run) if of_group.get(group, 0) >= TOO_FEW]
    found = []
    if len(groups) > 1:
        cells = [(m, contrast(run, m, "group", groups[1], groups[0])) for m in met]
        found += [Contrast(m, f"the {groups[1]}", f"the {groups[0]}", cell) for m, cell in cells]
    if min(of_fifth.get(0, 0), of_fifth.get(4, 0)) >= TOO_FEW:
        cells = [(m, contrast(run, m, "wealth_band", 0, 4)) for m in met]
        found += [Contrast(m, "the poorest fifth", "the richest", cell) for m, cell in cells]
    return [c for c in found if c.cell["value"] is not None]


def _story(contrasts: list[Contrast]) -> str:
    if not contrasts:
        return "There are too few people, or too few events, to compare groups."
    sentences = []
    for one, other in dict.fromkeys((c.one, c.other) for c in contrasts):
        of_pair = [c for c in contrasts if c.one == one]
        clear = [f"{plain(c.times)} times the {TITLES[c.measure]}" for c in of_pair if c.is_clear]
        unclear = join([TITLES[c.measure] for c in of_pair if not c.is_clear])
        if clear:
            rest = f"; {unclear} show no clear difference" if unclear else ""
            sentences.append(f"Per head, {one} has {join(clear)} of {other}{rest}.")
        else:
            sentences.append(f"Between {one} and {other}, {unclear} show no clear difference.")
    return " ".join(sentences)
