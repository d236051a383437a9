"""Step 7, learn: perceived risk, means, notice; and whether one turns to a desk."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import P_APPLIED
from glasshouse.engine.log import APPLIED, MEANS_CHANGED, NOTICED, UNHEARD, note
from glasshouse.engine.mail import APPLY, push
from glasshouse.engine.order import NEVER
from glasshouse.engine.person import is_scripted
from glasshouse.engine.servers import behind, queue_key, service_of
from glasshouse.engine.standing import applies
from glasshouse.engine.state import (
    DONE_A,
    ENTERED,
    M_NOTICED,
    M_SUSPENDED,
    M_WRONG,
    MARK,
    MEANS,
    N_CASES,
    NOTICED_ON,
    SPELLS,
    TURN,
    UNTIL,
)  # fmt: skip
from glasshouse.engine.tables import (
    AT_LISTS,
    AT_MARKS,
    AT_MATTERS,
    DESK_DAYS,
    DESK_FROM_DAY,
    DESK_FROM_ENTRY,
    DESK_KEY,
    DESK_N_UNLESS,
    DESK_N_WHEN,
    DESK_OF,
    DESK_OPENS_AFTER,
    DESK_REPAIR,
    DESK_SERVERS,
    DESK_SETTLED,
    DESK_SUSPENDS,
    DESK_UNLESS,
    DESK_UNTIL_DAY,
    DESK_WHEN,
    DESK_WINDOW,
    DESKS,
    K0,
    K1,
    LIST_FIRST_DESK,
    LIST_N_DESKS,
    LISTS,
    MATTER_KEYS,
    ME_INCOME,
    ME_J,
    ME_TYPE,
    ME_UNIT,
    ME_WHO,
    TYPE_APPEALS_RIGHT,
    TYPE_APPEALS_WRONG,
    TYPES,
    n_of,
    of,
)
from glasshouse.engine.work import (
    CASE_DAY,
    CASE_DESK,
    CASE_FLAGS,
    CASE_ITEM,
    CASE_KEY,
    CASE_NUMBER,
    CASE_SERVICE,
    CASE_VALUE,
    CASE_WHO,
    CASE_WRONG,
)  # fmt: skip
from glasshouse.kit.jit import helper, typed
from glasshouse.kit.randomness import CASE, draw

u8, u16, u32, u64, i64 = np.uint8, np.uint16, np.uint32, np.uint64, np.int64

LIST_ITEM = 32_768
"""A case is about a rule row, or about a list: the latter are numbered from here."""
MOST_CASES = 250


@typed("void(u1[::1], i8, i8)")
def learn_of_deed(small, domain, seen):
    """One more deed (or hearsay of one), seen or not; both counts are halved together when full."""
    if domain > 1:
        return
    at = DONE_A + 2 * domain
    done = i64(small[at]) + 1
    cases = i64(small[at + 1]) + seen
    if done > 250:
        done >>= 1
        cases >>= 1
    small[at] = u8(done)
    small[at + 1] = u8(min(cases, 250))


@helper
def hear_of_case(small, domain):
    """Hearing that somebody was caught counts as one more deed that was seen."""
    learn_of_deed(small, domain, 1)


@typed("void(u1[::1], i8)")
def see_own_report(small, domain):
    """The deed just done, and counted, turns out to have been seen."""
    if domain <= 1:
        at = DONE_A + 2 * domain + 1
        small[at] = u8(min(i64(small[at]) + 1, 250))


@helper
def change_means(law, factor, day, who, days, small, log):
    """Income changes to ``factor`` / 64 of the usual: what is still owed takes so much longer, or shorter, to pay."""
    before = i64(small[MEANS])
    for m in range(n_of(law, MATTER_KEYS)):
        at = law[AT_MATTERS] + m
        end = i64(days[at])
        if end > day and end < NEVER:
            rest = ((end - day) * before + factor - 1) // factor
            days[at] = u16(min(day + rest, NEVER - 1))
    small[MEANS] = u8(factor)
    note(log, who, MEANS_CHANGED, day, 0, before, factor, 0, 0, 0, 0)


@helper
def settled_on(law, matters, days):
    """The day on which the last of these matters will be settled, as things stand."""
    last = i64(0)
    for m in range(n_of(law, MATTER_KEYS)):
        if (matters >> m) & 1:
            last = max(last, i64(days[law[AT_MATTERS] + m]))
    return last


@typed("b1(i8[::1], i8, i8, i8, i8, u2[::1], u1[::1])")
def is_over(law, d, item, spell, day, days, small):
    """Is an appeal about a list entry that is over? ``spell`` is the number of the stay it is about, 0 whichever runs."""
    if item < LIST_ITEM or of(law, DESKS, d, DESK_REPAIR):
        return False
    l = item - LIST_ITEM
    if i64(days[law[AT_LISTS] + 2 * l + UNTIL]) <= day:
        return True
    return spell > 0 and i64(small[law[AT_MARKS] + 2 * l + SPELLS]) != spell


@helper
def days_to_save(law, d, me, small):
    """Days until what an application to desk ``d`` takes is paid from spare income."""
    days = of(law, DESK_DAYS, d, me[ME_INCOME])
    if days >= NEVER:
        return i64(NEVER)
    return min(days * 64 // max(i64(small[MEANS]), 1), i64(NEVER))


@helper
def apply_at(law, d, item, flags, value, day, moment, me, own, box, row, log):
    """Hand in a case, or wait until what must be settled first is settled; ``flags`` are those of a case.

    ``value`` is what a rule posted, or the number of the stay on a list.
    """
    who, j, unit = me[ME_WHO], me[ME_J], me[ME_UNIT]
    days, small, pool, head = own.days, own.small, box.pool, box.head
    cases, case_head = box.cases, box.case_head
    if of(law, DESKS, d, DESK_FROM_DAY) > day or day >= of(law, DESKS, d, DESK_UNTIL_DAY):
        return
    if is_over(law, d, item, value, day, days, small):
        return
    if not applies(
        law,
        of(law, DESKS, d, DESK_WHEN),
        of(law, DESKS, d, DESK_N_WHEN),
        of(law, DESKS, d, DESK_UNLESS),
        of(law, DESKS, d, DESK_N_UNLESS),
        me,
    ):
        return
    after = settled_on(law, of(law, DESKS, d, DESK_SETTLED), days)
    if after > 0:
        if after < NEVER - 1:
            push(pool, head, j, max(after, day) + 1, APPLY, flags, d, value, item)
        return
    if of(law, DESKS, d, DESK_FROM_ENTRY) and item >= LIST_ITEM:
        entered = i64(days[law[AT_LISTS] + 2 * (item - LIST_ITEM) + ENTERED])
        if day - entered > of(law, DESKS, d, DESK_WINDOW):
            note(log, who, UNHEARD, day, 0, d, item, 0, 0, 0, 0)
            return
    number = i64(small[N_CASES])
    n = case_head[0]
    if number >= MOST_CASES:
        return
    if n >= cases.shape[0]:
        case_head[1] = 1
        return
    cases[n, CASE_KEY] = i64(((u64(day) << u64(16) | (moment >> u64(16))) << u64(32)) | u64(unit))
    if of(law, DESKS, d, DESK_SERVERS) > 0:
        cases[n, CASE_KEY] = behind(cases, n, d, queue_key(day, moment, unit))
        cases[n, CASE_SERVICE] = service_of(law, d, unit, number)
    cases[n, CASE_WHO] = j
    cases[n, CASE_DESK] = d
    cases[n, CASE_FLAGS] = flags
    cases[n, CASE_ITEM] = item
    cases[n, CASE_VALUE] = value
    cases[n, CASE_NUMBER] = number
    cases[n, CASE_DAY] = day
    case_head[0] = n + 1
    small[N_CASES] = u8(number + 1)
    row[P_APPLIED] += 1
    if of(law, DESKS, d, DESK_SUSPENDS) and item >= LIST_ITEM:
        small[law[AT_MARKS] + 2 * (item - LIST_ITEM) + MARK] |= u8(M_SUSPENDED)
        days[TURN] = u16(min(i64(days[TURN]), day + 1))
    note(log, who, APPLIED, day, i64(moment), d, item, flags & CASE_WRONG, number, 0, 0)


@helper
def consider(law, first, n, item, wrong, value, entered, day, moment, me, own, box, row, log):
    """Having learned of an entry: go to the first desk about it, or not.

    Draws: stream CASE at (person, number of the case, desk), word 3; words 0 and 1 are kept for the answer.
    """
    j, unit, type_ = me[ME_J], me[ME_UNIT], me[ME_TYPE]
    small, pool, head = own.small, box.pool, box.head
    if is_scripted(law, unit):
        return  # nobody goes to a desk unless the script says so
    for k in range(first, first + n):
        d = i64(of(law, DESK_OF, k, 0))
        number = i64(small[N_CASES])
        if number >= MOST_CASES:
            return
        if of(law, DESKS, d, DESK_FROM_ENTRY) and day - entered > of(law, DESKS, d, DESK_WINDOW):
            note(log, me[ME_WHO], UNHEARD, day, 0, d, item, 0, 0, 0, 0)
            continue
        small[N_CASES] = u8(number + 1)
        x, y, z, t = draw(u64(unit), CASE, u64(number), u64(of(law, DESKS, d, DESK_KEY)), u64(law[K0]), u64(law[K1]))
        share = of(law, TYPES, type_, TYPE_APPEALS_WRONG) if wrong else of(law, TYPES, type_, TYPE_APPEALS_RIGHT)
        if of(law, DESKS, d, DESK_REPAIR) == 0 and i64(t) >= share:
            continue
        wait = max(i64(of(law, DESKS, d, DESK_OPENS_AFTER)), days_to_save(law, d, me, small))
        if wait > 0:
            push(pool, head, j, day + wait, APPLY, i64(wrong), d, value, item)
        else:
            apply_at(law, d, item, i64(wrong), value, day, moment, me, own, box, row, log)


@helper
def notice_list(law, l, day, moment, me, own, box, row, log):
    """The person learns of being on list ``l``."""
    who = me[ME_WHO]
    days, small = own.days, own.small
    mark = law[AT_MARKS] + 2 * l + MARK
    if small[mark] & M_NOTICED:
        return
    small[mark] |= u8(M_NOTICED)
    days[NOTICED_ON] = u16(day)
    note(log, who, NOTICED, day, i64(moment), l, 0, 0, 0, 0, 0)
    consider(
        law, i64(of(law, LISTS, l, LIST_FIRST_DESK)), i64(of(law, LISTS, l, LIST_N_DESKS)), LIST_ITEM + l, (small[mark] & M_WRONG) > 0,
        i64(small[mark - MARK + SPELLS]),
        i64(days[law[AT_LISTS] + 2 * l + ENTERED]), day, moment,
        me, own, box, row, log,
    )  # fmt: skip
