"""Pots that are shared out in portions: exactly as many as there are, to the best or by lot, by the city or place by place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from property.lives import differs, live
from property.test_circle import PLACES, SIZE
from property.test_circle import people as people

from glasshouse.engine.city import City
from glasshouse.engine.fields import crossing
from glasshouse.engine.replay import replay_place
from glasshouse.engine.state import T_EASED, T_EASED_TENS
from glasshouse.engine.tabulate_rations import pots
from glasshouse.population.make import W_AGE

LAW = """vocabulary = 1
[regime]
id = "purse"
title = "A purse"
kind = "reference"
about = "Some of those who are of age get a sum at the year's end."
[covers]
who = { age_at_least = 18 }
source = "definition"
[[score]]
id = "own"
start = [0, 20]
floor = 0
source = "definition"
[[consequence]]
id = "purse"
text = "The purse is shared out in portions."
when = { score_at_least = 3 }
budget_yuan_per_year = 10_900
budget_per = "PER"
shared_out = "HOW"
portion_yuan = 1000
source = "definition"
"""


def lived(folder: Path, people: str, how: str, per: str, tasks: int = 1) -> City:
    folder.mkdir(exist_ok=True)
    (folder / "regime.toml").write_text(LAW.replace("HOW", how).replace("PER", per), "utf-8")
    return live(str(folder), SIZE * PLACES, 380 / 365, population=people, window_days=14, tasks=tasks)


def paid(city: City) -> np.ndarray:
    return city.people.tally[:, T_EASED].astype(bool)


@pytest.mark.parametrize(("how", "per"), [("by-lot", "city"), ("best-first", "city"), ("best-first", "place")])
def test_so_many_are_paid_as_there_are_portions(tmp_path: Path, people: str, how: str, per: str) -> None:
    city = lived(tmp_path, people, how, per)
    got, points = paid(city), city.people.points[:, 0]
    places = PLACES if per == "place" else 1
    assert got.sum() == 10 * places
    assert (city.people.tally[got, T_EASED_TENS] == 100).all()
    assert points[got].min() >= 3
    if how == "best-first":
        left_out = (points >= 3) & (city.traits.rows[:, W_AGE] >= 18) & ~got
        assert left_out.sum() > 50
        for group in np.split(np.arange(len(got)), places):
            assert points[group][got[group]].min() >= points[group][left_out[group]].max()
    table = pots(city)
    assert table["persons"].to_list() == [10 * places]
    assert table["yuan_each"].to_list() == [1000]


def test_whom_the_lot_falls_on_does_not_depend_on_threads_or_on_the_others(tmp_path: Path, people: str) -> None:
    city = lived(tmp_path / "one", people, "by-lot", "city")
    assert differs(city, lived(tmp_path / "one", people, "by-lot", "city", tasks=2)) == []
    alone, _ = replay_place(city.plan, 1, {name: rows.copy() for name, rows in crossing(city.fields).items()})
    assert np.array_equal(paid(alone), paid(city)[SIZE : 2 * SIZE])
    by_score = lived(tmp_path / "best", people, "best-first", "city")
    points = city.people.points[:, 0]
    assert points[paid(by_score)].mean() > points[paid(city)].mean() + 3
