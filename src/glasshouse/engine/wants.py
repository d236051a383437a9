"""Step 6, want: a service is allowed, refused, or served on other terms, by the standing of the day.

Wants are made only for people whose standing touches a service, and only for those services: what nobody refuses or eases
need not be drawn, and leaving it out changes nothing else.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import (
    P_DEARER,
    P_EASED,
    P_EASED_YUAN,
    P_REFUSED,
    P_REFUSED_BY_TIE,
    S_BY_TIE,
    S_DEARER,
    S_EASED,
    S_REFUSED,
    S_YUAN,
)  # fmt: skip
from glasshouse.engine.log import REFUSED, SERVED, STAYED_AWAY, note
from glasshouse.engine.post import count, may_count, roll
from glasshouse.engine.savings import save_up_to
from glasshouse.engine.spend import can_pay, pay
from glasshouse.engine.standing import applies, may_hold
from glasshouse.engine.state import (
    LANDED,
    M_NOTICED,
    MARK,
    T_EASED,
    T_EASED_TENS,
    T_REFUSED,
    T_REFUSED_BY_TIE,
    add_tally,
)
from glasshouse.engine.tables import (
    AT_MARKS,
    AT_USED,
    CONSEQUENCE_BIT,
    CONSEQUENCE_CHANGE,
    CONSEQUENCE_COSTS,
    CONSEQUENCE_DENIES,
    CONSEQUENCE_FACTOR,
    CONSEQUENCE_FIRST_STEP,
    CONSEQUENCE_FROM_DAY,
    CONSEQUENCE_KEY,
    CONSEQUENCE_LANDS,
    CONSEQUENCE_LIMIT,
    CONSEQUENCE_N_STEPS,
    CONSEQUENCE_N_UNLESS,
    CONSEQUENCE_N_WHEN,
    CONSEQUENCE_RATION,
    CONSEQUENCE_REGIME,
    CONSEQUENCE_ROW,
    CONSEQUENCE_SAVES,
    CONSEQUENCE_SCORE,
    CONSEQUENCE_SLOT,
    CONSEQUENCE_UNLESS,
    CONSEQUENCE_UNTIL_DAY,
    CONSEQUENCE_USES,
    CONSEQUENCE_WAIT,
    CONSEQUENCE_WHEN,
    CONSEQUENCES,
    ENFORCED,
    EPOCHS,
    K0,
    K1,
    LIST_BAD,
    LISTS,
    ME_BITS,
    ME_DRY,
    ME_FIXED,
    ME_TEN,
    ME_UNIT,
    ME_WHO,
    N_LEVELS,
    ON_SELF,
    REGIMES,
    SERVICE_COLUMN,
    SERVICE_DEPOSIT,
    SERVICE_FIRST,
    SERVICE_LANE,
    SERVICE_N,
    SERVICE_PRICE,
    SERVICE_TRIES,
    SERVICE_WAIT,
    SERVICE_WORD,
    SERVICES,
    STEP_AT_LEAST,
    STEP_DEPOSIT,
    STEP_PRIORITY,
    STEPS,
    WANT_BLOCKS,
    WANTS,
    n_of,
    of,
)
from glasshouse.engine.uses import tap
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import BITE, WANT, WANT_COUNT, draw

u8, u16, u32, u64, i64 = np.uint8, np.uint16, np.uint32, np.uint64, np.int64

MILLION = 1_000_000
SERVED_SOMEHOW, TURNED_AWAY, TOLD = range(3)
"""What comes of a want: served; refused, or not even tried for; refused in a way that tells of a list."""


@helper
def is_touched(law, service, landed, me, first_timed):
    """Does the person's standing change anything about this service?"""
    for e in range(
        of(law, SERVICES, service, SERVICE_FIRST),
        of(law, SERVICES, service, SERVICE_FIRST) + of(law, SERVICES, service, SERVICE_N),
    ):
        if of(law, CONSEQUENCES, e, CONSEQUENCE_LANDS) != ON_SELF:
            if landed & (1 << of(law, CONSEQUENCES, e, CONSEQUENCE_BIT)):
                return True
        elif may_hold(
            law,
            of(law, CONSEQUENCES, e, CONSEQUENCE_WHEN),
            of(law, CONSEQUENCES, e, CONSEQUENCE_N_WHEN),
            me,
            first_timed,
        ):
            return True
    return False


@helper
def touched_services(law, landed, me, first_timed):
    """Bits of the services that treat this person in another way."""
    mask = u64(0)
    for v in range(n_of(law, SERVICES)):
        if is_touched(law, v, landed, me, first_timed):
            mask |= u64(1) << u64(v & 63)
    return mask


