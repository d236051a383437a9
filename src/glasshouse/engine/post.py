"""Step 4, post: a report becomes points, a cap on the grade, or an entry on a list; with limits, expiry and clipping."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import P_LOST, P_WON
from glasshouse.engine.log import CAPPED, LIMITED, OPENED, POSTED, TO_HOUSEHOLD, TO_PLACE, note
from glasshouse.engine.mail import EXPIRE, FALSE, HOUSE, LEARN, MOST_POSTED, OUTSIDE, push
from glasshouse.engine.order import NEVER, YEAR_DAYS
from glasshouse.engine.person import is_scripted
from glasshouse.engine.rounding import rounded
from glasshouse.engine.state import MEANS, MONTH, TURN
from glasshouse.engine.tables import (
    AT_CAP_GRADES,
    AT_CAPS,
    AT_MATTERS,
    AT_USED,
    BANDS,
    BOUNDS,
    DURATIONS,
    EFFECT_RATING,
    EFFECT_UNITS,
    EPOCHS,
    K0,
    K1,
    LEAN,
    LIMITS,
    MATTER_QUANTILES,
    ME_GROUP,
    ME_HOME,
    ME_INCOME,
    ME_J,
    ME_PLACE,
    ME_SIZE,
    ME_UNIT,
    ME_WHO,
    PAUSE_FROM_DAY,
    PAUSE_POSTING,
    PAUSE_PUBLISHING,
    PAUSE_REGIME,
    PAUSE_UNTIL_DAY,
    PAUSES,
    PER_HOUSEHOLD,
    PER_PLACE,
    RANK_EXACT,
    RANKS,
    RULE_CAP,
    RULE_CAP_DAYS,
    RULE_CAP_SCALE,
    RULE_EFFECT,
    RULE_EXPIRES,
    RULE_KEY,
    RULE_LOOK_DAYS,
    RULE_LOOK_SHARE,
    RULE_LOW,
    RULE_MONTH_LIMIT,
    RULE_MONTH_SLOT,
    RULE_OFFICIAL,
    RULE_POINTS_LIMIT,
    RULE_POINTS_SLOT,
    RULE_REGIME,
    RULE_ROW,
    RULE_SCORE,
    RULE_SIGMA,
    RULE_SPAN,
    RULE_UNITS_ROW,
    RULE_UNITS_SLOT,
    RULE_YEAR_LIMIT,
    RULE_YEAR_SLOT,
    RULES,
    SCALE_FIRST,
    SCALE_N,
    SCALE_RANKS,
    SCALE_SCORE,
    SCALES,
    SCORE_CEILING,
    SCORE_FIRST_BOUND,
    SCORE_FLOOR,
    SCORE_N_BOUNDS,
    SCORE_OVER,
    SCORE_PER_POINT,
    SCORE_SHOWN,
    SCORE_SUM,
    SCORE_UNIT,
    SCORES,
    UNITS_BOUGHT,
    WEIGHS,
    n_of,
    of,
)
from glasshouse.engine.weigh import weighed
from glasshouse.kit.jit import helper, hot, typed
from glasshouse.kit.normal import around
from glasshouse.kit.randomness import DISCRETION, HEAR, draw, one_of, within

u8, u16, u64, i32, i64 = np.uint8, np.uint16, np.uint64, np.int32, np.int64


@typed("i8(i8)")
def month_of(day):
    """Month of the law, counted from day 0: month k of a year starts on day 365k // 12 of it."""
    year = day // YEAR_DAYS
    rest = day - year * YEAR_DAYS
    k = rest * 12 // YEAR_DAYS
    if rest >= (k + 1) * YEAR_DAYS // 12:
        k += 1
    return year * 12 + k


@typed("i8(i8, i8)")
def month_later(start, k):
    """The k-th monthly day after ``start``."""
    return start + k * YEAR_DAYS // 12


@typed("void(i8[::1], i8, u2[::1], u1[::1], i8)")
def roll(law, used_at, days, small, day):
    """Counts of a period that is over go to zero."""
    month = month_of(day)
    before = i64(days[MONTH])
    if month == before:
        return
    new_year = month // 12 != before // 12
    for k in range(n_of(law, LIMITS)):
        if of(law, LIMITS, k, 0) == 0 or new_year:
            small[used_at + k] = u8(0)
    days[MONTH] = u16(month)


