"""Lists with room for so many: rows of the table of what a city or its places give away, behind the pots."""

from __future__ import annotations

from typing import Any

from glasshouse.engine import tables as t
from glasshouse.engine.compile.index import Index
from glasshouse.kit.randomness import name_key
from glasshouse.rulebook.model import List

CLOCKS = {"month": t.EACH_MONTH, "quarter": t.EACH_QUARTER, "year": t.EACH_YEAR}


def place_rows(index: Index) -> list[dict[str, Any]]:
    """One row for each list that has so many places."""
    return [place_row(index, l, r, name, each) for l, (r, name, each) in enumerate(index.lists) if each.has_places]


def place_row(index: Index, l: int, r: int, name: str, each: List) -> dict[str, Any]:
    """Room, clock and line of one list."""
    when, n_when = index.condition(r, each.open_to)
    score = line = -1
    if each.shared_out == "best-first":
        score = index.score_of[(r, each.score or index.regimes[r].regime.score[0].id)]
    if each.shared_out == "first-come" and each.open_to is not None:
        line = index.list_of[(r, each.open_to.on_list[0])]
    return {
        "consequence": -1, "yuan": each.places or 0, "portion": 1, "per_million": round(float(each.places_per_1000_persons or 0) * 1000),
        "per_place": int(each.places_per == "place"), "score": score, "key": name_key(f"{index.regime_ids[r]}/{name}"), "list": l,
        "regime": r, "when": when, "n_when": n_when, "every": CLOCKS[each.every or "year"], "line": line,
    }  # fmt: skip
