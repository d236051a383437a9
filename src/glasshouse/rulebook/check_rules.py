"""Does each rule have one trigger, one effect, and words that go together?"""

from __future__ import annotations

from typing import Any

from glasshouse.kit.figure import Figure
from glasshouse.rulebook.check_conditions import grades_of
from glasshouse.rulebook.check_scores import is_whole_steps, keeps
from glasshouse.rulebook.known import Known
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import Dated, Rule, Score
from glasshouse.rulebook.words import named

EFFECTS = "points, units_per_point, rating, no_better_than, puts_on, takes_off, opens or settles"
POINTS = ("points", "units_per_point")
POSTS = (*POINTS, "rating")
GOES_WITH = {
    "for_days": ("no_better_than",),
    "term_days": ("puts_on",),
    "ground": ("puts_on",),
    "at_most_per_month": POSTS,
    "at_most_per_year": POSTS,
    "points_at_most_per_year": POINTS,
    "expires_after_days": POINTS,
    "harsher_share": ("decided_by",),
}
"""A word -> the words of which one must stand beside it."""

LIMITS = ("at_most_per_month", "at_most_per_year")


def check_rules(reading: Reading[Any], known: Known) -> None:
    """Every check of one rule alone."""
    for where, rule in reading.each("rule", Rule):
        _check_trigger(reading, where, rule)
        _check_effect(reading, where, rule)
        _check_company(reading, where, rule)
        _check_score(reading, where, rule)
        _check_points(reading, where, rule)
        _check_grade(reading, where, rule)
        _check_recurring(reading, where, rule, known)
        _check_standing(reading, where, rule)
        _check_landing(reading, where, rule)
        _check_vague(reading, where, rule, known)
        _check_secret(reading, where, rule)
        _check_range_words(reading, where, rule)
        _check_who_decides(reading, where, rule)
        _check_units(reading, where, rule, known)


def check_dates(reading: Reading[Any]) -> None:
    """A block that ends before it begins is never in force."""
    for where, block in reading.blocks.items():
        if isinstance(block, Dated) and block.from_ and block.until and block.until <= block.from_:
            reading.refuse((*where, "until"), f"{block.until} is not after from {block.from_}; it is never in force")


def _check_trigger(reading: Reading[Any], where: Where, rule: Rule) -> None:
    triggers = [word for word in ("on", "on_entering", "on_leaving") if getattr(rule, word)]
    if len(triggers) > 1:
        reading.refuse((*where, triggers[-1]), "a rule has one trigger; write a second rule for the list")
    elif rule.is_standing and rule.every is None and rule.when is None:
        reading.refuse(where, 'nothing triggers it; write on = "an-act", on_entering = "a-list", every or when')
    elif (
        rule.is_standing
        and rule.lands_on == "self"
        and rule.every is None
        and set(rule.effects) - {"puts_on", "takes_off"}
    ):
        said = f"{rule.effects[0]} on every morning? set every beside it, or on"
        reading.refuse((*where, rule.effects[0]), said)
    if len(set(rule.on)) < len(rule.on):
        reading.refuse((*where, "on"), "names an act twice; once is enough")


def _check_effect(reading: Reading[Any], where: Where, rule: Rule) -> None:
    if not rule.effects:
        reading.refuse(where, f"does nothing; set one of {EFFECTS}")
    elif len(rule.effects) > 1:
        said = " and ".join(rule.effects)
        reading.refuse((*where, rule.effects[1]), f"a rule does one thing; got {said}. Write one rule for each.")


def _check_company(reading: Reading[Any], where: Where, rule: Rule) -> None:
    for word, beside in GOES_WITH.items():
        if getattr(rule, word) is not None and not any(getattr(rule, each) for each in beside):
            reading.refuse((*where, word), f"goes with {' or '.join(beside)}; set that, or leave it out")


