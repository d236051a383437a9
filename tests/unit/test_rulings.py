"""What a rulebook cannot mean is refused by its word, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from glasshouse.regime.check import check

REGIME = """
vocabulary = 1

[regime]
id = "rulings"
title = "A law with what cannot be"
kind = "reference"
about = "A score, a list, and a rule for each."

[covers]
source = "definition"

[[score]]
id = "points"
start = 100
{score}
source = "definition"

[[rule]]
id = "posting"
text = "Litter costs points."
on = "litter"
score = "points"
points = [-10, -5]
{posting}
source = "definition"

[[list]]
id = "noted"
text = "Who littered."
kind = "bad"
if_already_on = "ignore"
{list}
source = "definition"

[[rule]]
id = "entry"
text = "Litter leads to the list."
on = "litter"
puts_on = "noted"
{entry}
source = "definition"

[[channel]]
id = "eyes"
by = "camera"
covers = "litter"
source = "definition"
"""
SOUND = {"score": "", "posting": "", "list": "term_days = 30", "entry": ""}
PARTS = "score 'points', step: must be 1 point or a whole part of it, such as 0.5, 0.1 or 0.01; got"
KEPT = (
    "points of a household do not expire: they are the members' sum, and only resets and returns move it; leave it out"
)
OWN = "is for points; each stay on a list is decided on its own; "
REFUSED = {
    "step of five": ({"score": "step = 5"}, f"{PARTS} 5; 5 points at a time fit a step of 1"),
    "step of parts": ({"score": "step = 0.625"}, f"{PARTS} 0.625"),
    "household score": ({"score": 'unit = "household"\nexpires_after_days = 30'}, f"score 'points', expires_after_days: {KEPT}"),
    "rule of a household score": ({"score": 'unit = "household"', "posting": "expires_after_days = 30"}, f"rule 'posting', expires_after_days: {KEPT}"),
    "official terms": ({"entry": 'term_days = [30, 60]\ndecided_by = "official"'}, f"rule 'entry', decided_by: {OWN}write decided_by = \"case\""),
    "harsher terms": ({"entry": 'term_days = [30, 60]\ndecided_by = "case"\nharsher_share = 0.5'}, f"rule 'entry', harsher_share: {OWN}leave it out"),
    "no days": ({"list": "term_days = 0"}, "list 'noted', term_days: must be whole days from 1 to 36500; got 0"),
    "no days of an entry": ({"entry": "term_days = 0"}, "rule 'entry', term_days: must be whole days from 1 to 36500; got 0"),
    "perhaps no days": ({"list": "term_days = [0, 5]"}, "list 'noted', term_days: must be whole days from 1 to 36500; got [0, 5]"),
}  # fmt: skip


def said(folder: Path, **words: str) -> list[str]:
    """What a check refuses in the law with these words."""
    (folder / "regime.toml").write_text(REGIME.format(**(SOUND | words)), "utf-8")
    return [problem.message for problem in check(folder).problems]


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_by_its_word(tmp_path: Path, name: str) -> None:
    words, message = REFUSED[name]
    found = said(tmp_path, **words)
    assert len(found) == 1
    assert message in found[0]


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"score": "step = 0.25\nexpires_after_days = 30"},
        {"score": "step = 0.000001"},
        {"score": 'unit = "household"'},
        {"posting": 'decided_by = "official"\nharsher_share = 0.5\nexpires_after_days = 20'},
        {"entry": 'term_days = [30, 60]\ndecided_by = "case"'},
        {"list": "term_days = 1"},
    ],
)
def test_what_can_be_is_not_refused(tmp_path: Path, words: dict[str, str]) -> None:
    assert said(tmp_path, **words) == []
