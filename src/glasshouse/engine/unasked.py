"""Steps 4 and 5 without a report: rules that act by the calendar, or whenever a standing fits.

They read the standing that was just fixed. What acts by the calendar is posted that day, so that its list entries and
grades count from the next morning; an entry that only asks for a standing is part of the standing of that very morning.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.letters import would_end_sooner
from glasshouse.engine.mail import FALSE_INVENTED
from glasshouse.engine.misuse import outside_the_rules
from glasshouse.engine.morning import is_covered
from glasshouse.engine.order import NEVER, SEASON_DAYS
from glasshouse.engine.post import is_paused, post_quietly
from glasshouse.engine.postings import effect
from glasshouse.engine.standing import applies, holds, may_hold
from glasshouse.engine.state import ENTERED, UNTIL
from glasshouse.engine.tables import (
    AT_CALL,
    AT_LISTS,
    C_MONTH,
    C_QUARTER,
    C_YEAR,
    CALENDAR,
    EACH_DAY,
    EACH_MONTH,
    EACH_QUARTER,
    EACH_WEEK,
    EFFECT_LIST,
    EFFECT_TAKES_OFF,
    FIRST_STANDING,
    FIRST_TIMED,
    K0,
    K1,
    ME_BITS,
    ME_HOME,
    ME_J,
    ME_JOINED,
    ME_STROKES,
    ME_UNIT,
    N_CLOCKED,
    N_STANDING,
    RULE_CHANCE,
    RULE_CLOCK,
    RULE_EFFECT,
    RULE_FROM_DAY,
    RULE_KEY,
    RULE_LIST,
    RULE_MISUSE,
    RULE_N_UNLESS,
    RULE_N_WHEN,
    RULE_OFF,
    RULE_REGIME,
    RULE_SHARED,
    RULE_SIGMA,
    RULE_SPAN,
    RULE_UNLESS,
    RULE_UNTIL_DAY,
    RULE_WHEN,
    RULES,
    WHENEVER,
    of,
)
from glasshouse.engine.trials import HALF_BLOCKS, bits_of, draw_days, lowest_bit
from glasshouse.engine.work import DAY_BLOCKS, GROUP
from glasshouse.kit.jit import helper, typed
from glasshouse.kit.randomness import DISCRETION, TRIAL, draw
from glasshouse.population.make import W_HOME

u16, u64, i64 = np.uint16, np.uint64, np.int64

HALF = 4 * HALF_BLOCKS
"""Days of a season in the first of the two words of a rule's strokes; the others are in the second."""


@helper
def draw_strokes(law, batch, rows, base, season, offset, n, strokes):
    """On which days of the season the chance of each daily or weekly rule comes out, person by person.

    Writes: strokes (rule, n, 2). Draws: stream TRIAL at (person or first of the household, day >> 2, rule).
    """
    k = i64(-1)
    for r in range(law[FIRST_STANDING], law[FIRST_STANDING] + law[N_STANDING]):
        clock = of(law, RULES, r, RULE_CLOCK)
        if clock == WHENEVER:
            continue
        k += 1
        if clock >= EACH_MONTH:
            continue
        chance = of(law, RULES, r, RULE_CHANCE)
        shared = of(law, RULES, r, RULE_SHARED)
        early = first_days(law, clock, season * SEASON_DAYS, 0)
        late = first_days(law, clock, season * SEASON_DAYS, 1)
        j = i64(0)
        while j < n:
            begin = j
            m = i64(0)
            while j < n and m < GROUP:
                if not shared or i64(rows[offset + j, W_HOME]) == j:
                    batch.c0[m] = u64(base + j)
                    batch.c1[m] = u64(chance)
                    m += 1
                j += 1
            draw_days(
                m, batch.c0, TRIAL, u64(of(law, RULES, r, RULE_KEY)), season, 0, 4, DAY_BLOCKS, batch.c1, u64(law[K0]), u64(law[K1]),
                batch.days_of, batch.flags,
            )  # fmt: skip
            m = i64(0)
            for q in range(begin, j):
                home = i64(rows[offset + q, W_HOME])
                if shared and home != q:
                    strokes[k, q, 0] = strokes[k, home, 0]
                    strokes[k, q, 1] = strokes[k, home, 1]
                    continue
                keep_strokes(batch.flags, m, early, late, strokes[k, q])
                m += 1


@helper
def first_days(law, clock, start, half):
    """The days of half a season on which a period begins, as bits."""
    days = i64(0)
    for k in range(HALF * half, SEASON_DAYS if half else HALF):
        days |= i64(is_first_day(law, clock, start + k)) << (k - HALF * half)
    return days


