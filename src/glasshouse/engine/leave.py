"""Leaving a regime that asks for consent, and coming back to it: on each year's first morning, by how the year ended.

Who has left is under the regime no more, as if it had never been joined: no score, no grade, no list of it. The book is kept
and found again on return, or erased (``leaving_erases``). What is under way for the book dies as it falls due.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.drawn import start_of, whose
from glasshouse.engine.log import CONSENT, RESET, note
from glasshouse.engine.mail import EXPIRE, take_back_all
from glasshouse.engine.morning import fill_grades, fill_person, is_covered
from glasshouse.engine.order import YEAR_DAYS
from glasshouse.engine.person import is_scripted
from glasshouse.engine.publish import compose
from glasshouse.engine.standing import NO_GRADE
from glasshouse.engine.state import F_LANDED, FLAGS, UNTIL
from glasshouse.engine.tables import (
    AT_CAPS,
    AT_LEFT,
    AT_LISTS,
    AT_RECENT,
    K0,
    K1,
    LEAVE_ERASES,
    LEAVE_FIRST,
    LEAVE_KEY,
    LEAVE_LISTS,
    LEAVE_REGIME,
    LEAVE_RETURNS,
    LEAVE_SCALE,
    LEAVE_SHARE,
    LEAVE_WHEN,
    LEAVES,
    LIST_FEED,
    LIST_REGIME,
    LISTS,
    ME_ABSENT,
    ME_AWARE,
    ME_BITS,
    ME_FIXED,
    ME_GROUP,
    ME_J,
    ME_JOINED,
    ME_UNIT,
    ME_WHO,
    PER_HOUSEHOLD,
    PER_PERSON,
    RECENT,
    SCALE_REGIME,
    SCALES,
    SCORE_MEASURE,
    SCORE_N_PARTS,
    SCORE_REGIME,
    SCORE_SHOWN,
    SCORE_UNIT,
    SCORES,
    n_of,
    of,
)
from glasshouse.kit.jit import helper, typed
from glasshouse.kit.randomness import LEAVE, ONE, draw

u8, u16, u64, i32, i64 = np.uint8, np.uint16, np.uint64, np.int32, np.int64


@helper
def costs_more(law, v, conformity, me):
    """Does what the person is under a regime cost more than it brings, as far as the person knows?"""
    r = of(law, LEAVES, v, LEAVE_REGIME)
    if (me[ME_AWARE] >> r) & 1 == 0 or not is_covered(law, r, me):
        return False
    grade = i64(0)
    if of(law, LEAVES, v, LEAVE_SCALE) >= 0:
        grade = me[ME_FIXED + n_of(law, SCORES) + of(law, LEAVES, v, LEAVE_SCALE)]
        if grade == NO_GRADE:
            return False
    row = of(law, LEAVES, v, LEAVE_FIRST) + 2 * grade + i64((me[ME_BITS] & of(law, LEAVES, v, LEAVE_LISTS)) != 0)
    return (of(law, LEAVE_WHEN, row, 0) >> conformity) & 1 == 1


@helper
def erase_book(law, r, whole_home, day, me, own, box, log):
    """The person's own book begins anew: scores, caps, remembered reports, and points that were to expire.

    With ``whole_home`` also the scores of a household, all of whose members begin anew.
    """
    points, days = own.points, own.days
    for turn in range(2):
        # sums after what they are made of
        for s in range(n_of(law, SCORES)):
            unit = of(law, SCORES, s, SCORE_UNIT)
            if of(law, SCORES, s, SCORE_REGIME) != r or not (
                unit == PER_PERSON or (whole_home and unit == PER_HOUSEHOLD)
            ):
                continue
            is_sum = of(law, SCORES, s, SCORE_N_PARTS) > 0
            if turn == 0 and not is_sum and of(law, SCORES, s, SCORE_MEASURE) == 0:
                before = i64(points[s])
                points[s] = i32(start_of(law, s, whose(law, s, me), me[ME_GROUP]))
                note(log, me[ME_WHO], RESET, day, 0, s, before, i64(points[s]), 0, 0, 0)
                take_back_all(box.pool, box.head, me[ME_J], EXPIRE, s)
            if turn == 1:
                if is_sum:
                    points[s] = i32(compose(law, s, points))
                if of(law, SCORES, s, SCORE_SHOWN) >= 0:
                    points[of(law, SCORES, s, SCORE_SHOWN)] = points[s]
    for k in range(n_of(law, SCALES)):
        if of(law, SCALES, k, SCALE_REGIME) == r:
            days[law[AT_CAPS] + k] = u16(0)
    for q in range(n_of(law, RECENT)):
        if of(law, RECENT, q, 0) == r:
            days[law[AT_RECENT] + q] = u16(0)


@helper
def set_left(law, r, has_left, me, own):
    """Write whether the person has left a regime; the standing of this morning shows it."""
    bit = i64(1) << r
    left = i64(own.days[law[AT_LEFT]])
    own.days[law[AT_LEFT]] = u16(left | bit if has_left else left & ~bit)
    me[ME_JOINED] = me[ME_JOINED] & ~bit if has_left else me[ME_JOINED] | bit
    me[ME_ABSENT] = ~me[ME_JOINED]
    own.small[FLAGS] |= u8(F_LANDED)


@typed("b1(i8, u8, b1)")
def comes_out(share, word, scripted):
    """Does a chance come out? Whom a script is about does only what is certain."""
    return i64(word) < share and (share == ONE or not scripted)


@helper
def weigh_leaving(law, day, conformity, me, own, box, log):
    """Who leaves a regime on a year's first morning, and who comes back; ``me`` is filled as the year ended.

    Draws: stream LEAVE at (person, year, regime): leaves for reasons of one's own? comes back?
    """
    days = own.days
    scripted = is_scripted(law, me[ME_UNIT])
    for v in range(n_of(law, LEAVES)):
        r = of(law, LEAVES, v, LEAVE_REGIME)
        x, y, z, t = draw(
            u64(me[ME_UNIT]),
            LEAVE,
            u64(day // YEAR_DAYS),
            u64(of(law, LEAVES, v, LEAVE_KEY)),
            u64(law[K0]),
            u64(law[K1]),
        )
        if (i64(days[law[AT_LEFT]]) >> r) & 1:
            if comes_out(of(law, LEAVES, v, LEAVE_RETURNS), y, scripted):
                set_left(law, r, False, me, own)
                fill_person(law, day, me, own)
                fill_grades(law, day, days, own.small, me)
                if costs_more(law, v, conformity, me):
                    set_left(law, r, True, me, own)
                else:
                    note(log, me[ME_WHO], CONSENT, day, 0, r, 0, 0, 0, 0, 0)
            continue
        if (me[ME_JOINED] >> r) & 1 == 0:
            continue
        is_a_loss = costs_more(law, v, conformity, me)
        if not is_a_loss and not comes_out(of(law, LEAVES, v, LEAVE_SHARE), x, scripted):
            continue
        for l in range(n_of(law, LISTS)):
            at = law[AT_LISTS] + 2 * l + UNTIL
            if of(law, LISTS, l, LIST_REGIME) == r and of(law, LISTS, l, LIST_FEED) == 0 and i64(days[at]) > day:
                days[at] = u16(day)
        note(log, me[ME_WHO], CONSENT, day, 0, r, 1, i64(is_a_loss), of(law, LEAVES, v, LEAVE_ERASES), 0, 0)
        set_left(law, r, True, me, own)
        if of(law, LEAVES, v, LEAVE_ERASES):
            erase_book(law, r, False, day, me, own, box, log)
