"""What a run will cost, from a second of living a piece of it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from glasshouse.engine import kernels
from glasshouse.engine.city import Plan, live_season, make_city, new_table
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.simulate import Progress, make_ready
from glasshouse.engine.state import row_bytes
from glasshouse.engine.world import World

PROBE_PLACES = 10
PROBE_SEASONS = 3
LIBRARY_BYTES = 350_000_000
FLIGHT_BYTES_PER_PERSON = 330
"""Traits, occasions and counts of a person while its city is in flight, beside its row."""
DISK_BYTES_PER_PERSON = 40
THREAD_SHARE = 0.9
"""What a further thread adds, as measured on two cores."""


@dataclass(frozen=True)
class Cost:
    """Seconds, bytes of memory at the peak, bytes of disk."""

    seconds: float
    bytes_memory: int
    bytes_disk: int

    def say(self) -> str:
        """One sentence for a person who waits."""
        return f"This will take about {_time(self.seconds)}, {_size(self.bytes_memory)} of memory and {_size(self.bytes_disk)} of disk"


def estimate(world: World, threads: int, progress: Progress | None = None) -> Cost:
    """Live a few places for a few seasons and scale up; compiles the kernels if need be."""
    plan = Plan(world)
    make_ready(plan, progress)
    if progress:
        progress("Measuring for a second how fast this machine is", 0.0)
    city = make_city(plan, 0, 1, PROBE_PLACES)
    table, batch = new_table(plan, len(city.sizes)), plan.new_batch()
    seasons = min(PROBE_SEASONS, plan.n_seasons)
    started = time.perf_counter()
    for _ in range(seasons):
        if live_season(city, table, [batch], None, lambda: False) != kernels.OK:
            break
    lived = city.n * max(city.season, 1) * SEASON_DAYS / 365
    each = (time.perf_counter() - started) / lived
    cores = 1 + (threads - 1) * THREAD_SHARE
    in_flight = min(world.persons, world.city_size * min(threads, world.n_cities))
    memory = LIBRARY_BYTES + in_flight * (row_bytes(plan.compiled.n_points, plan.compiled.at) + FLIGHT_BYTES_PER_PERSON)
    return Cost(world.persons * world.years * each / cores, memory, world.persons * DISK_BYTES_PER_PERSON)


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{max(round(seconds), 1)} s"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


def _size(n: float) -> str:
    return f"{n / 1e9:.1f} GB" if n >= 1e9 else f"{n / 1e6:.0f} MB"
