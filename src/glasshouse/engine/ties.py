"""Whom one heeds: everybody of the place, friends, neighbours on a ring, or the rows of a table."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.tables import (
    AMONG_FRIENDS,
    AMONG_PLACE,
    AMONG_RING,
    AT_DROPPED,
    DROPS,
    FRIENDS_EACH,
    K0,
    K1,
    RING_SIDE,
    SAME_GROUP,
    TIE_FIRST,
    TIE_HEEDS,
    TIE_ROWS,
    TIES,
    of,
)
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import TIE, draw, one_of
from glasshouse.population.make import W_GROUP

u64, i64, f64 = np.uint64, np.int64, np.float64


@helper
def friend_of(law, rows, base, offset, n, j, k, same_group):
    """The k-th friend of a person: of the place, more often of the same group. Draws: stream TIE at (person, number)."""
    x, y, z, t = draw(u64(base + j), TIE | u64(3 << 8), u64(k), u64(0), u64(law[K0]), u64(law[K1]))
    other = one_of(x, n)
    if i64(y) < same_group:
        for _ in range(n):
            if rows[offset + other, W_GROUP] == rows[offset + j, W_GROUP] and other != j:
                break
            other = other + 1 if other + 1 < n else 0
    return other


@helper
def is_dropped(law, people, who, k):
    """Is the k-th friend of somebody none any more?"""
    return of(law, TIES, DROPS, 0) > 0 and (i64(people.days[who, law[AT_DROPPED]]) >> k) & 1 != 0


@helper
def heard(law, stakes, rows, base, offset, n, j, among, said, total):
    """(sum, weight) of what those say whom a person heeds; sums run in the order of the tie.

    ``said`` (person,) f64 holds what everybody of the place says, ``total`` its sum. The weight is zero for whoever heeds
    nobody.
    """
    if among == AMONG_PLACE:
        return total, f64(n)
    out = 0.0
    if among == AMONG_FRIENDS:
        each = of(law, TIES, FRIENDS_EACH, 0)
        for k in range(each):
            out += said[friend_of(law, rows, base, offset, n, j, k, of(law, TIES, SAME_GROUP, 0))]
        return out, f64(each)
    if among == AMONG_RING:
        side = of(law, TIES, RING_SIDE, 0)
        for d in range(1, side + 1):
            out += said[(j - d) % n] + said[(j + d) % n]
        return out, f64(2 * side)
    first, last = of(law, TIE_FIRST, j, 0), of(law, TIE_FIRST, j + 1, 0)
    for row in range(first, last):
        heeds = of(law, TIE_ROWS, row, TIE_HEEDS)
        if heeds < n:
            out += stakes.weights[row] * said[heeds]
    return out, f64(last > first)