@helper
def keep_strokes(flags, q, early, late, out):
    """The days of unit q of a batch as two words of bits; only first days count."""
    a = bits_of(flags, q, 0, HALF_BLOCKS)
    b = bits_of(flags, q, HALF_BLOCKS, DAY_BLOCKS)
    out[0] = a & early
    out[1] = b & late


@helper
def take_strokes(law, strokes, j, season, me):
    """Copy the person's strokes of the season into ``me``."""
    at = law[ME_STROKES]
    for k in range(law[N_CLOCKED]):
        me[at + 2 * k] = strokes[k, j, 0]
        me[at + 2 * k + 1] = strokes[k, j, 1]
    me[at + 2 * law[N_CLOCKED]] = season


@typed("b1(i8, i8, i8)")
def is_stroke(early, late, day):
    """Does a chance come out on this day of the season, by its two words?"""
    return ((early >> day if day < HALF else late >> (day - HALF)) & 1) != 0


@typed("i8(i8, i8, i8)")
def stroke_after(early, late, day):
    """The first day of the season, from ``day`` on, on which a chance comes out, by its two words; the season's end if none is."""
    if day < HALF:
        bits = early >> day
        if bits != 0:
            return day + lowest_bit(bits)
        day = i64(HALF)
    if day < SEASON_DAYS:
        bits = late >> (day - HALF)
        return day + lowest_bit(bits) if bits != 0 else i64(SEASON_DAYS)
    return day


@helper
def next_stroke(me, at, day):
    """The same by the words in ``me``, from ``at`` on."""
    return stroke_after(me[at], me[at + 1], day)


@helper
def next_call(law, first, me):
    """The next day, from ``first`` on, on which a rule of the calendar may act on this person, as the standing is now.

    Months, quarters and years begin with a morning at which everybody's standing is fixed, so they need no looking ahead;
    nor does the next season, on whose first day one looks again.
    """
    at = law[ME_STROKES]
    start = me[at + 2 * law[N_CLOCKED]] * SEASON_DAYS
    call = i64(NEVER)
    k = i64(-1)
    for r in range(law[FIRST_STANDING], law[FIRST_STANDING] + law[N_STANDING]):
        clock = of(law, RULES, r, RULE_CLOCK)
        if clock == WHENEVER:
            continue
        k += 1
        if not may_hold(law, of(law, RULES, r, RULE_WHEN), of(law, RULES, r, RULE_N_WHEN), me, law[FIRST_TIMED]):
            continue
        if clock >= EACH_MONTH:
            if is_first_day(law, clock, first):
                call = first
            continue
        call = min(call, start + next_stroke(me, at + 2 * k, first - start))
    return call


@helper
def is_first_day(law, clock, day):
    """Does the period of a rule's clock begin this day? Day 0 begins none."""
    bits = of(law, CALENDAR, day, 0)
    if clock == EACH_DAY:
        return day > 0
    if clock == EACH_WEEK:
        return day > 0 and day % 7 == 0
    if clock == EACH_MONTH:
        return (bits & C_MONTH) != 0
    if clock == EACH_QUARTER:
        return (bits & C_QUARTER) != 0
    return (bits & C_YEAR) != 0


@helper
def comes_out(law, r, k, day, me):
    """Does the chance of a rule of the calendar come out on this first day of its period?

    Draws: stream TRIAL, as ``draw_strokes``.
    """
    at = law[ME_STROKES]
    season = me[at + 2 * law[N_CLOCKED]]
    rest = day - season * SEASON_DAYS
    if of(law, RULES, r, RULE_CLOCK) < EACH_MONTH:
        return is_stroke(me[at + 2 * k], me[at + 2 * k + 1], rest)
    chance = of(law, RULES, r, RULE_CHANCE)
    if chance >= (i64(1) << 32):
        return True
    unit = me[ME_UNIT] + (me[ME_HOME] - me[ME_J] if of(law, RULES, r, RULE_SHARED) else 0)
    x, y, z, t = draw(
        u64(unit), TRIAL, u64(season << 16 | rest >> 2), u64(of(law, RULES, r, RULE_KEY)), u64(law[K0]), u64(law[K1])
    )
    w = rest & 3
    return i64(x if w == 0 else (y if w == 1 else (z if w == 2 else t))) < chance


@helper
def fits_standing(law, r, day, me):
    """Is a rule in force this day for this person, and does its condition hold?"""
    return (
        of(law, RULES, r, RULE_FROM_DAY) <= day
        and day < of(law, RULES, r, RULE_UNTIL_DAY)
        and is_covered(law, i64(of(law, RULES, r, RULE_REGIME)), me)
        and applies(
            law,
            of(law, RULES, r, RULE_WHEN),
            of(law, RULES, r, RULE_N_WHEN),
            of(law, RULES, r, RULE_UNLESS),
            of(law, RULES, r, RULE_N_UNLESS),
            me,
        )
    )


