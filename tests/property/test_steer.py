"""Watchers who are sent: the same whoever lives the city, never more places than patrols, nothing seen elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from property.lives import WORLDS, differs, live

from glasshouse.engine.city import City
from glasshouse.engine.counts import A_SEEN
from glasshouse.engine.fields import crossing
from glasshouse.engine.replay import replay_place
from glasshouse.engine.steer import one_of_many, threshold_of
from glasshouse.engine.tabulate import sum_counts, watched_days
from glasshouse.engine.world import make_world
from glasshouse.kit.errors import InputError

HEAD = """vocabulary = 1
[regime]
id = "rounds"
title = "Rounds of a watch"
kind = "reference"
about = "Counts what a watch sees."
[covers]
source = "definition"
[[channel]]
id = "watch"
by = "official"
covers = "tick"
source = "definition"
[[channel]]
id = "calls"
by = "informant"
covers = "tick"
source = "definition"
sees_probability = {calls}
[[steer]]
id = "rounds"
channel = "watch"
every_days = 7
source = "definition"
"""
ACTS = """vocabulary = 1
[[act]]
id = "tick"
lane = 40000
label = "something ticks"
kind = "mishap"
family = "ticking"
visibility = "street"
source = "definition"
every_days = 1
probability = 0.5
"""


def world(folder: Path, words: str = "", calls: float = 0.0) -> str:
    (folder / "regime.toml").write_text(HEAD.format(calls=calls) + words, "utf-8")
    (folder / "acts.toml").write_text(ACTS, "utf-8")
    return str(folder)


def lived(regime: str, tasks: int = 1, years: float = 0.5, window_days: int = 7, persons: int = 40) -> City:
    return live(regime, persons, years, population="neighbourhoods", window_days=window_days, tasks=tasks)


def patrolled(city: City) -> np.ndarray:
    return city.fields.patrolled & 1


def test_threads_and_windows_do_not_matter(tmp_path: Path) -> None:
    regime = world(tmp_path, 'counts = { watch = 1, calls = 0.5 }\naccepts = "inverse-share"\n', 0.3)
    one, two, short = lived(regime), lived(regime, tasks=2), lived(regime, window_days=1)
    assert differs(one, two) == []
    assert differs(one, short) == [], "who is sent every week is not sent anew every day"
    for name in ("records", "history"):
        assert np.array_equal(getattr(one.fields, name), getattr(two.fields, name))
    assert np.array_equal(one.fields.patrolled, two.fields.patrolled)
    assert np.array_equal(
        np.repeat(one.fields.patrolled, 7, axis=0)[: len(short.fields.patrolled)], short.fields.patrolled
    )


def test_a_place_lived_alone_is_the_place_of_its_city() -> None:
    city = live(f"{WORLDS / 'everything'}+{WORLDS / 'source'}", 300, 1.1, population="village", seed=4)
    kept = {name: rows.copy() for name, rows in crossing(city.fields).items()}
    alone, _ = replay_place(city.plan, 0, kept)
    rows = slice(0, alone.n)
    assert all(np.array_equal(whole[rows], part) for whole, part in zip(city.people, alone.people, strict=True))


@pytest.mark.parametrize("sent", ["in-proportion", "most-records", "at-random"])
def test_as_many_places_as_patrols_are_watched_and_nothing_else_is_seen(tmp_path: Path, sent: str) -> None:
    city = lived(world(tmp_path, f'sent = "{sent}"\npatrols = 3\namong_places = 8\nstart_records = 2\n'))
    there = patrolled(city)
    assert (there.reshape(len(there), 5, 8).sum(axis=2) == 3).all()
    days = watched_days(city.plan, city.fields.patrolled).sum(axis=(0, 2))
    assert days.sum() == 15 * city.plan.world.days
    records = city.fields.records[:, 0] // 1000 - 2
    assert records.sum() == sum_counts(city.counts).acts[:, 0, A_SEEN].sum()
    assert (records <= days).all()
    assert (records[days == 0] == 0).all()
    assert 0.4 < records.sum() / days.sum() < 0.6
    if sent == "most-records":
        assert (days.reshape(5, 8)[:, :3] == city.plan.world.days).all(), "of equals the first, and they stay"
    else:
        assert len(np.unique(there, axis=0)) > 10


def test_a_find_and_a_call_of_one_deed_count_twice(tmp_path: Path) -> None:
    """The regime posts one report of a deed that two channels see; the records hold what each of them saw."""
    both = lived(world(tmp_path, "counts = { watch = 1, calls = 0.25 }\nstart_records = 0\n", 1.0))
    ticks = sum_counts(both.counts).acts[:, 0, A_SEEN].sum()
    found = lived(world(tmp_path, "counts = { watch = 1, calls = 0 }\nstart_records = 0\n", 1.0))
    assert both.fields.records.sum() > 250 * ticks
    assert (found.fields.records % 1000 == 0).all()
    finds = both.fields.records - 250 * both.people.tally[:, :1].astype(np.int64)  # one person in each place
    assert (finds >= 0).all()
    assert (finds % 1000 == 0).all(), "each deed was called in, found or not"


def test_before_and_after_a_steer_watchers_are_everywhere(tmp_path: Path) -> None:
    city = lived(world(tmp_path, "patrols = 2\nfrom = 2020-02-05\nuntil = 2020-04-01\n"))
    there = patrolled(city).sum(axis=1)
    assert set(there[:5]) == {40}
    assert set(there[6:13]) == {2}
    assert set(there[14:]) == {40}


def test_watchers_are_sent_on_the_first_day_of_a_window() -> None:
    with pytest.raises(InputError, match="write --window-days 1"):
        make_world("runaway-patrols", "neighbourhoods", 40, 1)


def test_large_records_are_drawn_and_compared_exactly() -> None:
    for n in (3, 1 << 31, (1 << 40) + 7, (1 << 61) + 12345):
        for word in (0, 1, 12345678, (1 << 32) - 1):
            assert plain(one_of_many)(np.uint64(word), np.int64(n)) == word * n >> 32
    chance = plain(threshold_of)
    assert chance(1, 3) == (1 << 32) // 3
    assert chance(1 << 40, 1 << 42) == 1 << 30
    assert chance(5, 5) == 1 << 32
    assert chance(0, 0) == 1 << 32


def plain(helper: Any) -> Any:
    """A helper as Python runs it."""
    return getattr(helper, "py_func", helper)
