"""A regime that voids clauses of another: the same lives as under a text that ends on that day, and nothing that was not meant."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from property.lives import WORLDS, differs, live

import glasshouse as gh
from glasshouse.engine.city import City
from glasshouse.engine.state import T_DONE
from glasshouse.kit.errors import InputError, RulebookError

COURT = """vocabulary = 1

[regime]
id = "court"
title = "A court that reviews laws"
kind = "reference"
about = "For tests: it voids what it is told to, and else does nothing."

[covers]
source = "definition"
"""
OVERRIDE = '\n[[override]]\nid = "review"\nvoids = {voids}\n{day}text = "It is void."\nsource = "definition"\n'
DAY = "2017-09-20"


def folder(room: Path, name: str, text: str) -> Path:
    """A regime's folder with this text, and what the village has beside it."""
    path = room / name
    path.mkdir(parents=True)
    (path / "regime.toml").write_text(text, "utf-8")
    for file in ("acts.toml", "services.toml", "SOURCES.md"):
        if name == "guild" or file == "SOURCES.md":
            said = (WORLDS / "guild" / file).read_text("utf-8")
            (path / file).write_text(said.replace('kind = "mishap"', 'kind = "harm"\ngain_yuan = 5'), "utf-8")
    return path


def lived(room: Path, voids: str = "", day: str = DAY, edits: tuple[tuple[str, str], ...] = ()) -> City:
    """The guild under the court, with or without an override, its text edited."""
    text = (WORLDS / "guild" / "regime.toml").read_text("utf-8")
    for old, new in edits:
        assert old in text
        text = re.sub(re.escape(old), new, text, count=1)
    said = OVERRIDE.format(voids=voids, day=f"from = {day}\n" if day else "") if voids else ""
    joined = f"{folder(room, 'court', COURT + said)}+{folder(room, 'guild', text)}"
    return live(joined, persons=60, years=0.8, population="market-town")


UNTIL = f"until = {DAY}\n"
ENDED = (('id = "called"\nevery', f'id = "called"\n{UNTIL}every'), ('id = "no-feast"\n', f'id = "no-feast"\n{UNTIL}'))


def test_what_is_void_from_a_day_ends_on_that_day(tmp_path: Path) -> None:
    void = lived(tmp_path / "void", '["guild/called", "guild/no-feast"]')
    assert differs(void, lived(tmp_path / "ended", edits=ENDED)) == []
    assert differs(void, lived(tmp_path / "usual"))
    assert differs(void, lived(tmp_path / "one", '"guild/called"'))


def test_the_earlier_of_two_ends_counts(tmp_path: Path) -> None:
    later = ENDED[1][1].replace("09-20", "12-01")
    void = lived(tmp_path / "void", '"guild/no-feast"', edits=(ENDED[0], (ENDED[1][0], later)))
    assert differs(void, lived(tmp_path / "ended", edits=ENDED)) == []


@pytest.mark.parametrize("day", ["", "2012-01-01"])
def test_a_regime_void_from_the_first_day_is_neither_felt_nor_feared(tmp_path: Path, day: str) -> None:
    void = lived(tmp_path / "void", '"guild/*"', day)
    guild = folder(tmp_path / "beside", "guild", (WORLDS / "guild" / "regime.toml").read_text("utf-8"))
    alone = live(str(folder(tmp_path / "beside", "court", COURT)), 60, 0.8, population="market-town", also=str(guild))
    assert np.array_equal(void.people.tally, alone.people.tally)
    feared = lived(tmp_path / "usual").people.tally[:, T_DONE].sum()
    assert void.people.tally[:, T_DONE].sum() > feared


def test_a_clause_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match="'court/review' voids 'guild/calling', and 'guild' has no such clause; did you mean 'called'"
    ):
        lived(tmp_path, '"guild/calling"')


@pytest.mark.parametrize(
    ("voids", "says"),
    [
        ('"called"', 'must be clauses of other regimes like "city/late-rent" or "city/\\*"; got "called"'),
        ('"court/review"', "'court/review' is a clause of this regime; write until there, or leave it out"),
        ('"court-list/no-fligths"', "there is no clause there 'no-fligths'; did you mean 'no-flights'?"),
    ],
)
def test_an_override_of_nothing_is_refused(tmp_path: Path, voids: str, says: str) -> None:
    with pytest.raises(RulebookError, match=says):
        lived(tmp_path, voids)


def test_whoever_pilots_an_override_is_told_that_it_holds_everywhere(tmp_path: Path) -> None:
    said = COURT.replace("[covers]\n", "[covers]\nplaces_share = 0.5\n") + OVERRIDE.format(voids='"guild/*"', day="")
    warned = [str(each) for each in gh.check(str(folder(tmp_path, "court", said))).warnings]
    assert any("is void everywhere" in each for each in warned)
