"""The world of a case: one household and perhaps its neighbours, no chance, and nothing happens that the case does not say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from glasshouse.engine import kernels
from glasshouse.engine import log as logs
from glasshouse.engine import tables as t
from glasshouse.engine.abroad import HOME, OUT, TO_CITY, WITHIN_CITY
from glasshouse.engine.case_names import Names, UnplayableError
from glasshouse.engine.city import City, Plan, make_city, make_traits
from glasshouse.engine.compile.blocks import conditions
from glasshouse.engine.compile.index import Index
from glasshouse.engine.moving import move_one
from glasshouse.engine.order import NEVER, SEASON_DAYS
from glasshouse.engine.rounding import MILLION
from glasshouse.engine.state import F_TOUCHED, FLAGS, TURN, UNTIL, People
from glasshouse.engine.work import Batch, Season
from glasshouse.engine.world import World, make_world
from glasshouse.kit.errors import InternalError
from glasshouse.kit.randomness import ONE
from glasshouse.population.firms import FIRMS
from glasshouse.population.follow import Norm
from glasshouse.population.make import (
    NO_ROLE,
    W_ABROAD,
    W_AGE,
    W_AWARE,
    W_CLS,
    W_GROUP,
    W_JOINED,
    W_REGISTERED,
    W_RESIDENT,
    W_ROLE,
    Traits,
)
from glasshouse.population.recipe import Moving, Recipe
from glasshouse.regime.case import Met, Person, Someone

CHILD_AGE = 8
EXIT = "exit-papers"
"""The service without which nobody of a case leaves the country, where the population names no other."""
MOVES = {"city": TO_CITY, "place": WITHIN_CITY, "abroad": OUT, "home": HOME}
MAIL_ROOM = 8_192
LOG_ROOM = 50_000


def view(law: np.ndarray, table: int) -> np.ndarray:
    """One table of a packed law, to be read or written in place."""
    begin, width, rows = (int(number) for number in law[3 * table : 3 * table + 3])
    return law[begin : begin + width * rows].reshape(rows, width)


def without_chance(plan: Plan, script: np.ndarray, person: Person) -> np.ndarray:
    """A copy of the law in which nothing is left to chance and only the script happens."""
    law = np.concatenate([plan.law, script.ravel()])
    law[3 * t.SCRIPT : 3 * t.SCRIPT + 3] = plan.law.size, t.SCRIPT_WIDTH, len(script)
    law[t.SCRIPT_END] = logs.END_OF_ALL
    for table in (t.ENFORCED, t.REACH):
        view(law, table)[:] = ONE
    view(law, t.SERVICES)[:, t.SERVICE_TRIES] = ONE
    view(law, t.FEEDS)[:, t.FEED_SHARE] = ONE
    view(law, t.MISUSES)[:, t.MISUSE_SHARE] = ONE
    view(law, t.LEAVES)[:, [t.LEAVE_SHARE, t.LEAVE_RETURNS]] = ONE * person.leaves, ONE * person.comes_back
    for table in (t.NOTICE_SHARE, t.LEAN):
        view(law, table)[:] = 0
    view(law, t.LISTS)[:, t.LIST_LOST] = 0
    view(law, t.SHOWS)[:, t.SHOW_REACH] = 0
    view(law, t.RULES)[:, [t.RULE_LOOK_SHARE, t.RULE_OFFICIAL]] = 0
    view(law, t.CHANNELS)[:, t.CHANNEL_QUOTA] = 0
    budgets = view(law, t.BUDGETS)
    by_persons = budgets[:, t.BUDGET_PER_MILLION] > 0
    budgets[by_persons, t.BUDGET_YUAN], budgets[by_persons, t.BUDGET_PER_MILLION] = 1, 0  # so few people have one place
    view(law, t.DURATIONS)[:] = NEVER  # a matter is settled only when the case says that it is paid
    return law


def make_plan(
    joined: str, persons: int, days: int, people: str | None = None, firms: int = 0, abroad: bool = False
) -> Plan:
    """The regimes of a case in force over one place and its firms; does somebody leave the country (``abroad``)?

    Raises
    ------
    InputError
        If the regimes cannot be in force together, or are unknown.
    """
    world = make_world(joined, people, persons, years=days / 365, window_days=1)
    sizes = {"persons_per_place": persons, "places_per_city": 1}
    starts = [each.regime.regime.start_date for each in world.regimes if each.regime.regime.start_date]
    start = {"start_date": min(starts)} if starts else {}
    head = world.recipe.population.model_copy(update={**sizes, **start})
    norms = (*world.recipe.norm, *missing_norms(world))
    kinds = world.recipe.firm
    if firms and not kinds:
        raise UnplayableError(f"the population '{world.recipe.population.id}' has no firms; leave 'firms' out")
    shares = (1000 * firms / persons, *[0.0] * len(kinds))
    kinds = tuple(
        each.model_copy(update={"per_1000_persons": share}) for each, share in zip(kinds, shares, strict=False)
    )
    news = {"population": head, "norm": norms, "firm": kinds} | ({"moving": leaving(world.recipe)} if abroad else {})
    world = replace(world, recipe=world.recipe.model_copy(update=news))
    plan = Plan(world)
    plan.mail_room = MAIL_ROOM
    return plan


def leaving(recipe: Recipe) -> Moving:
    """The population's own words for those who leave the country; else the usual ones."""
    if recipe.moving is not None and recipe.moving.abroad_share:
        return recipe.moving
    words = {"per_1000_households_year": 1, "abroad_share": 1, "abroad_needs": EXIT, "source": "definition"}
    return Moving.model_validate(words)


