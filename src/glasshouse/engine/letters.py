"""Reading mail: what a letter does to the person it is for. Reports and delayed rules only join the queue of postings."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import P_GRANTED, P_INVENTED, P_WRONG
from glasshouse.engine.learn import LIST_ITEM, apply_at, consider, days_to_save, hear_of_case, is_over, notice_list
from glasshouse.engine.log import ANSWERED, EXPIRED, FROM_HOUSEHOLD, POSTED, note
from glasshouse.engine.log import FED as LOG_FED
from glasshouse.engine.log import HEARD as LOG_HEARD
from glasshouse.engine.log import LANDED as LOG_LANDED
from glasshouse.engine.mail import (
    ANSWER,
    APPLY,
    BY_SCRIPT,
    EXPIRE,
    FALSE_INVENTED,
    FALSE_WRONG,
    FEED,
    HEARD,
    HOUSE,
    ITEM,
    KIND,
    LAND,
    LEARN,
    MADE,
    NOTICE,
    ON,
    PASSED,
    REPORT,
    SETTLE,
    VALUE,
    ZERO,
    push,
    take_back,
)  # fmt: skip
from glasshouse.engine.morning import settle
from glasshouse.engine.order import NEVER
from glasshouse.engine.person import has_left, is_scripted
from glasshouse.engine.post import add_points, move_score, standing_moves
from glasshouse.engine.standing import applies
from glasshouse.engine.state import (
    ENTERED,
    F_LANDED,
    FIRMS_BELOW,
    FIRMS_SHIFT,
    FLAGS,
    LANDED,
    M_SUSPENDED,
    MARK,
    MOST_FIRMS,
    SPELLS,
    T_FALSE,
    T_GRANTED,
    TURN,
    UNTIL,
    add_tally,
)  # fmt: skip
from glasshouse.engine.tables import (
    AT_CAPS,
    AT_LISTS,
    AT_MARKS,
    AT_MATTERS,
    DESK_AGAIN,
    DESK_NEXT,
    DESK_POINTS,
    DESK_REGIME,
    DESK_SCORE,
    DESK_SETTLES,
    DESK_TAKES_OFF,
    DESKS,
    EFFECT_CAP,
    EFFECT_OPENS,
    FEED_LIST,
    FEED_TO_OWNER,
    FEEDS,
    K0,
    K1,
    LIST_FIRST_ENTER,
    LIST_FIRST_LEAVE,
    LIST_KEY,
    LIST_N_ENTER,
    LIST_N_LEAVE,
    LIST_REMOVAL,
    LIST_REMOVAL_SPAN,
    LISTS,
    MATTER_KEYS,
    ME_J,
    ME_UNIT,
    ME_WHO,
    RULE_BEATS,
    RULE_CAP_SCALE,
    RULE_EFFECT,
    RULE_FIRST_DESK,
    RULE_FROM_DAY,
    RULE_MATTER,
    RULE_N_DESKS,
    RULE_N_UNLESS,
    RULE_N_WHEN,
    RULE_REGIME,
    RULE_ROW,
    RULE_SCORE,
    RULE_UNLESS,
    RULE_UNTIL_DAY,
    RULE_WHEN,
    RULES,
    SCRIPT,
    SCRIPT_UNITS,
    SCRIPT_WORD,
    n_of,
    of,
)
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import SPELL, draw, within

u8, u16, u32, u64, i32, i64 = np.uint8, np.uint16, np.uint32, np.uint64, np.int32, np.int64


@helper
def day_off(law, l, day, unit, small):
    """The day on which somebody taken off list ``l`` today is off it: after the clerical delay, tomorrow at the earliest.

    Draws: stream SPELL, lane 2, at (person, number of the spell, list).
    """
    spell = u64(small[law[AT_MARKS] + 2 * l + SPELLS])
    x, y, z, t = draw(
        u64(unit), SPELL | u64(2 << 8), spell, u64(of(law, LISTS, l, LIST_KEY)), u64(law[K0]), u64(law[K1])
    )
    return day + max(within(i64(of(law, LISTS, l, LIST_REMOVAL)), i64(of(law, LISTS, l, LIST_REMOVAL_SPAN)), x), 1)


@helper
def would_end_sooner(law, lists, day, unit, days, small):
    """Would a spell on one of these lists end sooner if it were ended today?"""
    for l in range(n_of(law, LISTS)):
        if (lists >> l) & 1 and i64(days[law[AT_LISTS] + 2 * l + UNTIL]) > day_off(law, l, day, unit, small):
            return True
    return False


@helper
def take_off(law, lists, day, unit, days, small):
    """End the running spells on these lists after the clerical delay; not before this morning."""
    for l in range(n_of(law, LISTS)):
        if (lists >> l) & 1 == 0:
            continue
        at = law[AT_LISTS] + 2 * l
        if i64(days[at + UNTIL]) > day:
            end = day_off(law, l, day, unit, small)
            days[at + UNTIL] = u16(min(end, i64(days[at + UNTIL])))
            days[TURN] = u16(min(i64(days[TURN]), end))


@helper
def read_answer(law, d, item, value, granted, wrong, day, me, own, box, row, log):
    """The desk's answer: its own effect, or the entry undone; a refusal may go to the next desk or be tried again."""
    who, j, unit = me[ME_WHO], me[ME_J], me[ME_UNIT]
    days, small, tally, pool = own.days, own.small, own.tally, box.pool
    head = box.head
    note(log, who, ANSWERED, day, 0, d, granted, item, wrong, 0, 0)
    if is_over(law, d, item, value, day, days, small):
        return
    if item >= LIST_ITEM:
        small[law[AT_MARKS] + 2 * (item - LIST_ITEM) + MARK] &= u8(255 - M_SUSPENDED)
        days[TURN] = u16(min(i64(days[TURN]), day + 1))
    if granted:
        row[P_GRANTED] += 1
        add_tally(tally, T_GRANTED, 1)
        plain = (
            of(law, DESKS, d, DESK_POINTS) == 0
            and of(law, DESKS, d, DESK_TAKES_OFF) == 0
            and of(law, DESKS, d, DESK_SETTLES) == 0
        )
        if of(law, DESKS, d, DESK_POINTS) != 0:
            add_points(
                law,
                i64(of(law, DESKS, d, DESK_SCORE)),
                i64(of(law, DESKS, d, DESK_POINTS)),
                0,
                day,
                me,
                own,
                box,
                row,
                log,
                -1 - d,
                0,
            )
        if of(law, DESKS, d, DESK_TAKES_OFF) != 0:
            take_off(law, of(law, DESKS, d, DESK_TAKES_OFF), day, unit, days, small)
        if of(law, DESKS, d, DESK_SETTLES) != 0:
            for m in range(n_of(law, MATTER_KEYS)):
                if (of(law, DESKS, d, DESK_SETTLES) >> m) & 1 and days[law[AT_MATTERS] + m] > 0:
                    days[law[AT_MATTERS] + m] = u16(0)
                    settle(law, m, day, unit, who, days, small, log)
        if plain:
            if item >= LIST_ITEM:
                take_off(law, i64(1) << (item - LIST_ITEM), day, unit, days, small)
            else:
                if value != 0:
                    take_back(pool, head, j, EXPIRE, of(law, RULES, item, RULE_SCORE), of(law, RULES, item, RULE_ROW))
                    add_points(
                        law, i64(of(law, RULES, item, RULE_SCORE)), -value, 0, day, me, own, box, row, log, -1 - d, 0
                    )
                m = of(law, RULES, item, RULE_MATTER)
                if of(law, RULES, item, RULE_EFFECT) == EFFECT_OPENS and days[law[AT_MATTERS] + m] > 0:
                    days[law[AT_MATTERS] + m] = u16(0)
                    settle(law, m, day, unit, who, days, small, log)
                if of(law, RULES, item, RULE_EFFECT) == EFFECT_CAP:
                    days[law[AT_CAPS] + of(law, RULES, item, RULE_CAP_SCALE)] = u16(day)
                    days[TURN] = u16(min(i64(days[TURN]), day + 1))
    elif is_scripted(law, unit):
        return  # whether one goes on is for the script to say
    elif of(law, DESKS, d, DESK_NEXT) >= 0:
        later = i64(of(law, DESKS, d, DESK_NEXT))
        wait = days_to_save(law, later, me, small)
        if wait > 0:
            push(pool, head, j, day + wait, APPLY, wrong, later, value, item)
        else:
            apply_at(law, later, item, wrong, value, day, u64(0), me, own, box, row, log)
    elif of(law, DESKS, d, DESK_AGAIN) > 0:
        wait = max(i64(of(law, DESKS, d, DESK_AGAIN)), days_to_save(law, d, me, small))
        push(pool, head, j, day + wait, APPLY, wrong, d, value, item)


