"""Households that move: who goes, what stays behind, and that it is the same however a run is cut up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from property.lives import after_a_stop, live
from twin.compare import Pair

from glasshouse import verbs
from glasshouse.engine.city import City, make_city
from glasshouse.engine.state import UNTIL
from glasshouse.engine.world import make_world
from glasshouse.population.make import W_HOME, W_KIND, W_MOVED, W_REGISTERED
from glasshouse.rulebook.read import DATA

WORLDS = Path(__file__).parent.parent / "worlds"
RATE = 0.8
"""Of the households, each year."""


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A population of small places whose people move often, half of them within the city."""
    text = (DATA / "populations" / "city.toml").read_text("utf-8")
    for word, value in (("persons_per_place", 40), ("places_per_city", 10)):
        old = next(line for line in text.splitlines() if line.startswith(word))
        text = text.replace(old, f"{word} = {value}")
    text += f"\n[moving]\nper_1000_households_year = {1000 * RATE:.0f}\nwithin_city_share = 0.5\n"
    file = tmp_path_factory.mktemp("movers") / "movers.toml"
    file.write_text(text + 'source = "assumption"\n', "utf-8")
    return str(file)


def folder_with(tmp_path: Path, covers: str, regime: str = "hukou") -> str:
    """A shipped regime with other words of ``[covers]``."""
    own = tmp_path / regime
    own.mkdir()
    for file in ("regime.toml", "SOURCES.md"):
        text = (DATA / "regimes" / regime / file).read_text("utf-8")
        text = text.replace('reach = "city"\nnewcomers = "start"\n', covers)
        (own / file).write_text(text, "utf-8")
    return str(own)


@pytest.fixture(scope="module")
def moved(people: str) -> City:
    """Two years under ``hukou``."""
    return live("hukou", 400, years=2, population=people)


def test_whole_households_move_as_often_as_is_said(moved: City) -> None:
    rows = moved.traits.rows
    first = np.arange(len(rows)) // 40 * 40 + rows[:, W_HOME]
    for column in (W_MOVED, W_KIND, W_REGISTERED):
        assert (rows[:, column] == rows[first, column]).all()
    n_seasons, chance = 730 // 84, RATE * 84 / 365 * 0.5
    heads = first == np.arange(len(rows))
    never = (1 - chance) ** n_seasons
    assert abs((rows[heads, W_MOVED] == 0).mean() - never) < 4 * np.sqrt(never * (1 - never) / heads.sum())
    assert set(rows[:, W_MOVED]) <= {0, *(84 * k for k in range(1, n_seasons + 1))}


def test_who_has_left_the_city_is_registered_elsewhere_and_off_the_register(moved: City) -> None:
    rows, at = moved.traits.rows, moved.plan.compiled.at
    far, on = rows[:, W_MOVED] > 0, moved.people.days[:, at.lists + UNTIL] > 730
    born_here = make_city(moved.plan, 0, 1).traits.rows[:, W_REGISTERED] == 1
    assert not rows[far, W_REGISTERED].any()
    assert (far & born_here).sum() > 50
    assert on[far].mean() < 0.1
    assert on[~far & born_here].all()


def test_a_register_that_reaches_the_nation_moves_along(people: str, tmp_path: Path) -> None:
    city = live(folder_with(tmp_path, 'reach = "nation"\n'), 400, years=2, population=people)
    far = city.traits.rows[:, W_MOVED] > 0
    assert (city.people.days[far, city.plan.compiled.at.lists + UNTIL] > 730).mean() > 0.6


@pytest.mark.parametrize("covers", ['reach = "place"\n', 'reach = "city"\nnewcomers = "carry"\n'])
def test_engine_is_twin_where_people_move(people: str, tmp_path: Path, covers: str) -> None:
    assert Pair(make_world(folder_with(tmp_path, covers), people, 80, years=0.7, seed=4)).first_difference() is None


def test_moves_are_the_same_for_any_window_tasks_and_after_a_stop(
    people: str, tmp_path: Path, moved: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = live("hukou", 400, years=2, population=people, tasks=3)
    assert np.array_equal(several.traits.rows, moved.traits.rows)
    assert np.array_equal(several.people.tally, moved.people.tally)

    again = after_a_stop(tmp_path, moved.plan)
    assert np.array_equal(again.traits.rows, moved.traits.rows)
    assert np.array_equal(again.people.tally, moved.people.tally)

    monkeypatch.setattr("glasshouse.engine.city.KEEP_WINDOWS", True)
    weekly = live("hukou", 400, years=2, population=people, window_days=7)
    assert np.array_equal(weekly.people.tally, moved.people.tally)
    assert np.array_equal(weekly.people.days, moved.people.days)


def test_a_life_tells_of_its_moves_and_ends_as_recorded(people: str, tmp_path: Path) -> None:
    run = verbs.simulate("hukou", population=people, persons=80, years=0.8, seed=2, out=tmp_path / "run")
    person = int(run.persons.filter(run.persons["moved_on"] > 0)["person"][0])
    told = run.explain(person)
    moves = [event for event in told.events if event["kind"] == "move" and event["another_city"]]
    assert moves[-1]["day"] == run.persons["moved_on"][person]
    assert moves[-1]["kind_of_place"] == run.persons["kind_of_place"][person]
    assert told.matches_record
    assert "the household moves to another city" in " ".join(told.sentences)