@helper
def make_wants(law, levels, n, unit, season, after, mask, keys, tries, at):
    """Wants of a person's season, from moment ``after`` on, for the services that matter; returns the end, or -1.

    Draws: streams WANT_COUNT, WANT.
    """
    end = at
    block = -1
    x = y = z = t = u64(0)
    for v in range(n_of(law, SERVICES)):
        if (mask >> u64(v & 63)) & u64(1) == u64(0):
            continue
        row = i64(of(law, SERVICES, v, SERVICE_WORD))
        if row >> 2 != block:
            block = row >> 2
            x, y, z, t = draw(
                u64(unit),
                WANT_COUNT,
                u64(season) << u64(16),
                u64(of(law, WANT_BLOCKS, block, 1)),
                u64(law[K0]),
                u64(law[K1]),
            )
        place = row & 3
        word = x if place == 0 else (y if place == 1 else (z if place == 2 else t))
        level = i64(levels[of(law, SERVICES, v, SERVICE_COLUMN), n])
        k = 0
        while k < law[3 * WANTS + 1] and i64(word) >= of(law, WANTS, v * N_LEVELS + level, k):
            a, b, c, d = draw(
                u64(unit),
                WANT | (u64(of(law, SERVICES, v, SERVICE_LANE)) << u64(8)),
                (u64(season) << u64(16)) | u64(k),
                u64(0),
                u64(law[K0]),
                u64(law[K1]),
            )
            k += 1
            if a < after:
                continue
            if end >= keys.shape[0]:
                return -1
            key = (a << u64(32)) | (u64(v) << u64(16)) | u64(k - 1)
            hole = end
            while hole > at and keys[hole - 1] > key:
                keys[hole] = keys[hole - 1]
                tries[hole] = tries[hole - 1]
                hole -= 1
            keys[hole] = key
            tries[hole] = u32(b)
            end += 1
    return end


@helper
def knows_of_ban(law, small, me):
    """Has the person been told of any bad list it is on?"""
    for l in range(n_of(law, LISTS)):
        if (me[ME_BITS] >> l) & 1 and of(law, LISTS, l, LIST_BAD) and small[law[AT_MARKS] + 2 * l + MARK] & M_NOTICED:
            return True
    return False


