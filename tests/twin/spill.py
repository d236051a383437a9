"""Step c, spill over: what a standing does to those tied to the person, along household ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.addresses import TIE, chance, one_of
from twin.blocks import ConsequenceLaw
from twin.dates import YEAR_DAYS, month_that_begins, rounded
from twin.law import Law
from twin.mail import Letter
from twin.people import ADULT, Person, Place
from twin.ration import last_published

if TYPE_CHECKING:
    from twin.life import Life


BEYOND = ("friends", "guarantor", "colleagues", "neighbours")
PENSION = 60
MOST_STEPS = (1 << 31) - 1


def spill_over(life: Life, place: Place, day: int) -> None:
    """Households one of whose members sets something off anew, or no longer, are told what now lands on whom."""
    for person in place.persons:
        if not person.newly_sends:
            continue
        for target in place.kin(person):
            lands = {each.landing for each in life.law.landings if each.says.lands_on in BEYOND} & target.meant
            lands |= {
                each.landing
                for source in place.kin(person)
                for each in life.law.landings
                if each.landing in source.sends and reaches(life, each, source, target, day)
            }
            for each in life.law.landings:
                if each.landing in lands ^ target.meant:
                    due = day + each.says.reaches_after_days
                    on = each.landing in lands
                    life.send_to_other(target, Letter(due, "land", each, made=day, on=on))
            target.meant = lands
        person.newly_sends = False


def friends_of(person: Person) -> list[int]:
    """Numbers of the friends who are not dropped."""
    friends = person.place.friends.get(person.j, ())
    return [friend for k, friend in enumerate(friends) if (person.j, k) not in person.place.dropped]


def drop_friends(life: Life, place: Place, first_day: int, end: int) -> None:
    """At a month's beginning some drop a friend whose score is below theirs, and some whose standing lands on them."""
    law = life.law
    share = next((each.drops_per_month for each in law.recipe.tie if each.id == "friends"), 0)
    lands = {each.landing for each in law.landings if each.says.lands_on == "friends"}
    measured = {law.friends_by(mean) for mean in law.friends_means}
    for day in range(first_day + 1, end + 1) if share and (lands or measured) else ():
        if month_that_begins(day) is None:
            continue
        for person in place.folk:
            for k, number in enumerate(place.friends[person.j]):
                friend = place.persons[number]
                costs = person.sends & lands or any(
                    by.regime.number in person.joined & friend.joined
                    and last_published(by, friend) < last_published(by, person)
                    for by in measured
                )
                word = law.dice.draw(person.unit, TIE, lane=10, season=day, index=k)[0]
                if costs and word < chance(share):
                    person.newly_sends |= (person.j, k) not in place.dropped
                    place.dropped.add((person.j, k))


