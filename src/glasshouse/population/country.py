"""A country in districts: whose turn it is, which settlement a district belongs to, and from which recipe its people come.

The districts (cities, as the engine calls its shards) of a country are in one order for ever, by shares alone. In it every class
takes its turns as evenly as can be, so that the first districts, however many, are a proportional sample of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice
from math import lcm
from typing import TypeVar

from glasshouse.kit.figure import Block
from glasshouse.population.classes import SizeClass
from glasshouse.population.recipe import Income, Money, Recipe

B = TypeVar("B", bound=Block)


def turns(shares: Sequence[float], n: int) -> list[int]:
    """Which class has each of the first ``n`` districts.

    After any number of turns each class has had less than one more or less than its share: the chairman assignment of
    R. Tijdeman, Discrete Mathematics 32 (1980). Of the classes that may have a turn without being early, the one goes first
    that would else be late first; of equals the first.

    >>> turns([0.5, 0.3, 0.2], 6)
    [0, 1, 0, 2, 0, 1]
    """
    return list(islice(_turns([Fraction(str(share)) for share in shares]), n))


def _turns(given: Sequence[Fraction]) -> Iterator[int]:
    """In whole numbers: shares are ``weight / whole``, and what is owed is counted in turns of ``whole``."""
    common = lcm(*(share.denominator for share in given))
    weights = [int(share * common) for share in given]
    whole, parts, multiple = sum(weights), max(2 * len(given) - 2, 1), lcm(*weights)
    had, turn, everybody = [0] * len(weights), 0, range(len(weights))
    while True:
        turn += 1
        owed = [weight * turn - whole * count for weight, count in zip(weights, had, strict=True)]
        may = [k for k in everybody if owed[k] * parts >= whole] or everybody
        chosen = min(may, key=lambda k: ((whole * (parts - 1) - parts * owed[k]) * (multiple // weights[k]), k))
        had[chosen] += 1
        yield chosen


def settlements(classes: Sequence[SizeClass], persons: int, city_size: int, taken: Sequence[int]) -> list[int]:
    """Number, within its class, of the settlement that each of the first districts belongs to.

    A class of ``share`` of ``persons`` people has so many settlements of its size; its districts go round among them, so that a
    sample sees as many settlements as it has districts. Settlements smaller than a district are not told apart: each district of
    such a class is a township of its own.
    """
    sizes = [max(each.settlement_persons, city_size) for each in classes]
    total = sum(each.share for each in classes)
    there = [max(round(persons * each.share / total / size), 1) for each, size in zip(classes, sizes, strict=True)]
    seen = [0] * len(classes)
    out = []
    for k in taken:
        out.append(seen[k] % there[k])
        seen[k] += 1
    return out


def recipe_of(country: Recipe, size_class: SizeClass, like: Recipe | None) -> Recipe:
    """The recipe that the people of one class come from; the names of the country's recipe, in its order, stay."""
    base = like or country
    kinds = dict(size_class.kind_shares) or {kind.id: kind.share for kind in base.kind_of_place}
    ages = _shared(country.age_band, size_class.age_shares) if size_class.age_shares else base.age_band
    roles = {role.id: role for role in base.role}
    return country.model_copy(
        update={
            "age_band": ages,
            "household_size": base.household_size,
            "group": _shared(country.group, {each.id: each.share for each in base.group}),
            "kind_of_place": _shared(country.kind_of_place, kinds),
            "role": tuple(roles.get(each.id, each.model_copy(update={"share": 0.0})) for each in country.role),
            "behaviour": _shared(country.behaviour, {each.id: each.share for each in base.behaviour}),
            "wealth": _money(base.wealth, size_class.wealth_median_yuan),
            "income": country.income.model_copy(update=_law(base.income, size_class.income_median_yuan)),
            "settled": base.settled,
        }
    )


def _shared(blocks: Sequence[B], shares: dict[str, float]) -> tuple[B, ...]:
    """The country's blocks with the shares that a class gives their ids; none where it does not name them."""
    return tuple(each.model_copy(update={"share": shares.get(getattr(each, "id", ""), 0.0)}) for each in blocks)


def _money(money: Money, median: float | None) -> Money:
    return money.model_copy(update=_law(money, median))


def _law(money: Money | Income, median: float | None) -> dict[str, float]:
    return {"median_yuan": money.median_yuan if median is None else median, "sigma": money.sigma}
