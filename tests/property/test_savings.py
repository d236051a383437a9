"""A better price that takes off so many yuan a month at most: the engine says the same as the slow twin, and nobody saves more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from property.lives import live
from property.villages import STUMBLE, small_villages
from twin.compare import Pair

from glasshouse.engine.city import City
from glasshouse.engine.counts import S_YUAN
from glasshouse.engine.state import T_EASED_TENS
from glasshouse.engine.world import make_world

SIZE, DAYS, MONTHS = 40, 120, 4
LAW = """vocabulary = 1
[regime]
id = "ticket"
title = "A dear ticket"
kind = "reference"
about = "Half of the fare, up to a sum a month, is taken off."
[covers]
source = "definition"
[[consequence]]
id = "half"
text = "Half the fare."
service = "long-ride"
price_factor = 0.5
LIMIT
source = "definition"
[[consequence]]
id = "dearer"
text = "Whoever is young pays more on top."
when = { age_at_most = 40 }
service = "long-ride"
price_change_yuan = 30
source = "definition"
"""
SERVICES = """vocabulary = 1
[[service]]
id = "long-ride"
lane = 45_000
label = "a long ride"
family = "test"
wants_per_year = 30
price_yuan = 1000
worth_yuan = 2000
source = "definition"
"""


def written(folder: Path, limit: str) -> str:
    folder.mkdir()
    (folder / "regime.toml").write_text(LAW.replace("LIMIT", limit), "utf-8")
    (folder / "services.toml").write_text(SERVICES, "utf-8")
    (folder / "acts.toml").write_text(f"{STUMBLE}0.0001\n", "utf-8")
    return str(folder)


def saved(city: City) -> int:
    return int(sum(counts.services[..., S_YUAN].sum() for counts in city.counts))


def test_nobody_saves_more_and_the_twin_agrees(tmp_path: Path) -> None:
    people = small_villages(tmp_path, SIZE, 1)
    limited = written(tmp_path / "limited", "yuan_at_most_per_month = 730")
    world = make_world(limited, people, SIZE, years=DAYS / 365, seed=3, window_days=84)
    assert Pair(world, 0).first_difference() is None
    few, all_ = (
        live(folder, SIZE, DAYS / 365, population=people) for folder in (limited, written(tmp_path / "all", ""))
    )
    assert saved(few) < saved(all_)
    assert few.people.tally[:, T_EASED_TENS].max() <= 73 * MONTHS
    assert np.count_nonzero(few.people.tally[:, T_EASED_TENS]) == np.count_nonzero(all_.people.tally[:, T_EASED_TENS])
