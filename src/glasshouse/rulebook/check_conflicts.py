"""Two rules for one report: which one counts, or do both?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from glasshouse.rulebook.check_conditions import grades_of
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import Condition, Rule

MOST_RULES = 62
"""The bits of one whole number say which rules a report has met."""


def check_conflicts(reading: Reading[Any]) -> None:
    """Refuse two rules with one kind of effect on one thing that do not say who goes first; one problem per rule."""
    rules = [(where, rule) for where, rule in reading.each("rule", Rule) if where not in reading.partial]
    by_id = {rule.id: rule for _, rule in rules}
    by_trigger: dict[tuple[str, tuple[str, str]], list[Rule]] = {}
    met: Counter[str] = Counter()
    for where, rule in rules:
        _check_relations(reading, where, rule, by_id)
        met.update(_triggers(rule))
        full = [trigger for trigger in _triggers(rule) if met[trigger] > MOST_RULES]
        if full and met[full[0]] == MOST_RULES + 1:
            reading.refuse(where, f"is rule number {met[full[0]]} for '{full[0]}', and {MOST_RULES} are the most")
        target = _target(reading, rule)
        if target is None or full:
            continue
        rivals = ((trigger, first) for trigger in _triggers(rule) for first in by_trigger.get((trigger, target), ()))
        for trigger, first in rivals:
            if not _related(first, rule) and not _never_both(first, rule):
                said = f"'{trigger}' meets this rule and '{first.id}', and both {target[0]} '{target[1]}'"
                reading.refuse(where, f'{said}; say instead_of = "{first.id}" or together_with = "{first.id}"')
                break
        for trigger in _triggers(rule):
            by_trigger.setdefault((trigger, target), []).append(rule)


def _triggers(rule: Rule) -> tuple[str, ...]:
    """The acts, or the list, that bring the rule a report."""
    return rule.on or ((rule.on_entering,) if rule.on_entering else ())


def _check_relations(reading: Reading[Any], where: Where, rule: Rule, rules: dict[str, Rule]) -> None:
    for word in ("instead_of", "together_with"):
        for name in getattr(rule, word):
            if name == rule.id:
                reading.refuse((*where, word), "names the rule itself; name the other one")
            elif name in rules and not set(_triggers(rule)) & set(_triggers(rules[name])):
                reading.warn((*where, word), f"no report meets both this rule and '{name}'")
    both = set(rule.instead_of) & set(rule.together_with)
    if both:
        reading.refuse((*where, "together_with"), f"'{sorted(both)[0]}' is also under instead_of; choose one")


def _target(reading: Reading[Any], rule: Rule) -> tuple[str, str] | None:
    """Kind of effect and what it touches, in words."""
    effect = rule.effects[0] if len(rule.effects) == 1 else None
    scores = reading.ids("score")
    if effect in ("points", "units_per_point", "rating"):
        return ("post to", rule.score or scores[0]) if scores else None
    if effect == "no_better_than":
        owner = [score for score in scores if rule.no_better_than in grades_of(reading, score)]
        return ("cap the grade of", rule.score or (owner[0] if owner else ""))
    if effect == "puts_on":
        return ("put on", rule.puts_on or "")
    if effect == "opens":
        return ("open", rule.opens or "")
    if effect == "settles":
        return ("settle", rule.settles[0])
    return ("take off", rule.takes_off[0]) if effect else None


def _related(first: Rule, second: Rule) -> bool:
    return first.id in (*second.instead_of, *second.together_with) or second.id in (
        *first.instead_of, *first.together_with,
    )  # fmt: skip


def _never_both(first: Rule, second: Rule) -> bool:
    """Can it be shown that the two never hold for one report?"""
    for one, other in ((first, second), (second, first)):
        if one.until and other.from_ and one.until <= other.from_:
            return True
        if one.when is not None and one.when == other.unless:
            return True
    if first.when is None or second.when is None:
        return False
    return any(_apart(first.when, second.when))


def _apart(first: Condition, second: Condition) -> Iterator[bool]:
    for word in ("reported_by", "kind_of_place", "role"):
        one, other = getattr(first, word), getattr(second, word)
        yield bool(one and other and not set(one) & set(other))
    for one, other in ((first, second), (second, first)):
        yield _below(one.age_at_most, other.age_at_least)
        yield _below(one.wealth_rank_at_most, other.wealth_rank_at_least)
        yield _below(one.income_rank_at_most, other.income_rank_at_least)
        yield one.score == other.score and _below(one.score_at_most, other.score_at_least)


def _below(most: float | None, least: float | None) -> bool:
    return most is not None and least is not None and most < least
