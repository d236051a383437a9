"""Officials who act outside the rules: whom of those who did something they meet, and of whom it comes out."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.state import TURN
from glasshouse.engine.tables import (
    AT_DEEDS,
    K0,
    K1,
    ME_UNIT,
    MISUSE_FOUND_OUT,
    MISUSE_SHARE,
    MISUSE_WITHIN,
    MISUSES,
    RULE_KEY,
    RULES,
    n_of,
    of,
)
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import MISUSE, draw

u16, u64, i64 = np.uint16, np.uint64, np.int64


@helper
def remember_deed(law, against, day, days):
    """Note the day of a deed, seen or not, for the misuses (bits) that answer it; they look from the next morning on."""
    for m in range(n_of(law, MISUSES)):
        if (against >> m) & 1:
            days[law[AT_DEEDS] + m] = u16(day + 1)
    days[TURN] = u16(min(i64(days[TURN]), day + 1))


@helper
def outside_the_rules(law, r, m, day, me, days):
    """Does misuse ``m`` answer the person's last deed? (row of what it then does, or -1; what decides within a range).

    A deed is answered once at most. Draws: stream MISUSE at (person, day of the deed, misuse).
    """
    at = law[AT_DEEDS] + m
    last = i64(days[at])
    if last == 0 or day + 1 - last > of(law, MISUSES, m, MISUSE_WITHIN):
        return i64(-1), i64(0)
    days[at] = u16(0)
    x, y, z, t = draw(
        u64(me[ME_UNIT]), MISUSE, u64(last - 1), u64(of(law, RULES, r, RULE_KEY)), u64(law[K0]), u64(law[K1])
    )
    if i64(x) >= of(law, MISUSES, m, MISUSE_SHARE):
        return i64(-1), i64(0)
    return i64(r) + i64(i64(y) < of(law, MISUSES, m, MISUSE_FOUND_OUT)), i64(z >> u64(16)) - 32_768