def missing_norms(world: World) -> list[Norm]:
    """The norms that a world's regimes ask for and its people lack, as norms that nobody follows; a case has no followers."""
    asked = {act.needs_norm for act in world.catalogue.acts.values() if act.needs_norm}
    asked |= {name for loaded in world.regimes for condition in conditions(loaded) for name in condition.follows}
    known = {norm.id for norm in world.recipe.norm}
    words = {
        "label": "followed by nobody",
        "follows": "hazard",
        "among": "place",
        "own_per_year": 0,
        "source": "definition",
    }
    return [Norm.model_validate({"id": name, **words}) for name in sorted(asked - known)]


def household(plan: Plan, person: Person, met: Sequence[Met] = ()) -> Traits:
    """The people of a case, as it says they are; ``children`` of the household come last in it, then neighbours, then who is met."""
    index, n = plan.index, person.household
    if person.children >= n:
        least = f"write household = {person.children + 1}"
        raise UnplayableError(f"a household of {n} cannot hold {person.children} children beside the person; {least}")
    everybody = person.of_place + len(met)
    traits = make_traits(plan, np.array([everybody + person.firms], np.int64), 0)
    roles = [role.id for role in index.recipe.role]
    for word, known in (
        ("kind_of_place", index.kinds),
        ("role", roles),
        ("neighbours_role", roles),
        ("group", [group.id for group in index.recipe.group]),
    ):
        given = getattr(person, word)
        if given is not None and given not in known:
            whose = index.recipe.population.id
            raise UnplayableError(
                f"no {word.removeprefix('neighbours_')} '{given}' in population '{whose}'; there are: {', '.join(known) or 'none'}"
            )
    kind = index.kinds.index(person.kind_of_place) if person.kind_of_place else 0
    group = index.groups.index(person.group) if person.group else 0
    traits.kind[:], traits.group[:], traits.cls[:] = kind, group, kind * len(index.groups) + group
    traits.wealth[:], traits.income[:] = person.wealth_level, person.income_level
    traits.band[:] = person.wealth_level * 5 // 16
    traits.resident[:], traits.home[:], traits.size[:] = person.resident_days, 0, n
    traits.rows[:, W_REGISTERED] = int(person.registered_here)
    traits.home[n:everybody], traits.size[n:everybody] = np.arange(n, everybody), 1
    traits.joined[:everybody] = traits.aware[:everybody] = covering(index, "person")
    traits.joined[0] &= joins(plan, person)
    traits.age[:], traits.role[:] = Person().age, NO_ROLE
    traits.age[n - person.children : n] = CHILD_AGE
    traits.role[0] = roles.index(person.role) if person.role else NO_ROLE
    traits.role[n:] = roles.index(person.neighbours_role) if person.neighbours_role else traits.role[0]
    traits.age[n:] = traits.age[0] = person.age
    for j, each in enumerate(met, start=person.of_place):
        if each.role is not None and each.role not in roles:
            raise UnplayableError(
                f"no role '{each.role}' among those who are met; there are: {', '.join(roles) or 'none'}"
            )
        traits.role[j] = traits.role[0] if each.role is None else roles.index(each.role)
        traits.age[j] = person.age if each.age is None else each.age
    if person.firms:
        make_them_firms(index, traits.rows[everybody:], person)
    return traits


def covering(index: Index, unit: str) -> int:
    """Bits of the regimes that cover persons, or firms."""
    covered = ((r, each.regime.covers.unit) for r, each in enumerate(index.regimes))
    return sum(1 << r for r, units in covered if (FIRMS in units if unit == FIRMS else units != (FIRMS,)))


