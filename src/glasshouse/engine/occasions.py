"""Step 1, occasion: what could be done this season, and who would see it.

For each person, season and act one word gives the count by inversion; occasion i then has its own address: moment, gain,
need. Acts on a clock have one word per trial day instead; their index is the day of the season. Nothing is carried from
season to season, and no act touches another's numbers. Sightings are drawn here too, in
batches: bit k of ``bits`` says that the k-th channel of the act would see the deed, bit 15+k that it would misread its
absence, OPENS_BIT that the deed opens a matter and must be looked at whoever sees it, LOOKS_BIT that whether it is done hangs on
whom one meets.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.drawn import gain_by
from glasshouse.engine.draws import batch_counts, batch_draw, batch_gain
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.tables import (
    ACT_BITS,
    ACT_CLOCK,
    ACT_COLUMN,
    ACT_FIRST_PAIR,
    ACT_GAIN_LAW,
    ACT_KEY,
    ACT_LANE,
    ACT_N_PAIRS,
    ACT_NEED,
    ACT_STREAM,
    ACT_WORD,
    ACTS,
    CLOCKS,
    COUNT_BLOCKS,
    COUNTS,
    EPOCHS,
    FIRST_COUNTS,
    GAIN_EXPONENTIAL,
    K0,
    K1,
    MISREAD,
    N_LEVELS,
    PAIR_KEY,
    PAIRS,
    SEE_SHARE,
    n_of,
    of,
)  # fmt: skip
from glasshouse.engine.trials import TOO_MANY, list_trials, moment_on
from glasshouse.engine.work import BATCH, GROUP
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import SEE
from glasshouse.population.make import W_CLS

u8, u16, u32, u64, i32, i64, f32 = np.uint8, np.uint16, np.uint32, np.uint64, np.int32, np.int64, np.float32

MAX_CHANNELS = 15
"""Channels that may see one act: an occasion keeps two bits for each, and one for what it opens, in 32."""
NO_ROOM = -1
"""Code: the place's season is too small; see also TOO_MANY."""
OPENS_BIT = 1 << 2 * MAX_CHANNELS
LOOKS_BIT = 1 << 2 * MAX_CHANNELS + 1
SEEN_BITS = OPENS_BIT | (1 << MAX_CHANNELS) - 1
MISREAD_BITS = LOOKS_BIT | (1 << 2 * MAX_CHANNELS) - (1 << MAX_CHANNELS)
NEEDED = 1e9


@helper
def flag_some(n, words, levels, law, first, flags):
    """Who of these has at least one occasion."""
    for q in range(n):
        flags[q] = i64(words[q]) >= law[first + 2 * i64(levels[q])]


@helper
def list_occasions(law, levels, words, n, j0, flags, who, act, index):
    """Write the (person, act, index) of every occasion of up to GROUP persons; returns how many, or TOO_MANY."""
    m = 0
    counts = law[3 * COUNTS]
    firsts = law[3 * FIRST_COUNTS]
    width = law[3 * COUNTS + 1]
    for a in range(n_of(law, ACTS)):
        if m + GROUP > BATCH:
            return TOO_MANY
        if of(law, ACTS, a, ACT_CLOCK):
            continue
        column = of(law, ACTS, a, ACT_COLUMN)
        row = words[of(law, ACTS, a, ACT_WORD)]
        flag_some(n, row, levels[column, j0 : j0 + n], law, firsts + 2 * a * N_LEVELS, flags)
        for q in range(n):
            who[m] = u64(q)
            act[m] = u64(a)
            index[m] = u64(0)
            m += i64(flags[q])
    n_first = m
    for o in range(n_first):
        a = i64(act[o])
        q = i64(who[o])
        word = i64(words[of(law, ACTS, a, ACT_WORD), q])
        level = a * N_LEVELS + i64(levels[of(law, ACTS, a, ACT_COLUMN), j0 + q])
        if word < law[firsts + 2 * level + 1]:
            continue
        row = counts + level * width
        k = 1
        while k < width and word >= law[row + k]:
            if m >= BATCH:
                return TOO_MANY
            who[m] = u64(q)
            act[m] = u64(a)
            index[m] = u64(k)
            m += 1
            k += 1
    return m


@helper
def list_pairs(m, law, who, act, index, base, season, c0, c1, c2, c3, place, pair):
    """Write the addresses of every (occasion, channel) that could see something; returns how many, or TOO_MANY."""
    n = 0
    for o in range(m):
        a = i64(act[o])
        if n + MAX_CHANNELS > place.shape[0]:
            return TOO_MANY
        lane = SEE | (u64(of(law, ACTS, a, ACT_LANE)) << u64(8))
        first = of(law, ACTS, a, ACT_FIRST_PAIR)
        for k in range(of(law, ACTS, a, ACT_N_PAIRS)):
            c0[n] = u64(base) + who[o]
            c1[n] = lane
            c2[n] = (u64(season) << u64(16)) | index[o]
            c3[n] = u64(of(law, PAIRS, first + k, PAIR_KEY))
            place[n] = o * 16 + k
            pair[n] = first + k
            n += 1
    return n


@helper
def set_bits(n, place, pair, law, rows, who, moments, j0, day0, x, y, bits):
    """Turn sighting words into bits."""
    n_pairs = n_of(law, PAIRS)
    for q in range(n):
        o = place[q] >> 4
        k = place[q] & 15
        day = day0 + i64((moments[o] * u64(SEASON_DAYS)) >> u64(32))
        row = of(law, EPOCHS, day, 0) * n_pairs + pair[q]
        c = i64(rows[j0 + i64(who[o]), W_CLS])
        seen = i64(i64(x[q]) < of(law, SEE_SHARE, row, c))
        amiss = i64(i64(y[q]) < of(law, MISREAD, row, c))
        bits[o] |= u32((seen << k) | (amiss << (k + MAX_CHANNELS)))


