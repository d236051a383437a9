"""The reference model of the race: a score, a blacklist, refused flights and a household that suffers along.

People ``0 .. persons-1`` live in households of four neighbours (``person // 4``) for 365 days. Everybody has a score,
560 at the start and held within 0 and 1000, and a class ``c`` of 0 to 255, drawn evenly; with ``r = (c + 0.5) / 256`` a day
brings a bad deed with chance ``0.04 r^3``, else a good one with chance ``0.03 (1 - r)``. Each day, in this order:

1. *household*: if anybody of the household was on the blacklist on the last day of the week before (weeks are seven days,
   counted from day 0), then with chance 0.1 all four lose one point;
2. *deed*: with chance 0.5 it is seen; a bad one costs 20 points, a good one brings 5;
3. *flight*: wanted with chance 0.003; denied to whoever stands on the blacklist;
4. *list*: whoever is below 500 at the end of day ``d`` and whose term, if any, has run out by ``d + 1`` is blacklisted from
   ``d + 1`` on for 90 days. ``until`` is the first free day.

The model is made up: it describes no real system. All its figures are assumptions.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

DAYS = 365
WEEK = 7
HOUSEHOLD = 4
CLASSES = 256
START, FLOOR, CEILING = 560, 0, 1000
BAD_AT_MOST, GOOD_AT_MOST = 0.04, 0.03
SEEN = 0.5
BAD_POINTS, GOOD_POINTS, HOUSEHOLD_POINTS = -20, 5, -1
HOUSEHOLD_CHANCE = 0.10
FLIGHT = 0.003
LISTED_BELOW = 500
TERM_DAYS = 90


class Lived(NamedTuple):
    """What an engine found, as sums over all its people. ``bad`` and ``good`` are ``None`` where not every deed is drawn."""

    denied: int
    listed: int
    score: int
    bad: int | None = None
    good: int | None = None


class Known(NamedTuple):
    """What is expected: the figure, its own standard error, and the spread of one household's mean about it."""

    value: float
    error: float
    household_spread: float


EXPECTED = {
    "denied": Known(0.099519, 0.000026, 0.19814),
    "blacklisted": Known(0.241630, 0.000031, 0.24106),
    "score": Known(528.0110, 0.0047, 36.023),
}
"""Denied flights per person-year, share blacklisted and mean score after a year: ``peers/expect.py``, 240 million people."""


def chances(of_class: Any) -> tuple[Any, Any]:
    """Daily chances of a bad deed, and of any deed, of people of these classes (a NumPy array)."""
    r = (of_class + 0.5) / CLASSES
    bad = BAD_AT_MOST * r**3
    return bad, bad + GOOD_AT_MOST * (1 - r)


def figures(lived: Lived, persons: int, days: int = DAYS) -> dict[str, float]:
    """The law's figures: denied flights per person-year, share blacklisted after the last day, mean score, deeds a day."""
    found = {
        "denied": lived.denied / persons * (365 / days),
        "blacklisted": lived.listed / persons,
        "score": lived.score / persons,
    }
    for name, count in (("bad", lived.bad), ("good", lived.good)):
        if count is not None:
            found[name] = count / persons / days
    return found


def errors_away(found: dict[str, float], persons: int) -> dict[str, float]:
    """How many standard errors each figure lies from the expected one.

    Households are independent of each other and their members are not, so a mean over ``persons`` people errs by the
    spread of a household's mean over the root of the number of households; the expected figure errs a little itself.
    """
    return {
        name: (found[name] - known.value)
        / math.hypot(known.household_spread / math.sqrt(persons / HOUSEHOLD), known.error)
        for name, known in EXPECTED.items()
    }
