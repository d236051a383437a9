"""A place lived again alone is the place of the run: to the last number, its mail and cases included."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.engine import kernels
from glasshouse.engine.city import City, Plan, live_season, make_city, make_room, new_table
from glasshouse.engine.fields import crossing
from glasshouse.engine.log import N_ROWS, NOBODY
from glasshouse.engine.mail import BACK, FRONT, SEASON_END
from glasshouse.engine.replay import replay_place
from glasshouse.engine.world import make_world
from glasshouse.kit.errors import RunError

WORLDS = ("rongcheng", "court-list", "sesame", "rongcheng+court-list+sesame", "none")


def lived(plan: Plan) -> City:
    while True:
        city, code = make_city(plan, 0, 1), kernels.OK
        table, batches = new_table(plan, len(city.sizes)), [plan.new_batch()]
        while city.season < plan.n_seasons and code == kernels.OK:
            code = live_season(city, table, batches, None, lambda: False)
        if code == kernels.OK:
            return city
        make_room(plan, code)


def crossed(city: City) -> dict[str, np.ndarray]:
    return {name: rows.copy() for name, rows in crossing(city.fields).items()}


@pytest.mark.parametrize("regimes", WORLDS)
def test_a_place_lived_alone_equals_the_place_of_its_city(regimes: str) -> None:
    plan = Plan(make_world(regimes, persons=2300, years=1.5, seed=5))
    city = lived(plan)
    for place, watched in ((0, 17), (1, NOBODY), (2, 299)):
        alone, log = replay_place(plan, place, crossed(city), watched)
        rows = slice(place * 1000, place * 1000 + alone.n)
        for name, whole, part in zip(city.people._fields, city.people, alone.people, strict=True):
            assert np.array_equal(whole[rows], part), name
        for name, trait, again in zip(city.traits._fields, city.traits, alone.traits, strict=True):
            assert np.array_equal(trait[..., rows] if name == "levels" else trait[rows], again), name
        head = city.pools.heads[place]
        assert np.array_equal(head[: SEASON_END + 1], alone.pools.heads[0, : SEASON_END + 1])
        whole, part = city.pools.mail[place], alone.pools.mail[0]
        assert np.array_equal(whole[: head[FRONT]], part[: head[FRONT]])
        assert np.array_equal(whole[len(whole) - head[BACK] :], part[len(part) - head[BACK] :])
        n = city.pools.case_heads[place, 0]
        assert n == alone.pools.case_heads[0, 0]
        assert np.array_equal(city.pools.cases[place, :n], alone.pools.cases[0, :n])
        assert (log[0, N_ROWS] == 0) or watched != NOBODY


def test_watching_somebody_changes_no_life_and_a_small_log_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan(make_world("rongcheng+sesame", persons=1000, years=1, seed=3))
    nobody, _ = replay_place(plan, 0)
    one, log = replay_place(plan, 0, watched=111)
    monkeypatch.setattr("glasshouse.engine.replay.LOG_ROOM", 1)
    again, small = replay_place(plan, 0, watched=111)
    assert log[0, N_ROWS] > 2
    assert np.array_equal(log[1 : 1 + log[0, N_ROWS]], small[1 : 1 + small[0, N_ROWS]])
    for other in (one, again):
        assert all(np.array_equal(a, b) for a, b in zip(nobody.people, other.people, strict=True))


def test_what_desks_decided_matters_and_must_fit_the_world() -> None:
    plan = Plan(make_world("rongcheng", persons=1000, years=1.5, seed=5))
    kept = crossed(lived(plan))
    assert len(kept["cutoffs"]) == plan.n_windows > 1
    at_once, _ = replay_place(plan, 0)
    alone, _ = replay_place(plan, 0, kept)
    assert not np.array_equal(at_once.people.points, alone.people.points)
    with pytest.raises(RunError, match="windows"):
        replay_place(plan, 0, {"cutoffs": kept["cutoffs"][:-1]})
