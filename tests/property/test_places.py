"""Scores of places: the sum of what their people were posted, one number for all of them, and ranks among places."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from property.lives import live
from twin.compare import Pair

import glasshouse
from glasshouse.engine.city import City
from glasshouse.engine.tabulate import TALLIES, persons
from glasshouse.engine.tabulate_rations import places
from glasshouse.engine.world import make_world

HEAD = """vocabulary = 1
[regime]
id = "village-book"
title = "A book of villages"
kind = "reference"
about = "Places are scored by what their people do; their people are paid by it."
[covers]
unit = "place"
who = { age_at_least = 18 }
source = "definition"
[[score]]
id = "village"
unit = "place"
start = [{ share = 0.5, is = 100 }, { share = 0.5, is = [40, 60] }]
source = "definition"
"""
RANKS = """
[[grade]]
id = "civilised"
score = "village"
top_share = 0.3
source = "definition"
[[grade]]
id = "plain"
score = "village"
source = "definition"
[[consequence]]
id = "feast"
text = "The people of a civilised village are given a feast."
when = { grade_at_least = "civilised" }
pays_yuan = 100
every = "month"
source = "definition"
"""
RULES = """
[[rule]]
id = "quarrel"
text = "A quarrel costs the village a point."
on = "quarrel"
points = -1
source = "definition"
[[rule]]
id = "help"
text = "Help brings it three."
on = "help-stranger"
points = 3
source = "definition"
[[channel]]
id = "group"
by = "informant"
covers = ["quarrel", "help-stranger"]
sees_probability = 0.5
source = "definition"
"""
OWN = """
[[score]]
id = "own"
start = 0
source = "definition"
"""
SIZE = 25
DATA = Path(glasshouse.__file__).parent / "data"


def law(folder: Path, text: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "regime.toml").write_text(text, "utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Ten small villages."""
    text = (DATA / "populations" / "village.toml").read_text("utf-8")
    text = re.sub(r"persons = [\d_]+", "persons = 250", text, count=1)
    text = re.sub(r"places_per_city = [\d_]+", "places_per_city = 10", text)
    text = re.sub(r"persons_per_place = [\d_]+", f"persons_per_place = {SIZE}", text)
    path = tmp_path_factory.mktemp("people") / "villages.toml"
    path.write_text(text, "utf-8")
    return str(path)


def lived(regime: str, people: str, tasks: int = 1, years: float = 0.4) -> City:
    return live(regime, 250, years, population=people, tasks=tasks, window_days=7)


def books(city: City) -> np.ndarray:
    """Score of each place, as each of its people carries it."""
    return city.people.points[:, 0].reshape(-1, SIZE)


@pytest.fixture(scope="module")
def ranked(tmp_path_factory: pytest.TempPathFactory, people: str) -> City:
    return lived(law(tmp_path_factory.mktemp("ranked"), HEAD + RANKS + RULES), people)


def test_all_of_a_place_carry_one_number(ranked: City) -> None:
    found = books(ranked)
    assert (found == found[:, :1]).all()
    assert len(np.unique(found[:, 0])) > 4


def test_the_number_is_what_its_people_were_posted(tmp_path: Path, people: str) -> None:
    """The same deeds posted to a score of one's own: each place has its start and the sum of them."""
    own = RULES.replace("points =", 'score = "own"\npoints =')
    both = RULES.replace("points =", 'score = "village"\npoints =')
    both = both[: both.index("[[channel]]")] + own.replace('id = "quarrel"', 'id = "own-quarrel"').replace(
        'id = "help"', 'id = "own-help"'
    )
    city = lived(law(tmp_path / "both", HEAD + OWN + both), people)
    still = lived(law(tmp_path / "still", HEAD), people, years=0.1)
    assert city.people.points[:, 1].any()
    assert (books(city)[:, 0] == books(still)[:, 0] + city.people.points[:, 1].reshape(-1, SIZE).sum(axis=1)).all()


def test_exactly_so_many_places_are_the_best_and_all_their_people(ranked: City) -> None:
    grades = ranked.people.small[:, ranked.plan.compiled.at.grades].reshape(-1, SIZE)
    best = [{int(grade) for grade in place if grade != 255} for place in grades]
    assert all(len(each) == 1 for each in best)
    assert sum(each == {0} for each in best) == 3
    scores = books(ranked)[:, 0]
    low = min(score for score, each in zip(scores, best, strict=True) if each == {0})
    assert sum(scores > low) < 3


