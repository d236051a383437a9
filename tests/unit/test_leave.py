"""Leaving a voluntary regime and coming back, spending its points, choosing by them: engine = twin, and what a life says."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import polars as pl
import pytest
from twin import leave
from twin import life as life_of_twin
from twin.compare import Pair

from glasshouse import verbs
from glasshouse.engine.cases import run_case
from glasshouse.engine.world import make_world
from glasshouse.regime.case import Case
from glasshouse.results.run import Run

WORLD = str(Path(__file__).parents[1] / "worlds" / "leaving")
PERSONS = 40


def test_engine_is_twin_where_people_leave_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"for loss": 0, "points to expire": 0, "came back": 0, "looked up to": 0, "looked down on": 0}
    leave_regime, costs_more = leave.leave_regime, leave.costs_more

    def weigh(life, person, regime, view):  # type: ignore[no-untyped-def]
        found = costs_more(life, person, regime, view)
        said["for loss"] += found
        said["came back"] += not found and person.unit in gone and regime.number not in person.left
        return found

    def go(life, person, regime, day):  # type: ignore[no-untyped-def]
        gone.add(person.unit)
        said["points to expire"] += sum(letter.kind == "expire" for letter in person.mail)
        leave_regime(life, person, regime, day)

    def look(law, occasion, person, other):  # type: ignore[no-untyped-def]
        extra = looks(law, occasion, person, other)
        said["looked up to"] += extra > 0
        said["looked down on"] += extra < 0
        return extra

    looks = life_of_twin.looks
    monkeypatch.setattr(life_of_twin, "looks", look)
    gone: set[int] = set()
    monkeypatch.setattr(leave, "costs_more", weigh)
    monkeypatch.setattr(leave, "leave_regime", go)
    world = make_world(WORLD, persons=PERSONS, years=3.05, seed=5, window_days=28)
    assert Pair(world).first_difference() is None
    assert all(said.values()), said


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return verbs.simulate(WORLD, persons=PERSONS, years=1.1, seed=5, out=tmp_path_factory.mktemp("leave") / "run")


def test_who_has_left_has_no_score_and_a_life_says_why(run: Run) -> None:
    persons = run.persons
    left = persons.filter(pl.col("left_leaving"))
    assert 0 < len(left) < PERSONS
    assert left["score_leaving/book"].is_nan().all() or left["score_leaving/book"].null_count() == len(left)
    assert left["list_leaving/careless"].any() is False
    lives = [run.explain(int(person)) for person in left["person"]]
    assert all(life.matches_record for life in lives)
    told = [" ".join(life.sentences) for life in lives]
    assert all("the person leaves leaving" in life and "the book is erased." in life for life in told)
    assert any("costs more than it brings" in life for life in told)
    assert any('spends 2 points on the consequence "rides-for-points"' in life for life in told)


def play(person: dict[str, object], *then: dict[str, object], folder: str = WORLD) -> str:
    words = {
        "says": "A planted sentence.",
        "rule": "crossing",
        "source": "assumption",
        "person": person,
        "then": list(then),
    }
    return run_case(folder, "leaving", Case.model_validate(words)).why


def test_a_case_may_leave_and_come_back(tmp_path: Path) -> None:
    stays = {"day": 370, "joined": True, "grade": "good"}
    gone = {"day": 370, "joined": False}
    keeps = copytree(WORLD, tmp_path / "leaving") / "regime.toml"
    keeps.write_text(keeps.read_text("utf-8").replace("leaving_erases = true", "leaving_erases = false"), "utf-8")
    aged = 150 + 11 - 7 + 1  # nothing is bought; a point each month but while out, when seven of them expired
    back = {"day": 740, "joined": True, "score": {"book": aged}}
    begins = {"score": {"book": 150}}
    assert play(begins, stays) == ""
    assert play({**begins, "leaves": True}, gone, {"day": 740, "joined": False}) == ""
    assert play({**begins, "leaves": True, "comes_back": True}, gone, back, folder=str(keeps.parent)) == ""
    assert play(begins, gone) == "day 370: joined = false expected, the person has"
    assert play({"score": {"book": 20}}, gone) == "", "a poor standing costs more than it brings"
