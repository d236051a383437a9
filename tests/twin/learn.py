"""Step 7, learn: what a report or a notice teaches, means, and whether one turns to a desk."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from twin.addresses import CASE, chance
from twin.blocks import DeskLaw, ListLaw
from twin.condition import View
from twin.dates import NEVER, YEAR_DAYS
from twin.law import Law
from twin.mail import Case, Letter
from twin.people import Person
from twin.rates import LEVELS, lognormal
from twin.servers import place_in_queue

if TYPE_CHECKING:
    from twin.life import Life

MOST_CASES = 250
WORKING_HOURS = 2000


def change_means(person: Person, factor: int, day: int) -> None:
    """Income changes to ``factor`` / 64 of the usual: what is still owed takes so much longer, or shorter, to pay."""
    for name, end in person.owes_until.items():
        if day < end < NEVER:
            rest = -(-(end - day) * person.income // factor)
            person.owes_until[name] = min(day + rest, NEVER - 1)
    person.income = factor


def notice_list(life: Life, person: Person, each: ListLaw, day: int, moment: int, view: View) -> None:
    """The person learns of being on a list, and may turn to a desk about it."""
    spell = person.spells[each]
    if spell.noticed:
        return
    spell.noticed = True
    person.noticed_on = day
    consider(life, person, each.desks, each, spell.wrong, spell.number, spell.entered, day, moment, view)


def consider(
    life: Life, person: Person, desks: list[DeskLaw], subject: object, wrong: bool, value: int, entered: int, day: int,
    moment: int, view: View,
) -> None:  # fmt: skip
    """Having learned of an entry: go to each first desk about it, or not."""
    row = life.law.recipe.behaviour[person.type]
    for desk in desks:
        if person.n_cases >= MOST_CASES:
            return
        if is_too_late(desk, entered, day):
            continue
        number = person.n_cases
        person.n_cases += 1
        goes = life.law.dice.draw(person.unit, CASE, index=number, name=desk.key)[3]
        share = row.appeals_wrong_share if wrong else row.appeals_right_share
        if desk.says.kind != "repair" and goes >= chance(share):
            continue
        go(life, person, desk, subject, wrong, value, desk.says.opens_after_days, moment, day, view)


def go(
    life: Life, person: Person, desk: DeskLaw, subject: object, wrong: bool, value: int, opens_after: int, moment: int,
    day: int, view: View,
) -> None:  # fmt: skip
    """Apply at once, or when the desk opens and what the application takes is paid from spare income."""
    wait = max(opens_after, days_to_save(life.law, person, desk))
    if wait > 0:
        letter = Letter(day + wait, "apply", desk, value=value, subject=subject, false="wrong" if wrong else None)
        life.send(person, letter)
    else:
        apply_at(life, person, desk, subject, wrong, value, day, moment, view)


def days_to_save(law: Law, person: Person, desk: DeskLaw) -> int:
    """Days until what an application takes, money and hours of work, is paid from spare income."""
    income = law.recipe.income
    yearly = lognormal(float(income.median_yuan), float(income.sigma), person.levels["income"], LEVELS)
    cost = float(desk.says.cost_yuan) + float(desk.says.cost_hours) * yearly / WORKING_HOURS
    per_day = yearly * float(income.spare_share) / YEAR_DAYS
    days = min(math.ceil(min(cost / max(per_day, 1e-9), NEVER)), NEVER)
    return days if days >= NEVER else min(days * 64 // max(person.income, 1), NEVER)


def is_too_late(desk: DeskLaw, entered: int, day: int) -> bool:
    """Did the desk's window close unheard?"""
    days = desk.says.window_days
    return desk.says.window_from == "entry" and days is not None and day - entered > days


def is_over(person: Person, desk: DeskLaw, subject: object, spell: int, day: int) -> bool:
    """Is an appeal about a spell on a list that is over?"""
    if not isinstance(subject, ListLaw) or desk.says.kind == "repair":
        return False
    now = person.spells[subject]
    return now.until <= day or (spell > 0 and now.number != spell)


def apply_at(
    life: Life, person: Person, desk: DeskLaw, subject: object, wrong: bool, value: int, day: int, moment: int, view: View
) -> None:  # fmt: skip
    """Hand in a case, or wait until what must be settled first is settled.

    ``value`` is what a rule posted, or the number of the spell on a list.
    """
    says, law = desk.says, life.law
    if is_over(person, desk, subject, value, day):
        return
    if not law.in_force(says, day) or not view.applies(desk.regime, says.when, says.unless):
        return
    if desk.settled_first & person.owes():
        after = max(person.owes_until.get(name, 0) for name in desk.settled_first)
        if after < NEVER - 1:
            due = max(after, day) + 1
            life.send(
                person, Letter(due, "apply", desk, value=value, subject=subject, false="wrong" if wrong else None)
            )
        return
    if isinstance(subject, ListLaw) and is_too_late(desk, person.spells[subject].entered, day):
        return
    if person.n_cases >= MOST_CASES:
        return
    key: tuple[int, ...] = (day, moment >> 16, person.unit)
    if says.servers:
        key = place_in_queue(person, desk, day, moment)
    case = Case(key, person, desk, subject, wrong, value, person.n_cases, day)
    person.place.cases.append(case)
    life.counts.cases.append(case)
    person.n_cases += 1
    life.counts.panel(person, day, "applied")
    if says.suspends and isinstance(subject, ListLaw):
        person.spells[subject].suspended = True
