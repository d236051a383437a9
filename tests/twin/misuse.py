"""Officials who act outside the rules, against people who did something, seen or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.addresses import MISUSE, chance
from twin.blocks import RuleLaw
from twin.law import Law
from twin.mail import Letter
from twin.people import Person
from twin.post import apply_rule

if TYPE_CHECKING:
    from twin.condition import View
    from twin.life import Life


def remember_deed(law: Law, person: Person, act: str, day: int) -> None:
    """Whoever is against it will look for it from the next morning on."""
    for rule in law.rules:
        if rule.misuse is not None and act in rule.misuse.against:
            person.deeds[rule] = day


def act_outside_the_rules(life: Life, person: Person, view: View, rule: RuleLaw) -> None:
    """Answer the last deed, once, if it is not too long ago and this person is one of those whom it meets."""
    says, done = rule.misuse, person.deeds.get(rule)
    assert says
    if done is None or view.day - done > says.within_days:
        return
    del person.deeds[rule]
    meets, comes_out, word, _ = life.law.dice.draw(person.unit, MISUSE, index=done, name=rule.key)
    if meets >= chance(says.share):
        return
    found_out = comes_out < chance(says.found_out_share)
    made = RuleLaw(rule.row, rule.regime, says.as_rule(found_out), says)
    letter = Letter(view.day, "misuse", made, word >> 16, made=view.day, false="misuse")
    apply_rule(life, person, made, letter, view.day, 0, view.day, view, units=0)
