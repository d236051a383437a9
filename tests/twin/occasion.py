"""Step 1, occasion: what could be done this season, by whom, when, and for what gain; and wants, which come alike.

For each person, season and act one word says how many; occasion i then has its own address. So no act touches
another's numbers, and any season of any person can be made alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from glasshouse.rulebook.catalogue import Act, Service
from twin.addresses import (
    COUNT,
    LIE,
    LIE_COUNT,
    OCCASION,
    TRIAL,
    WANT,
    WANT_COUNT,
    WORD,
    chance,
    exact_chance,
    exponential,
)  # fmt: skip
from twin.blocks import ActLaw, ServiceLaw
from twin.condition import View
from twin.dates import YEAR_DAYS
from twin.law import Law
from twin.people import Person
from twin.rates import SEASON_DAYS, how_many, multiplier, per_season
from twin.worth import Worth

f32 = np.float32
NEEDED = f32(1e9)
"""The gain of what must be done at any price."""


@dataclass
class Occasion:
    """One chance to do one act; or, for a channel that invents, one lie."""

    act: ActLaw
    index: int
    moment: int
    day: int
    gain: np.float32


@dataclass
class Want:
    """One wish for one service; ``word`` decides whether somebody who knows of a ban tries anyway."""

    service: ServiceLaw
    index: int
    moment: int
    day: int
    word: int


def day_of(season: int, moment: int) -> int:
    """The day of a moment; moments are fractions of a season in 2**32."""
    return season * SEASON_DAYS + (moment * SEASON_DAYS >> 32)


def asked_on(season: int) -> int:
    """The day on which it was asked for whom an act or service is: the first season that begins in the same year."""
    year = season * SEASON_DAYS // YEAR_DAYS
    first = -(-year * YEAR_DAYS // SEASON_DAYS)
    return first * SEASON_DAYS


def is_for(law: Law, person: Person, says: Act | Service, season: int) -> bool:
    """Is an act or service for this person, or this firm, this year?"""
    if (says.by == "firm") != person.is_firm:
        return False
    who = says.who
    return who is None or View(law, person, asked_on(season)).holds(law.regimes[0] if law.regimes else None, who)  # type: ignore[arg-type]


def rate(law: Law, person: Person, per_year: float, more_with: dict[str, Any]) -> float:
    """Somebody's mean number in a season."""
    return per_season(float(per_year) * rate_times(law, person, more_with))


def rate_times(law: Law, person: Person, more_with: dict[str, Any]) -> float:
    """How much more often than usual somebody of these traits does something."""
    times = 1.0
    for trait, weight in more_with.items():
        times = multiplier(law.recipe, trait, weight, person.levels[trait])
    return times


def season_of(law: Law, worth: Worth, person: Person, season: int) -> list[Occasion]:
    """Everything this person could do this season, in order of moments."""
    words: dict[int, tuple[int, ...]] = {}
    found: list[Occasion] = []
    for act in law.acts:
        if act.lies is not None:
            found += lies_of(law, person, act, season)
            continue
        assert act.says
        if act.says.every_days is not None:
            found += trials_of(law, worth, person, act, season)
            continue
        block = act.says.lane >> 2
        if block not in words:
            words[block] = law.dice.draw(person.unit, COUNT, season=season, name=block)
        n = how_many(
            words[block][act.says.lane & 3], rate(law, person, act.says.occasions_per_year or 0, act.says.more_with)
        )
        if n == 0 or not is_for(law, person, act.says, season):
            continue
        for index in range(n):
            moment, gain, need, _ = law.dice.draw(person.unit, OCCASION, lane=act.says.lane, season=season, index=index)
            found.append(Occasion(act, index, moment, day_of(season, moment), gain_of(worth, act, gain, need)))
    return sorted(found, key=lambda each: (each.moment, each.act.number, each.index))


def trials_of(law: Law, worth: Worth, person: Person, act: ActLaw, season: int) -> list[Occasion]:
    """An act on a clock: one word per trial day; of acts that exclude one another each takes its part of the word."""
    assert act.says
    chain = [act.says]
    while chain[0].excludes is not None:
        chain.insert(0, law.catalogue.acts[chain[0].excludes])
    shares = [trial_chance(law, person, each, season) for each in chain]
    low, high = sum(shares[:-1]), sum(shares)
    unit = person.unit - person.j + person.home if act.says.drawn_per == "household" else person.unit
    found = []
    for index in range(SEASON_DAYS):
        day = season * SEASON_DAYS + index
        if day % act.says.every_days:  # type: ignore[operator]
            continue
        word = law.dice.draw(unit, TRIAL, lane=chain[0].lane, season=season, index=index >> 2)[index & 3]
        if low <= word < high:
            moment, gain, need, _ = law.dice.draw(person.unit, OCCASION, lane=act.says.lane, season=season, index=index)
            found.append(Occasion(act, index, moment_on(index, moment), day, gain_of(worth, act, gain, need)))
    return found


def gain_of(worth: Worth, act: ActLaw, gain: int, need: int) -> np.float32:
    """What an occasion brings, by the law of the act's gains, of its mean."""
    assert act.says
    if need < chance(act.says.need_share):
        return NEEDED
    laws = {"exponential": exponential(gain), "uniform": 2 * (gain + 0.5) / WORD, "fixed": 1.0}
    return f32(laws[act.says.gain_law]) * worth.mean_gain(act)


def trial_chance(law: Law, person: Person, says: Act, season: int) -> int:
    """The chance of one trial for this person."""
    if not is_for(law, person, says, season):
        return 0
    if says.shaped_by is None:
        times = rate_times(law, person, says.more_with)
        return chance(min(float(says.probability or 0) * times, 1.0))
    r = Decimal(2 * person.levels["propensity"] + 1) / 512
    share = (1 - r if says.shaped_by.falling else r) ** Decimal(repr(float(says.shaped_by.power)))
    return exact_chance(Decimal(repr(float(says.probability or 0))) * share)


def moment_on(day: int, word: int) -> int:
    """A moment within a day of the season."""
    first, after = (-(-(each << 32) // SEASON_DAYS) for each in (day, day + 1))
    return first + (word * (after - first) >> 32)


def lies_of(law: Law, person: Person, act: ActLaw, season: int) -> list[Occasion]:
    """When this person will invent a report to a channel."""
    channel = act.lies
    assert channel
    if person.is_firm:
        return []
    group = person.group_id
    per_year = law.share(channel.says.invents_per_person_year, 0.0, group=group) + law.bounty(channel)
    n = how_many(law.dice.draw(person.unit, LIE_COUNT, season=season, name=channel.key)[0], per_season(per_year))
    moments = [law.dice.draw(person.unit, LIE, season=season, index=k, name=channel.key)[0] for k in range(n)]
    return [Occasion(act, k, moment, day_of(season, moment), NEEDED) for k, moment in enumerate(moments)]


def wants_of(law: Law, person: Person, season: int) -> list[Want]:
    """Everything this person will want this season of the services that somebody may refuse, price or ease."""
    found = []
    for service in law.services:
        says = service.says
        words = law.dice.draw(person.unit, WANT_COUNT, season=season, name=says.lane >> 2)
        n = how_many(words[says.lane & 3], rate(law, person, says.wants_per_year, says.more_with))
        if n == 0 or not is_for(law, person, says, season):
            continue
        for index in range(n):
            moment, tries, _, _ = law.dice.draw(person.unit, WANT, lane=says.lane, season=season, index=index)
            found.append(Want(service, index, moment, day_of(season, moment), tries))
    return sorted(found, key=lambda each: (each.moment, each.service.number, each.index))
