"""Can people enter and leave each list, and does each consequence do one thing?"""

from __future__ import annotations

from typing import Any

from glasshouse.rulebook.check_scores import is_whole_steps
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import Consequence, List, Rule, Score
from glasshouse.rulebook.words import named

CHANGES_SERVICE = (
    "price_factor", "price_change_yuan", "deposit_waived_yuan", "priority", "wait_change_days", "uses_at_most_per_year",
)  # fmt: skip
BOUGHT = CHANGES_SERVICE[:-1]
FACTORS = ("points_factor", "watched_factor")
EFFECTS = (
    f"denies, {', '.join(CHANGES_SERVICE)}, income_factor, pays_yuan, budget_yuan_per_year, {' or '.join(FACTORS)}"
)


def check_lists(reading: Reading[Any], taken_off_by_desks: set[str]) -> None:
    """Entry, further entry and exit of each list; ``taken_off_by_desks`` are lists that some desk ends."""
    rules = [rule for _, rule in reading.each("rule", Rule)]
    whole = not any(where[0] in ("rule", "desk") for where in reading.partial)
    for where, each in reading.each("list", List):
        entries = [rule for rule in rules if rule.puts_on == each.id]
        _check_entry_again(reading, where, each, entries)
        if whole and not entries and not each.has_places and not reading.ids_by("misuse", "puts_on", each.id):
            reading.warn(where, "no rule puts anybody on it")
        taken_off = each.id in taken_off_by_desks or any(each.id in rule.takes_off for rule in rules)
        open_end = each.term_days is None and (each.has_places or any(rule.term_days is None for rule in entries))
        if whole and open_end and not each.ends_when_settled and each.stays_while is None and not taken_off:
            said = "no term, no ends_when_settled, no stays_while, and no desk or rule takes off"
            reading.warn(where, f"nobody ever leaves: {said}")


def check_consequences(reading: Reading[Any]) -> None:
    """Every check of one consequence alone."""
    for where, each in reading.each("consequence", Consequence):
        _check_effect(reading, where, each)
        _check_service(reading, where, each)
        _check_period(reading, where, each)
        _check_tie(reading, where, each)
        _check_factor(reading, where, each)
        _check_purchase(reading, where, each)
        _check_shared_uses(reading, where, each)
        _check_savings(reading, where, each)


def _check_entry_again(reading: Reading[Any], where: Where, each: List, entries: list[Rule]) -> None:
    fixed = each.term_days is not None or any(rule.term_days is not None for rule in entries)
    if fixed and each.if_already_on is None:
        said = "a term is fixed, so say what a new entry during a spell does"
        reading.refuse(where, f'{said}; write if_already_on = "ignore", "longer", "add" or "restart"')


def _check_effect(reading: Reading[Any], where: Where, each: Consequence) -> None:
    if not each.effects:
        reading.refuse(where, f"does nothing; set one of {EFFECTS}")
    elif len(each.effects) > 1:
        said = " and ".join(each.effects)
        reading.refuse((*where, each.effects[1]), f"a consequence does one thing; got {said}. Write one for each.")


def _check_service(reading: Reading[Any], where: Where, each: Consequence) -> None:
    effect = each.effects[0] if len(each.effects) == 1 else ""
    if effect in CHANGES_SERVICE and each.service is None:
        reading.refuse((*where, effect), "of which service? set service beside it")
    if each.uses_at_most_per_year is not None and each.at_most_per_year is not None:
        reading.refuse(
            (*where, "at_most_per_year"), "uses_at_most_per_year is the limit here; leave one of the two out"
        )
    if effect and effect not in CHANGES_SERVICE and each.service is not None:
        reading.refuse((*where, "service"), f"{effect} does not take it; leave it out")


def _check_period(reading: Reading[Any], where: Where, each: Consequence) -> None:
    if each.pays_yuan is not None and each.every is None:
        reading.refuse((*where, "pays_yuan"), 'how often? write every = "month" or every = "year"')
    has_budget = each.budget_yuan_per_year is not None or each.budget_uses_per_year is not None
    for word in ("budget_per", "shared_out"):
        if each.budget_yuan_per_year is not None and getattr(each, word) is None:
            value = "city" if word == "budget_per" else "equally"
            reading.refuse((*where, "budget_yuan_per_year"), f'a pot needs {word}; write {word} = "{value}"')
        elif not has_budget and getattr(each, word) is not None:
            said = "goes with budget_yuan_per_year, or with budget_uses_per_year; set one of them, or leave it out"
            reading.refuse((*where, word), said)
    if each.budget_yuan_per_year is not None and each.lands_on != "self":
        reading.refuse((*where, "lands_on"), "a pot is for those who qualify themselves; leave it out")
    yuan_by = each.shared_out if each.budget_uses_per_year is None else None
    in_portions = yuan_by in ("best-first", "by-lot")
    if in_portions and each.portion_yuan is None:
        reading.refuse(
            (*where, "shared_out"), "how much does each get until the pot is empty? write portion_yuan = 1000"
        )
    elif each.portion_yuan is not None and not in_portions:
        said = 'goes with shared_out = "best-first" or "by-lot"; write one of them, or leave it out'
        reading.refuse((*where, "portion_yuan"), said)
    elif in_portions and float(each.portion_yuan or 0) > float(each.budget_yuan_per_year or 0):
        reading.refuse((*where, "portion_yuan"), "is more than the whole pot holds; take a part of it")
    scores = reading.ids("score")
    by_score = yuan_by in ("by-score", "best-first")
    if each.score is not None and not by_score and each.costs_points is None:
        reading.refuse(
            (*where, "score"), 'says by which score a pot is shared; write shared_out = "by-score", or leave it out'
        )
    elif by_score and not scores:
        reading.refuse((*where, "shared_out"), "the regime keeps no score to share it by; add a [[score]]")
    elif by_score and each.score is None and len(scores) > 1:
        reading.refuse((*where, "shared_out"), f"by which score? the regime has {named(scores)}; set score beside it")
    if each.every is not None and each.effects and each.pays_yuan is None:
        reading.refuse((*where, "every"), "goes with pays_yuan; leave it out")


