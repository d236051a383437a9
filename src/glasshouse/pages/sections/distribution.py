"""Where do the scores end?"""

from __future__ import annotations

from typing import Any

import polars as pl

from glasshouse.outcomes.distribution import OUTCOME
from glasshouse.outcomes.interval import cluster_column
from glasshouse.outcomes.outcome import Record
from glasshouse.outcomes.scores import whole_first
from glasshouse.pages import look
from glasshouse.pages.section import Chart, Key, Section, nothing
from glasshouse.pages.sections.scores import shown_small
from glasshouse.pages.words import interval, join, label, percent, plain, sentence, whole

OUTSIDE_SHARE = 0.001


def section(run: Record) -> Section:
    """The distribution of every score at the end."""
    frame = OUTCOME.measure(run)
    if not frame.height:
        return nothing(OUTCOME, "Nobody is scored in this world, so there is no distribution.")
    names = whole_first(run, frame)
    small = shown_small(run, names)
    parts = {name: frame.filter(pl.col("score") == name) for name in names}
    tops = {name: part.sort("persons", descending=True).row(0, named=True) for name, part in parts.items()}
    first = tops[names[0]]
    return Section(
        OUTCOME,
        figure=percent(first["value"]),
        figure_text=f"of scored people end at {_edges(first)}, the most common score",
        fine=f"{interval(first, 'percent', cluster_column(run))}; {whole(first['scored'])} scored persons",
        answer=" ".join(_story(run, name, parts[name], tops[name]) for name in names if name not in small),
        count=join([f"{whole(tops[name]['scored'])} scored persons ({label(run, 'scores', name)})" for name in names]),
        charts=[_chart(run, name, parts[name], tops[name], name in small) for name in names],
        frame=frame,
    )


def _edges(row: dict[str, Any]) -> str:
    if row["width"] == 1:
        return f"{plain(row['bin'])} points"
    return f"{plain(row['bin'])} to {plain(row['bin'] + row['width'])} points"


def _story(run: Record, name: str, part: pl.DataFrame, top: dict[str, Any]) -> str:
    below = float(part.filter(pl.col("bin") < top["bin"])["value"].sum())
    above = float(part.filter(pl.col("bin") > top["bin"])["value"].sum())
    start = sentence(label(run, "scores", name))
    return f"{start}: {percent(below)} of scored people end below {_edges(top)}, {percent(above)} above."


def _beyond(run: Record, name: str, lowest: float, highest: float) -> str:
    """A remark where the outermost bars hold scores further out as well."""
    if f"score_{name}" not in run.persons.columns:
        return ""
    points = run.persons[f"score_{name}"].cast(pl.Float64).drop_nulls().drop_nans().to_numpy()
    down, up = float(points.min(initial=lowest)), float(points.max(initial=highest))
    said = f"; the lowest bar holds all down to {plain(down)}" if down < lowest else ""
    return said + (f"; the highest bar holds all up to {plain(up)}" if up > highest else "")


def _chart(run: Record, name: str, part: pl.DataFrame, top: dict[str, Any], is_small: bool) -> Chart:
    running = part["value"].cum_sum()
    inside = part.filter((running > OUTSIDE_SHARE) & (running - part["value"] < 1 - OUTSIDE_SHARE))
    width = float(top["width"])
    left, right = float(inside["bin"].min()), float(inside["bin"].max()) + width  # type: ignore[arg-type]
    outside = sum(part["persons"].to_list()) - sum(inside["persons"].to_list())
    colours = [look.ORANGE if row["bin"] == top["bin"] else look.BLUE for row in inside.iter_rows(named=True)]
    highs = [None if v is None else (v - w) * 100 for v, w in zip(inside["high"], inside["value"], strict=True)]
    lows = [None if v is None else (w - v) * 100 for v, w in zip(inside["low"], inside["value"], strict=True)]
    errors = {"type": "data", "array": look.tidy(highs), "arrayminus": look.tidy(lows), "thickness": 1, "width": 0}
    trace = {
        "type": "bar",
        "x": [b + width / 2 for b in inside["bin"]],
        "y": look.tidy([v * 100 for v in inside["value"]]),
        "width": width * 0.92,
        "marker": {"color": colours},
        "error_y": {**errors, "color": look.SOFT, "visible": None not in highs and len(highs) <= 60},
        "customdata": [
            f"{b:,g} to {b + width:,g}: {n:,} persons" for b, n in zip(inside["bin"], inside["persons"], strict=True)
        ],
        "hovertemplate": "%{customdata}, %{y:.2f}%<extra></extra>",
    }
    edge = {
        "range": [left - width, right + width],
        "tickformat": ",~g",
        "nticks": 4 if is_small else 7,
        "unifiedhovertitle": {"text": "points"},
    }
    layout = look.layout(
        220 if is_small else 320,
        xaxis=edge,
        yaxis={"ticksuffix": "%"},
        hovermode="closest",
        margin={"l": 8, "r": 12, "t": 24, "b": 8},
    )
    cut = f"; {whole(outside)} persons lie outside the picture" if outside else ""
    cut += _beyond(run, name, float(part["bin"].min()), float(part["bin"].max()) + width)  # type: ignore[arg-type]
    title = f"{sentence(label(run, 'scores', name))}, bins of {plain(width)}{cut}"
    if not is_small:
        title = f"Scored people by points at the end, {label(run, 'scores', name)}, bins of {plain(width)}{cut}"
    alt = f"Histogram of {label(run, 'scores', name)}; the fullest bin is {_edges(top)} with {percent(top['value'])}."
    key = [Key(look.ORANGE, f"the most common: {_edges(top)}, {percent(top['value'])}")]
    plot, id_ = {"data": [trace], "layout": layout}, f"distribution-{name.replace('/', '-')}"
    return Chart(id_, alt, plot, title, key, "small" if is_small else "plot")