@helper
def enter_and_leave(law, day, me, own, box, row, log):
    """Rules that ask for a standing only: entries and exits; and misuses. Returns True if the standing must be fixed once more."""
    entered = False
    for r in range(law[FIRST_STANDING], law[FIRST_STANDING] + law[N_STANDING]):
        misuse = of(law, RULES, r, RULE_MISUSE)
        if of(law, RULES, r, RULE_CLOCK) != WHENEVER or misuse < 0 or not fits_standing(law, r, day, me):
            continue
        kind = of(law, RULES, r, RULE_EFFECT)
        l = of(law, RULES, r, RULE_LIST)
        off = of(law, RULES, r, RULE_OFF)
        if kind == EFFECT_TAKES_OFF and (
            me[ME_BITS] & off == 0 or not would_end_sooner(law, off, day, me[ME_UNIT], own.days, own.small)
        ):
            continue
        at = law[AT_LISTS] + 2 * l
        if kind == EFFECT_LIST and i64(own.days[at + UNTIL]) > day and i64(own.days[at + ENTERED]) <= day:
            continue  # also where an appeal suspends the entry: else it would be made anew without end
        if is_paused(law, i64(of(law, RULES, r, RULE_REGIME)), day, 0) >= 0:
            continue
        chosen, word, flags = i64(r), i64(0), i64(0)
        if misuse > 0:
            chosen, word = outside_the_rules(law, r, misuse - 1, day, me, own.days)
            flags = i64(FALSE_INVENTED)
            if chosen < 0:
                continue
        effect(law, chosen, word, flags, day, i64(0), day, day, u64(0), i64(0), me, own, box, row, log)
        entered = entered or (
            kind == EFFECT_LIST and i64(own.days[at + UNTIL]) > day and i64(own.days[at + ENTERED]) <= day
        )
    return entered


@helper
def act_quietly(law, day, me, own, row):
    """The same as ``act_by_calendar`` where all its rules are plain; returns how many were dealt with before one was not.

    Plain ones ask for nothing that time alone changes: whether one may act later is whether it may act now.
    """
    at = law[ME_STROKES]
    start = me[at + 2 * law[N_CLOCKED]] * SEASON_DAYS
    call = i64(NEVER)
    k = i64(-1)
    for r in range(law[FIRST_STANDING], law[FIRST_STANDING] + law[N_STANDING]):
        if of(law, RULES, r, RULE_CLOCK) == WHENEVER:
            continue
        k += 1
        if not holds(law, of(law, RULES, r, RULE_WHEN), of(law, RULES, r, RULE_N_WHEN), me):
            continue
        if (
            (me[ME_JOINED] >> of(law, RULES, r, RULE_REGIME)) & 1
            and comes_out(law, r, k, day, me)
            and not post_quietly(law, r, day, own, row)
        ):
            return k
        call = min(call, start + next_stroke(me, at + 2 * k, day + 1 - start))
    own.days[law[AT_CALL]] = u16(call)
    return law[N_CLOCKED]


@helper
def act_by_calendar(law, done, day, me, own, box, row, log):
    """Rules of the calendar that may act today, but for the first ``done``; then the next day on which one may.

    Draws: stream DISCRETION, block 1, at (person, day, rule), where something is left to decide.
    """
    k = i64(-1)
    for r in range(law[FIRST_STANDING], law[FIRST_STANDING] + law[N_STANDING]):
        clock = of(law, RULES, r, RULE_CLOCK)
        if clock == WHENEVER:
            continue
        k += 1
        if (
            k < done
            or not is_first_day(law, clock, day)
            or not comes_out(law, r, k, day, me)
            or not fits_standing(law, r, day, me)
        ):
            continue
        signed = i64(0)
        if of(law, RULES, r, RULE_SPAN) > 1 or of(law, RULES, r, RULE_SIGMA) > 0:
            word, y, z, t = draw(
                u64(me[ME_UNIT]),
                DISCRETION | u64(1),
                u64(day),
                u64(of(law, RULES, r, RULE_KEY)),
                u64(law[K0]),
                u64(law[K1]),
            )
            signed = i64(word >> u64(16)) - 32_768
        effect(law, r, signed, i64(0), day, i64(0), day, day + 1, u64(0), i64(0), me, own, box, row, log)
    own.days[law[AT_CALL]] = u16(next_call(law, day + 1, me))
