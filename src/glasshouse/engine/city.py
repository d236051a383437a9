"""One city, lived season by season: the unit of parallel work, of checkpoint and of distribution."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from glasshouse.engine import kernels
from glasshouse.engine import tables as t
from glasshouse.engine.compile.blocks import covered_acts
from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.law import Compiled, compile_law
from glasshouse.engine.compile.society import needs_society
from glasshouse.engine.counts import Counts, new_counts
from glasshouse.engine.fields import Fields, new_fields, new_pots, new_queues, new_ranking
from glasshouse.engine.log import new_log
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.ration import ALL_LOTS, BAR, CUT, N_BAR
from glasshouse.engine.state import People, new_people
from glasshouse.engine.work import Batch, Pools, Season, new_batch, new_pools, new_season
from glasshouse.engine.world import World
from glasshouse.kit.randomness import ONE, threshold
from glasshouse.population.firms import FIRMS, firm_tables, firms_per_million, make_firms, persons_among
from glasshouse.population.make import RecipeTables, Traits, make_people, new_traits, recipe_tables
from glasshouse.population.pilots import leave_out
from glasshouse.population.recipe import Firm
from glasshouse.regime.model import Regime

KEEP_WINDOWS = False
"""Tests set it: an uncoupled world then runs in the windows asked for, instead of whole seasons."""
OCCASIONS_SPARE = 1.3
MAIL_PER_PERSON = 6.0
WANTS_PER_PERSON = 8.0
CASES_PER_PLACE = 4096
EVE = -1
"""First day of a call that only begins lives: where people are ranked, all scores must be there on the first morning."""


class Plan:
    """A world made ready to be lived: tables and sizes. Shared by all cities and threads; never written."""

    def __init__(self, world: World) -> None:
        self.world = world
        also = (
            {
                act
                for loaded in world.also
                for channel in loaded.regime.channel
                for act in covered_acts(channel, world.catalogue.acts)
            }
            | {
                name
                for loaded in world.also
                for rule in loaded.regime.rule
                if not rule.asleep
                for name in rule.vague_about
            }
            | {name for loaded in world.also for misuse in loaded.regime.misuse for name in misuse.against}
        )
        self.index = Index(world.regimes, world.catalogue, world.recipe, world.days, frozenset(also))
        self.compiled: Compiled = compile_law(
            self.index, world.seed, world.replicate, world.place_size, world.window_days
        )
        self.law, self.stakes = self.compiled.law, self.compiled.stakes
        self.tables = self.compiled.tables
        self.recipes = [
            recipe_tables(each, world.recipe) for each in (world.country.recipes if world.country else (world.recipe,))
        ]
        self.n_seasons = -(-world.days // SEASON_DAYS)
        self.n_weeks = -(-world.days // 7)
        grades = len(self.index.scales[0][2]) + 1 if self.index.scales else 1
        self.n_tens = 5 * len(self.index.groups)
        self.n_cells = self.n_tens * grades
        couples = self.compiled.couples
        self.window = world.window_days if couples or KEEP_WINDOWS else SEASON_DAYS
        self.stretch = math.gcd(self.window, 7)
        self.society = True if needs_society(self.law, self.tables) else None
        places = world.recipe.population.places_per_city
        self.no_log = new_log()
        self.n_windows = -(-world.days // self.window) if self.compiled.has_city_step else 1
        self.rate = self._occasions_per_season()
        self.room = max(int(world.place_size * self.rate * OCCASIONS_SPARE) + 64, 64)
        self.want_room = int(world.place_size * WANTS_PER_PERSON) + 64
        self.mail_room = int(world.place_size * MAIL_PER_PERSON) + 64
        self.case_room = CASES_PER_PLACE
        self.places_per_city = places
        self.n_moved = world.place_size if self.law[t.HOME_LISTS] else 1

    def _occasions_per_season(self) -> float:
        """Upper guess of occasions per person and season."""
        return sum(act.per_year for act in self.index.acts) * SEASON_DAYS / 365

    def recipe_of(self, city: int) -> RecipeTables:
        """From which recipe the people of a city are made."""
        return self.recipes[self.world.country.taken[city] if self.world.country else 0]

    def new_batch(self) -> Batch:
        """Buffers of one thread."""
        n_me = (
            t.ME_FIXED
            + len(self.index.scores)
            + len(self.index.scales)
            + len(self.index.lists)
            + len(self.index.feeds)
            + len(self.index.recent)
            + 2 * int(self.law[t.N_CLOCKED])
            + 3
            + 2 * len(self.tables[t.RANKS])
        )
        friends = self.tables[t.FRIENDS]
        return new_batch(
            4 * len(self.tables[t.COUNT_BLOCKS]),
            n_me,
            self.world.place_size,
            MOST_ORDER,
            len(friends),
            int(friends[:, t.FRIENDS_N].max(initial=0)),
            len(self.tables[t.MET_SCORES]),
        )

    def new_counts(self) -> Counts:
        """Counts of one task."""
        index = self.index
        return new_counts(
            self.n_weeks, self.n_seasons, self.n_cells, len(self.tables[t.ACTS]), len(index.services) * len(index.regimes), self.n_tens,
            len(index.scales), len(index.scores), len(index.lists) + len(index.feeds),
            -(-self.world.days // self.window) if index.recipe.norm else 0, len(index.recipe.norm),
        )  # fmt: skip


MOST_ORDER = 1 << 20


@dataclass
class City:
    """A city in flight: its people, what is under way, and how far it has come."""

    plan: Plan
    number: int
    sizes: np.ndarray
    first_person: int
    traits: Traits
    people: People
    pools: Pools
    stock: np.ndarray
    counts: list[Counts]
    fields: Fields
    season: int = 0

    @property
    def n(self) -> int:
        """Persons."""
        return int(self.sizes.sum())


def make_city(plan: Plan, number: int, tasks: int, most_places: int | None = None) -> City:
    """A city on the eve of day 0."""
    world, tables = plan.world, plan.tables
    sizes = np.array(world.places_of(number)[:most_places], np.int64)
    n = int(sizes.sum())
    first = number * world.city_size
    traits = make_traits(plan, sizes, first)
    return City(
        plan, number, sizes, first, traits, new_people(n, plan.compiled.n_points, plan.compiled.at),
        new_pools(len(sizes), plan.mail_room, plan.case_room, len(tables[t.CHANNELS]), len(tables[t.SHOWS]), plan.n_moved,
                  len(tables[t.SCORES]) + len(tables[t.USES]), len(tables[t.NORMS])),
        np.zeros((len(sizes), plan.n_cells, 3), np.int64), [plan.new_counts() for _ in range(tasks)],
        make_fields(plan, len(sizes), n),
    )  # fmt: skip


def make_fields(plan: Plan, n_places: int, n_persons: int) -> Fields:
    """What crosses a city's windows, before any city step."""
    desks, ranks = plan.tables[t.DESKS], plan.tables[t.RANKS]
    servers = int(desks[:, t.DESK_SERVERS].max(initial=0))
    room = n_places * plan.case_room if servers else 0
    queues = new_queues(len(desks), plan.world.days, plan.n_seasons, servers, room)
    bars = np.zeros((len(ranks), N_BAR), np.int64)
    bars[:, BAR], bars[:, CUT] = ranks[:, t.RANK_START], ALL_LOTS
    pots = new_pots(plan.n_windows, n_places, n_persons, len(plan.tables[t.BUDGETS]), len(plan.tables[t.USES]))
    shows = plan.tables[t.SHOWS]
    far = bool((shows[:, t.SHOW_AUDIENCE] >= t.SHOWN_NEARBY).any())
    named = np.zeros((plan.n_windows, n_places, len(shows)) if far else (1, 1, 0), np.int64)
    ranking = new_ranking(plan.n_windows, bars, n_persons if len(ranks) else 0, len(plan.tables[t.WAKES]) > 0, named)
    n_books = len(plan.tables[t.SCORES]) + len(plan.tables[t.SCALES]) if plan.law[t.IN_COMMON] else 0
    return new_fields(
        plan.n_windows, plan.n_seasons, n_places, len(desks), len(plan.tables[t.STEERS]), len(plan.tables[t.NORMS]), n_books,
        queues, pots, ranking,
    )  # fmt: skip


