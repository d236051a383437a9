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
from twin.misuse import act_outside_the_rules
from twin.people import Person
from twin.post import apply_rule
from twin.rates import SEASON_DAYS
from twin.reading import read_mail
from twin.standing import day_off, fix_standing

if TYPE_CHECKING:
    from twin.life import Life


def act_unasked(life: Life, person: Person, view: View) -> View:
    """All such rules of a morning; returns the standing that is then in force.

    Those that ask for a standing come first, until nobody is put on a list any more; those of the calendar read the
    standing in which that leaves one.
    """
    rules = [rule for rule in life.law.rules if rule.says.is_standing and rule.says.lands_on == "self"]
    alone = [rule for rule in rules if rule.says.every is None]
    while sum(act_on_standing(life, person, view, rule) for rule in alone if fits_unasked(life, view, rule)):
        read_mail(life, person, view.day, view)  # a notice may come that very morning
        view = fix_standing(life, person, view.day)
    for rule in rules:
        if (
            rule.says.every is not None
            and begins(rule.says.every, view.day)
            and fits_unasked(life, view, rule)
            and comes_out(life, person, rule, view.day)
        ):
            word = word_of_rule(life, person, rule, view.day)
            letter = Letter(view.day, "unasked", rule, word, made=view.day)
            apply_rule(life, person, rule, letter, view.day, 0, view.day + 1, view, units=0)
    return view


def fits_unasked(life: Life, view: View, rule: RuleLaw) -> bool:
    """Is the rule in force today, for this person, in this standing?"""
    return (
        life.law.in_force(rule.says, view.day)
        and view.is_covered(rule.regime)
        and view.applies(rule.regime, rule.says.when, rule.says.unless)
    )


def act_on_standing(life: Life, person: Person, view: View, rule: RuleLaw) -> bool:
    """A rule that acts whenever a standing fits, and would change something."""
    says, day = rule.says, view.day
    listed = {each.says.id for each in view.listed_days if each.says and each.regime is rule.regime}
    if says.takes_off and not listed & set(says.takes_off):
        return False
    off = [rule.regime.lists[name] for name in says.takes_off]
    if off and all(person.spells[each].until <= day_off(life, person, each, day) for each in off):
        return False
    if life.law.is_paused(rule.regime, "posting", day):
        return False
    if says.puts_on is not None:
        spell = person.spells[rule.regime.lists[says.puts_on]]
        if spell.entered <= day < spell.until:
            return False  # also where an appeal suspends the entry
    if rule.misuse is not None:
        act_outside_the_rules(life, person, view, rule)
    else:
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


def word_of_rule(life: Life, person: Person, rule: RuleLaw, day: int) -> int:
    """What decides within a range or around a middle; nothing is drawn where nothing is left to decide."""
    figure = rule.says.points or rule.says.rating
    line = None if figure is None else life.law.line(figure, day)
    if line is None or (line.low == line.high and not line.sigma):
        return 32_768
    return life.law.dice.draw(person.unit, DISCRETION, block=1, index=day, name=rule.key)[0] >> 16
