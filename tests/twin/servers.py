"""Step b for desks with servers: each works on one case at a time; cases are taken up in order of arrival.

Time runs in ticks, 2**30 to a season. The answer is ready on the morning after as many days as the work takes, rounded up.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from twin.addresses import CASE, exponential
from twin.blocks import DeskLaw
from twin.mail import Case
from twin.people import Person, Place
from twin.rates import SEASON_DAYS

if TYPE_CHECKING:
    from twin.law import Law
    from twin.life import Life

TICKS = 1 << 30


def first_tick(day: int) -> int:
    """The first tick of a day."""
    season, rest = divmod(day, SEASON_DAYS)
    return season * TICKS - -rest * TICKS // SEASON_DAYS


def day_of(tick: int) -> int:
    """The day of a tick."""
    season, rest = divmod(tick, TICKS)
    return season * SEASON_DAYS + rest * SEASON_DAYS // TICKS


def place_in_queue(person: Person, desk: DeskLaw, day: int, moment: int) -> tuple[int, int]:
    """Tick and person; whoever hands in several cases at once hands them in one after the other, a tick apart."""
    tick = max(day // SEASON_DAYS * TICKS + (moment >> 2), first_tick(day))
    while any(case.desk is desk and case.key == (tick, person.unit) for case in person.place.cases):
        tick += 1
    return tick, person.unit


def days_of_work(law: Law, case: Case) -> int:
    """Whole days until the work on a case is done."""
    return -(-ticks_of_work(law, case) * SEASON_DAYS // TICKS)


def ticks_of_work(law: Law, case: Case) -> int:
    """How long a case takes."""
    says, mean = case.desk.says, round(float(case.desk.says.service_days) * TICKS / SEASON_DAYS)
    if says.service_law == "fixed":
        return mean
    word = law.dice.draw(case.person.unit, CASE, lane=1, index=case.number, name=case.desk.key)[1]
    return math.floor(mean * exponential(word) + 0.5)


def take_up(life: Life, places: list[Place]) -> None:
    """Cases of the window that is over, each by whoever is free first."""
    for desk in life.law.desks:
        if not desk.says.servers:
            continue
        free = life.free[desk.number]
        new = [case for place in places for case in place.cases if case.desk is desk and case.start is None]
        for case in sorted(new, key=lambda case: case.key):
            free.sort()
            case.start = max(case.key[0], free[0])
            free[0] = case.start + ticks_of_work(life.law, case)
