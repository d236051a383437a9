"""Mail: whatever will concern a person on a later morning; and cases that wait at desks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

KINDS = {
    "expire": 1, "report": 2, "recur": 3, "grace": 4, "notice": 5, "land": 6, "answer": 7, "apply": 8, "house": 9,
    "heard": 10, "learn": 11, "feed": 12, "settle": 13, "passed": 14,
}  # fmt: skip
MISREAD, INVENTED, WRONG_NAME = "misread", "invented", "wrong name"
"""Three ways of being false."""


@dataclass(eq=False)
class Letter:
    """One letter: when it falls due, of what kind, what about."""

    due: int
    kind: str
    about: Any = None  # a sight, rule, list, score, desk ... by kind
    word: int = 32_768  # the sixteen bits by which a range will be decided
    value: int = 0  # points, or the number of a recurrence
    made: int = 0  # the day of the deed, or of what the letter is about
    false: str | None = None
    told: bool = False
    on: bool = False
    units: int = 1  # what the deed counts where units buy points
    subject: Any = None  # of a desk's mail: the rule or list that the case is about
    met: Any = None  # the person met at the occasion, of a report that is made there and then
    outside: bool = False  # written to somebody else in this window, and not delivered before it is over


@dataclass(eq=False)
class Case:
    """What somebody asked of a desk."""

    key: tuple[int, ...]  # day, moment, person; with servers tick, person: the order in which desks answer
    person: Any
    desk: Any
    subject: Any
    wrong: bool
    value: int
    number: int
    day: int
    start: int | None = None  # the tick at which it is taken up, once that is known
    lapsed: int | None = None  # the day on whose eve the household moved away from it
