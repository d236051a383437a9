"""The morning of a day: calendar, ends of terms; then the standing of the day is fixed."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.choose import norms_of
from glasshouse.engine.drawn import OWN_START, start_of, whose
from glasshouse.engine.log import RESET, RETURNED, SETTLED, note
from glasshouse.engine.mail import PASSED, SETTLE, push
from glasshouse.engine.order import YEAR_DAYS
from glasshouse.engine.rounding import MILLION, rounded
from glasshouse.engine.standing import NO_GRADE, UNSCORED, applies, bar_of, clipped, holds, leave, lot_of
from glasshouse.engine.state import ENTERED, LANDED, M_LEFT, M_LOST, M_SUSPENDED, MARK, SPELLS, TURN, UNTIL, mask_at
from glasshouse.engine.tables import (
    AT_BARS,
    AT_CAP_GRADES,
    AT_CAPS,
    AT_HOME,
    AT_LISTS,
    AT_MARKS,
    AT_MATTERS,
    AT_N_WORDS,
    AT_RANKS,
    AT_RECENT,
    C_MONTH,
    C_QUARTER,
    C_YEAR,
    CALENDAR,
    CAP_BIT,
    CAP_GRADE,
    CAP_SCALE,
    GRADE_N_UNLESS,
    GRADE_N_WHEN,
    GRADE_UNLESS,
    GRADE_WHEN,
    GRADE_WHEN_FIRST,
    HOME_LISTS,
    K0,
    K1,
    LANDED_CAPS,
    LIST_FEED,
    LIST_KEY,
    LIST_MATTERS,
    LIST_N_LEAVE,
    LIST_REMOVAL,
    LIST_REMOVAL_SPAN,
    LISTS,
    LOOKS,
    MATTER_KEYS,
    ME_ABROAD,
    ME_AGE,
    ME_AGE_AT_START,
    ME_AWARE,
    ME_BITS,
    ME_BY,
    ME_DAY,
    ME_FIXED,
    ME_FOLLOWS,
    ME_GROUP,
    ME_HOUSE,
    ME_J,
    ME_JOINED,
    ME_OWES,
    ME_RESIDENT,
    ME_RESIDENT_AT_START,
    ME_TEN,
    ME_UNIT,
    ME_WHO,
    NEXT_CALL,
    RANK_EXACT,
    RANKS,
    RECENT,
    REGIME_BAD_LISTS,
    REGIME_N_WHO,
    REGIME_SCALE,
    REGIME_STRIDE,
    REGIME_WHO,
    REGIMES,
    SCALE_FIRST,
    SCALE_N,
    SCALE_RANKS,
    SCALE_REGIME,
    SCALE_SCORE,
    SCALES,
    SCORE_AT_END,
    SCORE_CEILING,
    SCORE_FLOOR,
    SCORE_HOME,
    SCORE_REGIME,
    SCORE_RESETS,
    SCORE_RETURNS,
    SCORE_SHOWN,
    SCORES,
    WAITS,
    n_of,
    of,
)
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import SPELL, draw, within

u8, u16, u32, u64, i32, i64 = np.uint8, np.uint16, np.uint32, np.uint64, np.int32, np.int64

LONG_AGO = 1 << 20


@helper
def keep_calendar(law, day, me, points, log):
    """Resets and returns of scores on the first day of a month, quarter, year; what shares out a pot is kept before."""
    joined, who = me[ME_JOINED], me[ME_WHO]
    bits = of(law, CALENDAR, day, 0)
    for s in range(n_of(law, SCORES)):
        if (joined >> of(law, SCORES, s, SCORE_REGIME)) & 1 == 0:
            continue
        if bits & C_YEAR and of(law, SCORES, s, SCORE_AT_END) >= 0:
            points[of(law, SCORES, s, SCORE_AT_END)] = points[s]
        resets = of(law, SCORES, s, SCORE_RESETS)
        if (resets == 1 and bits & C_MONTH) or (resets == 2 and bits & C_QUARTER) or (resets == 3 and bits & C_YEAR):
            before = i64(points[s])
            points[s] = i32(start_of(law, s, whose(law, s, me), me[ME_GROUP]))
            note(log, who, RESET, day, 0, s, before, i64(points[s]), 0, 0, 0)
        if of(law, SCORES, s, SCORE_RETURNS) > 0 and bits & C_MONTH:
            before = i64(points[s])
            home = of(law, SCORES, s, SCORE_HOME)
            if home == OWN_START:
                home = start_of(law, s, whose(law, s, me), me[ME_GROUP])
            points[s] = i32(before + rounded((home - before) * of(law, SCORES, s, SCORE_RETURNS), MILLION))
            if points[s] != before:
                note(log, who, RETURNED, day, 0, s, before, i64(points[s]), 0, 0, 0)


@helper
def end_terms(law, day, me, own, box, spells, row, log):
    """Matters settled today, and what their settling ends; terms that end today."""
    ten, unit, who = me[ME_TEN], me[ME_UNIT], me[ME_WHO]
    days, small, tally = own.days, own.small, own.tally
    for m in range(n_of(law, MATTER_KEYS)):
        if i64(days[law[AT_MATTERS] + m]) == day and day > 0:
            days[law[AT_MATTERS] + m] = u16(0)
            settle(law, m, day, unit, who, days, small, log)
    for l in range(n_of(law, LISTS)):
        at = law[AT_LISTS] + 2 * l
        if i64(days[at + UNTIL]) == day and small[law[AT_MARKS] + 2 * l + SPELLS] > 0:  # even one that never stood
            if of(law, LISTS, l, LIST_FEED) == 0 and (small[law[AT_MARKS] + 2 * l + MARK] & M_LEFT) == 0:
                leave(law, l, day, ten, who, days, small, tally, spells, row, log)
                if of(law, LISTS, l, LIST_N_LEAVE) > 0:
                    push(box.pool, box.head, me[ME_J], day, PASSED, 0, l, 0, day)


@helper
def settle(law, m, day, unit, who, days, small, log):
    """A matter is settled: lists that end by it end after the clerical delay, unless the removal is lost.

    Draws: stream SPELL, lane 1, at (person, number of the spell, list).
    """
    note(log, who, SETTLED, day, 0, m, 0, 0, 0, 0, 0)
    days[TURN] = u16(min(i64(days[TURN]), day + 1))
    for l in range(n_of(law, LISTS)):
        if (of(law, LISTS, l, LIST_MATTERS) >> m) & 1 == 0:
            continue
        if owed_bits(law, days) & of(law, LISTS, l, LIST_MATTERS):
            continue
        at = law[AT_LISTS] + 2 * l
        mark = law[AT_MARKS] + 2 * l
        if i64(days[at + UNTIL]) > day and (small[mark + MARK] & M_LOST) == 0:
            x, y, z, t = draw(
                u64(unit),
                SPELL | u64(1 << 8),
                u64(small[mark + SPELLS]),
                u64(of(law, LISTS, l, LIST_KEY)),
                u64(law[K0]),
                u64(law[K1]),
            )
            end = day + within(i64(of(law, LISTS, l, LIST_REMOVAL)), i64(of(law, LISTS, l, LIST_REMOVAL_SPAN)), x)
            days[at + UNTIL] = u16(min(end, i64(days[at + UNTIL])))
            days[TURN] = u16(min(i64(days[TURN]), max(end, day)))


@helper
def settle_all(law, matters, due, day, me, days, box):
    """What settles these matters (bits), as far as they are open, is read on the morning of ``due``."""
    for m in range(n_of(law, MATTER_KEYS)):
        if (matters >> m) & 1 and days[law[AT_MATTERS] + m] > 0:
            push(box.pool, box.head, me[ME_J], due, SETTLE, 0, m, 0, day)


@helper
def next_turn(law, day, days, me):
    """The next day on which this person's standing may change by itself."""
    turn = i64(of(law, NEXT_CALL, min(day + 1, n_of(law, NEXT_CALL) - 1), 0))
    for w in range(n_of(law, WAITS)):
        reached = of(law, WAITS, w, 0) - me[ME_RESIDENT_AT_START]
        if reached > day:
            turn = min(turn, reached)
    for l in range(n_of(law, LISTS)):
        at = law[AT_LISTS] + 2 * l
        until = i64(days[at + UNTIL])
        if until > day:
            turn = min(turn, until)
            if i64(days[at + ENTERED]) > day:
                turn = min(turn, i64(days[at + ENTERED]))
    for m in range(n_of(law, MATTER_KEYS)):
        end = i64(days[law[AT_MATTERS] + m])
        if end > day:
            turn = min(turn, end)
    for k in range(n_of(law, SCALES)):
        end = i64(days[law[AT_CAPS] + k])
        if end > day:
            turn = min(turn, end)
    for w in range(n_of(law, LOOKS)):
        due = i64(days[of(law, LOOKS, w, 0)]) + of(law, LOOKS, w, 1)  # a column of 0 may mean day 0, or never: look
        if due > day:
            turn = min(turn, due)
    return turn


