"""``glasshouse explain``: the life of one synthetic person, told again, and its twin beside it."""

from __future__ import annotations

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
        "matches_record": bool(told.matches_record),
    }


def _twin(told: Explanation, under: str | None) -> dict[str, Any]:
    return {} if told.twin is None else {"under": under, "twin": _data(told.twin)}


def _tell(told: Explanation, head: str, twin_head: str) -> None:
    if told.twin is None:
        say.line(head)
        for sentence in told.sentences:
            say.line(sentence)
    else:
        say.table((head, twin_head), side_by_side(_dated(told), _dated(told.twin)))
    if told.matches_record:
        say.line("Replayed; the end agrees with the record.")
    else:
        say.line("Replayed; the end does NOT agree with the record. Do not trust this run.")


def _dated(told: Explanation) -> list[tuple[float, str]]:
    """Return the sentences with the day each belongs to; those without a day keep to the one before."""
    days: list[float] = []
    if len(told.events) == len(told.sentences):
        for event in told.events:
            days.append(event.get("day", days[-1] if days else -1))
    else:
        days = [float(number) for number in range(len(told.sentences))]
    return list(zip(days, told.sentences, strict=True))


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
