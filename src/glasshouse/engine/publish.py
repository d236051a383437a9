"""Scores are published: measures are taken, sums are made, effort is added, and what waits for its day is shown."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.effort import effort_of
from glasshouse.engine.log import PUBLISHED, note
from glasshouse.engine.order import YEAR_DAYS
from glasshouse.engine.post import is_paused, month_of
from glasshouse.engine.rounding import MILLION, rounded
from glasshouse.engine.standing import clipped
from glasshouse.engine.tables import (
    C_PUBLISH,
    CALENDAR,
    FRIENDS,
    FRIENDS_BY_LOW,
    FRIENDS_LOW,
    FRIENDS_OF,
    FRIENDS_SCORE,
    FRIENDS_TIMES,
    INCOME_RANK,
    ME_INCOME,
    ME_JOINED,
    ME_RESIDENT_AT_START,
    ME_WEALTH,
    ME_WHO,
    PART_MILLIONTHS,
    PART_SCORE,
    PARTS,
    PER_PLACE,
    SCORE_CEILING,
    SCORE_EFFORT,
    SCORE_FIRST_PART,
    SCORE_FLOOR,
    SCORE_FULL_AT,
    SCORE_MEASURE,
    SCORE_N_PARTS,
    SCORE_PUBLISH_ON,
    SCORE_PUBLISHED,
    SCORE_REGIME,
    SCORE_SHOWN,
    SCORE_TAKEN,
    SCORE_UNIT,
    SCORES,
    STEADY_ADDRESS,
    WEALTH_RANK,
    n_of,
    of,
)
from glasshouse.kit.jit import helper, typed

i32, i64 = np.int32, np.int64

YEARLY = 4
"""Scores published on one day of the year; those of the month and of the quarter have the first two bits."""
MOST_SHOWN = (1 << 31) - 1
UNKNOWN = -(1 << 40)
"""The published score of whom nobody scores."""


@helper
def friends_mean(law, s, friends, j, snapshot):
    """Mean of the friends' published scores at the window's start, stretched; the floor where none has one."""
    floor, ceiling = i64(of(law, SCORES, s, SCORE_FLOOR)), i64(of(law, SCORES, s, SCORE_CEILING))
    for f in range(n_of(law, FRIENDS)):
        if of(law, FRIENDS, f, FRIENDS_SCORE) != s:
            continue
        total = i64(0)
        n = i64(0)
        for k in range(friends.shape[1]):
            value = snapshot[f, friends[j, k]] if friends[j, k] >= 0 else i64(UNKNOWN)
            if value != UNKNOWN:
                total += value
                n += 1
        if n > 0:
            above = total - n * of(law, FRIENDS, f, FRIENDS_BY_LOW)
            mean = above * of(law, FRIENDS, f, FRIENDS_TIMES) // (n * of(law, FRIENDS, f, FRIENDS_OF))
            return clipped(of(law, FRIENDS, f, FRIENDS_LOW) + mean, floor, ceiling)
    return floor


@helper
def measured(law, s, wealth, income, resident, friends, j, snapshot):
    """What a measuring score shows, stretched over floor to ceiling."""
    floor = i64(of(law, SCORES, s, SCORE_FLOOR))
    width = i64(of(law, SCORES, s, SCORE_CEILING)) - floor
    kind = of(law, SCORES, s, SCORE_MEASURE)
    if kind == WEALTH_RANK:
        return floor + rounded(width * wealth, 15)
    if kind == INCOME_RANK:
        return floor + rounded(width * income, 15)
    if kind == STEADY_ADDRESS:
        full = i64(of(law, SCORES, s, SCORE_FULL_AT))
        return floor + rounded(width * min(resident, full), full)
    return friends_mean(law, s, friends, j, snapshot)


@helper
def compose(law, s, points):
    """A score made of others: their weighted sum, then clipped."""
    total = i64(0)
    for k in range(
        of(law, SCORES, s, SCORE_FIRST_PART), of(law, SCORES, s, SCORE_FIRST_PART) + of(law, SCORES, s, SCORE_N_PARTS)
    ):
        part = of(law, PARTS, k, PART_SCORE)
        value = clipped(i64(points[part]), of(law, SCORES, part, SCORE_FLOOR), of(law, SCORES, part, SCORE_CEILING))
        # weights bring the part's steps to the whole's steps
        total += value * of(law, PARTS, k, PART_MILLIONTHS)
    return clipped(rounded(total, MILLION), of(law, SCORES, s, SCORE_FLOOR), of(law, SCORES, s, SCORE_CEILING))


@helper
def looked_at_on(law, day):
    """Bits of the scores that wait for a publishing day and are measured or summed on this one: each month, and when shown."""
    bits = i64(0)
    for s in range(n_of(law, SCORES)):
        after = 0 if of(law, SCORES, s, SCORE_PUBLISHED) == YEARLY else of(law, SCORES, s, SCORE_PUBLISH_ON)
        if of(law, SCORES, s, SCORE_SHOWN) >= 0 and (is_first_of_month(day - after) or is_published(law, s, day)):
            bits |= i64(1) << s
    return bits


@helper
def publish(law, day, friends, j, snapshot, me, points, log):
    """Measures are taken, sums are made, and what waits for a publishing day is shown."""
    today = looked_at_on(law, day)
    joined, resident = me[ME_JOINED], me[ME_RESIDENT_AT_START] + day
    for s in range(n_of(law, SCORES)):
        r = of(law, SCORES, s, SCORE_REGIME)
        if (joined >> r) & 1 == 0 or (day > 0 and is_paused(law, r, day, 1) >= 0):
            continue
        if of(law, SCORES, s, SCORE_MEASURE) > 0 and is_taken(law, s, day, today):
            points[s] = i32(measured(law, s, me[ME_WEALTH], me[ME_INCOME], resident, friends, j, snapshot))
    for s in range(n_of(law, SCORES)):
        r = of(law, SCORES, s, SCORE_REGIME)
        if (joined >> r) & 1 == 0 or (day > 0 and is_paused(law, r, day, 1) >= 0):
            continue
        is_sum = of(law, SCORES, s, SCORE_N_PARTS) > 0 and of(law, SCORES, s, SCORE_UNIT) != PER_PLACE
        if is_sum and is_taken(law, s, day, today):
            points[s] = i32(compose(law, s, points))
        shown = of(law, SCORES, s, SCORE_SHOWN)
        if shown >= 0 and (day == 0 or is_published(law, s, day)):
            value = i64(points[s])
            effort = i64(0)
            if of(law, SCORES, s, SCORE_EFFORT) >= 0:
                effort = effort_of(law, s, value, day, me)
                points[of(law, SCORES, s, SCORE_EFFORT)] = i32(effort)
            value = min(value + effort, i64(MOST_SHOWN))
            if i64(points[shown]) != value or day == 0:
                points[shown] = i32(value)
                note(log, me[ME_WHO], PUBLISHED, day, 0, s, value, effort, 0, 0, 0)


@typed("b1(i8[::1], i8, i8, i8)")
def is_taken(law, s, day, today):
    """Is a measure taken, or a sum made, this morning: with what is looked at today, or every morning?"""
    mask = of(law, SCORES, s, SCORE_TAKEN)
    return day == 0 or mask == 0 or (mask & today) != 0


@helper
def is_published(law, s, day):
    """Is a score that waits for publishing days shown anew on the morning of ``day``?"""
    since, period = day - of(law, SCORES, s, SCORE_PUBLISH_ON), of(law, SCORES, s, SCORE_PUBLISHED)
    if of(law, CALENDAR, day, 0) & C_PUBLISH == 0:
        return False
    if period == YEARLY:
        return since % YEAR_DAYS == 0
    return is_first_of_month(since) and period & bits_of_period(day) != 0


@typed("b1(i8)")
def is_first_of_month(day):
    """Does a month of the law begin on this day?"""
    return day >= 0 and (day == 0 or month_of(day) != month_of(day - 1))


@typed("i8(i8)")
def bits_of_period(day):
    """Which periods publish on a publishing day: every month; every quarter."""
    return 3 if month_of(day) % 3 == 0 else 1