@helper
def read_feed(law, f, on, day, who, days, small, log):
    """Another regime's standing arrives: its id reads as a list here from this morning on. Returns whether that is news."""
    l = i64(of(law, FEEDS, f, FEED_LIST))
    at = law[AT_LISTS] + 2 * l
    was_on = i64(days[at + UNTIL]) > day
    if of(law, FEEDS, f, FEED_TO_OWNER):
        mark = law[AT_MARKS] + 2 * l + MARK
        firms = i64(small[mark]) >> FIRMS_SHIFT
        others = firms if on else max(firms - 1, 0)
        small[mark] = u8((i64(small[mark]) & FIRMS_BELOW) | min(others + on, MOST_FIRMS) << FIRMS_SHIFT)
        if others > 0:
            return False
    if on:
        days[at + ENTERED] = u16(day)
        days[at + UNTIL] = u16(NEVER)
        small[law[AT_MARKS] + 2 * l + SPELLS] = u8(min(i64(small[law[AT_MARKS] + 2 * l + SPELLS]) + 1, 255))
    else:
        days[at + UNTIL] = u16(day)
    days[TURN] = u16(min(i64(days[TURN]), day + 1))
    note(log, who, LOG_FED, day, 0, f, on, 0, 0, 0, 0)
    return on == 1 or was_on  # what never arrived does not leave


