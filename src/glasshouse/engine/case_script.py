"""What a case says will happen, in numbers: occasions and wants as kernels take them; the rest waits for its day."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from glasshouse.engine import mail as m
from glasshouse.engine import tables as t
from glasshouse.engine.case_names import Names, UnplayableError
from glasshouse.engine.city import Plan
from glasshouse.engine.observe import SCRIPTED
from glasshouse.engine.occasions import OPENS_BIT
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.work import Season, new_season
from glasshouse.regime.case import Happening, Person

WORDS = 1 << 16
MOST_ROWS = (1 << 16) - SCRIPTED
FOR_SURE = 1e9
"""A gain in yuan that nothing on earth outweighs: a scripted deed is done."""
MORNING = 16
"""The first sixteenth of a day is left free, so that scripted moments come after its morning."""


@dataclass(frozen=True)
class Event:
    """One happening on one of its days.

    ``number`` is its place in the case, ``place`` its place among the ``of`` events of the day.
    """

    day: int
    number: int
    said: Happening
    place: int = 0
    of: int = 1

    @property
    def moment(self) -> int:
        """The moment of the season, a 32-bit fraction, in the order of the file and after the day's morning."""
        begin, end = (-(-(self.day % SEASON_DAYS + k) * (1 << 32) // SEASON_DAYS) for k in (0, 1))
        morning = (end - begin) // MORNING
        return begin + morning + (end - begin - morning) * self.place // self.of


def events_of(happens: Sequence[Happening]) -> list[Event]:
    """Every happening on each of its days, in order of days and of the file."""
    spread = [
        Event(said.day + k * said.every_days, number, said)
        for number, said in enumerate(happens)
        for k in range(said.times)
    ]
    spread.sort(key=lambda event: (event.day, event.number))
    days: dict[int, list[Event]] = {}
    for event in spread:
        days.setdefault(event.day, []).append(event)
    return [replace(each, place=k, of=len(same)) for same in days.values() for k, each in enumerate(same)]


def among(person: Person) -> str:
    """Whom a case is about, all of them."""
    return f"a place of {person.of_place}" if person.neighbours else f"a household of {person.household}"


@dataclass(frozen=True)
class Deed:
    """A scripted occasion: which act, which of its channels see it."""

    event: Event
    act: int
    bits: int


@dataclass(frozen=True)
class Want:
    """A scripted want; ``service`` is None where nothing in force touches it."""

    event: Event
    service: int | None


class Script:
    """What happens to a household, in numbers. Making it finds every wrong name."""

    def __init__(
        self,
        names: Names,
        plan: Plan,
        happens: Sequence[Happening],
        persons: int,
        whom: str,
        met: Mapping[int, int] | None = None,
    ) -> None:
        """``persons`` are called ``whom`` in messages; ``met`` says whom (a number) one meets at a happening (a number)."""
        self.names, self.plan, self.whom, self.met = names, plan, whom, met or {}
        self.events = events_of(happens)
        self.rows = np.zeros((len(happens), t.SCRIPT_WIDTH), np.int64)
        self.rows[:, t.SCRIPT_MET] = -1
        if len(happens) > MOST_ROWS:
            raise UnplayableError(f"a case holds at most {MOST_ROWS} happenings")
        self.deeds: list[Deed] = []
        self.wants: list[Want] = []
        self.letters: dict[int, list[Event]] = {}
        for event in self.events:
            said = event.said
            if said.who >= persons:
                raise UnplayableError(f"day {event.day}: nobody is number {said.who} in {whom}")
            if said.does is not None:
                self._add_deed(event, said.does)
            elif said.wants is not None:
                self.wants.append(Want(event, names.service(said.wants)))
            else:
                self._check_letter(event)
                self.letters.setdefault(event.day, []).append(event)

    # ---- deeds and wants --------------------------------------------------------------------------------------------
    def _add_deed(self, event: Event, name: str) -> None:
        act = self.names.act(name)
        if act is None:
            if event.said.seen_by:
                raise UnplayableError(f"day {event.day}: nothing in force takes notice of '{name}'; leave seen_by out")
            return
        if event.said.met is not None:
            if not self.plan.tables[t.ACTS][act, t.ACT_MEETS]:
                raise UnplayableError(f"day {event.day}: nobody is met at '{name}'; leave met out")
            self.rows[event.number, t.SCRIPT_MET] = self.met[event.number]
        first = int(self.plan.tables[t.ACTS][act, t.ACT_FIRST_PAIR])
        pairs = [self._pair(event, act, by) for by in event.said.seen_by]
        bits = OPENS_BIT
        for pair in pairs:
            bits |= 1 << (pair - first)
        self._say(event, sorted(pairs))
        self.deeds.append(Deed(event, act, bits))

    def _pair(self, event: Event, act: int, by: str) -> int:
        """The row of an act and a channel."""
        channel = self.names.channel(by)
        row = self.plan.tables[t.CHANNELS][channel]
        if not row[t.CHANNEL_FROM_DAY] <= event.day < row[t.CHANNEL_UNTIL_DAY]:
            raise UnplayableError(f"day {event.day}: channel '{by}' is not in force that day")
        first, n = (int(each) for each in self.plan.tables[t.ACTS][act, [t.ACT_FIRST_PAIR, t.ACT_N_PAIRS]])
        for pair in range(first, first + n):
            if self.plan.tables[t.PAIRS][pair, t.PAIR_CHANNEL] == channel:
                return pair
        raise UnplayableError(f"day {event.day}: channel '{by}' does not cover '{self.names.index.acts[act].id}'")

    def _say(self, event: Event, pairs: list[int]) -> None:
        """Write down the units, and the word by which the rule with a range comes to the decided points."""
        said = event.said
        self.rows[event.number, t.SCRIPT_UNITS] = said.units or 0
        if said.decided_points is None:
            return
        rules = self.plan.tables[t.RULES]
        for pair in pairs:
            first, n = (int(each) for each in self.plan.tables[t.PAIRS][pair, [t.PAIR_FIRST_RULE, t.PAIR_N_RULES]])
            for rule in rules[first : first + n]:
                decided = self.names.index.steps(int(rule[t.RULE_SCORE]), float(said.decided_points))
                place, span = decided - int(rule[t.RULE_LOW]), int(rule[t.RULE_SPAN])
                if rule[t.RULE_EFFECT] == t.EFFECT_RATING:  # decided in whole points
                    each = self.names.index.per_point(int(rule[t.RULE_SCORE]))
                    place = place // each if place % each == 0 else -1
                if not rule[t.RULE_FROM_DAY] <= event.day < rule[t.RULE_UNTIL_DAY]:
                    continue
                word = (2 * place + 1) * WORDS // (2 * span) if span > 1 and 0 <= place < span else None
                if rule[t.RULE_SIGMA] > 0:
                    word = _word_around(decided, int(rule[t.RULE_LOW]), int(rule[t.RULE_SIGMA]))
                if word is not None:
                    self.rows[event.number, t.SCRIPT_WORD] = word - m.ZERO
                    return
        act = said.does or said.reported_for
        raise UnplayableError(
            f"day {event.day}: no rule about '{act}' leaves it to decide on {said.decided_points:g} points"
        )

    def season(self, season: int, n: int) -> Season:
        """The occasions and wants of a season, person by person, in order of moments."""
        deeds = [deed for deed in self.deeds if deed.event.day // SEASON_DAYS == season]
        wants = [want for want in self.wants if want.event.day // SEASON_DAYS == season and want.service is not None]
        table = new_season(1, n, len(deeds) + 1, len(wants) + 1, int(self.plan.law[t.N_CLOCKED]))
        at = wish = 0
        for who in range(n):
            table.first[0, who] = table.cursor[0, who] = at
            table.want_first[0, who] = wish
            for deed in deeds:
                if deed.event.said.who == who:
                    table.key[0, at] = deed.event.moment << 32 | deed.act << 16 | (SCRIPTED + deed.event.number)
                    table.gain[0, at], table.bits[0, at] = FOR_SURE, deed.bits
                    at += 1
            for want in wants:
                if want.event.said.who == who:
                    table.want_key[0, wish] = want.event.moment << 32 | int(want.service or 0) << 16 | want.event.number
                    wish += 1
            table.want_last[0, who] = wish
        table.first[0, n] = at
        return table

    # ---- what goes by mail ------------------------------------------------------------------------------------------
    def _check_letter(self, event: Event) -> None:
        """Refuse names that are not there before anything is played; note what a false report says."""
        said, names = event.said, self.names
        if said.reported_by is not None:
            if said.reported_for is None:
                raise UnplayableError(f"day {event.day}: say what '{said.reported_by}' reports, with reported_for")
            names.channel(said.reported_by)
            self._say(event, [self.reported_pair(event)])
        elif said.pays is not None:
            names.matter(said.pays)
        elif said.told_of is not None:
            if names.is_rule(said.told_of):
                names.rule(said.told_of)
            else:
                names.list(said.told_of)
        elif said.applies_at is not None:
            names.desk(said.applies_at)

    def reported_pair(self, event: Event) -> int:
        """The row of the act and the channel of a false report."""
        act = self.names.act(event.said.reported_for or "")
        if act is None:
            raise UnplayableError(f"day {event.day}: nothing in force takes notice of '{event.said.reported_for}'")
        return self._pair(event, act, event.said.reported_by or "")


def _word_around(decided: int, middle: int, sigma_millionths: int) -> int | None:
    """The 16-bit word by which a normal law comes to the decided points, if one does."""
    law = NormalDist(middle, sigma_millionths / 1e6)
    word = min(int(law.cdf(decided) * WORDS), WORDS - 1)
    return word if math.floor(law.inv_cdf((word + 0.5) / WORDS) + 0.5) == decided else None
