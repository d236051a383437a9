"""Whom one heeds: friends, neighbours on a ring, the rows of a table, the place or the city; and numbers of one's own."""

from __future__ import annotations

from statistics import NormalDist

from glasshouse.population.follow import Law as NumberLaw
from glasshouse.population.recipe import Recipe
from twin.addresses import FOLLOW, WORD, exponential, name_of
from twin.law import Law
from twin.people import Person, Place

SCATTER = 2_654_435_761
"""A prime above every number of persons: ``k * SCATTER % n`` scatters quantiles over the people."""


def heeded(recipe: Recipe, place: Place, j: int, among: str) -> list[tuple[int, float]]:
    """(number in the place, weight) of those whom a person of the place heeds by a tie; weights are those of the table."""
    ties = {tie.id: tie for tie in recipe.tie}
    n = len(place.persons)
    if among == "place":
        return [(other, 1.0) for other in range(n)]
    if among == "friends":
        return [(other, 1.0) for other in place.friends[j]]
    if among == "ring":
        distances = range(1, (ties["ring"].each_side or 0) + 1)
        return [((j + step) % n, 1.0) for d in distances for step in (-d, d)]
    return [(row.heeds, float(row.weight)) for row in ties["table"].rows if row.who == j]


def mean_of(said: list[float], whom: list[tuple[int, float]], is_table: bool) -> tuple[float, float]:
    """(sum, weight) of what these say; in a small place some of a table are not there. Weight 0: one heeds nobody."""
    total = 0.0
    for other, weight in whom:
        if other < len(said):
            total += weight * said[other]
    return total, (1.0 if whom else 0.0) if is_table else float(len(whom))


def drawn_word(law: Law, person: Person, name: str) -> int:
    """The word by which a number of one's own is drawn."""
    return law.dice.draw(person.unit, FOLLOW, lane=1, name=name_of(f"mind/{name}"))[0]


def even_word(k: int, n: int) -> int:
    """The word of a quantile: of n persons each gets another one."""
    return (2 * (k * SCATTER % n) + 1) * WORD // (2 * n)


def own_number(
    law: Law, person: Person, name: str, says: NumberLaw | None, given: tuple[float, ...], k: int, n: int
) -> float:
    """A number of one's own, of the k-th of n: given one by one, evenly between two ends, or by a law."""
    if says is None:
        return float(given[person.j % len(given)])
    if says.law == "even":
        return float(says.low) + (float(says.high) - float(says.low)) * (k / n)
    word = even_word(k, n) if says.evenly else drawn_word(law, person, name)
    if says.law == "uniform":
        return float(says.low) + (float(says.high) - float(says.low)) * ((word + 0.5) / WORD)
    return float(says.mean) + float(says.sigma) * normal(word)


def resistance(law: Law, person: Person, name: str, evenly: bool, k: int, n: int) -> float:
    """What must be worn down until one gives in: exponential with mean one."""
    return exponential(even_word(k, n) if evenly else drawn_word(law, person, name))


def normal(word: int) -> float:
    """A standard normal number."""
    return NormalDist().inv_cdf((word + 0.5) / WORD)
