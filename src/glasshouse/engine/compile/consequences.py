"""Consequences, service by service: tables of step 6."""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.places import place_rows
from glasshouse.engine.compile.rows import bits_at, rows, whole
from glasshouse.engine.compile.rules import Slots
from glasshouse.engine.order import NEVER
from glasshouse.kit.errors import InputError
from glasshouse.kit.randomness import ONE, name_key, threshold
from glasshouse.rulebook.model import Consequence

MILLION = 1_000_000
MOST_FACTOR = 1_000 * MILLION
"""All factors together watch at most a thousand times as closely."""
MOST_SHARED = 60
FOR_ALL = -(1 << 41)
"""Least score of a line for everybody, also for who has no score."""
LANDS = {
    "self": 0, "children": 1, "spouse": 2, "household": 3, "owners": 4, "owned-firms": 5, "sister-firms": 6,
    "friends": t.ON_FRIENDS, "guarantor": t.ON_GUARANTOR, "colleagues": t.ON_COLLEAGUES, "neighbours": t.ON_NEIGHBOURS,
}  # fmt: skip


def shared_by(index: Index, r: int, each: Consequence) -> int:
    """Number of the score by which a pot is shared out; -1 if equally or by lot."""
    if each.shared_out not in ("by-score", "best-first"):
        return -1
    return index.score_of[(r, each.score or index.regimes[r].regime.score[0].id)]


def book_of(index: Index, r: int, each: Consequence) -> int:
    """Number of the score whose points a use is bought with; 0 where it is not bought."""
    return (
        index.score_of[(r, each.score or index.regimes[r].regime.score[0].id)] if each.costs_points is not None else 0
    )


def savings_slot(slots: Slots, r: int, each: Consequence) -> int:
    """The first of two slots side by side, the digits of the yuan that it took off in a month; -1 without a limit."""
    low = slots.slot(r, f"consequence {each.id}", "yuan a month", each.yuan_at_most_per_month)
    slots.slot(r, f"consequence {each.id}", "yuan a month, second digit", each.yuan_at_most_per_month)
    return low


