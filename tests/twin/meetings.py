"""Kinds of meetings: what rules on an act tell apart of whom one may meet."""

from __future__ import annotations

from glasshouse.rulebook.model import Condition
from twin.blocks import ActLaw, RegimeLaw, RuleLaw
from twin.law import Law

Meeting = tuple[RegimeLaw, Condition]
"""A kind of meeting: with somebody who fits a condition of a regime."""


def asks(rule: RuleLaw) -> Meeting | None:
    """The kind of meeting that a rule is about."""
    when = rule.says.when
    return (rule.regime, when.met) if when is not None and when.met is not None else None


def meetings(law: Law, act: ActLaw) -> list[Meeting]:
    """The kinds of meetings that rules on an act tell apart, in their order."""
    assert act.says
    if act.says.meets is None:
        return []
    found: list[Meeting] = []
    for rule in (rule for regime in law.regimes for rule in regime.rules if act.says.id in rule.says.on):
        meeting = asks(rule)
        if meeting is not None and meeting not in found:
            found.append(meeting)
    return found


def is_about(rule: RuleLaw, act: str, met: Meeting | None) -> bool:
    """Does a rule count at an act of some kind of meeting? Not what a rule about such meetings replaces."""
    if asks(rule) is not None:
        return asks(rule) == met
    return met is None or not any(
        asks(other) == met and rule.regime is other.regime and rule.says.id in other.says.instead_of
        for other in met[0].rules
        if act in other.says.on
    )
