"""Moving: a household goes to live elsewhere, on the eve of a season's first morning; its rows stay where they are in memory.

What changes is where its members live as the rules see it: kind of place, which regimes are in force there, and, beyond the
city, since when they live there and whether they are registered. Their neighbours, friends, boards and the place's score stay
those of the place where the rows stand; the firms that they run stay too. Some leave the country, and may come back: ``abroad.py``.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.abroad import HOME, OUT, STAYS, TO_CITY, WITHIN_CITY, come_home, go_out, may_go
from glasshouse.engine.leave import erase_book
from glasshouse.engine.log import MOVED, note
from glasshouse.engine.mail import (
    ANSWER,
    APPLY,
    BACK,
    EMPTY,
    EXPIRE,
    FRONT,
    GRACE,
    HOUSE,
    ITEM,
    KIND,
    LEARN,
    NOTICE,
    PASSED,
    RECUR,
    REPORT,
    WHO,
)
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.person import Box, Own, introduce
from glasshouse.engine.publish import measured
from glasshouse.engine.standing import NO_GRADE
from glasshouse.engine.state import TURN, UNTIL
from glasshouse.engine.tables import (
    ABROAD,
    ABROAD_RETURNS,
    ABROAD_SHARE,
    AT_DEEDS,
    AT_LISTS,
    AT_PLACE,
    AT_RANKS,
    AT_USED,
    DESK_REGIME,
    DESKS,
    DESTINATIONS,
    INCOME_RANK,
    K0,
    K1,
    LIMITS,
    LIST_FEED,
    LIST_REGIME,
    LISTS,
    ME_INCOME,
    ME_J,
    ME_RESIDENT_AT_START,
    ME_WEALTH,
    MISUSE_REGIME,
    MISUSES,
    MOVING,
    MOVING_GROUPS,
    MOVING_SHARE,
    MOVING_WITHIN,
    NOWHERE,
    PAIR_REGIME,
    PAIRS,
    PLACE_SIZE,
    RANK_EXACT,
    RANKS,
    REACH_ENDS,
    REACH_PERSONS,
    REACHES,
    REGIME_AWARE,
    REGIME_JOINS,
    REGIME_KEY,
    REGIMES,
    RULE_REGIME,
    RULES,
    SCALE_RANKS,
    SCALE_REGIME,
    SCALES,
    SCORE_AT_END,
    SCORE_EFFORT,
    SCORE_MEASURE,
    SCORE_REGIME,
    SCORES,
    SCRIPT_END,
    TYPE_HEEDS,
    TYPES,
    WEALTH_RANK,
    n_of,
    of,
)
from glasshouse.engine.work import CASE_DESK, CASE_WHO, CASE_WIDTH
from glasshouse.kit.jit import helper, kernel, typed
from glasshouse.kit.randomness import MOVE, TRAIT, draw
from glasshouse.population.make import (
    W_ABROAD,
    W_AWARE,
    W_BAND,
    W_CLS,
    W_GROUP,
    W_HOME,
    W_JOINED,
    W_KIND,
    W_MOVED,
    W_PART,
    W_REGISTERED,
    W_RESIDENT,
    W_SIZE,
    W_TYPE,
)

u8, u16, u64, i32, i64 = np.uint8, np.uint16, np.uint64, np.int32, np.int64


@helper
def move_households(law, traits, people, batch, pools, counts, stock, log, place, base, offset, n, day, society):
    """Who of a place's ``n`` persons lives elsewhere from the morning of ``day`` on; nobody whom a script tells.

    Writes: rows of traits, books, mail and cases of those who move; counts, of those who ask to leave the country. Draws:
    stream MOVE at (first person of the household, season): whether (abroad: is it back?), how far (who leaves: does who knows
    of a ban try?), to which kind of place, out of the country?; lane 1, by regime: is it in force there?
    """
    if law[SCRIPT_END] > 0:
        return
    season = u64(day // SEASON_DAYS) << u64(16)
    for j in range(n):
        if traits.rows[offset + j, W_HOME] != j:
            continue
        x, y, z, t = draw(u64(base + j), MOVE, season, u64(0), u64(law[K0]), u64(law[K1]))
        if n_of(law, ABROAD) > 0 and traits.rows[offset + j, W_ABROAD]:
            if i64(x) < of(law, ABROAD, 0, ABROAD_RETURNS):
                back = i64(HOME)
                resettle(
                    law, traits, people, batch, pools, stock, log, place, base, offset, j, i64(0), i64(0), back, day
                )
            continue
        if i64(x) >= of(law, MOVING, 0, MOVING_SHARE):
            continue
        if n_of(law, ABROAD) > 0 and i64(t) < of(law, ABROAD, i64(traits.rows[offset + j, W_BAND]), ABROAD_SHARE):
            emigrate(law, traits, people, batch, pools, counts, stock, log, place, base, offset, j, y, day, society)
            continue
        is_far = i64(y) >= of(law, MOVING, 0, MOVING_WITHIN)
        kind = i64(0)
        while i64(z) >= of(law, DESTINATIONS, kind, 0):
            kind += 1
        there = i64(0)
        for r in range(n_of(law, REGIMES)):
            a, b, c, d = draw(
                u64(base + j),
                MOVE | u64(1 << 8),
                season,
                u64(of(law, REGIMES, r, REGIME_KEY)),
                u64(law[K0]),
                u64(law[K1]),
            )
            if i64(a) < of(law, DESTINATIONS, kind, 1 + r):
                there |= i64(1) << r
        how = i64(TO_CITY if is_far else WITHIN_CITY)
        resettle(law, traits, people, batch, pools, stock, log, place, base, offset, j, kind, there, how, day)


@helper
def box_of(pools, place):
    """Where the mail and cases of a place's people go."""
    return Box(
        pools.mail[place], pools.heads[place], pools.cases[place], pools.case_heads[place], pools.moved[place],
        pools.commons[place],
    )  # fmt: skip