def _check_score(reading: Reading[Any], where: Where, rule: Rule) -> None:
    scores = reading.ids("score")
    if rule.score is not None and rule.effects and not set(rule.effects) & {*POSTS, "no_better_than"}:
        reading.refuse((*where, "score"), f"{rule.effects[0]} touches no score; leave it out")
    for word in POSTS:
        if getattr(rule, word) is None:
            continue
        if not scores:
            reading.refuse((*where, word), "the regime keeps no score to post to; add a [[score]]")
        elif rule.score is None and len(scores) > 1:
            reading.refuse((*where, word), f"to which score? the regime has {named(scores)}; set score beside it")


def _check_points(reading: Reading[Any], where: Where, rule: Rule) -> None:
    scores = {score.id: score for _, score in reading.each("score", Score)}
    score = scores.get(rule.score or next(iter(reading.ids("score")), ""))
    word = next((each for each in POSTS if getattr(rule, each) is not None), None)
    if score is None or word is None:
        return
    if score.made_of or score.measures:
        follows = "its parts" if score.made_of else "a measure"
        reading.refuse((*where, word), f"the score '{score.id}' follows {follows} and takes no points; name another")
    elif (word == "rating") != (score.averages_over is not None):
        takes = "is a mean and takes ratings; write rating" if word != "rating" else "is no mean; set its averages_over"
        reading.refuse((*where, word), f"the score '{score.id}' {takes}")
    elif rule.rating is not None:
        _check_rating(reading, (*where, "rating"), rule.rating, score)
    if score.is_shared and rule.expires_after_days is not None:
        reading.refuse((*where, "expires_after_days"), f"{keeps(score)}; leave it out")
    for line in rule.points.lines if rule.points else ():
        odd = [end for end in (line.low, line.high) if not is_whole_steps(end, score.step)]
        if odd:
            said = f"must be a whole number of steps of {score.step:g}, the step of '{score.id}'; got {odd[0]:g}"
            reading.refuse((*where, "points"), said)
        elif line.low < 0 < line.high:
            reading.refuse((*where, "points"), "a range is either good or bad; write two rules")


def _check_rating(reading: Reading[Any], at: Where, rating: Figure, score: Score) -> None:
    """A value on the scale of the score."""
    for line in rating.lines:
        for end in (line.low, line.high):
            if (score.floor is not None and end < score.floor) or (score.ceiling is not None and end > score.ceiling):
                reading.refuse(at, f"{end:g} is outside the scale of '{score.id}'; rate between its floor and ceiling")
            elif not is_whole_steps(end, score.step):
                reading.refuse(at, f"must be a whole number of steps of {score.step:g}; got {end:g}")


def _check_grade(reading: Reading[Any], where: Where, rule: Rule) -> None:
    if rule.no_better_than is None:
        return
    owners = [score for score in reading.ids("score") if rule.no_better_than in grades_of(reading, score)]
    if rule.score is None and len(owners) > 1:
        reading.refuse((*where, "no_better_than"), f"the scores {named(owners)} have such a grade; set score beside it")
    elif rule.score is not None and owners and rule.score not in owners:
        grades = ", ".join(grades_of(reading, rule.score)) or "none"
        said = f"'{rule.no_better_than}' is no grade of the score '{rule.score}'; it has {grades}"
        reading.refuse((*where, "no_better_than"), said)
    elif owners and grades_of(reading, rule.score or owners[0])[0] == rule.no_better_than:
        said = f"'{rule.no_better_than}' is the best grade, so the cap does nothing; name a lower one"
        reading.refuse((*where, "no_better_than"), said)
    if rule.for_days is None and rule.lands_on == "self":
        reading.refuse((*where, "no_better_than"), "for how long? set for_days beside it")