@helper
def judge_want(law, v, index, tries, season, day, moment, me, mine, box, row, services, log, society):
    """Refuse, serve, or serve on other terms. Returns SERVED_SOMEHOW, TURNED_AWAY or TOLD.

    Draws: stream BITE at (person, service, want, consequence).
    """
    ten, who, unit = me[ME_TEN], me[ME_WHO], me[ME_UNIT]
    days, small, tally = mine.days, mine.small, mine.tally
    epoch = i64(of(law, EPOCHS, day, 0))
    denied = -1
    own = False
    factor = i64(MILLION)
    change = i64(0)
    deposit = i64(0)
    wait = i64(0)
    priority = i64(0)
    first = -1
    bought = i64(0)
    tapped = i64(0)
    limited = i64(0)
    for e in range(
        of(law, SERVICES, v, SERVICE_FIRST), of(law, SERVICES, v, SERVICE_FIRST) + of(law, SERVICES, v, SERVICE_N)
    ):
        if of(law, CONSEQUENCES, e, CONSEQUENCE_FROM_DAY) > day or day >= of(
            law, CONSEQUENCES, e, CONSEQUENCE_UNTIL_DAY
        ):
            continue
        if of(law, CONSEQUENCES, e, CONSEQUENCE_LANDS) != ON_SELF:
            if (i64(small[LANDED]) & (1 << of(law, CONSEQUENCES, e, CONSEQUENCE_BIT))) == 0:
                continue
        elif not applies(
            law,
            of(law, CONSEQUENCES, e, CONSEQUENCE_WHEN),
            of(law, CONSEQUENCES, e, CONSEQUENCE_N_WHEN),
            of(law, CONSEQUENCES, e, CONSEQUENCE_UNLESS),
            of(law, CONSEQUENCES, e, CONSEQUENCE_N_UNLESS),
            me,
        ):
            continue
        if of(law, ENFORCED, epoch, e) < (i64(1) << 32):
            x, y, z, t = draw(
                u64(unit),
                BITE | (u64(of(law, SERVICES, v, SERVICE_LANE)) << u64(8)),
                (u64(season) << u64(16)) | u64(index),
                u64(of(law, CONSEQUENCES, e, CONSEQUENCE_KEY)),
                u64(law[K0]),
                u64(law[K1]),
            )
            if i64(x) >= of(law, ENFORCED, epoch, e):
                continue
        is_bought = society is not None and of(law, CONSEQUENCES, e, CONSEQUENCE_COSTS) > 0
        if is_bought and not can_pay(law, e, of(law, SERVICES, v, SERVICE_FIRST), bought, me, mine.points):
            continue
        shared = of(law, CONSEQUENCES, e, CONSEQUENCE_USES) if society is not None else i64(0)
        if shared > 0 and (me[ME_DRY] >> (shared - 1)) & 1:
            continue  # what all share is used up
        if of(law, CONSEQUENCES, e, CONSEQUENCE_SLOT) >= 0:
            roll(law, law[AT_USED], days, small, day)
            slot = law[AT_USED] + of(law, CONSEQUENCES, e, CONSEQUENCE_SLOT)
            has_room = may_count(small, slot, of(law, CONSEQUENCES, e, CONSEQUENCE_LIMIT), 1) > 0
            if has_room:
                count(small, slot, 1)
            if has_room == (of(law, CONSEQUENCES, e, CONSEQUENCE_RATION) != 0):
                continue  # it has borne as often as it may; or the ration is not yet used up
        if shared > 0:
            tapped |= i64(1) << (shared - 1)
        if is_bought:
            bought |= i64(1) << (e - of(law, SERVICES, v, SERVICE_FIRST))
        if first < 0:
            first = e
        if of(law, CONSEQUENCES, e, CONSEQUENCE_DENIES):
            if denied < 0:
                denied = e
            own = own or of(law, CONSEQUENCES, e, CONSEQUENCE_LANDS) == ON_SELF
        if society is not None and of(law, CONSEQUENCES, e, CONSEQUENCE_SAVES) > 0:
            limited |= i64(1) << (e - of(law, SERVICES, v, SERVICE_FIRST))
        else:
            factor = factor * of(law, CONSEQUENCES, e, CONSEQUENCE_FACTOR) // MILLION
            change += of(law, CONSEQUENCES, e, CONSEQUENCE_CHANGE)
        wait += of(law, CONSEQUENCES, e, CONSEQUENCE_WAIT)
        for k in range(
            of(law, CONSEQUENCES, e, CONSEQUENCE_FIRST_STEP),
            of(law, CONSEQUENCES, e, CONSEQUENCE_FIRST_STEP) + of(law, CONSEQUENCES, e, CONSEQUENCE_N_STEPS),
        ):
            if of(law, STEPS, k, STEP_AT_LEAST) <= me[ME_FIXED + max(of(law, CONSEQUENCES, e, CONSEQUENCE_SCORE), 0)]:
                deposit = max(deposit, i64(of(law, STEPS, k, STEP_DEPOSIT)))
                priority += of(law, STEPS, k, STEP_PRIORITY)
                break
    if first < 0:
        return SERVED_SOMEHOW
    n_regimes = n_of(law, REGIMES)
    if denied >= 0:
        knows = own and knows_of_ban(law, small, me)
        if knows and i64(tries) >= of(law, SERVICES, v, SERVICE_TRIES):
            note(
                log,
                who,
                STAYED_AWAY,
                day,
                i64(moment),
                v,
                i64(of(law, CONSEQUENCES, denied, CONSEQUENCE_ROW)),
                0,
                0,
                0,
                0,
            )
            return TURNED_AWAY
        cell = v * n_regimes + of(law, CONSEQUENCES, denied, CONSEQUENCE_REGIME)
        row[P_REFUSED] += 1
        services[cell, ten, S_REFUSED] += 1
        add_tally(tally, T_REFUSED, 1)
        if not own:
            row[P_REFUSED_BY_TIE] += 1
            services[cell, ten, S_BY_TIE] += 1
            add_tally(tally, T_REFUSED_BY_TIE, 1)
        note(
            log,
            who,
            REFUSED,
            day,
            i64(moment),
            v,
            i64(of(law, CONSEQUENCES, denied, CONSEQUENCE_ROW)),
            i64(own),
            0,
            0,
            0,
        )
        return TOLD if own and not knows else TURNED_AWAY
    if society is not None and tapped != 0:
        tap(law, tapped, box.commons)
    if society is not None and bought != 0:
        pay(law, of(law, SERVICES, v, SERVICE_FIRST), bought, day, me, mine, box, log)
    usual = i64(of(law, SERVICES, v, SERVICE_PRICE))
    if society is not None and limited != 0:
        change -= save_up_to(law, of(law, SERVICES, v, SERVICE_FIRST), limited, usual, day, days, small)
    price = max(usual * factor // MILLION + change, 0)
    cell = v * n_regimes + of(law, CONSEQUENCES, first, CONSEQUENCE_REGIME)
    waits = max(i64(of(law, SERVICES, v, SERVICE_WAIT)) + wait, 0)
    pledge = max(i64(of(law, SERVICES, v, SERVICE_DEPOSIT)) - deposit, 0)
    if price > usual or waits > of(law, SERVICES, v, SERVICE_WAIT):
        row[P_DEARER] += 1
        services[cell, ten, S_DEARER] += 1
    elif (
        price < usual
        or pledge < of(law, SERVICES, v, SERVICE_DEPOSIT)
        or waits < of(law, SERVICES, v, SERVICE_WAIT)
        or priority > 0
    ):
        row[P_EASED] += 1
        row[P_EASED_YUAN] += usual - price
        services[cell, ten, S_EASED] += 1
        services[cell, ten, S_YUAN] += usual - price
        add_tally(tally, T_EASED, 1)
        add_tally(tally, T_EASED_TENS, (usual - price) // 10)
    note(
        log,
        who,
        SERVED,
        day,
        i64(moment),
        v,
        i64(of(law, CONSEQUENCES, first, CONSEQUENCE_ROW)),
        price,
        pledge,
        waits,
        priority,
    )
    return SERVED_SOMEHOW