@helper
def owed_bits(law, days):
    """Bits of the matters that are open."""
    bits = i64(0)
    for m in range(n_of(law, MATTER_KEYS)):
        if days[law[AT_MATTERS] + m] > 0:
            bits |= i64(1) << m
    return bits


@helper
def fill_person(law, day, me, own):
    """Fill ``me`` with the person as conditions see one this day; returns the list bits."""
    points, days, small, joined = own.points, own.days, own.small, me[ME_JOINED]
    n_scores = n_of(law, SCORES)
    n_scales = n_of(law, SCALES)
    n_lists = n_of(law, LISTS)
    me[ME_DAY] = day
    me[ME_AGE] = me[ME_AGE_AT_START] + day // YEAR_DAYS
    me[ME_RESIDENT] = me[ME_RESIDENT_AT_START] + day
    me[ME_BY] = 0
    me[ME_OWES] = owed_bits(law, days)
    me[ME_HOUSE] = mask_at(days, law[AT_HOME], law[AT_N_WORDS]) if law[HOME_LISTS] else i64(0)
    me[ME_FOLLOWS] = norms_of(law, small)
    bits = i64(0)
    for l in range(n_lists):
        at = law[AT_LISTS] + 2 * l
        since = i64(-1)
        entered = i64(days[at + ENTERED])
        if i64(days[at + UNTIL]) > day and entered <= day and (small[law[AT_MARKS] + 2 * l + MARK] & M_SUSPENDED) == 0:
            bits |= i64(1) << l
            since = day - entered
        me[ME_FIXED + n_scores + n_scales + l] = since
    if me[ME_ABROAD]:
        bits = i64(0)  # nobody looks at the lists of who is out of the country
    me[ME_BITS] = bits
    for s in range(n_scores):
        value = i64(UNSCORED)
        if (joined >> of(law, SCORES, s, SCORE_REGIME)) & 1:
            at_ = s if of(law, SCORES, s, SCORE_SHOWN) < 0 else i64(of(law, SCORES, s, SCORE_SHOWN))
            value = clipped(i64(points[at_]), of(law, SCORES, s, SCORE_FLOOR), of(law, SCORES, s, SCORE_CEILING))
        me[ME_FIXED + s] = value
    for q in range(n_of(law, RECENT)):
        last = i64(days[law[AT_RECENT] + q])
        me[ME_FIXED + n_scores + n_scales + n_lists + q] = day + 1 - last if last > 0 else LONG_AGO
    return bits


