"""Worlds in which people only follow others: the population of ``follow/people.toml`` with other sizes, norms and ties."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path

import polars as pl

from glasshouse.engine import kernels
from glasshouse.engine.city import City, Plan, live_season, make_city, make_room, new_table
from glasshouse.engine.tabulate import norms, sum_counts
from glasshouse.engine.world import make_world

PEOPLE = Path(__file__).parent / "follow" / "people.toml"


@cache
def folder() -> Path:
    """Where populations are written."""
    return Path(tempfile.mkdtemp(prefix="glasshouse-follow-"))


def people(more: str, **sizes: int) -> Path:
    """The population with more blocks, and other ``persons``, ``persons_per_place`` or ``places_per_city``."""
    text = PEOPLE.read_text("utf-8") + more
    for word, value in sizes.items():
        text = re.sub(rf"^{word} = .*$", f"{word} = {value}", text, count=1, flags=re.MULTILINE)
    path = folder() / f"people-{abs(hash(text))}.toml"
    path.write_text(text, "utf-8")
    return path


def live(
    population: Path, days: int, city: int = 0, seed: int = 1, window_days: int = 7, regimes: str = "none"
) -> City:
    """Live one city of such a world."""
    world = make_world(regimes, str(population), years=days / 365, seed=seed, window_days=window_days)
    plan = Plan(world)
    while True:
        lived, code = make_city(plan, city, 1), kernels.OK
        table, batches = new_table(plan, len(lived.sizes)), [plan.new_batch()]
        while lived.season < plan.n_seasons and code == kernels.OK:
            code = live_season(lived, table, batches, None, lambda: False)
        if code == kernels.OK:
            return lived
        make_room(plan, code)


def followed(city: City) -> pl.DataFrame:
    """The table of norms of a city."""
    return norms(city, sum_counts(city.counts))
