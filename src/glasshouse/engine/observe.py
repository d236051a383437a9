"""Step 3, observe: who saw the deed, rightly or not, and on whom the report falls."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import (
    A_INVENTED,
    A_MISREAD,
    A_MISSED,
    A_SEEN,
    A_WRONG,
    P_MISREAD,
    P_MISSED,
    P_SEEN,
)
from glasshouse.engine.learn import see_own_report
from glasshouse.engine.log import ACCUSES, SEEN, UNSEEN, note
from glasshouse.engine.mail import FALSE_INVENTED, FALSE_MISREAD, FALSE_WRONG, OUTSIDE, REPORT, WAS_TOLD, push
from glasshouse.engine.occasions import MAX_CHANNELS
from glasshouse.engine.state import T_FALSE, T_SEEN, add_tally
from glasshouse.engine.tables import (
    ACT_CHANNEL,
    ACT_COVERED,
    ACT_DOMAIN,
    ACT_FIRST_PAIR,
    ACT_LANE,
    ACT_N_PAIRS,
    ACTS,
    CHANNEL_FIRST_LIE,
    CHANNEL_KEY,
    CHANNEL_N_LIES,
    CHANNEL_PEERS,
    CHANNEL_REGIME,
    CHANNEL_SELF,
    CHANNELS,
    EPOCHS,
    K0,
    K1,
    ME_J,
    ME_JOINED,
    ME_UNIT,
    ME_WHO,
    PADS,
    PAIR_ACT,
    PAIR_AMISS,
    PAIR_CHANNEL,
    PAIR_DELAY,
    PAIR_DELAY_SPAN,
    PAIR_FROM_HOME,
    PAIR_KEY,
    PAIR_REGIME,
    PAIR_TELLS,
    PAIRS,
    REGIME_RECORDED,
    REGIMES,
    SCRIPT,
    SCRIPT_UNITS,
    SCRIPT_WORD,
    WRONG_NAME,
    n_of,
    of,
)
from glasshouse.kit.jit import helper, typed
from glasshouse.kit.randomness import LIE, SEE, draw, one_of, within
from glasshouse.population.make import W_GROUP, W_HOME, W_JOINED, W_PART, W_SIZE

u8, u16, u32, u64, i64 = np.uint8, np.uint16, np.uint32, np.uint64, np.int64

SCRIPTED = 60_000
"""Occasions of a case script carry indices from here on: seen without chance, reported without delay."""


@helper
def somebody_else(word, from_, j, n, rows, offset):
    """Whom a report names wrongly: of the household, the place, or the place and group; never the doer if another is there."""
    if from_ == 0:
        size = i64(rows[offset + j, W_SIZE])
        if size < 2:
            return j
        home = i64(rows[offset + j, W_HOME])
        k = home + one_of(word, size - 1)
        return k if k < j else k + 1
    if n < 2:
        return j
    k = one_of(word, n - 1)
    k = k if k < j else k + 1
    if from_ == 2:
        for _ in range(n):
            if rows[offset + k, W_GROUP] == rows[offset + j, W_GROUP] and k != j:
                return k
            k = k + 1 if k + 1 < n else 0
    return k


@helper
def can_rate(other, index, j, r, rows, offset):
    """Has the person met a say in a regime: somebody else, who takes part in it? In a script whoever is said to report."""
    return index >= SCRIPTED or (other >= 0 and other != j and ((i64(rows[offset + other, W_JOINED]) >> r) & 1) != 0)


@helper
def is_here(rows, who, r):
    """Is a regime in force where somebody lives?"""
    return (i64(rows[who, W_PART]) >> r) & 1 != 0


@typed("i8(u8)")
def signed16(word):
    """The upper sixteen bits of a word as they travel in mail."""
    return i64(word >> u64(16)) - 32_768


@helper
def observe(
    law,
    a,
    index,
    season,
    day,
    moment,
    done,
    bits,
    other,
    cls,
    n,
    offset,
    rows,
    me,
    own,
    box,
    filed,
    row,
    acts_row,
    queue,
    log,
):
    """Channels of an act, in their order: the first that sees it in each regime files the report. ``other``: who is met.

    Reports due at once go to ``queue`` (pair, word, flags, -, -, units); later ones and those on others go by mail.
    Returns the length of the queue. Draws: stream SEE at (person, act, occasion, channel).
    """
    who, j, unit, joined = me[ME_WHO], me[ME_J], me[ME_UNIT], me[ME_JOINED]
    small, tally, pool, head = own.small, own.tally, box.pool, box.head
    n_queue = 0
    reported = i64(-1)  # regimes come in order, so the last one that has its report is enough
    seen = False
    accused = False
    for k in range(of(law, ACTS, a, ACT_N_PAIRS)):
        p = of(law, ACTS, a, ACT_FIRST_PAIR) + k
        sighted = done and (bits >> k) & 1
        amiss = (not done) and (bits >> (k + MAX_CHANNELS)) & 1
        if not (sighted or amiss):
            continue
        r = i64(of(law, PAIRS, p, PAIR_REGIME))
        if (joined >> r) & 1 == 0 and (of(law, REGIMES, r, REGIME_RECORDED) == 0 or not is_here(rows, who, r)):
            continue
        if of(law, CHANNELS, of(law, PAIRS, p, PAIR_CHANNEL), CHANNEL_PEERS) and not can_rate(
            other, index, j, r, rows, offset
        ):
            continue
        filed[n_of(law, CHANNELS) + of(law, PAIRS, p, PAIR_CHANNEL)] += 1
        flags = i64(0)
        delay = i64(0)
        word = i64(0)
        units = i64(0)
        if index < SCRIPTED:
            x, y, z, t = draw(
                u64(unit),
                SEE | (u64(of(law, ACTS, a, ACT_LANE)) << u64(8)),
                (u64(season) << u64(16)) | u64(index),
                u64(of(law, PAIRS, p, PAIR_KEY)),
                u64(law[K0]),
                u64(law[K1]),
            )
            # x and y are spent on seeing; their low bits, and z and t, are free for the rest
            epoch = i64(of(law, EPOCHS, day, 0))
            if (
                sighted
                and not of(law, PAIRS, p, PAIR_AMISS)
                and i64(y) < of(law, WRONG_NAME, epoch * n_of(law, PAIRS) + p, cls)
            ):
                victim = somebody_else(z, i64(of(law, PAIRS, p, PAIR_FROM_HOME)), j, n, rows, offset)
                if victim != j:
                    due = day + within(i64(of(law, PAIRS, p, PAIR_DELAY)), i64(of(law, PAIRS, p, PAIR_DELAY_SPAN)), t)
                    push(
                        pool,
                        head,
                        victim,
                        due,
                        REPORT,
                        FALSE_WRONG | OUTSIDE | (WAS_TOLD if of(law, PAIRS, p, PAIR_TELLS) else 0),
                        p,
                        signed16(t << u64(8) & u64(0xFFFFFFFF)),
                        day,
                    )
                    acts_row[A_WRONG] += 1
                    accused = True
                    note(log, who, ACCUSES, day, i64(moment), p, victim, 0, 0, 0, 0)
                continue
            delay = within(i64(of(law, PAIRS, p, PAIR_DELAY)), i64(of(law, PAIRS, p, PAIR_DELAY_SPAN)), t)
            word = signed16(z)
        else:
            word = i64(of(law, SCRIPT, index - SCRIPTED, SCRIPT_WORD))
            units = i64(of(law, SCRIPT, index - SCRIPTED, SCRIPT_UNITS))
        if of(law, PAIRS, p, PAIR_AMISS) or amiss:
            flags = i64(FALSE_MISREAD)
        if of(law, PAIRS, p, PAIR_TELLS):
            flags |= WAS_TOLD
        if reported == r:
            note(log, who, SEEN, day, i64(moment), p, 1, flags, 0, 0, 0)
            continue
        reported = r
        filed[of(law, PAIRS, p, PAIR_CHANNEL)] += 1
        if delay > 0:
            push(pool, head, j, day + delay, REPORT, flags, p, word, day)
            note(log, who, SEEN, day, i64(moment), p, 0, flags, delay, 0, 0)
        elif n_queue < 16:
            queue[n_queue, 0] = p
            queue[n_queue, 1] = word
            queue[n_queue, 2] = flags
            queue[n_queue, 5] = units
            n_queue += 1
        if flags & FALSE_MISREAD:
            row[P_MISREAD] += 1
            acts_row[A_MISREAD] += 1
            add_tally(tally, T_FALSE, 1)
        else:
            if not seen:
                row[P_SEEN] += 1
                acts_row[A_SEEN] += 1
                add_tally(tally, T_SEEN, 1)
            seen = True
            if flags & WAS_TOLD:
                see_own_report(small, i64(of(law, ACTS, a, ACT_DOMAIN)))
    if done and not seen and not accused and of(law, ACTS, a, ACT_COVERED):
        row[P_MISSED] += 1
        acts_row[A_MISSED] += 1
        note(log, who, UNSEEN, day, i64(moment), a, 0, 0, 0, 0, 0)
    return n_queue


@helper
def lie(law, a, index, season, day, n, offset, rows, me, box, filed, acts, log):
    """A report out of nothing: by oneself, or on somebody in the place. It always goes by mail, dated like any other.

    Draws: stream LIE at (person, occasion, channel).
    """
    who, j, unit = me[ME_WHO], me[ME_J], me[ME_UNIT]
    pool, head = box.pool, box.head
    c = i64(of(law, ACTS, a, ACT_CHANNEL))
    if not is_here(rows, who, of(law, CHANNELS, c, CHANNEL_REGIME)):
        return
    x, y, z, t = draw(
        u64(unit),
        LIE | (u64(1) << u64(8)),
        (u64(season) << u64(16)) | u64(index),
        u64(of(law, CHANNELS, c, CHANNEL_KEY)),
        u64(law[K0]),
        u64(law[K1]),
    )
    p = i64(
        of(law, PADS, of(law, CHANNELS, c, CHANNEL_FIRST_LIE) + one_of(x, i64(of(law, CHANNELS, c, CHANNEL_N_LIES))), 0)
    )
    target = j
    flags = FALSE_INVENTED | (WAS_TOLD if of(law, PAIRS, p, PAIR_TELLS) else 0)
    due = day + max(within(i64(of(law, PAIRS, p, PAIR_DELAY)), i64(of(law, PAIRS, p, PAIR_DELAY_SPAN)), t), 1)
    if not of(law, CHANNELS, c, CHANNEL_SELF):
        target = somebody_else(y, 1, j, n, rows, offset)
        flags |= OUTSIDE
    push(pool, head, target, due, REPORT, flags, p, signed16(z), day)
    filed[c] += 1
    filed[n_of(law, CHANNELS) + c] += 1
    acts[i64(of(law, PAIRS, p, PAIR_ACT)), A_INVENTED] += 1
    note(log, who, ACCUSES, day, 0, p, target, 1, 0, 0, 0)