def _check_recurring(reading: Reading[Any], where: Where, rule: Rule, known: Known) -> None:
    if rule.every and (rule.on_entering or rule.on_leaving):
        word = "on_entering" if rule.on_entering else "on_leaving"
        reading.refuse((*where, "every"), f"repeats what a report began; set on instead of {word}")
    elif rule.every and rule.on and not rule.while_owed:
        reading.refuse((*where, "every"), "again each month, but until when? set while_owed beside it")
    elif rule.every and rule.on and rule.every != "month":
        reading.refuse(
            (*where, "every"), f"what a report began repeats each month; got '{rule.every}'. Write \"month\"."
        )
    for word in ("chance", "drawn_per"):
        if word in rule.model_fields_set and not (rule.every and rule.is_standing):
            reading.refuse((*where, word), "belongs to a rule that acts by the calendar; set every and leave out on")
    if rule.drawn_per != "person" and rule.chance is None:
        reading.refuse((*where, "drawn_per"), "nothing is drawn here; set chance beside it")
    acts = [known.catalogue.acts[act] for act in rule.on if act in known.catalogue.acts]
    matter = rule.while_owed
    by_rule = any(each.opens == matter for _, each in reading.each("rule", Rule))
    if matter in known.catalogue.matters and acts and not by_rule and all(act.opens != matter for act in acts):
        openers = [act.id for act in known.catalogue.acts.values() if act.opens == matter]
        said = f"none of the rule's acts opens '{matter}'"
        reading.refuse((*where, "while_owed"), f"{said}; {named(openers) or 'no act at all'} does")


def _check_standing(reading: Reading[Any], where: Where, rule: Rule) -> None:
    if not rule.is_standing or (rule.every is None and rule.when is None):
        return
    for word in ("while_owed", "grace_days", "instead_of", "together_with", "vague_about", "units_per_point"):
        if word in rule.model_fields_set:
            reading.refuse((*where, word), "goes with a report; set on beside it, or leave it out")


def _check_landing(reading: Reading[Any], where: Where, rule: Rule) -> None:
    """What lands on somebody else is a cap on the grade, and holds while the standing does from which it comes."""
    if rule.lands_on == "self":
        for word in ("reaches_share", "reaches_after_days"):
            if word in reading.given(where):
                reading.refuse((*where, word), "nothing travels to oneself; set lands_on, or leave it out")
        return
    if not rule.is_standing or rule.when is None or rule.no_better_than is None:
        said = "only a cap on the grade lands on others, while a standing lasts; write when and no_better_than, or a [[consequence]]"
        reading.refuse((*where, "lands_on"), said)
        return
    for word in ("every", "for_days", "chance", "drawn_per", "from", "until", "asleep", *LIMITS):
        if word in reading.given(where):
            reading.refuse(
                (*where, word), "what lands on others lasts as long as the standing from which it comes; leave it out"
            )


def _check_vague(reading: Reading[Any], where: Where, rule: Rule, known: Known) -> None:
    for act in rule.vague_about:
        if act in known.catalogue.acts and known.catalogue.acts[act].kind != "lawful":
            kind = known.catalogue.acts[act].kind
            said = f"'{act}' is a {kind}, not a lawful act; name what careful people could give up"
            reading.refuse((*where, "vague_about"), said)


def _check_secret(reading: Reading[Any], where: Where, rule: Rule) -> None:
    if not rule.told and rule.vague_about:
        reading.refuse(
            (*where, "vague_about"), "nobody knows this rule, so it frightens nobody; leave one of the two out"
        )


def _check_range_words(reading: Reading[Any], where: Where, rule: Rule) -> None:
    figures = (rule.points, rule.rating, rule.term_days)
    if rule.decided_by and not any(figure and figure.is_range for figure in figures):
        said = "nobody decides here, since neither points nor term_days is a range; write one, or leave it out"
        reading.refuse((*where, "decided_by"), said)


def _check_who_decides(reading: Reading[Any], where: Where, rule: Rule) -> None:
    """Officials and their leaning decide points; the length of a stay is drawn for each stay."""
    if rule.term_days is None or not rule.term_days.is_range or (rule.points and rule.points.is_range):
        return
    for word, is_said in (
        ("decided_by", rule.decided_by == "official"),
        ("harsher_share", rule.harsher_share is not None),
    ):
        if is_said:
            remedy = 'write decided_by = "case"' if word == "decided_by" else "leave it out"
            reading.refuse((*where, word), f"is for points; each stay on a list is decided on its own; {remedy}")


def _check_units(reading: Reading[Any], where: Where, rule: Rule, known: Known) -> None:
    for act in rule.on if rule.units_per_point else ():
        if act in known.catalogue.acts and known.catalogue.acts[act].unit is None:
            reading.warn((*where, "units_per_point"), f"the act '{act}' has no unit; one deed counts as one unit")
