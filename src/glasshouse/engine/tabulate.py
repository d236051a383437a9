"""A finished city becomes frames: what the counts, and the people as they stand at the end, say in the words of the schema."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from glasshouse.engine import tables as t
from glasshouse.engine.city import City, Plan
from glasshouse.engine.compile.rates import lognormal_quantiles
from glasshouse.engine.compile.ration import scale_names
from glasshouse.engine.counts import (
    A_DONE,
    A_FOR_POINTS,
    A_GIVEN_UP,
    A_INVENTED,
    A_MISREAD,
    A_SEEN,
    A_WRONG,
    F_BEGAN,
    F_CATCHING,
    F_FOLLOWERS,
    F_GAVE_UP,
    F_PERSONS,
    Counts,
)
from glasshouse.engine.order import NEVER, SEASON_DAYS
from glasshouse.engine.servers import (
    LINE_APPLIED,
    LINE_BEGUN,
    LINE_LEFT,
    LINE_QUEUE,
    LINE_WAIT,
    LINE_WAITED,
    TICK_BITS,
)  # fmt: skip
from glasshouse.engine.standing import NO_GRADE
from glasshouse.engine.state import DONE_A, ENTERED, UNTIL, People
from glasshouse.engine.tabulate_rations import places, pots, thresholds
from glasshouse.engine.wakings import steers
from glasshouse.engine.whereabouts import whereabouts
from glasshouse.population.make import LEVELS
from glasshouse.results.schema import PANEL
from glasshouse.results.store import by_rows, frame, words


def tabulate(city: City) -> dict[str, pl.DataFrame]:
    """All result tables of a city that has come to the end of its world."""
    counts = sum_counts(city.counts)
    return {
        "panel": panel(city, counts), "acts": acts(city, counts), "services": services(city, counts), "flows": flows(city, counts),
        "scores": scores(city, counts), "spells": spells(city, counts), "desks": desks(city), "persons": persons(city),
        "patrols": patrols(city), "norms": norms(city, counts), "thresholds": thresholds(city), "pots": pots(city), "places": places(city),
        "steers": by_rows("steers", steers(city)),
    }  # fmt: skip


def sum_counts(parts: list[Counts]) -> Counts:
    """Counts of all tasks together; whole numbers, so the order is of no matter."""
    return Counts(*(np.sum([getattr(part, name) for part in parts], axis=0) for name in Counts._fields))


def in_cells(table: np.ndarray) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """Places of rows that hold anything, and the rows."""
    at = np.nonzero(table.any(axis=-1))
    return at, table[at]


def panel(city: City, counts: Counts) -> pl.DataFrame:
    """Counts by week and cell."""
    plan = city.plan
    (weeks, cells), rows = in_cells(counts.panel)
    n_grades = plan.n_cells // plan.n_tens
    ten, grade = cells // n_grades, cells % n_grades
    names = [each.id for each in plan.index.scales[0][2]] if plan.index.scales else []
    fixed = {
        "week": weeks, "city": np.full(len(weeks), city.number), "group": words(ten // 5, plan.index.groups), "wealth_band": ten % 5,
        "grade": words(grade, [*names, ""]),
    }  # fmt: skip
    return frame("panel", {**fixed, **{column.name: rows[:, k] for k, column in enumerate(PANEL[len(fixed) :])}})


def acts(city: City, counts: Counts) -> pl.DataFrame:
    """Counts by season and act."""
    index = city.plan.index
    n_seasons, n_acts = counts.acts.shape[0], len(index.acts)
    table = counts.acts[:, :n_acts]
    season, act = np.meshgrid(np.arange(n_seasons), np.arange(n_acts), indexing="ij")
    flat = table.reshape(-1, table.shape[-1])
    covered = city.plan.tables[t.ACTS][:n_acts, t.ACT_COVERED].astype(bool)
    done = flat[:, A_DONE] + flat[:, A_FOR_POINTS]
    return frame(
        "acts",
        {
            "season": season.ravel(),
            "city": np.full(season.size, city.number), "act": words(act.ravel(), [each.id for each in index.acts]),
            "occasions": flat[:, :4].sum(axis=1), "done": done, "given_up": flat[:, A_GIVEN_UP],
            "for_points": flat[:, A_FOR_POINTS], "seen": flat[:, A_SEEN],
            "missed": np.where(np.tile(covered, n_seasons), done - flat[:, A_SEEN] - flat[:, A_WRONG], 0), "misread": flat[:, A_MISREAD],
            "invented": flat[:, A_INVENTED], "wrong_person": flat[:, A_WRONG],
        },
    )  # fmt: skip


def services(city: City, counts: Counts) -> pl.DataFrame:
    """Refusals and other terms by season, service and regime."""
    index = city.plan.index
    (season, pair, ten), rows = in_cells(counts.services)
    n_regimes = max(len(index.regimes), 1)
    return frame(
        "services",
        {
            "season": season, "city": np.full(len(season), city.number), "group": words(ten // 5, index.groups), "wealth_band": ten % 5,
            "service": words(pair // n_regimes, [each.id for each in index.services]), "regime": words(pair % n_regimes, index.regime_ids),
            **{name: rows[:, k] for k, name in enumerate(("refused", "refused_by_tie", "eased", "eased_yuan", "dearer"))},
        },
    )  # fmt: skip


def flows(city: City, counts: Counts) -> pl.DataFrame:
    """Who went from which grade to which, by season."""
    index = city.plan.index
    season, scale, before, after = np.nonzero(counts.flows)
    names = scale_names(index)
    grades = [[*(each.id for each in found), *[""] * 32][:32] for _, _, found in index.scales]
    flat = [name for found in grades for name in found]
    return frame(
        "flows",
        {
            "season": season, "city": np.full(len(season), city.number), "scale": words(scale, names),
            "grade_from": words(scale * 32 + before, flat), "grade_to": words(scale * 32 + after, flat),
            "persons": counts.flows[season, scale, before, after],
        },
    )  # fmt: skip


def scores(city: City, counts: Counts) -> pl.DataFrame:
    """Distribution of published scores at each season's end."""
    index, table = city.plan.index, city.plan.tables[t.SCORES]
    season, score, bin_ = np.nonzero(counts.scores)
    names = [f"{index.regime_ids[r]}/{each.id}" for r, each in index.scores]
    per_point = np.array([index.per_point(s) for s in range(len(names))] or [1])
    low = (table[:, t.SCORE_BIN_LOW] if len(table) else np.zeros(1)) / per_point
    width = (table[:, t.SCORE_BIN_WIDTH] if len(table) else np.ones(1)) / per_point
    return frame(
        "scores",
        {
            "season": season, "city": np.full(len(season), city.number), "score": words(score, names), "bin": low[score] + bin_ * width[score],
            "width": width[score], "persons": counts.scores[season, score, bin_],
        },
    )  # fmt: skip


