"""Live a world of Glasshouse city after city, each given back as it ends and then forgotten: memory stays that of a few."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Lock

from glasshouse.engine import kernels
from glasshouse.engine.city import City, Plan, live_season, make_city, make_room, new_table
from glasshouse.kit.memory import return_large_blocks


def lived_cities(plan: Plan, threads: int) -> Iterator[City]:
    """Finished cities, in any order; each thread lives one at a time, or all share the cities if those are few."""
    return_large_blocks()
    n_cities = plan.world.n_cities
    shared = n_cities < threads
    lock = Lock()
    with ThreadPoolExecutor(threads) as inner, ThreadPoolExecutor(1 if shared else threads) as outer:
        tasks, pool = (threads, inner) if shared and threads > 1 else (1, None)
        numbers = iter(range(n_cities))
        waiting: set[Future[City]] = set()
        for number in numbers:
            waiting.add(outer.submit(_live, plan, number, tasks, pool, lock))
            if len(waiting) >= threads:
                waiting = yield from _finished(waiting)
        while waiting:
            waiting = yield from _finished(waiting)


def _finished(waiting: set[Future[City]]) -> Generator[City, None, set[Future[City]]]:
    done, left = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        yield future.result()
    return left


def _live(plan: Plan, number: int, tasks: int, pool: ThreadPoolExecutor | None, lock: Lock) -> City:
    """One city to its end; what had no room is doubled, and the city lived again, as in a run."""
    while True:
        city = make_city(plan, number, tasks)
        batches, table = [plan.new_batch() for _ in range(tasks)], new_table(plan, len(city.sizes), tasks)
        code = kernels.OK
        while city.season < plan.n_seasons and code == kernels.OK:
            code = live_season(city, table, batches, pool, lambda: False)
        if code == kernels.OK:
            return city
        with lock:
            make_room(plan, code)
