"""A desk with servers: the same queue after a stop, in a replay of one place, and by an independent reckoning."""

from __future__ import annotations

import heapq
from pathlib import Path

import numpy as np
import pytest
from property.lives import WORLDS, differs, live

from glasshouse.engine import kernels
from glasshouse.engine import tables as t
from glasshouse.engine.checkpoint import load_city, save_city
from glasshouse.engine.city import City, Plan, live_season, make_city, new_table
from glasshouse.engine.fields import crossing
from glasshouse.engine.replay import replay_place
from glasshouse.engine.servers import LINE_APPLIED, LINE_WAIT, LINE_WAITED, PERSON_BITS
from glasshouse.engine.work import CASE_DESK, CASE_KEY, CASE_SERVICE
from glasshouse.engine.world import make_world

REGIMES = f"{WORLDS / 'everything'}+{WORLDS / 'source'}"
PERSONS, YEARS, SEED = 2500, 1.4, 4


def plan(window_days: int = 7) -> Plan:
    made = Plan(make_world(REGIMES, persons=PERSONS, years=YEARS, seed=SEED, window_days=window_days))
    made.want_room, made.mail_room = made.want_room * 64, made.mail_room * 8
    return made


def go_on(city: City, seasons: int) -> City:
    table, batches = new_table(city.plan, len(city.sizes)), [city.plan.new_batch()]
    for _ in range(seasons):
        assert live_season(city, table, batches, None, lambda: False) == kernels.OK
    return city


def desk_of(plan: Plan) -> int:
    return int(np.flatnonzero(plan.tables[t.DESKS][:, t.DESK_SERVERS])[0])


@pytest.mark.slow
def test_a_desk_goes_on_after_a_stop(tmp_path: Path) -> None:
    straight = go_on(make_city(plan(), 0, 1), plan().n_seasons)
    begun = go_on(make_city(plan(), 0, 1), 3)
    save_city(tmp_path, begun, "run")
    again = load_city(tmp_path, plan(), 0, 1, "run")
    assert again is not None
    go_on(again, plan().n_seasons - 3)
    assert differs(straight, again) == []
    assert np.array_equal(straight.fields.line, again.fields.line)
    assert straight.fields.line[:, desk_of(straight.plan), LINE_WAITED].sum() > 20


@pytest.mark.slow
def test_a_place_alone_gets_the_same_answers() -> None:
    city = go_on(make_city(plan(), 0, 1), plan().n_seasons)
    crossed = {name: rows.copy() for name, rows in crossing(city.fields).items()}
    alone, _ = replay_place(plan(), 1, crossed)
    at_once, _ = replay_place(plan(), 1)
    for whole, part in zip(city.people, alone.people, strict=True):
        assert np.array_equal(whole[1000:2000], part)
    assert any(not np.array_equal(x, y) for x, y in zip(alone.people, at_once.people, strict=True))


@pytest.mark.slow
def test_threads_share_a_desk() -> None:
    one, two = (live(REGIMES, PERSONS, YEARS, seed=SEED, tasks=tasks) for tasks in (1, 2))
    assert differs(one, two) == []
    assert np.array_equal(one.fields.line, two.fields.line)
    assert np.array_equal(one.fields.started, two.fields.started)


def test_the_waits_are_those_of_a_queue_reckoned_apart() -> None:
    """All cases of a run, put through a heap of free servers in plain Python, wait as long in sum."""
    plan_ = plan(window_days=1)
    city, table, batch = make_city(plan_, 0, 1), new_table(plan_, 3), plan_.new_batch()
    d = desk_of(plan_)
    seen: dict[int, int] = {}
    for day in range(plan_.world.days):
        code, _ = kernels.run_places(
            plan_.law, plan_.stakes, city.traits, city.people, batch, table, city.pools, city.counts[0], city.stock,
            plan_.no_log, 0, 3, city.first_person, city.sizes, day // 84, day, day + 1, 1, 1, city.fields, 1, plan_.society,
        )  # fmt: skip
        assert code == kernels.OK
        for place in range(3):
            for case in city.pools.cases[place, : city.pools.case_heads[place, 0]]:
                if case[CASE_DESK] == d:
                    seen[int(case[CASE_KEY])] = int(case[CASE_SERVICE])
    free = [0] * int(plan_.tables[t.DESKS][d, t.DESK_SERVERS])
    waits = []
    for key, work in sorted(seen.items()):
        arrival = key >> PERSON_BITS
        start = max(arrival, heapq.heappop(free))
        heapq.heappush(free, start + work)
        waits.append(start - arrival)
    line = city.fields.line[:, d].sum(axis=0)
    assert len(waits) > 50
    assert line[LINE_APPLIED] == len(waits)
    assert line[LINE_WAITED] == sum(wait > 0 for wait in waits)
    assert line[LINE_WAIT] == sum(waits)
