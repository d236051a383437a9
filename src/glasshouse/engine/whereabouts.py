"""What the table of persons says of where people live, in worlds in which that makes a difference."""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine.world import World
from glasshouse.population.make import W_ABROAD, W_AWAY, W_MOVED, W_PART, W_REGISTERED


def whereabouts(world: World, rows: np.ndarray) -> dict[str, Any]:
    """Columns: which regimes are in force there; where people move, the last move and whether one is registered there; who is abroad."""
    out: dict[str, Any] = {}
    for r, loaded in enumerate(world.regimes):
        if loaded.regime.covers.places_share is not None:
            out[f"takes_part_{loaded.id}"] = (rows[:, W_PART] >> r) & 1 == 1
    if world.recipe.moving is not None:
        if world.recipe.moving.abroad_share:
            now = np.where(rows[:, W_ABROAD] == 1, world.days - rows[:, W_MOVED].astype(np.int64), 0)
            out |= {"abroad": rows[:, W_ABROAD] == 1, "days_abroad": (rows[:, W_AWAY] + now).astype(np.uint16)}
        out |= {"moved_on": rows[:, W_MOVED], "registered_here": rows[:, W_REGISTERED] == 1}
    return out
