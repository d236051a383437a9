"""Effort towards a published bar: what people add to a score for the day on which it is published.

Two habits, by behaviour: to raise the score by a share of the best grade's bar, whatever it costs; or to reach the grade
that is worth most beyond the cost of the points that are missing, if any is worth its cost. Effort adds nothing to the
ledger: it is made anew for each publication, and shows in the published score alone.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.standing import bar_of
from glasshouse.engine.tables import (
    EFFORT_COST,
    EFFORT_SHARE,
    EFFORTS,
    GRADE_WORTH,
    ME_AWARE,
    ME_TYPE,
    SCALE_N,
    SCALE_REGIME,
    SCALE_SCORE,
    SCALE_WORTH,
    SCALES,
    SCORES,
    n_of,
    of,
)
from glasshouse.kit.jit import helper

i64 = np.int64

MOST = 1 << 30
"""Steps that effort adds at most, so that a bar that runs away stays a number."""
MILLION = 1_000_000


@helper
def effort_of(law, s, value, day, me):
    """Steps that a person adds to score ``s`` on the day it is published."""
    row = me[ME_TYPE] * n_of(law, SCORES) + s
    share = i64(of(law, EFFORTS, row, EFFORT_SHARE))
    cost = i64(of(law, EFFORTS, row, EFFORT_COST))
    best = i64(0)
    for k in range(n_of(law, SCALES)):
        if of(law, SCALES, k, SCALE_SCORE) != s or (me[ME_AWARE] >> of(law, SCALES, k, SCALE_REGIME)) & 1 == 0:
            continue
        if of(law, SCALES, k, SCALE_N) < 2:
            continue  # the only grade has no bar
        bar = bar_of(law, k, 0, day, me)
        if share > 0 and bar > 0 and bar < MOST:
            return min((bar * share + MILLION // 2) // MILLION, i64(MOST))
        if cost < 0:
            continue
        honest = i64(0)
        for b in range(of(law, SCALES, k, SCALE_N) - 1):
            honest += i64(value < bar_of(law, k, b, day, me))
        first = of(law, SCALES, k, SCALE_WORTH)
        gain = i64(0)
        for b in range(honest):
            missing = bar_of(law, k, b, day, me) - value
            if missing < MOST:
                worth = of(law, GRADE_WORTH, first + b, 0) - of(law, GRADE_WORTH, first + honest, 0) - missing * cost
                if worth > gain or (worth == gain and best == 0 and worth >= 0):
                    gain = worth
                    best = missing
    return best
