"""Do scores and grades make sense: a start within the scale, parts that exist, bands that can be reached?"""

from __future__ import annotations

import datetime
import math
from typing import Any

from glasshouse.kit.figure import Figure
from glasshouse.rulebook.check_ranks import check_ranks
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import Condition, Covers, Grade, Score

MOST_SCORES = 8
MOST_GRADES = 30
LAST_OF_MONTH = 30
"""Seven months of a year of 365 days have no 31st: months begin on day 365 k / 12."""
MOST_DATES = 250
MOST_MOVED = 32_767
MOST_STEPS = 2**31
"""Scores are kept in whole steps of 32 bits."""


def check_scores(reading: Reading[Any]) -> None:
    """Every check of one score alone, then of the scores together."""
    scores = {score.id: score for _, score in reading.each("score", Score)}
    for where, score in reading.each("score", Score):
        _check_step(reading, where, score)
        _check_scale(reading, where, score)
        _check_origin(reading, where, score)
        _check_start(reading, where, score)
        _check_shares(reading, where, score)
        _check_return(reading, where, score)
        _check_parts(reading, where, score, scores)
        _check_unit(reading, where, score)
        _check_mean(reading, where, score)
        _check_publishing(reading, where, score)
    for where, covers in reading.each("covers", Covers):
        _check_covered(reading, where, covers, scores)
    if len(reading.ids("score")) > MOST_SCORES:
        reading.refuse(("score", MOST_SCORES), f"a regime keeps at most {MOST_SCORES} scores; leave some out")


def check_grades(reading: Reading[Any]) -> None:
    """Each score's grades from the best to the last, which takes the rest."""
    scores = {score.id: score for _, score in reading.each("score", Score)}
    by_score: dict[str, list[tuple[Where, Grade]]] = {}
    for where, grade in reading.each("grade", Grade):
        by_score.setdefault(grade.score, []).append((where, grade))
    if any(where[0] == "grade" for where in reading.partial):
        return
    for score_id, rows in by_score.items():
        dates = _dates(rows)
        for many, most, what in ((rows, MOST_GRADES, "grades"), (dates, MOST_DATES, "dates of thresholds")):
            if len(many) > most:
                reading.refuse(rows[-1][0], f"the score '{score_id}' has {len(many):,} {what}; {most} are the most")
        if len(rows) > MOST_GRADES or len(dates) > MOST_DATES:
            continue
        _check_thresholds(reading, rows)
        check_ranks(reading, rows)
        for date in dates:
            _check_order(reading, rows, date)
        if score_id in scores:
            _check_reach(reading, rows, scores[score_id])


def is_whole_steps(value: float, step: float) -> bool:
    """Is the value a whole number of steps?

    >>> is_whole_steps(0.3, 0.1), is_whole_steps(0.25, 0.1)
    (True, False)
    """
    steps = value / step
    if not abs(steps) <= MOST_STEPS:
        return False
    return abs(steps - round(steps)) < 1e-6


def value_on(figure: Figure, date: datetime.date | None) -> float | None:
    """The figure on a date, by the first line that fits; None if no line fits."""
    for line in figure.lines:
        if line.from_ is None or (date is not None and line.from_ <= date):
            return line.low
    return None


def _check_step(reading: Reading[Any], where: Where, score: Score) -> None:
    """A point is whole steps: limits and results count points."""
    if not is_whole_steps(1, score.step):
        whole = f"; {score.step:g} points at a time fit a step of 1" if is_whole_steps(score.step, 1) else ""
        said = f"must be 1 point or a whole part of it, such as 0.5, 0.1 or 0.01; got {score.step:g}"
        reading.refuse((*where, "step"), said + whole)


def _check_scale(reading: Reading[Any], where: Where, score: Score) -> None:
    if score.floor is not None and score.ceiling is not None and score.floor >= score.ceiling:
        reading.refuse((*where, "floor"), f"must be below the ceiling {score.ceiling:g}; got {score.floor:g}")
    for word in ("floor", "ceiling"):
        end = getattr(score, word)
        if end is not None and not is_whole_steps(end, score.step):
            reading.refuse((*where, word), f"must be a whole number of steps of {score.step:g}; got {end:g}")


def _check_origin(reading: Reading[Any], where: Where, score: Score) -> None:
    """One of start, made_of and measures."""
    said = [word for word in ("start", "made_of", "measures") if getattr(score, word)]
    if not said:
        reading.refuse(where, "needs a start; write start = 0, or made_of or measures if it follows something else")
    if len(said) > 1:
        reading.refuse((*where, said[0]), f"a score has only one of start, made_of and measures; got {', '.join(said)}")
    if score.measures and (score.floor is None or score.ceiling is None):
        reading.refuse((*where, "measures"), "is stretched over the scale; set floor and ceiling")
    if score.full_at is not None and not score.measures:
        reading.refuse((*where, "full_at"), "says where a measure is full; set measures, or leave it out")


