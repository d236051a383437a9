"""Part of step f, ration: pots of a city or of its places, shared out at a year's end among all who then qualify.

On the eve of the first window after a year's end every place counts who qualifies, and their shares: one each, or their points
as they stood when the year ended. The city adds up; on the window's first morning, before anything else happens, they are
paid, in whole yuan (what cannot be divided stays in the pot). Where each gets a portion until the pot is empty, the first in a
line are paid: by their points and, among equals, by lot; or by lot alone.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import P_EASED, P_EASED_YUAN
from glasshouse.engine.log import PAID, note
from glasshouse.engine.morning import fill_grades, fill_person
from glasshouse.engine.order import YEAR_DAYS
from glasshouse.engine.person import Own, drop_left, introduce
from glasshouse.engine.ration import largest
from glasshouse.engine.stand import applies_row, cell_of
from glasshouse.engine.standing import clipped
from glasshouse.engine.state import T_EASED, T_EASED_TENS, add_tally
from glasshouse.engine.tables import (
    BUDGET_CONSEQUENCE,
    BUDGET_KEY,
    BUDGET_PER_PLACE,
    BUDGET_PORTION,
    BUDGET_SCORE,
    BUDGET_YUAN,
    BUDGETS,
    CONSEQUENCE_FROM_DAY,
    CONSEQUENCE_REGIME,
    CONSEQUENCE_ROW,
    CONSEQUENCE_UNTIL_DAY,
    CONSEQUENCES,
    K0,
    K1,
    ME_JOINED,
    ME_TEN,
    ME_WHO,
    PLACE_SIZE,
    SCORE_AT_END,
    SCORE_CEILING,
    SCORE_FLOOR,
    SCORES,
    n_of,
    of,
)
from glasshouse.kit.jit import helper, typed
from glasshouse.kit.randomness import POT, draw

u64, i64 = np.uint64, np.int64

QUALIFY, SHARES, PLACES, LAST, PAID_TO, N_POT = range(6)
"""Numbers of a budget in ``Fields.pots``: who qualifies; their shares together; places that have any; portions: the last who
is paid as the line goes, and how many are."""
N_CLAIM = 2
"""The first two of them stand in ``Fields.claims``, place by place."""
SHARE_BITS = 32


@typed("b1(i8, i8)")
def is_shared_out(day, window):
    """Did a year end in the window before this day, its first morning included?"""
    return day > 0 and day // YEAR_DAYS > (day - window) // YEAR_DAYS


@helper
def qualifies(law, budget, day, me):
    """Does the person qualify for a pot as it stands on the morning of ``day``?"""
    consequence = of(law, BUDGETS, budget, BUDGET_CONSEQUENCE)
    in_force = of(law, CONSEQUENCES, consequence, CONSEQUENCE_FROM_DAY) <= day and (
        day < of(law, CONSEQUENCES, consequence, CONSEQUENCE_UNTIL_DAY)
    )
    joined = (me[ME_JOINED] >> of(law, CONSEQUENCES, consequence, CONSEQUENCE_REGIME)) & 1
    return in_force and joined != 0 and applies_row(law, consequence, me)


@helper
def share_of(law, budget, day, points):
    """A person's share in a pot: one, or the points (in steps, none below 0) of the year that ended."""
    s = of(law, BUDGETS, budget, BUDGET_SCORE)
    if s < 0:
        return i64(1)
    # on a year's first morning its end is still as it was
    at = s if day % YEAR_DAYS == 0 else of(law, SCORES, s, SCORE_AT_END)
    value = clipped(i64(points[at]), of(law, SCORES, s, SCORE_FLOOR), of(law, SCORES, s, SCORE_CEILING))
    return max(value, i64(0))


@helper
def place_in_line(law, budget, day, points, unit):
    """Where somebody stands in the line for portions, the highest first. Draws: stream POT at (person, day, consequence)."""
    x, y, z, t = draw(u64(unit), POT, u64(day), u64(of(law, BUDGETS, budget, BUDGET_KEY)), u64(law[K0]), u64(law[K1]))
    first = share_of(law, budget, day, points) if of(law, BUDGETS, budget, BUDGET_SCORE) >= 0 else i64(0)
    return (first << 32) | i64(x)


@helper
def last_of_line(law, budget, line, n):
    """Who is the last to be paid a portion, of ``n`` in ``line`` (-1 of whom does not qualify)."""
    portions = of(law, BUDGETS, budget, BUDGET_YUAN) // of(law, BUDGETS, budget, BUDGET_PORTION)
    qualify = i64(0)
    for j in range(n):
        qualify += i64(line[j] >= 0)
    return largest(line, n, portions, i64(0), i64(1) << 62) if qualify > portions else i64(0)


