"""Meetings: whom one meets at an occasion, and whether one does it for somebody of whom that is known."""

from __future__ import annotations

import numpy as np

from glasshouse.rulebook.model import Condition
from twin.addresses import MEET, chance, one_of
from twin.blocks import ActLaw, ListLaw, RegimeLaw
from twin.condition import View
from twin.law import Law
from twin.meetings import Meeting, meetings
from twin.occasion import Occasion
from twin.people import Person, Place


def look_around(law: Law, place: Place, day: int) -> None:
    """What the place sees of everybody on a window's first morning: lists as they were on its eve; and who fits which condition."""
    asked = met_conditions(law)
    place.fits = [
        [(regime, says) for regime, says in asked if View(law, person, day).holds(regime, says)]
        for person in place.persons
    ]
    place.seen_scores = [View(law, person, day).scores for person in place.persons]
    place.seen_on = [{each for each, spell in person.spells.items() if spell.is_on(day)} for person in place.persons]


def met_conditions(law: Law) -> list[tuple[RegimeLaw, Condition]]:
    """Every condition on somebody met."""
    return [(regime, each.met) for regime, each in law.conditions() if each.met is not None]


def met_as(law: Law, act: ActLaw, other: Person) -> Meeting | None:
    """As whom one meets somebody whom one knows: the first condition that the rules on the act ask for, and that fits."""
    return next((each for each in meetings(law, act) if each in other.place.fits[other.j]), None)


def whom(law: Law, person: Person, occasion: Occasion, season: int) -> tuple[Person, bool]:
    """Somebody else of the place, and whether one knows the other's lists. Who is alone meets oneself."""
    says, persons = occasion.act.says, person.place.folk
    assert says
    who, known, _, _ = law.dice.draw(person.unit, MEET, lane=says.lane, season=season, index=occasion.index)
    others = [each for each in persons if each is not person] or [person]
    return others[one_of(who, len(others))], known < chance(says.met_known_share)


def both_are_welcome(law: Law, occasion: Occasion, person: Person, other: Person) -> bool:
    """Does one do it with whom one meets; and the other too, where it takes two?"""
    assert occasion.act.says
    return is_welcome(law, occasion, other) and (not occasion.act.says.met_agrees or is_welcome(law, occasion, person))


def looks(law: Law, occasion: Occasion, person: Person, other: Person) -> np.float32:
    """What the score of whom one meets adds to the gain; of both scores the lower, where it takes two."""
    says = occasion.act.says
    assert says
    regime, _, name = (says.met_score or "/").partition("/")
    score = next((each for each in law.scores if each.regime.id == regime and each.says.id == name), None)
    if score is None:
        return np.float32(0)
    each_step = round(float(says.met_yuan_per_point or 0) * 1_000_000 / score.per_point)
    both = [other, person] if says.met_agrees else [other]
    seen = [each.place.seen_scores[each.j].get(score, score.steps(says.met_score_from)) for each in both]
    return np.float32(min((value - score.steps(says.met_score_from)) * each_step for value in seen) / 1e6)


def is_welcome(law: Law, occasion: Occasion, other: Person) -> bool:
    """Does one do it for somebody who is on these lists?"""
    says, seen = occasion.act.says, other.place.seen_on[other.j]
    assert says
    unless, only = met_lists(law, says.unless_met_on_list), met_lists(law, says.only_met_on_list)
    return not seen & unless and (not only or bool(seen & only))


def met_lists(law: Law, names: tuple[str, ...]) -> set[ListLaw]:
    """Lists that are named with their regime; those of regimes that are not in force are nobody's."""
    named = {f"{each.regime.id}/{each.says.id if each.says else each.feed.says.id}": each for each in law.lists}  # type: ignore[union-attr]
    return {named[name] for name in names if name in named}
