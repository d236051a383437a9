"""``glasshouse explain``: the life of one synthetic person, told again, and its twin beside it."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from glasshouse.cli import say
from glasshouse.cli.options import Json, RunFolder
from glasshouse.kit import limits
from glasshouse.kit.errors import RunError

if TYPE_CHECKING:
    from glasshouse.engine.explain import Explanation


def explain(
    run: RunFolder,
    person: Annotated[
        str, typer.Option(metavar="NUMBER", help="The number of the person, counted from 0.", show_default=False)
    ],
    under: Annotated[
        str | None, typer.Option(help="Tell the same person's life under these regimes beside it, such as none.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Tell the life of one synthetic person, with every rule's text and source."""
    from glasshouse import verbs

    number = limits.whole("person", person)
    opened = verbs.open_run(run)
    begun = time.perf_counter()
    try:
        told = opened.explain(number, under=under)
    except RunError as problem:
        if as_json and opened.damage():
            say.as_json({"events": [], "end_state": {}, "matches_record": False, "problem": str(problem)})
            return 1
        raise
    if as_json:
        seconds = round(time.perf_counter() - begun, 4)
        say.as_json({"run": str(run), "person": number, "seconds": seconds, **_data(told)} | _twin(told, under))
    else:
        _tell(told, f"Person {number}", f"The same person under {under}")
    return 0 if told.matches_record else 1


def _data(told: Explanation) -> dict[str, Any]:
    return {
        "events": told.events,
        "sentences": told.sentences,
        "end_state": told.end_state,
        "matches_record": None if told.matches_record is None else bool(told.matches_record),
    }


def _twin(told: Explanation, under: str | None) -> dict[str, Any]:
    if told.twin is None:
        return {}
    compared = [{"what": what, "here": here, "there": there} for what, here, there in getattr(told, "compared", ())]
    return {"under": under, "twin": _data(told.twin), "compared": compared}


def _tell(told: Explanation, head: str, twin_head: str) -> None:
    if told.twin is None:
        say.table(("", head), [_split(sentence) for _, sentence in _dated(told)])
    else:
        say.table((head, twin_head), side_by_side(_dated(told), _dated(told.twin)))
        if rows := getattr(told, "compared", ()):
            say.table(("At the end", head, twin_head), rows)
    if told.matches_record:
        say.line("Replayed; the end agrees with the record.")
    else:
        say.line("Replayed; the end does NOT agree with the record. Do not trust this run.")


def _split(sentence: str) -> tuple[str, str]:
    """Put the date, or the month, of a sentence into a column of its own.

    >>> _split("12 Mar 2018: drove on: in time"), _split("In March 2018: nothing."), _split("Has: no date.")
    (('12 Mar 2018', 'drove on: in time'), ('In March 2018', 'nothing.'), ('', 'Has: no date.'))
    """
    head, found, rest = sentence.partition(": ")
    is_date = bool(re.fullmatch(r"(In )?[A-Z0-9]\w* (\w{3} )?\d{4}", head))
    return (head, rest) if found and is_date else ("", sentence)


def _dated(told: Explanation) -> list[tuple[float, str]]:
    """Return the sentences with the day each belongs to; what stands before the story has no day of its own."""
    days: list[float] = list(getattr(told, "days", ()))
    if not days and len(told.events) == len(told.sentences):
        days = [event.get("day", -1) for event in told.events]
    missing = len(told.sentences) - len(days)
    return list(zip([-1.0] * missing + days, told.sentences, strict=True))


def side_by_side(one: list[tuple[float, str]], other: list[tuple[float, str]]) -> list[tuple[str, str]]:
    """Put two lives next to each other, day by day.

    >>> side_by_side([(1, "a"), (3, "c")], [(1, "A"), (2, "B")])
    [('a', 'A'), ('', 'B'), ('c', '')]
    """
    rows, left, right = [], 0, 0
    while left < len(one) or right < len(other):
        left_day = one[left][0] if left < len(one) else float("inf")
        right_day = other[right][0] if right < len(other) else float("inf")
        day = min(left_day, right_day)
        rows.append((one[left][1] if left_day == day else "", other[right][1] if right_day == day else ""))
        left, right = left + (left_day == day), right + (right_day == day)
    return rows
