"""A life, within a window: one kernel, one person at a time, in the order of ``engine/order.py``."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.choose import choose_until, decide_one
from glasshouse.engine.counts import (
    P_CHILLED,
    P_DETERRED,
    P_DONE,
    P_FOR_POINTS,
    P_MISSED,
)  # fmt: skip
from glasshouse.engine.learn import learn_of_deed, notice_list
from glasshouse.engine.letters import read_letter
from glasshouse.engine.log import OCCASION, note
from glasshouse.engine.mail import DUE, EMPTY, FRONT, KIND, OUTSIDE, WHO, by_due_day, sort_due
from glasshouse.engine.morning import end_terms, fill_grades, fill_person, keep_calendar, publish
from glasshouse.engine.observe import lie, observe
from glasshouse.engine.occasions import MISREAD_BITS, OPENS_BIT, SEEN_BITS
from glasshouse.engine.order import NEVER, SEASON_DAYS
from glasshouse.engine.post import may_count, open_matter, roll
from glasshouse.engine.postings import post_one
from glasshouse.engine.stand import cell_of, pay_out, stand
from glasshouse.engine.state import (
    F_TOUCHED,
    FLAGS,
    LANDED,
    T_CHILLED,
    T_DETERRED,
    T_DONE,
    T_FOR_POINTS,
    TURN,
    add_tally,
)  # fmt: skip
from glasshouse.engine.tables import (
    ACT_CHANNEL,
    ACT_COUNTS,
    ACT_DOMAIN,
    ACT_FIRST_LIMIT,
    ACT_LAWFUL,
    ACT_LIMITS,
    ACT_N_LIMITS,
    ACT_OPENS,
    ACTS,
    AT_USED,
    CALENDAR,
    FIRST_TIMED,
    FRIENDS,
    LIST_BAD,
    LISTS,
    ME_BITS,
    ME_OWES,
    PAYS,
    PLACE_SIZE,
    RULE_MONTH_LIMIT,
    RULE_MONTH_SLOT,
    RULE_POINTS_LIMIT,
    RULE_POINTS_SLOT,
    RULE_YEAR_LIMIT,
    RULE_YEAR_SLOT,
    RULES,
    SCORE_FLOOR,
    SCORES,
    SCRIPT_RULES,
    n_of,
    of,
)
from glasshouse.engine.wants import judge_want, make_wants, touched_services
from glasshouse.kit.jit import helper, hot, typed

u8, u16, u32, u64, i32, i64, f32 = np.uint8, np.uint16, np.uint32, np.uint64, np.int32, np.int64, np.float32

END, DAWN, LETTER, WISH, DEED = range(5)
LAST_MOMENT = ~u64(0)
LOUD_BITS = (SEEN_BITS | MISREAD_BITS) & ~OPENS_BIT
"""Bits of an occasion that somebody may report: only then must the standing of the day be known."""


@typed("u8(i8, i8)")
def moment_of(day, season_start):
    """First moment of a day of the season, as the upper half of a key; the season's end is beyond every key."""
    rest = day - season_start
    if rest >= SEASON_DAYS:
        return LAST_MOMENT
    return u64(((rest << 32) + SEASON_DAYS - 1) // SEASON_DAYS) << u64(32)


@typed("i8(u8, i8)")
def day_of(key, season_start):
    """Day on which a key's moment falls."""
    return season_start + i64(((key >> u64(32)) * u64(SEASON_DAYS)) >> u64(32))


@hot
def next_letter(pool, head, order, m, m_end, own, j, first_day, end_day):
    """Place in the pool and due day of the next letter to person ``j``: sorted mail, then what was written this window."""
    best = -1
    due = i64(NEVER)
    if m < m_end:
        best = order[m]
        due = max(i64(pool[best, DUE]), first_day)
    for at in range(own, head[FRONT]):
        if pool[at, WHO] == j and pool[at, KIND] != EMPTY and (pool[at, KIND] & OUTSIDE) == 0 and pool[at, DUE] < end_day:
            when = max(i64(pool[at, DUE]), first_day)
            if when < due:
                due = when
                best = at
    return best, due


@helper
def earns_nothing(law, a, at_used, limits, days, small, day):
    """An act done only for points, though the year's (or month's) points for it are used up."""
    n = of(law, ACTS, a, ACT_N_LIMITS)
    if n == 0:
        return False
    roll(limits, at_used, days, small, day)
    for k in range(of(law, ACTS, a, ACT_FIRST_LIMIT), of(law, ACTS, a, ACT_FIRST_LIMIT) + n):
        rule_row = of(law, ACT_LIMITS, k, 0)
        free = True
        if of(law, RULES, rule_row, RULE_MONTH_SLOT) >= 0 and may_count(small, at_used + of(law, RULES, rule_row, RULE_MONTH_SLOT), of(law, RULES, rule_row, RULE_MONTH_LIMIT), 1) < 1:
            free = False
        if of(law, RULES, rule_row, RULE_YEAR_SLOT) >= 0 and may_count(small, at_used + of(law, RULES, rule_row, RULE_YEAR_SLOT), of(law, RULES, rule_row, RULE_YEAR_LIMIT), 1) < 1:
            free = False
        if of(law, RULES, rule_row, RULE_POINTS_SLOT) >= 0 and may_count(small, at_used + of(law, RULES, rule_row, RULE_POINTS_SLOT), of(law, RULES, rule_row, RULE_POINTS_LIMIT), 1) < 1:
            free = False
        if free:
            return False
    return True


@helper
def friends_term(law, friends, j, snapshot, s):
    """Mean of the friends' published scores at the window's start; the floor where none has one."""
    total = i64(0)
    n = i64(0)
    for k in range(friends.shape[1]):
        value = snapshot[friends[j, k]]
        if value >= 0:
            total += value
            n += 1
    return total // n if n > 0 else i64(of(law, SCORES, s, SCORE_FLOOR))


@helper
def remake_wants(law, levels, who, j, unit, season, after, mask, small, keys, tries, firsts, lasts, masks, top):
    """Another standing touches other services: the season's wants from ``after`` on are made anew; returns the first."""
    at = top[0]
    end = at
    masks[who] = mask
    if mask != u64(0):
        small[FLAGS] |= u8(F_TOUCHED)
        end = make_wants(law, levels, who, unit, season, after, mask, keys, tries, at)
        if end < 0:
            top[1] = 1
            end = at
    else:
        small[FLAGS] &= u8(255 - F_TOUCHED)
    top[0] = end
    firsts[j] = i32(at)
    lasts[j] = i32(end)
    return at


@helper
def live(law, stakes, traits, people, batch, season_table, pools, counts, stock, log, place, base, offset, n, season, first_day, end_day):
    """Everybody of one place lives from ``first_day`` to before ``end_day``, days of one season.

    Reads: law, traits, season_table. Writes: rows of people, mail, cases, counts, stock of the place.
    """
    start = season * SEASON_DAYS
    week = first_day // 7
    window_end = moment_of(end_day, start)
    window_start = moment_of(first_day, start)
    pool = pools.mail[place]
    head = pools.heads[place]
    cases = pools.cases[place]
    case_head = pools.case_heads[place]
    filed = pools.filed[place]
    shown = pools.shown[place]
    key = season_table.key[place]
    gain = season_table.gain[place]
    bits_of = season_table.bits[place]
    first = season_table.first[place]
    cursor = season_table.cursor[place]
    want_key = season_table.want_key[place]
    want_tries = season_table.want_tries[place]
    want_first = season_table.want_first[place]
    want_last = season_table.want_last[place]
    want_top = season_table.want_top[place]
    panel = counts.panel[week]
    acts = counts.acts[season]
    services = counts.services[season]
    me = batch.me
    queue = batch.queue
    sort_due(pool, head, n, end_day, batch.first, batch.order)
    for j in range(n):
        who = offset + j
        days = people.days[who]
        m = batch.first[j]
        m_end = batch.first[j + 1]
        c = i64(cursor[j])
        c_end = i64(first[j + 1])
        wish = i64(want_first[j])
        quiet = c == c_end or key[c] >= window_end
        if quiet and m == m_end and i64(days[TURN]) >= end_day and (wish < 0 or wish >= want_last[j] or want_key[wish] >= window_end):
            continue
        if m_end - m > 1:
            by_due_day(pool, batch.order, m, m_end)
        small = people.small[who]
        tally = people.tally[who]
        points = people.points[who]
        unit = base + j
        own = head[FRONT]
        group = i64(traits.group[who])
        ten = group * 5 + i64(traits.band[who])
        type_ = i64(traits.type[who])
        joined = i64(traits.joined[who])
        income = i64(traits.income[who])
        home = i64(traits.home[who])
        size = i64(traits.size[who])
        row = panel[cell_of(law, ten, small)]
        now = window_start
        if c > first[j] and key[c - 1] > now:
            now = key[c - 1]
        last_wish = u64(0)
        known = i64(-1)  # the day for which `me` is filled
        stale = i64(-1)  # the morning after whose mail standing must be fixed
        while True:
            # ---- what comes next ------------------------------------------------------------------------------------
            special = window_end
            kind = END
            letter, due = next_letter(pool, head, batch.order, m, m_end, own, j, first_day, end_day)
            day = i64(0)
            if due < end_day:
                special = moment_of(due, start)
                kind = LETTER
                day = due
            turn = max(i64(days[TURN]), first_day)
            if turn < end_day and (kind == END or turn <= due):
                special = moment_of(turn, start)
                kind = DAWN
                day = turn
            is_morning = kind == DAWN or kind == LETTER
            fix = i64(-1)
            if stale >= 0 and not (is_morning and day == stale):
                fix = stale
            else:
                if small[FLAGS] & F_TOUCHED and wish >= 0:
                    while wish < want_last[j] and (want_key[wish] < now or want_key[wish] <= last_wish):
                        wish += 1
                    if wish < want_last[j] and want_key[wish] < special:
                        special = want_key[wish]
                        kind = WISH
                        day = day_of(special, start)
                # ---- quiet occasions, up to the next special moment or the first that is not quiet -------------------
                before = c
                c, n_done, n_deterred, n_chilled, n_missed = choose_until(
                    law, stakes, key, gain, bits_of, c, c_end, special, type_, i64(traits.caution[who]), i64(traits.conformity[who]),
                    small, acts, log, who, start,
                )  # fmt: skip
                if n_done + n_deterred + n_chilled > 0:
                    add_tally(tally, T_DONE, n_done)
                    add_tally(tally, T_DETERRED, n_deterred)
                    add_tally(tally, T_CHILLED, n_chilled)
                    row[P_DONE] += n_done
                    row[P_DETERRED] += n_deterred
                    row[P_CHILLED] += n_chilled
                    row[P_MISSED] += n_missed
                if c > before:
                    now = max(now, key[c - 1])
                if c < c_end and key[c] < special:
                    kind = DEED
                    day = day_of(key[c], start)
                if known != day and (kind == WISH or (kind == DEED and i64(bits_of[c]) & LOUD_BITS)):
                    fill_person(
                        law, day, group, i64(traits.kind[who]), i64(traits.age[who]), i64(traits.role[who]),
                        i64(traits.resident[who]), joined, points, days, small, me,
                    )  # fmt: skip
                    fill_grades(law, day, joined, days, small, me)
                    known = day
            # ---- the standing of the day -----------------------------------------------------------------------------
            if fix >= 0:
                touched_anew = stand(
                    law, fix, ten, group, i64(traits.kind[who]), i64(traits.age[who]), i64(traits.role[who]), i64(traits.resident[who]),
                    joined, i64(traits.aware[who]), who, j, unit, points, days, small, tally, me, pool, head, stock[place], shown, log,
                )  # fmt: skip
                known = fix
                stale = i64(-1)
                row = panel[cell_of(law, ten, small)]
                if (touched_anew or wish < 0) and law[SCRIPT_RULES] == 0:
                    mask = touched_services(law, i64(small[LANDED]), me, law[FIRST_TIMED])
                    if mask != people.services[who]:
                        wish = remake_wants(
                            law, traits.levels, who, j, unit, season, now >> u64(32), mask, small, want_key, want_tries, want_first,
                            want_last, people.services, want_top,
                        )  # fmt: skip
                continue
            # ---- it happens ------------------------------------------------------------------------------------------
            n_queue = 0
            moment = u64(0)
            from_day = day
            if kind == END:
                break
            elif kind == DAWN:
                now = max(now, special)
                days[TURN] = u16(NEVER)
                if of(law, CALENDAR, day, 0) != 0:
                    term = i64(0)
                    if of(law, FRIENDS, 0, 0) > 0:
                        term = friends_term(law, batch.friends, j, batch.snapshot, of(law, FRIENDS, 2, 0))
                    if law[PAYS]:
                        # what a period pays goes by how it ended, before any book starts anew
                        fill_person(
                            law, day, group, i64(traits.kind[who]), i64(traits.age[who]), i64(traits.role[who]),
                            i64(traits.resident[who]), joined, points, days, small, me,
                        )  # fmt: skip
                        fill_grades(law, day, joined, days, small, me)
                        pay_out(law, day, me, who, tally, row, log)
                    keep_calendar(law, day, joined, who, points, log)
                    publish(law, day, joined, i64(traits.wealth[who]), income, i64(traits.resident[who]) + day, term, who, points, log)
                end_terms(law, day, ten, unit, who, days, small, tally, counts.spells, row, log)
                stale = day
            elif kind == LETTER:
                now = max(now, special)
                counts.total[2] += 1
                if known != day:
                    # conditions asked in the morning see the person as of this morning
                    fill_person(
                        law, day, group, i64(traits.kind[who]), i64(traits.age[who]), i64(traits.role[who]),
                        i64(traits.resident[who]), joined, points, days, small, me,
                    )  # fmt: skip
                    fill_grades(law, day, joined, days, small, me)
                    known = day
                n_queue = read_letter(
                    law, pool[letter], day, type_, who, j, unit, home, size, me, me[ME_OWES], days, small, points, tally, pool, head,
                    cases, case_head, row, queue, log,
                )  # fmt: skip
                pool[letter, KIND] = EMPTY
                if m < m_end and letter == batch.order[m]:
                    m += 1
            elif kind == WISH:
                now = special
                last_wish = special
                moment = special >> u64(32)
                v = i64((special >> u64(16)) & u64(0xFFFF))
                index = i64(special & u64(0xFFFF))
                tries = want_tries[wish]
                wish += 1
                counts.total[3] += 1
                if judge_want(law, v, index, tries, season, day, moment, ten, who, unit, me, days, small, tally, row, services, log):
                    for l in range(n_of(law, LISTS)):
                        if (me[ME_BITS] >> l) & 1 and of(law, LISTS, l, LIST_BAD):
                            notice_list(law, l, day, moment, type_, who, j, unit, me, me[ME_OWES], days, small, pool, head, cases, case_head, row, log)
            else:
                now = key[c]
                moment = now >> u64(32)
                a = i64((now >> u64(16)) & u64(0xFFFF))
                index = i64(now & u64(0xFFFF))
                sight = i64(bits_of[c])
                c += 1
                if of(law, ACTS, a, ACT_CHANNEL) >= 0:
                    lie(law, a, index, season, day, n, offset, who, j, unit, traits.home, traits.size, traits.group, pool, head, filed, row, acts, log)
                else:
                    done, would = decide_one(of(law, ACTS, a, ACT_DOMAIN), stakes, a, gain[c - 1], type_, i64(traits.caution[who]), i64(traits.conformity[who]), small)
                    if done and not would and earns_nothing(law, a, law[AT_USED], law, days, small, day):
                        done = False
                    acts[a, i64(would) + 2 * i64(done)] += 1
                    note(log, who, OCCASION, day, i64(moment), a, i64(done), i64(would), index, 0, 0)
                    counts.total[0] += 1
                    if would and not done:
                        if of(law, ACTS, a, ACT_LAWFUL):
                            row[P_CHILLED] += 1
                            add_tally(tally, T_CHILLED, 1)
                        else:
                            row[P_DETERRED] += 1
                            add_tally(tally, T_DETERRED, 1)
                    if done:
                        row[P_DONE] += 1
                        add_tally(tally, T_DONE, 1)
                        if not would:
                            row[P_FOR_POINTS] += 1
                            add_tally(tally, T_FOR_POINTS, 1)
                        if of(law, ACTS, a, ACT_COUNTS):
                            learn_of_deed(small, i64(of(law, ACTS, a, ACT_DOMAIN)), 0)
                        if of(law, ACTS, a, ACT_OPENS) >= 0:
                            open_matter(law, i64(of(law, ACTS, a, ACT_OPENS)), a, index, season, day, who, unit, income, days, small, log)
                            me[ME_OWES] |= i64(1) << of(law, ACTS, a, ACT_OPENS)
                    n_queue = observe(
                        law, a, index, season, day, moment, done, sight, joined, i64(traits.cls[who]), n, offset, who, j, unit, traits.home,
                        traits.size, traits.group, small, tally, pool, head, filed, row, acts[a], queue, log,
                    )  # fmt: skip
                    for q in range(n_queue):
                        queue[q, 3] = day
                        queue[q, 4] = 0
                    from_day = day + 1
            # ---- postings --------------------------------------------------------------------------------------------
            for q in range(n_queue):
                counts.total[1] += 1
                post_one(
                    law, queue[q], day, from_day, moment, group, type_, base // law[PLACE_SIZE], joined, who, j, unit, home, size,
                    me, me[ME_OWES], days, small, points, pool, head, cases, case_head, row, log,
                )  # fmt: skip
            if kind == LETTER and i64(days[TURN]) <= day + 1:
                # what a morning's letter changes is part of the standing of that day
                stale = day
        cursor[j] = i32(c)
        if wish >= 0:
            want_first[j] = i32(wish)
