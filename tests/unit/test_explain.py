"""A life told again: it equals the record, says what is false and what is assumed, and has a twin."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from glasshouse import verbs
from glasshouse.cli import main
from glasshouse.engine.explain import Explanation
from glasshouse.results.run import Run

PERSONS = 2300
PEOPLE = (0, 17, 999, 1000, 1234, 2299)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    out = tmp_path_factory.mktemp("runs") / "run"
    return verbs.simulate("rongcheng+court-list", persons=PERSONS, years=2, seed=3, threads=2, out=out)


def people_with(run: Run, column: str) -> int:
    found = run.persons.sort(column, descending=True)
    assert found[column][0] > 0, f"nobody of this run has any {column}; choose another seed"
    return int(found["person"][0])


@pytest.mark.parametrize("person", PEOPLE)
def test_the_replayed_end_equals_the_record(run: Run, person: int) -> None:
    told = run.explain(person)
    row = run.persons.row(person, named=True)
    assert told.matches_record is True
    assert told.end_state["done"] == row["done"]
    assert told.sentences[0].startswith(f"Person {person} is synthetic: {row['age']} years old")
    assert "It equals the record exactly" in " ".join(told.sentences)
    assert [event["day"] for event in told.events] == sorted(event["day"] for event in told.events)
    assert all({"day", "date", "kind", "decides"} <= event.keys() for event in told.events)


@pytest.mark.parametrize("person", PEOPLE)
def test_events_add_up_to_the_tallies_and_scores(run: Run, person: int) -> None:
    told = run.explain(person)
    deeds = [event for event in told.events if event["kind"] == "occasion"]
    assert sum(event["done"] for event in deeds) == told.end_state["done"]
    given_up = sum(event["would_have"] and not event["done"] for event in deeds)
    assert given_up == told.end_state["deterred"] + told.end_state["chilled"]
    assert sum(event["kind"] == "refused" for event in told.events) == told.end_state["refused"]
    moves = [event for event in told.events if event.get("score") == "rongcheng/city" and "before" in event]
    balance = 1000
    for event in moves:
        assert event["before"] == balance
        balance = event["after"]
    if told.end_state["score_rongcheng/city"] is not None:
        assert balance == told.end_state["score_rongcheng/city"]


def test_every_posting_carries_its_rule_text_and_source(run: Run) -> None:
    told = run.explain(people_with(run, "seen"))
    postings = [event for event in told.events if event["kind"] == "posting" and "rule" in event]
    assert postings
    assert all(event["text"] and event["source"] for event in postings)
    first = next(
        sentence for sentence in told.sentences if f'the rule "{postings[0]["rule"].split("/")[1]}"' in sentence
    )
    assert postings[0]["text"] in first
    assert "->" in first


def test_a_false_report_is_called_false(run: Run) -> None:
    told = run.explain(people_with(run, "false_reports"))
    false = [event for event in told.events if event["kind"] in ("report", "sighted") and not event["true"]]
    assert false
    assert any("falsely" in sentence for sentence in told.sentences)


def test_an_assumption_never_looks_like_a_source(run: Run) -> None:
    told = run.explain(people_with(run, "granted"))
    assert not any("[assumption]" in sentence for sentence in told.sentences)
    assert any("our assumption" in sentence for sentence in told.sentences)


def life_of(told: Explanation) -> dict[str, Any]:
    return {"events": told.events, "end": told.end_state}


@pytest.mark.parametrize("person", PEOPLE[:3])
def test_the_twin_under_the_same_regimes_is_the_same(run: Run, person: int) -> None:
    told = run.explain(person, under="court-list+rongcheng")
    assert told.twin is not None
    assert life_of(told.twin) == life_of(told)
    assert told.compared == []
    assert "do not differ" in " ".join(told.twin.sentences)


def test_the_twin_under_none_meets_the_same_occasions(run: Run) -> None:
    told = run.explain(people_with(run, "deterred"), under="none")
    assert told.twin is not None
    assert told.twin.matches_record is None
    weighed = [
        [(event["day"], event["act"], event["would_have"]) for event in life.events if event["kind"] == "occasion"]
        for life in (told, told.twin)
    ]
    assert weighed[0] == weighed[1]
    assert all(event["done"] == event["would_have"] for event in told.twin.events)
    assert "The two lives first differ on" in " ".join(told.twin.sentences)
    assert any(what == "deeds done" for what, _, _ in told.compared)


def test_a_life_in_which_nothing_happens_is_told_too(run: Run) -> None:
    child = int(run.persons.filter(run.persons["age"] < 3)["person"][0])
    told = run.explain(child, under="none")
    assert told.twin is not None
    assert told.twin.events == []
    assert "nothing happened" in " ".join(told.twin.sentences)


def test_as_data_leaves_out_the_sentences(run: Run) -> None:
    told = run.explain(17, as_data=True)
    assert told.sentences == []
    assert told.events == run.explain(17).events


def test_the_command_prints_it_and_a_flipped_byte_never_matches(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["explain", str(run.folder), "--person", "17", "--under", "none"]
    assert main([*command, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["matches_record"] is True
    assert {"events", "end_state", "twin", "compared"} <= answer.keys()
    assert main(command) == 0
    assert "agrees with the record" in capsys.readouterr().out
    copy = shutil.copytree(run.folder, tmp_path / "copy")
    path = copy / "persons.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)
    assert main(["explain", str(copy), "--person", "17", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["matches_record"] is False
