"""Desks with servers: cases are taken up in order of arrival, each by the server that is free first.

Time runs in *ticks*, 2**30 to a season (7 ms), so that waiting times are whole numbers, exact, and the same for every window
length. Once a window the city takes the cases that came in, in one pass: ``start = max(arrival, earliest free server)``. What
crosses back is, per day and desk, the key of the last case whose work began that day. Each place finds from it the day on
which work on its own cases began; the answer is ready on the morning after as many days as the work takes, rounded up.
"""

from __future__ import annotations

import math

import numpy as np

from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.tables import (
    DESK_FIXED,
    DESK_KEY,
    DESK_SERVERS,
    DESK_SERVICE,
    DESKS,
    HORIZON,
    K0,
    K1,
    n_of,
    of,
)
from glasshouse.engine.work import CASE_DAY, CASE_DESK, CASE_KEY, CASE_SERVICE
from glasshouse.kit.jit import helper, typed
from glasshouse.kit.randomness import CASE, draw, minus_log

u64, i64, f64 = np.uint64, np.int64, np.float64

TICK_BITS = 30
PERSON_BITS = 24
"""Bits of a key that tell apart persons of a city who apply in the same tick."""
LINE_APPLIED, LINE_BEGUN, LINE_WAITED, LINE_WAIT, LINE_QUEUE, LINE_LEFT, N_LINE = range(7)
"""What is counted per desk and season: cases handed in, taken up, made to wait, ticks they wait; ticks waited by all in the
season; cases waiting at its end. Waits are those of the cases handed in in the season."""


@typed("i8(i8)")
def tick_of_day(day):
    """First tick of a day."""
    season = day // SEASON_DAYS
    rest = day - season * SEASON_DAYS
    return (season << TICK_BITS) + ((rest << TICK_BITS) + SEASON_DAYS - 1) // SEASON_DAYS


@typed("i8(i8)")
def day_of_tick(tick):
    """Day on which a tick falls."""
    season = tick >> TICK_BITS
    rest = tick - (season << TICK_BITS)
    return season * SEASON_DAYS + ((rest * SEASON_DAYS) >> TICK_BITS)


@typed("i8(i8, u8, i8)")
def queue_key(day, moment, unit):
    """Place in the queue of a case handed in on a day, at a moment of its season (or in the morning): tick, then person."""
    in_season = (day // SEASON_DAYS << TICK_BITS) + i64(moment >> u64(32 - TICK_BITS))
    return max(in_season, tick_of_day(day)) << PERSON_BITS | (unit & ((1 << PERSON_BITS) - 1))


@helper
def behind(cases, n, d, key):
    """The key itself, or one behind: whoever hands in several cases at once hands them in a tick after one another."""
    for k in range(n):
        if cases[k, CASE_DESK] == d and cases[k, CASE_KEY] == key:
            key += 1 << PERSON_BITS
    return key


@typed("i8(i8[::1], i8, i8, i8)")
def service_of(law, d, unit, number):
    """Ticks of work on a case. Draws: stream CASE, lane 1, word 1 at (person, case, desk)."""
    mean = of(law, DESKS, d, DESK_SERVICE)
    if of(law, DESKS, d, DESK_FIXED):
        return mean
    x, y, z, t = draw(
        u64(unit), CASE | u64(1 << 8), u64(number), u64(of(law, DESKS, d, DESK_KEY)), u64(law[K0]), u64(law[K1])
    )
    return i64(math.floor(f64(mean) * minus_log(y) + 0.5))


@typed("i8(i8)")
def days_of_work(service):
    """Days that so many ticks of work take, rounded up."""
    return (service * SEASON_DAYS + (1 << TICK_BITS) - 1) >> TICK_BITS


@helper
def begun_on(started, d, key, case_day, from_day, day):
    """The day before ``day``, and not before ``from_day``, on which work on a case began; or -1."""
    for each in range(max(case_day, from_day), min(day, started.shape[0])):
        if started[each, d] >= key:
            return i64(each)
    return i64(-1)


@helper
def sink(keys, beside, n, at):
    """Let a key sink, with what stands beside it, in a heap whose largest key is on top."""
    key, with_it = keys[at], beside[at]
    while True:
        child = 2 * at + 1
        if child >= n:
            break
        if child + 1 < n and keys[child + 1] > keys[child]:
            child += 1
        if keys[child] <= key:
            break
        keys[at], beside[at] = keys[child], beside[child]
        at = child
    keys[at], beside[at] = key, with_it


@helper
def sort_pairs(keys, beside, n):
    """Put the first ``n`` keys in order, and what stands beside them along."""
    for at in range(n // 2 - 1, -1, -1):
        sink(keys, beside, n, at)
    for last in range(n - 1, 0, -1):
        key, with_it = keys[0], beside[0]
        keys[0], beside[0] = keys[last], beside[last]
        sink(keys, beside, last, 0)
        keys[last], beside[last] = key, with_it


@helper
def count_wait(law, line, d, arrival, start):
    """Count a case that came in at a tick and was, or will be, taken up at another; seasons end with the world."""
    end_of_world = tick_of_day(law[HORIZON])
    first = arrival >> TICK_BITS
    line[first, d, LINE_APPLIED] += 1
    line[first, d, LINE_WAITED] += i64(start > arrival)
    line[first, d, LINE_WAIT] += start - arrival
    for season in range(first, min(start >> TICK_BITS, i64(line.shape[0]) - 1) + 1):
        begin = i64(season) << TICK_BITS
        end = min(begin + (1 << TICK_BITS), end_of_world)
        line[season, d, LINE_QUEUE] += min(start, end) - max(arrival, begin)
        if start < end:
            line[season, d, LINE_BEGUN] += 1
        else:
            line[season, d, LINE_LEFT] += 1


@helper
def serve(law, cases, case_heads, fields, from_day, day):
    """Take up, at every desk with servers, the cases handed in from ``from_day`` to the eve of ``day``.

    Reads: law, cases. Writes: fields (free, started, line), scratch.
    """
    keys, work = fields.queue, fields.work
    for d in range(n_of(law, DESKS)):
        servers = of(law, DESKS, d, DESK_SERVERS)
        if servers == 0:
            continue
        if day == 0:
            for each in range(fields.started.shape[0]):
                fields.started[each, d] = 0
            continue
        n = i64(0)
        for place in range(cases.shape[0]):
            for k in range(case_heads[place, 0]):
                if cases[place, k, CASE_DESK] == d and cases[place, k, CASE_DAY] >= from_day:
                    keys[n] = cases[place, k, CASE_KEY]
                    work[n] = cases[place, k, CASE_SERVICE]
                    n += 1
        sort_pairs(keys, work, n)
        for k in range(n):
            arrival = keys[k] >> PERSON_BITS
            server = 0
            for each in range(servers):
                if fields.free[d, each] < fields.free[d, server]:
                    server = each
            start = max(arrival, fields.free[d, server])
            fields.free[d, server] = start + work[k]
            count_wait(law, fields.line, d, arrival, start)
            begun = day_of_tick(start)
            if begun < fields.started.shape[0]:
                fields.started[begun, d] = keys[k]
