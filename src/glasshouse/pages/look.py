"""The look of charts: colours that colour-blind readers can tell apart, and layouts with little ink."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

INK, SOFT, FAINT = "#1d2129", "#5b6470", "#e4e2dc"
BLUE, ORANGE, GREY = "#1f5f8b", "#c8501e", "#b9bdc3"
GOLD, PURPLE, GREEN = "#d9a22b", "#7a4a8c", "#2f7d6b"
GROUP_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, GOLD)
MISREAD, INVENTED, WRONG_PERSON = GOLD, ORANGE, PURPLE
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

_BEST_TO_WORST = ("#124a70", "#3f82ad", "#a3c6da", "#f0d9b5", "#e29a4f", "#b1441a")
_FIXED = {"fixedrange": True, "zeroline": False, "automargin": True}

PERCENT_TICKS = {"tickvals": [0, 25, 50, 75, 100], "ticktext": ["0", "25%", "50%", "75%", "100%"]}

Plot = dict[str, Any]


def grade_colours(grades: Sequence[str]) -> dict[str, str]:
    """A colour for each grade, blue for the best to rust for the worst.

    >>> list(grade_colours(["A", "B", "C"]).values())
    ['#124a70', '#cad0c8', '#b1441a']
    """
    last = max(1, len(grades) - 1)
    return {grade: _mix(rank / last) for rank, grade in enumerate(grades)}


def _mix(share: float) -> str:
    """The colour at this share of the way from best to worst."""
    position = share * (len(_BEST_TO_WORST) - 1)
    left = min(int(position), len(_BEST_TO_WORST) - 2)
    part = position - left
    ends = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in _BEST_TO_WORST[left : left + 2]]
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(*ends, strict=True))


def see_through(colour: str, share: float) -> str:
    """The colour with this share of opacity."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share:g})"


def layout(height: int = 340, **more: Any) -> dict[str, Any]:
    """The layout of every chart: no box, no tools, faint lines across, room for labels on the right."""
    axes = {axis: {**_FIXED, **more.pop(axis, {})} for axis in ("xaxis", "yaxis")}
    axes["xaxis"] = {
        "showgrid": False,
        "ticks": "outside",
        "tickcolor": FAINT,
        "linecolor": GREY,
        "showline": True,
    } | axes["xaxis"]
    axes["yaxis"] = {"gridcolor": FAINT, "rangemode": "tozero", "nticks": 6} | axes["yaxis"]
    return {
        "height": height,
        "autosize": True,
        "margin": {"l": 8, "r": 52, "t": 12, "b": 8},
        "font": {"family": FONT, "size": 13, "color": SOFT},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": GREY, "font": {"family": FONT, "size": 13, "color": INK}},
        **axes,
        **more,
    }


def time_axis(length_years: float) -> dict[str, Any]:
    """A time axis in years, or in months for short runs; few ticks, so that a phone can show them."""
    if length_years <= 2:
        step = 3 if length_years <= 1.1 else 6
        months = range(0, int(length_years * 12) + 1, step)
        ticks = {
            "tickvals": [month / 12 for month in months],
            "ticktext": [f"{m} mo" if m else "start" for m in months],
        }
    else:
        step = max(1, round(length_years / 6))
        marks = range(0, int(length_years + 0.1) + 1, step)
        ticks = {"tickvals": list(marks), "ticktext": [f"{y} yr" if y else "start" for y in marks]}
    return {
        **ticks,
        "range": [0, length_years],
        "hoverformat": ".1f",
        "unifiedhovertitle": {"text": "after %{x} years"},
    }


def line(x: Iterable[Any], y: Iterable[Any], colour: str, name: str, **more: Any) -> dict[str, Any]:
    """One line."""
    style = {"color": colour, "width": more.pop("width", 2.5), "shape": more.pop("shape", "linear")}
    style |= {"dash": more.pop("dash", "solid")}
    return {"type": "scatter", "mode": "lines", "x": tidy(x), "y": tidy(y), "name": name, "line": style, **more}


def band(
    x: Iterable[Any], low: Iterable[Any], high: Iterable[Any], colour: str, opacity: float = 0.18, **more: Any
) -> list[Plot]:
    """A filled band between two lines, out of the way of the pointer."""
    edge = {"type": "scatter", "mode": "lines", "x": tidy(x), "hoverinfo": "skip"}
    bare = {"width": 0, "shape": more.pop("shape", "linear")}
    fill = {"fill": "tonexty", "fillcolor": see_through(colour, opacity)}
    return [{**edge, "y": tidy(low), "line": bare}, {**edge, "y": tidy(high), "line": bare, **fill}]


def tag(x: float, y: float, text: str, colour: str, **more: Any) -> dict[str, Any]:
    """A label written directly at a point, right of it."""
    font = {"size": 13, "color": colour}
    spot = {"x": x, "y": y, "text": f"<b>{text}</b>", "showarrow": False, "xanchor": "left", "xshift": 5}
    return {**spot, "font": font, **more}


def apart(heights: Sequence[float], gap: float) -> list[float]:
    """Heights for labels, moved so that no two are nearer than the gap; the order is kept.

    >>> apart([1.0, 1.1, 5.0], 1.0)
    [0.55, 1.55, 5.0]
    """
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    moved = [float(h) for h in heights]
    for _ in range(50):
        for lower, upper in pairwise(order):
            short = gap - (moved[upper] - moved[lower])
            if short > 1e-9:
                moved[lower] -= short / 2
                moved[upper] += short / 2
    return [round(h, 6) for h in moved]


def tidy(values: Iterable[Any]) -> list[Any]:
    """Numbers with five significant figures: enough to draw, and small to store."""
    return [float(f"{v:.5g}") if isinstance(v, float) else v for v in values]