def _check_tie(reading: Reading[Any], where: Where, each: Consequence) -> None:
    if each.lands_on != "self":
        return
    for word in ("reaches_share", "reaches_after_days"):
        if word in reading.given(where):
            reading.refuse((*where, word), "nothing travels to oneself; set lands_on, or leave it out")


def _check_factor(reading: Reading[Any], where: Where, each: Consequence) -> None:
    """Points weigh more, and channels look more closely, for the person alone; channels are those that look at others."""
    if each.channels and each.watched_factor is None:
        reading.refuse((*where, "channels"), "goes with watched_factor; set that, or leave it out")
    effect = next((word for word in FACTORS if getattr(each, word) is not None), None)
    if effect is None:
        return
    for word, is_said in (
        ("lands_on", each.lands_on != "self"), ("enforced_share", each.enforced_share is not None),
        ("at_most_per_year", each.at_most_per_year is not None),
    ):  # fmt: skip
        if is_said:
            reading.refuse(
                (*where, word), f"{effect} holds whenever the condition does, and for the person alone; leave it out"
            )
    if effect == "points_factor" and not reading.ids("score"):
        reading.refuse((*where, effect), "the regime keeps no score whose points could weigh more; add a [[score]]")


def _check_purchase(reading: Reading[Any], where: Where, each: Consequence) -> None:
    """What is bought with points are better terms of a service, for oneself, from a score of one's own that has a floor."""
    if each.costs_points is None:
        return
    at = (*where, "costs_points")
    if each.effects and (each.effects[0] not in BOUGHT):
        reading.refuse(at, f"only better terms of a service are bought; leave it out beside {each.effects[0]}")
    if each.lands_on != "self":
        reading.refuse((*where, "lands_on"), "what is bought with points is one's own; leave it out")
    scores = {score.id: score for _, score in reading.each("score", Score)}
    if each.score is None and len(scores) != 1:
        has = f"the regime has {named(list(scores))}; set score beside it" if scores else "add a [[score]]"
        reading.refuse(at, f"points of which score? {has}")
    score = scores.get(each.score) if each.score else next(iter(scores.values()), None)
    if score is None:
        return
    if score.is_shared or score.made_of or score.measures or score.averages_over:
        reading.refuse(
            at, f"no points of the score '{score.id}' can be spent; name one of a person's that takes points"
        )
    elif score.floor is None:
        reading.refuse(at, f"down to where? set a floor of the score '{score.id}'")
    elif not is_whole_steps(each.costs_points, score.step):
        reading.refuse(at, f"must be a whole number of steps of {score.step:g}; got {each.costs_points:g}")


def _check_shared_uses(reading: Reading[Any], where: Where, each: Consequence) -> None:
    """Uses that all share are uses of better terms, by whoever comes first; yuan are shared out at a year's end."""
    if each.budget_uses_per_year is None:
        if each.shared_out == "first-come":
            said = (
                "yuan are shared out when the year has ended, so nobody comes first; budget_uses_per_year counts uses"
            )
            reading.refuse((*where, "shared_out"), f'{said}. Write "by-lot", or count uses of a service')
        return
    at = (*where, "budget_uses_per_year")
    if each.effects and each.effects[0] not in BOUGHT:
        reading.refuse(at, f"only better terms of a service are shared by uses; leave it out beside {each.effects[0]}")
        return
    if each.budget_per is None:
        reading.refuse(at, 'whose uses are they? write budget_per = "city" or budget_per = "place"')
    if each.shared_out != "first-come":
        reading.refuse(at, 'uses are there for whoever comes first; write shared_out = "first-come"')
    if each.lands_on != "self":
        reading.refuse((*where, "lands_on"), "what all share is for those who qualify themselves; leave it out")


def _check_savings(reading: Reading[Any], where: Where, each: Consequence) -> None:
    """A limit in yuan is one of what is taken off a price."""
    if each.yuan_at_most_per_month is None:
        return
    is_cheaper = (each.price_factor is not None and each.price_factor < 1) or (
        each.price_change_yuan is not None and each.price_change_yuan < 0
    )
    if not is_cheaper:
        said = "says how much is taken off a price at most; write it beside a price_factor below 1 or a price_change_yuan below 0"
        reading.refuse((*where, "yuan_at_most_per_month"), said)
