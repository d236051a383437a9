"""The standing of a day is fixed: what services, other people and strategic choices see of a person until tomorrow."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.boards import show_publicly
from glasshouse.engine.counts import P_EASED, P_EASED_YUAN
from glasshouse.engine.learn import change_means
from glasshouse.engine.log import PAID, STANDS, note
from glasshouse.engine.mail import FEED, N_MOVED, ON, OUTSIDE, push
from glasshouse.engine.morning import class_of, fill_grades, fill_person, next_turn
from glasshouse.engine.post import crosses
from glasshouse.engine.standing import applies, holds
from glasshouse.engine.state import (
    CLASS,
    CLASS_HIGH,
    F_LANDED,
    F_NEWLY,
    F_STOOD,
    FLAGS,
    LANDED,
    MEANS,
    SENT,
    T_EASED,
    T_EASED_TENS,
    TURN,
    add_tally,
    keep_mask,
    mask_at,
)  # fmt: skip
from glasshouse.engine.tables import (
    AT_BITS,
    AT_CALL,
    AT_FED,
    AT_GRADES,
    AT_N_WORDS,
    BAD_BITS,
    C_DATES,
    C_MONTH,
    C_YEAR,
    CALENDAR,
    CONSEQUENCE_EVERY,
    CONSEQUENCE_FROM_DAY,
    CONSEQUENCE_INCOME,
    CONSEQUENCE_N_UNLESS,
    CONSEQUENCE_N_WHEN,
    CONSEQUENCE_PAYS,
    CONSEQUENCE_ROW,
    CONSEQUENCE_UNLESS,
    CONSEQUENCE_UNTIL_DAY,
    CONSEQUENCE_WHEN,
    CONSEQUENCES,
    FEED_BIT,
    FEED_DELAY,
    FEED_FROM_DAY,
    FEED_KEY,
    FEED_N_WHEN,
    FEED_REMOVAL_DELAY,
    FEED_SHARE,
    FEED_TO_OWNER,
    FEED_UNTIL_DAY,
    FEED_WHEN,
    FEEDS,
    GOOD_BITS,
    HOME_LISTS,
    K0,
    K1,
    LANDED_CAPS,
    LANDINGS,
    LOOKS_AGAIN,
    ME_CELL,
    ME_FIXED,
    ME_HOME,
    ME_J,
    ME_TEN,
    ME_UNIT,
    ME_WHO,
    MEANS_ROWS,
    N_CLOCKED,
    SCALE_N,
    SCALE_SCORE,
    SCALES,
    SCORE_WATCHED,
    SCORES,
    n_of,
    of,
)
from glasshouse.engine.unasked import next_call
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import ONE, SPELL, draw

u8, u16, u64, i32, i64 = np.uint8, np.uint16, np.uint64, np.int32, np.int64

UNSCORED_HERE = -(1 << 31)
MOST_MEANS = 255
"""Nobody's income grows beyond four times the usual: a byte holds it in 1/64."""


@helper
def cell_of(law, ten, small):
    """Row of the panel: group and wealth band, and the grade of the first graded regime."""
    if n_of(law, SCALES) == 0:
        return ten
    n = i64(of(law, SCALES, 0, SCALE_N))
    grade = min(i64(small[law[AT_GRADES]]), n)
    return ten * (n + 1) + grade


@helper
def tell_feeds(law, day, me, days, box):
    """A change of standing here is mail for the regimes that read it, or for a firm's owner; some of it never arrives.

    Draws: stream SPELL, lane 3, at (person, day, feed).
    """
    for f in range(n_of(law, FEEDS)):
        is_open = of(law, FEEDS, f, FEED_FROM_DAY) <= day and day < of(law, FEEDS, f, FEED_UNTIL_DAY)
        now = i64(is_open and holds(law, of(law, FEEDS, f, FEED_WHEN), of(law, FEEDS, f, FEED_N_WHEN), me))
        told = mask_at(days, law[AT_FED], law[AT_N_WORDS])
        sent = (told >> of(law, FEEDS, f, FEED_BIT)) & 1
        if now != sent:
            keep_mask(days, law[AT_FED], law[AT_N_WORDS], told ^ (i64(1) << of(law, FEEDS, f, FEED_BIT)))
            delay = of(law, FEEDS, f, FEED_DELAY) if now else of(law, FEEDS, f, FEED_REMOVAL_DELAY)
            if now and of(law, FEEDS, f, FEED_SHARE) < ONE:
                x, y, z, t = draw(
                    u64(me[ME_UNIT]),
                    SPELL | u64(3 << 8),
                    u64(day),
                    u64(of(law, FEEDS, f, FEED_KEY)),
                    u64(law[K0]),
                    u64(law[K1]),
                )
                if i64(x) >= of(law, FEEDS, f, FEED_SHARE):
                    continue
            owner = of(law, FEEDS, f, FEED_TO_OWNER)
            to = me[ME_HOME] if owner else me[ME_J]
            flags = (ON if now else 0) | (OUTSIDE if owner else 0)
            push(box.pool, box.head, to, day + max(i64(delay), 1), FEED, flags, f, 0, day)


