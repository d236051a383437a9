"""Grades by rank, moving bars and effort towards them: tables of step f and of what people do about it."""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.meets import Standing
from glasshouse.engine.compile.rows import rows
from glasshouse.engine.compile.worth import Worth
from glasshouse.engine.ration import NOBODY
from glasshouse.kit.randomness import threshold

NANO = 1_000_000_000


def rank_tables(index: Index) -> dict[str, Any]:
    """Ranks, and the first rank of each scale plus 1 (0: its bands are fixed)."""
    out: list[dict[str, int]] = []
    first = []
    for k, (r, name, grades) in enumerate(index.scales):
        moved = any(grade.is_ranked for grade in grades)
        first.append(len(out) + 1 if moved else 0)
        for grade in grades[:-1] if moved else ():
            share = grade.top_share if grade.top_share is not None else 1 - float(grade.quantile or 0)
            start = NOBODY
            if grade.at_least is not None:
                start = index.steps(index.score_of[(r, name)], float(grade.at_least.lines[-1].low))
            out.append(
                {
                    "scale": k,
                    "share": threshold(float(share)),
                    "exact": int(grade.top_share is not None),
                    "start": start,
                    "by_mean": int(grade.at_mean is not None),
                    "above_mean": index.steps(index.score_of[(r, name)], float(grade.at_mean or 0)),
                }
            )
    return {"ranks": rows("RANK", out), "first": first}


def scale_names(index: Index) -> list[str]:
    """What scales are called in result tables: a regime's first by the regime's id, others also by score."""
    first = {r: k for k, (r, _, _) in reversed([*enumerate(index.scales)])}
    ids = index.regime_ids
    return [ids[r] if first[r] == k else f"{ids[r]}/{score}" for k, (r, score, _) in enumerate(index.scales)]


def effort_tables(index: Index) -> dict[str, Any]:
    """Efforts by (behaviour type, score), what each grade is worth; per scale the first row of these; none where nobody tries."""
    types = index.recipe.behaviour
    first = np.cumsum([0] + [len(grades) for _, _, grades in index.scales])[:-1]
    tries = any(each.effort_share or each.effort_yuan_per_point is not None for each in types)
    if not tries:
        return {"efforts": rows("EFFORT", []), "worth": np.zeros(0, np.int64), "first": first}
    out = []
    for each in types:
        for _, score in index.scores:
            cost = each.effort_yuan_per_point
            steps = -1 if cost is None else round(float(cost) * float(score.step) * NANO)
            out.append({"share": round(float(each.effort_share) * 1_000_000), "cost": steps})
    worth = Worth(index)
    grades = [worth.of_standing(r, Standing(g, False))[0] for r, _, found in index.scales for g in range(len(found))]
    return {
        "efforts": rows("EFFORT", out),
        "worth": np.array([round(each * NANO) for each in grades], np.int64),
        "first": first,
    }


def with_effort(index: Index) -> list[int]:
    """Scores that effort is made for: one's own, graded, and shown on publishing days only."""
    graded = {index.score_of[(r, name)] for r, name, _ in index.scales}
    return [
        s
        for s, (_, score) in enumerate(index.scores)
        if s in graded and score.published != "at-once" and not score.is_shared and score.told_to_person
    ]


def grade_conditions(index: Index) -> np.ndarray:
    """The conditions of every grade but the last of each scale, as tests; without rows where no grade has any."""
    found = [
        [*index.condition(r, grade.when), *index.condition(r, grade.unless)]
        for r, _, grades in index.scales
        for grade in grades[:-1]
    ]
    asks = any(row[1] or row[3] for row in found)
    return np.array(found if asks else [], np.int64).reshape(-1, 4)
