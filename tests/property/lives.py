"""Living small worlds in tests, without a folder."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from glasshouse.engine import kernels
from glasshouse.engine.checkpoint import load_city, save_city
from glasshouse.engine.city import City, Plan, live_season, make_city, make_room, new_table
from glasshouse.engine.world import make_world

WORLDS = Path(__file__).parent.parent / "worlds"


ROOMS = ("room", "want_room", "mail_room", "case_room")


def live(
    regimes: str,
    persons: int | None = 2000,
    years: float = 1.5,
    city: int = 0,
    tasks: int = 1,
    rooms: dict[str, int] | None = None,
    **more: object,
) -> City:
    """Live one city of a world to its end. ``rooms`` remembers how much room a world like it needed: nobody lives twice."""
    plan = Plan(make_world(regimes, persons=persons, years=years, **more))  # type: ignore[arg-type]
    for room, size in (rooms or {}).items():
        setattr(plan, room, max(getattr(plan, room), size))
    while True:
        lived = make_city(plan, city, tasks)
        table = new_table(plan, len(lived.sizes))
        batches = [plan.new_batch() for _ in range(tasks)]
        with ThreadPoolExecutor(tasks) as pool:
            code = kernels.OK
            while lived.season < plan.n_seasons and code == kernels.OK:
                code = live_season(lived, table, batches, pool if tasks > 1 else None, lambda: False)
        if code == kernels.OK:
            if rooms is not None:
                rooms.update({room: getattr(plan, room) for room in ROOMS})
            return lived
        make_room(plan, code)


def after_a_stop(folder: Path, plan: Plan, seasons: int = 4) -> City:
    """Live the first city of a world some seasons, keep it in a folder, take it up from there, and live it to its end."""

    def go_on(city: City, until: int) -> City:
        table, batch = new_table(plan, len(city.sizes)), plan.new_batch()
        while city.season < until:
            assert live_season(city, table, [batch], None, lambda: False) == kernels.OK
        return city

    save_city(folder, go_on(make_city(plan, 0, 1), seasons), "this")
    again = load_city(folder, plan, 0, 1, "this")
    assert again is not None
    return go_on(again, plan.n_seasons)


def differs(one: City, other: City) -> list[str]:
    """Names of the state arrays in which two cities differ."""
    return [
        name
        for name in one.people._fields
        if not np.array_equal(getattr(one.people, name), getattr(other.people, name))
    ]
