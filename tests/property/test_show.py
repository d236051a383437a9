"""Boards, lists and screens: who hears of a new name, at home, in the place, near by, in the city."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from property.lives import differs, live
from property.villages import STUMBLE, small_villages

from glasshouse.engine.city import City
from glasshouse.engine.fields import crossing
from glasshouse.engine.replay import replay_place
from glasshouse.engine.state import DONE_A
from glasshouse.population.make import W_HOME

LAW = """vocabulary = 1
[regime]
id = "board"
title = "Names on a board"
kind = "reference"
about = "Whoever stumbles in the first weeks is named for good."
[covers]
source = "definition"
[[list]]
id = "named"
kind = "bad"
if_already_on = "ignore"
source = "definition"
[[rule]]
id = "stumble"
text = "Who stumbles is named."
on = "stumble"
puts_on = "named"
until = 2017-06-10
source = "definition"
[[channel]]
id = "eyes"
by = "register"
covers = "stumble"
source = "definition"
[[publicity]]
id = "board"
when = { on_list = "named" }
shown_to = "AUDIENCE"
shows = ["name"]
felt_as = "shame"
reach_share = REACH
source = "definition"
"""
ACTS = f"{STUMBLE}0.005\n"
SIZE, PLACES = 40, 6


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A city of six small villages in a row."""
    return small_villages(tmp_path_factory.mktemp("people"), SIZE, PLACES)


def lived(folder: Path, people: str, audience: str, reach: float, tasks: int = 1) -> City:
    (folder / "regime.toml").write_text(LAW.replace("AUDIENCE", audience).replace("REACH", str(reach)), "utf-8")
    (folder / "acts.toml").write_text(ACTS, "utf-8")
    return live(str(folder), SIZE * PLACES, 70 / 365, population=people, tasks=tasks, window_days=7)


def heard(city: City) -> np.ndarray:
    """How many names each person heard of, place by place: nothing else is done in public."""
    return city.people.small[:, DONE_A].reshape(PLACES, SIZE).astype(int)


def named(city: City) -> np.ndarray:
    """Who is on the board."""
    return (city.people.days[:, city.plan.compiled.at.shows] > 0).reshape(PLACES, SIZE)


def test_those_at_home_hear_of_whom_they_live_with(tmp_path: Path, people: str) -> None:
    city = lived(tmp_path, people, "household", 1.0)
    on = named(city)
    homes = city.traits.rows[:, W_HOME].reshape(PLACES, SIZE)
    others = (homes[:, :, None] == homes[:, None, :]) & ~np.eye(SIZE, dtype=bool)
    assert 20 < on.sum() < 100
    assert np.array_equal(heard(city), (others & on[:, None, :]).sum(axis=2))


def test_near_by_is_the_own_place_and_those_beside_it(tmp_path: Path, people: str) -> None:
    city = lived(tmp_path, people, "nearby", 1.0)
    new = named(city).sum(axis=1)
    row = np.concatenate([[0], new, [0]])
    expected = row[:-2] + row[1:-1] + row[2:]
    assert len(set(expected)) > 2
    assert np.array_equal(heard(city), np.repeat(expected[:, None], SIZE, axis=1))


def test_a_city_hears_of_every_name_as_often_as_the_reach_says(tmp_path: Path, people: str) -> None:
    city = lived(tmp_path, people, "everyone", 0.1)
    pairs = named(city).sum() * SIZE * PLACES
    expected, spread = 0.1 * pairs, np.sqrt(0.09 * pairs)
    assert abs(heard(city).sum() - expected) < 4 * spread
    each = heard(city).ravel()
    assert abs(each.var() / each.mean() - 0.9) < 0.35, "person by person the number is binomial"


def test_a_place_alone_and_threads_hear_the_same(tmp_path: Path, people: str) -> None:
    city = lived(tmp_path, people, "city", 0.1)
    alone, _ = replay_place(city.plan, 2, {name: rows.copy() for name, rows in crossing(city.fields).items()})
    for whole, part in zip(city.people, alone.people, strict=True):
        assert np.array_equal(whole[2 * SIZE : 3 * SIZE], part)
    assert differs(city, lived(tmp_path, people, "city", 0.1, tasks=2)) == []


def test_nobody_hears_of_what_reaches_nobody(tmp_path: Path, people: str) -> None:
    assert heard(lived(tmp_path, people, "city", 0.0)).sum() == 0
