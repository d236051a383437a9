"""Part of step f, ration: perks that all of a city, or of a place, share: so many uses a year, first come, first served.

What is left is looked at on a window's first morning: then the perk is there for the whole window, or for nobody. So the order
of people inside a window never matters; what a window uses beyond the rest is taken off the next year's. A year's uses are there
from the first window after the year before has ended; in windows of a day nobody comes too early or too late.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.order import YEAR_DAYS
from glasshouse.engine.tables import ME_DRY, SCORES, USE_PER_PLACE, USE_PER_YEAR, USES, n_of, of
from glasshouse.kit.jit import helper

i64 = np.int64


@helper
def count_uses(law, commons, left, day, window):
    """What is left to each place (of its own, or of the city's) from the morning of ``day`` on; scope: city.

    Reads: commons (place, score and use), the uses of the window before. Writes: left (window, place, use); commons, emptied.
    """
    w = day // window
    for u in range(n_of(law, USES)):
        at = n_of(law, SCORES) + u
        whole = i64(0)
        for place in range(left.shape[1]):
            whole += commons[place, at]
        for place in range(left.shape[1]):
            rest = of(law, USES, u, USE_PER_YEAR)
            if day > 0:
                used = commons[place, at] if of(law, USES, u, USE_PER_PLACE) else whole
                before = left[w - 1, place, u] - used
                rest = rest + min(before, 0) if day // YEAR_DAYS > (day - window) // YEAR_DAYS else before
            left[w, place, u] = rest
        for place in range(left.shape[1]):
            commons[place, at] = 0


@helper
def hang_dry(law, left, me):
    """Let wants know which shared perks are used up: bits in ``me``, for a place and a window."""
    me[ME_DRY] = 0
    for u in range(n_of(law, USES)):
        me[ME_DRY] |= i64(left[u] <= 0) << u


@helper
def tap(law, tapped, commons):
    """Count one use of each shared perk in these bits."""
    for u in range(n_of(law, USES)):
        commons[n_of(law, SCORES) + u] += (tapped >> u) & 1
