"""Step a, quotas: informants fill what is missing at the end of a quota month."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import A_INVENTED
from glasshouse.engine.mail import FALSE_INVENTED, OUTSIDE, REPORT, WAS_TOLD, push
from glasshouse.engine.observe import is_here, signed16
from glasshouse.engine.order import QUOTA_DAYS
from glasshouse.engine.tables import (
    CHANNEL_FIRST_PAD,
    CHANNEL_FROM_DAY,
    CHANNEL_KEY,
    CHANNEL_N_PADS,
    CHANNEL_PADS_SMALL,
    CHANNEL_QUOTA,
    CHANNEL_REGIME,
    CHANNEL_UNTIL_DAY,
    CHANNEL_WATCHERS_1000,
    CHANNELS,
    K0,
    K1,
    PADS,
    PAIR_ACT,
    PAIR_TELLS,
    PAIRS,
    n_of,
    of,
)
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import QUOTA, draw, one_of
from glasshouse.population.make import W_SIZE

u64, i64 = np.uint64, np.int64
CANDIDATES = 3
"""Of so many, the one with the smallest household is chosen to be written up (`pads_on = "smallest-household"`)."""


@helper
def fill_quotas(law, rows, pool, head, filed, acts, place, offset, n, day):
    """Invent what a channel still owes; called on the first day after a quota month, scope: place.

    Reads: law, filed. Writes: mail, filed, acts. Draws: stream QUOTA at (place, month, number, channel).
    """
    if day % QUOTA_DAYS != 0:
        return
    month = day // QUOTA_DAYS
    for c in range(n_of(law, CHANNELS)):
        if (
            of(law, CHANNELS, c, CHANNEL_QUOTA) > 0
            and of(law, CHANNELS, c, CHANNEL_FROM_DAY) < day
            and day <= of(law, CHANNELS, c, CHANNEL_UNTIL_DAY)
        ):
            owed = (
                i64(of(law, CHANNELS, c, CHANNEL_QUOTA)) * of(law, CHANNELS, c, CHANNEL_WATCHERS_1000) * n + 500_000
            ) // 1_000_000
            for q in range(filed[c], owed):
                x, y, z, t = draw(
                    u64(place),
                    QUOTA,
                    (u64(month) << u64(16)) | u64(q),
                    u64(of(law, CHANNELS, c, CHANNEL_KEY)),
                    u64(law[K0]),
                    u64(law[K1]),
                )
                who = one_of(x, n)
                if of(law, CHANNELS, c, CHANNEL_PADS_SMALL):
                    for k in range(1, CANDIDATES):
                        other = (who + k * (1 + one_of(t, n))) % n
                        if rows[offset + other, W_SIZE] < rows[offset + who, W_SIZE]:
                            who = other
                if not is_here(rows, offset + who, of(law, CHANNELS, c, CHANNEL_REGIME)):
                    continue
                p = i64(
                    of(
                        law,
                        PADS,
                        of(law, CHANNELS, c, CHANNEL_FIRST_PAD) + one_of(y, i64(of(law, CHANNELS, c, CHANNEL_N_PADS))),
                        0,
                    )
                )
                flags = FALSE_INVENTED | OUTSIDE | (WAS_TOLD if of(law, PAIRS, p, PAIR_TELLS) else 0)
                push(pool, head, who, day, REPORT, flags, p, signed16(z), day)
                acts[i64(of(law, PAIRS, p, PAIR_ACT)), A_INVENTED] += 1
        filed[c] = 0
