"""Grades by rank: exactly so many, the same whoever lives the city; bars that move; effort only where it is worth it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from property.lives import differs, live

from glasshouse.engine.city import City
from glasshouse.engine.fields import crossing
from glasshouse.engine.replay import replay_place
from glasshouse.engine.tabulate import thresholds

HEAD = """vocabulary = 1
[regime]
id = "ranks"
title = "A book of ranks"
kind = "reference"
about = "Ranks people."
[covers]
who = { age_at_least = 18 }
source = "definition"
[[score]]
id = "score"
source = "definition"
"""
THREE = """
[[grade]]
id = "gold"
score = "score"
top_share = 0.1
source = "definition"
[[grade]]
id = "silver"
score = "score"
top_share = 0.35
source = "definition"
[[grade]]
id = "rest"
score = "score"
source = "definition"
"""
DRIFT = '\n[[rule]]\nid = "drift"\ntext = "moves"\nevery = "month"\npoints = [1, 9]\nsource = "definition"\n'


def law(folder: Path, words: str, blocks: str = THREE) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "regime.toml").write_text(HEAD + words + blocks, "utf-8")
    return str(folder)


def lived(regime: str, tasks: int = 1, years: float = 0.5) -> City:
    return live(regime, 400, years, population="village", tasks=tasks, also="court-list")


def graded(city: City) -> np.ndarray:
    """How many of those whom the regime covers have each grade."""
    grade = city.people.small[:, city.plan.compiled.at.grades]
    return np.bincount(grade[grade != 255], minlength=3)


@pytest.mark.parametrize(
    "words",
    ["start = 100\n", "start = [95, 105]\n", 'start = [95, 105]\npublished = "quarter"\n', "start = [0, 100000]\n"],
)
def test_exactly_so_many_whatever_the_ties(tmp_path: Path, words: str) -> None:
    city = lived(law(tmp_path / "r", words, THREE + DRIFT))
    found = graded(city)
    n = found.sum()
    assert 300 < n < 400, "children are not ranked"
    wanted = [np.floor(n * share + 0.5) for share in (0.1, 0.35)]
    last = thresholds(city).tail(2)["reached"].to_list()
    assert found.cumsum()[:2].tolist() == wanted
    assert last == wanted


def test_equals_keep_their_lot(tmp_path: Path) -> None:
    """With equal scores the lot decides, once and for all, and not by number."""
    city = lived(law(tmp_path / "r", "start = 100\n"))
    gold = np.flatnonzero(city.people.small[:, city.plan.compiled.at.grades] == 0)
    assert 0.35 < gold.mean() / 400 < 0.65
    later = lived(law(tmp_path / "r", "start = 100\n"), years=1)
    assert np.array_equal(gold, np.flatnonzero(later.people.small[:, later.plan.compiled.at.grades] == 0))


def test_threads_and_replay_do_not_matter(tmp_path: Path) -> None:
    regime = law(tmp_path / "r", 'start = [95, 105]\npublished = "month"\n', THREE + DRIFT)
    one, two = (live(regime, 3000, 0.5, population="city", tasks=tasks) for tasks in (1, 2))
    assert differs(one, two) == []
    assert np.array_equal(one.fields.bars, two.fields.bars)
    kept = {name: rows.copy() for name, rows in crossing(one.fields).items()}
    alone, _ = replay_place(one.plan, 2, kept)
    assert all(np.array_equal(whole[2000:], part) for whole, part in zip(one.people, alone.people, strict=True))


def test_everybody_better_by_as_much_changes_no_rank(tmp_path: Path) -> None:
    low = lived(law(tmp_path / "low", "start = [95, 105]\n"))
    high = lived(law(tmp_path / "high", "start = [195, 205]\n"))
    at = low.plan.compiled.at.grades
    assert np.array_equal(low.people.small[:, at], high.people.small[:, at])


def test_who_may_be_ranked_grows_up(tmp_path: Path) -> None:
    """The number ranked follows those whom the regime covers: a child that comes of age is ranked from the next time on."""
    city = lived(law(tmp_path / "r", 'start = [95, 105]\npublished = "month"\n'), years=2.2)
    reached = thresholds(city).filter(thresholds(city)["grade"] == "silver")["reached"].to_numpy()
    assert reached[-1] > reached[0]


def test_a_bar_at_the_mean_is_the_mean_and_so_much_more(tmp_path: Path) -> None:
    words = "start = [80, 120]\nstep = 0.1\n"
    bar = THREE.replace("top_share = 0.1", "at_mean = 4.5").replace("top_share = 0.35", "at_mean = -2")
    city = lived(law(tmp_path / "mean", words, bar), years=0.1)
    grades = graded(city)
    covered = city.people.small[:, city.plan.compiled.at.grades] < 3
    steps = city.people.points[covered, 0]
    mean = int(np.floor(steps.sum() / covered.sum() + 0.5))
    assert list(grades) == [
        (steps >= mean + 45).sum(),
        ((steps < mean + 45) & (steps >= mean - 20)).sum(),
        (steps < mean - 20).sum(),
    ]
    assert min(grades) > 20
