"""Who is watched more closely: what was sighted, as this person is looked at today.

Sightings are drawn for a season at once, for whoever is watched most closely of all; those of everybody else are taken away
again when the deed is done. So the factor takes no number of its own, and a person who is never watched more closely is seen as
ever.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.log import CLOSER, note
from glasshouse.engine.observe import SCRIPTED
from glasshouse.engine.rounding import MILLION
from glasshouse.engine.tables import (
    ACT_FIRST_PAIR,
    ACT_LANE,
    ACT_N_PAIRS,
    ACTS,
    EPOCHS,
    K0,
    K1,
    ME_UNIT,
    ME_WHO,
    PAIR_AMISS,
    PAIR_CHANNEL,
    PAIR_KEY,
    PAIRS,
    SEE_MOST,
    SEE_USUAL,
    WATCH_CHANNELS,
    WATCH_CONSEQUENCE,
    WATCH_FACTOR,
    WATCHES,
    n_of,
    of,
)
from glasshouse.engine.weigh import is_felt
from glasshouse.kit.jit import helper, typed
from glasshouse.kit.randomness import SEE, draw

u64, i64 = np.uint64, np.int64

MOST_FACTOR = 1_000 * MILLION
"""A thousand times as closely, in millionths: all factors together are no more."""


@typed("i8(i8[::1], i8, i8, i8[::1])")
def closeness(law, channel, day, me):
    """How many times as closely a channel looks at this person today, in millionths."""
    factor = i64(MILLION)
    for k in range(n_of(law, WATCHES)):
        if (of(law, WATCHES, k, WATCH_CHANNELS) >> channel) & 1 and is_felt(
            law, of(law, WATCHES, k, WATCH_CONSEQUENCE), day, me
        ):
            factor = min(factor * of(law, WATCHES, k, WATCH_FACTOR) // MILLION, MOST_FACTOR)
    return factor


@helper
def look_closely(law, a, index, season, day, sight, cls, me, log):
    """Sightings of an occasion as this person is watched today; they were drawn for the most watched of all.

    Draws: stream SEE at (person, act, occasion, channel), once more.
    """
    for k in range(of(law, ACTS, a, ACT_N_PAIRS)):
        p = of(law, ACTS, a, ACT_FIRST_PAIR) + k
        if (sight >> k) & 1 == 0 or of(law, PAIRS, p, PAIR_AMISS):
            continue
        factor = closeness(law, of(law, PAIRS, p, PAIR_CHANNEL), day, me)
        if factor != MILLION:
            note(log, me[ME_WHO], CLOSER, day, 0, p, factor // 1000, 0, 0, 0, 0)
        if index >= SCRIPTED:
            continue
        x, y, z, t = draw(
            u64(me[ME_UNIT]), SEE | (u64(of(law, ACTS, a, ACT_LANE)) << u64(8)), (u64(season) << u64(16)) | u64(index),
            u64(of(law, PAIRS, p, PAIR_KEY)), u64(law[K0]), u64(law[K1]),
        )  # fmt: skip
        row = of(law, EPOCHS, day, 0) * n_of(law, PAIRS) + p
        if i64(x) >= chance_of(of(law, SEE_USUAL, row, cls), factor, of(law, SEE_MOST, row, cls)):
            sight &= ~(i64(1) << k)
    return sight


@typed("i8(i8, i8, i8)")
def chance_of(usual, factor, most):
    """A usual chance of being seen, so many times (millionths), but no more than where the channel looks at all."""
    return min(usual * factor // MILLION, most)
