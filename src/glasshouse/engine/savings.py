"""Better prices that take off so many yuan a month at most, for each person: what they took off this month is remembered."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.post import roll
from glasshouse.engine.tables import (
    AT_USED,
    CONSEQUENCE_CHANGE,
    CONSEQUENCE_FACTOR,
    CONSEQUENCE_SAVED,
    CONSEQUENCE_SAVES,
    CONSEQUENCES,
    of,
)
from glasshouse.kit.jit import helper

u8, i64 = np.uint8, np.int64

MILLION = 1_000_000
DIGIT = 250
"""What was saved this month has two digits to this base, in two slots side by side."""


@helper
def save_up_to(law, first, limited, usual, day, days, small):
    """Yuan that terms with a limit (bits from consequence ``first`` on) take off the usual price; they count as used up.

    Each goes by the usual price, and takes what its own limit leaves this month.
    """
    roll(law, law[AT_USED], days, small, day)
    total = i64(0)
    e = first
    while limited >> (e - first) != 0:
        if (limited >> (e - first)) & 1:
            slot = law[AT_USED] + of(law, CONSEQUENCES, e, CONSEQUENCE_SAVED)
            saved = i64(small[slot]) + DIGIT * i64(small[slot + 1])
            price = usual * of(law, CONSEQUENCES, e, CONSEQUENCE_FACTOR) // MILLION
            price += of(law, CONSEQUENCES, e, CONSEQUENCE_CHANGE)
            cut = min(usual - max(price, 0), of(law, CONSEQUENCES, e, CONSEQUENCE_SAVES) - saved)
            small[slot] = u8((saved + cut) % DIGIT)
            small[slot + 1] = u8((saved + cut) // DIGIT)
            total += cut
        e += 1
    return total