def make_them_firms(index: Index, rows: np.ndarray, person: Person) -> None:
    """The firms of a case, as it says they are."""
    known = [firm.id for firm in index.recipe.firm]
    kind = person.kind_of_firm or known[0]
    if kind not in known:
        raise UnplayableError(
            f"no kind of firm '{kind}' in population '{index.recipe.population.id}'; there are: {', '.join(known)}"
        )
    group = index.groups.index(FIRMS)
    rows[:, W_ROLE], rows[:, W_AGE] = index.roles.index(kind), person.firm_days // 365
    rows[:, W_RESIDENT] = person.firm_days
    rows[:, W_CLS] += group - rows[:, W_GROUP]
    rows[:, W_GROUP] = group
    rows[:, W_JOINED] = rows[:, W_AWARE] = covering(index, FIRMS)


def joins(plan: Plan, person: Someone) -> int:
    """Bits of the regimes that a person is under: all, or those that ask nobody and are in force everywhere."""
    laws = [loaded.regime for loaded in plan.index.regimes]
    everywhere = [law.consent is None and law.covers.places_share is None for law in laws]
    return sum(1 << r for r in range(len(laws)) if person.joined or everywhere[r])


def follow(plan: Plan, person: Someone, people: People, who: int) -> None:
    """The norms that a person follows from the first morning on."""
    known = [norm.id for norm in plan.index.recipe.norm]
    for name in person.follows:
        if name not in known:
            raise UnplayableError(
                f"no norm '{name}' that anything here asks for; there are: {', '.join(known) or 'none'}"
            )
        people.small[who, plan.compiled.at.follows] |= np.uint8(1 << known.index(name))
        people.days[who, TURN] = 0