@helper
def applies_row(law, consequence, me):
    """Does the condition of a consequence hold for this person today?"""
    return applies(
        law, of(law, CONSEQUENCES, consequence, CONSEQUENCE_WHEN), of(law, CONSEQUENCES, consequence, CONSEQUENCE_N_WHEN),
        of(law, CONSEQUENCES, consequence, CONSEQUENCE_UNLESS), of(law, CONSEQUENCES, consequence, CONSEQUENCE_N_UNLESS), me,
    )  # fmt: skip


@helper
def income_factor(law, day, me):
    """Income under all consequences that touch it, in 1/64 of the usual."""
    factor = i64(64)
    for k in range(n_of(law, MEANS_ROWS)):
        consequence_row = of(law, MEANS_ROWS, k, 0)
        if (
            of(law, CONSEQUENCES, consequence_row, CONSEQUENCE_INCOME) == 64
            or of(law, CONSEQUENCES, consequence_row, CONSEQUENCE_FROM_DAY) > day
            or day >= of(law, CONSEQUENCES, consequence_row, CONSEQUENCE_UNTIL_DAY)
        ):
            continue
        if applies_row(law, consequence_row, me):
            factor = min(max(factor * of(law, CONSEQUENCES, consequence_row, CONSEQUENCE_INCOME) // 64, 1), MOST_MEANS)
    return factor


@helper
def pay_out(law, day, me, tally, row, log):
    """Consequences that pay, on the first day of their month or year."""
    bits = of(law, CALENDAR, day, 0)
    for k in range(n_of(law, MEANS_ROWS)):
        consequence_row = of(law, MEANS_ROWS, k, 0)
        due = (of(law, CONSEQUENCES, consequence_row, CONSEQUENCE_EVERY) == 1 and bits & C_MONTH) or (
            of(law, CONSEQUENCES, consequence_row, CONSEQUENCE_EVERY) == 2 and bits & C_YEAR
        )
        if (
            of(law, CONSEQUENCES, consequence_row, CONSEQUENCE_PAYS) <= 0
            or not due
            or of(law, CONSEQUENCES, consequence_row, CONSEQUENCE_FROM_DAY) > day
            or day >= of(law, CONSEQUENCES, consequence_row, CONSEQUENCE_UNTIL_DAY)
        ):
            continue
        if applies_row(law, consequence_row, me):
            row[P_EASED] += 1
            row[P_EASED_YUAN] += of(law, CONSEQUENCES, consequence_row, CONSEQUENCE_PAYS)
            add_tally(tally, T_EASED, 1)
            add_tally(tally, T_EASED_TENS, of(law, CONSEQUENCES, consequence_row, CONSEQUENCE_PAYS) // 10)
            note(
                log,
                me[ME_WHO],
                PAID,
                day,
                0,
                of(law, CONSEQUENCES, consequence_row, CONSEQUENCE_ROW),
                of(law, CONSEQUENCES, consequence_row, CONSEQUENCE_PAYS),
                0,
                0,
                0,
                0,
            )


@helper
def source_bits(law, me):
    """Which clauses that land on others this person now sets off."""
    bits = i64(0)
    for b in range(n_of(law, LANDINGS)):
        consequence_row = of(law, LANDINGS, b, 0)
        if applies_row(law, consequence_row, me):
            bits |= i64(1) << b
    return bits


@helper
def scores_moved(law, me, points):
    """Has a score crossed a value that some condition or step asks for since it was last looked at?"""
    moved = False
    for s in range(n_of(law, SCORES)):
        watched = of(law, SCORES, s, SCORE_WATCHED)
        if watched >= 0:
            value = max(me[ME_FIXED + s], UNSCORED_HERE)
            before = i64(points[watched])
            if value != before:
                points[watched] = i32(value)
                moved = moved or crosses(law, s, before, value)
    return moved


@helper
def note_move(box, j):
    """Note that the person's lists changed; who is full of notes looks at everybody."""
    if box.head[N_MOVED] < box.moved.shape[0]:
        box.moved[box.head[N_MOVED]] = j
        box.head[N_MOVED] += 1


@helper
def stand(law, day, me, own, box, stock, shown, log):
    """Fix the standing of ``day``: fill ``me``, the class and the next turn. Returns True if services may be touched anew.

    Reads: law, traits, points. Writes: me, small, days[TURN, AT_BITS, AT_CALL], mail to feeds, stock of cells.
    """
    points, days, small = own.points, own.days, own.small
    ten, who = me[ME_TEN], me[ME_WHO]
    n_scores = n_of(law, SCORES)
    bits = fill_person(law, day, me, own)
    sends = i64(-1)
    if n_of(law, LANDED_CAPS) > 0:
        # one hop: what landed here sends nothing on
        landed = small[LANDED]
        small[LANDED] = u8(0)
        fill_grades(law, day, days, small, me)
        sends = source_bits(law, me)
        small[LANDED] = landed
    fill_grades(law, day, days, small, me)
    number = class_of(law, bits, me)
    small[CLASS], small[CLASS_HIGH] = u8(number & 0xFF), u8(number >> 8)
    days[TURN] = u16(next_turn(law, day, days, me))
    if law[N_CLOCKED] > 0:
        days[law[AT_CALL]] = u16(next_call(law, max(day, 1), me))
    before = mask_at(days, law[AT_BITS], law[AT_N_WORDS])
    first_time = (small[FLAGS] & F_STOOD) == 0
    landed_anew = (small[FLAGS] & F_LANDED) != 0
    small[FLAGS] = u8((i64(small[FLAGS]) | F_STOOD) & ~F_LANDED)
    changed = before != bits or first_time or landed_anew or (of(law, CALENDAR, day, 0) & C_DATES) != 0
    cell = cell_of(law, ten, small)
    for k in range(n_of(law, SCALES)):
        grade = me[ME_FIXED + n_scores + k]
        if grade != i64(small[law[AT_GRADES] + k]):
            small[law[AT_GRADES] + k] = u8(grade)
            changed = True
    if changed:
        after = cell_of(law, ten, small)
        bad = law[BAD_BITS]
        if not first_time:
            stock[cell, 0] -= 1
            stock[cell, 1] -= i64((before & bad) != 0)
            stock[cell, 2] -= i64((before & law[GOOD_BITS]) != 0)
        stock[after, 0] += 1
        stock[after, 1] += i64((bits & bad) != 0)
        stock[after, 2] += i64((bits & law[GOOD_BITS]) != 0)
        if (before ^ bits) & law[HOME_LISTS]:
            note_move(box, me[ME_J])
        keep_mask(days, law[AT_BITS], law[AT_N_WORDS], bits)
        for k in range(n_of(law, SCALES)):
            score = of(law, SCALES, k, SCALE_SCORE)
            note(log, who, STANDS, day, 0, k, me[ME_FIXED + n_scores + k], me[ME_FIXED + score], bits, 0, 0)
    changed = scores_moved(law, me, points) or changed or law[LOOKS_AGAIN] != 0
    if changed:
        tell_feeds(law, day, me, days, box)
        factor = income_factor(law, day, me)
        if factor != i64(small[MEANS]):
            change_means(law, factor, day, who, days, small, log)
            days[TURN] = u16(next_turn(law, day, days, me))
        if sends < 0:
            sends = source_bits(law, me)
        show_publicly(law, day, days, small, me, box, shown, log)
    if sends >= 0 and sends != i64(small[SENT]):
        small[SENT] = u8(sends)
        small[FLAGS] |= u8(F_NEWLY)
    me[ME_CELL] = cell_of(law, ten, small)
    return changed