@typed("i8(u1[::1], i8, i8, i8)")
def may_count(small, slot, limit, n):
    """How many of ``n`` a limit still lets through; no slot means no limit."""
    if slot < 0:
        return n
    return max(min(n, i64(limit) - i64(small[slot])), 0)


@typed("void(u1[::1], i8, i8)")
def count(small, slot, n):
    """Use up some of a limit."""
    if slot >= 0:
        small[slot] = u8(min(i64(small[slot]) + n, 250))


@typed("i8(i8[::1], i8, i8, i4[::1])")
def move_score(law, s, amount, points):
    """Post to a score; returns what was posted after clipping."""
    old = i64(points[s])
    new = old + amount
    if not of(law, SCORES, s, SCORE_SUM):
        new = min(max(new, i64(of(law, SCORES, s, SCORE_FLOOR))), i64(of(law, SCORES, s, SCORE_CEILING)))
    points[s] = i32(new)
    return new - old


@typed("b1(i8[::1], i8, i8, i8)")
def crosses(law, s, before, after):
    """Did a score cross a value that some condition or step asks for?"""
    first = of(law, SCORES, s, SCORE_FIRST_BOUND)
    for b in range(first, first + of(law, SCORES, s, SCORE_N_BOUNDS)):
        if (before < of(law, BOUNDS, b, 0)) != (after < of(law, BOUNDS, b, 0)):
            return True
    return False


@typed("b1(i8[::1], i8, i8, i8, i8)")
def standing_moves(law, s, before, after, day):
    """May tomorrow's standing differ because a score went from ``before`` to ``after``?"""
    if before == after or of(law, SCORES, s, SCORE_SHOWN) >= 0:
        return False
    if crosses(law, s, before, after):
        return True
    epoch = of(law, EPOCHS, day + 1, 0)
    for k in range(n_of(law, SCALES)):
        if of(law, SCALES, k, SCALE_SCORE) == s:
            rank = of(law, SCALES, k, SCALE_RANKS)
            if rank > 0 and of(law, RANKS, rank - 1, RANK_EXACT):
                continue  # a rank waits for the next ranking
            if rank > 0:
                return True
            first = of(law, SCALES, k, SCALE_FIRST)
            for b in range(first, first + of(law, SCALES, k, SCALE_N) - 1):
                bound = of(law, BANDS, epoch, b)
                if (before < bound) != (after < bound):
                    return True
    return False


