"""Step d, make public: who hears of those newly shown, and the days that people stand in public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.addresses import HEAR, chance
from twin.mail import Letter
from twin.people import Place

if TYPE_CHECKING:
    from twin.life import Life

MOST_HEARSAY = 60


def make_public(life: Life, place: Place, first_day: int, day: int) -> None:
    """Hearsay of new names on boards that shame; days in public are counted by whole windows."""
    law = life.law
    for show in law.shows:
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
