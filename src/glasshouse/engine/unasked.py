"""Steps 4 and 5 without a report: rules that act by the calendar, or whenever a standing fits.

They read the standing that was just fixed. What acts by the calendar is posted that day, so that its list entries and
grades count from the next morning; an entry that only asks for a standing is part of the standing of that very morning.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.morning import is_covered
from glasshouse.engine.order import NEVER, SEASON_DAYS
from glasshouse.engine.post import is_paused
from glasshouse.engine.postings import effect
from glasshouse.engine.standing import applies, may_hold
from glasshouse.engine.state import ENTERED, UNTIL
from glasshouse.engine.tables import (
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
    ME_UNIT,
    N_STANDING,
    RULE_CHANCE,
    RULE_CLOCK,
    RULE_EFFECT,
    RULE_FROM_DAY,
    RULE_KEY,
    RULE_LIST,
    RULE_N_UNLESS,
    RULE_N_WHEN,
    RULE_OFF,
    RULE_REGIME,
    RULE_SHARED,
    RULE_UNLESS,
    RULE_UNTIL_DAY,
    RULE_WHEN,
    RULES,
    WHENEVER,
    of,
)
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import DISCRETION, TRIAL, draw

u64, i64 = np.uint64, np.int64

LOOK_AHEAD = 84
"""Days within which the next stroke of luck is looked for; if there is none, one looks again then."""


@helper
def next_stroke(law, r, first, last, step, me):
    """The first of the days ``first``, ``first + step`` ... before ``last`` on which the rule's chance comes out, else ``last``.

    Draws: stream TRIAL at (person or first of the household, day >> 2, rule), one word per day.
    """
    chance = of(law, RULES, r, RULE_CHANCE)
    unit = me[ME_UNIT]
    if of(law, RULES, r, RULE_SHARED):
        unit += me[ME_HOME] - me[ME_J]
    block = i64(-1)
    x = y = z = t = u64(0)
    day = first
    while day < last:
        if chance >= (i64(1) << 32):
            return day
        season = day // SEASON_DAYS
        within = day - season * SEASON_DAYS
        if (season << 16) | (within >> 2) != block:
            block = (season << 16) | (within >> 2)
            x, y, z, t = draw(
                u64(unit), TRIAL, u64(block), u64(of(law, RULES, r, RULE_KEY)), u64(law[K0]), u64(law[K1])
            )
        w = within & 3
        word = x if w == 0 else (y if w == 1 else (z if w == 2 else t))
        if i64(word) < chance:
            return day
        day += step
    return last


@helper
def next_call(law, day, me):
    """The next day on which a daily or weekly rule may act on this person, as the standing is now."""
    turn = i64(NEVER)
    for r in range(law[FIRST_STANDING], law[FIRST_STANDING] + law[N_STANDING]):
        clock = of(law, RULES, r, RULE_CLOCK)
        if (clock != EACH_DAY and clock != EACH_WEEK) or not may_hold(
            law, of(law, RULES, r, RULE_WHEN), of(law, RULES, r, RULE_N_WHEN), me, law[FIRST_TIMED]
        ):
            continue
        step = i64(1) if clock == EACH_DAY else i64(7)
        first = (day // step + 1) * step
        turn = min(turn, next_stroke(law, r, first, min(turn, day + LOOK_AHEAD), step, me))
    return turn


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
def act_unasked(law, day, again, me, own, box, row, log):
    """Every rule that needs no report and fits this morning. Returns True if the standing must be fixed once more.

    ``again``: it has been fixed once more already, and what acts by the calendar has acted.
    """
    entered = False
    for r in range(law[FIRST_STANDING], law[FIRST_STANDING] + law[N_STANDING]):
        clock = of(law, RULES, r, RULE_CLOCK)
        if of(law, RULES, r, RULE_FROM_DAY) > day or day >= of(law, RULES, r, RULE_UNTIL_DAY):
            continue
        if clock != WHENEVER and (again or not is_first_day(law, clock, day)):
            continue
        if not is_covered(law, i64(of(law, RULES, r, RULE_REGIME)), me) or not applies(
            law,
            of(law, RULES, r, RULE_WHEN),
            of(law, RULES, r, RULE_N_WHEN),
            of(law, RULES, r, RULE_UNLESS),
            of(law, RULES, r, RULE_N_UNLESS),
            me,
        ):
            continue
        if clock == WHENEVER:
            kind = of(law, RULES, r, RULE_EFFECT)
            l = of(law, RULES, r, RULE_LIST)
            if kind == EFFECT_TAKES_OFF and me[ME_BITS] & of(law, RULES, r, RULE_OFF) == 0:
                continue
            if kind == EFFECT_LIST and (me[ME_BITS] >> l) & 1:
                continue
            if is_paused(law, i64(of(law, RULES, r, RULE_REGIME)), day, 0) >= 0:
                continue
            effect(law, r, i64(0), i64(0), day, i64(0), day, day, u64(0), i64(0), me, own, box, row, log)
            at = law[AT_LISTS] + 2 * l
            entered = entered or (
                kind == EFFECT_LIST and i64(own.days[at + UNTIL]) > day and i64(own.days[at + ENTERED]) <= day
            )
        elif next_stroke(law, r, day, day + 1, i64(1), me) == day:
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
    return entered
