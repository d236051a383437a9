"""Part of step f, ration: who is in front of whom where there is not enough for all, and how many are let in.

A line is made on the eve of the morning on which something is given away, of all who qualify. Exactly so many are in front
as there are portions of a pot or free places on a list: the best by their points, those who have been longest on another
list, or whoever the lot falls on. Among equals the lot decides.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.morning import is_covered
from glasshouse.engine.order import NEVER, YEAR_DAYS
from glasshouse.engine.ration import largest
from glasshouse.engine.stand import applies_row
from glasshouse.engine.standing import clipped, holds
from glasshouse.engine.state import ENTERED, SPELLS, UNTIL
from glasshouse.engine.tables import (
    AT_LISTS,
    AT_MARKS,
    BUDGET_CONSEQUENCE,
    BUDGET_EVERY,
    BUDGET_KEY,
    BUDGET_LINE,
    BUDGET_LIST,
    BUDGET_N_WHEN,
    BUDGET_PER_MILLION,
    BUDGET_PORTION,
    BUDGET_REGIME,
    BUDGET_SCORE,
    BUDGET_WHEN,
    BUDGET_YUAN,
    BUDGETS,
    CONSEQUENCE_FROM_DAY,
    CONSEQUENCE_REGIME,
    CONSEQUENCE_UNTIL_DAY,
    CONSEQUENCES,
    EACH_YEAR,
    K0,
    K1,
    LIST_REST,
    LISTS,
    ME_JOINED,
    SCORE_AT_END,
    SCORE_CEILING,
    SCORE_FLOOR,
    SCORES,
    n_of,
    of,
)
from glasshouse.engine.unasked import is_first_day
from glasshouse.kit.jit import helper, typed
from glasshouse.kit.randomness import POT, draw

u64, i64 = np.uint64, np.int64

HALF_LINE = 1 << 29
"""Points from minus to plus so many steps are told apart in a line for places."""


@helper
def is_shared_out(law, budget, day, window):
    """Did a period of the budget's clock begin in the window before this day, its first morning included?"""
    for morning in range(max(day - window, 0) + 1, day + 1):
        if is_first_day(law, of(law, BUDGETS, budget, BUDGET_EVERY), morning):
            return True
    return False


@helper
def is_any_shared_out(law, day, window):
    """Is anything given away on this morning?"""
    for budget in range(n_of(law, BUDGETS)):
        if is_shared_out(law, budget, day, window):
            return True
    return False


@helper
def qualifies(law, budget, day, me):
    """Does the person qualify for a pot or a place as it stands on the morning of ``day``?"""
    if of(law, BUDGETS, budget, BUDGET_LIST) >= 0:
        return is_covered(law, of(law, BUDGETS, budget, BUDGET_REGIME), me) and holds(
            law, of(law, BUDGETS, budget, BUDGET_WHEN), of(law, BUDGETS, budget, BUDGET_N_WHEN), me
        )
    consequence = of(law, BUDGETS, budget, BUDGET_CONSEQUENCE)
    in_force = of(law, CONSEQUENCES, consequence, CONSEQUENCE_FROM_DAY) <= day and (
        day < of(law, CONSEQUENCES, consequence, CONSEQUENCE_UNTIL_DAY)
    )
    joined = (me[ME_JOINED] >> of(law, CONSEQUENCES, consequence, CONSEQUENCE_REGIME)) & 1
    return in_force and joined != 0 and applies_row(law, consequence, me)


@typed("b1(i8[::1], i8, i8, u2[::1])")
def has_place(law, l, day, days):
    """Does the person hold a place on a list on this morning?"""
    return i64(days[law[AT_LISTS] + 2 * l + UNTIL]) > day


@typed("b1(i8[::1], i8, i8, u2[::1], u1[::1])")
def must_wait(law, l, day, days, small):
    """Is the rest after the last stay on a list not over yet?"""
    until = i64(days[law[AT_LISTS] + 2 * l + UNTIL])
    return until > 0 and day < until + of(law, LISTS, l, LIST_REST) and small[law[AT_MARKS] + 2 * l + SPELLS] > 0


@helper
def points_of(law, budget, day, points):
    """Points (in steps) by which something is given away: as they stood when the year ended, or as they stand."""
    s = of(law, BUDGETS, budget, BUDGET_SCORE)
    # on a year's first morning its end is still as it was
    is_as_it_was = of(law, BUDGETS, budget, BUDGET_EVERY) != EACH_YEAR or day % YEAR_DAYS == 0
    at = s if is_as_it_was else of(law, SCORES, s, SCORE_AT_END)
    return clipped(i64(points[at]), of(law, SCORES, s, SCORE_FLOOR), of(law, SCORES, s, SCORE_CEILING))


@helper
def share_of(law, budget, day, points):
    """A person's share in a pot: one, or the points (in steps, none below 0) of the year that ended."""
    if of(law, BUDGETS, budget, BUDGET_SCORE) < 0:
        return i64(1)
    return max(points_of(law, budget, day, points), i64(0))


@helper
def place_in_line(law, budget, day, points, days, unit):
    """Where somebody stands in a line, the highest first. Draws: stream POT at (person, day, consequence or list)."""
    x, y, z, t = draw(u64(unit), POT, u64(day), u64(of(law, BUDGETS, budget, BUDGET_KEY)), u64(law[K0]), u64(law[K1]))
    first = i64(0)
    if of(law, BUDGETS, budget, BUDGET_LINE) >= 0:
        first = NEVER - i64(days[law[AT_LISTS] + 2 * of(law, BUDGETS, budget, BUDGET_LINE) + ENTERED])
    elif of(law, BUDGETS, budget, BUDGET_SCORE) >= 0:
        if of(law, BUDGETS, budget, BUDGET_LIST) < 0:
            first = share_of(law, budget, day, points)
        else:
            first = clipped(points_of(law, budget, day, points) + HALF_LINE, 0, 2 * HALF_LINE - 1)
    return (first << 32) | i64(x)


@helper
def room_of(law, budget, persons):
    """How many portions a pot has, or a list places, among so many persons."""
    if of(law, BUDGETS, budget, BUDGET_PER_MILLION) > 0:
        return persons * of(law, BUDGETS, budget, BUDGET_PER_MILLION) // 1_000_000
    return of(law, BUDGETS, budget, BUDGET_YUAN) // of(law, BUDGETS, budget, BUDGET_PORTION)


@helper
def last_of_line(line, n, room):
    """Who is the last to be let in as the line of ``n`` (-1 of whom does not qualify) goes; beyond all if there is no room."""
    qualify = i64(0)
    for j in range(n):
        qualify += i64(line[j] >= 0)
    if room <= 0:
        return (i64(1) << 62) + 1
    return largest(line, n, room, i64(0), i64(1) << 62) if qualify > room else i64(0)