@hot
def post_quietly(law, r, day, own, row):
    """Post a plain rule's points, unless tomorrow's standing could differ by it: then do nothing and return False."""
    s = of(law, RULES, r, RULE_SCORE)
    amount = of(law, RULES, r, RULE_LOW)
    before = i64(own.points[s])
    posted = move_score(law, s, amount, own.points)
    if standing_moves(law, s, before, before + posted, day):
        own.points[s] = i32(before)
        return False
    per_point = of(law, SCORES, s, SCORE_PER_POINT)
    whole = abs(amount)
    if per_point > 1:
        whole = (whole + per_point // 2) // per_point
    row[P_LOST if amount < 0 else P_WON] += whole
    return True


@helper
def add_points(law, s, amount, expires, day, me, own, box, row, log, rule_row, flags):
    """Post ``amount`` to score ``s``: at once for a person's, by the next mail to all for a household's; a place's are summed first."""
    who, j, home, size = me[ME_WHO], me[ME_J], me[ME_HOME], me[ME_SIZE]
    days, points, pool, head = own.days, own.points, box.pool, box.head
    lost = i64(of(law, SCORES, s, SCORE_PER_POINT))
    if amount < 0:
        row[P_LOST] += (-amount + lost // 2) // lost
    else:
        row[P_WON] += (amount + lost // 2) // lost
    unit = of(law, SCORES, s, SCORE_UNIT)
    if unit == PER_PLACE:
        box.commons[s] += amount
        note(log, who, POSTED, day, 0, rule_row, amount, amount, s, flags, TO_PLACE)
        return i64(0)
    if unit == PER_HOUSEHOLD:
        for k in range(size):
            push(pool, head, home + k, day, HOUSE, OUTSIDE, s, amount, rule_row)
        note(log, who, POSTED, day, 0, rule_row, amount, amount, s, flags, TO_HOUSEHOLD)
        return i64(0)
    before = i64(points[s])
    posted = move_score(law, s, amount, points)
    if expires > 0 and posted != 0:
        push(pool, head, j, day + expires, EXPIRE, 0, s, posted, rule_row)
    if standing_moves(law, s, before, before + posted, day):
        days[TURN] = u16(min(i64(days[TURN]), day + 1))
    note(log, who, POSTED, day, 0, rule_row, amount, posted, s, flags, 0)
    return posted


@helper
def decide(law, r, word16, group, place):
    """The points of a rule: fixed, or somewhere in its range or law as case or official decide."""
    low = i64(of(law, RULES, r, RULE_LOW))
    span = i64(of(law, RULES, r, RULE_SPAN))
    sigma = of(law, RULES, r, RULE_SIGMA)
    if span <= 1 and sigma == 0:
        return low
    word = (u64(word16) << u64(16)) | u64(0x8000)
    if of(law, RULES, r, RULE_OFFICIAL):
        word, y, z, t = draw(
            u64(place), DISCRETION, u64(0), u64(of(law, RULES, r, RULE_KEY)), u64(law[K0]), u64(law[K1])
        )
    word -= (word * u64(of(law, LEAN, of(law, RULES, r, RULE_ROW), group))) >> u64(32)
    if sigma > 0:
        return min(max(around(low, sigma, word), -MOST_POSTED), MOST_POSTED)
    if of(law, RULES, r, RULE_EFFECT) == EFFECT_RATING:
        return low + within(0, span, word) * of(law, SCORES, of(law, RULES, r, RULE_SCORE), SCORE_PER_POINT)
    return within(low, span, word)


@helper
def post_points(law, r, word16, flags, day, units, me, own, box, row, log):
    """Effects ``points``, ``units_per_point`` and ``rating``, within the rule's limits. Returns what was posted after clipping."""
    who, place, group = me[ME_WHO], me[ME_PLACE], me[ME_GROUP]
    days, small = own.days, own.small
    used = law[AT_USED]
    slot_m = used + of(law, RULES, r, RULE_MONTH_SLOT) if of(law, RULES, r, RULE_MONTH_SLOT) >= 0 else -1
    slot_y = used + of(law, RULES, r, RULE_YEAR_SLOT) if of(law, RULES, r, RULE_YEAR_SLOT) >= 0 else -1
    slot_p = used + of(law, RULES, r, RULE_POINTS_SLOT) if of(law, RULES, r, RULE_POINTS_SLOT) >= 0 else -1
    row_id = i64(of(law, RULES, r, RULE_ROW))
    roll(law, used, days, small, day)
    if (
        may_count(small, slot_m, of(law, RULES, r, RULE_MONTH_LIMIT), 1) < 1
        or may_count(small, slot_y, of(law, RULES, r, RULE_YEAR_LIMIT), 1) < 1
    ):
        note(log, who, LIMITED, day, 0, row_id, 0, 0, 0, 0, 0)
        return i64(0)
    s = i64(of(law, RULES, r, RULE_SCORE))
    per_point = i64(of(law, SCORES, s, SCORE_PER_POINT))
    if of(law, RULES, r, RULE_EFFECT) == EFFECT_UNITS:
        slot_u = used + of(law, RULES, r, RULE_UNITS_SLOT)
        before = i64(small[slot_u])
        after = min(before + units, 250)
        small[slot_u] = u8(after)
        table = of(law, RULES, r, RULE_UNITS_ROW)
        amount = (i64(of(law, UNITS_BOUGHT, table, after)) - i64(of(law, UNITS_BOUGHT, table, before))) * per_point
    else:
        amount = decide(law, r, word16, group, place)
    if of(law, RULES, r, RULE_EFFECT) == EFFECT_RATING:
        amount = rounded(amount - i64(own.points[s]), of(law, SCORES, s, SCORE_OVER))
    if amount < 0 and n_of(law, WEIGHS) > 0:
        amount = weighed(law, of(law, RULES, r, RULE_REGIME), amount, day, me)
    if slot_p >= 0:
        size_points = (abs(amount) + per_point - 1) // per_point
        allowed = may_count(small, slot_p, of(law, RULES, r, RULE_POINTS_LIMIT), size_points)
        if allowed < size_points:
            amount = allowed * per_point if amount > 0 else -allowed * per_point
            if allowed == 0:
                note(log, who, LIMITED, day, 0, row_id, 0, 0, 0, 0, 0)
        count(small, slot_p, allowed)
    count(small, slot_m, 1)
    count(small, slot_y, 1)
    if amount == 0:
        return i64(0)
    expires = i64(of(law, RULES, r, RULE_EXPIRES))
    return add_points(law, s, amount, expires, day, me, own, box, row, log, row_id, flags)


@helper
def cap_grade(law, r, day, start, who, days, small, log):
    """Effect ``no_better_than``: the grade is at best so good until the cap ends."""
    k = of(law, RULES, r, RULE_CAP_SCALE)
    at = law[AT_CAPS] + k
    end = min(start + i64(of(law, RULES, r, RULE_CAP_DAYS)), i64(NEVER))
    worst = law[AT_CAP_GRADES] + k
    if i64(days[at]) > day:
        small[worst] = u8(max(i64(small[worst]), i64(of(law, RULES, r, RULE_CAP))))
    else:
        small[worst] = u8(of(law, RULES, r, RULE_CAP))
    days[at] = u16(max(end, i64(days[at])))
    days[TURN] = u16(min(i64(days[TURN]), day + 1))
    note(log, who, CAPPED, day, 0, of(law, RULES, r, RULE_ROW), i64(of(law, RULES, r, RULE_CAP)), end, 0, 0, 0)


@helper
def open_matter(law, m, stream, index, name, day, me, days, small, log):
    """A deed or a rule opens a matter, or adds to the open one; it will be settled when spare income has paid it.

    Draws: stream MATTER at (person, act, occasion) by the matter's name; block 1 of it at (person, day) by the rule's.
    """
    who, unit, income = me[ME_WHO], me[ME_UNIT], me[ME_INCOME]
    at = law[AT_MATTERS] + m
    x, y, z, t = draw(u64(unit), stream, u64(index), u64(name), u64(law[K0]), u64(law[K1]))
    length = i64(of(law, DURATIONS, m * MATTER_QUANTILES + one_of(x, MATTER_QUANTILES), income))
    length = length * 64 // max(i64(small[MEANS]), 1)
    if is_scripted(law, unit):
        length = i64(NEVER)  # it is paid when the script says so
    now = i64(days[at])
    if length >= NEVER or now == NEVER:
        end = i64(NEVER)
    elif now > day:
        end = min(now + length, i64(NEVER))
    else:
        end = min(day + 1 + length, i64(NEVER))
    days[at] = u16(end)
    days[TURN] = u16(min(i64(days[TURN]), day + 1))
    note(log, who, OPENED, day, 0, m, end, 0, 0, 0, 0)


@helper
def look_later(law, r, value, flags, day, me, box):
    """A posting nobody told the person of is found when the own report is next looked at, if ever.

    Draws: stream HEAR, lane 3, at (person, day, rule).
    """
    if of(law, RULES, r, RULE_LOOK_DAYS) <= 0:
        return
    x, y, z, t = draw(
        u64(me[ME_UNIT]), HEAR | u64(3 << 8), u64(day), u64(of(law, RULES, r, RULE_KEY)), u64(law[K0]), u64(law[K1])
    )
    if i64(x) < of(law, RULES, r, RULE_LOOK_SHARE):
        push(
            box.pool,
            box.head,
            me[ME_J],
            day + 1 + one_of(y, of(law, RULES, r, RULE_LOOK_DAYS)),
            LEARN,
            flags & FALSE,
            r,
            value,
            day,
        )


@typed("i8(i8[::1], i8, i8, i8)")
def is_paused(law, regime, day, publishing):
    """Row of a pause that stops posting (or publishing) this day, or -1."""
    for k in range(n_of(law, PAUSES)):
        stops = of(law, PAUSES, k, PAUSE_PUBLISHING) if publishing else of(law, PAUSES, k, PAUSE_POSTING)
        if (
            of(law, PAUSES, k, PAUSE_REGIME) == regime
            and stops
            and of(law, PAUSES, k, PAUSE_FROM_DAY) <= day
            and day < of(law, PAUSES, k, PAUSE_UNTIL_DAY)
        ):
            return k
    return -1
