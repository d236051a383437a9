"""Do norms, opinions and ties of a population make sense together?"""

from __future__ import annotations

import math
from typing import Any

from glasshouse.population.follow import Law, Norm, Opinion, Tie
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where

MOST_NORMS = 8
NEEDS = {
    "threshold": (("threshold", "thresholds"), 'threshold = { law = "even" }'),
    "infection": (("passes_on_to", "chance_per_contact"), "passes_on_to = 2"),
    "hazard": (("own_per_year", "others_per_year"), "own_per_year = 0.03"),
    "payoff": (("imitates_per_window",), "imitates_per_window = 0.1"),
}
"""What a norm of each kind needs one of, and how to write it."""
OF_KIND = {
    "threshold": ("threshold", "thresholds"),
    "infection": ("passes_on_to", "chance_per_contact", "catching_windows"),
    "hazard": ("own_per_year", "others_per_year"),
    "payoff": ("imitates_per_window",),
}
OF_TIE = {
    "friends": ("per_person", "same_group_share", "drops_per_month"),
    "ring": ("each_side",),
    "table": ("rows",),
    "colleagues": ("per_person",),
    "guarantor": ("per_person",),
}
MOST_TIES = {"friends": 16, "guarantor": 4}
"""How many of a kind a person may have."""


def check_follow(reading: Reading[Any]) -> None:
    """Every check of ties, norms and opinions."""
    for where, tie in reading.each("tie", Tie):
        _check_tie(reading, where, tie)
    norms = reading.each("norm", Norm)
    if len(norms) > MOST_NORMS:
        reading.refuse((*norms[MOST_NORMS][0], "id"), f"is norm number {MOST_NORMS + 1}; {MOST_NORMS} are the most")
    for where, norm in norms:
        _check_norm(reading, where, norm)
        check_among(reading, where, norm.among)
    for where, opinion in reading.each("opinion", Opinion):
        _check_opinion(reading, where, opinion)
        check_among(reading, where, opinion.among)


def _check_opinion(reading: Reading[Any], where: Where, opinion: Opinion) -> None:
    if (opinion.start is None) == (not opinion.starts):
        reading.refuse((*where, "id"), 'needs one of start and starts; write start = { law = "uniform" }')
    if opinion.start is not None:
        check_law(reading, (*where, "start"), opinion.start)
    check_given(reading, (*where, "starts"), opinion.starts)
    total = math.fsum((opinion.weight_self, opinion.weight_others, opinion.weight_start))
    if total > 1 + 1e-9:
        said = f"with weight_self and weight_start it comes to {total:g}, and opinions would grow without end; 1 is the most"
        reading.refuse((*where, "weight_others"), said)


def check_among(reading: Reading[Any], where: Where, among: str) -> None:
    """A tie that is named must be there."""
    if among in OF_TIE and among not in reading.ids("tie"):
        reading.refuse((*where, "among"), f'there is no such tie; add a [[tie]] with id = "{among}"')


def check_law(reading: Reading[Any], where: Where, law: Law) -> None:
    """Words of a law belong to it."""
    normal = law.law == "normal"
    for word in sorted(law.model_fields_set & ({"low", "high"} if normal else {"mean", "sigma"})):
        reading.refuse((*where, word), f"a law that is {law.law} has no {word}; leave it out")
    if normal and "sigma" not in law.model_fields_set:
        reading.refuse((*where, "law"), "a normal law needs mean and sigma; write sigma = 0.1")
    if not normal and law.low > law.high:
        reading.refuse((*where, "low"), f"is above high {law.high:g}; swap them")


def check_given(reading: Reading[Any], where: Where, given: tuple[float, ...]) -> None:
    """A list gives a number to each person of a place, over and over if it is shorter."""
    size = reading.given(("population",)).get("persons_per_place", 1000)
    if given and size % len(given):
        said = (
            f"gives {len(given)} numbers, and a place has {size} persons; give each one a number, or repeat whole lists"
        )
        reading.refuse(where, said)


def _check_norm(reading: Reading[Any], where: Where, norm: Norm) -> None:
    said = norm.model_fields_set
    words, example = NEEDS[norm.follows]
    if not said & set(words):
        reading.refuse(
            (*where, "follows"), f"what follows by {norm.follows} needs {' or '.join(words)}; write {example}"
        )
    if norm.follows in ("threshold", "infection") and said >= set(words):
        reading.refuse((*where, words[1]), f"says the same as {words[0]}; leave one out")
    for kind, own in OF_KIND.items():
        for word in own:
            if word in said and kind != norm.follows:
                reading.refuse((*where, word), f"is for what follows by {kind}; leave it out")
    if norm.evenly and norm.follows == "threshold":
        reading.refuse((*where, "evenly"), "is for resistances; write threshold = { ..., evenly = true }")
    if norm.may_be_given_up and norm.follows == "hazard":
        reading.refuse((*where, "may_be_given_up"), "what follows by hazard is kept; leave it out")
    if norm.may_be_given_up and norm.follows == "infection" and norm.catching_windows is None:
        reading.refuse((*where, "may_be_given_up"), "given up after how long? set catching_windows")
    if norm.follows == "payoff" and (norm.may_be_given_up or norm.among not in ("city", "place")):
        word = "may_be_given_up" if norm.may_be_given_up else "among"
        reading.refuse((*where, word), "what follows by payoff is taken up and given up among the city or the place")
    if norm.follows == "infection" and norm.among == "table":
        reading.refuse(
            (*where, "among"), "a table of weights does not say who meets whom; take friends, ring, place or city"
        )
    if norm.threshold is not None:
        check_law(reading, (*where, "threshold"), norm.threshold)
    check_given(reading, (*where, "thresholds"), norm.thresholds)
    for number, push in enumerate(norm.pushes):
        if push.from_ is not None and push.until is not None and push.from_ >= push.until:
            reading.refuse((*where, "pushes", number, "until"), "is not after from; swap them")


def _check_tie(reading: Reading[Any], where: Where, tie: Tie) -> None:
    for kind, words in OF_TIE.items():
        for word in words:
            if word in tie.model_fields_set and word not in OF_TIE[tie.id]:
                reading.refuse((*where, word), f"is for the tie '{kind}'; leave it out")
    most = MOST_TIES.get(tie.id)
    if most is not None and (tie.per_person or 0) > most:
        reading.refuse((*where, "per_person"), f"a person has at most {most} of them; got {tie.per_person}")
    needed = OF_TIE[tie.id][0]
    if not getattr(tie, needed):
        example = "[{ who = 0, heeds = 1, weight = 1.0 }]" if needed == "rows" else "2"
        reading.refuse((*where, "id"), f"the tie '{tie.id}' needs {needed}; write {needed} = {example}")
    size = reading.given(("population",)).get("persons_per_place", 1000)
    if tie.each_side is not None and 2 * tie.each_side >= size:
        reading.refuse((*where, "each_side"), f"reaches around a ring of {size} persons; take less than half of it")
    sums: dict[int, float] = {}
    for number, row in enumerate(tie.rows):
        sums[row.who] = math.fsum((sums.get(row.who, 0.0), row.weight))
        if max(row.who, row.heeds) >= size:
            said = f"a place has {size} persons, counted from 0; got {max(row.who, row.heeds)}"
            reading.refuse((*where, "rows", number), said)
    for who, total in sums.items():
        if abs(total - 1) > 1e-9:
            reading.refuse((*where, "rows"), f"the weights of person {who} sum to {total:g}; they must sum to 1")