@typed("i8(i8, i8, i8)")
def part_of(yuan, share, shares):
    """``yuan * share // shares`` to the last yuan, though the product may be beyond 64 bits."""
    rest = yuan % shares
    part = i64(0)
    left = i64(0)
    for k in range(SHARE_BITS):
        left = 2 * left + (rest if (share >> (SHARE_BITS - 1 - k)) & 1 else 0)
        part = 2 * part + left // shares
        left %= shares
    return yuan // shares * share + part


@helper
def share_out(law, traits, people, me, claims, lines, pots, panel, log, base, offset, n, day, pays):
    """Count those of a place who qualify, or pay them; scope: place.

    Reads: pots of the window. Writes: claims (budget, 2), lines (budget, person); or panel, tallies.
    """
    if not pays:
        claims[:] = 0
        for budget in range(n_of(law, BUDGETS)):
            for j in range(n):
                lines[budget, offset + j] = -1
    for j in range(n):
        who = offset + j
        own = Own(people.points[who], people.days[who], people.small[who], people.tally[who])
        introduce(traits, who, j, base + j, base // law[PLACE_SIZE], me)
        drop_left(law, own.days, me)
        fill_person(law, day, me, own)
        fill_grades(law, day, own.days, own.small, me)
        for budget in range(n_of(law, BUDGETS)):
            if not qualifies(law, budget, day, me):
                continue
            portion = of(law, BUDGETS, budget, BUDGET_PORTION)
            share = share_of(law, budget, day, own.points) if portion == 0 else i64(1)
            if share == 0:
                continue
            if not pays:
                claims[N_CLAIM * budget + QUALIFY] += 1
                claims[N_CLAIM * budget + SHARES] += share
                if portion > 0:
                    lines[budget, who] = place_in_line(law, budget, day, own.points, base + j)
                continue
            shares = pots[N_POT * budget + SHARES]
            if of(law, BUDGETS, budget, BUDGET_PER_PLACE):
                shares = claims[N_CLAIM * budget + SHARES]
            yuan = part_of(of(law, BUDGETS, budget, BUDGET_YUAN), share, shares) if shares > 0 else i64(0)
            if portion > 0:
                last = pots[N_POT * budget + LAST]
                if of(law, BUDGETS, budget, BUDGET_PER_PLACE):
                    last = last_of_line(law, budget, lines[budget, offset : offset + n], n)
                yuan = portion if lines[budget, who] >= last else i64(0)
            if yuan > 0:
                row = panel[cell_of(law, me[ME_TEN], own.small)]
                row[P_EASED] += 1
                row[P_EASED_YUAN] += yuan
                add_tally(own.tally, T_EASED, 1)
                add_tally(own.tally, T_EASED_TENS, yuan // 10)
                consequence = of(law, BUDGETS, budget, BUDGET_CONSEQUENCE)
                note(
                    log, me[ME_WHO], PAID, day, 0, of(law, CONSEQUENCES, consequence, CONSEQUENCE_ROW), yuan, 0, 0, 0, 0
                )


@helper
def divide_pots(law, claims, lines, pots):
    """What all places claim of a year's pots; scope: city. Reads: claims (place, ...), lines. Writes: pots of the window."""
    for budget in range(n_of(law, BUDGETS)):
        for k in range(N_POT):
            pots[N_POT * budget + k] = 0
        for place in range(claims.shape[0]):
            pots[N_POT * budget + QUALIFY] += claims[place, N_CLAIM * budget + QUALIFY]
            pots[N_POT * budget + SHARES] += claims[place, N_CLAIM * budget + SHARES]
            pots[N_POT * budget + PLACES] += i64(claims[place, N_CLAIM * budget + QUALIFY] > 0)
        if of(law, BUDGETS, budget, BUDGET_PORTION) > 0:
            portions = of(law, BUDGETS, budget, BUDGET_YUAN) // of(law, BUDGETS, budget, BUDGET_PORTION)
            per_place = of(law, BUDGETS, budget, BUDGET_PER_PLACE)
            if not per_place:
                pots[N_POT * budget + LAST] = last_of_line(law, budget, lines[budget], lines.shape[1])
                pots[N_POT * budget + PAID_TO] = min(pots[N_POT * budget + QUALIFY], portions)
            for place in range(claims.shape[0] if per_place else 0):
                pots[N_POT * budget + PAID_TO] += min(claims[place, N_CLAIM * budget + QUALIFY], portions)