@helper
def rules_set_off(law, l, entering, day, me, queue):
    """Queue the rules that entry to a list or feed, or exit, sets off, those replaced by another one left out; returns how many."""
    first = of(law, LISTS, l, LIST_FIRST_ENTER) if entering else of(law, LISTS, l, LIST_FIRST_LEAVE)
    n_rules = of(law, LISTS, l, LIST_N_ENTER) if entering else of(law, LISTS, l, LIST_N_LEAVE)
    beaten = i64(0)
    fitting = i64(0)
    for k in range(n_rules):
        r = first + k
        if (
            of(law, RULES, r, RULE_FROM_DAY) <= day
            and day < of(law, RULES, r, RULE_UNTIL_DAY)
            and applies(
                law, of(law, RULES, r, RULE_WHEN), of(law, RULES, r, RULE_N_WHEN), of(law, RULES, r, RULE_UNLESS),
                of(law, RULES, r, RULE_N_UNLESS), me,
            )
        ):  # fmt: skip
            fitting |= i64(1) << k
            beaten |= of(law, RULES, r, RULE_BEATS)
    n = 0
    for k in range(n_rules):
        if ((fitting & ~beaten) >> k) & 1 and n < queue.shape[0]:
            queue[n, 0] = -1 - (first + k)
            queue[n, 1] = 0
            queue[n, 2] = 0
            queue[n, 3] = day
            queue[n, 4] = 0
            queue[n, 5] = 0
            n += 1
    return n