@helper
def emigrate(law, traits, people, batch, pools, counts, stock, log, place, base, offset, j, tries, day, society):
    """The household of the first person ``j`` leaves the country, unless somebody of it is refused what that takes."""
    box = box_of(pools, place)
    out = i64(OUT)
    if may_go(law, traits, people, batch, box, counts, log, base, offset, j, tries, day, society):
        resettle(law, traits, people, batch, pools, stock, log, place, base, offset, j, i64(0), i64(0), out, day)
        return
    for k in range(j, j + i64(traits.rows[offset + j, W_SIZE])):
        note(log, offset + k, MOVED, day, 0, i64(STAYS), 0, 0, 0, 0, 0)


@helper
def resettle(law, traits, people, batch, pools, stock, log, place, base, offset, j, kind, there, how, day):
    """The household of the first person ``j`` lives in a place of a kind, with these regimes in force, from a morning on.

    ``how``: see ``abroad.py``; who leaves the country, or comes home, has no say in ``kind`` and ``there``.
    """
    me = batch.me
    box = box_of(pools, place)
    for k in range(j, j + i64(traits.rows[offset + j, W_SIZE])):
        who = offset + k
        ended = i64(0)
        ten = i64(traits.rows[who, W_GROUP]) * 5 + i64(traits.rows[who, W_BAND])
        if how == OUT:
            ended = go_out(law, traits.rows[who], ten, stock, day)
        elif how == HOME:
            come_home(law, traits.rows[who], ten, stock, day)
        else:
            ended = settle_down(law, traits.rows[who], base + k, kind, there, how == TO_CITY, day)
        introduce(traits, who, k, base + k, base // law[PLACE_SIZE], me)
        own = Own(people.points[who], people.days[who], people.small[who], people.tally[who])
        own.days[TURN] = u16(min(i64(own.days[TURN]), day))
        note(log, who, MOVED, day, 0, how, i64(traits.rows[who, W_KIND]), i64(traits.rows[who, W_PART]), 0, 0, 0)
        for r in range(n_of(law, REGIMES)):
            if (ended >> r) & 1:
                begin_anew(law, r, day, batch, own, box, log)
        if ended != 0:
            forget_ranks(law, ended, own.small)
            forget_mail(law, ended, k, box.pool, box.head)
            withdraw_cases(law, ended, k, box.cases, box.case_head)


@kernel
def move_one(law, traits, people, batch, pools, counts, stock, log, base, j, kind, there, how, day, society):
    """The same in the only place of a case or the first of a story, for the household whose first person is ``j``."""
    if how == OUT:
        emigrate(law, traits, people, batch, pools, counts, stock, log, 0, base, 0, i64(j), u64(0), i64(day), society)
    else:
        j, kind, there, how = i64(j), i64(kind), i64(there), i64(how)
        resettle(law, traits, people, batch, pools, stock, log, 0, base, 0, j, kind, there, how, i64(day))


@helper
def settle_down(law, row, unit, kind, there, is_far, day):
    """Write where somebody lives now: who would join a regime, and would know of it, does where it is in force.

    Returns the regimes whose books begin anew: those that one newly joins, and those that a move so far leads out of.
    """
    if kind != i64(row[W_KIND]):
        row[W_CLS] = u16(i64(row[W_CLS]) + (kind - i64(row[W_KIND])) * of(law, MOVING, 0, MOVING_GROUPS))
        row[W_KIND] = u16(kind)
    new = there & ~i64(row[W_PART])
    before = i64(row[W_JOINED])
    joined = before & there
    known = i64(row[W_AWARE]) & there
    x, heeds, z, t = draw(u64(unit), TRAIT | u64(3), u64(0), u64(0), u64(law[K0]), u64(law[K1]))
    pays_heed = i64(heeds) < of(law, TYPES, i64(row[W_TYPE]), TYPE_HEEDS)
    for r in range(n_of(law, REGIMES)):
        if of(law, REACHES, r, REACH_PERSONS) == 0 or (new >> r) & 1 == 0:
            continue
        x, y, z, t = draw(
            u64(unit), TRAIT | u64(4), u64(0), u64(of(law, REGIMES, r, REGIME_KEY)), u64(law[K0]), u64(law[K1])
        )
        if i64(x) < of(law, REGIMES, r, REGIME_JOINS):
            joined |= i64(1) << r
            if pays_heed and i64(y) < of(law, REGIMES, r, REGIME_AWARE):
                known |= i64(1) << r
    row[W_PART] = u16(there)
    row[W_JOINED] = u16(joined)
    row[W_AWARE] = u16(known)
    if is_far:
        row[W_RESIDENT] = u16(0)
        row[W_MOVED] = u16(day)
        row[W_REGISTERED] = u16(0)
    ended = joined & ~before
    for r in range(n_of(law, REGIMES)):
        ends = of(law, REACHES, r, REACH_ENDS)
        if ends != NOWHERE and (is_far or ends == AT_PLACE):
            ended |= i64(1) << r
    return ended


@helper
def begin_anew(law, r, day, batch, own, box, log):
    """A regime's book begins with the move, whatever was there before: scores and limits anew, stays end on this morning."""
    me, points, days, small = batch.me, own.points, own.days, own.small
    for s in range(n_of(law, SCORES)):
        measure = of(law, SCORES, s, SCORE_MEASURE)
        if of(law, SCORES, s, SCORE_REGIME) == r and (measure == WEALTH_RANK or measure == INCOME_RANK):
            points[s] = i32(
                measured(
                    law,
                    s,
                    me[ME_WEALTH],
                    me[ME_INCOME],
                    me[ME_RESIDENT_AT_START] + day,
                    batch.friends,
                    me[ME_J],
                    batch.snapshot,
                )
            )
    erase_book(law, r, True, day, me, own, box, log)
    for s in range(n_of(law, SCORES)):
        if of(law, SCORES, s, SCORE_REGIME) == r:
            if of(law, SCORES, s, SCORE_EFFORT) >= 0:
                points[of(law, SCORES, s, SCORE_EFFORT)] = i32(0)
            if of(law, SCORES, s, SCORE_AT_END) >= 0:
                points[of(law, SCORES, s, SCORE_AT_END)] = points[s]
    for l in range(n_of(law, LISTS)):
        at = law[AT_LISTS] + 2 * l + UNTIL
        if of(law, LISTS, l, LIST_REGIME) == r and of(law, LISTS, l, LIST_FEED) == 0 and i64(days[at]) > day:
            days[at] = u16(day)
    for k in range(n_of(law, LIMITS)):
        if of(law, LIMITS, k, 1) == r:
            small[law[AT_USED] + k] = u8(0)
    for m in range(n_of(law, MISUSES)):
        if of(law, MISUSES, m, MISUSE_REGIME) == r:
            days[law[AT_DEEDS] + m] = u16(0)


@helper
def forget_ranks(law, new, small):
    """Who is new in a book is behind all others until people are ranked again."""
    for k in range(n_of(law, SCALES)):
        rank = of(law, SCALES, k, SCALE_RANKS)
        if rank > 0 and of(law, RANKS, rank - 1, RANK_EXACT) and (new >> of(law, SCALES, k, SCALE_REGIME)) & 1:
            small[law[AT_RANKS] + k] = u8(NO_GRADE)


@typed("i8(i8[::1], i8, i8)")
def regime_of(law, kind, item):
    """The regime for whose book a letter is under way, or -1: what concerns matters, ties and what one hears comes along."""
    if kind == EXPIRE or kind == HOUSE:
        return of(law, SCORES, item, SCORE_REGIME)
    if kind == REPORT:
        return of(law, PAIRS, item, PAIR_REGIME)
    if kind == RECUR or kind == GRACE or kind == LEARN:
        return of(law, RULES, item, RULE_REGIME)
    if kind == NOTICE or kind == PASSED:
        return of(law, LISTS, item, LIST_REGIME) if of(law, LISTS, item, LIST_FEED) == 0 else i64(-1)
    if kind == ANSWER or kind == APPLY:
        return of(law, DESKS, item, DESK_REGIME)
    return i64(-1)


@helper
def forget_mail(law, ended, j, pool, head):
    """What is under way to a person for books that have ended is lost."""
    for k in range(head[FRONT] + head[BACK]):
        at = k if k < head[FRONT] else pool.shape[0] - 1 - (k - head[FRONT])
        if pool[at, WHO] == j and pool[at, KIND] != EMPTY:
            r = regime_of(law, i64(pool[at, KIND]) >> 8, i64(pool[at, ITEM]))
            if r >= 0 and (ended >> r) & 1:
                pool[at, KIND] = EMPTY


@helper
def withdraw_cases(law, ended, j, cases, case_head):
    """Cases of a person at desks of books that have ended lapse."""
    kept = i64(0)
    for k in range(case_head[0]):
        if cases[k, CASE_WHO] == j and (ended >> of(law, DESKS, cases[k, CASE_DESK], DESK_REGIME)) & 1:
            continue
        if kept != k:
            for column in range(CASE_WIDTH):
                cases[kept, column] = cases[k, column]
        kept += 1
    case_head[0] = kept
