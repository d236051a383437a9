"""Step g, steer: clauses that wake, or are put to sleep, once a city has come so far; for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.addresses import WORD, chance
from twin.waker import WakerLaw

if TYPE_CHECKING:
    from twin.life import Life
    from twin.people import Person


def wake(life: Life, day: int) -> None:
    """Look, on every so many days, at how far the city has come on the eve."""
    law = life.law
    people = [person for place in life.places for person in place.persons]
    looking = [
        waker
        for waker in law.wakers
        if day % waker.says.every_days == 0 and law.day(waker.says.from_, 0) <= day < law.day(waker.says.until, 65_535)
    ]
    law.woken |= {waker for waker in looking if has_come_so_far(life, waker, people)}


def has_come_so_far(life: Life, waker: WakerLaw, people: list[Person]) -> bool:
    """Does all that it waits for hold?"""
    says = waker.says
    for share, kind in ((says.when_listed_share_at_least, "bad"), (says.when_good_share_at_least, "good")):
        lists = sum(1 << each.number for each in waker.regime.lists.values() if each.says and each.says.kind == kind)
        listed = sum(person.list_bits & lists != 0 for person in people)
        if share is not None and listed * WORD < chance(share) * len(people):
            return False
    if says.when_opinion is None:
        return True
    if says.when_opinion not in [opinion.id for opinion in life.law.recipe.opinion]:
        return False
    mean = 0.0
    for person in people:
        mean += person.minds[f"{says.when_opinion}/now"]
    mean = mean / len(people) * 1e6
    least, most = says.when_opinion_at_least, says.when_opinion_at_most
    return (least is None or mean >= round(float(least) * 1e6)) and (most is None or mean <= round(float(most) * 1e6))
