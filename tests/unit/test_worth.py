"""What people think a standing costs: only what concerns it, and to leave, only what those outside are spared."""

from __future__ import annotations

from pathlib import Path

import pytest

from glasshouse.engine import tables as t
from glasshouse.engine.city import Plan
from glasshouse.engine.compile.leave import leave_tables
from glasshouse.engine.compile.meets import OUTSIDE, Standing, share_of_ages
from glasshouse.engine.compile.worth import Worth
from glasshouse.engine.world import make_world

REGIME = """vocabulary = 1
[regime]
id = "box"
title = "A box in the car"
kind = "fiction"
about = "The good pay less; the young pay more, box or not."
[covers]
source = "assumption"
[consent]
joins_share = 0.5
may_leave = true
source = "assumption"
[[score]]
id = "driving"
start = 80
floor = 0
ceiling = 100
source = "assumption"
[[grade]]
id = "gold"
score = "driving"
at_least = 70
source = "assumption"
[[grade]]
id = "silver"
score = "driving"
at_least = 50
source = "assumption"
[[grade]]
id = "none"
score = "driving"
source = "assumption"
[[channel]]
id = "box"
by = "platform"
covers = "speed"
source = "assumption"
"""
CLAUSE = """[[consequence]]
id = "{id}"
{who}
service = "insurance"
price_change_yuan = {yuan}
source = "assumption"
"""


def worth(folder: Path, *clauses: tuple[str, int]) -> tuple[Plan, Worth]:
    """The worth of standings under the box with these clauses."""
    told = [CLAUSE.format(id=f"c{k}", who=who, yuan=yuan) for k, (who, yuan) in enumerate(clauses)]
    (folder / "regime.toml").write_text(REGIME + "".join(told), "utf-8")
    plan = Plan(make_world(str(folder), persons=40, years=0.3))
    return plan, Worth(plan.index)


def of_each(found: Worth) -> list[float]:
    """Yuan a year of gold, silver, the last grade, and outside; a want of the service is one unit."""
    wants = float(found.index.catalogue.services["insurance"].wants_per_year)
    return [found.of_standing(0, Standing(grade, False))[0] / wants for grade in (0, 1, 2, OUTSIDE)]


@pytest.mark.parametrize(
    ("who", "each"),
    [
        ('when = { grade_at_least = "gold" }', [-100, 0, 0, 0]),
        ("when = { score_at_most = 65 }", [0, -100, -100, 0]),
        ("when = { score_at_least = 55, score_at_most = 65 }", [0, -100, 0, 0]),
        ('unless = { grade_at_least = "silver" }', [0, 0, -100, -100]),
        ("unless = { score_at_least = 55 }", [0, 0, -100, -100]),
        ('unless = { owes = "tax-debt" }', [-100, -100, -100, -100]),
    ],
)
def test_a_standing_costs_what_concerns_it(tmp_path: Path, who: str, each: list[float]) -> None:
    assert of_each(worth(tmp_path, (who, 100))[1]) == pytest.approx(each)


def test_ages_count_by_their_share_and_are_no_ground_to_leave(tmp_path: Path) -> None:
    plan, found = worth(tmp_path, ('when = { grade_at_least = "gold" }', -100), ("when = { age_at_most = 24 }", 900))
    young = share_of_ages(plan.index.recipe, None, 24)
    assert young == pytest.approx(0.18 + 0.26 * 7 / 17)
    assert of_each(found) == pytest.approx([100 - 900 * young, -900 * young, -900 * young, -900 * young])
    assert not leave_tables(plan.index)[t.LEAVE_WHEN].any(), "nobody leaves gold for what the young pay everywhere"
    dearer, _ = worth(tmp_path, ('when = { grade_at_most = "silver" }', 100))
    assert [bool(each) for each in leave_tables(dearer.index)[t.LEAVE_WHEN]] == [False, False, True, True, True, True]
