"""Rules that need no report: on first days of a period, by chance, or whenever a standing fits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from property.lives import differs, live

from glasshouse.engine import city as cities
from glasshouse.engine.order import YEAR_DAYS

HEAD = """vocabulary = 1
[regime]
id = "unasked"
title = "A book that writes itself"
kind = "reference"
about = "Posts by the calendar and lists by score."
[covers]
source = "definition"
[[score]]
id = "score"
start = [480, 520]
source = "definition"
"""
MONTHS = len([k for k in range(1, 13) if k * YEAR_DAYS // 12 < YEAR_DAYS])


def law(folder: Path, blocks: str) -> str:
    """A regime of these blocks."""
    folder.mkdir(exist_ok=True)
    (folder / "regime.toml").write_text(HEAD + blocks, "utf-8")
    return str(folder)


def rule(words: str) -> str:
    return f'[[rule]]\nid = "r"\ntext = "acts by itself"\nsource = "definition"\n{words}\n'


@pytest.mark.parametrize(
    ("every", "times"), [("day", 364), ("week", 52), ("month", MONTHS), ("quarter", 3), ("year", 0)]
)
def test_posts_on_each_first_day(tmp_path: Path, every: str, times: int) -> None:
    """Day 0 begins no period; the world ends before the second year begins."""
    folder = law(tmp_path / "r", rule(f'every = "{every}"\npoints = 1'))
    begin = live(law(tmp_path / "none", ""), persons=50, years=1, population="village").people.points[:, 0]
    end = live(folder, persons=50, years=1, population="village").people.points[:, 0]
    assert (end - begin == times).all()


def test_a_chance_is_a_chance_and_a_household_shares_it(tmp_path: Path) -> None:
    alone = law(tmp_path / "alone", rule('every = "day"\nchance = 0.1\npoints = 1'))
    shared = law(tmp_path / "shared", rule('every = "day"\nchance = 0.1\ndrawn_per = "household"\npoints = 1'))
    begin = live(law(tmp_path / "none", ""), persons=3000, years=1, population="village").people.points[:, 0]
    told = live(alone, persons=3000, years=1, population="village").people.points[:, 0] - begin
    assert abs(told.mean() - 36.4) < 4 * np.sqrt(364 * 0.09 / 3000)
    assert abs(told.var() / (364 * 0.09) - 1) < 0.12
    city = live(shared, persons=3000, years=1, population="village")
    told = city.people.points[:, 0] - begin
    assert (told == told[city.traits.home.astype(int) + np.arange(3000) // 1000 * 1000]).all()


LISTED = """
[[list]]
id = "low"
kind = "bad"
term_days = 10
if_already_on = "ignore"
source = "definition"
"""


def test_a_standing_that_fits_enters_that_very_morning(tmp_path: Path) -> None:
    """Whoever is low is listed from day 0 on and, since a new spell follows at once, on every day."""
    folder = law(tmp_path / "r", LISTED + rule("when = { score_at_most = 499 }\nputs_on = 'low'"))
    city = live(folder, persons=400, years=100 / 365, population="village")
    low = city.people.points[:, 0] <= 499
    at = city.plan.compiled.at
    spells = city.people.small[:, at.marks + 1]
    assert 100 < low.sum() < 300
    assert (spells[low] == 10).all()
    assert (spells[~low] == 0).all()
    assert (city.people.days[low, at.lists] == 100).all(), "the tenth spell ends on day 100"


def test_a_standing_that_fits_takes_off(tmp_path: Path) -> None:
    """Entered by score on day 0; taken off again on the next morning, the condition being the list itself."""
    blocks = LISTED + rule("when = { score_at_most = 499 }\nputs_on = 'low'")
    blocks += rule("when = { on_list = 'low' }\ntakes_off = 'low'").replace('id = "r"', 'id = "off"')
    city = live(law(tmp_path / "r", blocks), persons=200, years=20 / 365, population="village")
    low = city.people.points[:, 0] <= 499
    spells = city.people.small[:, city.plan.compiled.at.marks + 1]
    assert (spells[low] == 20).all(), "one day each"


def test_the_window_makes_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cities, "KEEP_WINDOWS", True)
    blocks = LISTED + rule('every = "day"\nchance = 0.07\npoints = [-3, -1]\nunless = { on_list = "low" }')
    blocks += rule("when = { score_at_most = 470 }\nputs_on = 'low'").replace('id = "r"', 'id = "on"')
    blocks += rule("every = 'month'\nwhen = { on_list = 'low' }\npoints = 9").replace('id = "r"', 'id = "up"')
    folder = law(tmp_path / "r", blocks)
    lived = [live(folder, persons=500, years=1.3, population="village", window_days=days) for days in (1, 7, 84)]
    assert not differs(lived[0], lived[1])
    assert not differs(lived[0], lived[2])