@helper
def is_covered(law, r, me):
    """Is the person under regime ``r`` today?"""
    if (me[ME_JOINED] >> r) & 1 == 0:
        return False
    return of(law, REGIMES, r, REGIME_N_WHO) == 0 or holds(
        law, of(law, REGIMES, r, REGIME_WHO), of(law, REGIMES, r, REGIME_N_WHO), me
    )


@helper
def band_of(law, k, value, day, me):
    """The grade of a score this day, best = 0; of those with just the score of a bar by rank, lots decide."""
    s = of(law, SCALES, k, SCALE_SCORE)
    grade = i64(0)
    rank = of(law, SCALES, k, SCALE_RANKS)
    for b in range(of(law, SCALES, k, SCALE_N) - 1):
        bar = bar_of(law, k, b, day, me)
        below = value < bar
        if value == bar and rank > 0 and of(law, RANKS, rank - 1 + b, RANK_EXACT):
            below = lot_of(law, whose(law, s, me), s) > me[law[AT_BARS] + 2 * (rank - 1 + b) + 1]
        grade += i64(below)
    return grade


@helper
def first_fitting(law, k, grade, me):
    """Of the grades that a score reaches, from the best of them on, the first whose own condition holds."""
    while grade < of(law, SCALES, k, SCALE_N) - 1:
        row = of(law, SCALES, k, SCALE_FIRST) + grade
        if applies(
            law, of(law, GRADE_WHEN, row, GRADE_WHEN_FIRST), of(law, GRADE_WHEN, row, GRADE_N_WHEN),
            of(law, GRADE_WHEN, row, GRADE_UNLESS), of(law, GRADE_WHEN, row, GRADE_N_UNLESS), me,
        ):  # fmt: skip
            break
        grade += 1
    return grade


