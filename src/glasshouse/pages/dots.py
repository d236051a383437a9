"""Small charts of a rate by wealth fifth and group: dots with their intervals, and the same as a table."""

from __future__ import annotations

import polars as pl

from glasshouse.pages import look
from glasshouse.pages.section import Chart, Grid, Key
from glasshouse.pages.words import plain, span, whole

FIFTHS = ("poorest", "2nd", "3rd", "4th", "richest")


def dots(frame: pl.DataFrame, measure: str, title: str) -> Chart:
    """A rate by wealth fifth, one colour per group; a cell with too few people says so at the bottom."""
    part = frame.filter(pl.col("measure") == measure)
    groups = part["group"].unique(maintain_order=True).to_list()
    traces, notes = [], []
    for rank, group in enumerate(groups):
        colour = look.GROUP_COLOURS[rank % len(look.GROUP_COLOURS)]
        shift = (rank - (len(groups) - 1) / 2) * 0.24
        judged = part.filter((pl.col("group") == group) & ~pl.col("too_few") & pl.col("value").is_not_null())
        few = part.filter((pl.col("group") == group) & pl.col("too_few"))
        gaps = judged.select(
            (pl.col("high") - pl.col("value")).alias("up"), (pl.col("value") - pl.col("low")).alias("down")
        )
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": group,
                "x": [band + shift for band in judged["wealth_band"]],
                "y": look.tidy(judged["value"]),
                "error_y": {
                    "type": "data",
                    "array": look.tidy(gaps["up"]),
                    "arrayminus": look.tidy(gaps["down"]),
                    "width": 0,
                }
                | {"thickness": 2.5, "color": look.see_through(colour, 0.45)},
                "marker": {
                    "color": colour,
                    "size": 9,
                    "symbol": ("circle", "diamond", "square", "cross", "x")[rank % 5],
                },
                "customdata": [
                    f"{group}, {FIFTHS[b]}: {whole(n)} persons"
                    for b, n in judged.select("wealth_band", "persons").iter_rows()
                ],
                "hovertemplate": "%{customdata}<br>%{y:,.3~g}<extra></extra>",
            }
        )
        notes += [_too_few(band + shift, colour) for band in few["wealth_band"]]
    axis = {"tickvals": list(range(5)), "ticktext": list(FIFTHS), "range": [-0.5, 4.5], "ticks": ""}
    margin = {"l": 8, "r": 8, "t": 12, "b": 8}
    layout = look.layout(
        270, xaxis=axis, hovermode="closest", annotations=notes, margin=margin, yaxis={"tickformat": ",~g", "nticks": 5}
    )
    layout["font"] = layout["font"] | {"size": 12}
    alt = f"{title}. " + "; ".join(_aloud(part, group) for group in groups)
    return Chart(f"{measure.replace('_', '-')}-by-wealth", alt, {"data": traces, "layout": layout}, title, kind="dots")


def _too_few(x: float, colour: str) -> dict[str, object]:
    words = {"text": "too few", "textangle": -90, "font": {"size": 11, "color": colour}}
    return {"x": x, "y": 0, "yref": "paper", "yanchor": "bottom", "showarrow": False, **words}


def _aloud(part: pl.DataFrame, group: str) -> str:
    cells = part.filter(pl.col("group") == group).iter_rows(named=True)
    return f"{group}: " + ", ".join(f"{FIFTHS[row['wealth_band']]} {_value(row)}" for row in cells)


def _value(row: dict[str, object]) -> str:
    value = row["value"]
    return "too few" if row["too_few"] or not isinstance(value, (int, float)) else plain(value)


def group_key(frame: pl.DataFrame) -> list[Key]:
    """The key of the groups."""
    groups = frame["group"].unique(maintain_order=True).to_list()
    return [Key(look.GROUP_COLOURS[rank % len(look.GROUP_COLOURS)], group) for rank, group in enumerate(groups)]


def table(frame: pl.DataFrame, titles: dict[str, str]) -> Grid:
    """The same numbers as a table: value and interval for each group and fifth."""
    rows = []
    for group in frame["group"].unique(maintain_order=True).to_list():
        for band, fifth in enumerate(FIFTHS):
            cells = frame.filter((pl.col("group") == group) & (pl.col("wealth_band") == band))
            by_measure = {row["measure"]: row for row in cells.iter_rows(named=True)}
            persons = whole(cells["persons"][0]) if cells.height else "0"
            rows.append([f"{group}, {fifth}", persons, *(_with_interval(by_measure[measure]) for measure in titles)])
    return Grid("The same as a table, with 95% intervals", ["who", "persons", *titles.values()], rows, folded=True)


def _with_interval(row: dict[str, object]) -> str:
    low, high = row["low"], row["high"]
    if row["too_few"] or not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        return _value(row)
    return f"{_value(row)} ({span(low, high)})"
