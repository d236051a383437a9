"""Norms cross places and cities, and yet nothing that must not matter matters; and without them nothing changes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from property.lives import differs
from property.lives import live as live_as
from validation.following import PEOPLE, followed, live, people

from glasshouse.engine.checkpoint import load_city, save_city
from glasshouse.engine.city import City, Plan, live_season, make_city, new_table
from glasshouse.engine.explain import explain
from glasshouse.engine.fields import crossing
from glasshouse.engine.replay import replay_place
from glasshouse.engine.simulate import simulate
from glasshouse.engine.state import T_LISTED_DAYS, T_REFUSED
from glasshouse.engine.tabulate import end_state
from glasshouse.engine.world import make_world
from glasshouse.rulebook.read import DATA

TESTS = Path(__file__).parents[1]
WATCHED = f"{PEOPLE.parent / 'watched'}+{PEOPLE.parent / 'image'}"
SIZES = {"persons": 430, "persons_per_place": 60, "places_per_city": 5}
CROWD = """
[[tie]]
id = "friends"
per_person = 3
same_group_share = 0.5
source = "assumption"

[[tie]]
id = "ring"
each_side = 2
source = "assumption"

[[tie]]
id = "table"
rows = [{ who = 0, heeds = 1, weight = 0.75 }, { who = 0, heeds = 2, weight = 0.25 }, { who = 1, heeds = 0, weight = 1.0 }]
source = "assumption"

[[norm]]
id = "open-dissent"
label = "says openly what many think"
follows = "threshold"
among = "city"
may_be_given_up = true
start_share = 0.02
threshold = { law = "normal", mean = 0.25, sigma = 0.12 }
pushes = [{ from = 2020-04-01, until = 2020-06-01, share = 0.3 }, { from = 2020-11-01, until = 2020-12-01, share = 0.05 }]
source = "assumption"

[[norm]]
id = "rumour"
label = "passes a rumour on"
follows = "infection"
among = "city"
start_share = 0.02
passes_on_to = 2
catching_windows = 1
source = "assumption"

[[norm]]
id = "cold"
label = "has a cold"
follows = "infection"
among = "place"
start_share = 0.05
chance_per_contact = 0.02
catching_windows = 2
may_be_given_up = true
source = "assumption"

[[norm]]
id = "app"
label = "uses the new application"
follows = "hazard"
among = "friends"
own_per_year = 0.1
others_per_year = 2
source = "assumption"

[[norm]]
id = "flag"
label = "hangs out a flag"
follows = "threshold"
among = "ring"
start_share = 0.1
threshold = { law = "uniform", low = 0.1, high = 0.9 }
source = "assumption"

[[norm]]
id = "greeting"
label = "greets as others do"
follows = "threshold"
among = "table"
start_share = 0.05
threshold = { law = "even" }
source = "assumption"

[[norm]]
id = "discriminates"
label = "helps whom it knows to help"
follows = "payoff"
among = "city"
start_share = 0.6
imitates_per_window = 0.3
source = "assumption"

[[opinion]]
id = "trust"
label = "trusts the others"
among = "friends"
start = { law = "normal", mean = 0.5, sigma = 0.2 }
weight_others = 0.6
weight_start = 0.4
noise_sigma = 0.05
source = "assumption"

