"""Names of groups, roles, kinds of place and norms are those of the population that is given, or lies beside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from glasshouse import verbs
from glasshouse.cli import main
from glasshouse.engine.city import Plan
from glasshouse.engine.world import make_world
from glasshouse.kit.errors import InputError, RulebookError
from glasshouse.regime.load import load_regime
from glasshouse.rulebook.read import DATA

BAY = Path(__file__).parents[1] / "worlds" / "bay"
NAMED = {
    "group": ('group = "south"', 'group = "suoth"', "group 'suoth'; did you mean 'south'? It has north, south"),
    "role": ('role = "clerk"', 'role = "clark"', "role 'clark'; did you mean 'clerk'? It has clerk, pilot"),
    "kind of place": ('kind_of_place = "harbour"', 'kind_of_place = "ship"', "kind of place 'ship'; it has harbour, hill"),
    "norm": ('follows = "grumble"', 'follows = "mumble"', "norm 'mumble'; did you mean 'grumble'? It has grumble"),
    "norm of an act": ('needs_norm = "grumble"', 'needs_norm = "x"', "norm 'x'; it has grumble"),
    "a word of those that ship": ('role = "clerk"', 'role = "student"', "role 'student'; it has clerk, pilot"),
}  # fmt: skip


@pytest.fixture
def bay(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BAY, tmp_path / "bay"))


def change(folder: Path, old: str, new: str) -> None:
    """Replace a word in whichever file has it."""
    found = [file for file in folder.glob("*.toml") if old in file.read_text("utf-8")]
    assert found
    for file in found:
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def said(folder: Path, population: Path | str | None = None) -> list[str]:
    """What a check says, without the lines."""
    return [problem.message for problem in verbs.check(folder, population).problems]


def test_names_of_ones_own_people_pass_where_they_are_given_or_lie_beside(bay: Path, tmp_path: Path) -> None:
    assert said(bay) == []
    own = (bay / "population.toml").rename(tmp_path / "people.toml")
    assert said(bay, own) == []
    assert len(said(bay)) == 9
    assert len(said(bay / "acts.toml")) == 9, "a file of the folder is checked with the folder"


@pytest.mark.parametrize("name", NAMED)
def test_an_unknown_name_names_the_population_and_the_nearest(bay: Path, tmp_path: Path, name: str) -> None:
    old, new, rest = NAMED[name]
    own = (bay / "population.toml").rename(tmp_path / "people.toml")
    change(bay, old, new)
    messages = said(bay, own)
    assert messages
    for message in messages:
        assert f"the population 'bay-people' has no {rest}; or add a [[" in message
    with pytest.raises(RulebookError) as refused:
        make_world(str(bay), str(own), 40, years=1)
    assert [problem.message for problem in refused.value.problems] == messages


def test_without_ones_own_people_the_sentence_says_how_to_give_them(bay: Path, tmp_path: Path) -> None:
    beside = bay / "population.toml"
    for message in said(bay, "village"):
        assert "no population that ships has a" in message
        assert message.endswith(f"; for people of your own, say --population {beside}")
    beside.rename(tmp_path / "people.toml")
    assert all(message.endswith("; for people of your own, say --population FILE") for message in said(bay))
    with pytest.raises(InputError, match="there is no population 'bayside'"):
        verbs.check(bay, "bayside")


def test_a_mistake_in_the_people_beside_is_found_with_the_folder(bay: Path) -> None:
    change(bay, "share = 0.4", "share = 0.5")
    assert said(bay) == ["the shares of [[group]] sum to 1.1; they must sum to 1"]


def test_regimes_that_ship_run_with_any_people() -> None:
    people = str(BAY / "population.toml")
    assert Plan(make_world(f"{BAY}+court-list+rongcheng+sesame", people, 40, years=0.5)).index.roles == [
        "clerk",
        "pilot",
    ]
    for regime in sorted(DATA.glob("regimes/*/regime.toml")):
        assert load_regime(regime.parent, people).id == regime.parent.name


def test_a_law_is_read_and_compared_without_people(bay: Path, tmp_path: Path) -> None:
    (bay / "population.toml").rename(tmp_path / "people.toml")
    assert verbs.show(bay).id == "bay"
    assert verbs.diff(bay, BAY) == []


def test_cases_are_played_by_the_people_beside(bay: Path, tmp_path: Path) -> None:
    assert [result.why for result in verbs.cases(bay)] == ["", "", ""]
    own = (bay / "population.toml").rename(tmp_path / "people.toml")
    assert [result.why for result in verbs.cases(bay, own)] == ["", "", ""]
    change(bay, 'role = "pilot"', 'role = "ilot"')
    assert [result.why for result in verbs.cases(bay, own) if not result.passed] == [
        "no role 'ilot' in population 'bay-people'; there are: clerk, pilot"
    ]


def test_the_command_takes_a_population(bay: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = (bay / "population.toml").rename(tmp_path / "people.toml")
    assert main(["check", str(bay), "--json"]) == 2
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {Path(problem["file"]).name for problem in problems} == {"regime.toml", "acts.toml"}
    assert main(["check", str(bay), "--population", str(own)]) == 0
    assert main(["cases", str(bay), "--population", str(own)]) == 0
