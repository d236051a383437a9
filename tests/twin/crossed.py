"""What crosses a city's windows, and what people hold in mind, of engine and twin side by side; for ``compare.py``."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.budgets import N_POT
from glasshouse.engine.city import City
from glasshouse.engine.ration import N_BAR
from glasshouse.engine.servers import N_LINE
from twin.life import Life
from twin.people import Person

LINE = ("applied", "begun", "waited", "wait", "queue", "left")
NORM = ("persons", "followers", "began", "gave up", "catching")
CLOSE = 1e-9
"""Numbers in the mind are sums of fractions; only their last digits may differ."""


def city_differs(city: City, life: Life, day: int) -> Iterator[str]:
    """When servers are free; who follows; and, once the world is over, what all queues came to."""
    for desk, free in life.free.items():
        engine = sorted(int(tick) for tick in city.fields.free[desk, : len(free)])
        if engine != sorted(free):
            yield f"servers of desk {desk}: engine {engine}, twin {sorted(free)}"
    norms = [norm.id for norm in life.law.recipe.norm]
    counts = city.counts[0].norms
    theirs = {
        (int(w), norms[int(n)], NORM[int(k)]): int(counts[w, n, k]) for w, n, k in zip(*np.nonzero(counts), strict=True)
    }
    yield from counter_differs("window, norm", theirs, life.following.counts)
    yield from counter_differs("bars", bars_of(city, day), bars_of_twin(life))
    budgets, consequences = city.plan.tables[t.BUDGETS], city.plan.tables[t.CONSEQUENCES]
    pots = {}
    for w in range(1, city.fields.pots.shape[0]) if len(budgets) else ():
        for b, (row, l) in enumerate(budgets[:, [t.BUDGET_CONSEQUENCE, t.BUDGET_LIST]]):
            persons, shares = (int(n) for n in city.fields.pots[w, N_POT * b : N_POT * b + 2])
            number: Any = ("list", int(l)) if l >= 0 else int(consequences[row, t.CONSEQUENCE_ROW])
            pots |= {
                (w * city.plan.window, number, word): n for word, n in (("persons", persons), ("shares", shares)) if n
            }
    yield from counter_differs("pots", pots, life.ration.pots)
    yield from patrols_differ(city, life, day)
    if day == life.law.days:
        line = city.fields.line
        lines = {(int(s), int(d), LINE[int(k)]): int(line[s, d, k]) for s, d, k in zip(*np.nonzero(line), strict=True)}
        yield from counter_differs("season, desk", lines, life.counts.queues())


def patrols_differ(city: City, life: Life, day: int) -> Iterator[str]:
    """Where watchers are, what is recorded of each place, and what of it is taken up."""
    fields, steering = city.fields, life.steering
    window = min((day - 1) // city.plan.window, fields.patrolled.shape[0] - 1)
    for steer in life.law.steers:
        g = steer.number
        for p, place in enumerate(life.places):
            says = {
                "watched": (
                    int(fields.patrolled[window, p]) >> g & 1,
                    int(steer.channel.number not in place.unwatched),
                ),
                "records": (int(fields.records[p, g]), steering.records[g][p]),
                "accepts": (int(fields.accepts[p, g]), steering.accepts[g][p]),
            }
            for what, (engine, twin) in says.items():
                if engine != twin:
                    yield f"steer {g}, place {p}, {what}: engine {engine}, twin {twin}"
    history = {
        (int(s), int(p), int(g)): int(fields.history[s, p, g])
        for s, p, g in zip(*np.nonzero(fields.history), strict=True)
    }
    yield from counter_differs("season, place, steer", history, steering.at_season_end)


def bars_of(city: City, day: int) -> dict[Any, int]:
    """Bars of the window before a day: lowest score, highest lot among equals, how many reach it."""
    row = city.fields.bars[min((day - 1) // city.plan.window, city.fields.bars.shape[0] - 1)]
    names = ("bar", "lot", "reached")
    return {(q, word): int(row[N_BAR * q + k]) for q in range(len(row) // N_BAR) for k, word in enumerate(names)}


def bars_of_twin(life: Life) -> dict[Any, int]:
    """The same of the twin."""
    bars = [bar for scale in life.ration.scales for bar in life.places[0].bars[scale.number]]
    numbers = [("bar", "lot", "reached")] * len(bars)
    return {
        (q, word): value
        for q, bar in enumerate(bars)
        for word, value in zip(numbers[q], (bar.score, bar.lot, bar.reached), strict=True)
    }


def mind_differs(city: City, life: Life, i: int, person: Person) -> Iterator[tuple[str, float, float]]:
    """Numbers of one's own: thresholds or resistances; opinions."""
    recipe, tables, minds = life.law.recipe, city.plan.tables, city.people.minds
    columns = [(norm.id, int(tables[t.NORMS][w, t.NORM_MIND])) for w, norm in enumerate(recipe.norm)]
    for o, opinion in enumerate(recipe.opinion):
        row = tables[t.OPINIONS][o]
        of = {"now": t.OPINION_NOW, "start": t.OPINION_START, "own": t.OPINION_OWN}
        columns += [(f"{opinion.id}/{word}", int(row[column])) for word, column in of.items()]
    for name, column in columns:
        engine, twin = float(minds[i, column]), person.minds[name]
        if not math.isclose(engine, twin, rel_tol=CLOSE, abs_tol=CLOSE):
            yield f"mind {name}", engine, twin


def counter_differs(what: str, theirs: dict[Any, int], own: dict[Any, int]) -> Iterator[str]:
    """Counts that differ."""
    for key in sorted({*theirs, *(key for key, n in own.items() if n)}, key=str):
        if theirs.get(key, 0) != own.get(key, 0):
            yield f"count ({what}) {key}: engine {theirs.get(key, 0)}, twin {own.get(key, 0)}"


assert len(LINE) == N_LINE
