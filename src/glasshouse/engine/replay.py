"""One place lived again, alone: same people, same days, with what crossed the city's windows as it was recorded.

Only the city's steps look beyond a place, and what they decided is kept in a run (a few numbers per window, see
``engine/fields.py``). Everything else has an address. So a place is rebuilt exactly, in the time that its own people take.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine import kernels
from glasshouse.engine import tables as t
from glasshouse.engine.city import City, Plan, make_fields, make_room, make_traits, new_table
from glasshouse.engine.fields import crossing, of_place
from glasshouse.engine.log import FULL, NOBODY, new_log
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.state import new_people
from glasshouse.engine.work import new_pools
from glasshouse.kit.errors import RunError

LOG_ROOM = 4096


def replay_place(
    plan: Plan, place: int, crossed: dict[str, np.ndarray] | None = None, watched: int = NOBODY
) -> tuple[City, np.ndarray]:
    """Live one place from day 0 to the end.

    Parameters
    ----------
    plan
        The world, made ready.
    place
        Number of the place in the country, from 0.
    crossed
        What crossed the windows of the place's city, by name, as the run kept it; without it no city step is taken:
        every desk answers all cases at once.
    watched
        Number of a person in the place whose life is logged, or nobody.

    Returns
    -------
    The place as a city of one, and the log (see ``engine/log.py``).

    Raises
    ------
    RunError
        If it was not kept for as many windows as the world has.
    """
    room = LOG_ROOM
    while True:
        log = new_log(watched, room)
        city = one_place(plan, place)
        code = _live(city, crossed, log)
        if code != kernels.OK:
            make_room(plan, code)
        elif log[0, FULL]:
            room *= 2
        else:
            return city, log


def one_place(plan: Plan, place: int) -> City:
    """A place on the eve of day 0, as a city of its own; its people keep their numbers."""
    world, tables = plan.world, plan.tables
    channels, shows = (len(tables[table]) for table in (t.CHANNELS, t.SHOWS))
    first = place * world.place_size
    sizes = np.array([min(world.rows - first, world.place_size)], np.int64)
    return City(
        plan,
        number=first // world.city_size,
        sizes=sizes,
        first_person=first,
        traits=make_traits(plan, sizes, first),
        people=new_people(int(sizes[0]), plan.compiled.n_points, plan.compiled.at),
        pools=new_pools(
            1,
            plan.mail_room,
            plan.case_room,
            channels,
            shows,
            plan.n_moved,
            len(tables[t.SCORES]) + len(tables[t.USES]),
            len(tables[t.NORMS]),
        ),
        stock=np.zeros((1, plan.n_cells, 3), np.int64),
        counts=[plan.new_counts()],
        fields=make_fields(plan, 1, int(sizes[0])),
    )


def _live(city: City, crossed: dict[str, np.ndarray] | None, log: np.ndarray) -> int:
    """Live all seasons; each window opens with what had been decided for the whole city before it."""
    plan = city.plan
    if crossed is not None:
        fill(city, crossed)
    batch, table = plan.new_batch(), new_table(plan, 1)
    for season in range(plan.n_seasons):
        first_day = season * SEASON_DAYS
        last_day = min(first_day + SEASON_DAYS, plan.world.days)
        code, _ = kernels.run_places(
            plan.law, plan.stakes, city.traits, city.people, batch, table, city.pools, city.counts[0], city.stock, log,
            0, 1, city.first_person, city.sizes, season, first_day, last_day, plan.window, plan.stretch, city.fields, 0, plan.society,
        )  # fmt: skip
        if code != kernels.OK:
            return int(code)
        city.season = season + 1
    return kernels.OK


def fill(city: City, crossed: dict[str, np.ndarray]) -> None:
    """Put what crossed the windows of a city in force for one of its places."""
    place = city.first_person // city.plan.world.place_size % city.plan.places_per_city
    crossed = of_place(crossed, place) if {"patrolled", "named", "left"} <= crossed.keys() else crossed
    for name, rows in crossing(city.fields).items():
        if name not in crossed or len(crossed[name]) != len(rows):
            windows = len(crossed.get(name, ()))
            raise RunError(
                f"The run kept '{name}' of {windows} windows, and its world has {len(rows)}. Run this world again."
            )
        rows[...] = crossed[name]
