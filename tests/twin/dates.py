"""The calendar of the law: years of 365 days, and the months in which it counts."""

from __future__ import annotations

from glasshouse.rulebook.model import Score

NEVER = 65_535
YEAR_DAYS = 365


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


def publishing_offset(score: Score) -> int:
    """Days after a month's first on which a score is published."""
    return int((score.published_on or "01-01")[3:]) - 1


def months_later(day: int, k: int) -> int:
    """The k-th monthly day after a day."""
    return day + YEAR_DAYS * k // 12


def rounded(numerator: int, denominator: int) -> int:
    """A quotient rounded to the nearest whole number, halves away from zero."""
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size