[[opinion]]
id = "mood"
label = "is in good spirits"
among = "place"
start = { law = "uniform", evenly = true }
weight_self = 0.5
weight_others = 0.5
source = "assumption"
"""


def crowd() -> Path:
    """People who follow others in every way there is."""
    return people(CROWD, **SIZES)


def lived(tasks: int = 1, city: int = 0, **more: object) -> City:
    """A city of the crowd at the end of its world."""
    return live_as(WATCHED, None, 1.5, city, tasks, population=str(crowd()), seed=4, **more)


def test_every_norm_moves() -> None:
    table = followed(lived())
    moved = table.group_by("norm").agg(pl.col("began").sum(), pl.col("gave_up").sum())
    assert moved.filter(pl.col("began") > 5)["norm"].len() == 7
    assert set(moved.filter(pl.col("gave_up") > 0)["norm"]) == {"open-dissent", "cold", "discriminates"}
    whole = table.with_columns(stock=(pl.col("began") - pl.col("gave_up")).cum_sum().over("norm"))
    assert (whole["stock"] == whole["followers"]).all()
    assert (table["persons"] == 300).all()


def test_opinions_move_and_those_of_a_place_meet() -> None:
    city = lived()
    state = end_state(city.plan, city.traits.joined, city.people, city.plan.world.days)
    assert np.unique(np.round(state["opinion_trust"], 6)).size == 300
    moods = state["opinion_mood"].reshape(5, 60)
    assert np.ptp(moods) < 1e-9
    assert moods == pytest.approx(0.5)


def test_threads_do_not_matter() -> None:
    one, two = lived(), lived(tasks=2)
    assert differs(one, two) == []
    assert followed(one).equals(followed(two))


@pytest.mark.parametrize("city", [0, 1])
def test_a_place_lived_alone_equals_the_place_of_its_city(city: int) -> None:
    whole = lived(city=city)
    size = SIZES["persons_per_place"]
    for place in range(len(whole.sizes)):
        alone, _ = replay_place(whole.plan, whole.first_person // size + place, crossing(whole.fields))
        rows = slice(place * size, place * size + alone.n)
        for name, mine, theirs in zip(whole.people._fields, whole.people, alone.people, strict=True):
            assert np.array_equal(mine[rows], theirs), name


def test_a_city_that_was_put_away_goes_on_as_if_it_never_had_been(tmp_path: Path) -> None:
    usual = lived()
    plan = Plan(usual.plan.world)
    half = make_city(plan, 0, 1)
    table, batches = new_table(plan, len(half.sizes)), [plan.new_batch()]
    for _ in range(3):
        live_season(half, table, batches, None, lambda: False)
    save_city(tmp_path, half, "run")
    again = load_city(tmp_path, plan, 0, 1, "run")
    assert again is not None
    while again.season < plan.n_seasons:
        live_season(again, table, batches, None, lambda: False)
    assert differs(usual, again) == []
    assert followed(usual).equals(followed(again))
    assert np.array_equal(usual.fields.follows, again.fields.follows)


PROGRAM = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from property.test_follow import followed, lived
city = lived()
print(hashlib.sha256(b"".join(array.tobytes() for array in city.people)).hexdigest(), followed(city)["began"].sum())
"""


@pytest.mark.slow
def test_the_same_bits_with_the_compiler_off() -> None:
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])

    def bits(**environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", PROGRAM, str(TESTS)], env=os.environ | {"PYTHONPATH": path} | environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert bits() == bits(NUMBA_DISABLE_JIT="1")


def test_only_followers_do_the_act_and_the_condition_finds_them() -> None:
    city = lived()
    ever = followed(city).filter(pl.col("norm") == "open-dissent")["began"].sum()
    listed = city.people.small[:, city.plan.compiled.at.marks + 1] > 0
    assert 0 < listed.sum() <= ever
    assert city.people.tally[:, T_REFUSED].sum() > 0
    follows = city.people.small[:, city.plan.compiled.at.follows] & 1 == 1
    assert 0 < follows.sum() < 300
    assert np.array_equal(city.people.services != 0, follows), "nothing else of a standing need change"
    nobody = CROWD.replace("share = 0.3 }", "share = 0.0 }").replace("share = 0.05 }", "share = 0.0 }")
    nobody = nobody.replace("start_share = 0.02\nthreshold", "start_share = 0.0\nthreshold").replace(
        "0.25, s", "2.0, s"
    )
    none = live_as(WATCHED, None, 1.5, population=str(people(nobody, **SIZES)), seed=4)
    assert none.people.tally[:, T_REFUSED].sum() == none.people.tally[:, T_LISTED_DAYS].sum() == 0


def test_a_norm_that_nobody_asks_for_changes_no_life() -> None:
    text = (DATA / "populations" / "city.toml").read_text("utf-8")
    norm = CROWD[CROWD.index('[[norm]]\nid = "rumour"') : CROWD.index('[[norm]]\nid = "cold"')]
    path = people("").parent / "city-with-rumour.toml"
    path.write_text(text + "\n" + norm, "utf-8")
    usual = live_as("rongcheng+court-list", 2000, 1)
    other = live_as("rongcheng+court-list", 2000, 1, population=str(path))
    for name in ("points", "tally", "services"):
        assert np.array_equal(getattr(usual.people, name), getattr(other.people, name)), name
    assert followed(other)["followers"][-1] > 200
    assert usual.people.minds.nbytes == 0


def test_a_run_keeps_who_follows_and_tells_a_life_again(tmp_path: Path) -> None:
    world = make_world(WATCHED, str(crowd()), years=1, seed=4)
    run = simulate(world, tmp_path / "run")
    assert run.persons["follows_rumour"].sum() > 50
    assert run.norms["city"].n_unique() == 2
    person = int(run.persons.filter(pl.col("follows_open-dissent"))["person"][0])
    told = explain(run, person, under="none")
    assert told.matches_record
    assert told.twin is not None
    assert told.twin.end_state["follows_open-dissent"]
    assert "follows open-dissent" in " ".join(told.sentences)


def test_the_seed_matters() -> None:
    one = live(crowd(), 200, seed=1, regimes=WATCHED)
    assert differs(one, live(crowd(), 200, seed=2, regimes=WATCHED))
