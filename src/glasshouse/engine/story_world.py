"""The world of a story: a city in which everybody lives as drawn, but for one household that a script speaks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from glasshouse.engine import kernels
from glasshouse.engine import log as logs
from glasshouse.engine import tables as t
from glasshouse.engine.case_names import Names, UnplayableError
from glasshouse.engine.case_world import CHILD_AGE, Stage, follow, joins
from glasshouse.engine.city import EVE, Plan, make_city, make_room, new_table
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.state import F_TOUCHED, FLAGS
from glasshouse.engine.work import Season
from glasshouse.engine.world import make_world
from glasshouse.population.make import EVERYWHERE, NO_ROLE, W_PART, W_REGISTERED, Traits
from glasshouse.regime.case import Someone
from glasshouse.regime.story import Head, Inhabitant

ADULT_AGE = 18
LOG_ROOM = 4_096


class NoRoomError(Exception):
    """Something was full; the plan has more room now, and the story is played again from its beginning."""


def make_story_plan(head: Head, regimes: str, also: str = "") -> Plan:
    """The world of a story made ready: one city, in windows of a day, so that a script may speak on any morning.

    Raises
    ------
    InputError
        If the regimes cannot be in force together, or for these people.
    """
    world = make_world(regimes, head.population, head.persons, head.days / 365, head.seed, window_days=1, also=also)
    recipe = world.recipe
    size = -(-head.persons // world.place_size)
    news = {"start_date": head.start, "places_per_city": size}
    people = recipe.population.model_copy(update=news)
    return Plan(replace(world, recipe=recipe.model_copy(update={"population": people})))


def find_home(plan: Plan, person: Inhabitant) -> int:
    """The first person of the household that a story is about: one of the first place, of the size it asks for.

    Raises
    ------
    UnplayableError
        If there is no such household.
    """
    traits, n = make_city(plan, 0, 1).traits, plan.world.place_size
    fits = (traits.home[:n] == np.arange(n)) & (traits.size[:n] == person.household)
    homes = np.flatnonzero(fits)
    if person.home >= len(homes):
        raise UnplayableError(
            f"the first place has {len(homes)} households of {person.household}, and home = {person.home} asks for one more at "
            "least; write a smaller home, another seed, or another household"
        )
    return int(homes[person.home])


def move_in(plan: Plan, person: Someone, traits: Traits, home: int) -> None:
    """Make the people of a household, and the kind of their place, those of the story; what it does not say stays as drawn."""
    index, n = plan.index, person.household
    rows, place = slice(home, home + n), slice(0, plan.world.place_size)
    if person.kind_of_place:
        traits.kind[place] = index.kinds.index(person.kind_of_place)
    if person.group:
        traits.group[rows] = index.groups.index(person.group)
    traits.cls[place] = traits.kind[place] * len(index.groups) + traits.group[place]
    traits.wealth[rows], traits.income[rows] = person.wealth_level, person.income_level
    traits.band[rows] = person.wealth_level * 5 // 16
    traits.resident[rows] = person.resident_days
    traits.rows[rows, W_REGISTERED] = int(person.registered_here)
    ages = traits.age[rows]
    ages[ages < ADULT_AGE] = Someone().age
    ages[n - person.children :] = CHILD_AGE
    ages[0] = person.age
    traits.role[rows.stop - person.children : rows.stop] = NO_ROLE
    traits.role[home] = index.roles.index(person.role) if person.role else NO_ROLE
    traits.joined[rows] = traits.aware[rows] = (1 << len(index.regimes)) - 1
    traits.joined[home], traits.rows[home, W_PART] = joins(plan, person), EVERYWHERE


@dataclass
class Living(Stage):
    """A city in flight whose people live as drawn, but for the ``size`` persons from ``home`` on."""

    home: int = 0
    size: int = 1
    room: int = LOG_ROOM

    def __post_init__(self) -> None:
        plan = self.plan
        self.city = make_city(plan, 0, 1)
        self.city.traits = self.traits
        self.batch = plan.new_batch()
        self.table = new_table(plan, len(self.city.sizes))
        self.log = logs.new_log(self.home, self.room, self.size)
        self.drawn = self.law.copy()
        self.drawn[[t.SCRIPT_FIRST, t.SCRIPT_END]] = 0

    def start(self, person: Someone) -> None:
        """The eve of day 0; scores are what the law makes them."""
        self._call(self.drawn, 0, EVE, 0)
        follow(self.plan, person, self.city.people, self.home)

    def live(self, to: int, fill: Callable[[int], None]) -> None:
        """Live up to the eve of day ``to``; each season is drawn, then the script takes the place of the household's part."""
        while self.now < to:
            season = self.now // SEASON_DAYS
            if self.now % SEASON_DAYS == 0:
                self._call(self.drawn, season, self.now, self.now)
                fill(season)
                self.city.people.small[self.home : self.home + self.size, FLAGS] |= F_TOUCHED
            end = min(to, (season + 1) * SEASON_DAYS)
            self._call(self.law, season, self.now, end, int(self.plan.compiled.has_city_step))
            self.now = end

    def _call(self, law: np.ndarray, season: int, first_day: int, end_day: int, whole: int = 0) -> None:
        city = self.city
        code, _ = kernels.run_places(
            law, self.plan.stakes, city.traits, city.people, self.batch, self.table, city.pools, city.counts[0], city.stock, self.log, 0,
            len(city.sizes), city.first_person, city.sizes, season, first_day, end_day, 1, 1, city.fields, whole, self.plan.society,
        )  # fmt: skip
        if code != kernels.OK:
            make_room(self.plan, code)
            raise NoRoomError
        if self.log[0, logs.FULL]:
            raise NoRoomError