def make_traits(plan: Plan, sizes: np.ndarray, first_person: int) -> Traits:
    """Traits of a range of places."""
    traits = new_traits(int(sizes.sum()), len(plan.tables[t.COLUMNS]))
    regimes, world = plan.tables[t.REGIMES], plan.world
    recipe = plan.recipe_of(first_person // world.city_size)
    joins, aware, names = (regimes[:, column].copy() for column in (t.REGIME_JOINS, t.REGIME_AWARE, t.REGIME_KEY))
    only_firms = np.array([each.regime.covers.unit == (FIRMS,) for each in world.regimes], bool)
    where = (names.astype(np.uint64), np.uint64(world.seed), np.uint64(world.replicate), first_person, world.place_size)
    per_million = firms_per_million(world.recipe)
    persons = np.array([persons_among(int(rows), per_million) for rows in sizes], np.int64)
    make_people(recipe, np.where(only_firms, 0, joins), aware, *where, persons, traits)
    if per_million:
        kinds = np.array([[covers_kind(each.regime, firm) for each in world.regimes] for firm in world.recipe.firm])
        make_firms(firm_tables(world.recipe), recipe.heeds, np.where(kinds, joins, 0), aware, *where, sizes, traits)
    places = np.array(
        [[in_force_share(plan, r, kind) for r in range(len(names))] for kind in plan.index.kinds], np.int64
    )
    if (places < ONE).any():
        leave_out(places, *where, sizes, traits.rows)
    return traits


def in_force_share(plan: Plan, regime: int, kind: str) -> int:
    """Threshold of the share of places of a kind in which a regime is in force."""
    share = plan.world.regimes[regime].regime.covers.places_share
    return threshold(plan.index.share(share, 1.0, 0, kind))


def covers_kind(regime: Regime, firm: Firm) -> bool:
    """May a regime cover firms of a kind? What else it asks of them may change with time."""
    who = regime.covers.who
    return FIRMS in regime.covers.unit and (who is None or not who.role or firm.id in who.role)


class StoppedError(Exception):
    """Somebody asked to stop; the city stands at the end of a window of no season's end."""


def live_season(
    city: City, table: Season, batches: list[Batch], pool: ThreadPoolExecutor | None, stopped: Callable[[], bool]
) -> int:
    """Live one season of a city; returns a code of ``engine/kernels``, OK or what had no room.

    Raises
    ------
    StoppedError
        If ``stopped`` says so; the city then stands between two windows and is of no use.
    """
    code = _try_season(city, table, batches, pool, stopped)
    if code == kernels.OK:
        city.season += 1
    return code


def _try_season(
    city: City, table: Season, batches: list[Batch], pool: ThreadPoolExecutor | None, stopped: Callable[[], bool]
) -> int:
    plan, law = city.plan, city.plan.law
    begin = city.season * SEASON_DAYS
    end = min(begin + SEASON_DAYS, plan.world.days)
    meets = plan.compiled.has_city_step and pool is not None
    step = plan.window if meets else end - begin
    n_places = len(city.sizes)
    cuts = np.linspace(0, n_places, len(batches) + 1).astype(int) if pool else np.array([0, n_places])
    whole = int(plan.compiled.has_city_step and pool is None)

    def task(k: int, first_day: int, last_day: int) -> int:
        mine = table if plan.compiled.has_city_step else Season(*(each[k : k + 1] for each in table))
        code, _ = kernels.run_places(
            law, plan.stakes, city.traits, city.people, batches[k], mine, city.pools, city.counts[k], city.stock, plan.no_log, int(cuts[k]), int(cuts[k + 1]),
            city.first_person, city.sizes, city.season, first_day, last_day, plan.window, plan.stretch, city.fields, whole, plan.society,
        )  # fmt: skip
        return int(code)

    def cross(day: int) -> None:
        kernels.run_crossing(
            law, city.traits, city.people, city.pools, city.fields, city.sizes, city.first_person, day, plan.window, plan.society
        )  # fmt: skip

    if plan.compiled.ranks and city.season == 0:
        for k in range(len(cuts) - 1):
            task(k, EVE, 0)
    for first_day in range(begin, end, step):
        last_day = min(first_day + step, end)
        if stopped():
            raise StoppedError
        if pool is None:
            codes = [task(0, first_day, last_day)]
        else:
            if meets:
                cross(first_day)
            codes = list(pool.map(lambda k: task(k, first_day, last_day), range(len(batches))))  # noqa: B023
        if any(codes):
            return max(codes)
    if meets and end == plan.world.days:
        cross(end)
    return kernels.OK


def make_room(plan: Plan, code: int) -> None:
    """Twice the room of what was full. The city is then lived again from its beginning, so room never changes a result."""
    if code == kernels.NO_ROOM_MAIL:
        plan.mail_room *= 2
    elif code == kernels.NO_ROOM_CASES:
        plan.case_room *= 2
    elif code == kernels.NO_ROOM_OCCASIONS:
        plan.room *= 2
    else:
        plan.want_room *= 2


def new_table(plan: Plan, n_places: int, tasks: int = 0) -> Season:
    """Room for the occasions of a city's season, place by place; without a city step one slot for each of so many ``tasks`` will do."""
    if tasks and not plan.compiled.has_city_step:
        n_places = tasks
    return new_season(n_places, plan.world.place_size, plan.room, plan.want_room, int(plan.law[t.N_CLOCKED]))


__all__ = ["City", "Plan", "StoppedError", "live_season", "make_city", "make_fields", "make_traits", "new_table"]
