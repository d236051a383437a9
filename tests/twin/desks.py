"""Step b, desks: appeals, repairs, corrections, answered in order of arrival, within what a desk can decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.addresses import CASE, within
from twin.blocks import DeskLaw
from twin.mail import Case, Letter
from twin.people import Place
from twin.servers import day_of, days_of_work, first_tick

if TYPE_CHECKING:
    from twin.life import Life

BILLION = 1_000_000_000
MOST_AT_ONCE = 1 << 16


def decide_how_far(life: Life, places: list[Place]) -> None:
    """For each desk of the city: the last case (by day, moment, person) that it reaches; what it saves up is carried over."""
    persons = sum(len(place.persons) for place in places)
    for desk in life.law.desks:
        capacity = desk.says.decisions_per_week_per_100000
        life.reaches[desk.number] = None
        if capacity is None:
            continue
        life.saved_up[desk.number] += round(float(capacity) * BILLION) * persons * life.law.window_days // 700_000
        n = min(life.saved_up[desk.number] // BILLION, MOST_AT_ONCE)
        waiting = sorted(case.key for place in places for case in place.cases if case.desk is desk)
        if n < 1:
            life.reaches[desk.number] = (-1, 0, 0)
        elif len(waiting) < n:
            life.saved_up[desk.number] %= BILLION
        else:
            life.reaches[desk.number] = waiting[n - 1]
            life.saved_up[desk.number] -= n * BILLION


def answer_cases(life: Life, place: Place, first_day: int) -> None:
    """Answer a place's cases as far as the desks have come: on their day, or on the window's first."""
    left = []
    for case in place.cases:
        if is_reached(life, case, first_day):
            case.start = first_tick(first_day) if case.start is None else case.start
            answer(life, case, case.desk, first_day)
        else:
            left.append(case)
    place.cases = left


def is_reached(life: Life, case: Case, first_day: int) -> bool:
    """Has a server begun to work on a case; or has its desk, if it is limited, come so far?"""
    if case.desk.says.servers:
        return case.start is not None and day_of(case.start) < first_day
    reached = life.reaches[case.desk.number]
    return reached is None or case.key <= reached


def answer(life: Life, case: Case, desk: DeskLaw, first_day: int) -> None:
    """One answer, by mail."""
    law, person = life.law, case.person
    outcome, when, _, _ = law.dice.draw(person.unit, CASE, lane=1, index=case.number, name=desk.key)
    group = person.group_id
    share = law.chance(desk.says.grants_wrong_share, 1.0, group=group)
    if not case.wrong:
        share = law.chance(desk.says.grants_right_share, 0.0, group=group)
    days = desk.says.answer_days
    delay = within(int(days.lines[-1].low), int(days.lines[-1].high), when) if days else 0
    ready = case.day + delay
    if desk.says.servers:
        assert case.start is not None
        ready = day_of(case.start) + days_of_work(law, case)
    due = max(ready, first_day)
    false = "wrong" if case.wrong else None
    life.send(
        person, Letter(due, "answer", desk, value=case.value, subject=case.subject, on=outcome < share, false=false)
    )
