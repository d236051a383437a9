"""The log of a watched person, number by number, becomes events in the words of the rulebooks.

Every event has ``day``, ``date``, ``kind`` and ``decides`` (who or what decides); what else it holds depends on its
kind. Blocks go by ``regime/id`` and bring their ``text`` and ``source`` (``engine/cite.py``).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from glasshouse.engine import log as g
from glasshouse.engine.balance import add_balances
from glasshouse.engine.city import Plan
from glasshouse.engine.events_deeds import Deeds
from glasshouse.engine.events_standing import Standing
from glasshouse.engine.naming import Event, Row

EFFECTS = ("posting", "household-report", "place-report", "capped", "listed", "limited")


def events_of(plan: Plan, log: np.ndarray, points: np.ndarray) -> list[Event]:
    """All events of the watched person, in the order in which they happened; ``points`` are those of the end."""
    teller = Teller(plan)
    found = [teller.tell([int(value) for value in row]) for row in log[1 : 1 + int(log[0, g.N_ROWS])]]
    events = merge_rulings([event for event in found if event])
    add_balances(plan, events, points)
    # what waits for its publishing day is told on that day, not week by week
    return [event for event in events if not event.pop("_waits", False)]


def merge_rulings(events: list[Event]) -> list[Event]:
    """Let what a rule does carry what is known of the ruling; a rule that moved nothing stays an event of its own.

    A report that no rule is about says so.
    """
    out: list[Event] = []
    for event in events:
        ruling = out[-1] if out and out[-1]["kind"] == "rule" else None
        if ruling and event["kind"] in EFFECTS and event.get("rule", ruling["rule"]) == ruling["rule"]:
            out[-1] = ruling | event
        else:
            out.append(event)
    for at, event in enumerate(out):
        after = out[at + 1]["kind"] if at + 1 < len(out) else ""
        if event["kind"] == "report" and after not in (*EFFECTS, "rule", "waiting", "postponed"):
            event["no_rule"] = True
    return out


class Teller(Deeds, Standing):
    """Turns rows of a log into events of one world."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.by_kind: dict[int, Callable[[Row], Event]] = {
            g.OCCASION: self.occasion,
            g.SEEN: self.sighted,
            g.UNSEEN: self.unseen,
            g.CLOSER: self.closer,
            g.ACCUSES: self.accuses,
            g.REPORTED: self.reported,
            g.RULED: self.ruled,
            g.WAITING: self.waiting,
            g.POSTED: self.posted,
            g.LIMITED: self.limited,
            g.SUMMED: self.summed,
            g.CAPPED: self.capped,
            g.ENTERED: self.entered,
            g.LEFT: self.left,
            g.EXPIRED: self.expired,
            g.STANDS: self.stands,
            g.REFUSED: self.refused,
            g.SERVED: self.served,
            g.STAYED_AWAY: self.stayed_away,
            g.NOTICED: self.noticed,
            g.APPLIED: self.applied,
            g.ANSWERED: self.answered,
            g.UNHEARD: self.unheard,
            g.OPENED: self.opened,
            g.SETTLED: self.settled,
            g.LANDED: self.landed,
            g.HEARD: self.heard,
            g.RESET: self.moved,
            g.RETURNED: self.moved,
            g.PUBLISHED: self.published,
            g.FED: self.fed,
            g.PAID: self.paid,
            g.MEANS_CHANGED: self.means,
            g.POSTPONED: self.postponed,
            g.SHOWN: self.shown,
            g.FOLLOWED: self.followed,
            g.CONSENT: self.consent,
            g.SPENT: self.spent,
            g.MOVED: self.moves,
        }

    def tell(self, row: Row) -> Event | None:
        """One event, or nothing where nothing changed."""
        told = self.by_kind[row[g.KIND]](row)
        if not told:
            return None
        head: Event = {"day": row[g.DAY], "date": self.date(row[g.DAY])}
        return head | ({"moment": row[g.MOMENT]} if row[g.MOMENT] else {}) | told