@helper
def put_in_order(n, first, who, act, index, moments, gains, bits, key_out, gain_out, bits_out, cursor):
    """Place a batch's occasions by person and moment; ``first`` holds each person's next free place."""
    for o in range(n):
        q = i64(who[o])
        key = (moments[o] << u64(32)) | (act[o] << u64(16)) | index[o]
        hole = cursor[q]
        begin = first[q]
        cursor[q] += 1
        while hole > begin and key_out[hole - 1] > key:
            key_out[hole] = key_out[hole - 1]
            gain_out[hole] = gain_out[hole - 1]
            bits_out[hole] = bits_out[hole - 1]
            hole -= 1
        key_out[hole] = key
        gain_out[hole] = gains[o]
        bits_out[hole] = bits[o]


@helper
def draw_group(
    law, stakes, batch, traits_levels, rows, base, season, j, n, offset, key, gain, bits, first, cursor, total
):
    """Occasions of up to GROUP persons from ``j`` of a place on; returns the new total, NO_ROOM or TOO_MANY.

    Draws: streams COUNT, OCCASION, LIE_COUNT, LIE, SEE, TRIAL.
    """
    s = u64(season)
    for b in range(n_of(law, COUNT_BLOCKS)):
        batch_counts(
            n, base + j, u64(of(law, COUNT_BLOCKS, b, 0)), s << u64(16), u64(of(law, COUNT_BLOCKS, b, 1)), u64(law[K0]), u64(law[K1]),
            batch.words[4 * b], batch.words[4 * b + 1], batch.words[4 * b + 2], batch.words[4 * b + 3],
        )  # fmt: skip
    j0 = offset + j
    m = list_occasions(law, traits_levels, batch.words, n, j0, batch.flags, batch.who, batch.act, batch.number)
    if m >= 0 and n_of(law, CLOCKS) > 0:
        m = list_trials(law, batch, traits_levels, rows, base, season, n, j, j0, m)
    if m < 0:
        return TOO_MANY
    if total + m > key.shape[0]:
        return NO_ROOM
    for o in range(m):
        a = i64(batch.act[o])
        batch.c0[o] = u64(base + j) + batch.who[o]
        batch.c1[o] = u64(of(law, ACTS, a, ACT_STREAM)) | (u64(of(law, ACTS, a, ACT_LANE)) << u64(8))
        batch.c2[o] = (s << u64(16)) | batch.number[o]
        batch.c3[o] = u64(of(law, ACTS, a, ACT_KEY))
        batch.gains[o] = stakes.gain[a]
        batch.bits[o] = u32(of(law, ACTS, a, ACT_BITS))
    batch_draw(
        m, batch.c0, batch.c1, batch.c2, batch.c3, u64(law[K0]), u64(law[K1]), batch.o0, batch.o1, batch.o2, batch.o3
    )
    batch_gain(m, batch.o1, batch.gains, batch.gains)
    for o in range(m):
        kind = of(law, ACTS, i64(batch.act[o]), ACT_GAIN_LAW)
        if kind != GAIN_EXPONENTIAL:
            batch.gains[o] = gain_by(kind, batch.o1[o], stakes.gain[i64(batch.act[o])], batch.gains[o])
        if i64(batch.o2[o]) < of(law, ACTS, i64(batch.act[o]), ACT_NEED):
            batch.gains[o] = f32(NEEDED)
        batch.word[o] = batch.o0[o]
        if of(law, ACTS, i64(batch.act[o]), ACT_CLOCK):
            batch.word[o] = moment_on(batch.number[o], batch.o0[o])
    day0 = season * SEASON_DAYS
    n_pairs = list_pairs(
        m, law, batch.who, batch.act, batch.number, base + j, season,
        batch.c0, batch.c1, batch.c2, batch.c3, batch.at, batch.pair,
    )  # fmt: skip
    if n_pairs < 0:
        return TOO_MANY
    batch_draw(
        n_pairs,
        batch.c0,
        batch.c1,
        batch.c2,
        batch.c3,
        u64(law[K0]),
        u64(law[K1]),
        batch.o0,
        batch.o1,
        batch.o2,
        batch.o3,
    )
    set_bits(
        n_pairs, batch.at, batch.pair, law, rows, batch.who, batch.word, j0, day0,
        batch.o0, batch.o1, batch.bits,
    )  # fmt: skip
    for q in range(n + 1):
        batch.order[q] = 0
    for o in range(m):
        batch.order[i64(batch.who[o]) + 1] += 1
    at = total
    for q in range(n):
        at += batch.order[q]
        first[j + q] = i32(at)
        cursor[j + q] = i32(at)
        batch.first[q] = at
        batch.order[q] = at
    # `order` now serves as each person's next free place
    put_in_order(
        m, batch.first, batch.who, batch.act, batch.number, batch.word, batch.gains, batch.bits, key, gain, bits,
        batch.order,
    )  # fmt: skip
    return total + m


@helper
def draw_season(law, stakes, batch, levels, rows, base, season, n, offset, key, gain, bits, first, cursor):
    """All occasions of a place's season, by person and moment; returns their number, or NO_ROOM."""
    total = i64(0)
    j = i64(0)
    most = i64(GROUP)
    while j < n:
        group = min(most, n - j)
        end = draw_group(
            law, stakes, batch, levels, rows, base, season, j, group, offset, key, gain, bits, first, cursor, total
        )
        if end == TOO_MANY and group > 1:
            most = group // 2  # fewer persons at a time fit the batch; who is drawn with whom changes nothing
            continue
        if end < 0:
            return i64(NO_ROOM)
        total = end
        j += group
    first[n] = i32(total)
    return total
