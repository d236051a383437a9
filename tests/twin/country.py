"""Whose turn a district is, and what its people are drawn from, in a population of size classes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

from glasshouse.population.recipe import AgeBand, HouseholdSize, Money, Recipe, Role
from twin.addresses import WORD, chance


@dataclass(frozen=True)
class Shares:
    """What the people of one place are drawn from."""

    ages: tuple[AgeBand, ...]
    households: tuple[HouseholdSize, ...]
    groups: list[float]
    kinds: list[float]
    roles: list[tuple[float, Role]]
    types: list[float]
    wealth: Money
    income: Money
    settled_years: float
    registered: float


def shares_of(country: Recipe, likes: dict[str, Recipe], district: int) -> Shares:
    """The shares for a district: those of the recipe, or of the size class whose turn it is."""
    each = country.size_class[whose_turn(country, district)] if country.size_class else None
    base = likes[each.like] if each and each.like else country
    kinds = each.kind_shares if each and each.kind_shares else {kind.id: kind.share for kind in base.kind_of_place}
    ages = base.age_band
    if each and each.age_shares:
        ages = tuple(AgeBand(id=b.id, ages=b.ages, share=each.age_shares.get(b.id, 0)) for b in country.age_band)
    there = {role.id: role for role in base.role}
    return Shares(
        ages, base.household_size,
        [{row.id: row.share for row in base.group}.get(group.id, 0) for group in country.group],
        [kinds.get(kind.id, 0) for kind in country.kind_of_place],
        [(there[role.id].share, there[role.id]) if role.id in there else (0, role) for role in country.role],
        [{row.id: row.share for row in base.behaviour}.get(row.id, 0) for row in country.behaviour],
        _money(base.wealth, each.wealth_median_yuan if each else None),
        _money(base.income, each.income_median_yuan if each else None),
        float(base.settled.mean_years), float(base.settled.registered_share),
    )  # fmt: skip


def _money(law: Money, median: float | None) -> Money:
    return Money(median_yuan=law.median_yuan if median is None else median, sigma=law.sigma, source=law.source)


def whose_turn(country: Recipe, district: int) -> int:
    """Number of the class; each class becomes due when it would lag a turn behind, and none comes before it may."""
    shares = [Fraction(str(each.share)) for each in country.size_class]
    shares = [share / sum(shares) for share in shares]
    if len(shares) == 1:
        return 0
    margin = Fraction(1, 2 * len(shares) - 2)
    had = [0] * len(shares)
    for now in range(1, district + 2):
        due = {}
        for k, share in enumerate(shares):
            if share * now >= had[k] + margin:
                due[k] = (had[k] + 1 - margin) / share  # the moment from which it would be late
        last = min(due, key=lambda k: (due[k], k))
        had[last] += 1
    return last


def level_of(word: int, country: Money, own: Money, n: int) -> int:
    """Which of the country's ``n`` equal levels of money a word stands for among people of a law of their own."""
    if (country.median_yuan, country.sigma) == (own.median_yuan, own.sigma) or country.sigma == 0:
        return word * n // WORD
    apart = math.log(country.median_yuan / own.median_yuan)
    level = 0
    while level < n - 1:
        bound = NormalDist().inv_cdf((level + 1) / n) * country.sigma + apart
        below = NormalDist().cdf(bound / own.sigma) if own.sigma else float(bound > 0)
        if word < chance(below):
            break
        level += 1
    return level
