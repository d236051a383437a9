"""Households that move: how often, to which kinds of place or out of the country, and which regimes' books end on the way."""

from __future__ import annotations

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.rows import rows
from glasshouse.engine.order import SEASON_DAYS, YEAR_DAYS
from glasshouse.kit.randomness import threshold
from glasshouse.population.firms import FIRMS
from glasshouse.population.make import cumulative
from glasshouse.population.recipe import Moving
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
        t.ABROAD: rows("ABROAD", [] if moving is None or not moving.abroad_share else abroad(index, moving)),
    }


def abroad(index: Index, moving: Moving) -> list[dict[str, int]]:
    """A row for each fifth of wealth, where people leave the country."""
    asked = [service.id for service in index.services]
    erases = sum(1 << r for r, loaded in enumerate(index.regimes) if loaded.regime.covers.leavers == "erase")
    same = {
        "returns": threshold(1 - (1 - float(moving.returns_share_per_year)) ** (SEASON_DAYS / YEAR_DAYS)),
        "service": asked.index(moving.abroad_needs) if moving.abroad_needs in asked else -1, "erases": erases,
    }  # fmt: skip
    return [{"share": threshold(share), **same} for share in moving.abroad_shares]


def ends(covers: Covers) -> int:
    """Beyond what a move ends the book that somebody had in a regime."""
    return t.NOWHERE if covers.newcomers == "carry" else ENDS[covers.reach]
