"""How dates, numbers and blocks of a rulebook are said."""

from __future__ import annotations

import datetime
from typing import Any

Event = dict[str, Any]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say_date(iso: str | None) -> str:
    """A date as people write it.

    >>> say_date("2018-03-12"), say_date(None)
    ('12 Mar 2018', 'no day')
    """
    if iso is None:
        return "no day"
    date = datetime.date.fromisoformat(iso)
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def say_number(value: float) -> str:
    """A number of points or yuan, with thousands marked from ten thousand on.

    >>> say_number(1000), say_number(504.75), say_number(25000)
    ('1000', '504.75', '25,000')
    """
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{round(value, 2):g}" if abs(value) < 1000 else f"{value:.10g}"


def plural(n: float, word: str) -> str:
    """A count with its noun.

    >>> plural(1, "point"), plural(2, "point")
    ('1 point', '2 points')
    """
    return f"{say_number(n)} {word}" + ("" if n == 1 else "s")


def upper(text: str) -> str:
    """The first letter large.

    >>> upper("the rule")
    'The rule'
    """
    return text[:1].upper() + text[1:]


def named(event: Event, word: str) -> str:
    """A block by its id and regime.

    >>> named({"rule": "rongcheng/traffic-ticket"}, "rule")
    'the rule "traffic-ticket" of rongcheng'
    """
    regime, name = event[word].split("/", 1)
    if word == "rule" and event.get("misuse") == event["rule"]:
        word = "misuse"
    return f'the {word} "{name}" of {regime}'
