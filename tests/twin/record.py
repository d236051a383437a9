"""Step h, record: what the weeks and seasons leave in the tables."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from twin.blocks import ListLaw, RegimeLaw
from twin.mail import Case
from twin.rates import SEASON_DAYS
from twin.servers import TICKS, first_tick

if TYPE_CHECKING:
    from twin.blocks import ActLaw
    from twin.law import Law
    from twin.occasion import Want
    from twin.people import Person, Place

WEEK_DAYS = 7
MONTH_DAYS = 28


class Counts:
    """Counts by name: week, season, kind of people and what happened."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.by_week: Counter[tuple[int, int, str]] = Counter()
        self.by_act: Counter[tuple[int, int, str]] = Counter()
        self.by_service: Counter[tuple[int, int, int, int, str]] = Counter()
        self.flows: Counter[tuple[int, int, int, int]] = Counter()
        self.spells: Counter[tuple[int, int, bool, int, bool]] = Counter()
        self.cases: list[Case] = []

    def cell(self, person: Person) -> int:
        """Row of the panel: group and fifth of wealth, and the grade of the world's first scale as last fixed."""
        if not self.law.scales:
            return person.ten
        n = len(self.law.scales[0].grades)
        return person.ten * (n + 1) + min(person.grades[0], n)

    def panel(self, person: Person, day: int, what: str, n: int = 1) -> None:
        """Count something of a week."""
        self.by_week[day // WEEK_DAYS, self.cell(person), what] += n

    def act(self, day: int, act: ActLaw, what: str) -> None:
        """Count what became of an act."""
        self.by_act[day // SEASON_DAYS, act.number, what] += 1

    def service(self, person: Person, want: Want, regime: RegimeLaw, what: str, n: int = 1) -> None:
        """Count what became of a want."""
        season = want.day // SEASON_DAYS
        self.by_service[season, want.service.number, regime.number, person.ten, what] += n

    def spell(self, each: ListLaw, person: Person, wrong: bool, length: int, ended: bool) -> None:
        """Count a spell by its length in months of 28 days."""
        if each.says is not None:
            self.spells[each.number, person.ten, wrong, length // MONTH_DAYS, ended] += 1

    def queues(self) -> Counter[tuple[int, int, str]]:
        """What the cases of desks that have servers or a limit came to, by season and desk; times in ticks.

        Servers take a case up at its tick. A limited desk takes it up in the morning of a window's first day, and whoever
        hands one in on a day comes with that day. A case that lapses is in line up to the first morning of its last window.
        """
        found: Counter[tuple[int, int, str]] = Counter()
        world_ends, window = first_tick(self.law.days), self.law.window_days
        for case in self.cases:
            desk, says = case.desk.number, case.desk.says
            if not says.servers and says.decisions_per_week_per_100000 is None:
                continue
            arrival = case.key[0] if says.servers else first_tick(case.day)
            morning = (case.day // window + 1) * window
            at_once = arrival if says.servers else first_tick(morning)
            stop: float = math.inf if case.start is None else case.start
            if case.lapsed is not None and case.start is None:
                if says.servers or morning >= case.lapsed:
                    continue
                stop = first_tick(case.lapsed - window)
            first = arrival // TICKS
            found[first, desk, "applied"] += 1
            found[first, desk, "waited"] += case.start is None or case.start > at_once
            found[first, desk, "wait"] += 0 if case.start is None else case.start - arrival
            for season in range(first, -(-self.law.days // SEASON_DAYS)):
                begin, end = season * TICKS, min((season + 1) * TICKS, world_ends)
                found[season, desk, "queue"] += int(max(min(stop, end) - max(arrival, begin), 0))
                found[season, desk, "begun"] += case.start is not None and begin <= stop < end
                found[season, desk, "left"] += stop >= end
        return found

    # ---- at the end of a week, a season, a world -------------------------------------------------------------------------
    def week_ends(self, place: Place, day: int) -> None:
        """Everybody, and who is on a bad or a good list."""
        for person in place.persons:
            if person.is_abroad:
                continue
            self.panel(person, day, "persons")
            listed = [each for each in self.law.lists if person.list_bits >> each.number & 1]
            self.panel(person, day, "bad", int(any(each.is_bad for each in listed)))
            self.panel(person, day, "good", int(any(each.is_good for each in listed)))

    def season_ends(self, place: Place, season: int) -> None:
        """Grades at the season's start and end."""
        for person in place.persons:
            for scale in self.law.scales:
                before, after = person.grades_at_first[scale.number], person.grades[scale.number]
                self.flows[season, scale.number, min(before, 31), min(after, 31)] += 1
            person.grades_at_first = list(person.grades)

    def world_ends(self, place: Place, day: int) -> None:
        """Spells that still run, also those that would end the next morning."""
        for person in place.persons:
            for each, spell in person.spells.items():
                if spell.until >= day:
                    self.spell(each, person, spell.wrong, max(day - spell.entered, 0), ended=False)
