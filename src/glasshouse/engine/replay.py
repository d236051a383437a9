"""One place lived again, alone: same people, same days, with what crossed the city's windows as it was recorded.

Only the desks look beyond a place, and what they decided is kept in a run (a key per desk and window). Everything else
has an address. So a place is rebuilt exactly, in the time that its own people take.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine import kernels
from glasshouse.engine import tables as t
from glasshouse.engine.city import City, Plan, make_room, make_traits, new_table
from glasshouse.engine.log import FULL, NOBODY, new_log
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.state import new_people
from glasshouse.engine.work import new_pools
from glasshouse.kit.errors import RunError

LOG_ROOM = 4096


def replay_place(
    plan: Plan, place: int, cutoffs: np.ndarray | None = None, watched: int = NOBODY
) -> tuple[City, np.ndarray]:
    """Live one place from day 0 to the end.

    Parameters
    ----------
    plan
        The world, made ready.
    place
        Number of the place in the country, from 0.
    cutoffs
        (window, desk) [key of the last case answered], as the run kept them for the place's city; without them every
        desk answers all cases at once.
    watched
        Number of a person in the place whose life is logged, or nobody.

    Returns
    -------
    The place as a city of one, and the log (see ``engine/log.py``).

    Raises
    ------
    RunError
        If there are not as many cutoffs as the world has windows.
    """
    room = LOG_ROOM
    while True:
        log = new_log(watched, room)
        city = one_place(plan, place)
        code = _live(city, cutoffs, log)
        if code != kernels.OK:
            make_room(plan, code)
        elif log[0, FULL]:
            room *= 2
        else:
            return city, log


def one_place(plan: Plan, place: int) -> City:
    """A place on the eve of day 0, as a city of its own; its people keep their numbers."""
    world, tables = plan.world, plan.tables
    desks, channels, shows = (len(tables[table]) for table in (t.DESKS, t.CHANNELS, t.SHOWS))
    first = place * world.place_size
    sizes = np.array([min(world.persons - first, world.place_size)], np.int64)
    return City(
        plan,
        number=first // world.city_size,
        sizes=sizes,
        first_person=first,
        traits=make_traits(plan, sizes, first),
        people=new_people(int(sizes[0]), plan.compiled.n_points, plan.compiled.at),
        pools=new_pools(1, plan.mail_room, plan.case_room, channels, shows),
        stock=np.zeros((1, plan.n_cells, 3), np.int64),
        counts=[plan.new_counts()],
        owed=np.zeros(max(desks, 1), np.int64),
        cutoffs=[],
    )


def windows_of(plan: Plan) -> list[tuple[int, int, int]]:
    """(season, first day, first day no longer) of each call: a window where a city step follows it, else a season."""
    found = []
    for season in range(plan.n_seasons):
        begin = season * SEASON_DAYS
        end = min(begin + SEASON_DAYS, plan.world.days)
        step = plan.window if plan.compiled.has_city_step else end - begin
        found += [(season, first, min(first + step, end)) for first in range(begin, end, step)]
    return found


def _live(city: City, cutoffs: np.ndarray | None, log: np.ndarray) -> int:
    """Live all windows; each opens with what the desks of the city had decided at the end of the one before."""
    plan = city.plan
    windows = windows_of(plan)
    if not plan.compiled.has_city_step:
        cutoffs = None
    if cutoffs is not None and len(cutoffs) != len(windows):
        raise RunError(
            f"The run kept what desks did in {len(cutoffs)} windows, and its world has {len(windows)}. "
            "Run this world again."
        )
    batch, table = plan.new_batch(), new_table(plan, 1)
    for number, (season, first_day, last_day) in enumerate(windows):
        upto = plan.all_answered if cutoffs is None or number == 0 else cutoffs[number - 1]
        code, _ = kernels.run_places(
            plan.law, plan.stakes, city.traits, city.people, batch, table, city.pools, city.counts[0], city.stock, log,
            0, 1, city.first_person, city.sizes, season, first_day, last_day, plan.window, plan.stretch, upto,
        )  # fmt: skip
        if code != kernels.OK:
            return int(code)
        city.season = season + int(last_day == min((season + 1) * SEASON_DAYS, plan.world.days))
    return kernels.OK
