"""Which rules a report meets, in what order, and each one's effect."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.drawn import fresh_word
from glasshouse.engine.learn import consider
from glasshouse.engine.letters import take_off
from glasshouse.engine.log import POSTPONED, REPORTED, RULED, WAITING, note
from glasshouse.engine.mail import FALSE, GRACE, RECUR, WAS_TOLD, push
from glasshouse.engine.morning import is_covered, owed_bits, settle_all
from glasshouse.engine.post import cap_grade, is_paused, look_later, month_later, open_matter, post_points
from glasshouse.engine.standing import applies, enter, holds
from glasshouse.engine.state import TURN
from glasshouse.engine.tables import (
    ACT_UNITS,
    ACTS,
    AT_RECENT,
    EFFECT_CAP,
    EFFECT_LIST,
    EFFECT_OPENS,
    EFFECT_POINTS,
    EFFECT_RATING,
    EFFECT_SETTLES,
    EFFECT_TAKES_OFF,
    EFFECT_UNITS,
    LOOKS,
    ME_BY,
    ME_J,
    ME_MET,
    ME_UNIT,
    ME_WHO,
    PAIR_ACT,
    PAIR_CHANNEL,
    PAIR_FIRST_RULE,
    PAIR_N_RULES,
    PAIR_REGIME,
    PAIRS,
    PAUSE_LATER,
    PAUSE_UNTIL_DAY,
    PAUSES,
    RECENT,
    RECENT_ACTS,
    RULE_BEATS,
    RULE_EFFECT,
    RULE_EVERY,
    RULE_FIRST_DESK,
    RULE_FIRST_TERM,
    RULE_FROM_DAY,
    RULE_GRACE,
    RULE_KEY,
    RULE_LIST,
    RULE_MATTER,
    RULE_N_DESKS,
    RULE_N_TERMS,
    RULE_N_UNLESS,
    RULE_N_WHEN,
    RULE_OFF,
    RULE_OWED,
    RULE_REGIME,
    RULE_ROW,
    RULE_SIGMA,
    RULE_UNITS,
    RULE_UNLESS,
    RULE_UNTIL_DAY,
    RULE_WHEN,
    RULES,
    n_of,
    of,
)
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import MATTER

u8, u16, u32, u64, i32, i64 = np.uint8, np.uint16, np.uint32, np.uint64, np.int32, np.int64


@helper
def fits(law, r, made, me):
    """Was the rule in force on the day of the deed, and does its condition hold today?"""
    if of(law, RULES, r, RULE_FROM_DAY) > made or made >= of(law, RULES, r, RULE_UNTIL_DAY):
        return False
    return applies(
        law,
        of(law, RULES, r, RULE_WHEN),
        of(law, RULES, r, RULE_N_WHEN),
        of(law, RULES, r, RULE_UNLESS),
        of(law, RULES, r, RULE_N_UNLESS),
        me,
    )


@helper
def still_fits(law, r, made, me):
    """The same for a rule that waited: by which channel its report came, and who was met, was asked then."""
    if of(law, RULES, r, RULE_FROM_DAY) > made or made >= of(law, RULES, r, RULE_UNTIL_DAY):
        return False
    me[ME_BY] = -1
    me[ME_MET] = -1
    did_hold = holds(law, of(law, RULES, r, RULE_WHEN), of(law, RULES, r, RULE_N_WHEN), me)
    me[ME_BY] = 0
    me[ME_MET] = 0
    if not did_hold:
        return False
    n = of(law, RULES, r, RULE_N_UNLESS)
    return n == 0 or not holds(law, of(law, RULES, r, RULE_UNLESS), n, me)


@helper
def row_on(law, r, day):
    """The row of the same rule whose dated points are in force on a day: what recurs goes on under them."""
    while (
        of(law, RULES, r, RULE_UNTIL_DAY) <= day
        and r + 1 < n_of(law, RULES)
        and of(law, RULES, r + 1, RULE_ROW) == of(law, RULES, r, RULE_ROW)
        and of(law, RULES, r + 1, RULE_FROM_DAY) == of(law, RULES, r, RULE_UNTIL_DAY)
    ):
        r += 1
    return r


@helper
def rules_of(law, p, made, channel, me):
    """Bits of the rules that a report meets, those replaced by a more special one taken out."""
    first = i64(of(law, PAIRS, p, PAIR_FIRST_RULE))
    me[ME_BY] = i64(1) << (channel & 63)
    bits = i64(0)
    beaten = i64(0)
    for k in range(of(law, PAIRS, p, PAIR_N_RULES)):
        if fits(law, first + k, made, me):
            bits |= i64(1) << k
            beaten |= of(law, RULES, first + k, RULE_BEATS)
    return bits & ~beaten


@helper
def remember_report(law, p, day, days):
    """Note the day for conditions that ask for recent reports."""
    for q in range(n_of(law, RECENT) - 1, -1, -1):
        if of(law, RECENT, q, 0) == of(law, PAIRS, p, PAIR_REGIME) and of(
            law, RECENT_ACTS, q, of(law, PAIRS, p, PAIR_ACT)
        ):
            # a report that is not the latest is what the one after it was
            days[law[AT_RECENT] + q] = days[law[AT_RECENT] + q - 1] if of(law, RECENT, q, 1) > 0 else u16(day + 1)
            if n_of(law, LOOKS) > 0:
                days[TURN] = u16(min(i64(days[TURN]), day + 1))


@helper
def effect(law, r, word, flags, made, k, day, start, moment, units, me, own, box, row, log):
    """The effect of one rule on one person, on ``day``; entries are in force from ``start``.

    ``k`` counts the recurrences of a monthly rule: 0 is the report itself.
    """
    who, j, unit = me[ME_WHO], me[ME_J], me[ME_UNIT]
    days, small, pool, head = own.days, own.small, box.pool, box.head
    wrong = (flags & FALSE) != 0
    paused = is_paused(law, i64(of(law, RULES, r, RULE_REGIME)), day, 0)
    if paused >= 0:
        if of(law, PAUSES, paused, PAUSE_LATER):
            push(pool, head, j, i64(of(law, PAUSES, paused, PAUSE_UNTIL_DAY)), GRACE, flags, r, word, made)
        note(
            log,
            who,
            POSTPONED,
            day,
            0,
            of(law, RULES, r, RULE_ROW),
            i64(of(law, PAUSES, paused, PAUSE_LATER)),
            0,
            0,
            0,
            0,
        )
        return
    note(log, who, RULED, day, i64(moment), of(law, RULES, r, RULE_ROW), k, flags, made, 0, 0)
    value = i64(0)
    kind = of(law, RULES, r, RULE_EFFECT)
    if kind == EFFECT_POINTS or kind == EFFECT_UNITS or kind == EFFECT_RATING:
        value = post_points(law, r, word + 32_768, flags, day, units, me, own, box, row, log)
    elif of(law, RULES, r, RULE_EFFECT) == EFFECT_CAP:
        cap_grade(law, r, day, start, who, days, small, log)
    elif of(law, RULES, r, RULE_EFFECT) == EFFECT_LIST:
        enter(
            law,
            i64(of(law, RULES, r, RULE_LIST)),
            i64(of(law, RULES, r, RULE_FIRST_TERM)),
            i64(of(law, RULES, r, RULE_N_TERMS)),
            start,
            wrong,
            me,
            own,
            box,
            row,
            log,
            day,
        )
    elif of(law, RULES, r, RULE_EFFECT) == EFFECT_TAKES_OFF:
        take_off(law, of(law, RULES, r, RULE_OFF), day, unit, days, small)
    elif kind == EFFECT_OPENS:
        m = of(law, RULES, r, RULE_MATTER)
        open_matter(law, m, MATTER | u64(1), day, of(law, RULES, r, RULE_KEY), day, me, days, small, log)
    elif kind == EFFECT_SETTLES:
        settle_all(law, of(law, RULES, r, RULE_OFF), start, day, me, days, box)
    # while_owed asks at this very moment, conditions ask as of the morning
    if of(law, RULES, r, RULE_EVERY) == 1 and (owed_bits(law, own.days) & of(law, RULES, r, RULE_OWED)) != 0:
        begin = made if k > 0 else day
        push(pool, head, j, month_later(begin, k + 1), RECUR, flags, r, k + 1, begin)
    if k == 0 and of(law, RULES, r, RULE_N_DESKS) > 0 and of(law, RULES, r, RULE_EFFECT) != EFFECT_LIST:
        if flags & WAS_TOLD:
            consider(
                law,
                i64(of(law, RULES, r, RULE_FIRST_DESK)),
                i64(of(law, RULES, r, RULE_N_DESKS)),
                r,
                wrong,
                value,
                day,
                day,
                moment,
                me,
                own,
                box,
                row,
                log,
            )
        else:
            look_later(law, r, value, flags, day, me, box)


@helper
def is_owed_nothing(law, r, own):
    """Does a rule wait for a matter that is not open at this very moment? Rules before it may have opened or closed one."""
    owed = of(law, RULES, r, RULE_OWED)
    return owed != 0 and (owed_bits(law, own.days) & owed) == 0


@helper
def post_one(law, entry, day, start, moment, me, own, box, row, log):
    """Post a report, or one rule that was waiting (grace, recurrence, a feed's entry)."""
    who, j = me[ME_WHO], me[ME_J]
    days, pool, head = own.days, box.pool, box.head
    item = entry[0]
    word = entry[1]
    flags = entry[2]
    made = entry[3]
    kind = entry[4]
    if item < 0:
        r = i64(-1) - item
        if kind == RECUR:
            r = row_on(law, r, day)
        if not is_covered(law, i64(of(law, RULES, r, RULE_REGIME)), me):
            return
        if is_owed_nothing(law, r, own):
            return
        if not still_fits(law, r, made if kind != RECUR else day, me):
            return
        k = word if kind == RECUR else 0
        if kind == RECUR:
            word = fresh_word(law, r, me[ME_UNIT], day) if of(law, RULES, r, RULE_SIGMA) > 0 else i64(0)
        units = i64(of(law, RULES, r, RULE_UNITS))
        effect(law, r, word, flags, made, k, day, start, moment, units, me, own, box, row, log)
        return
    if not is_covered(law, i64(of(law, PAIRS, item, PAIR_REGIME)), me):
        return
    note(log, who, REPORTED, day, i64(moment), item, flags, made, 0, 0, 0)
    bits = rules_of(law, item, made, i64(of(law, PAIRS, item, PAIR_CHANNEL)), me)
    remember_report(law, item, day, days)
    first = i64(of(law, PAIRS, item, PAIR_FIRST_RULE))
    units = entry[5] if entry[5] > 0 else i64(of(law, ACTS, of(law, PAIRS, item, PAIR_ACT), ACT_UNITS))
    for n in range(of(law, PAIRS, item, PAIR_N_RULES)):
        if (bits >> n) & 1 == 0:
            continue
        r = first + n
        if of(law, RULES, r, RULE_GRACE) > 0:
            due = day + i64(of(law, RULES, r, RULE_GRACE))
            push(pool, head, j, due, GRACE, flags, r, word, made)
            note(log, who, WAITING, day, i64(moment), of(law, RULES, r, RULE_ROW), due, flags, 0, 0, 0)
        elif is_owed_nothing(law, r, own) and (flags & FALSE) == 0:
            continue
        else:
            effect(law, r, word, flags, made, 0, day, start, moment, units, me, own, box, row, log)
