"""Step e, opinions: on each window's first morning everybody moves one towards those whom one heeds, all at once."""

from __future__ import annotations

from glasshouse.population.follow import Law as NumberLaw
from glasshouse.population.follow import Opinion
from twin.addresses import FOLLOW, name_of
from twin.law import Law
from twin.people import Person, Place
from twin.rates import SEASON_DAYS
from twin.ties import heeded, mean_of, normal, own_number


def begin_opinions(law: Law, place: Place) -> None:
    """Day 0: the opinion one starts with, and what is one's own for ever."""
    n = len(place.persons)
    for says in law.recipe.opinion:
        own = NumberLaw(law="normal", mean=says.shift, sigma=says.own_sigma)
        for person in place.persons:
            start = own_number(law, person, f"{says.id}/start", says.start, says.starts, person.j, n)
            person.minds[f"{says.id}/start"] = person.minds[f"{says.id}/now"] = start
            person.minds[f"{says.id}/own"] = own_number(law, person, f"{says.id}/own", own, (), person.j, n)


def weigh_opinions(law: Law, place: Place, day: int) -> None:
    """A window's first morning."""
    for says in law.recipe.opinion:
        said = [person.minds[f"{says.id}/now"] for person in place.persons]
        for person in place.persons:
            person.minds[f"{says.id}/now"] = moved(law, says, person, said, day)


def moved(law: Law, says: Opinion, person: Person, said: list[float], day: int) -> float:
    """The new opinion: own, others', that of day 0, a shift, noise. Who heeds nobody takes the own for the others'."""
    mine = said[person.j]
    whom = heeded(law.recipe, person.place, person.j, says.among)
    if says.among == "place":
        whom = [(other, weight) for other, weight in whom if other != person.j]
    total, weight = mean_of(said, whom, says.among == "table")
    others = total / weight if weight else mine
    new = float(says.weight_self) * mine + float(says.weight_others) * others
    new += float(says.weight_start) * person.minds[f"{says.id}/start"] + person.minds[f"{says.id}/own"]
    if says.noise_sigma:
        season, rest = divmod(day, SEASON_DAYS)
        name = name_of(f"opinion/{says.id}")
        word = law.dice.draw(person.unit, FOLLOW, lane=2, season=season, index=rest, name=name)[0]
        new += float(says.noise_sigma) * normal(word)
    return new
