"""Who is due: people are visited only in windows in which something may happen to them.

``due`` (n,) u16 holds for each person of a place a day before which no occasion comes; ``other`` (n,) u16 one before which nothing else
happens of itself: no want, no turn of the standing, no call of the calendar. They may come too early, never too late. Whoever has mail is
visited anyhow.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.state import TURN
from glasshouse.kit.jit import helper, typed

u8, u64, i32, i64 = np.uint8, np.uint64, np.int32, np.int64

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
def wake_up(other, days, offset, n):
    """Where steps of a society turn the standings of others, those are due as soon as their turn has come."""
    for j in range(n):
        other[j] = min(other[j], days[offset + j, TURN])


@helper
def list_due(due, other, first, n, end_day, state, visit):
    """List who may have occasions before ``end_day`` and nothing else, from the front; and from the end backwards whoever may have more.

    Returns how many there are of each. Writes: visit (n + 1,); state (n,) u8. No "or", no "and": nobody could foretell those branches.
    """
    for j in range(n):
        at = u64(j)
        more = (i64(other[at]) < end_day) | (first[at] != first[at + u64(1)])
        state[at] = (u8(more) << u8(1)) | (u8(i64(due[at]) < end_day) & u8(not more))
    quiet, called = i64(0), i64(0)
    for j in range(n):
        visit[quiet] = i32(j)
        visit[n - called] = i32(j)
        quiet += i64(state[j] & u8(1))
        called += i64(state[j] >> u8(1))
    return quiet, called
