"""The calendar of the law: years of 365 days, and the months in which it counts."""

from __future__ import annotations

import datetime

from glasshouse.rulebook.model import Score

NEVER = 65_535
YEAR_DAYS = 365
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_of(day: int) -> int:
    """Month of the law: month k of a year begins on day floor(365 k / 12) of it."""
    year, rest = divmod(day, YEAR_DAYS)
    return year * 12 + max(k for k in range(12) if YEAR_DAYS * k // 12 <= rest)


def month_that_begins(day: int) -> int | None:
    """The month that begins on this day, if one does."""
    if day < 0:
        return None
    year, rest = divmod(day, YEAR_DAYS)
    return next((year * 12 + k for k in range(12) if YEAR_DAYS * k // 12 == rest), None)


def looks_at(score: Score, start: datetime.date, day: int) -> bool:
    """Is a score measured or summed on this day? Each month, from its day of the month on, and whenever it is shown."""
    after = 0 if score.published == "year" else day_of_month(score)
    return month_that_begins(day - after) is not None or is_shown_on(score, start, day)


def is_shown_on(score: Score, start: datetime.date, day: int) -> bool:
    """Is this one of the score's publishing days?"""
    if score.published == "at-once":
        return False
    if score.published == "year":
        on = score.published_on or f"{start:%m-%d}"
        waits = of_year(int(on[:2]), int(on[3:])) - of_year(start.month, start.day)
        return (day - waits) % YEAR_DAYS == 0
    month = month_that_begins(day - day_of_month(score))
    return month is not None and month % (3 if score.published == "quarter" else 1) == 0


def day_of_month(score: Score) -> int:
    """Days after a month's first on which a score is published."""
    return int((score.published_on or "01-01")[3:]) - 1


def of_year(month: int, day: int) -> int:
    """Days of a year without a 29th of February up to a date."""
    return sum(LENGTHS[: month - 1]) + day


def months_later(day: int, k: int) -> int:
    """The k-th monthly day after a day."""
    return day + YEAR_DAYS * k // 12


def rounded(numerator: int, denominator: int) -> int:
    """A quotient rounded to the nearest whole number, halves away from zero."""
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size
