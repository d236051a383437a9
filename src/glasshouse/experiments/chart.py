"""The chart of an answer, as SVG text: published figures as rings, ours as dots with their intervals.

Where figures have ``series`` and ``x`` they are drawn over ``x``. Else every figure is a row that says by how many standard
errors ours lies off, with the four that are allowed as a band. Letters are large for the width: a page shrinks it on a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise
from textwrap import wrap

from glasshouse.experiments.answer import Answer
from glasshouse.experiments.question import Question

WIDTH, LEFT, RIGHT, TOP, PLOT = 480, 58, 16, 92, 240
TITLE_LETTERS, TITLE_LINE = 51, 21
LETTER, LEGEND_LINE = 8, 20
RING_AND_DOT = "ring published, dot ours"
COLOURS = ("#0072b2", "#c04e01", "#007a5a", "#8a4a7d", "#6b5b00")
"""Told apart by people who see colours in other ways, too; dark enough on white."""
BAND = 4.0
MOST_SHOWN = 6.0


def draw(question: Question, answers: Sequence[Answer]) -> str:
    """The chart of a question as a whole SVG file."""
    placed = [each for each in answers if each.figure.series is not None]
    height, body = _over_x(question, placed) if placed else _by_distance(answers)
    lines = wrap(question.chart.title, TITLE_LETTERS)
    down = TITLE_LINE * (len(lines) - 1)
    title = [
        f'<text x="12" y="{24 + TITLE_LINE * k}" font-size="16" font-weight="600">{escape(line)}</text>'
        for k, line in enumerate(lines)
    ]
    words = 'font-family="system-ui, sans-serif" font-size="14" fill="#222"'
    label = escape(question.chart.title)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height + down}" role="img" aria-label="{label}" {words}>',
        f'<rect width="{WIDTH}" height="{height + down}" fill="#fff"/>',
        *title,
        f'<g transform="translate(0 {down})">',
        *body,
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _over_x(question: Question, answers: Sequence[Answer]) -> tuple[int, list[str]]:
    names = list(dict.fromkeys(str(each.figure.series) for each in answers))
    xs = [float(each.figure.x or 0) for each in answers]
    tops = [max(each.interval[1], float(each.figure.published)) for each in answers]
    lows = [min(each.interval[0], float(each.figure.published)) for each in answers]
    low, high = (0.0 if min(lows) >= 0 else min(lows)), max(tops)
    ticks = nice_steps(low, high)
    low, high = min(low, ticks[0]), max(high, ticks[-1])

    def at_x(value: float) -> float:
        return LEFT + 12 + (value - min(xs)) / ((max(xs) - min(xs)) or 1) * (WIDTH - LEFT - RIGHT - 24)

    def at_y(value: float) -> float:
        return TOP + PLOT - (value - low) / ((high - low) or 1) * PLOT

    legend, down = _legend(names)
    out = []
    for tick in ticks:
        y = at_y(tick)
        out.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e2e2e2"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{tick:g}</text>')
    for x in _marks(sorted(set(xs)), at_x):
        out.append(f'<text x="{at_x(x):.1f}" y="{TOP + PLOT + 22}" text-anchor="middle">{x:g}</text>')
    for number, name in enumerate(names):
        colour = COLOURS[number % len(COLOURS)]
        mine = sorted(
            (each for each in answers if each.figure.series == name), key=lambda each: float(each.figure.x or 0)
        )
        line = " ".join(f"{at_x(float(e.figure.x or 0)):.1f},{at_y(float(e.figure.published)):.1f}" for e in mine)
        out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-dasharray="3 4"/>')
        for each in mine:
            x, (below, above) = at_x(float(each.figure.x or 0)), each.interval
            out.append(
                f'<circle cx="{x:.1f}" cy="{at_y(float(each.figure.published)):.1f}" r="7" fill="none" stroke="{colour}" stroke-width="1.5"/>'
            )
            out.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{at_y(below):.1f}" y2="{at_y(above):.1f}" stroke="{colour}" stroke-width="2"/>'
            )
            out.append(f'<circle cx="{x:.1f}" cy="{at_y(each.value):.1f}" r="3.5" fill="{colour}"/>')
    bottom = TOP + PLOT + 46
    out.append(
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{bottom}" text-anchor="middle">{escape(question.chart.x)}</text>'
    )
    out.append(f'<text x="12" y="{TOP - 12}">{escape(question.chart.y)}</text>')
    return bottom + 14 + down, [*legend, f'<g transform="translate(0 {down})">', *out, "</g>"]


def _marks(xs: Sequence[float], at_x: Callable[[float], float]) -> Sequence[float]:
    """Where numbers stand under the chart: at the figures themselves, or at round numbers where those would touch."""
    apart = all(at_x(right) - at_x(left) > LETTER * (len(f"{left:g}{right:g}") / 2 + 1) for left, right in pairwise(xs))
    return xs if apart else [x for x in nice_steps(xs[0], xs[-1]) if xs[0] <= x <= xs[-1]]


def _legend(names: Sequence[str]) -> tuple[list[str], int]:
    """The legend's parts, and how far they push down what follows."""
    out, x, down = [], 12.0, 0
    for number, name in enumerate(names):
        colour, wide = COLOURS[number % len(COLOURS)], 24 + LETTER * len(name)
        if x + wide > WIDTH - RIGHT:
            x, down = 12.0, down + LEGEND_LINE
        out.append(f'<circle cx="{x + 6:.0f}" cy="{43 + down}" r="5" fill="{colour}"/>')
        out.append(f'<text x="{x + 16:.0f}" y="{48 + down}">{escape(name)}</text>')
        x += wide + LETTER
    if x + LETTER * len(RING_AND_DOT) > WIDTH - RIGHT:
        down += LEGEND_LINE
    out.append(f'<text x="{WIDTH - RIGHT}" y="{48 + down}" text-anchor="end" fill="#555">{RING_AND_DOT}</text>')
    return out, down


