"""Does each mistake in a population's norms and ties get its message?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from validation.following import PEOPLE

from glasshouse.engine.city import Plan
from glasshouse.engine.world import make_world
from glasshouse.kit.errors import InputError
from glasshouse.regime.check import check

NORM = """
[[norm]]
id = "flag"
label = "hangs out a flag"
follows = "threshold"
among = "place"
threshold = { law = "even" }
source = "definition"
"""
RING = '\n[[tie]]\nid = "ring"\neach_side = 1\nsource = "definition"\n'
TABLE = '\n[[tie]]\nid = "table"\nrows = [{ who = 0, heeds = 1, weight = 1.0 }]\nsource = "definition"\n'
NORMAL = 'threshold = { law = "normal", mean = 0.2, sigma = 0.1 }'
MISTAKES = {
    'no tie': (
        '"place"', '"ring"',
        'norm \'flag\', among: there is no such tie; add a [[tie]] with id = "ring"',
    ),
    'unknown tie': (
        '"place"', '"town"',
        'norm \'flag\', among: must be one of \'city\', \'place\', \'friends\', \'ring\' or \'table\'; got "town"',
    ),
    'no threshold': (
        'threshold = { law = "even" }', '',
        'norm \'flag\', follows: what follows by threshold needs threshold or thresholds; write threshold = { law = "even" }',
    ),
    'both': (
        'source', 'thresholds = [0]\nsource',
        "norm 'flag', thresholds: says the same as threshold; leave one out",
    ),
    'other kind': (
        'source', 'catching_windows = 1\nsource',
        "norm 'flag', catching_windows: is for what follows by infection; leave it out",
    ),
    'no infection': (
        'follows = "threshold"', 'follows = "infection"',
        "norm 'flag', follows: what follows by infection needs passes_on_to or chance_per_contact; write passes_on_to = 2",
    ),
    'law of another': (
        '"even" }', '"even", sigma = 1 }',
        "norm 'flag', threshold, sigma: a law that is even has no sigma; leave it out",
    ),
    'no sigma': (
        '"even" }', '"normal", mean = 1 }',
        "norm 'flag', threshold, law: a normal law needs mean and sigma; write sigma = 0.1",
    ),
    'upside down': (
        '"even" }', '"even", low = 2 }',
        "norm 'flag', threshold, low: is above high 1; swap them",
    ),
    'too few': (
        'threshold = { law = "even" }', 'thresholds = [0, 0.5, 1]',
        "norm 'flag', thresholds: gives 3 numbers, and a place has 100 persons; give each one a number, or repeat whole lists",
    ),
    'words for numbers': (
        'threshold = { law = "even" }', 'thresholds = "even"',
        'norm \'flag\', thresholds: must be a list of numbers like [0, 0.5]; got "even"',
    ),
    'push': (
        'source', 'pushes = [{ from = 2021-01-01, until = 2020-01-01, share = 1 }]\nsource',
        "norm 'flag', pushes, line 1, until: is not after from; swap them",
    ),
    'twice': (
        '\n[[norm]]', NORM + "\n[[norm]]",
        "norm 'flag', id: another norm is called so; give each its own id",
    ),
}  # fmt: skip
MISTAKEN_TIES = {
    'ring of another': (
        RING, 'each_side = 1', 'per_person = 1',
        "tie 'ring', per_person: is for the tie 'friends'; leave it out",
    ),
    'too many guarantors': (
        RING, 'id = "ring"\neach_side = 1', 'id = "guarantor"\nper_person = 5',
        "tie 'guarantor', per_person: a person has at most 4 of them; got 5",
    ),
    'no neighbours': (
        RING, 'each_side = 1', '',
        "tie 'ring', id: the tie 'ring' needs each_side; write each_side = 2",
    ),
    'around': (
        RING, '= 1', '= 50',
        "tie 'ring', each_side: reaches around a ring of 100 persons; take less than half of it",
    ),
    'weights': (
        TABLE, '1.0', '0.5',
        "tie 'table', rows: the weights of person 0 sum to 0.5; they must sum to 1",
    ),
    'beyond': (
        TABLE, 'heeds = 1', 'heeds = 100',
        "tie 'table', rows 1: a place has 100 persons, counted from 0; got 100",
    ),
}  # fmt: skip


def problems(tmp_path: Path, more: str) -> list[str]:
    """Messages of a population with more blocks."""
    path = tmp_path / "people.toml"
    path.write_text(PEOPLE.read_text("utf-8") + more, "utf-8")
    return [problem.message for problem in check(path).problems]


def test_without_a_mistake_there_is_no_message(tmp_path: Path) -> None:
    assert problems(tmp_path, NORM + RING + TABLE) == []
    assert problems(tmp_path, NORM.replace('threshold = { law = "even" }', NORMAL)) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_norm_gets_its_message(tmp_path: Path, name: str) -> None:
    old, new, said = MISTAKES[name]
    assert said in problems(tmp_path, NORM.replace(old, new))


@pytest.mark.parametrize("name", MISTAKEN_TIES)
def test_a_mistake_in_a_tie_gets_its_message(tmp_path: Path, name: str) -> None:
    tie, old, new, said = MISTAKEN_TIES[name]
    assert said in problems(tmp_path, tie.replace(old, new))


OPINION = """
[[opinion]]
id = "trust"
label = "trusts the others"
among = "place"
start = { law = "uniform" }
weight_others = 0.5
source = "definition"
"""
MISTAKEN_OPINIONS = {
    "grows": (
        "weight_others = 0.5", "weight_others = 0.5\nweight_start = 0.6",
        "opinion 'trust', weight_others: with weight_self and weight_start it comes to 1.1, and opinions would grow without end; 1 is the most",
    ),
    "no start": ('start = { law = "uniform" }\n', "", "opinion 'trust', id: needs one of start and starts; write start = { law = \"uniform\" }"),
    "no tie": ('"place"', '"table"', "opinion 'trust', among: there is no such tie; add a [[tie]] with id = \"table\""),
    "city": ('"place"', '"city"', "opinion 'trust', among: must be one of 'place', 'friends', 'ring' or 'table'; got \"city\""),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKEN_OPINIONS)
def test_a_mistake_in_an_opinion_gets_its_message(tmp_path: Path, name: str) -> None:
    old, new, said = MISTAKEN_OPINIONS[name]
    assert problems(tmp_path, OPINION) == []
    assert said in problems(tmp_path, OPINION.replace(old, new))


def test_nine_norms_are_too_many(tmp_path: Path) -> None:
    nine = "".join(NORM.replace("flag", f"flag-{k}") for k in range(9))
    assert problems(tmp_path, nine) == ["norm 'flag-8', id: is norm number 9; 8 are the most"]


def test_a_norm_that_is_another_populations_is_missed_when_a_world_is_made(tmp_path: Path) -> None:
    folder = shutil.copytree(PEOPLE.parent / "watched", tmp_path / "watched")
    for file in folder.glob("*.toml"):
        file.write_text(file.read_text("utf-8").replace('"open-dissent"', '"riot"'), "utf-8")
    world = make_world(str(folder), "city", 40, years=1)
    with pytest.raises(InputError, match="asks who follows 'riot', and the population 'city' has no such"):
        Plan(world)


def test_words_of_a_meeting_need_one_and_lists_their_regime(tmp_path: Path) -> None:
    acts = (PEOPLE.parent / "image" / "acts.toml").read_text("utf-8")
    path = tmp_path / "acts.toml"
    path.write_text(acts.replace('meets = "place"\n', "").replace("image/", ""), "utf-8")
    messages = [problem.message for problem in check(path).problems]
    for word in ("met_known_share", "only_met_on_list", "met_gains_yuan"):
        assert f"act 'help', {word}: nobody is met; write meets = \"place\" beside it" in messages
    assert "act 'help', only_met_on_list: which regime's list? write \"regime/helped\"" in messages


def test_a_list_that_an_act_asks_for_must_be_there(tmp_path: Path) -> None:
    folder = tmp_path / "image"
    folder.mkdir()
    for name in ("regime.toml", "SOURCES.md", "acts.toml"):
        text = (PEOPLE.parent / "image" / name).read_text("utf-8")
        (folder / name).write_text(text.replace("image/helped", "image/hleped"), "utf-8")
    more = NORM.replace("flag", "discriminates")
    path = tmp_path / "people.toml"
    path.write_text(PEOPLE.read_text("utf-8") + more, "utf-8")
    with pytest.raises(
        InputError, match="asks whether somebody met is on 'image/hleped', and 'image' has no such list"
    ):
        Plan(make_world(str(folder), str(path), years=1))


def test_for_whom_an_act_is_does_not_ask_for_norms(tmp_path: Path) -> None:
    acts = (PEOPLE.parent / "watched" / "acts.toml").read_text("utf-8")
    path = tmp_path / "acts.toml"
    path.write_text(acts.replace('needs_norm = "open-dissent"', 'who = { follows = "open-dissent" }'), "utf-8")
    people = tmp_path / "people.toml"
    people.write_text(PEOPLE.read_text("utf-8") + NORM.replace("flag", "open-dissent"), "utf-8")
    said = "act 'speak-out', who, follows: for whom this is, is asked once a year, and norms change sooner; write needs_norm"
    assert [problem.message for problem in check(path, people).problems] == [said]
