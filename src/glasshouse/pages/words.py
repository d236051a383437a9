"""Numbers and names as people say them: `1 in 9`, `72%`, `1.2 million`, `the court list`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from glasshouse.outcomes.outcome import Record

Row = Mapping[str, Any]


def whole(number: float) -> str:
    """A count with thousands marked, in millions from one million on.

    >>> whole(16019), whole(1_234_567)
    ('16,019', '1.23 million')
    """
    return f"{number / 1e6:,.2f} million" if number >= 1e6 else f"{number:,.0f}"


def counted(number: float, thing: str) -> str:
    """A count of things.

    >>> counted(1, "report"), counted(2172, "report")
    ('1 report', '2,172 reports')
    """
    return f"{whole(number)} {thing}" if number == 1 else f"{whole(number)} {thing}s"


def plain(number: float) -> str:
    """A number with about three significant figures.

    >>> plain(364.2), plain(8.49), plain(0.0973), plain(1000), plain(1.718)
    ('364', '8.49', '0.097', '1,000', '1.72')
    """
    size = abs(number)
    if size >= 100 or number == int(number):
        return f"{number:,.0f}"
    return f"{number:.3g}" if size >= 1 else f"{number:.2g}"


def percent(share: float) -> str:
    """A share in per cent, exact enough and not more.

    >>> percent(0.7202), percent(0.0199), percent(0.00042), percent(0.0), percent(0.9996)
    ('72%', '2.0%', '0.042%', '0%', 'over 99.9%')
    """
    hundredths = share * 100
    if hundredths in (0.0, 100.0):
        return f"{hundredths:.0f}%"
    if hundredths > 99.9:
        return "over 99.9%"
    if hundredths > 99:
        return f"{hundredths:.1f}%"
    if hundredths >= 9.95:
        return f"{hundredths:.0f}%"
    return (
        f"{hundredths:.1f}%" if hundredths >= 0.95 else f"{hundredths:.2g}%" if hundredths >= 0.001 else "under 0.001%"
    )


def one_in(share: float) -> str:
    """A share as people say it.

    >>> one_in(0.1208), one_in(0.5), one_in(0.402), one_in(0.93), one_in(0.00031)
    ('1 in 8', '1 in 2', '2 in 5', '9 in 10', '1 in 3,200')
    """
    if share <= 0:
        return "none"
    if share >= 0.995:
        return "nearly all"
    if share < 0.29:
        each = 1 / share
        rounded = round(each) if each < 100 else round(each, 2 - len(str(int(each))))
        return f"1 in {rounded:,.0f}"
    simple = [(some, parts) for parts in (2, 3, 4, 5, 10) for some in range(1, parts)]
    near = [(some, parts) for some, parts in simple if abs(share - some / parts) <= 0.02]
    some, parts = near[0] if near else min(simple, key=lambda pair: abs(share - pair[0] / pair[1]))
    return f"{some} in {parts}"


def join(words: Sequence[str]) -> str:
    """The words as a list in a sentence.

    >>> join(["a"]), join(["a", "b"]), join(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def short_title(run: Record, regime: str) -> str:
    """The regime's title up to the first comma, as it stands inside a sentence; whole where another begins alike."""
    titles = {id_: str(title) for id_, title in (run.manifest.get("titles") or {}).items()}
    title = titles.get(regime, regime)
    short = title.split(", ")[0]
    if sum(each.split(", ")[0] == short for each in titles.values()) == 1:
        title = short
    article, _, rest = title.partition(" ")
    return f"{article.lower()} {rest}" if article in ("The", "A", "An") else title


def label(run: Record, kind: str, name: str) -> str:
    """The label of an act, service, list or score from the manifest, else its id in words.

    ``kind`` is ``acts``, ``services``, ``lists`` or ``scores``.
    """
    labels = (run.manifest.get("labels") or {}).get(kind) or {}
    if name in labels:
        return str(labels[name])
    regime, _, rest = name.rpartition("/")
    if kind == "lists" and regime:
        return f"{short_title(run, regime)} ({rest.replace('-', ' ')})"
    if kind == "scores" and regime:
        others = [str(s) for s in run.scores["score"].unique().to_list() if str(s).startswith(f"{regime}/")]
        if len(others) == 1:
            return short_title(run, regime)
        return f"{short_title(run, regime).split(': ')[0]}, {rest.replace('-', ' ')}"
    return rest.replace("-", " ")


def span(low: float, high: float, say: str = "plain") -> str:
    """Both ends of an interval, exact enough to be told apart.

    >>> span(0.11, 0.13, "percent"), span(0.9841, 0.9849, "percent"), span(1.671, 1.72), span(0.0, 0.0)
    ('11% to 13%', '98.41% to 98.49%', '1.67 to 1.72', '0 to 0')
    """
    says = percent if say == "percent" else plain
    ends = (says(low), says(high))
    if ends[0] == ends[1] and low != high:
        scale, unit = (100, "%") if say == "percent" else (1, "")
        ends = (f"{low * scale:,.4g}{unit}", f"{high * scale:,.4g}{unit}")
    return " to ".join(ends)


def interval(cell: Row, say: str = "plain", over: str = "place") -> str:
    """The 95 % interval of a cell in words, and what it rests on.

    >>> interval({"low": 0.11, "high": 0.13, "clusters": 20}, "percent")
    '95% interval 11% to 13%, over 20 places'
    >>> interval({"low": None, "high": None, "clusters": 1}, over="city")
    'one city, no interval'
    """
    n = int(cell["clusters"] or 0)
    if cell["low"] is None or cell["high"] is None:
        return f"one {over}, no interval" if n == 1 else "no interval"
    many = {"city": "cities"}.get(over, f"{over}s")
    return f"95% interval {span(cell['low'], cell['high'], say)}, over {whole(n)} {many}"


def years(number: float) -> str:
    """A number of years in words.

    >>> years(5.0), years(1.0), years(0.5)
    ('5 years', '1 year', '6 months')
    """
    if number < 1:
        months = max(1, round(number * 12))
        return f"{months} month{'s' if months > 1 else ''}"
    return (
        f"{number:.0f} year{'s' if round(number) > 1 else ''}"
        if abs(number - round(number)) < 0.05
        else f"{number:.1f} years"
    )