def spells(city: City, counts: Counts) -> pl.DataFrame:
    """Stays on lists by length."""
    index = city.plan.index
    (listed, ten, wrong, month), rows = in_cells(counts.spells)
    names = [f"{index.regime_ids[r]}/{name}" for r, name, _ in index.lists]
    return frame(
        "spells",
        {
            "city": np.full(len(listed), city.number), "list": words(listed, names), "group": words(ten // 5, index.groups),
            "wealth_band": ten % 5, "wrong": wrong.astype(bool), "months": month, "ended": rows[:, 0], "open": rows[:, 1],
        },
    )  # fmt: skip


def desks(city: City) -> pl.DataFrame:
    """Queues of desks that have a limit, by season."""
    index, table = city.plan.index, city.plan.tables[t.DESKS]
    limited = (table[:, t.DESK_SERVERS] > 0) | (table[:, t.DESK_CAPACITY] >= 0)
    line = city.fields.line[: city.plan.n_seasons, : len(table)]
    season, desk = np.nonzero(np.tile(limited, (line.shape[0], 1)))
    rows = line[season, desk]
    days = SEASON_DAYS / (1 << TICK_BITS)
    return frame(
        "desks",
        {
            "season": season, "city": np.full(len(season), city.number),
            "desk": words(desk, [f"{index.regime_ids[r]}/{each.id}" for r, each in index.desks]), "applied": rows[:, LINE_APPLIED],
            "begun": rows[:, LINE_BEGUN], "waited": rows[:, LINE_WAITED], "wait_days": rows[:, LINE_WAIT] * days,
            "queue_days": rows[:, LINE_QUEUE] * days, "left": rows[:, LINE_LEFT],
        },
    )  # fmt: skip


def patrols(city: City) -> pl.DataFrame:
    """Records and days watched, by season, place and steer."""
    plan, fields = city.plan, city.fields
    names = [f"{plan.index.regime_ids[r]}/{each.id}" for r, each in plan.index.steers]
    n_seasons = plan.n_seasons if names else 0
    season, place, steer = (
        each.ravel() for each in np.indices((n_seasons, len(city.sizes) if names else 0, len(names)))
    )
    first_place = city.first_person // plan.world.place_size
    return frame(
        "patrols",
        {
            "season": season, "city": np.full(len(season), city.number), "place": first_place + place, "steer": words(steer, names),
            "records": fields.history[season, place, steer] / 1000, "watched_days": watched_days(plan, fields.patrolled)[season, place, steer],
        },
    )  # fmt: skip


def norms(city: City, counts: Counts) -> pl.DataFrame:
    """Followers by window and norm."""
    names = [norm.id for norm in city.plan.index.recipe.norm]
    window, norm = np.nonzero(counts.norms[:, :, F_PERSONS])
    rows = counts.norms[window, norm]
    return frame(
        "norms",
        {
            "city": np.full(len(window), city.number), "day": window * city.plan.window, "norm": words(norm, names), "persons": rows[:, F_PERSONS],
            "followers": rows[:, F_FOLLOWERS], "began": rows[:, F_BEGAN], "gave_up": rows[:, F_GAVE_UP], "catching": rows[:, F_CATCHING],
        },
    )  # fmt: skip


def watched_days(plan: Plan, patrolled: np.ndarray) -> np.ndarray:
    """Days (season, place, steer) on which a patrol was there."""
    days = np.diff([*range(0, plan.world.days, plan.window), plan.world.days])
    there = (patrolled[:, :, None] >> np.arange(max(len(plan.index.steers), 1))) & 1
    if len(there) != len(days):
        return np.zeros((plan.n_seasons, *there.shape[1:]), np.int64)
    season = np.arange(len(days)) * plan.window // SEASON_DAYS
    starts = np.searchsorted(season, np.arange(plan.n_seasons))
    total: np.ndarray = np.add.reduceat(there * days[:, None, None], starts, axis=0)
    return total


def persons(city: City) -> pl.DataFrame:
    """Traits, tallies and end state of everybody."""
    plan, traits, people = city.plan, city.traits, city.people
    index, size = plan.index, plan.world.place_size
    number = np.arange(city.n, dtype=np.uint32)
    incomes = lognormal_quantiles(float(index.recipe.income.median_yuan), float(index.recipe.income.sigma), LEVELS)
    riches = lognormal_quantiles(float(index.recipe.wealth.median_yuan), float(index.recipe.wealth.sigma), LEVELS)
    days = plan.world.days
    columns: dict[str, Any] = {
        "person": city.first_person + number, "city": np.full(city.n, city.number, np.uint16), "place": (city.first_person + number) // size,
        "household": city.first_person + number // size * size + traits.home, "kind_of_place": words(traits.kind, index.kinds),
        "age": traits.age, "group": words(traits.group, index.groups), "wealth_band": traits.band,
        "wealth_yuan": riches[traits.wealth], "income_yuan": incomes[traits.income],
        "role": words(np.minimum(traits.role, len(index.roles)), [*index.roles, ""]),
        "behaviour": words(traits.type, [each.id for each in index.recipe.behaviour]),
        **{name: people.tally[:, k] for k, name in enumerate(TALLIES)},
    }  # fmt: skip
    columns |= beliefs(plan, traits.type, people.small)
    columns |= whereabouts(plan.world, traits.rows)
    columns["listed_days"] = listed_days(plan, people.tally[:, TALLIES.index("listed_days")], people.days, days)
    return frame("persons", {**columns, **end_state(plan, traits.joined, people, days)})


TALLIES = (
    "done", "deterred", "chilled", "for_points", "seen", "false_reports", "refused", "refused_by_tie", "eased", "eased_yuan",
    "listed_days", "shown_days", "granted",
)  # fmt: skip
"""Names of the columns of ``People.tally``."""


def beliefs(plan: Plan, types: np.ndarray, small: np.ndarray) -> dict[str, np.ndarray]:
    """Believed chances of being seen: cases seen over deeds done, both with the head start of the behaviour type."""
    rows = plan.index.recipe.behaviour
    deeds = np.array([float(row.risk_start_deeds) for row in rows])[types]
    cases = np.array([float(row.risk_start) * float(row.risk_start_deeds) for row in rows])[types]
    names = ("believed_risk_public", "believed_risk_record")
    return {
        name: (small[:, DONE_A + 2 * k + 1] + cases) / (small[:, DONE_A + 2 * k] + deeds)
        for k, name in enumerate(names)
    }


def listed_days(plan: Plan, ended: np.ndarray, days: np.ndarray, today: int) -> np.ndarray:
    """Days on bad lists, running spells included."""
    total = ended.astype(np.int64)
    for l, (_, _, each) in enumerate(plan.index.lists):
        at = plan.compiled.at.lists + 2 * l
        until, entered = days[:, at + UNTIL].astype(np.int64), days[:, at + ENTERED].astype(np.int64)
        if each.kind == "bad":
            total += np.where(until >= today, np.maximum(today - entered, 0), 0)
    return np.minimum(total, NEVER).astype(np.uint16)


def end_state(plan: Plan, joined: np.ndarray, people: People, today: int) -> dict[str, Any]:
    """Scores, grades, lists, matters, norms and opinions of people, by column name; also what ``explain`` compares."""
    index, at, table = plan.index, plan.compiled.at, plan.tables[t.SCORES]
    points, days, small = people.points, people.days, people.small
    out: dict[str, Any] = {}
    leaves = plan.tables[t.LEAVES][:, t.LEAVE_REGIME]
    left = days[:, at.left] if len(leaves) else np.uint16(0)
    for s, (r, score) in enumerate(index.scores):
        shown = int(table[s, t.SCORE_SHOWN])
        value = points[:, s if shown < 0 else shown].astype(np.int64)
        points_now = np.clip(value, table[s, t.SCORE_FLOOR], table[s, t.SCORE_CEILING]) / index.per_point(s)
        is_scored = ((joined & ~left) >> r) & 1 == 1
        out[f"score_{index.regime_ids[r]}/{score.id}"] = np.where(is_scored, points_now, np.nan)
    for s, (r, score) in enumerate(index.scores):
        if table[s, t.SCORE_EFFORT] >= 0:
            out[f"effort_{index.regime_ids[r]}/{score.id}"] = points[
                :, int(table[s, t.SCORE_EFFORT])
            ] / index.per_point(s)
    scales = scale_names(index)
    for k, (_, _, grades) in enumerate(index.scales):
        names = [each.id for each in grades]
        grade = small[:, at.grades + k]
        out[f"grade_{scales[k]}"] = words(
            np.where(grade == NO_GRADE, len(names), np.minimum(grade, len(names))), [*names, ""]
        )
    for l, (r, name, _) in enumerate(index.lists):
        column = at.lists + 2 * l
        out[f"list_{index.regime_ids[r]}/{name}"] = (days[:, column + UNTIL] > today) & (
            days[:, column + ENTERED] <= today
        )
    for r in leaves:
        out[f"left_{index.regime_ids[r]}"] = (left >> np.uint16(r)) & 1 == 1
    for m, name in enumerate(index.matters):
        out[f"owes_{name}"] = days[:, at.matters + m] > 0
    for w, norm in enumerate(index.recipe.norm):
        out[f"follows_{norm.id}"] = (small[:, at.follows] >> w) & 1 == 1
    for opinion, column in zip(index.recipe.opinion, plan.tables[t.OPINIONS][:, t.OPINION_NOW], strict=True):
        out[f"opinion_{opinion.id}"] = people.minds[:, column]
    return out
