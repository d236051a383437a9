"""Points that are spent: better terms of a service that a person buys, as long as there are enough points above the floor."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.log import SPENT, note
from glasshouse.engine.mail import spend_letters
from glasshouse.engine.morning import is_covered
from glasshouse.engine.post import move_score, standing_moves
from glasshouse.engine.standing import clipped
from glasshouse.engine.state import TURN
from glasshouse.engine.tables import (
    CONSEQUENCE_BOOK,
    CONSEQUENCE_COSTS,
    CONSEQUENCE_REGIME,
    CONSEQUENCE_ROW,
    CONSEQUENCES,
    ME_J,
    ME_WHO,
    SCORE_CEILING,
    SCORE_FLOOR,
    SCORES,
    of,
)
from glasshouse.kit.jit import helper

u16, i64 = np.uint16, np.int64


@helper
def can_pay(law, e, first, bought, me, points):
    """Are there enough points for consequence ``e``, after what this use has ``bought`` (bits from ``first`` on) already?"""
    s = of(law, CONSEQUENCES, e, CONSEQUENCE_BOOK)
    low = of(law, SCORES, s, SCORE_FLOOR)
    left = clipped(i64(points[s]), low, of(law, SCORES, s, SCORE_CEILING)) - low
    for other in range(first, e):
        if (bought >> (other - first)) & 1 and of(law, CONSEQUENCES, other, CONSEQUENCE_BOOK) == s:
            left -= of(law, CONSEQUENCES, other, CONSEQUENCE_COSTS)
    return left >= of(law, CONSEQUENCES, e, CONSEQUENCE_COSTS) and is_covered(
        law, of(law, CONSEQUENCES, e, CONSEQUENCE_REGIME), me
    )


@helper
def pay(law, first, bought, day, me, own, box, log):
    """Points of all that is bought are spent, those that would expire first; the standing shows it the next morning."""
    e = first
    while bought >> (e - first) != 0:
        if (bought >> (e - first)) & 1:
            s = of(law, CONSEQUENCES, e, CONSEQUENCE_BOOK)
            cost = of(law, CONSEQUENCES, e, CONSEQUENCE_COSTS)
            before = i64(own.points[s])
            posted = move_score(law, s, -cost, own.points)
            spend_letters(box.pool, box.head, me[ME_J], s, cost)
            if standing_moves(law, s, before, before + posted, day):
                own.days[TURN] = u16(min(i64(own.days[TURN]), day + 1))
            note(log, me[ME_WHO], SPENT, day, 0, of(law, CONSEQUENCES, e, CONSEQUENCE_ROW), posted, s, 0, 0, 0)
        e += 1