@helper
def landed_cap(law, k, landed):
    """The best grade that what landed leaves; 0 if nothing did."""
    grade = i64(0)
    for c in range(n_of(law, LANDED_CAPS)):
        if of(law, LANDED_CAPS, c, CAP_SCALE) == k and (landed >> of(law, LANDED_CAPS, c, CAP_BIT)) & 1:
            grade = max(grade, of(law, LANDED_CAPS, c, CAP_GRADE))
    return grade


@helper
def fill_grades(law, day, days, small, me):
    """Grades of the day: the band of the published score, or the cap if that is worse."""
    n_scores = n_of(law, SCORES)
    for k in range(n_of(law, SCALES)):
        grade = i64(NO_GRADE)
        if is_covered(law, of(law, SCALES, k, SCALE_REGIME), me):
            rank = of(law, SCALES, k, SCALE_RANKS)
            if rank > 0 and of(law, RANKS, rank - 1, RANK_EXACT):
                grade = min(i64(small[law[AT_RANKS] + k]), i64(of(law, SCALES, k, SCALE_N)) - 1)
            else:
                grade = band_of(law, k, me[ME_FIXED + of(law, SCALES, k, SCALE_SCORE)], day, me)
                if n_of(law, GRADE_WHEN) > 0:
                    grade = first_fitting(law, k, grade, me)
            if i64(days[law[AT_CAPS] + k]) > day:
                grade = max(grade, i64(small[law[AT_CAP_GRADES] + k]))
            if n_of(law, LANDED_CAPS) > 0:
                grade = max(grade, landed_cap(law, k, i64(small[LANDED])))
        me[ME_FIXED + n_scores + k] = grade


@helper
def class_of(law, bits, me):
    """Number of the person's class: what, as far as known, there is to lose; indexes the table of pulls."""
    n_scores = n_of(law, SCORES)
    total = i64(0)
    for r in range(n_of(law, REGIMES)):
        if (me[ME_AWARE] >> r) & 1 and is_covered(law, r, me):
            own = i64(0)
            if of(law, REGIMES, r, REGIME_SCALE) >= 0:
                own = me[ME_FIXED + n_scores + of(law, REGIMES, r, REGIME_SCALE)]
            if of(law, REGIMES, r, REGIME_BAD_LISTS) != 0:
                own = own * 2 + i64((bits & of(law, REGIMES, r, REGIME_BAD_LISTS)) != 0)
            total += (1 + own) * of(law, REGIMES, r, REGIME_STRIDE)
    return total
