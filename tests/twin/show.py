"""Step d, make public: who hears of those newly shown, and the days that people stand in public."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from twin.addresses import HEAR, chance, exponential
from twin.blocks import ShowLaw
from twin.mail import Letter
from twin.people import Person, Place

if TYPE_CHECKING:
    from twin.life import Life

MOST_HEARSAY = 60
MOST_OF_CITY = 1000


def make_public(life: Life, place: Place, first_day: int, day: int) -> None:
    """Hearsay of new names on boards that shame; days in public are counted by whole windows."""
    law = life.law
    for show in law.shows:
        if show.says.shown_to != "place":
            continue
        new = min(place.newly_shown.pop(show.number, 0), MOST_HEARSAY)
        for k in range(new if show.says.felt_as == "shame" else 0):
            for person in place.persons:
                word = law.dice.draw(person.unit, HEAR, season=day, index=k, name=show.key)[0]
                if word < chance(show.says.reach_share):
                    life.send_to_other(person, Letter(day, "heard", show, made=day))
    for person in place.persons:
        until = max(person.shown_until.values(), default=0)
        if until > first_day:
            length = min(until, day) - first_day
            person.count("shown_days", length)
            life.counts.panel(person, day - 1, "shown", length)


def tell_home(life: Life, show: ShowLaw, person: Person, day: int) -> None:
    """Those who live with somebody newly shown may hear of it at once."""
    for other in person.place.household(person):
        word = life.law.dice.draw(other.unit, HEAR, lane=3, season=day, index=person.j, name=show.key)[0]
        if other is not person and word < chance(show.says.reach_share):
            life.send_to_other(other, Letter(day, "heard", show, made=day))


def gather_names(life: Life) -> None:
    """How many new names each place may hear of from near by or from all over the city; its places stand in a row."""
    for show in life.law.shows:
        if show.says.shown_to in ("place", "household"):
            continue
        new = [min(place.newly_shown.pop(show.number, 0), MOST_HEARSAY) for place in life.places]
        for q, place in enumerate(life.places):
            heard_from = new[max(q - 1, 0) : q + 2] if show.says.shown_to == "nearby" else new
            place.named[show.number] = min(sum(heard_from), MOST_OF_CITY)


def hear_names(life: Life, place: Place, day: int) -> None:
    """Each of everybody hears of each of these names with the same chance: the gaps between those who do are drawn."""
    for show in life.law.shows:
        names = place.named.pop(show.number, 0)
        share = show.says.reach_share
        if show.says.felt_as != "shame" or share <= 0 or names == 0:
            continue
        stretch = 0 if share >= 1 else int(Decimal(2**30) / -(1 - Decimal(str(float(share)))).ln())
        heard: dict[Person, int] = {}
        at, k = -1, 0
        while True:
            block, index = divmod(k, 2**16)
            word = life.law.dice.draw(place.number, HEAR, lane=2, block=block, season=day, index=index, name=show.key)[
                0
            ]
            at += 1 + int(exponential(word) * stretch / 2**30)
            k += 1
            if at >= names * len(place.persons):
                break
            listener = place.persons[at // names]
            heard[listener] = heard.get(listener, 0) + 1
        for listener, times in heard.items():
            life.send(listener, Letter(day, "heard", show, value=times - 1, made=day))
