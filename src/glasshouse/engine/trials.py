"""Step 1 for acts on a clock: one word per trial day; which days bring an occasion, and of which act."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.tables import (
    CLOCK_EVERY,
    CLOCK_FIRST,
    CLOCK_HOUSEHOLD,
    CLOCK_LANE,
    CLOCK_N,
    CLOCKS,
    K0,
    K1,
    N_LEVELS,
    TRIAL_ACT,
    TRIAL_BY_PROPENSITY,
    TRIAL_COLUMN,
    TRIAL_SHARE,
    TRIALS,
    n_of,
    of,
)
from glasshouse.engine.work import BATCH, GROUP
from glasshouse.kit.jit import helper, typed
from glasshouse.kit.randomness import TRIAL, philox
from glasshouse.population.make import W_HOME, W_PROPENSITY

u8, u32, u64, i64, f64 = np.uint8, np.uint32, np.uint64, np.int64, np.float64

HALF_BLOCKS = 11
"""Blocks of a season of which the bits stand in the first of two words; the other ten are in the second."""

TOO_MANY = -2
"""Code: more occasions than the batch holds."""


@helper
def draw_days(n, units, stream, name, season, skew, step, n_blocks, below, k0, k1, words, flags):
    """Words of up to GROUP units' days in a season, four days to a block; block b of unit q lies at ``b * GROUP + q``.

    Bit w of its flags: is its word w below the unit's threshold? ``step`` days lie from block to block, the first is ``skew``.
    ``words`` is (4, ...) u32. The loop over units is vectorised.
    """
    d0, d1, d2, d3 = words[0], words[1], words[2], words[3]
    for b in range(n_blocks):
        index = (u64(season) << u64(16)) | (u64(skew + b * step) >> u64(2))
        for q in range(n):
            at = u64(b * GROUP + q)
            w0, w1, w2, w3 = philox(units[u64(q)], stream, index, name, k0, k1)
            d0[at] = u32(w0)
            d1[at] = u32(w1)
            d2[at] = u32(w2)
            d3[at] = u32(w3)
            limit = below[u64(q)]
            flags[at] = (
                u8(w0 < limit) | (u8(w1 < limit) << u8(1)) | (u8(w2 < limit) << u8(2)) | (u8(w3 < limit) << u8(3))
            )
        for q in range(n, GROUP):
            flags[u64(b * GROUP + q)] = u8(0)


@helper
def list_hits(n, flags, hits):
    """List the blocks of which some bit is set; returns how many. Without a branch, as nobody could foretell it."""
    m = 0
    for at in range(n):
        hits[m] = at
        m += i64(flags[at] != 0)
    return m


@helper
def bits_of(flags, q, low, high):
    """Four bits each of unit q's blocks from ``low`` to before ``high``, the lowest bits first."""
    bits = i64(0)
    for b in range(low, high):
        bits |= i64(flags[u64(b * GROUP + q)]) << (4 * (b - low))
    return bits


@typed("i8(i8)")
def lowest_bit(bits):
    """Place of the lowest bit that is set, read off the exponent of a float; ``bits`` has at most 53 and is not 0."""
    return (f64(bits & -bits).view(np.int64) >> i64(52)) - i64(1023)


@helper
def chance_of(law, levels, rows, trial, j):
    """Threshold of one trial for one person of the city."""
    level = i64(levels[of(law, TRIALS, trial, TRIAL_COLUMN), j])
    if level == N_LEVELS - 1:
        return i64(0)
    if of(law, TRIALS, trial, TRIAL_BY_PROPENSITY):
        level = i64(rows[j, W_PROPENSITY])
    return i64(of(law, TRIAL_SHARE, trial, level))


@helper
def list_trials(law, batch, levels, rows, base, season, n, j, j0, m):
    """Append the (person, act, day of season) of every trial of these persons that comes out; as ``list_occasions``.

    Draws: stream TRIAL at (person or first of the household, lane, day of season >> 2), one word per day.
    """
    start = season * SEASON_DAYS
    for c in range(n_of(law, CLOCKS)):
        every = of(law, CLOCKS, c, CLOCK_EVERY)
        begin = (every - start % every) % every
        step = every if every > 4 else 4
        skew = begin if every > 4 else 0  # up to four days apart every block of four days holds a trial
        n_blocks = max((SEASON_DAYS - skew + step - 1) // step, 0)
        first_trial = of(law, CLOCKS, c, CLOCK_FIRST)
        n_trials = of(law, CLOCKS, c, CLOCK_N)
        lane = TRIAL | (u64(of(law, CLOCKS, c, CLOCK_LANE)) << u64(8))
        last_trial = first_trial + n_trials - 1
        for q in range(n):
            unit = i64(rows[j0 + q, W_HOME]) if of(law, CLOCKS, c, CLOCK_HOUSEHOLD) else i64(j + q)
            nearest = chance_of(law, levels, rows, first_trial, j0 + q)
            below = nearest
            for trial in range(first_trial + 1, last_trial + 1):
                below += chance_of(law, levels, rows, trial, j0 + q)
            batch.c0[q] = u64(base + unit)
            batch.c1[q] = u64(below)
            batch.pair[q] = nearest
        draw_days(
            n, batch.c0, lane, u64(0), season, skew, step, n_blocks, batch.c1, u64(law[K0]), u64(law[K1]), batch.days_of,
            batch.flags,
        )  # fmt: skip
        n_hits = list_hits(n_blocks * GROUP, batch.flags, batch.at)
        for hit in range(n_hits):
            at = u64(batch.at[hit])
            q = i64(at % u64(GROUP))
            first_day = skew + i64(at // u64(GROUP)) * step
            days = i64(batch.flags[at])
            while days != 0:
                w = lowest_bit(days)
                days &= days - 1
                day = (first_day & ~3) + w
                if day < begin or day >= SEASON_DAYS or (every > 1 and (day - begin) % every != 0):
                    continue
                word = i64(batch.days_of[w, at])
                trial = first_trial
                if n_trials == 2:
                    trial += i64(word >= batch.pair[q])  # not a loop: nobody could foretell how often it turns
                else:
                    up_to = batch.pair[q]
                    while trial < last_trial and word >= up_to:
                        trial += 1
                        if trial < last_trial:
                            up_to += chance_of(law, levels, rows, trial, j0 + q)
                act = of(law, TRIALS, trial, TRIAL_ACT)
                if act < 0:
                    continue
                if m >= BATCH:
                    return TOO_MANY
                batch.who[m] = u64(q)
                batch.act[m] = u64(act)
                batch.number[m] = u64(day)
                m += 1
    return m


@typed("u8(u8, u8)")
def moment_on(day, word):
    """A moment within a day of the season, as a fraction of the season in 32 bits."""
    first = ((day << u64(32)) + u64(SEASON_DAYS - 1)) // u64(SEASON_DAYS)
    after = (((day + u64(1)) << u64(32)) + u64(SEASON_DAYS - 1)) // u64(SEASON_DAYS)
    return first + ((word * (after - first)) >> u64(32))