def with_script(plan: Plan, script: np.ndarray, home: int, size: int) -> np.ndarray:
    """A copy of the law in which a household lives by a script."""
    law = np.concatenate([plan.law, script.ravel()])
    law[3 * t.SCRIPT : 3 * t.SCRIPT + 3] = plan.law.size, t.SCRIPT_WIDTH, len(script)
    law[t.SCRIPT_FIRST], law[t.SCRIPT_END] = home, home + size
    return law


def splice(plan: Plan, table: Season, home: int, scripted: Season) -> None:
    """Put a household's scripted occasions and wants in the place of those that were drawn, in the first place of a city.

    ``scripted`` speaks of the first persons of the place up to the last of the household, and is empty but for the household.

    Raises
    ------
    NoRoomError
        If they do not fit; the plan has more room now.
    """
    top_of_home, n = scripted.cursor.shape[1], table.cursor.shape[1]
    size = top_of_home - home
    first, own = table.first[0], scripted.first[0, home:]
    begin, end, total, k = int(first[home]), int(first[home + size]), int(first[n]), int(own[size])
    if total - (end - begin) + k > table.key.shape[1]:
        plan.room *= 2
        raise NoRoomError
    for there, here in ((table.key, scripted.key), (table.gain, scripted.gain), (table.bits, scripted.bits)):
        tail = there[0, end:total].copy()
        there[0, begin : begin + k] = here[0, :k]
        there[0, begin + k : begin + k + len(tail)] = tail
    first[home + size :] += k - (end - begin)
    first[home : home + size] = begin + own[:size]
    table.cursor[0, :] = first[:n]
    top, wants = int(table.want_top[0, 0]), int(scripted.want_last[0, -1])
    if top + wants > table.want_key.shape[1]:
        plan.want_room *= 2
        raise NoRoomError
    table.want_key[0, top : top + wants] = scripted.want_key[0, :wants]
    table.want_tries[0, top : top + wants] = 0
    table.want_first[0, home : home + size] = top + scripted.want_first[0, home:]
    table.want_last[0, home : home + size] = top + scripted.want_last[0, home:]
    table.want_top[0, 0] = top + wants


def names_of(plan: Plan) -> Names:
    """The names of a story's world; a bare one may be any regime's."""
    return Names(plan.index, 0)
