"""Meetings: whom one meets at an occasion, what one knows of them, and what a deed brings them.

What is known is the standing of the window's first morning, as any place can see it; so nobody's choice depends on the
order in which people of a place are computed.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.morning import fill_grades, fill_person
from glasshouse.engine.observe import SCRIPTED
from glasshouse.engine.person import Own, drop_left, introduce, is_member
from glasshouse.engine.standing import UNSCORED, clipped, holds
from glasshouse.engine.state import ENTERED, M_SUSPENDED, MARK, UNTIL
from glasshouse.engine.tables import (
    ACT_COSTS,
    ACT_FIRST_MET,
    ACT_GIVES,
    ACT_KNOWN,
    ACT_LANE,
    ACT_MET_AGREES,
    ACT_MET_FROM,
    ACT_MET_ONLY,
    ACT_MET_SCORE,
    ACT_MET_UNLESS,
    ACT_MET_YUAN,
    ACT_N_MET,
    ACTS,
    AT_FOLLOWS,
    AT_LISTS,
    AT_MARKS,
    BY_PAYOFF,
    K0,
    K1,
    LISTS,
    MET_FIRST,
    MET_N,
    MET_ROW_CONDITION,
    MET_ROW_PULL,
    MET_ROWS,
    MET_SCORES,
    METS,
    NORM_FOLLOWS,
    NORMS,
    PLACE_SIZE,
    SCORE_CEILING,
    SCORE_FLOOR,
    SCORE_REGIME,
    SCORE_SHOWN,
    SCORES,
    SCRIPT,
    SCRIPT_MET,
    n_of,
    of,
)
from glasshouse.engine.work import FITS, N_MET, SEEN_OF
from glasshouse.kit.jit import helper, typed
from glasshouse.kit.randomness import MEET, draw, one_of

u64, i64, f32, f64 = np.uint64, np.int64, np.float32, np.float64

NORM_BITS = 48
"""Where the bits of norms begin in what is seen of a person; the bits of lists stand before them."""


@helper
def look_around(law, rows, people, met, offset, n, day):
    """Write what the place sees of everybody on this morning. Reads: rows, days, small, points. Writes: met (person, SEEN_OF and scores)."""
    for j in range(n):
        who = offset + j
        bits = i64(people.small[who, law[AT_FOLLOWS]]) << NORM_BITS if n_of(law, NORMS) > 0 else i64(0)
        for l in range(n_of(law, LISTS)):
            at = law[AT_LISTS] + 2 * l
            is_on = i64(people.days[who, at + UNTIL]) > day and i64(people.days[who, at + ENTERED]) <= day
            if is_on and (people.small[who, law[AT_MARKS] + 2 * l + MARK] & M_SUSPENDED) == 0:
                bits |= i64(1) << l
        met[j, SEEN_OF] = bits
        for k in range(n_of(law, MET_SCORES)):
            s = of(law, MET_SCORES, k, 0)
            at = s if of(law, SCORES, s, SCORE_SHOWN) < 0 else of(law, SCORES, s, SCORE_SHOWN)
            value = i64(UNSCORED)
            if is_member(law, rows, people, who, of(law, SCORES, s, SCORE_REGIME)):
                value = clipped(
                    i64(people.points[who, at]), of(law, SCORES, s, SCORE_FLOOR), of(law, SCORES, s, SCORE_CEILING)
                )
            met[j, N_MET + k] = value


@helper
def look_who_fits(law, traits, people, me, met, base, offset, n, day):
    """Write which conditions on somebody met everybody fits this morning. Writes: met (person, FITS), me.

    Reads: the standing as the last window left it, so that what one's own morning brings does not count yet.
    """
    for j in range(n):
        who = offset + j
        own = Own(people.points[who], people.days[who], people.small[who], people.tally[who])
        introduce(traits, who, j, base + j, base // law[PLACE_SIZE], me)
        drop_left(law, own.days, me)
        fill_person(law, day, me, own)
        fill_grades(law, day, own.days, own.small, me)
        bits = i64(0)
        for k in range(n_of(law, METS)):
            if holds(law, of(law, METS, k, MET_FIRST), of(law, METS, k, MET_N), me):
                bits |= i64(1) << k
        met[j, FITS] = bits


@helper
def pull_row(law, a, fits):
    """Row of the pulls for a meeting with somebody known, of whom these bits hold: the first condition that fits decides."""
    first = of(law, ACTS, a, ACT_FIRST_MET)
    for k in range(first, first + of(law, ACTS, a, ACT_N_MET)):
        if (fits >> of(law, MET_ROWS, k, MET_ROW_CONDITION)) & 1:
            return of(law, MET_ROWS, k, MET_ROW_PULL)
    return a


@helper
def whom(law, a, index, season, j, n, unit):
    """(somebody else of the place, is the other known?); in a script whom it names, or nobody (-1).

    Draws: stream MEET at (person, act, occasion).
    """
    if index >= SCRIPTED:
        return of(law, SCRIPT, index - SCRIPTED, SCRIPT_MET), True
    x, y, z, t = draw(
        u64(unit), MEET | u64(of(law, ACTS, a, ACT_LANE)) << u64(8), u64(season) << u64(16) | u64(index), u64(0), u64(law[K0]),
        u64(law[K1]),
    )  # fmt: skip
    other = one_of(x, max(n - 1, 1))
    if other >= j and n > 1:
        other += 1
    return other, i64(y) < of(law, ACTS, a, ACT_KNOWN)


@helper
def is_welcome(law, a, seen):
    """Does one do it for somebody of whom this is seen?"""
    unless, only = of(law, ACTS, a, ACT_MET_UNLESS), of(law, ACTS, a, ACT_MET_ONLY)
    return seen & unless == 0 and (only == 0 or seen & only != 0)


@helper
def settle_up(law, a, mine, theirs, paid):
    """A deed costs the one who does it and brings the one who is met something. Writes: paid (norm, follower)."""
    for w in range(n_of(law, NORMS)):
        if of(law, NORMS, w, NORM_FOLLOWS) == BY_PAYOFF:
            paid[w, (mine >> (NORM_BITS + w)) & 1] -= of(law, ACTS, a, ACT_COSTS)
            paid[w, (theirs >> (NORM_BITS + w)) & 1] += of(law, ACTS, a, ACT_GIVES)


@helper
def looks(law, a, met, other, mine):
    """What one gains by the score of the one who is met; of both, where it takes two, the lower counts. In yuan (f32)."""
    column = of(law, ACTS, a, ACT_MET_SCORE)
    if column < 0:
        return f32(0)
    extra = above(law, a, met[other, N_MET + column])
    if of(law, ACTS, a, ACT_MET_AGREES):
        extra = min(extra, above(law, a, met[mine, N_MET + column]))
    return f32(f64(extra) / 1e6)


@typed("i8(i8[::1], i8, i8)")
def above(law, a, value):
    """What a score is worth at a meeting, in millionths of a yuan; nothing either way of whom nobody scores."""
    if value == UNSCORED:
        return i64(0)
    return (value - of(law, ACTS, a, ACT_MET_FROM)) * of(law, ACTS, a, ACT_MET_YUAN)


@helper
def both_are_welcome(law, a, met, other, mine):
    """Does one do it with somebody of whom this is seen; and the other too, where it takes two?"""
    return is_welcome(law, a, met[other, SEEN_OF]) and (
        of(law, ACTS, a, ACT_MET_AGREES) == 0 or is_welcome(law, a, met[mine, SEEN_OF])
    )