def _by_distance(answers: Sequence[Answer]) -> tuple[int, list[str]]:
    middle, half, row = WIDTH / 2, WIDTH / 2 - 28, 42
    scale = half / MOST_SHOWN
    bottom = 66 + row * len(answers)
    out = [f'<text x="12" y="48" fill="#555">standard errors from the published figure; {BAND:g} are allowed</text>']
    out.append(
        f'<rect x="{middle - BAND * scale:.1f}" y="58" width="{2 * BAND * scale:.1f}" height="{bottom - 58}" fill="#eef4f8"/>'
    )
    out.append(f'<line x1="{middle}" x2="{middle}" y1="58" y2="{bottom}" stroke="#999"/>')
    for number, each in enumerate(answers):
        y = 66 + row * number
        off = max(-MOST_SHOWN, min(MOST_SHOWN, each.distance))
        colour = COLOURS[0] if each.agrees else COLOURS[1]
        out.append(f'<text x="14" y="{y + 14}">{escape(shorter(each.figure.label, 60))}</text>')
        out.append(
            f'<line x1="{middle}" x2="{middle + off * scale:.1f}" y1="{y + 28}" y2="{y + 28}" stroke="{colour}" stroke-width="2"/>'
        )
        out.append(f'<circle cx="{middle + off * scale:.1f}" cy="{y + 28}" r="5" fill="{colour}"/>')
    for tick in range(-int(BAND), int(BAND) + 1, 2):
        out.append(
            f'<text x="{middle + tick * scale:.1f}" y="{bottom + 20}" text-anchor="middle">{f"{tick:+d}" if tick else 0}</text>'
        )
    return bottom + 34, out


def shorter(text: str, most: int) -> str:
    """A text cut to so many letters, with an ellipsis.

    >>> shorter("somebody", 5)
    'some…'
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def nice_steps(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers from at most ``low`` to at least ``high``.

    >>> nice_steps(0, 0.57)
    [0.0, 0.2, 0.4, 0.6]
    """
    span = (high - low) or 1.0
    size = 10.0 ** int(f"{span:e}".split("e")[1])
    step = next(size * k for k in (0.1, 0.2, 0.5, 1, 2, 5) if span / (size * k) <= about)
    first, last = int(low // step), int(-(-high // step))
    return [round(k * step, 10) for k in range(first, last + 1)]
