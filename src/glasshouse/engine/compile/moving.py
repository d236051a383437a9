"""Households that move: how often, to which kinds of place, and which regimes' books end on the way."""

from __future__ import annotations

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.rows import rows
from glasshouse.engine.order import SEASON_DAYS, YEAR_DAYS
from glasshouse.kit.randomness import threshold
from glasshouse.population.firms import FIRMS
from glasshouse.population.make import cumulative
from glasshouse.rulebook.model import Covers

ENDS = {"nation": t.NOWHERE, "city": t.AT_CITY, "place": t.AT_PLACE}


def moving_tables(index: Index) -> dict[int, np.ndarray]:
    """A row where people move; the kinds of place with the share of them in which each regime is in force; each regime's reach."""
    moving, kinds = index.recipe.moving, index.recipe.kind_of_place
    laws = [loaded.regime for loaded in index.regimes]
    upto = cumulative([float(kind.share) for kind in kinds])
    there = [
        [int(upto[k]), *(threshold(index.share(law.covers.places_share, 1.0, 0, kind.id)) for law in laws)]
        for k, kind in enumerate(kinds)
    ]
    found = []
    if moving is not None:
        yearly = float(moving.per_1000_households_year) / 1000
        found = [
            {
                "share": threshold(yearly * SEASON_DAYS / YEAR_DAYS), "within": threshold(float(moving.within_city_share)),
                "groups": len(index.groups),
            }
        ]  # fmt: skip
    reach = [{"ends": ends(law.covers), "persons": int(law.covers.unit != (FIRMS,))} for law in laws]
    return {
        t.MOVING: rows("MOVING", found),
        t.DESTINATIONS: np.array(there, np.int64).reshape(len(kinds), 1 + len(laws)),
        t.REACHES: rows("REACH", reach),
    }


def ends(covers: Covers) -> int:
    """Beyond what a move ends the book that somebody had in a regime."""
    return t.NOWHERE if covers.newcomers == "carry" else ENDS[covers.reach]
