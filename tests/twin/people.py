"""People from a recipe and numbers: who somebody is, where and with whom; and everything that life writes about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from twin.addresses import TIE, TRAIT, chance, exponential, one_of, within
from twin.blocks import ListLaw, RegimeLaw, RuleLaw
from twin.country import Shares, level_of, shares_of
from twin.dates import YEAR_DAYS
from twin.law import Law
from twin.mail import Case, Letter
from twin.scores import ScoreLaw

ADULT = 18
LONGEST_RESIDENCE = 60 * YEAR_DAYS


@dataclass
class Spell:
    """What is known of somebody and one list: the present spell, or the last one."""

    entered: int = 0
    until: int = 0
    number: int = 0
    noticed: bool = False
    wrong: bool = False
    removal_lost: bool = False
    suspended: bool = False
    firms: int = 0  # of the person that stand so, where a feed lands on owners

    def is_on(self, day: int) -> bool:
        """Is the person on the list, as others see it?"""
        return self.entered <= day < self.until and not self.suspended


@dataclass
class Belief:
    """What somebody takes the chance of being seen to be: own deeds, and those that turned out to have been seen."""

    done: int = 0
    seen: int = 0

    def add_deed(self, seen: int = 0) -> None:
        """One more deed; both counts are halved when they grow too large, so old deeds fade."""
        self.done += 1
        self.seen += seen
        if self.done > 250:
            self.done //= 2
            self.seen //= 2

    def was_seen(self) -> None:
        """The deed just done turns out to have been seen."""
        self.seen = min(self.seen + 1, 250)


TALLIES = (
    "done", "deterred", "chilled", "for_points", "seen", "false", "refused", "refused_by_tie", "eased", "eased_tens",
    "listed_days", "shown_days", "granted",
)  # fmt: skip


@dataclass(eq=False)
class Person:
    """One person: first who it is, which never changes, then what life writes."""

    unit: int  # number in the country
    j: int  # number in the place
    place: Place
    home: int  # number, in the place, of the household's first person
    size: int = 1
    age: int = 0
    resident: int = 0
    registered: bool = True
    group: int = 0
    group_id: str = ""
    kind: int = 0
    role: int | None = None
    type: int = 0
    caution: int = 0  # of 256
    levels: dict[str, int] = field(default_factory=dict)
    fifth: int = 0
    joined: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)  # of these, the regimes left since
    aware: set[int] = field(default_factory=set)
    would_join: set[int] = field(default_factory=set)
    would_know: set[int] = field(default_factory=set)
    is_firm: bool = False
    part: set[int] = field(default_factory=set)  # regimes that are in force where one lives
    is_abroad: bool = False
    had: tuple[set[int], set[int], set[int]] = (set(), set(), set())  # part, joined and aware of who is abroad

    points: dict[ScoreLaw, int] = field(default_factory=dict)
    shown: dict[ScoreLaw, int] = field(default_factory=dict)
    at_year_end: dict[ScoreLaw, int] = field(default_factory=lambda: defaultdict(int))
    spells: dict[ListLaw, Spell] = field(default_factory=dict)
    owes_until: dict[str, int] = field(default_factory=dict)
    cap_until: list[int] = field(default_factory=list)
    cap_grade: list[int] = field(default_factory=list)
    grades: list[int] = field(default_factory=list)
    grades_at_first: list[int] = field(default_factory=list)
    ranks: list[int] = field(default_factory=list)
    effort: dict[ScoreLaw, int] = field(default_factory=dict)
    last_report: dict[tuple[int, tuple[str, ...]], list[int]] = field(default_factory=dict)  # days, the latest first
    deeds: dict[RuleLaw, int] = field(default_factory=dict)  # the last deed that each misuse answers
    used: dict[tuple[str, int, str], tuple[int, int]] = field(default_factory=dict)
    beliefs: list[Belief] = field(default_factory=lambda: [Belief(), Belief()])
    income: int = 64
    noticed_on: int = 0
    n_cases: int = 0
    class_number: int = 0
    states: tuple[int, ...] = ()
    fed: set[int] = field(default_factory=set)
    showing: set[int] = field(default_factory=set)
    shown_until: dict[int, int] = field(default_factory=dict)
    sends: set[int] = field(default_factory=set)
    meant: set[int] = field(default_factory=set)
    landed: set[int] = field(default_factory=set)
    newly_sends: bool = False
    list_bits: int = 0
    home_lists: set[ListLaw] = field(default_factory=set)
    tally: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TALLIES, 0))
    mail: list[Letter] = field(default_factory=list)
    follows: set[str] = field(default_factory=set)
    since: dict[str, int] = field(default_factory=dict)
    minds: dict[str, float] = field(default_factory=dict)

    def count(self, what: str, n: int = 1) -> None:
        """Add to a lifetime tally, which stops at 65,535."""
        self.tally[what] = min(self.tally[what] + n, 65_535)

    def owes(self) -> set[str]:
        """Matters that are open."""
        return {name for name, until in self.owes_until.items() if until > 0}

    @property
    def inside(self) -> set[int]:
        """Regimes that one has joined and not left."""
        return self.joined - self.left

    @property
    def ten(self) -> int:
        """Group and fifth of wealth: the row of tables by people."""
        return self.group * 5 + self.fifth


@dataclass(eq=False)
class Place:
    """People side by side, and what is under way among them."""

    number: int
    persons: list[Person]
    filed: dict[int, int] = field(default_factory=dict)
    newly_shown: dict[int, int] = field(default_factory=dict)
    named: dict[int, int] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    friends: dict[int, list[int]] = field(default_factory=dict)
    dropped: set[tuple[int, int]] = field(default_factory=set)
    friends_points: dict[ScoreLaw, list[int | None]] = field(default_factory=dict)
    seen_on: list[set[ListLaw]] = field(default_factory=list)
    seen_scores: list[dict[ScoreLaw, int]] = field(default_factory=list)
    fits: list[list[Any]] = field(default_factory=list)
    seen_by: dict[int, int] = field(default_factory=dict)
    unwatched: set[int] = field(default_factory=set)
    bars: dict[int, list[Any]] = field(default_factory=dict)
    posted: dict[ScoreLaw, int] = field(default_factory=dict)
    uses: Counter[int] = field(default_factory=Counter)
    uses_left: dict[int, int] = field(default_factory=dict)

    @property
    def folk(self) -> list[Person]:
        """Who is no firm."""
        return [person for person in self.persons if not person.is_firm]

    def kin(self, person: Person) -> list[Person]:
        """The members of somebody's household, and the firms that its first person runs."""
        firms = [each for each in self.persons if each.is_firm and each.home == person.home]
        return [*self.household(person), *firms]

    def household(self, person: Person) -> list[Person]:
        """The members of somebody's household, first person first."""
        return self.persons[person.home : person.home + person.size]


