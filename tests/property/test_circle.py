"""What lands beyond the household: on friends, guarantors, colleagues and neighbours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from property.lives import live
from property.villages import STUMBLE, small_villages

from glasshouse.engine.circle import PENSION_AGE
from glasshouse.engine.city import City
from glasshouse.engine.state import LANDED
from glasshouse.population.make import W_AGE, W_HOME

LAW = """vocabulary = 1
[regime]
id = "shadow"
title = "A shadow on others"
kind = "reference"
about = "Whoever stumbles in the first weeks is named for good, and others are told to stay at home."
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
[[consequence]]
id = "shadow"
text = "No flight for those who are tied to them."
when = { on_list = "named" }
denies = "flight"
lands_on = "TIE"
reaches_share = REACH
source = "definition"
"""
ACTS = f"{STUMBLE}0.001\n"
SIZE, PLACES = 60, 5


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Five small villages."""
    return small_villages(tmp_path_factory.mktemp("people"), SIZE, PLACES)


def lived(folder: Path, people: str, tie: str, reach: float = 1.0) -> City:
    (folder / "regime.toml").write_text(LAW.replace("TIE", tie).replace("REACH", str(reach)), "utf-8")
    (folder / "acts.toml").write_text(ACTS, "utf-8")
    return live(str(folder), SIZE * PLACES, 63 / 365, population=people, window_days=7)


def rows(city: City, column: int) -> np.ndarray:
    return city.traits.rows[:, column].reshape(PLACES, SIZE).astype(int)


def landed(city: City) -> np.ndarray:
    return city.people.small[:, LANDED].reshape(PLACES, SIZE) > 0


def named(city: City) -> np.ndarray:
    return (city.people.days[:, city.plan.compiled.at.lists] > 0).reshape(PLACES, SIZE)


def test_neighbours_are_the_households_on_either_side(tmp_path: Path, people: str) -> None:
    city = lived(tmp_path, people, "neighbours")
    number = np.array([np.unique(place, return_inverse=True)[1] for place in rows(city, W_HOME)])
    beside = abs(number[:, :, None] - number[:, None, :]) == 1
    assert 5 < named(city).sum() < 40
    assert np.array_equal(landed(city), (beside & named(city)[:, None, :]).any(axis=2))


def test_a_guarantor_is_one_adult_of_another_household(tmp_path: Path, people: str) -> None:
    city = lived(tmp_path, people, "guarantor")
    assert 0.8 * named(city).sum() <= landed(city).sum() <= named(city).sum(), "one each, some of them shared"
    assert (rows(city, W_AGE)[landed(city)] >= 18).all()
    homes = rows(city, W_HOME)
    away = (homes[:, :, None] != homes[:, None, :]) & named(city)[:, None, :]
    assert away.any(axis=2)[landed(city)].all()


def test_colleagues_are_those_of_working_age_at_one_workplace(tmp_path: Path, people: str) -> None:
    city = lived(tmp_path, people, "colleagues")
    age = rows(city, W_AGE)
    works = (age >= 18) & (age < PENSION_AGE)
    sources = (named(city) & works).sum()
    assert works[landed(city)].all()
    expected = sources * 12 * works.mean()
    assert 0.3 * expected < landed(city).sum() < 1.1 * expected
    friends, some = lived(tmp_path, people, "friends"), lived(tmp_path, people, "friends", 0.5)
    assert landed(friends).sum() > 3 * named(friends).sum()
    assert 0.3 < landed(some).sum() / landed(friends).sum() < 0.75
    assert landed(friends)[landed(some)].all(), "a smaller reach only leaves some out"
