"""Step 3, observe: who saw the deed, rightly or not, and on whom the report falls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.addresses import LIE, SEE, chance, one_of, within
from twin.blocks import ChannelLaw, Sight
from twin.condition import View
from twin.law import Law
from twin.mail import INVENTED, MISREAD, WRONG_NAME, Letter
from twin.occasion import Occasion
from twin.people import Person

MILLION = 1_000_000

if TYPE_CHECKING:
    from twin.life import Life


def somebody_else(law: Law, person: Person, from_: str, word: int) -> Person:
    """Whom a report names instead: of the household, the place, or the place and group; oneself if nobody else is there."""
    everybody = person.place.folk
    if from_ == "household":
        members = person.place.household(person)
        if len(members) < 2:
            return person
        k = person.home + one_of(word, len(members) - 1)
        return everybody[k if k < person.j else k + 1]
    if len(everybody) < 2:
        return person
    k = one_of(word, len(everybody) - 1)
    k = k if k < person.j else k + 1
    if from_ == "place-and-group":
        for step in range(len(everybody)):
            other = everybody[(k + step) % len(everybody)]
            if other.group == person.group and other is not person:
                return other
    return everybody[k]


def days_late(channel: ChannelLaw, word: int) -> int:
    """Days from the deed to the report."""
    figure = channel.says.delay_days
    return within(int(figure.lines[-1].low), int(figure.lines[-1].high), word) if figure else 0


def chances(law: Law, person: Person, sight: Sight, day: int, view: View) -> tuple[int, int, int]:
    """Chances of being seen, of being misread though nothing was done, of another's name."""
    says = sight.channel.says
    if not law.in_force(says, day) or sight.channel.number in person.place.unwatched:
        return 0, 0, 0
    at = (day, law.recipe.kind_of_place[person.kind].id, person.group_id)
    misread = law.chance(says.misreads_probability, 0.0, *at)
    if sight.amiss:
        return misread, 0, 0
    looks = law.share(says.coverage_share, 1.0, *at)
    seen = chance(looks * law.share(says.sees_probability, 1.0, *at))
    if any(each.says.watched_factor is not None for each in law.consequences):
        seen = min(seen * closeness(law, sight.channel, day, view) // MILLION, chance(looks))
    return seen, misread, law.chance(says.wrong_person_share, 0.0, *at)


def closeness(law: Law, channel: ChannelLaw, day: int, view: View) -> int:
    """How many times as closely a channel looks at a person today, in millionths; a thousand times at most."""
    times = MILLION
    for each in law.consequences:
        says = each.says
        if says.watched_factor is None or not law.in_force(says, day) or each.regime.number not in view.person.inside:
            continue
        own = each.regime is channel.regime and channel.says.id in says.channels
        looks = own if says.channels else channel.says.by not in ("self", "peers")
        if looks and view.applies(each.regime, says.when, says.unless):
            times = min(times * round(float(says.watched_factor) * MILLION) // MILLION, 1000 * MILLION)
    return times


def observe(
    life: Life, person: Person, occasion: Occasion, done: bool, season: int, met: Person | None, view: View
) -> list[Letter]:
    """The reports of one occasion at which somebody is perhaps ``met``. Those due at once are returned, the others go by mail.

    In each regime the first channel that sees the deed reports it; the others only saw it too. A channel that gets the
    name wrong reports somebody else, and nothing about the doer.
    """
    law, act, day = life.law, occasion.act, occasion.day
    assert act.says
    at_once: list[Letter] = []
    reported: set[int] = set()
    seen = accused = False
    for sight in act.sights:
        channel = sight.channel
        looks, misreads, who, late = law.dice.draw(
            person.unit, SEE, lane=act.says.lane, season=season, index=occasion.index, name=channel.key
        )
        see, misread, wrong_name = chances(law, person, sight, day, view)
        if not (looks < see if done else misreads < misread):
            continue
        consent = channel.regime.says.consent
        if channel.regime.number not in person.inside and (
            consent is None or consent.refusers != "recorded" or channel.regime.number not in person.part
        ):
            continue
        if channel.says.by == "peers" and not has_a_say(channel, person, met):
            continue
        place = person.place
        place.seen_by[channel.number] = place.seen_by.get(channel.number, 0) + 1
        told = channel.says.tells_person
        if done and not sight.amiss and misreads < wrong_name:
            other = somebody_else(law, person, channel.says.wrong_person_from or "place", who)
            if other is not person:
                word = (late << 8 & 0xFFFFFFFF) >> 16
                letter = Letter(
                    day + days_late(channel, late), "report", sight, word, made=day, false=WRONG_NAME, told=told
                )
                life.send_to_other(other, letter)
                life.counts.act(day, act, "wrong")
                accused = True
            continue
        false = MISREAD if sight.amiss or not done else None
        if channel.regime.number in reported:
            continue
        reported.add(channel.regime.number)
        place.filed[channel.number] = place.filed.get(channel.number, 0) + 1
        delay = days_late(channel, late)
        letter = Letter(day + delay, "report", sight, who >> 16, made=day, false=false, told=told)
        letter.met = met if delay == 0 else None
        if delay > 0:
            life.send(person, letter)
        else:
            at_once.append(letter)
        if false:
            life.counts.panel(person, day, "misread")
            life.counts.act(day, act, "misread")
            person.count("false")
            continue
        if not seen:
            life.counts.panel(person, day, "seen")
            life.counts.act(day, act, "seen")
            person.count("seen")
        seen = True
        if told and act.domain <= 1:
            person.beliefs[act.domain].was_seen()
    if done and not seen and not accused and any(not sight.amiss for sight in act.sights):
        life.counts.panel(person, day, "missed")
    return at_once


def has_a_say(channel: ChannelLaw, person: Person, met: Person | None) -> bool:
    """Peers: somebody else is met, who takes part in the regime."""
    return met is not None and met is not person and channel.regime.number in met.joined


def lie(life: Life, person: Person, occasion: Occasion, season: int) -> None:
    """A report out of nothing: by oneself on oneself, or on somebody in the place. It always goes by mail."""
    law, channel = life.law, occasion.act.lies
    assert channel
    if channel.regime.number not in person.part:
        return
    which, who, word, late = law.dice.draw(
        person.unit, LIE, lane=1, season=season, index=occasion.index, name=channel.key
    )
    sights = occasion.act.lies_with
    sight = sights[one_of(which, len(sights))]
    due = occasion.day + max(days_late(channel, late), 1)
    told = channel.says.tells_person
    letter = Letter(due, "report", sight, word >> 16, made=occasion.day, false=INVENTED, told=told)
    if channel.says.by == "self":
        life.send(person, letter)
    else:
        life.send_to_other(somebody_else(law, person, "place", who), letter)
    place = person.place
    place.filed[channel.number] = place.filed.get(channel.number, 0) + 1
    place.seen_by[channel.number] = place.seen_by.get(channel.number, 0) + 1
    life.counts.act(occasion.day, sight.taken_for, "invented")