def _check_start(reading: Reading[Any], where: Where, score: Score) -> None:
    for line in score.start.lines if score.start else ():
        for end in (line.low, line.high):
            low = score.floor is not None and end < score.floor
            high = score.ceiling is not None and end > score.ceiling
            if low or high:
                side = f"below the floor {score.floor:g}" if low else f"above the ceiling {score.ceiling:g}"
                reading.refuse((*where, "start"), f"{end:g} is {side}; start within the scale")
            elif not is_whole_steps(end, score.step):
                reading.refuse((*where, "start"), f"must be a whole number of steps of {score.step:g}; got {end:g}")


def _check_shares(reading: Reading[Any], where: Where, score: Score) -> None:
    """Lines for the same group are alternatives, and then their shares sum to one; everybody has a line."""
    lines = score.start.lines if score.start else ()
    at = (*where, "start")
    if lines and all(line.group is not None for line in lines):
        reading.refuse(at, "only some groups have a line; add one without group for everybody else")
    for group in dict.fromkeys(line.group for line in lines):
        shares = [line.share for line in lines if line.group == group]
        said = [float(share) for share in shares if share is not None]
        of = f" of the group '{group}'" if group else ""
        if said and len(said) < len(shares):
            reading.refuse(at, f"some lines{of} say a share and some do not; give each its share")
        elif said and abs(math.fsum(said) - 1) > 1e-6:
            reading.refuse(at, f"the shares{of} sum to {math.fsum(said):g}; they must sum to 1")


def _check_return(reading: Reading[Any], where: Where, score: Score) -> None:
    if score.returns_to is None:
        return
    at, to = (*where, "returns_to"), score.returns_to
    if not score.returns_share_per_month:
        reading.refuse(at, "says where a score returns to; set returns_share_per_month, or leave it out")
    if not is_whole_steps(to, score.step):
        reading.refuse(at, f"must be a whole number of steps of {score.step:g}; got {to:g}")
    if (score.floor is not None and to < score.floor) or (score.ceiling is not None and to > score.ceiling):
        reading.refuse(at, f"{to:g} is outside the scale; return to a value between floor and ceiling")


def _check_parts(reading: Reading[Any], where: Where, score: Score, scores: dict[str, Score]) -> None:
    for part in score.made_of:
        if part == score.id:
            reading.refuse((*where, "made_of", part), "a score is not a part of itself; take it out")
        elif part in scores and scores[part].made_of:
            reading.refuse((*where, "made_of", part), f"the part '{part}' is made of parts itself; name those instead")
        elif part in scores and score.unit == "place" and scores[part].unit != "person":
            said = f"the part '{part}' is kept per {scores[part].unit}; a place's score is the mean of its people's own"
            reading.refuse((*where, "made_of", part), f"{said}, so name those")
        elif part in scores and score.unit != "place" and scores[part].unit != score.unit:
            unit = scores[part].unit
            reading.refuse((*where, "made_of", part), f"the part '{part}' is kept per {unit}; use one unit for all")


def _check_covered(reading: Reading[Any], where: Where, covers: Covers, scores: dict[str, Score]) -> None:
    """Whoever is said to be scored has a score."""
    if any(each[0] == "score" for each in reading.partial):
        return
    for unit in covers.unit:
        if unit not in ("person", "firm") and unit not in {score.unit for score in scores.values()}:
            said = f'says that each {unit} is scored, and no score is one of a {unit}; write unit = "{unit}" in a [[score]]'
            reading.refuse((*where, "unit"), said)


def keeps(score: Score) -> str:
    """Why points of a household or a place do not expire."""
    return f"points of a {score.unit} do not expire: they are the members' sum, and only resets and returns move it"


def _check_unit(reading: Reading[Any], where: Where, score: Score) -> None:
    """A number that several people share is their sum, and nobody's own."""
    shared = score.is_shared
    if shared and score.clips == "posting":
        said = f'members\' points are summed, so a {score.unit} score clips the sum; write "sum"'
        reading.refuse((*where, "clips"), said)
    if shared and score.measures:
        reading.refuse((*where, "measures"), "follows a person; keep this score per person")
    if shared and score.expires_after_days is not None:
        reading.refuse((*where, "expires_after_days"), f"{keeps(score)}; leave it out")
    if shared and score.start is not None and any(line.group is not None for line in score.start.lines):
        reading.refuse((*where, "start"), f"a {score.unit} has no group; leave group out")
    if score.clips == "posting" and score.expires_after_days:
        reading.warn((*where, "clips"), 'points expire, so a clean person can end below the ceiling; "sum" avoids it')


