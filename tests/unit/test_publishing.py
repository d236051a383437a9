"""When scores are shown: monthly and quarterly ones on a day of the month, yearly ones on their date."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pytest

from glasshouse.engine import tables as t
from glasshouse.engine.case_world import view
from glasshouse.engine.city import Plan
from glasshouse.engine.publish import is_published
from glasshouse.engine.world import make_world
from glasshouse.kit.jit import kernel
from glasshouse.regime.check import check

REGIME = """
vocabulary = 1

[regime]
id = "shown"
title = "Scores that are shown on certain days"
kind = "reference"
about = "Scores that differ in when they are shown."

[covers]
source = "definition"
"""
SCORE = """
[[score]]
id = "{id}"
start = 100
published = "{every}"
{on}
source = "definition"
"""
MAY = datetime.date(2017, 5, 1)
"""Day 0 of the city's people."""
MONTHS = [365 * k // 12 for k in range(25)]


@kernel
def publishing_days(law: np.ndarray, out: np.ndarray) -> None:
    """Mark the days, from 1 on, on which the first score is shown."""
    for day in range(1, out.shape[0]):
        out[day] = is_published(law, 0, day)


def shown(tmp_path: Path, every: str, on: str) -> list[int]:
    """Days of two years on which a score is shown."""
    words = f'published_on = "{on}"' if on else ""
    (tmp_path / "regime.toml").write_text(REGIME + SCORE.format(id="points", every=every, on=words), "utf-8")
    plan = Plan(make_world(str(tmp_path), "city", 40, years=2))
    shown_on = np.zeros(730, np.bool_)
    publishing_days(plan.law, shown_on)
    days = [int(day) for day in np.flatnonzero(shown_on)]
    calls = view(plan.law, t.CALENDAR)[:, 0] & t.C_PUBLISH
    assert all(calls[day] for day in days)
    return days


@pytest.mark.parametrize(
    ("every", "on", "days"),
    [
        ("month", "", MONTHS[1:24]),
        ("month", "01-06", [day + 5 for day in MONTHS[:24]]),
        ("month", "01-30", [day + 29 for day in MONTHS[:24]]),
        ("quarter", "", MONTHS[3:24:3]),
        ("quarter", "01-15", [day + 14 for day in MONTHS[:24:3]]),
        ("year", "", [365]),
        ("year", "05-01", [365]),
    ],
)
def test_months_quarters_and_years_of_the_world(tmp_path: Path, every: str, on: str, days: list[int]) -> None:
    assert shown(tmp_path, every, on) == days


@pytest.mark.parametrize("on", ["05-02", "05-31", "09-01", "12-31", "01-01", "02-28", "04-30"])
def test_yearly_scores_are_shown_on_their_date(tmp_path: Path, on: str) -> None:
    month, day = int(on[:2]), int(on[3:])
    year = 2017 if (month, day) >= (5, 1) else 2018
    first = (datetime.date(year, month, day) - MAY).days
    assert shown(tmp_path, "year", on) == [first, first + 365]


def test_a_day_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "regime.toml").write_text(
        REGIME
        + SCORE.format(id="a", every="month", on='published_on = "01-31"')
        + SCORE.format(id="b", every="quarter", on='published_on = "03-31"')
        + SCORE.format(id="c", every="year", on='published_on = "02-29"')
        + SCORE.format(id="d", every="year", on='published_on = "03-31"')
        + SCORE.format(id="e", every="quarter", on='published_on = "02-15"'),
        "utf-8",
    )
    found = check(tmp_path)
    assert [problem.message for problem in found.problems] == [
        "score 'a', published_on: is published every month, and not every month has a day 31; write a day up to 30: \"01-30\"",
        "score 'b', published_on: is published every quarter, and not every month has a day 31; write a day up to 30: \"01-30\"",
        "score 'c', published_on: \"02-29\" is no day of a year of 365 days; write MM-DD",
    ]
    assert [warning.message for warning in found.warnings] == [
        "score 'e', published_on: is published every quarter, and only the day counts; write \"01-15\""
    ]
