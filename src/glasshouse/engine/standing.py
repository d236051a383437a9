"""Step 5, standing: grade, lists and published scores as they are fixed each morning, and list entry and exit.

``me`` is the person as conditions see one: a row of whole numbers, filled when the standing of a day is fixed. Its slots
are named in ``engine/tables.py``; after the fixed ones come published scores, grades, days on each list, and days since
the last report of each ``reported`` condition.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import P_ENTERED, P_LEFT
from glasshouse.engine.log import ENTERED as LOG_ENTERED
from glasshouse.engine.log import LEFT as LOG_LEFT
from glasshouse.engine.log import note
from glasshouse.engine.mail import NOTICE, ON, PASSED, push
from glasshouse.engine.order import NEVER
from glasshouse.engine.state import (
    ENTERED,
    M_LEFT,
    M_LOST,
    M_WRONG,
    MARK,
    SPELLS,
    T_LISTED_DAYS,
    TURN,
    UNTIL,
    add_tally,
)  # fmt: skip
from glasshouse.engine.tables import (
    ADD,
    AT_BARS,
    AT_LEAST,
    AT_LISTS,
    AT_MARKS,
    AT_MOST,
    BANDS,
    EPOCHS,
    IGNORE,
    K0,
    K1,
    LIST_AGAIN,
    LIST_BAD,
    LIST_COUNTS,
    LIST_FIRST_TERM,
    LIST_KEY,
    LIST_LOST,
    LIST_N_ENTER,
    LIST_N_TERMS,
    LIST_NOTICE,
    LIST_NOTICE_SPAN,
    LIST_REST,
    LISTS,
    LONGER,
    ME_AGE,
    ME_GROUP,
    ME_J,
    ME_RESIDENT,
    ME_UNIT,
    ME_WHO,
    NOTICE_SHARE,
    SCALE_FIRST,
    SCALE_RANKS,
    SCALES,
    SCORE_KEY,
    SCORES,
    TERM_LOW,
    TERM_SPAN,
    TERM_TIME,
    TERMS,
    TEST_OP,
    TEST_SLOT,
    TEST_VALUE,
    TESTS,
    of,
)  # fmt: skip
from glasshouse.kit.jit import helper, typed
from glasshouse.kit.randomness import SPELL, STEER, draw, within

u8, u16, u64, i64 = np.uint8, np.uint16, np.uint64, np.int64

NO_GRADE = 255
UNSCORED = -(1 << 40)


@typed("b1(i8[::1], i8, i8, i8[::1])")
def holds(law, first, n, me):
    """Do all tests of a condition hold for this person, this day?"""
    for t in range(first, first + n):
        value = me[of(law, TESTS, t, TEST_SLOT)]
        op = of(law, TESTS, t, TEST_OP)
        if op == AT_LEAST:
            if value < of(law, TESTS, t, TEST_VALUE):
                return False
        elif op == AT_MOST:
            if value > of(law, TESTS, t, TEST_VALUE):
                return False
        elif (value & of(law, TESTS, t, TEST_VALUE)) == 0:
            return False
    return True


@typed("b1(i8[::1], i8, i8, i8[::1], i8)")
def may_hold(law, first, n, me, first_timed):
    """The same, taking what time alone can change (age, residence, days on a list or since a report) as given."""
    for t in range(first, first + n):
        slot = of(law, TESTS, t, TEST_SLOT)
        if slot == ME_AGE or slot == ME_RESIDENT or slot >= first_timed:
            continue
        value = me[slot]
        op = of(law, TESTS, t, TEST_OP)
        if op == AT_LEAST:
            if value < of(law, TESTS, t, TEST_VALUE):
                return False
        elif op == AT_MOST:
            if value > of(law, TESTS, t, TEST_VALUE):
                return False
        elif (value & of(law, TESTS, t, TEST_VALUE)) == 0:
            return False
    return True


@typed("b1(i8[::1], i8, i8, i8, i8, i8[::1])")
def applies(law, when, n_when, unless, n_unless, me):
    """``when`` holds and ``unless`` does not."""
    if n_when > 0 and not holds(law, when, n_when, me):
        return False
    return n_unless == 0 or not holds(law, unless, n_unless, me)


@typed("i8(i8, i8, i8)")
def clipped(value, floor, ceiling):
    """A value between floor and ceiling."""
    return min(max(value, i64(floor)), i64(ceiling))


@typed("i8(i8[::1], i8, i8, i8, u8)")
def term_of(law, first, n, spell, word):
    """Days of the n-th spell: the last line whose ``time`` is reached; none is open."""
    for k in range(first, first + n):
        if of(law, TERMS, k, TERM_TIME) == 0 or of(law, TERMS, k, TERM_TIME) == spell:
            return within(i64(of(law, TERMS, k, TERM_LOW)), i64(of(law, TERMS, k, TERM_SPAN)), word)
    return i64(NEVER)


@typed("i8(i8[::1], i8, i8)")
def lot_of(law, unit, s):
    """The lot by which equals are ranked: drawn once per person and score. Draws: stream STEER at (person, score)."""
    x, y, z, t = draw(u64(unit), STEER, u64(0), u64(of(law, SCORES, s, SCORE_KEY)), u64(law[K0]), u64(law[K1]))
    return i64((x << u64(30)) | (y >> u64(2)))


@helper
def bar_of(law, k, b, day, me):
    """The lowest score of a grade this day: by the text, or as the city made it."""
    rank = of(law, SCALES, k, SCALE_RANKS)
    if rank > 0:
        return me[law[AT_BARS] + 2 * (rank - 1 + b)]
    return i64(of(law, BANDS, of(law, EPOCHS, day, 0), of(law, SCALES, k, SCALE_FIRST) + b))


@helper
def enter(law, l, first_term, n_terms, start, wrong, me, own, box, row, log, today):
    """Put a person on list ``l`` from morning ``start`` on. Returns 1 for a new spell.

    Draws: stream SPELL at (person, number of the spell, list).
    """
    who, j, unit, group = me[ME_WHO], me[ME_J], me[ME_UNIT], me[ME_GROUP]
    days, small, pool, head = own.days, own.small, box.pool, box.head
    at = law[AT_LISTS] + 2 * l
    mark = law[AT_MARKS] + 2 * l
    until = i64(days[at + UNTIL])
    running = until > today
    if running and of(law, LISTS, l, LIST_AGAIN) == IGNORE:
        return 0
    if not running and until > 0 and start < until + of(law, LISTS, l, LIST_REST) and small[mark + SPELLS] > 0:
        return 0
    spell = i64(small[mark + SPELLS])
    if not running:
        spell = min(spell + 1, 255)
    x, y, z, t = draw(u64(unit), SPELL, u64(spell), u64(of(law, LISTS, l, LIST_KEY)), u64(law[K0]), u64(law[K1]))
    first = first_term
    n = n_terms
    if n == 0:
        first = i64(of(law, LISTS, l, LIST_FIRST_TERM))
        n = i64(of(law, LISTS, l, LIST_N_TERMS))
    term = term_of(law, first, n, spell, t)
    end = min(start + term, i64(NEVER))
    if running:
        if of(law, LISTS, l, LIST_AGAIN) == LONGER:
            end = max(end, until)
        elif of(law, LISTS, l, LIST_AGAIN) == ADD:
            end = min(until + term, i64(NEVER)) if until < NEVER else i64(NEVER)
    else:
        small[mark + SPELLS] = u8(spell)
        small[mark + MARK] = u8(M_WRONG) if wrong else u8(0)
        days[at + ENTERED] = u16(start)
        if of(law, LISTS, l, LIST_BAD):
            row[P_ENTERED] += 1
        if i64(x) < of(law, NOTICE_SHARE, l, group):
            due = start + within(i64(of(law, LISTS, l, LIST_NOTICE)), i64(of(law, LISTS, l, LIST_NOTICE_SPAN)), y)
            push(pool, head, j, due, NOTICE, 0, l, 0, start)
        if of(law, LISTS, l, LIST_N_ENTER) > 0:
            push(pool, head, j, start, PASSED, ON, l, 0, today)
    if i64(z) < of(law, LISTS, l, LIST_LOST):
        small[mark + MARK] |= u8(M_LOST)
    days[at + UNTIL] = u16(end)
    days[TURN] = u16(min(i64(days[TURN]), today + 1))
    note(log, who, LOG_ENTERED, today, 0, l, start, end, spell, i64(wrong), i64(running))
    return i64(not running)


@helper
def leave(law, l, day, ten, who, days, small, tally, spells, row, log):
    """End a spell on the morning of ``day``: the person is off the list that day."""
    at = law[AT_LISTS] + 2 * l
    mark = law[AT_MARKS] + 2 * l
    length = max(day - i64(days[at + ENTERED]), 0)
    days[at + UNTIL] = u16(day)
    small[mark + MARK] |= u8(M_LEFT)
    if of(law, LISTS, l, LIST_BAD):
        add_tally(tally, T_LISTED_DAYS, length)
        row[P_LEFT] += 1
    if of(law, LISTS, l, LIST_COUNTS):
        month = min(length // 28, spells.shape[3] - 1)
        spells[l, ten, i64((small[mark + MARK] & M_WRONG) > 0), month, 0] += 1
    note(log, who, LOG_LEFT, day, 0, l, length, 0, 0, 0, 0)
