"""What short ways lead past: calls of the calendar in calm visits, and the one slot of places that live a season in turn."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from property.lives import differs, live

from glasshouse.engine.city import Plan, live_season, make_city, new_table
from glasshouse.engine.world import make_world

REFERENCE = Path(__file__).parents[2] / "benchmarks" / "peers" / "reference"


@pytest.fixture(name="files")
def _files(tmp_path: Path) -> Path:
    """The reference model of the race in places of fifty, with many bad deeds; its household pays each week, surely."""
    shutil.copytree(REFERENCE, tmp_path, dirs_exist_ok=True)
    changes = {
        "population.toml": [("persons_per_place = 1_000", "persons_per_place = 52")],
        "regime/acts.toml": [("probability = 0.04", "probability = 0.2")],
        "regime/regime.toml": [
            ('every = "day"', 'every = "week"'), ("chance = 0.1\n", ""), ('drawn_per = "household"\n', ""), ("term_days = 90", "term_days = 10"),
        ],
    }  # fmt: skip
    for name, pairs in changes.items():
        text = (tmp_path / name).read_text()
        for before, after in pairs:
            assert before in text, f"{name} says no more {before!r}"
            text = text.replace(before, after)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_what_each_week_costs_is_paid_on_its_first_day_in_windows_of_a_day_too(files: Path) -> None:
    given = {"persons": 52, "years": 0.5, "population": str(files / "population.toml"), "seed": 5}
    weekly = live(str(files / "regime"), window_days=7, **given)  # type: ignore[arg-type]
    daily = live(str(files / "regime"), window_days=1, **given)  # type: ignore[arg-type]
    assert (weekly.people.points[:, 0] < 560).any()
    assert differs(weekly, daily) == []


def test_places_that_live_a_season_in_turn_share_one_slot(files: Path) -> None:
    world = make_world(str(files / "regime"), str(files / "population.toml"), 156, 0.5, 5)
    apart = live(str(files / "regime"), 156, 0.5, population=str(files / "population.toml"), seed=5)
    plan = Plan(world)
    plan.room = 4 * plan.room
    together, batch = make_city(plan, 0, 1), plan.new_batch()
    table = new_table(plan, 3, tasks=1)
    assert len(table.key) == 1
    assert len(together.sizes) == 3
    while together.season < plan.n_seasons:
        assert live_season(together, table, [batch], None, lambda: False) == 0
    assert differs(apart, together) == []
