"""Lists with room for so many: never more than that, the best first, by the city or place by place; who leaves makes room."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from property.lives import differs, live
from property.villages import STUMBLE, small_villages
from twin.compare import Pair

from glasshouse.engine.city import City
from glasshouse.engine.fields import crossing
from glasshouse.engine.replay import replay_place
from glasshouse.engine.state import ENTERED, UNTIL
from glasshouse.engine.tabulate_rations import pots
from glasshouse.engine.world import make_world
from glasshouse.population.make import W_AGE

SIZE, PLACES = 60, 3
DAYS = 100
LAW = """vocabulary = 1
[regime]
id = "town"
title = "A town with few places"
kind = "reference"
about = "Some of those who ask for a place get one."
[covers]
who = { age_at_least = 18 }
source = "definition"
[[score]]
id = "own"
start = [0, 20]
source = "definition"
[[list]]
id = "waits"
kind = "good"
source = "definition"
[[rule]]
id = "asks"
text = "Who stumbles asks for a place."
on = "stumble"
puts_on = "waits"
source = "definition"
[[channel]]
id = "eyes"
by = "register"
covers = "stumble"
source = "definition"
[[list]]
id = "resident"
kind = "good"
every = "month"
source = "definition"
"""


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Three small villages."""
    return small_villages(tmp_path_factory.mktemp("people"), SIZE, PLACES)


def lived(folder: Path, people: str, says: str, tasks: int = 1) -> City:
    folder.mkdir(exist_ok=True)
    (folder / "regime.toml").write_text(LAW + says, "utf-8")
    (folder / "acts.toml").write_text(f"{STUMBLE}0.02\n", "utf-8")
    return live(str(folder), SIZE * PLACES, DAYS / 365, population=people, window_days=7, tasks=tasks)


def stays(city: City, number: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Of everybody the first day of the last stay on a list, and the day after it; 0 of whom was never on it."""
    at = city.plan.compiled.at.lists + 2 * number
    return city.people.days[:, at + ENTERED].astype(int), city.people.days[:, at + UNTIL].astype(int)


@pytest.mark.parametrize(("per", "how"), [("city", "best-first"), ("place", "best-first"), ("city", "by-lot")])
def test_so_many_get_in_and_stay(tmp_path: Path, people: str, per: str, how: str) -> None:
    city = lived(tmp_path, people, f'places = 7\nplaces_per = "{per}"\nshared_out = "{how}"\n')
    entered, until = stays(city)
    in_, points = until > 0, city.people.points[:, 0]
    groups = PLACES if per == "place" else 1
    assert in_.sum() == 7 * groups
    assert set(entered[in_]) == {35}  # a month began on day 30, and the next window on day 35
    assert pots(city)["persons"].to_list() == [7 * groups, 0, 0]
    adults = city.traits.rows[:, W_AGE] >= 18
    assert adults[in_].all()
    if how == "best-first":
        for group in np.split(np.arange(len(in_)), groups):
            left_out = adults[group] & ~in_[group]
            assert points[group][in_[group]].min() >= points[group][left_out].max()


def test_who_has_waited_longest_comes_first_and_who_leaves_makes_room(tmp_path: Path, people: str) -> None:
    line = 'open_to = { on_list = "waits" }\nshared_out = "first-come"\nif_already_on = "ignore"\n'
    says = f'places_per_1000_persons = 28\nplaces_per = "city"\nterm_days = 28\nrelist_after_days = 90\n{line}'
    city = lived(tmp_path / "one", people, says)
    assert pots(city)["persons"].to_list() == [5, 5, 5]  # 28 in 1,000 of 180 persons
    entered, until = stays(city)
    waits, _ = stays(city, 0)
    assert sorted(entered[until > 0]) == [35] * 5 + [63] * 5 + [91] * 5
    for day in (35, 63, 91):
        left_out = (waits > 0) & (waits < day) & ((until == 0) | (entered > day))
        assert waits[entered == day].max() <= waits[left_out].min()
    alone, _ = replay_place(city.plan, 1, {name: rows.copy() for name, rows in crossing(city.fields).items()})
    assert np.array_equal(stays(alone)[0], entered[SIZE : 2 * SIZE])
    assert differs(city, lived(tmp_path / "one", people, says, tasks=2)) == []


def test_the_twin_lets_in_the_same_people_by_points_below_nothing_too(tmp_path: Path) -> None:
    people = small_villages(tmp_path, 20, 2)
    loses = '[[rule]]\nid = "loses"\ntext = "Who stumbles loses."\non = "stumble"\npoints = -7\nsource = "definition"\n'
    places = 'places_per_1000_persons = 130\nplaces_per = "city"\nshared_out = "best-first"\n'
    law = LAW.replace("start = [0, 20]", "start = [-60, -20]") + places + 'term_days = 20\nif_already_on = "longer"\n'
    (tmp_path / "regime.toml").write_text(law + loses, "utf-8")
    (tmp_path / "acts.toml").write_text(f"{STUMBLE}0.05\n", "utf-8")
    pair = Pair(make_world(str(tmp_path), people, 40, years=70 / 365, seed=5, window_days=7), 0)
    assert pair.first_difference() is None
    city = live(str(tmp_path), 40, 70 / 365, population=people, window_days=7, seed=5)
    assert pots(city)["persons"].to_list() == [5, 5]  # 130 in 1,000 of 40 persons, and all stays end in between
    assert city.people.points[:, 0].max() < 0