def test_the_best_are_rewarded_together(ranked: City) -> None:
    rows = persons(ranked)
    paid = rows.filter(pl.col("eased") > 0).group_by("place").len()
    assert 3 <= paid.height < 10


def test_what_is_recorded_is_what_they_carry(ranked: City) -> None:
    rows = places(ranked).filter(pl.col("season") == ranked.plan.n_seasons - 1).sort("place")
    assert rows["value"].to_list() == books(ranked)[:, 0].tolist()
    assert rows["grade"].cast(pl.String).to_list().count("civilised") == 3


def test_a_life_tells_what_its_place_won_and_lost_together(tmp_path: Path, people: str) -> None:
    """Week by week where the score shows at once; where it waits for its day, on that day only."""
    for published in ("at-once", "month"):
        later = HEAD.replace('unit = "place"\nstart', f'unit = "place"\npublished = "{published}"\nstart')
        regime = law(tmp_path / published, later + RULES)
        run = glasshouse.simulate(regime, people, persons=75, years=0.2, seed=4, out=tmp_path / f"run-{published}")
        told = glasshouse.explain(run, 3)
        sums = [event for event in told.events if event["kind"] == "place-sum"]
        assert told.matches_record
        assert bool(sums) == (published == "at-once")
        if sums:
            assert sums[-1]["after"] == told.end_state["score_village-book/village"]
            assert any("of the place together" in line for line in told.sentences)


def test_households_are_ranked_as_one(tmp_path: Path, people: str) -> None:
    """So many households, of equals by lot, and everybody of them: whatever their size."""
    same = HEAD[: HEAD.index("start =")].replace('"place"', '"household"').replace("who = { age_at_least = 18 }\n", "")
    city = lived(law(tmp_path / "homes", same + 'start = 100\nsource = "definition"\n' + RANKS), people, years=0.1)
    best = city.people.small[:, city.plan.compiled.at.grades] == 0
    heads = np.arange(city.n) // SIZE * SIZE + city.traits.home
    homes = {int(head): {bool(is_best) for is_best in best[heads == head]} for head in heads}
    assert all(len(each) == 1 for each in homes.values())
    assert sum(each == {True} for each in homes.values()) == int(len(homes) * 0.3 + 0.5)


POOL = """
[[consequence]]
id = "pool"
text = "What the village has earned together is shared by what each has done."
budget_yuan_per_year = 100_003
budget_per = "place"
shared_out = "by-score"
score = "own"
source = "definition"
"""
HELP = """
[[rule]]
id = "help"
text = "Help brings points, which begin anew each year."
on = "help-stranger"
score = "own"
points = [1, 7]
source = "definition"
[[channel]]
id = "group"
by = "informant"
covers = "help-stranger"
source = "definition"
"""


def test_a_pool_goes_by_the_points_of_the_year_that_ended(tmp_path: Path, people: str) -> None:
    """Each village has its own; all of it is paid, to the last yuan that can be divided; who did nothing gets nothing."""
    own = OWN.replace("start = 0", 'start = 0\nresets = "year"')
    regime = law(tmp_path / "pool", HEAD + own + HELP + POOL)
    city = lived(regime, people, years=1.03)
    before = lived(regime, people, years=1.0)
    points = before.people.points[:, 1].reshape(-1, SIZE).astype(np.int64)
    paid = city.people.tally[:, TALLIES.index("eased_yuan")].reshape(-1, SIZE)
    owed = 100_003 * points // np.maximum(points.sum(axis=1), 1)[:, None] // 10
    assert (paid == owed).all()
    assert (paid > 0).sum() > 20
    world = make_world(regime, population=people, persons=50, years=1.02, seed=5, window_days=7)
    assert Pair(world).first_difference() is None


def test_threads_do_not_matter_and_the_twin_agrees(tmp_path: Path, people: str, ranked: City) -> None:
    regime = law(tmp_path / "r", HEAD + RANKS + RULES)
    two = lived(regime, people, tasks=2)
    assert all(np.array_equal(a, b) for a, b in zip(ranked.people, two.people, strict=True))
    assert np.array_equal(ranked.fields.books, two.fields.books)
    world = make_world(regime, population=people, persons=100, years=0.3, seed=5, window_days=7)
    assert Pair(world).first_difference() is None
