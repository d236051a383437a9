"""Part of step c, spill over: friends who cost something are dropped.

A friendship is one person's k-th; it costs that person where a score measures friends and the friend's is below the own one, and
it costs the friend where what the person's standing sends lands on friends. Either may end it, for good.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.person import is_member
from glasshouse.engine.ration import published_score
from glasshouse.engine.state import F_NEWLY, FLAGS, SENT
from glasshouse.engine.tables import (
    AT_DROPPED,
    C_MONTH,
    CALENDAR,
    CONSEQUENCE_LANDS,
    CONSEQUENCES,
    DROPS,
    FRIENDS,
    FRIENDS_BY,
    FRIENDS_EACH,
    K0,
    K1,
    LANDINGS,
    ON_FRIENDS,
    SAME_GROUP,
    SCORE_REGIME,
    SCORES,
    TIES,
    n_of,
    of,
)
from glasshouse.engine.ties import friend_of, is_dropped
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import TIE, draw

u8, u16, u64, i64 = np.uint8, np.uint16, np.uint64, np.int64


@helper
def is_below(law, rows, people, who, friend):
    """Does a score measure friends, and is this friend's below one's own, as last published?"""
    for f in range(n_of(law, FRIENDS)):
        by = of(law, FRIENDS, f, FRIENDS_BY)
        regime = of(law, SCORES, by, SCORE_REGIME)
        if is_member(law, rows, people, who, regime) and is_member(law, rows, people, friend, regime):
            if published_score(law, by, people.points[friend]) < published_score(law, by, people.points[who]):
                return True
    return False


@helper
def drop_friends(law, rows, people, base, offset, folk, first_day, end_day):
    """At each month's beginning some of the friendships that cost somebody something end; scope: place.

    Reads: small[SENT], points. Writes: days[AT_DROPPED], small[FLAGS]. Draws: stream TIE, lane 10, at (person, day and number of the friend).
    """
    lands = i64(0)
    for l in range(n_of(law, LANDINGS)):
        if of(law, CONSEQUENCES, of(law, LANDINGS, l, 0), CONSEQUENCE_LANDS) == ON_FRIENDS:
            lands |= i64(1) << l
    for day in range(first_day + 1, end_day + 1):
        if of(law, CALENDAR, day, 0) & C_MONTH == 0:
            continue
        for j in range(folk):
            for k in range(of(law, TIES, FRIENDS_EACH, 0)):
                index = (u64(day) << u64(16)) | u64(k)
                x, y, z, t = draw(u64(base + j), TIE | u64(10 << 8), index, u64(0), u64(law[K0]), u64(law[K1]))
                if i64(x) >= of(law, TIES, DROPS, 0) or is_dropped(law, people, offset + j, k):
                    continue
                friend = friend_of(law, rows, base, offset, folk, j, k, of(law, TIES, SAME_GROUP, 0))
                costs = (i64(people.small[offset + j, SENT]) & lands) != 0
                if costs or is_below(law, rows, people, offset + j, offset + friend):
                    people.days[offset + j, law[AT_DROPPED]] |= u16(i64(1) << k)
                    people.small[offset + j, FLAGS] |= u8(F_NEWLY)
