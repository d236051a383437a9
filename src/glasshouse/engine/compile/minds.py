"""People's laws: what they owe and earn, believe and weigh, whom they know."""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.rates import lognormal_quantiles, trait_values
from glasshouse.engine.compile.rows import rows, whole
from glasshouse.engine.order import NEVER, YEAR_DAYS
from glasshouse.engine.tables import MATTER_QUANTILES
from glasshouse.kit.randomness import name_key, threshold
from glasshouse.population.make import LEVELS

CAUTION_WEIGHT = (0.5, 1.0)
"""A loss weighs from half (no caution) to one and a half times (full caution) what it takes."""
WORKING_HOURS = 2000
"""Hours of a year's income: what an hour of one's own is worth."""
QUANTILES = MATTER_QUANTILES
"""Equal shares of the law of what is owed."""
LEAST_YUAN_PER_DAY = 1e-9
"""Who pays less than this pays nothing, in our time."""


def matter_tables(index: Index) -> dict[str, Any]:
    """Days until a matter is paid from spare income, by quantile of what is owed and level of income."""
    durations = whole((len(index.matters), QUANTILES, LEVELS), np.int32)
    income = index.recipe.income
    incomes = lognormal_quantiles(float(income.median_yuan), float(income.sigma), LEVELS)
    for m, name in enumerate(index.matters):
        matter = index.catalogue.matters[name]
        if matter.owed != "money":
            durations[m] = NEVER
            continue
        owed = lognormal_quantiles(float(matter.owed_median_yuan), float(matter.owed_sigma), QUANTILES)
        per_day = incomes * float(income.spare_share) * float(matter.paid_from_spare_income_share) / YEAR_DAYS
        days = owed[:, None] / np.maximum(per_day, LEAST_YUAN_PER_DAY)[None, :]
        durations[m] = np.minimum(np.ceil(days), NEVER).astype(np.int32)
    return {"durations": durations, "keys": np.array([name_key(name) for name in index.matters], np.uint64)}


def desk_days(index: Index) -> np.ndarray:
    """(desk, income level) days until what an application takes, money and hours of work, is paid from spare income."""
    income = index.recipe.income
    incomes = lognormal_quantiles(float(income.median_yuan), float(income.sigma), LEVELS)
    out = whole((len(index.desks), LEVELS))
    for d, (_, desk) in enumerate(index.desks):
        cost = float(desk.cost_yuan) + float(desk.cost_hours) * incomes / WORKING_HOURS
        per_day = incomes * float(income.spare_share) / YEAR_DAYS
        out[d] = np.minimum(np.ceil(cost / np.maximum(per_day, LEAST_YUAN_PER_DAY)), NEVER).astype(np.int64)
    return out


def friends_of(index: Index) -> np.ndarray:
    """Scores that measure friends, by the score that they are part of (or by themselves), from its scale to their own."""
    tie = next((tie for tie in index.recipe.tie if tie.id == "friends"), None)
    out: list[dict[str, int]] = []
    for s, (r, score) in enumerate(index.scores) if tie is not None else ():
        if score.measures != "friends-mean":
            continue
        by = next(
            (
                w
                for w, (owner, each) in enumerate(index.scores)
                if owner == r and score.id in each.made_of and not each.is_mean
            ),
            s,
        )
        other = index.scores[by][1]
        stretch = {"low": 0, "by_low": 0, "times": index.per_point(s), "of": index.per_point(by)}
        if other.floor is not None and other.ceiling is not None and other.ceiling > other.floor:
            low, by_low = index.steps(s, float(score.floor or 0)), index.steps(by, float(other.floor))
            width = index.steps(s, float(score.ceiling or 0)) - low
            stretch = {
                "low": low,
                "by_low": by_low,
                "times": width,
                "of": index.steps(by, float(other.ceiling)) - by_low,
            }
        known = {"n": tie.per_person or 0, "alike": threshold(float(tie.same_group_share))} if tie else {}
        out.append({**known, "score": s, "by": by, **stretch})
    return rows("FRIENDS", out)


def recent_table(index: Index) -> np.ndarray:
    """Conditions on reports, a row for each report that they ask for: regime, which of the latest it is, days."""
    pairs = zip(index.recent, index.older, strict=True)
    return np.array([(r, older, days) for (r, _, days), older in pairs], np.int64).reshape(-1, 3)


def recent_acts(index: Index) -> np.ndarray:
    """(condition, act): does a report of this act count for the condition?"""
    out = np.zeros((max(len(index.recent), 1), max(len(index.acts), 1)), np.uint8)
    for q, (_, names, _) in enumerate(index.recent):
        for a, act in enumerate(index.acts):
            good = act.kind == "good"
            out[q, a] = (
                act.id in names
                or ("any-good" in names and good)
                or ("any-bad" in names and act.kind in ("harm", "mishap"))
            )
    return out


def type_table(index: Index) -> np.ndarray:
    """Behaviour types."""
    return rows(
        "TYPE",
        [
            {
                "heeds": threshold(float(row.heeds_share)),
                "appeals_wrong": threshold(float(row.appeals_wrong_share)), "appeals_right": threshold(float(row.appeals_right_share)),
            }
            for row in index.recipe.behaviour
        ],
    )  # fmt: skip


def start_table(index: Index) -> np.ndarray:
    """Cases of being seen that are believed at the start, by type."""
    return np.array([float(row.risk_start) * float(row.risk_start_deeds) for row in index.recipe.behaviour], np.float32)


def inverse_table(index: Index) -> np.ndarray:
    """1 / (deeds that the starting belief counts for + own deeds), by type."""
    deeds = np.array([float(row.risk_start_deeds) for row in index.recipe.behaviour])
    return (1 / (deeds[:, None] + np.arange(256)[None, :])).astype(np.float32)


def caution_table(index: Index) -> np.ndarray:
    """How much a loss weighs, by level of caution, of 256: sixteen sixteenfold, or evenly between two weights."""
    trait = next(trait for trait in index.recipe.trait if trait.id == "caution")
    if trait.weighs is not None:
        low, high = (float(end) for end in trait.weighs)
        return (low + (high - low) * (np.arange(256) + 0.5) / 256).astype(np.float32)
    weights = (CAUTION_WEIGHT[0] + CAUTION_WEIGHT[1] * trait_values(trait)).astype(np.float32)
    return np.repeat(weights, 256 // LEVELS)


def conformity_table(index: Index) -> np.ndarray:
    """How much shame and pride weigh, by level of conformity; one at mean conformity."""
    values = trait_values(next(trait for trait in index.recipe.trait if trait.id == "conformity"))
    out: np.ndarray = (values / values.mean()).astype(np.float32)
    return out


def flat(table: np.ndarray) -> np.ndarray:
    """All directions but the last as rows."""
    return table.reshape(-1, table.shape[-1])


def base_costs(index: Index) -> np.ndarray:
    """What an act costs in any world, (act, type) yuan: ordinary fines at the risk first believed, effort, prices."""
    out = np.zeros((max(len(index.acts), 1), len(index.recipe.behaviour)), np.float32)
    for a, act in enumerate(index.acts):
        for t, row in enumerate(index.recipe.behaviour):
            if act.kind == "mishap":
                out[a, t] = -1e30
            elif act.kind == "harm":
                out[a, t] = float(row.risk_start) * float(act.fine_yuan) ** float(row.alpha) + float(act.cost_yuan)
            else:
                out[a, t] = float(act.cost_yuan)
    return out
