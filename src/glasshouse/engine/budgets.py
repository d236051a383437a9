"""Part of step f, ration: a pot that is shared out equally, at a year's end, among all of the city who then qualify.

On the eve of the first window after a year's end every place counts who qualifies; the city divides the pot, in whole yuan
(what cannot be divided stays in it); on the window's first morning, before anything else happens, they are paid.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import P_EASED, P_EASED_YUAN
from glasshouse.engine.log import PAID, note
from glasshouse.engine.morning import fill_grades, fill_person
from glasshouse.engine.order import YEAR_DAYS
from glasshouse.engine.person import Own, introduce
from glasshouse.engine.stand import applies_row, cell_of
from glasshouse.engine.state import T_EASED, T_EASED_TENS, add_tally
from glasshouse.engine.tables import (
    BUDGET_CONSEQUENCE,
    BUDGET_YUAN,
    BUDGETS,
    CONSEQUENCE_FROM_DAY,
    CONSEQUENCE_REGIME,
    CONSEQUENCE_ROW,
    CONSEQUENCE_UNTIL_DAY,
    CONSEQUENCES,
    ME_JOINED,
    ME_TEN,
    ME_WHO,
    PLACE_SIZE,
    n_of,
    of,
)
from glasshouse.kit.jit import helper, typed

i64 = np.int64

QUALIFY, EACH, N_POT = range(3)
"""Numbers of a budget in ``Fields.pots``: who qualifies; yuan for each."""


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
def share_out(law, traits, people, me, claims, pots, panel, log, base, offset, n, day, pays):
    """Count those of a place who qualify, or pay them; scope: place.

    Reads: pots of the window [yuan each]. Writes: claims (budget,); or panel, tallies.
    """
    for budget in range(n_of(law, BUDGETS)):
        claims[budget] = 0
    for j in range(n):
        who = offset + j
        own = Own(people.points[who], people.days[who], people.small[who], people.tally[who])
        introduce(traits, who, j, base + j, base // law[PLACE_SIZE], me)
        fill_person(law, day, me, own)
        fill_grades(law, day, own.days, own.small, me)
        for budget in range(n_of(law, BUDGETS)):
            if not qualifies(law, budget, day, me):
                continue
            claims[budget] += 1
            yuan = pots[N_POT * budget + EACH]
            if pays and yuan > 0:
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
def divide_pots(law, claims, pots):
    """What each gets of a year's pots; scope: city. Reads: claims (place, budget). Writes: pots of the window."""
    for budget in range(n_of(law, BUDGETS)):
        total = i64(0)
        for place in range(claims.shape[0]):
            total += claims[place, budget]
        pots[N_POT * budget + QUALIFY] = total
        pots[N_POT * budget + EACH] = of(law, BUDGETS, budget, BUDGET_YUAN) // total if total > 0 else i64(0)
