"""Steps 4 and 5 without a report: rules that act by the calendar, or whenever a standing fits.

They read the standing that was just fixed. An entry that only asks for a standing is part of the standing of that very
morning, which is then fixed once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.addresses import DISCRETION, TRIAL, chance
from twin.blocks import RuleLaw
from twin.condition import View
from twin.dates import month_that_begins
from twin.mail import Letter
from twin.people import Person
from twin.post import apply_rule
from twin.rates import SEASON_DAYS
from twin.standing import fix_standing

if TYPE_CHECKING:
    from twin.life import Life


def act_unasked(life: Life, person: Person, view: View) -> View:
    """All such rules of a morning; returns the standing that is then in force."""
    rules = [rule for rule in life.law.rules if rule.says.is_standing and not rule.says.asleep]
    again = False
    while rules and act_once(life, person, view, rules, again):
        life.read_mail(person, view.day, view)  # a notice may come that very morning
        view = fix_standing(life, person, view.day)
        again = True
    return view


def act_once(life: Life, person: Person, view: View, rules: list[RuleLaw], again: bool) -> bool:
    """Every rule that fits; what goes by the calendar only the first time. Was somebody put on a list from today on?"""
    day, entered = view.day, False
    for rule in rules:
        says = rule.says
        if says.every is not None and (again or not begins(says.every, day)):
            continue
        if (
            not life.law.in_force(says, day)
            or not view.is_covered(rule.regime)
            or not view.applies(rule.regime, says.when, says.unless)
        ):
            continue
        if says.every is None:
            entered = act_on_standing(life, person, view, rule) or entered
        elif comes_out(life, person, rule, day):
            word = life.law.dice.draw(person.unit, DISCRETION, block=1, index=day, name=rule.key)[0] >> 16
            apply_rule(life, person, rule, Letter(day, "unasked", rule, word, made=day), day, 0, day + 1, view, units=0)
    return entered


def act_on_standing(life: Life, person: Person, view: View, rule: RuleLaw) -> bool:
    """A rule that acts whenever a standing fits, and would change something."""
    says, day = rule.says, view.day
    listed = {each.says.id for each in view.listed_days if each.says and each.regime is rule.regime}
    if says.takes_off and not listed & set(says.takes_off):
        return False
    if life.law.is_paused(rule.regime, "posting", day):
        return False
    if says.puts_on is not None:
        spell = person.spells[rule.regime.lists[says.puts_on]]
        if spell.entered <= day < spell.until:
            return False  # also where an appeal suspends the entry
    apply_rule(life, person, rule, Letter(day, "unasked", rule, made=day), day, 0, day, view, units=0)
    if says.puts_on is None:
        return False
    spell = person.spells[rule.regime.lists[says.puts_on]]
    return spell.entered <= day < spell.until


def begins(every: str, day: int) -> bool:
    """Does such a period begin this day? Day 0 begins none."""
    if day == 0:
        return False
    if every in ("day", "week"):
        return day % {"day": 1, "week": 7}[every] == 0
    month = month_that_begins(day)
    return month is not None and month % {"month": 1, "quarter": 3, "year": 12}[every] == 0


def comes_out(life: Life, person: Person, rule: RuleLaw, day: int) -> bool:
    """The chance of a rule: drawn per person or household, one word per day."""
    share = chance(1.0 if rule.says.chance is None else rule.says.chance)
    unit = person.unit - person.j + person.home if rule.says.drawn_per == "household" else person.unit
    season, rest = divmod(day, SEASON_DAYS)
    return life.law.dice.draw(unit, TRIAL, season=season, index=rest >> 2, name=rule.key)[rest & 3] < share