def spill_beyond(life: Life, place: Place, day: int) -> None:
    """Friends, guarantors, colleagues and neighbours are told what now lands on them, if anybody's standing is new."""
    beyond = {each.landing: each for each in life.law.landings if each.says.lands_on in BEYOND}
    if not beyond or not any(person.newly_sends for person in place.folk):
        return
    lands: dict[Person, set[int]] = {person: set() for person in place.folk}
    for source in place.folk:
        for number in sorted(source.sends & beyond.keys()):
            each = beyond[number]
            for target in known_as(life.law, each.says.lands_on, source, place, day // YEAR_DAYS):
                spells = sum(spell.number for spell in source.spells.values())
                index = (spells & 0xFFFF) << 16 | source.j
                word = life.law.dice.draw(
                    target.unit, TIE, lane=7, season=index >> 16, index=index & 0xFFFF, name=each.key
                )[0]
                if word < life.law.chance(each.says.reaches_share, 1.0):
                    lands[target].add(number)
    for target in place.folk:
        for number, each in beyond.items():
            if (number in lands[target]) != (number in target.meant):
                due, on = day + each.says.reaches_after_days, number in lands[target]
                life.send_to_other(target, Letter(due, "land", each, made=day, on=on))
        target.meant = target.meant - beyond.keys() | lands[target]


def known_as(law: Law, tie: str, source: Person, place: Place, years: int) -> list[Person]:
    """Those beyond the household to whom a person is tied; each as often as the tie names them."""
    folk = place.folk
    size = next((each.per_person or 0 for each in law.recipe.tie if each.id == tie), 0)
    if tie == "friends":
        found = [folk[k] for k in friends_of(source)]
    elif tie == "guarantor":
        found = []
        for k in range(size):
            at = one_of(law.dice.draw(source.unit, TIE, lane=9, index=k)[0], len(folk))
            others = [each for each in folk[at:] + folk[:at] if each.home != source.home and each.age + years >= ADULT]
            found += others[:1]
    elif tie == "colleagues":
        works = {
            each: one_of(law.dice.draw(each.unit, TIE, lane=8)[0], max(len(folk) // size, 1))
            for each in folk
            if size and ADULT <= each.age + years < PENSION
        }
        found = [each for each in folk if each in works and works[each] == works.get(source)]
    else:
        homes = sorted({each.home for each in folk})
        at = homes.index(source.home)
        beside = homes[max(at - 1, 0) : at] + homes[at + 1 : at + 2]
        found = [each for each in folk if each.home in beside]
    return [each for each in found if each is not source]


def look_home(life: Life, place: Place) -> None:
    """Everybody learns on which lists somebody of the household is, oneself included; in force from the next window on. A firm has none."""
    for person in place.folk:
        members = place.household(person)
        person.home_lists = {
            each for each in life.law.lists if any(member.list_bits >> each.number & 1 for member in members)
        }


def sum_up(law: Law, place: Place) -> None:
    """What the window posted to scores of the place reaches all its people, before the mail of the next morning."""
    take_means(law, place)
    for score, steps in place.posted.items():
        for person in place.persons:
            person.points[score] = min(max(person.points[score] + steps, -MOST_STEPS), MOST_STEPS)
    place.posted = {}


def take_means(law: Law, place: Place) -> None:
    """A place's score that is made of others is the sum of what its people have of them on average."""
    for score in law.scores:
        if not score.is_of_place or not score.parts:
            continue
        known = [person for person in place.persons if score.regime.number in person.inside]
        total = sum(
            sum(part.clip(person.points[part]) for person in known) * weight // len(known)
            for part, weight in score.parts
            if known
        )
        for person in place.persons:
            person.points[score] = score.clip(rounded(total, 1_000_000))


def reaches(life: Life, each: ConsequenceLaw, source: Person, target: Person, day: int) -> bool:
    """Is there such a tie, and does the consequence come along it? Drawn once per clause, spells of the source and target."""
    if not is_tied(each.says.lands_on, source, target, day):
        return False
    spells = sum(spell.number for spell in source.spells.values())
    among = 12 + (source.j - len(source.place.folk)) % 4 if source.is_firm else source.j - source.home
    index = (spells & 0xFFF) << 4 | among
    word = life.law.dice.draw(target.unit, TIE, lane=2, index=index, name=each.key)[0]
    return word < life.law.chance(each.says.reaches_share, 1.0)


def is_tied(tie: str, source: Person, target: Person, day: int) -> bool:
    """Parents are the adults of a child's household; a couple is its first two members, if adult."""
    if tie == "owners":
        return source.is_firm and target.j == target.home
    if tie == "owned-firms":
        return source.j == source.home and target.is_firm
    if tie == "sister-firms":
        return source.is_firm and target.is_firm and source is not target
    if source.is_firm or target.is_firm:
        return False
    years = day // YEAR_DAYS
    source_is_adult, target_is_adult = source.age + years >= ADULT, target.age + years >= ADULT
    if tie == "household":
        return True
    if source is target or tie in BEYOND:
        return False
    if tie == "children":
        return source_is_adult and not target_is_adult
    couple = {source.home, source.home + 1}
    return source.j in couple and target.j in couple and source_is_adult and target_is_adult
