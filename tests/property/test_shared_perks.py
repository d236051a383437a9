"""A perk that all share: it is there until the uses of a year are used up, for a city or place by place, window by window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from property.lives import differs, live
from property.villages import STUMBLE, small_villages

from glasshouse.engine.city import City
from glasshouse.engine.fields import crossing
from glasshouse.engine.replay import replay_place
from glasshouse.engine.state import T_EASED

SIZE, PLACES = 40, 3
LAW = """vocabulary = 1
[regime]
id = "fair"
title = "A fair"
kind = "reference"
about = "The first so many rides of a year are cheap."
[covers]
source = "definition"
[[consequence]]
id = "cheap"
text = "The first rides of a year cost half."
service = "bus-ride"
price_factor = 0.5
source = "definition"
"""


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Three small villages."""
    return small_villages(tmp_path_factory.mktemp("people"), SIZE, PLACES)


def lived(folder: Path, people: str, uses: int | None, per: str, days: int, window: int = 1, tasks: int = 1) -> City:
    folder.mkdir(exist_ok=True)
    shared = f'budget_uses_per_year = {uses}\nbudget_per = "{per}"\nshared_out = "first-come"\n' if uses else ""
    (folder / "regime.toml").write_text(LAW + shared, "utf-8")
    (folder / "acts.toml").write_text(f"{STUMBLE}0.0001\n", "utf-8")
    return live(str(folder), SIZE * PLACES, days / 365, population=people, window_days=window, tasks=tasks)


def rides(city: City) -> np.ndarray:
    """Cheap rides by place."""
    return city.people.tally[:, T_EASED].reshape(-1, SIZE).sum(axis=1).astype(int)


def test_so_many_and_what_one_day_used_beyond_is_missing_a_year_later(tmp_path: Path, people: str) -> None:
    one = lived(tmp_path / "one", people, 60, "city", 300)
    balance = one.fields.left[:, 0, 0]
    first, over = int(rides(one).sum()), int(-balance[-1])
    assert first == 60 + over
    assert 0 <= over < 20  # a day's rides at most
    dry = int(np.argmax(balance <= 0))
    assert (np.diff(balance[: dry + 1]) <= 0).all()
    assert (balance[dry:] == -over).all()
    two = lived(tmp_path / "one", people, 60, "city", 400)
    assert two.fields.left[364, 0, 0] == -over
    assert two.fields.left[365, 0, 0] == 60 - over
    same = lived(tmp_path / "one", people, 60, "city", 400, tasks=2)
    assert differs(two, same) == []
    alone, _ = replay_place(two.plan, 2, {name: rows.copy() for name, rows in crossing(two.fields).items()})
    assert rides(alone)[0] == rides(two)[2]


def test_each_place_has_its_own(tmp_path: Path, people: str) -> None:
    city = lived(tmp_path / "own", people, 20, "place", 300, window=7)
    everywhere = lived(tmp_path / "all", people, None, "place", 300, window=7)
    assert (rides(city) == 20 - city.fields.left[-1, :, 0]).all()
    assert len(set(city.fields.left[-1, :, 0])) > 1
    assert (rides(city) < rides(everywhere)).all()
