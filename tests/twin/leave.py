"""Leaving a regime that asks for consent, and coming back, on the first morning of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.addresses import LEAVE, chance
from twin.blocks import RegimeLaw
from twin.condition import View
from twin.dates import YEAR_DAYS, rounded
from twin.people import Person
from twin.worth import OUTSIDE, Standing

if TYPE_CHECKING:
    from twin.life import Life

MILLION = 1_000_000


def weigh_leaving(life: Life, person: Person, day: int) -> None:
    """Who leaves what costs more than it brings, or leaves anyway; who comes back. Scores are as the year ended."""
    view = View(life.law, person, day)
    for regime in life.law.regimes:
        consent = regime.says.consent
        if consent is None or not consent.may_leave or regime.number not in person.joined:
            continue
        leaves, returns, _, _ = life.law.dice.draw(person.unit, LEAVE, index=day // YEAR_DAYS, name=regime.key)
        if regime.number in person.left:
            if returns < chance(consent.returns_share_per_year):
                person.left.remove(regime.number)
                view = View(life.law, person, day)
                if costs_more(life, person, regime, view):
                    person.left.add(regime.number)
        elif costs_more(life, person, regime, view) or leaves < chance(consent.leaves_share_per_year):
            leave_regime(life, person, regime, day)


def costs_more(life: Life, person: Person, regime: RegimeLaw, view: View) -> bool:
    """Does the standing cost more than it brings, as far as the person knows of it?"""
    if regime.number not in person.aware or not view.is_covered(regime):
        return False
    grade = view.grades[regime.known_scale] if regime.known_scale else -1
    listed = any(each in view.listed_days for each in regime.bad_lists)
    money, felt = life.worth.of_standing(regime, Standing(grade, listed))
    there_too = life.worth.of_standing(regime, Standing(OUTSIDE, False))
    heed = float(life.worth.conformity(person.levels["conformity"]))
    return money - there_too[0] + heed * (felt - there_too[1]) < 0


def leave_regime(life: Life, person: Person, regime: RegimeLaw, day: int) -> None:
    """Out of the book and off the lists; an erased book begins anew."""
    for each in life.law.lists:
        if each.regime is regime and each.says is not None and person.spells[each].until > day:
            person.spells[each].until = day
    person.left.add(regime.number)
    if not regime.says.consent.leaving_erases:  # type: ignore[union-attr]
        return
    mine = [score for score in regime.scores.values() if not score.says.is_shared]
    for score in mine:
        if score.says.measures is None and not score.parts:
            person.points[score] = score.drawn_start(life.law.dice, person)
            person.mail = [each for each in person.mail if not (each.kind == "expire" and each.about is score)]
    for score in mine:
        if score.parts:
            total = sum(part.clip(person.points[part]) * weight for part, weight in score.parts)
            person.points[score] = score.clip(rounded(total, MILLION))
        if score.waits:
            person.shown[score] = person.points[score]
    for scale in regime.scales:
        person.cap_until[scale.number] = 0
    for about in [about for about in person.last_report if about[0] == regime.number]:
        del person.last_report[about]
