"""What a city rationed becomes frames: bars that it made, pots and places that it gave away, and the scores of its places."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from glasshouse.engine import tables as t
from glasshouse.engine.budgets import N_POT, PAID_TO, QUALIFY
from glasshouse.engine.budgets import PLACES as IN_PLACES
from glasshouse.engine.city import City, Plan
from glasshouse.engine.compile.index import Index
from glasshouse.engine.ration import BAR, N_BAR, NOBODY, REACHED
from glasshouse.results.store import by_rows, frame, words

BEGINS = {t.EACH_MONTH: t.C_MONTH, t.EACH_QUARTER: t.C_QUARTER, t.EACH_YEAR: t.C_YEAR}


def thresholds(city: City) -> pl.DataFrame:
    """Bars that the city made, by the day from which they hold."""
    plan, index, ranks = city.plan, city.plan.index, city.plan.tables[t.RANKS]
    names, grades, per_point = [], [], []
    for r, name, found in (each for each in index.scales if each[2][0].is_ranked):
        names += [f"{index.regime_ids[r]}/{name}"] * (len(found) - 1)
        grades += [grade.id for grade in found[:-1]]
        per_point += [index.per_point(index.score_of[(r, name)])] * (len(found) - 1)
    window, rank = np.indices((len(city.fields.remade), len(ranks))).reshape(2, -1)
    kept = city.fields.remade[window, rank] > 0
    window, rank = window[kept], rank[kept]
    bars = (
        city.fields.bars.reshape(len(city.fields.remade), -1, N_BAR)[window, rank]
        if len(ranks)
        else np.zeros((0, N_BAR))
    )
    return frame(
        "thresholds",
        {
            "city": np.full(len(window), city.number), "day": window * plan.window, "score": words(rank, names), "grade": words(rank, grades),
            "at_least": np.where(bars[:, BAR] == NOBODY, np.nan, bars[:, BAR] / np.array([*per_point, 1])[rank]), "reached": bars[:, REACHED],
        },
    )  # fmt: skip


def budget_name(plan: Plan, row: np.ndarray) -> str:
    """What is given away: a consequence's pot, or the places of a list."""
    index = plan.index
    if row[t.BUDGET_LIST] >= 0:
        r, name, _ = index.lists[int(row[t.BUDGET_LIST])]
        return f"{index.regime_ids[r]}/{name}"
    r, each = index.consequences[plan.compiled.consequence_rows[int(row[t.BUDGET_CONSEQUENCE])]]
    return f"{index.regime_ids[r]}/{each.id}"


def given_away(plan: Plan, days: np.ndarray) -> np.ndarray:
    """On which first mornings of windows (row) is which budget (column) given away?"""
    calendar, clocks = plan.tables[t.CALENDAR], plan.tables[t.BUDGETS][:, t.BUDGET_EVERY]
    out = np.zeros((len(days), len(clocks)), bool)
    for w, day in enumerate(days):
        bits = np.bitwise_or.reduce(calendar[max(day - plan.window, 0) + 1 : day + 1], initial=0)
        out[w] = [int(bits) & BEGINS[int(clock)] > 0 for clock in clocks]
    return out


def pots(city: City) -> pl.DataFrame:
    """Pots and places that the city or its places gave away."""
    plan, rows = city.plan, city.fields.pots.reshape(len(city.fields.pots), -1, N_POT)
    budgets = plan.tables[t.BUDGETS]
    names = [budget_name(plan, row) for row in budgets]
    days = np.arange(len(rows)) * plan.window
    window, budget = (each.ravel() for each in np.indices((len(rows), len(names))))
    paid = given_away(plan, days)[window, budget]
    window, budget = window[paid], budget[paid]
    found, of = rows[window, budget], budgets[budget]
    yuan = of[:, t.BUDGET_YUAN] * np.where(of[:, t.BUDGET_PER_PLACE] > 0, found[:, IN_PLACES], 1)
    portion = of[:, t.BUDGET_PORTION]
    persons = np.where(portion > 0, found[:, PAID_TO], found[:, QUALIFY])
    yuan = np.where(of[:, t.BUDGET_LIST] >= 0, 0, yuan)
    portion = np.where(of[:, t.BUDGET_LIST] >= 0, 0, portion)
    return frame(
        "pots",
        {
            "city": np.full(len(window), city.number), "day": days[window], "consequence": words(budget, names),
            "persons": persons, "yuan_each": np.where(portion > 0, portion, np.where(persons > 0, yuan // np.maximum(persons, 1), 0)),
        },
    )  # fmt: skip


def places(city: City) -> pl.DataFrame:
    """Scores of places, with the grade that their people have by them, at each season's end."""
    plan, index = city.plan, city.plan.index
    first_place = city.first_person // plan.world.place_size
    rows: list[dict[str, Any]] = [
        {
            "season": season, "city": city.number, "place": first_place + place, "score": f"{index.regime_ids[r]}/{score.id}",
            "value": int(books[s]) / index.per_point(s), "grade": grade_of(index, r, score.id, books[len(index.scores) :]),
        }
        for s, (r, score) in enumerate(index.scores)
        if score.unit == "place"
        for season, in_season in enumerate(city.fields.books)
        for place, books in enumerate(in_season)
    ]  # fmt: skip
    return by_rows("places", rows)


def grade_of(index: Index, r: int, score: str, grades: np.ndarray) -> str:
    """The grade of a score, by name; empty where nobody is graded, or the score has no grades."""
    for k, (owner, name, found) in enumerate(index.scales):
        if owner == r and name == score and grades[k] < len(found):
            return found[int(grades[k])].id
    return ""
