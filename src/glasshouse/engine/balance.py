"""The balance of each score before and after every event, reckoned backwards from the end of a life."""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.city import Plan


def add_balances(plan: Plan, events: list[dict[str, Any]], points: np.ndarray) -> None:
    """Write ``before`` and ``after`` [points] into events that move a score.

    Scores that are measured or made of others move without an event; theirs are left out.
    """
    scores = plan.tables[t.SCORES]
    balance = [int(value) for value in points]
    shown: dict[str, Any] = {}
    for event in reversed(events):
        s, steps = event.pop("_score", None), event.pop("_steps", None)
        if s is None or steps is None or scores[s, t.SCORE_MEASURE] > 0 or scores[s, t.SCORE_N_PARTS] > 0:
            continue
        before = balance[s] - steps
        event["before"], event["after"] = in_points(plan, s, before), in_points(plan, s, balance[s])
        balance[s] = before
    for event in events:
        if event["kind"] == "published":
            if event["score"] in shown:
                event["before"] = shown[event["score"]]
            shown[event["score"]] = event["after"]


def in_points(plan: Plan, s: int, steps: int) -> float:
    """Smallest steps of a score as points."""
    value = steps / plan.index.per_point(s)
    return int(value) if value == int(value) else value
