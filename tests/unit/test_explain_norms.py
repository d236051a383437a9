"""A life told again says when norms are taken up and given up, and adds up to what the run counted."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from validation.following import PEOPLE

from glasshouse import verbs
from glasshouse.results.run import Run

PERSONS = 40
NORMS = """
[[norm]]
id = "flag"
label = "hangs out a flag"
follows = "threshold"
among = "place"
threshold = { law = "even" }
may_be_given_up = true
pushes = [{ from = 2020-02-12, until = 2020-02-26, share = 0.25 }]
source = "definition"

[[norm]]
id = "cough"
label = "coughs"
follows = "infection"
among = "city"
start_share = 0.1
passes_on_to = 3
catching_windows = 2
may_be_given_up = true
source = "definition"
"""
PHRASES = {
    "start": "from the start the person does what some do: coughs.",
    "pushed": "by a push from outside the person does this: hangs out a flag.",
    "held": "by a push from outside the person no longer does this: hangs out a flag.",
    "caught": "of those whom it heeds did and passed it on).",
    "followed": "the person takes up what others do: hangs out a flag (",
    "over": "the person gives up what others do: coughs.",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("norms")
    path = folder / "people.toml"
    text = PEOPLE.read_text("utf-8").replace("persons_per_place = 1000", "persons_per_place = 20")
    path.write_text(text + NORMS, "utf-8")
    return verbs.simulate("none", str(path), persons=PERSONS, years=0.3, seed=2, out=folder / "run")


def test_what_lives_tell_is_what_was_counted(run: Run) -> None:
    counted: Counter[tuple[str, int, bool]] = Counter()
    said: set[str] = set()
    for person in range(PERSONS):
        told = run.explain(person)
        assert told.matches_record
        follows = dict.fromkeys(("flag", "cough"), False)
        for event in (event for event in told.events if event["kind"] == "norm"):
            assert follows[event["norm"]] is not event["begins"]
            follows[event["norm"]] = event["begins"]
            counted[event["norm"], event["day"], event["begins"]] += 1
        row = run.persons.row(person, named=True)
        assert follows == {norm: row[f"follows_{norm}"] for norm in follows}
        said |= {name for name, phrase in PHRASES.items() if any(phrase in each for each in told.sentences)}
    assert said == PHRASES.keys()
    table = run.norms.group_by("norm", "day").agg(pl.col("began", "gave_up").sum()).sort("day")
    found = Counter()
    for row in table.iter_rows(named=True):
        found[row["norm"], row["day"], True] += row["began"]
        found[row["norm"], row["day"], False] += row["gave_up"]
    assert +found == +counted
