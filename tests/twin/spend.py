"""Points that are spent on better terms, those that would expire first going first; and what a point is worth for it."""

from __future__ import annotations

from collections.abc import Callable

from twin.blocks import ConsequenceLaw, RegimeLaw
from twin.condition import View
from twin.law import Law
from twin.people import Person
from twin.scores import ScoreLaw


def price(each: ConsequenceLaw) -> int:
    """Steps of its score that a use costs."""
    return book(each).steps(each.says.costs_points or 0)


def book(each: ConsequenceLaw) -> ScoreLaw:
    """The score that is spent."""
    scores = each.regime.scores
    return scores[each.says.score] if each.says.score else next(iter(scores.values()))


def can_pay(person: Person, each: ConsequenceLaw, bought: list[ConsequenceLaw], view: View) -> bool:
    """Are there enough points above the floor, after all that this use has bought already?"""
    score = book(each)
    owed = sum(price(other) for other in bought if other.says.costs_points is not None and book(other) is score)
    left = score.clip(person.points[score]) - score.floor
    return view.is_covered(each.regime) and left >= owed + price(each)


def pay(person: Person, bought: list[ConsequenceLaw]) -> None:
    """The points of all that is bought are gone, and what is spent expires no more."""
    for each in (each for each in bought if each.says.costs_points is not None):
        score, amount = book(each), price(each)
        person.points[score] -= amount
        while amount > 0:
            mine = [one for one in person.mail if one.kind == "expire" and one.about is score and one.value > 0]
            if not mine:
                break
            first = min(mine, key=lambda one: one.due)
            part = min(first.value, amount)
            amount -= part
            first.value -= part
            if first.value == 0:
                person.mail.remove(first)


def worth_to_spend(
    law: Law,
    regime: RegimeLaw,
    score: str,
    of_consequence: Callable[[ConsequenceLaw], float],
    met: Callable[[ConsequenceLaw], float],
) -> float:
    """Yuan that a point brings where it buys most."""
    found = [0.0]
    for each in regime.consequences:
        says = each.says
        if says.asleep or says.costs_points is None or book(each).says.id != score:
            continue
        uses = float(law.catalogue.services[says.service].wants_per_year)  # type: ignore[index]
        uses = min(uses, says.at_most_per_year) if says.at_most_per_year is not None else uses
        if uses > 0:
            found.append(of_consequence(each) / uses * met(each) / float(says.costs_points))
    return max(found)