def _check_mean(reading: Reading[Any], where: Where, score: Score) -> None:
    """A mean lies on a scale, is one person's, and fades by itself."""
    if score.averages_over is None:
        return
    at = (*where, "averages_over")
    if score.made_of or score.measures:
        reading.refuse(at, "is a mean of ratings, and this score follows something else; leave one of the two out")
    elif score.floor is None or score.ceiling is None:
        reading.refuse(at, "is a mean on a scale; set floor and ceiling")
    elif (score.ceiling - score.floor) / score.step / score.averages_over > MOST_MOVED:
        said = f"one rating may move a score by at most {MOST_MOVED} of its steps; make the step larger"
        reading.refuse((*where, "step"), said)
    elif score.step * score.averages_over > 2 * (score.ceiling - score.floor):
        said = f"an n-th of a rating is less than half a step of {score.step:g}, so nothing ever moves"
        reading.refuse(at, f"{said}; make the step finer")
    if score.is_shared:
        reading.refuse(at, "rates a person; keep this score per person")
    if score.expires_after_days is not None:
        reading.refuse((*where, "expires_after_days"), "a mean fades with each rating; leave it out")


def _check_publishing(reading: Reading[Any], where: Where, score: Score) -> None:
    if score.published_on is None:
        return
    at = (*where, "published_on")
    if score.published == "at-once":
        reading.refuse(at, 'a score published at once has no day; write published = "year", or leave it out')
    month, day = (int(part) for part in score.published_on.split("-"))
    try:
        datetime.date(2023, month, day)
    except ValueError:
        reading.refuse(at, f'"{score.published_on}" is no day of a year of 365 days; write MM-DD')
        return
    if score.published in ("month", "quarter"):
        if day > LAST_OF_MONTH:
            said = f"is published every {score.published}, and not every month has a day {day}"
            reading.refuse(at, f'{said}; write a day up to {LAST_OF_MONTH}: "01-{LAST_OF_MONTH}"')
        elif month != 1:
            said = f"is published every {score.published}, and only the day counts"
            reading.warn(at, f'{said}; write "01-{day:02d}"')


def _check_thresholds(reading: Reading[Any], rows: list[tuple[Where, Grade]]) -> None:
    for where, grade in rows[:-1]:
        if grade.at_least is None and not grade.is_ranked:
            last = rows[-1][1].id
            reading.refuse(
                where, f"needs at_least, top_share, quantile or at_mean; only the last grade, '{last}', takes the rest"
            )
    for where, grade in rows:
        for word in ("when", "unless"):
            _check_grade_condition(reading, (*where, word), grade, getattr(grade, word))
    where, grade = rows[-1]
    for word in ("at_least", "top_share", "quantile", "at_mean", "when", "unless"):
        if getattr(grade, word) is not None:
            reading.refuse((*where, word), "the last grade takes everybody left; leave its threshold out")


def _check_grade_condition(reading: Reading[Any], at: Where, grade: Grade, condition: Condition | None) -> None:
    """Who may have a grade is asked of whoever reaches it; not by grades and scores, and not where a city ranks people."""
    if condition is None:
        return
    if grade.top_share is not None:
        reading.refuse(
            at,
            "a grade for the best share goes to the best of all who are scored; narrow [covers] who, or ask it where the grade is read",
        )
    for word in ("score", "score_at_least", "score_at_most", "grade_at_least", "grade_at_most", "reported_by", "met"):
        if word in condition.model_fields_set:
            reading.refuse(
                (*at, word), "a grade asks who somebody is and what is known of them, not for points; leave it out"
            )


def _dates(rows: list[tuple[Where, Grade]]) -> list[datetime.date | None]:
    lines = [line for _, grade in rows if grade.at_least for line in grade.at_least.lines]
    return [None, *sorted({line.from_ for line in lines if line.from_ is not None})]


def _check_order(reading: Reading[Any], rows: list[tuple[Where, Grade]], date: datetime.date | None) -> None:
    best: tuple[str, float, bool] | None = None
    when = f" from {date}" if date else ""
    for where, grade in rows[:-1]:
        threshold = value_on(grade.at_least, date) if grade.at_least else None
        if threshold is None:
            continue
        may_be_equal = best is not None and best[2]
        if best is not None and (threshold > best[1] if may_be_equal else threshold >= best[1]):
            said = f"{threshold:g} is not below the {best[1]:g} of the better grade '{best[0]}'{when}"
            reading.refuse((*where, "at_least"), f"{said}, so nobody is ever in it; grades go from best to last")
        best = (grade.id, threshold, grade.when is not None or grade.unless is not None)


def _check_reach(reading: Reading[Any], rows: list[tuple[Where, Grade]], score: Score) -> None:
    for where, grade in rows[:-1]:
        for line in grade.at_least.lines if grade.at_least else ():
            if score.ceiling is not None and line.low > score.ceiling:
                said = f"{line.low:g} is above the ceiling {score.ceiling:g}, so nobody is ever in it; lower it"
                reading.refuse((*where, "at_least"), said)
            if score.floor is not None and line.low <= score.floor:
                said = f"{line.low:g} is not above the floor {score.floor:g}, so nobody is ever below it; raise it"
                reading.refuse((*where, "at_least"), said)
