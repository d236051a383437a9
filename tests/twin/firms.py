"""Firms of a recipe: behind the persons of their place, each run by the first person of a household."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction

from twin.addresses import FIRM, chance, exponential, one_of
from twin.blocks import RegimeLaw
from twin.dates import YEAR_DAYS
from twin.law import Law
from twin.people import LONGEST_RESIDENCE, Person, Place

TRAITS = ("type", "caution", "levels", "fifth", "kind", "registered", "joined", "aware")


def count(recipe_firms: tuple[object, ...], persons: int) -> int:
    """Firms of so many persons, to the nearest whole number; half a firm is one."""
    share = sum(Fraction(round(float(each.per_1000_persons) * 1000), 1_000_000) for each in recipe_firms)  # type: ignore[attr-defined]
    return int(share * persons + Fraction(1, 2))


def persons_among(law: Law, rows: int) -> int:
    """How many of a place's rows are persons."""
    return next(n for n in range(rows, -1, -1) if n + count(law.recipe.firm, n) == rows)


def found_firms(law: Law, place: Place, first_unit: int, n: int) -> None:
    """Add the firms of a place."""
    kinds = law.recipe.firm
    parts = [Fraction(round(float(each.per_1000_persons) * 1000)) for each in kinds]
    people = list(place.persons)
    owner = people[0] if people else None
    for number in range(n):
        reached = Fraction(number + 1, n) * sum(parts)
        kind = next(k for k in range(len(kinds)) if reached <= sum(parts[: k + 1]))
        who, same, since, propensity = law.dice.draw(place.number, FIRM, index=number)
        if number == 0 or same >= chance(float(kinds[kind].same_owner_share)):
            owner = people[people[one_of(who, len(people))].home]
        assert owner
        j = len(people) + number
        firm = Person(first_unit + j, j, place, home=owner.j, size=owner.size)
        for trait in TRAITS:
            setattr(firm, trait, deepcopy(getattr(owner, trait)))
        firm.is_firm = True
        firm.group, firm.group_id = len(law.recipe.group), "firm"
        firm.role = len(law.recipe.role) + kind
        firm.resident = int(
            min(exponential(since) * float(kinds[kind].mean_years) * YEAR_DAYS, float(LONGEST_RESIDENCE))
        )
        firm.age = firm.resident // YEAR_DAYS
        firm.levels["propensity"] = propensity >> 24
        firm.joined = {
            each.number for each in law.regimes if each.number in owner.would_join and may_cover(each, kinds[kind].id)
        }
        firm.aware = firm.joined & owner.would_know
        place.persons.append(firm)


def may_cover(regime: RegimeLaw, kind: str) -> bool:
    """Does a regime cover firms of this kind?"""
    covers = regime.says.covers
    return "firm" in covers.unit and (covers.who is None or not covers.who.role or kind in covers.who.role)