def shares_up_to(shares: list[float]) -> list[int]:
    """Bounds at which a word falls into the first, second ... share."""
    total, bounds = 0.0, []
    for share in shares:
        total += share
        bounds.append(chance(min(total, 1.0)))
    bounds[-1] = 1 << 32
    return bounds


def pick(word: int, bounds: list[int]) -> int:
    """Which share a word falls into."""
    return next(k for k, bound in enumerate(bounds) if word < bound)


def ages_of_heads_and_others(shares: Shares) -> tuple[list[float], list[float]]:
    """Shares of the age bands among the first persons of households, who are adults, and among the others.

    The others are so much younger that all together have the shares of the recipe.
    """
    adults = [band.share if band.ages[0] >= ADULT else 0.0 for band in shares.ages]
    heads = [share / sum(adults) for share in adults] if sum(adults) else [band.share for band in shares.ages]
    mean = sum(row.persons * row.share for row in shares.households)
    if mean <= 1:
        return heads, heads
    others = [max((band.share * mean - head) / (mean - 1), 0.0) for band, head in zip(shares.ages, heads, strict=True)]
    return heads, [share / sum(others) for share in others]


def make_place(law: Law, number: int, first_unit: int, n: int) -> Place:
    """The people of one place, household by household."""
    recipe, dice = law.recipe, law.dice
    shares = shares_of(recipe, law.likes, number // recipe.population.places_per_city)
    place = Place(number, [])
    kind = pick(dice.draw(number, TIE, lane=1)[0], shares_up_to(shares.kinds))
    if recipe.population.kinds == "in-turn":
        kind = number % len(recipe.kind_of_place)
    sizes = shares_up_to([row.share for row in shares.households])
    j = household = 0
    while j < n:
        word = dice.draw(number, TIE, index=household)[0]
        size = min(shares.households[pick(word, sizes)].persons, n - j)
        here = dice.draw(first_unit + j, TRAIT, block=5)[0] < chance(shares.registered)
        for member in range(j, j + size):
            place.persons.append(
                Person(first_unit + member, member, place, home=j, size=size, kind=kind, registered=here)
            )
        j += size
        household += 1
    heads, others = (shares_up_to(bands) for bands in ages_of_heads_and_others(shares))
    for person in place.persons:
        _make_person(law, person, heads if person.home == person.j else others, shares)
    return place


def _make_person(law: Law, person: Person, bands: list[int], shares: Shares) -> None:
    recipe, dice = law.recipe, law.dice
    group, behaviour, wealth, income = dice.draw(person.unit, TRAIT, block=0)
    person.group = pick(group, shares_up_to(shares.groups))
    person.group_id = recipe.group[person.group].id
    person.type = pick(behaviour, shares_up_to(shares.types))
    person.fifth = level_of(wealth, recipe.wealth, shares.wealth, 5)
    band, year, role, residence = dice.draw(person.unit, TRAIT, block=1)
    ages = shares.ages[pick(band, bands)].ages
    person.age = within(ages[0], ages[1], year)
    passed = 0
    for number, (share, each) in enumerate(shares.roles):
        if each.ages[0] <= person.age <= each.ages[1] and person.role is None:
            passed += chance(share)
            if role < passed:
                person.role = number
    longest = float(min(person.age * YEAR_DAYS, LONGEST_RESIDENCE))
    person.resident = int(min(exponential(residence) * (shares.settled_years * YEAR_DAYS), longest))
    caution, expressiveness, conformity, digital = dice.draw(person.unit, TRAIT, block=2)
    street, heeds, with_wealth, propensity = dice.draw(person.unit, TRAIT, block=3)
    income = wealth if with_wealth < chance(recipe.income.with_wealth) else income
    words = {
        "caution": caution, "expressiveness": expressiveness,
        "conformity": conformity, "digital-exposure": digital, "street-exposure": street,
    }  # fmt: skip
    person.levels = {name: word >> 28 for name, word in words.items()}
    person.levels["wealth"] = level_of(wealth, recipe.wealth, shares.wealth, 16)
    person.levels["income"] = level_of(income, recipe.income, shares.income, 16)
    person.caution = caution >> 24
    person.levels["propensity"] = person.unit % 256 if recipe.population.propensity == "even" else propensity >> 24
    heeds_them = heeds < chance(recipe.behaviour[person.type].heeds_share)
    for regime in law.regimes:
        _join(law, person, regime, heeds_them)


def _join(law: Law, person: Person, regime: RegimeLaw, heeds_them: bool) -> None:
    joins, knows, _, _ = law.dice.draw(person.unit, TRAIT, block=4, name=regime.key)
    consent = regime.says.consent
    if consent is None or joins < chance(consent.joins_share):
        person.would_join.add(regime.number)
        if heeds_them and knows < chance(regime.says.covers.aware_share):
            person.would_know.add(regime.number)
    if regime.says.covers.unit != ("firm",):
        person.joined = person.would_join & (person.joined | {regime.number})
        person.aware = person.would_know & (person.aware | {regime.number})


def befriend(law: Law, place: Place) -> None:
    """Who a person's friends are: of the place, and more often of the same group."""
    tie = next((each for each in law.recipe.tie if each.id == "friends"), None)
    if tie is None:
        return
    n = len(place.folk)
    for person in place.folk:
        friends = []
        for k in range(tie.per_person):
            who, alike, _, _ = law.dice.draw(person.unit, TIE, lane=3, index=k)
            friend = one_of(who, n)
            if alike < chance(tie.same_group_share):
                for _ in range(n):
                    if place.persons[friend].group == person.group and friend != person.j:
                        break
                    friend = (friend + 1) % n
            friends.append(friend)
        place.friends[person.j] = friends
