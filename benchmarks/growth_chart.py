"""Six small charts of ``growth.json`` as one SVG: a line through the measured points, axes from nothing or in tenfold steps."""

from __future__ import annotations

import math
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

WIDE, HIGH = 300, 190
LEFT, TOP, RIGHT, BOTTOM = 58, 46, 14, 40
INK, FAINT, LINE = "#22303c", "#d5dbe1", "#1f6f8b"


class Panel(NamedTuple):
    """One small chart: what grows, what is read off, in which unit, and whether both axes go in tenfold steps."""

    title: str
    grows: str
    axis: str
    value: str
    unit: float
    tenfold: bool


PANELS = (
    Panel("core seconds for a year of all", "people", "people", "core_seconds", 1, True),
    Panel("peak memory, MB", "people", "people", "peak_bytes", 1e6, True),
    Panel("thousand person-years a second", "threads", "threads", "person_years_per_second", 1e3, False),
    Panel(
        "core microseconds a person-year",
        "acts_per_year",
        "occasions a person-year",
        "core_us_per_person_year",
        1,
        False,
    ),
    Panel("core microseconds a person-year", "rules", "rules", "core_us_per_person_year", 1, False),
    Panel("core microseconds a person-year", "window_days", "days of a window", "core_us_per_person_year", 1, False),
)


def drawn(kept: dict[str, Any]) -> str:
    """Return the chart as the text of an SVG file."""
    panels = "\n".join(panel_svg(panel, k, kept["points"]) for k, panel in enumerate(PANELS))
    wide, high = 3 * WIDE, 2 * HIGH + 26
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="11" fill="{INK}">\n'
        "<title>How time and memory grow with people, threads, occasions, rules and windows</title>\n"
        f'<rect width="{wide}" height="{high}" fill="#ffffff"/>\n{panels}\n'
        f'<text x="{LEFT}" y="{high - 10}" fill="#5b6770">{escape(kept["machine"])}</text>\n</svg>\n'
    )


def panel_svg(panel: Panel, number: int, points: list[dict[str, Any]]) -> str:
    """One small chart in its place."""
    mine = [(point["x"], point[panel.value] / panel.unit) for point in points if point["grows"] == panel.grows]
    xs, ys = [x for x, _ in mine], [y for _, y in mine]
    across = ticks_of(xs, panel.tenfold, from_zero=False)
    up = ticks_of(ys, panel.tenfold, from_zero=True)
    x0, y0 = number % 3 * WIDE, number // 3 * HIGH

    def at_x(x: float) -> float:
        return x0 + LEFT + share(x, across, panel.tenfold) * (WIDE - LEFT - RIGHT)

    def at_y(y: float) -> float:
        return y0 + HIGH - BOTTOM - share(y, up, panel.tenfold) * (HIGH - TOP - BOTTOM)

    out = [f'<text x="{x0 + LEFT}" y="{y0 + TOP - 14}" font-weight="600">{escape(panel.title)}</text>']
    for tick in up:
        out.append(f'<path d="M{x0 + LEFT} {at_y(tick):.1f}H{x0 + WIDE - RIGHT}" stroke="{FAINT}"/>')
        out.append(f'<text x="{x0 + LEFT - 6}" y="{at_y(tick) + 4:.1f}" text-anchor="end">{said(tick)}</text>')
    for tick in across if panel.tenfold else xs:
        out.append(f'<text x="{at_x(tick):.1f}" y="{y0 + HIGH - BOTTOM + 15}" text-anchor="middle">{said(tick)}</text>')
    out.append(f'<text x="{x0 + WIDE - RIGHT}" y="{y0 + HIGH - BOTTOM + 30}" text-anchor="end">{panel.axis}</text>')
    line = " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in mine)
    out.append(f'<polyline points="{line}" fill="none" stroke="{LINE}" stroke-width="2"/>')
    out += [f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="3" fill="{LINE}"/>' for x, y in mine]
    return "\n".join(out)


def ticks_of(values: list[float], tenfold: bool, from_zero: bool) -> list[float]:
    """Ends and steps of an axis that holds these values.

    >>> ticks_of([20_000, 700_000], True, False)
    [10000.0, 100000.0, 1000000.0]
    >>> ticks_of([3.1, 7.9], False, True)
    [0.0, 2.0, 4.0, 6.0, 8.0]
    """
    low, high = min(values, default=1), max(values, default=1)
    if tenfold:
        first, last = math.floor(math.log10(max(low, 1e-3))), math.ceil(math.log10(max(high, 1e-3)))
        return [10.0**k for k in range(first, max(last, first + 1) + 1)]
    low = 0 if from_zero else low
    if not from_zero:
        return [float(low), float(max(high, low + 1))]
    rough = (high or 1) / 4
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.98)
    return [step * k for k in range(math.ceil(high / step - 1e-9) + 1)]


def share(value: float, ticks: list[float], tenfold: bool) -> float:
    """Where a value lies between the ends of an axis, from 0 to 1."""
    low, high = ticks[0], ticks[-1]
    if tenfold:
        return math.log(max(value, low) / low) / math.log(high / low)
    return (value - low) / (high - low)


def said(value: float) -> str:
    """Return a number for an axis.

    >>> said(10_000), said(10_000_000), said(0.1), said(250)
    ('10k', '10M', '0.1', '250')
    """
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= 10 * size or value == size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"
