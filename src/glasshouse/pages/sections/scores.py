"""How do the scores develop?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from glasshouse.outcomes.interval import cluster_column
from glasshouse.outcomes.outcome import Record, years_of
from glasshouse.outcomes.scores import OUTCOME, median_at_end, whole_first
from glasshouse.pages import look
from glasshouse.pages.section import Chart, Grid, Key, Section, nothing
from glasshouse.pages.words import interval, join, label, plain, sentence, whole

SEASON_YEARS = 84 / 365
BANDS = ((1, 9), (2, 8), (3, 7), (4, 6))


def section(run: Record) -> Section:
    """Median and deciles of every score, season by season."""
    frame = OUTCOME.measure(run)
    if not frame.height:
        return nothing(OUTCOME, "Nobody is scored in this world.")
    names = whole_first(run, frame)
    small = shown_small(run, names)
    parts = {name: frame.filter(pl.col("score") == name) for name in names}
    medians = {name: _median(run, name, parts[name]) for name in names}
    first = medians[names[0]]
    return Section(
        OUTCOME,
        figure=plain(first["value"]),
        figure_text=f"points or more is what half of the scored people end with, {label(run, 'scores', names[0])}",
        fine=f"{interval(first, over=first['over'])}; {whole(first['persons'])} scored persons",
        answer=" ".join(_story(run, name, medians[name]) for name in names if name not in small),
        count=join(
            [f"{whole(medians[name]['persons'])} scored persons ({label(run, 'scores', name)})" for name in names]
        ),
        charts=[
            *(_chart(run, name, parts[name], medians[name], name in small) for name in names),
            *_table(run, medians, small),
        ],
        frame=frame,
    )


def shown_small(run: Record, names: Sequence[str]) -> set[str]:
    """Scores that get a small chart and no sentence: parts of another score, and those beyond the first three."""
    parts = run.manifest.get("parts") or {}
    whole = [name for name in names if name not in parts]
    return {name for name in names if name not in whole[:3]}


def _table(run: Record, medians: dict[str, dict[str, Any]], small: set[str]) -> list[Grid]:
    """All scores at the end in a table, where some have no sentence."""
    if not small:
        return []
    head = ("", "a tenth at or below", "median", "a tenth at or above", "persons")
    rows = [
        [
            sentence(label(run, "scores", name)),
            *(plain(end[of]) for of in ("d1", "value", "d9")),
            whole(end["persons"]),
        ]
        for name, end in medians.items()
    ]
    return [Grid("Points at the end", head, rows)]


def _median(run: Record, name: str, part: pl.DataFrame) -> dict[str, Any]:
    """The exact median from persons, else the binned one."""
    if f"score_{name}" in run.persons.columns:
        cluster = cluster_column(run)
        return {**median_at_end(run.persons, f"score_{name}", cluster), "over": cluster}
    last = part.row(-1, named=True)
    return {**last, "value": last["d5"], "over": "city"}


def _story(run: Record, name: str, median: dict[str, Any]) -> str:
    text = (
        f"{label(run, 'scores', name)}: the median ends at {plain(median['value'])}; a tenth of the people are at "
        f"{plain(median['d1'])} or below, a tenth at {plain(median['d9'])} or above."
    )
    return sentence(text)


def _chart(run: Record, name: str, part: pl.DataFrame, median: dict[str, Any], is_small: bool) -> Chart:
    end = years_of(run)
    x = [min((season + 1) * SEASON_YEARS, end) for season in part["season"]]
    traces = [
        trace for low, high in BANDS for trace in look.band(x, part[f"d{low}"], part[f"d{high}"], look.BLUE, 0.16)
    ]
    mode = "lines" if len(x) > 1 else "markers"
    middle = look.line(
        x, part["d5"], look.BLUE, "median", mode=mode, width=3, hovertemplate="median %{y:,.4~g}<extra></extra>"
    )
    traces.append(middle)
    last = part.row(-1, named=True)
    spread = max(part["d9"].to_list()) - min(part["d1"].to_list())
    ends = [last["d1"], last["d5"], last["d9"]]
    exact = [median["d1"], median["value"], median["d9"]]
    heights = look.apart(ends, (spread or 2.0) * 0.08)
    tags = [look.tag(x[-1], y, plain(value), look.BLUE) for y, value in zip(heights, exact, strict=True)]
    axis: dict[str, Any] = {"rangemode": "normal", "tickformat": ",~g"}
    if not spread:  # all alike: said once, and in the middle
        tags, axis["range"] = [look.tag(x[-1], ends[1], plain(exact[1]), look.BLUE)], [ends[1] - 1, ends[1] + 1]
    layout = look.layout(220 if is_small else 340, xaxis=look.time_axis(end), yaxis=axis, annotations=tags)
    alt = f"Fan chart of {label(run, 'scores', name)}; at the end: median {plain(exact[1])}, "
    alt += f"lowest tenth {plain(exact[0])}, highest tenth {plain(exact[2])}."
    key = [Key(look.BLUE, "median"), Key("#b5cbdb", "the middle 80% of people, darker towards the middle")]
    plot, id_ = {"data": traces, "layout": layout}, f"scores-{name.replace('/', '-')}"
    if is_small:
        return Chart(id_, alt, plot, sentence(label(run, "scores", name)), kind="small")
    return Chart(id_, alt, plot, _title(run, name), key)


def _title(run: Record, name: str) -> str:
    width = run.scores.filter(pl.col("score").cast(pl.String) == name)["width"][0]
    return f"Points, {label(run, 'scores', name)}, in steps of {plain(width)}"
