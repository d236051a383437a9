"""Do conditions test what there is, and can they hold?"""

from __future__ import annotations

from typing import Any

from glasshouse.rulebook.check_names import conditions
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import Condition, Rule
from glasshouse.rulebook.words import named

SCORE_WORDS = ("score_at_least", "score_at_most", "grade_at_least", "grade_at_most")


def check_conditions(reading: Reading[Any]) -> None:
    """Every check of every condition; what a feed tests stands in another regime."""
    for where, block in reading.blocks.items():
        for at, condition in conditions(where, block):
            if where[0] != "feed":
                _check_score(reading, at, condition)
            _check_limits(reading, at, condition)
            if condition.listed_at_least_days is not None and not condition.on_list:
                reading.refuse((*at, "listed_at_least_days"), "on which list? set on_list beside it")
            if condition.listed_at_least_days is not None and len(condition.on_list) > 1:
                said = f"on which of {named(condition.on_list)}? name one list, and write a second clause for another"
                reading.refuse((*at, "listed_at_least_days"), said)
            if condition.household_on_list and where[0] not in (
                "rule",
                "consequence",
                "publicity",
                "desk",
                "list",
                "misuse",
            ):
                said = "is asked at a window's start only; leave it out here"
                reading.refuse((*at, "household_on_list"), said)
            if (
                condition.joined is not None
                and where[0] != "feed"
                and not any(each[0] == "consent" for each in reading.blocks)
            ):
                reading.refuse((*at, "joined"), "without [consent] everybody is under the regime; leave it out")
            _check_met(reading, at, condition, block)
            if condition.reported_by and where[0] != "rule":
                reading.refuse((*at, "reported_by"), "only a rule knows which channel brought the report; leave it out")


def _check_met(reading: Reading[Any], at: Where, condition: Condition, block: object) -> None:
    """Only a report of a meeting knows whom one met; and of that person only what the morning of the window showed."""
    if at[-1] == "met":
        for word, why in (
            ("met", "nobody knows whom that person met"),
            ("reported_by", "no channel reports that person"),
        ):
            if getattr(condition, word):
                reading.refuse((*at, word), f"{why}; leave it out")
    elif condition.met is not None and not (isinstance(block, Rule) and block.on):
        reading.refuse((*at, "met"), "only a rule about an act knows who was met; set on, or leave it out")


def grades_of(reading: Reading[Any], score: str) -> list[str]:
    """The grade ids of a score, best first, as they stand in the file."""
    return reading.ids_by("grade", "score", score)


def _check_score(reading: Reading[Any], at: Where, condition: Condition) -> None:
    """Which score is meant, does it have grades, and are these its grades?"""
    said = [word for word in SCORE_WORDS if getattr(condition, word) is not None]
    scores = reading.ids("score")
    if not said:
        if condition.score is not None:
            said_nothing = "names a score and tests nothing of it; add score_at_least or grade_at_least"
            reading.refuse((*at, "score"), said_nothing)
        return
    if not scores:
        reading.refuse((*at, said[0]), "the regime keeps no score; test on_list instead")
        return
    if condition.score is None and len(scores) > 1:
        reading.refuse(
            (*at, said[0]),
            f"which score? the regime has {named(scores)}; set score beside it{_guess(reading, condition)}",
        )
        return
    score = condition.score or scores[0]
    if score in scores:
        _check_grades(reading, at, condition, score)


def _guess(reading: Reading[Any], condition: Condition) -> str:
    """The score that has the grade, if only one has."""
    grade = condition.grade_at_least or condition.grade_at_most
    having = [score for score in reading.ids("score") if grade in grades_of(reading, score)]
    return f': score = "{having[0]}"' if grade is not None and len(having) == 1 else ""


def _check_grades(reading: Reading[Any], at: Where, condition: Condition, score: str) -> None:
    grades, every = grades_of(reading, score), reading.ids("grade")
    for word in ("grade_at_least", "grade_at_most"):
        grade = getattr(condition, word)
        if grade is None or grade not in every:
            continue
        if not grades:
            reading.refuse((*at, word), f"the score '{score}' has no grades; test score_at_least, or add [[grade]]s")
        elif grade not in grades:
            reading.refuse((*at, word), f"'{grade}' is no grade of the score '{score}'; it has {', '.join(grades)}")
    low, high = condition.grade_at_least, condition.grade_at_most
    if low in grades and high in grades and grades.index(low) < grades.index(high):
        said = f"'{low}' is better than grade_at_most '{high}'; nobody fits, swap them"
        reading.refuse((*at, "grade_at_least"), said)


def _check_limits(reading: Reading[Any], at: Where, condition: Condition) -> None:
    for word in ("score", "age", "wealth_rank", "income_rank"):
        low_word, high_word = f"{word}_at_least", f"{word}_at_most"
        low, high = getattr(condition, low_word), getattr(condition, high_word)
        if low is not None and high is not None and low > high:
            reading.refuse((*at, low_word), f"{low:g} is above {high_word} {high:g}; nobody fits, swap them")