@dataclass
class Stage:
    """A household in flight, one day or many at a time."""

    names: Names
    plan: Plan
    law: np.ndarray
    traits: Traits
    table: Season = field(init=False)
    city: City = field(init=False)
    batch: Batch = field(init=False)
    log: np.ndarray = field(init=False)
    now: int = 0
    told: dict[tuple[int, int, int], int] = field(default_factory=dict)
    """When a person was told of an entry: (person, item, day of the entry) -> day."""

    def __post_init__(self) -> None:
        self.city = make_city(self.plan, 0, 1)
        self.city.traits = self.traits
        self.batch = self.plan.new_batch()
        self.log = logs.new_log(logs.EVERYBODY, LOG_ROOM)

    def begin(self, scores: dict[int, int], person: Person) -> None:
        """The eve of day 0; ``scores`` (in steps) are the person's own, and hold even where they would be measured."""
        self._run(0, 0)
        if scores:
            self._begin_with(scores)
        follow(self.plan, person, self.city.people, 0)
        self.city.people.small[:, FLAGS] |= F_TOUCHED  # wants are looked at whoever has them

    def introduce(self, number: int, met: Met) -> None:
        """Give somebody who is met the scores and lists that the case says, from the first morning on."""
        people, at, table = self.city.people, self.plan.compiled.at, view(self.law, t.SCORES)
        for name, points in met.score.items():
            s = self.names.score(name)
            shown = int(table[s, t.SCORE_SHOWN])
            people.points[number, [s, shown if shown >= 0 else s]] = self.plan.index.steps(s, float(points))
        for name in met.on_list:
            place = self.names.list(name)
            people.days[number, at.lists + 2 * place + UNTIL] = NEVER

    def rank(self, name: str) -> None:
        """Give the person, and whoever shares the score, a grade by rank: there is no city here that would."""
        scale, place = self.names.grade(name)
        s = int(view(self.law, t.SCALES)[scale, t.SCALE_SCORE])
        if not any(grade.top_share is not None for grade in self.names.index.scales[scale][2]):
            raise UnplayableError(f"'{name}' is no grade by rank; give the person a score instead")
        unit = int(view(self.law, t.SCORES)[s, t.SCORE_UNIT])
        those = {t.PER_PERSON: 1, t.PER_HOUSEHOLD: int(self.traits.size[0])}.get(unit, self.city.n)
        self.city.people.small[:those, self.plan.compiled.at.ranks + scale] = place

    def _begin_with(self, scores: dict[int, int]) -> None:
        """Begin again with given scores: the household has what it shares of them, and neighbours what the place has."""
        units, size = view(self.law, t.SCORES)[:, t.SCORE_UNIT], int(self.traits.size[0])
        means = self._means(scores)
        of_place = means | {s: steps for s, steps in scores.items() if units[s] == t.PER_PLACE}
        of_home = of_place | {s: steps for s, steps in scores.items() if units[s] == t.PER_HOUSEHOLD}
        others, home = self._began(of_place, means), self._began(of_home, means)
        for mine, ours, theirs in zip(self._began(means | scores, means), home, others, strict=True):
            mine[1:size], mine[size:] = ours[1:size], theirs[size:]

    def _means(self, scores: dict[int, int]) -> dict[int, int]:
        """Scores of the place that are means of its people's, once the person has the given scores."""
        index, table, found = self.names.index, view(self.law, t.SCORES), {}
        for s, (_, score) in enumerate(index.scores):
            if score.is_mean and s not in scores:
                total, first = 0, int(table[s, t.SCORE_FIRST_PART])
                for part, millionths in view(self.law, t.PARTS)[first : first + int(table[s, t.SCORE_N_PARTS])]:
                    points = self.city.people.points[:, part].astype(np.int64)
                    points[0] = scores.get(int(part), int(points[0]))
                    points = points.clip(table[part, t.SCORE_FLOOR], table[part, t.SCORE_CEILING])
                    total += int(points.sum()) * int(millionths) // len(points)
                mean = (2 * abs(total) + MILLION) // (2 * MILLION) * (1 if total > 0 else -1)
                found[s] = int(np.clip(mean, table[s, t.SCORE_FLOOR], table[s, t.SCORE_CEILING]))
        return found

    def _began(self, scores: dict[int, int], means: dict[int, int]) -> People:
        """Everybody on the eve of day 0 with these scores; but for ``means``, they are not measured or made any more."""
        self.city = make_city(self.plan, 0, 1)
        self.city.traits = self.traits
        table = view(self.law, t.SCORES)
        start, made = [t.SCORE_START, t.SCORE_N_STARTS], [t.SCORE_MEASURE, t.SCORE_N_PARTS]
        legal, parts = table[:, start].copy(), table[list(means)][:, made]
        for score, steps in scores.items():
            table[score, start] = steps, 0
            table[score, made] = 0
        self._run(0, 0)
        # resets and returns lead back to the start that the law says, not to the one that the case gives
        table[:, start] = legal
        for score, was in zip(means, parts, strict=True):
            table[score, made] = was
        return self.city.people

    def live(self, to: int, fill: Callable[[int], None]) -> None:
        """Live up to the eve of day ``to``; ``fill(season)`` makes the scripted occasions and wants of a season."""
        while self.now < to:
            season = self.now // SEASON_DAYS
            if self.now % SEASON_DAYS == 0:
                fill(season)
            end = min(to, (season + 1) * SEASON_DAYS)
            self._run(self.now, end)
            self.now = end

    def move(self, who: int, to: str, day: int) -> str | None:
        """Somebody's household lives elsewhere from the morning of ``day`` on: a place of the same kind, with the same regimes in force.

        Or out of the country, or home again; returns a remark where nobody moves so.
        """
        if MOVES[to] in (OUT, HOME) and not len(self.plan.tables[t.ABROAD]):
            people = self.plan.index.recipe.population.id
            raise UnplayableError(
                f"nobody of population '{people}' leaves the country; give its [moving] an abroad_share"
            )
        if (self.city.traits.rows[who, W_ABROAD] == 1) != (to == "home"):
            return f"day {day}: nobody was abroad" if to == "home" else f"day {day}: who is abroad can only move home"
        city, there = self.city, (1 << len(self.plan.index.regimes)) - 1
        self.law[t.LOOKS_AGAIN] = 1  # where somebody lives tells on no score, grade or list
        first = int(self.traits.home[who])
        move_one(
            self.law, city.traits, city.people, self.batch, city.pools, city.counts[0], city.stock[0], self.log, city.first_person, first,
            int(city.traits.kind[first]), there, MOVES[to], day, self.plan.society,
        )  # fmt: skip
        home = slice(first, first + int(city.traits.size[first]))
        self.table.due[0, home] = np.minimum(self.table.due[0, home], day)
        return None

    def events(self, kind: int | None, who: int, day: int | None = None) -> list[np.ndarray]:
        """What the log holds of a person, in order; of one kind, of one day."""
        rows = self.log[1 : int(self.log[0, logs.N_ROWS]) + 1]
        keep = rows[:, logs.WHO] == who
        if kind is not None:
            keep &= rows[:, logs.KIND] == kind
        if day is not None:
            keep &= rows[:, logs.DAY] == day
        return list(rows[keep])

    def _run(self, first_day: int, end_day: int) -> None:
        city = self.city
        code, _ = kernels.run_places(
            self.law, self.plan.stakes, city.traits, city.people, self.batch, self.table, city.pools, city.counts[0],
            city.stock, self.log, 0, 1, city.first_person, city.sizes, first_day // SEASON_DAYS, first_day, end_day,
            1, 1, city.fields, 0, self.plan.society,
        )  # fmt: skip
        if code or self.log[0, logs.FULL]:
            raise InternalError("a case holds more than its stage has room for; split it")
