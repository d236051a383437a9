"""Norms, opinions and ties of a population as tables of step e."""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.rows import rows
from glasshouse.engine.order import NEVER
from glasshouse.kit.errors import InputError
from glasshouse.kit.randomness import name_key, threshold
from glasshouse.population.follow import Law, Norm, Tie

FOLLOWS = {"threshold": t.BY_THRESHOLD, "infection": t.BY_INFECTION, "hazard": t.BY_HAZARD, "payoff": t.BY_PAYOFF}
AMONG = {
    "city": t.AMONG_CITY,
    "place": t.AMONG_PLACE,
    "friends": t.AMONG_FRIENDS,
    "ring": t.AMONG_RING,
    "table": t.AMONG_TABLE,
}
LAWS = {"even": t.LAW_EVEN, "uniform": t.LAW_UNIFORM, "normal": t.LAW_NORMAL}


class Minds:
    """Numbers that everybody gets on day 0: one column each."""

    def __init__(self) -> None:
        self.rows: list[dict[str, int]] = []
        self.laws: list[tuple[float, float]] = []
        self.given: list[float] = []

    def add(self, name: str, law: Law | None, given: tuple[float, ...], in_city: bool) -> int:
        """The column of a number of one's own, by law or by list."""
        if law is None:
            row = {"law": t.LAW_LIST, "first": len(self.given), "n": len(given)}
            self.given += [float(value) for value in given]
            self.laws.append((0.0, 0.0))
        else:
            row = {"law": LAWS[law.law], "evenly": int(law.evenly), "city": int(in_city)}
            ends = (law.mean, law.sigma) if law.law == "normal" else (law.low, law.high)
            self.laws.append((float(ends[0]), float(ends[1])))
        self.rows.append({**row, "key": name_key(f"mind/{name}")})
        return len(self.rows) - 1

    def resist(self, norm: Norm) -> int:
        """The column of what must be worn down until one gives in: exponential with mean one."""
        self.laws.append((0.0, 0.0))
        row = {"law": t.LAW_RESISTANCE, "evenly": int(norm.evenly), "city": int(norm.among == "city")}
        self.rows.append({**row, "key": name_key(f"mind/{norm.id}")})
        return len(self.rows) - 1


def drops_of(index: Index) -> float:
    """The chance with which friends who cost something are dropped each month; 0 where nothing asks who one's friends are."""
    drops = next((float(tie.drops_per_month) for tie in index.recipe.tie if tie.id == "friends"), 0.0)
    lands = any(each.lands_on == "friends" for _, each in index.consequences)
    return drops if lands or any(score.measures == "friends-mean" for _, score in index.scores) else 0.0


def follow_tables(index: Index, window_days: int, place_size: int) -> dict[str, Any]:
    """All tables of step e, and the f64 numbers that go with them."""
    norms: list[dict[str, int]] = []
    pushes: list[dict[str, int]] = []
    scales: list[tuple[float, float]] = []
    minds = Minds()
    for norm in index.recipe.norm:
        in_city = norm.among == "city"
        is_threshold = norm.follows == "threshold"
        own = minds.add(norm.id, norm.threshold, norm.thresholds, in_city) if is_threshold else minds.resist(norm)
        norms.append({**_norm(norm, window_days), "mind": own, "first_push": len(pushes)})
        pushes += [
            {
                "from_day": index.day(push.from_, 0),
                "until_day": index.day(push.until, NEVER),
                "share": threshold(float(push.share)),
            }
            for push in norm.pushes
        ]
        each = norm.passes_on_to if norm.chance_per_contact is None else norm.chance_per_contact
        scales.append(
            (float(norm.imitates_per_window or 0), 0.0) if norm.follows == "payoff"
            else (float(each or 0), 0.0) if norm.follows == "infection" else (float(norm.own_per_year or 0), float(norm.others_per_year or 0))
        )  # fmt: skip
    opinions = []
    for opinion in index.recipe.opinion:
        start = minds.add(f"{opinion.id}/start", opinion.start, opinion.starts, in_city=False)
        shift = Law(law="normal", mean=opinion.shift, sigma=opinion.own_sigma)
        column = minds.add(f"{opinion.id}/own", shift, (), in_city=False)
        among, key = AMONG[opinion.among], name_key(f"opinion/{opinion.id}")
        opinions.append({"among": among, "key": key, "start": start, "own": column})
    for o, row in enumerate(opinions):
        row["now"] = len(minds.rows) + o
    weights_of = [
        (float(each.weight_self), float(each.weight_others), float(each.weight_start), float(each.noise_sigma))
        for each in index.recipe.opinion
    ]
    ties = {tie.id: tie for tie in index.recipe.tie}
    heeds, first, weights = _table(ties.get("table"), place_size)
    friends, ring = ties.get("friends"), ties.get("ring")
    known = [friends.per_person or 0, threshold(float(friends.same_group_share))] if friends else [0, 0]
    others = [(ties[name].per_person or 0) if name in ties else 0 for name in ("colleagues", "guarantor")]
    others.append(threshold(drops_of(index)))
    return {
        "norms": rows("NORM", norms), "pushes": rows("PUSH", pushes), "minds": rows("MIND", minds.rows),
        "ties": np.array([*known, (ring.each_side or 0) if ring else 0, *others], np.int64), "tie_rows": heeds, "tie_first": first,
        "laws": np.array(minds.laws, np.float64).reshape(-1, 2), "given": np.array(minds.given, np.float64),
        "scales": np.array(scales, np.float64).reshape(-1, 2), "weights": weights,
        "opinions": rows("OPINION", opinions), "weights_of": np.array(weights_of, np.float64).reshape(-1, 4),
    }  # fmt: skip


def _norm(norm: Norm, window_days: int) -> dict[str, int]:
    catching = NEVER if norm.catching_windows is None else norm.catching_windows * window_days
    return {
        "follows": FOLLOWS[norm.follows], "among": AMONG[norm.among], "given_up": int(norm.may_be_given_up),
        "start": threshold(float(norm.start_share)), "key": name_key(f"norm/{norm.id}"), "n_pushes": len(norm.pushes),
        "catching": min(catching, NEVER), "per_contact": int(norm.chance_per_contact is not None),
    }  # fmt: skip


def _table(tie: Tie | None, place_size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rows of a table of ties, person by person and otherwise in file order; where each person's begin; weights."""
    if tie is None:
        return np.zeros((0, t.TIE_WIDTH), np.int64), np.zeros(1, np.int64), np.zeros(0)
    ordered = sorted(tie.rows, key=lambda row: row.who)
    if any(max(row.who, row.heeds) >= place_size for row in ordered):
        raise InputError(f"the table of ties names a person beyond the {place_size} of a place; ask for more persons")
    first = np.searchsorted([row.who for row in ordered], np.arange(place_size + 1)).astype(np.int64)
    return (
        rows("TIE", [{"heeds": row.heeds} for row in ordered]),
        first,
        np.array([row.weight for row in ordered], np.float64),
    )
