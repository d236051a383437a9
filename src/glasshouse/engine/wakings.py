"""When what sleeps woke, or was put to sleep: for the tables, and for lives that are told."""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine.cite import cite
from glasshouse.engine.city import City
from glasshouse.engine.naming import Event, Names


def changes(city: City) -> list[tuple[int, int]]:
    """(day, number of the steer) of all that changed the law of this city, in order of days."""
    plan = city.plan
    woken = city.fields.woken[: len(range(0, plan.world.days, plan.window))]
    new = woken[1:] & ~woken[:-1]
    return [
        ((int(window) + 1) * plan.window, g)
        for window in np.flatnonzero(new)
        for g in range(len(plan.index.wakers))
        if int(new[window]) >> g & 1
    ]


def steers(city: City) -> list[dict[str, Any]]:
    """Rows of the table ``steers``."""
    index = city.plan.index
    return [
        {"city": city.number, "day": day, "steer": f"{regime}/{steer.id}", "clause": f"{regime}/{name}", "awake": awake}
        for day, g in changes(city)
        for regime, steer in [(index.regime_ids[index.wakers[g][0]], index.wakers[g][1])]
        for awake, names in ((True, steer.wakes), (False, steer.puts_to_sleep))
        for name in names
    ]  # fmt: skip


def with_changes(city: City, events: list[Event]) -> list[Event]:
    """The events of a life, with those of the law before what else happened on their day."""
    names, index, out = Names(city.plan), city.plan.index, list(events)
    for day, g in reversed(changes(city)):
        r, steer = index.wakers[g]
        told: Event = {"day": day, "date": names.date(day), "kind": "law-changed", **cite(index, r, "steer", steer)}
        told |= {"wakes": list(steer.wakes), "puts_to_sleep": list(steer.puts_to_sleep)}
        out.insert(next((k for k, event in enumerate(out) if event["day"] >= day), len(out)), told)
    return out
