"""Glasshouse itself: the reference model as an ordinary regime and population, lived as any world is, on two threads.

The data files are ``reference/regime`` (list ``blacklist``, score ``score``; the one service it refuses is
a flight) and ``reference/population.toml``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from peers.model import LISTED_BELOW, Lived

REFERENCE = Path(__file__).parent / "reference"
REGIME, POPULATION = REFERENCE / "regime", REFERENCE / "population.toml"
THREADS = min(2, os.cpu_count() or 1)


def missing() -> str | None:
    """Say what is not there, if anything."""
    absent = [path.name for path in (REGIME / "regime.toml", POPULATION) if not path.exists()]
    return f"the reference model has no {' and no '.join(absent)}" if absent else None


def ready() -> None:
    """Compile the kernels for this machine, or load them."""
    from glasshouse.engine.simulate import make_ready

    make_ready(plan_of(1000, 365, 0), None)


def plan_of(persons: int, days: int, seed: int) -> Any:
    """Compile the data files."""
    from glasshouse.engine.city import Plan
    from glasshouse.engine.world import make_world

    return Plan(make_world(str(REGIME), str(POPULATION), persons, days / 365, seed))


def live(persons: int, days: int, seed: int) -> Lived:
    from stream import lived_cities

    from glasshouse.engine.counts import S_REFUSED
    from glasshouse.engine.tabulate import end_state

    plan = plan_of(persons, days, seed)
    (regime,) = plan.index.regime_ids
    denied = listed = 0
    score = 0.0
    for city in lived_cities(plan, THREADS):
        denied += sum(int(part.services[..., S_REFUSED].sum()) for part in city.counts)
        people = city.people
        ends = end_state(plan, city.traits.joined, people, days)
        points = ends[f"score_{regime}/score"]
        # a run ends in the evening, and whoever is low then is listed on the morning after
        listed += int(np.count_nonzero(ends[f"list_{regime}/blacklist"] | (points < LISTED_BELOW)))
        score += float(points.sum())
    return Lived(denied, listed, round(score))


def version() -> str:
    from glasshouse._version import __version__

    return f"Glasshouse {__version__}"