@helper
def read_letter(law, letter, day, me, own, box, row, queue, log):
    """Do what the letter says, except posting; returns how many (rule, word, flags, made) wait in the queue to be posted.

    A queue entry is negative in its first place for a single rule (-1 - rule), else the number of a pair.
    """
    who, unit = me[ME_WHO], me[ME_UNIT]
    days, small, points, tally = own.days, own.small, own.points, own.tally
    kind = i64(letter[KIND]) >> 8
    flags = i64(letter[KIND]) & 255
    item = i64(letter[ITEM])
    value = i64(letter[VALUE]) - ZERO
    made = i64(letter[MADE])
    if kind == EXPIRE:
        before = i64(points[item])
        posted = move_score(law, item, -value, points)
        if standing_moves(law, item, before, before + posted, day):
            days[TURN] = u16(min(i64(days[TURN]), day + 1))
        note(log, who, EXPIRED, day, 0, made, -value, posted, item, 0, 0)
        return 0
    if kind == HOUSE:
        before = i64(points[item])
        posted = move_score(law, item, value, points)
        if standing_moves(law, item, before, before + posted, day):
            days[TURN] = u16(min(i64(days[TURN]), day + 1))
        note(log, who, POSTED, day, 0, made, value, posted, item, 0, FROM_HOUSEHOLD)
        return 0
    if kind == NOTICE:
        if i64(days[law[AT_LISTS] + 2 * item + ENTERED]) == made:
            notice_list(law, item, day, u64(0), me, own, box, row, log)
        return 0
    if kind == LAND:
        if flags & ON:
            small[LANDED] |= u8(1 << item)
        else:
            small[LANDED] &= u8(255 - (1 << item))
        small[FLAGS] |= u8(F_LANDED)
        days[TURN] = u16(min(i64(days[TURN]), day + 1))
        note(log, who, LOG_LANDED, day, 0, item, flags & ON, 0, 0, 0, 0)
        return 0
    if kind == ANSWER:
        if has_left(law, of(law, DESKS, item, DESK_REGIME), days):
            return 0
        granted = 1 if flags & ON else 0
        read_answer(law, item, made, value, granted, flags & 1, day, me, own, box, row, log)
        return 0
    if kind == APPLY:
        if has_left(law, of(law, DESKS, item, DESK_REGIME), days):
            return 0
        apply_at(law, item, made, flags, value, day, u64(0), me, own, box, row, log)
        return 0
    if kind == HEARD:
        for _ in range(value + 1):
            hear_of_case(small, 0)
        note(log, who, LOG_HEARD, day, 0, item, 0, 0, 0, 0, 0)
        return 0
    if kind == LEARN:
        if has_left(law, of(law, RULES, item, RULE_REGIME), days):
            return 0
        consider(
            law,
            i64(of(law, RULES, item, RULE_FIRST_DESK)),
            i64(of(law, RULES, item, RULE_N_DESKS)),
            item,
            flags != 0,
            value,
            made,
            day,
            u64(0),
            me,
            own,
            box,
            row,
            log,
        )
        return 0
    if kind == FEED:
        on = 1 if flags & ON else 0
        is_news = read_feed(law, item, on, day, who, days, small, log)
        return rules_set_off(law, of(law, FEEDS, item, FEED_LIST), on, day, me, queue) if is_news else 0
    if kind == PASSED:
        return rules_set_off(law, item, flags & ON, day, me, queue)
    if kind == SETTLE:
        if days[law[AT_MATTERS] + item] > 0:
            days[law[AT_MATTERS] + item] = u16(0)
            settle(law, item, day, unit, who, days, small, log)
        return 0
    # REPORT, RECUR, GRACE
    if flags & FALSE_WRONG:
        row[P_WRONG] += 1
        add_tally(tally, T_FALSE, 1)
    elif flags & FALSE_INVENTED:
        row[P_INVENTED] += 1
        add_tally(tally, T_FALSE, 1)
    queue[0, 0] = item if kind == REPORT else -1 - item
    queue[0, 1] = value
    queue[0, 2] = flags
    queue[0, 3] = made
    queue[0, 4] = kind
    queue[0, 5] = 0
    if flags & BY_SCRIPT:
        queue[0, 1] = of(law, SCRIPT, value, SCRIPT_WORD)
        queue[0, 2] = flags & ~BY_SCRIPT
        queue[0, 5] = of(law, SCRIPT, value, SCRIPT_UNITS)
    return 1
