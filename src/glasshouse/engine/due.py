"""Who is due: people are visited only in windows in which something may happen to them.

``due`` (n,) u16 holds for each person of a place a day before which nothing happens of itself: no occasion, no want, no turn of the
standing, no call of the calendar. It may come too early, never too late. Whoever has mail is visited anyhow.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.state import TURN
from glasshouse.kit.jit import helper, typed

u64, i32, i64 = np.uint64, np.int32, np.int64

LAST_MOMENT = ~u64(0)


@typed("u8(i8, i8)")
def moment_of(day, season_start):
    """First moment of a day of the season, as the upper half of a key; the season's end is beyond every key."""
    rest = day - season_start
    if rest >= SEASON_DAYS:
        return LAST_MOMENT
    return ((u64(rest) << u64(32)) + u64(SEASON_DAYS - 1)) // u64(SEASON_DAYS) << u64(32)


@typed("i8(u8, i8)")
def day_of(key, season_start):
    """Day on which a key's moment falls."""
    return season_start + i64(((key >> u64(32)) * u64(SEASON_DAYS)) >> u64(32))


@helper
def wake_up(due, days, offset, n):
    """Where steps of a society turn the standings of others, those are due as soon as their turn has come."""
    for j in range(n):
        due[j] = min(due[j], days[offset + j, TURN])


@helper
def list_due(due, first, n, end_day, visit):
    """List those of the place to whom something may happen before ``end_day``, or who have mail; returns how many."""
    m = 0
    for j in range(n):
        visit[m] = i32(j)
        m += i64(i64(due[j]) < end_day) | i64(first[j] != first[j + 1])  # not "or": nobody could foretell that branch
    return m
