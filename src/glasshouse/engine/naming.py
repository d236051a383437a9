"""What the numbers of a log stand for: blocks of the rulebooks, with text and source, and days as dates."""

from __future__ import annotations

import datetime
from typing import Any

from glasshouse.engine import tables as t
from glasshouse.engine.balance import in_points
from glasshouse.engine.cite import cite
from glasshouse.engine.city import Plan
from glasshouse.engine.learn import LIST_ITEM
from glasshouse.engine.mail import FALSE_INVENTED, FALSE_MISREAD, FALSE_WRONG, WAS_TOLD
from glasshouse.engine.order import NEVER

Event = dict[str, Any]
Row = list[int]
FALSE_WORDS = {FALSE_MISREAD: "misread", FALSE_INVENTED: "invented", FALSE_WRONG: "wrong-person"}


def false_word(flags: int) -> str | None:
    """How a report is false, or nothing if it is true."""
    return next((word for bit, word in FALSE_WORDS.items() if flags & bit), None)


class Names:
    """Names of everything in one world."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.index = plan, plan.index

    def date(self, day: int) -> str:
        """ISO date of a day of the world."""
        return (self.index.start + datetime.timedelta(days=day)).isoformat()

    def until(self, day: int) -> str | None:
        """ISO date, or nothing for never."""
        return self.date(day) if day < NEVER else None

    def rule(self, row: int) -> Event:
        """A rule, by its row in the rulebooks."""
        r, rule = self.index.rules[row]
        found = cite(self.index, r, "rule", rule)
        if any(r == owner and rule.id == each.id for owner, each in self.index.misuses):
            found |= {"decides": f"misuse {rule.id} of {self.index.regime_ids[r]}", "misuse": found["rule"]}
        return found

    def channel(self, c: int) -> Event:
        """A channel by its number."""
        r, channel = self.index.channels[c]
        return {**cite(self.index, r, "channel", channel), "by": channel.by}

    def consequence(self, row: int) -> Event:
        """A consequence by its row."""
        r, each = self.index.consequences[row]
        found = cite(self.index, r, "consequence", each)
        return found | ({"message": each.message} if each.message else {})

    def desk(self, d: int) -> Event:
        """A desk by its number."""
        r, desk = self.index.desks[d]
        return {**cite(self.index, r, "desk", desk), "desk_kind": desk.kind}

    def list_(self, number: int) -> Event:
        """A list, or a feed that reads as one."""
        if number >= len(self.index.lists):
            r, feed = self.index.feeds[number - len(self.index.lists)]
            return cite(self.index, r, "list", feed)
        r, _, each = self.index.lists[number]
        return {**cite(self.index, r, "list", each), "list_kind": each.kind}

    def score(self, s: int) -> Event:
        """A score by its number."""
        r, score = self.index.scores[s]
        return {"score": f"{self.index.regime_ids[r]}/{score.id}"}

    def in_points(self, s: int, steps: int) -> float:
        """Smallest steps as points."""
        return in_points(self.plan, s, steps)

    def item(self, item: int) -> Event:
        """What a case is about."""
        if item >= LIST_ITEM:
            r, name = (self.index.lists[item - LIST_ITEM])[:2]
            return {"about": f"list {self.index.regime_ids[r]}/{name}"}
        r, rule = self.index.rules[int(self.plan.tables[t.RULES][item, t.RULE_ROW])]
        return {"about": f"rule {self.index.regime_ids[r]}/{rule.id}"}

    def pair(self, p: int, flags: int) -> Event:
        """An act that a channel reports, and whether it is true."""
        pair = self.plan.tables[t.PAIRS][p]
        act = self.index.acts[int(pair[t.PAIR_ACT])]
        false = false_word(flags)
        found = {**self.channel(int(pair[t.PAIR_CHANNEL])), "act": act.id, "label": act.label, "true": false is None}
        return found | ({"false": false} if false else {}) | ({"told": True} if flags & WAS_TOLD else {})

    def service(self, v: int) -> Event:
        """A service by its number."""
        return {"service": self.index.services[v].id, "label": self.index.services[v].label}

    def matter(self, m: int) -> Event:
        """A matter by its number."""
        each = self.index.catalogue.matters[self.index.matters[m]]
        return {"matter": each.id, "label": each.label}

    def show(self, p: int) -> Event:
        """What is shown to others."""
        r, each = self.index.shows[p]
        return {**cite(self.index, r, "publicity", each), "shows": list(each.shows), "to": each.shown_to}