def consequence_tables(index: Index, slots: Slots) -> dict[str, Any]:
    """Consequences service by service, then those that touch a person's means."""
    order = {service.id: v for v, service in enumerate(index.services)}
    flat: list[tuple[int, int, int, Consequence]] = []  # service, row, regime, block
    for row, (r, each) in enumerate(index.consequences):
        names = each.denies or ((each.service,) if each.service else ())
        for name in names:
            flat.append((order[name], row, r, each))
    flat.sort(key=lambda entry: (entry[0], entry[1]))
    means = [
        (-1, row, r, each)
        for row, (r, each) in enumerate(index.consequences)
        if each.income_factor is not None or each.pays_yuan is not None or each.budget_yuan_per_year is not None
    ]
    factors = [
        (-1, row, r, each)
        for row, (r, each) in enumerate(index.consequences)
        if each.points_factor is not None or each.watched_factor is not None
    ]
    first_rule = len(index.consequences) - len(index.landing_rules)
    of_rules = [(-1, row, *index.consequences[row]) for row in range(first_rule, len(index.consequences))]
    everything = flat + means + factors + of_rules
    landing_rows = sorted({row for _, row, _, each in everything if each.lands_on != "self"})
    if len(landing_rows) > 8:
        raise InputError(
            f"{len(landing_rows)} consequences land on others; a world holds at most 8. Join fewer regimes"
        )
    shared_uses = [row for row, (_, each) in enumerate(index.consequences) if each.budget_uses_per_year is not None]
    if len(shared_uses) > MOST_SHARED:
        raise InputError(
            f"{len(shared_uses)} perks are shared; a world holds at most {MOST_SHARED}. Join fewer regimes"
        )
    steps: list[tuple[int, int, int]] = []
    out: list[dict[str, Any]] = []
    firsts: dict[str, tuple[int, int]] = {}
    breaks = index.breaks()
    enforced = np.full((len(breaks), max(len(everything), 1)), ONE, np.int64)
    reach = np.full(max(len(everything), 1), ONE, np.int64)
    reach_after = whole((len(everything),))
    for e, (v, row, r, each) in enumerate(everything):
        when, n_when = index.condition_of(r, each)
        unless, n_unless = index.condition(r, each.unless)
        first_step = len(steps)
        score = 0
        for figure, word in ((each.deposit_waived_yuan, "deposit"), (each.priority, "priority")):
            for line in figure.lines if figure else ():
                name = (each.when.score if each.when else None) or (
                    index.regimes[r].regime.score[0].id if index.regimes[r].regime.score else ""
                )
                score = index.score_of.get((r, name), 0)
                least = index.steps(score, float(line.score_at_least)) if line.score_at_least is not None else FOR_ALL
                if line.score_at_least is not None:
                    index.watch(score, least)
                steps.append(
                    (least, int(line.high) if word == "deposit" else 0, int(line.high) if word == "priority" else 0)
                )
        key = name_key(f"{index.regime_ids[r]}/{each.id}")
        out.append(
            {
                "row": row, "regime": r, "from_day": index.day(each.from_, 0), "until_day": index.day(each.until, NEVER),
                "when": when, "n_when": n_when, "unless": unless, "n_unless": n_unless, "lands": LANDS[each.lands_on],
                "bit": landing_rows.index(row) if row in landing_rows else 0, "key": key,
                "denies": int(bool(each.denies) or each.uses_at_most_per_year is not None),
                "factor": round(float(each.price_factor if each.price_factor is not None else 1) * 1_000_000),
                "change": round(float(each.price_change_yuan or 0)), "wait": round(float(each.wait_change_days or 0)), "score": score,
                "first_step": first_step, "n_steps": len(steps) - first_step,
                "slot": slots.slot(r, f"consequence {each.id}", "year", each.at_most_per_year or each.uses_at_most_per_year),
                "limit": each.at_most_per_year or each.uses_at_most_per_year or 0, "ration": int(each.uses_at_most_per_year is not None),
                "income": round(float(each.income_factor if each.income_factor is not None else 1) * 64),
                "costs": 0 if each.costs_points is None else index.steps(book_of(index, r, each), float(each.costs_points)),
                "book": book_of(index, r, each), "uses": shared_uses.index(row) + 1 if row in shared_uses else 0,
                "saves": each.yuan_at_most_per_month or 0, "saved": savings_slot(slots, r, each),
                "pays": round(float(each.pays_yuan or 0)), "every": {"month": 1, "year": 2, None: 2}[each.every],
            }
        )  # fmt: skip
        if v >= 0:
            first, n = firsts.get(index.services[v].id, (e, 0))
            firsts[index.services[v].id] = (first, n + 1)
        for b, day in enumerate(breaks):
            enforced[b, e] = threshold(index.share(each.enforced_share, 1.0, day))
        reach[e] = threshold(index.share(each.reaches_share, 1.0, 0))
        reach_after[e] = each.reaches_after_days
    budgets = [
        {
            "consequence": e,
            "yuan": round(float(each.budget_yuan_per_year)),
            "per_place": int(each.budget_per == "place"),
            "score": shared_by(index, r, each),
            "portion": round(float(each.portion_yuan or 0)),
            "key": name_key(f"{index.regime_ids[r]}/{each.id}"),
            "list": -1,
            "every": t.EACH_YEAR,
            "line": -1,
        }
        for e, (_, _, r, each) in enumerate(everything)
        if each.budget_yuan_per_year is not None
    ]
    pools = [index.consequences[row][1] for row in shared_uses]
    uses = [{"per_year": each.budget_uses_per_year, "per_place": int(each.budget_per == "place")} for each in pools]
    caps = []
    for row, (r, rule) in enumerate(index.landing_rules, start=first_rule):
        scale, grade = index.scale_with(r, str(rule.no_better_than), rule.score)
        caps.append({"bit": landing_rows.index(row), "scale": scale, "grade": grade})
    landings = [next(e for e, entry in enumerate(everything) if entry[1] == row) for row in landing_rows]
    return {
        "rows": rows("CONSEQUENCE", out), "firsts": firsts, "enforced": enforced, "reach": reach, "reach_after": reach_after,
        "steps": np.array(steps or [(0, 0, 0)], np.int64), "means": np.array(range(len(flat), len(flat) + len(means)), np.int64),
        **factor_tables(index, everything), "caps": rows("CAP", caps), "uses": rows("USE", uses),
        "budgets": rows("BUDGET", budgets + place_rows(index)), "landings": np.array(landings, np.int64), "row_of": [row for _, row, _, _ in everything],
    }  # fmt: skip


def factor_tables(index: Index, everything: list[tuple[int, int, int, Consequence]]) -> dict[str, np.ndarray]:
    """Whose bad points weigh more, and whom which channels watch more closely."""
    weighs = [
        {"consequence": e, "factor": round(float(each.points_factor) * MILLION)}
        for e, (_, _, _, each) in enumerate(everything)
        if each.points_factor is not None
    ]
    watches = [
        {"consequence": e, "factor": round(float(each.watched_factor) * MILLION), "channels": watching(index, r, each)}
        for e, (_, _, r, each) in enumerate(everything)
        if each.watched_factor is not None
    ]
    return {"weighs": rows("WEIGH", weighs), "watches": rows("WATCH", watches)}


def watching(index: Index, r: int, each: Consequence) -> int:
    """Bits of the channels that watch closely: those that are named, or all in force but the person's own and peers."""
    return bits_at(
        c
        for c, (owner, channel) in enumerate(index.channels)
        if ((owner == r and channel.id in each.channels) if each.channels else channel.by not in ("self", "peers"))
    )


def most_closely(index: Index, channel: int) -> int:
    """How many times as closely as usual a channel may look at anybody, in millionths."""
    factor = MILLION
    for r, each in index.consequences:
        if each.watched_factor is not None and each.watched_factor > 1 and watching(index, r, each) >> channel & 1:
            factor = min(factor * round(float(each.watched_factor) * MILLION) // MILLION, MOST_FACTOR)
    return factor
