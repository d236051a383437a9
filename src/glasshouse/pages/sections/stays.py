"""How long does a stay on the list last?"""

from __future__ import annotations

from typing import Any

import polars as pl

from glasshouse.outcomes.outcome import Record, bad_lists
from glasshouse.outcomes.stays import OUTCOME
from glasshouse.pages import look
from glasshouse.pages.section import Chart, Grid, Key, Section, nothing
from glasshouse.pages.words import join, label, percent, sentence, span, whole

ENTRIES = (
    ("all", "all spells", look.INK),
    ("right", "entered rightly", look.BLUE),
    ("wrong", "entered by a false report", look.ORANGE),
)
FEW_AT_RISK = 10
MOST_TOLD = 3
"""Lists that get a sentence and a large chart; the others are in the table, with a small chart."""


def section(run: Record) -> Section:
    """Survival of spells on each bad list, those who never leave included."""
    if not bad_lists(run):
        return nothing(OUTCOME, "This world keeps no bad list, so nobody waits to leave one.")
    frame = OUTCOME.measure(run)
    if not frame.height:
        return nothing(OUTCOME, "There is a list, and no spell on it was recorded.")
    names = frame["list"].unique(maintain_order=True).to_list()
    wholes = {name: frame.filter((pl.col("list") == name) & (pl.col("entry") == "all")) for name in names}
    names.sort(key=lambda name: bool(wholes[name]["too_few"][0]))
    first = wholes[names[0]]
    end = _last_judged(first)
    spells, still = int(first["spells"][0]), sum(int(whole_["open"][0]) for whole_ in wholes.values())
    told, others = names[:MOST_TOLD], names[MOST_TOLD:]
    return Section(
        OUTCOME,
        figure=percent(end["value"]),
        figure_text=f"of stays on {label(run, 'lists', names[0])} last {_long(end['month'])} or longer",
        fine=f"95% interval {span(end['low'], end['high'], 'percent')}, {_over(end)}; {whole(spells)} spells",
        answer=" ".join(_story(run, name, wholes[name]) for name in told),
        count=join([f"{whole(wholes[name]['spells'][0])} spells ({label(run, 'lists', name)})" for name in names])
        + f", of which {whole(still)} still run at the end",
        charts=[
            *(_chart(run, name, frame.filter(pl.col("list") == name), name in others) for name in names),
            *([_table(run, wholes)] if others else []),
        ],
        frame=frame,
    )


def _last_judged(curve: pl.DataFrame) -> dict[str, Any]:
    """Year one if it was watched, else the last month that at least ten spells reached."""
    watched = curve.filter((pl.col("at_risk") >= FEW_AT_RISK) | (pl.col("month") == 0))
    year = watched.filter(pl.col("month") == 13)
    return (year if year.height else watched.tail(1)).row(0, named=True)


def _long(months: int) -> str:
    return "a year" if months == 13 else f"{months} month{'s' if months != 1 else ''}"


def _over(row: dict[str, Any]) -> str:
    return f"over {row['clusters']} cities" if row["clusters"] > 1 else "over spells (one city)"


def _half_over(curve: pl.DataFrame) -> int | None:
    """After how many months half of the stays are over; nothing if they outlast the watching."""
    half = curve.filter(pl.col("value") <= 0.5)
    return int(half["month"][0]) if half.height else None


def _table(run: Record, wholes: dict[str, pl.DataFrame]) -> Grid:
    """Every list in a line."""
    rows = []
    for name, curve in wholes.items():
        row, half = curve.row(0, named=True), _half_over(curve)
        over = "too few" if row["too_few"] else "longer than watched" if half is None else _long(half)
        rows.append([sentence(label(run, "lists", name)), whole(row["spells"]), over, whole(row["open"])])
    return Grid("Stays on every list", ("", "stays", "half are over after", "still run on the last day"), rows)


def _story(run: Record, name: str, curve: pl.DataFrame) -> str:
    row, half = curve.row(0, named=True), _half_over(curve)
    middle = (
        "fewer than half of the stays end while they are watched"
        if half is None
        else f"half of the stays are over after {_long(half)}"
    )
    tail = f"{whole(row['open'])} of {whole(row['spells'])} still run on the last day."
    return f"{sentence(label(run, 'lists', name))}: {middle}; {tail}"


def _chart(run: Record, name: str, frame: pl.DataFrame, is_small: bool) -> Chart:
    traces, key, tags = [], [], []
    for entry, text, colour in ENTRIES:
        curve = frame.filter((pl.col("entry") == entry) & ((pl.col("at_risk") >= FEW_AT_RISK) | (pl.col("month") == 0)))
        if not curve.height:
            continue
        n = int(curve["spells"][0])
        if curve["too_few"][0]:
            key.append(Key(colour, f"{text}: too few ({n} spells)"))
            continue
        key.append(Key(colour, f"{text} ({whole(n)} spells)"))
        x, y = curve["month"].to_list(), [v * 100 for v in curve["value"]]
        if entry == "all":
            traces += look.band(
                x, [v * 100 for v in curve["low"]], [v * 100 for v in curve["high"]], colour, 0.12, shape="hv"
            )
        hover = f"{text} %{{y:.1f}}%<extra></extra>"
        traces.append(
            look.line(x, y, colour, text, shape="hv", width=3 if entry == "all" else 1.8, hovertemplate=hover)
        )
        tags.append((x[-1], y[-1], colour))
    if not traces:
        few = f"{sentence(label(run, 'lists', name))}: too few spells to draw a curve"
        return Chart(f"stays-{name.replace('/', '-')}", few, {}, few, key)
    heights = look.apart([y for _, y, _ in tags], 7)
    right = max(x for x, _, _ in tags)
    notes = [look.tag(right, h, percent(y / 100), colour) for h, (_, y, colour) in zip(heights, tags, strict=True)]
    axis = {"range": [0, 102], **look.PERCENT_TICKS}
    months = {
        "range": [0, right],
        "nticks": 4 if is_small else 8,
        "title": {"text": "months of 28 days on the list", "font": {"size": 12}},
    }
    months["unifiedhovertitle"] = {"text": "after %{x} months"}
    layout = look.layout(220 if is_small else 340, xaxis=months, yaxis=axis, annotations=notes)
    alt = f"Survival curves for {label(run, 'lists', name)}: " + "; ".join(entry.text for entry in key)
    title = sentence(label(run, "lists", name))
    if not is_small:
        title = f"Share of stays that still run, {label(run, 'lists', name)}"
    plot, id_ = {"data": traces, "layout": layout}, f"stays-{name.replace('/', '-')}"
    return Chart(id_, alt, plot, title, key, "small" if is_small else "plot")
