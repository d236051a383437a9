"""A life, within a window: one kernel, one person at a time, in the order of ``engine/order.py``."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.calm import count_choices, next_besides, visit_calmly
from glasshouse.engine.choose import choose_until
from glasshouse.engine.deeds import deed
from glasshouse.engine.due import day_of, list_due, moment_of, wake_up
from glasshouse.engine.learn import notice_list
from glasshouse.engine.leave import weigh_leaving
from glasshouse.engine.letters import read_letter
from glasshouse.engine.log import is_watched
from glasshouse.engine.mail import DUE, EMPTY, FRONT, KIND, OUTSIDE, WHO, by_due_day, sort_due
from glasshouse.engine.morning import end_terms, fill_grades, fill_person, keep_calendar
from glasshouse.engine.occasions import MISREAD_BITS, SEEN_BITS
from glasshouse.engine.order import NEVER, SEASON_DAYS
from glasshouse.engine.person import Box, Own, drop_left, introduce, is_scripted
from glasshouse.engine.postings import post_one
from glasshouse.engine.publish import publish
from glasshouse.engine.stand import cell_of, pay_out, stand
from glasshouse.engine.state import (
    F_TOUCHED,
    FLAGS,
    LANDED,
    TURN,
    mask_at,
)  # fmt: skip
from glasshouse.engine.tables import (
    AT_CALL,
    AT_HOME,
    AT_N_WORDS,
    C_PUBLISH,
    C_YEAR,
    CALENDAR,
    FIRMS,
    FIRST_TIMED,
    HOME_LISTS,
    LEAVES,
    LIST_BAD,
    LISTS,
    ME_BITS,
    ME_HOUSE,
    ME_JOINED,
    ME_MET,
    ME_TEN,
    ME_TYPE,
    ME_UNIT,
    N_CLOCKED,
    N_STANDING,
    PAYS,
    PLACE_SIZE,
    QUIET_CALLS,
    n_of,
    of,
)
from glasshouse.engine.unasked import act_by_calendar, act_quietly, enter_and_leave, take_strokes
from glasshouse.engine.wants import TOLD, judge_want, make_wants, touched_services
from glasshouse.kit.jit import helper, hot
from glasshouse.population.firms import people_in
from glasshouse.population.make import W_CAUTION, W_CONFORMITY

u8, u16, u32, u64, i32, i64, f32 = np.uint8, np.uint16, np.uint32, np.uint64, np.int32, np.int64, np.float32

END, DAWN, LETTER, CALL, WISH, DEED = range(6)
LOUD_BITS = SEEN_BITS | MISREAD_BITS
"""Bits of an occasion that somebody may report, or that opens a matter: only then must the standing of the morning be known."""


@helper
def slot_of(season_table, place):
    """Where a place's season lies: places that live a whole season one after the other share one slot."""
    return place if season_table.first.shape[0] > 1 else 0


@hot
def next_letter(pool, head, order, m, m_end, written, j, first_day, end_day):
    """Place in the pool and due day of the next letter to person ``j``: sorted mail, then what was written this window."""
    best = -1
    due = i64(NEVER)
    if m < m_end:
        best = order[m]
        due = max(i64(pool[best, DUE]), first_day)
    for at in range(written, head[FRONT]):
        if (
            pool[at, WHO] == j
            and pool[at, KIND] != EMPTY
            and (pool[at, KIND] & OUTSIDE) == 0
            and pool[at, DUE] < end_day
        ):
            when = max(i64(pool[at, DUE]), first_day)
            if when < due:
                due = when
                best = at
    return best, due


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
def live(
    law,
    stakes,
    traits,
    people,
    batch,
    season_table,
    pools,
    counts,
    stock,
    log,
    place,
    base,
    offset,
    n,
    season,
    first_day,
    end_day,
    society,
):
    """Everybody of one place lives from ``first_day`` to before ``end_day``, days of one season.

    Reads: law, traits, season_table. Writes: rows of people, mail, cases, counts, stock of the place.
    """
    start = season * SEASON_DAYS
    slot = slot_of(season_table, place)
    week = first_day // 7
    window_end = moment_of(end_day, start)
    window_start = moment_of(first_day, start)
    pool = pools.mail[place]
    head = pools.heads[place]
    folk = people_in(n, law[FIRMS])
    cases = pools.cases[place]
    case_head = pools.case_heads[place]
    filed = pools.filed[place]
    box = Box(pool, head, cases, case_head, pools.moved[place], pools.commons[place])
    shown = pools.shown[place]
    key = season_table.key[slot]
    gain = season_table.gain[slot]
    bits_of = season_table.bits[slot]
    first = season_table.first[slot]
    cursor = season_table.cursor[slot]
    want_key = season_table.want_key[slot]
    want_tries = season_table.want_tries[slot]
    want_first = season_table.want_first[slot]
    want_last = season_table.want_last[slot]
    want_top = season_table.want_top[slot]
    panel = counts.panel[week]
    acts = counts.acts[season]
    services = counts.services[season]
    me = batch.me
    queue = batch.queue
    sort_due(pool, head, n, end_day, batch.first, batch.order)
    due_on = season_table.due[slot]
    other_on = season_table.other[slot]
    if society is not None:
        wake_up(other_on, people.days, offset, n)
    n_quiet, n_called = list_due(due_on, other_on, batch.first, n, end_day, batch.state, batch.visit)
    n_loud = visit_calmly(
        law, stakes, traits, people, batch, season_table, slot, panel, acts, filed, counts.total, log, offset, n, n_quiet, n_called, season,
        first_day, end_day, society,
    )  # fmt: skip
    for at in range(n_loud):
        j = i64(batch.loud[at])
        who = offset + j
        days = people.days[who]
        m = batch.first[j]
        m_end = batch.first[j + 1]
        c = i64(cursor[j])
        c_end = i64(first[j + 1])
        wish = i64(want_first[j])
        if m_end - m > 1:
            by_due_day(pool, batch.order, m, m_end)
        small = people.small[who]
        tally = people.tally[who]
        points = people.points[who]
        own = Own(points, days, small, tally)
        written = head[FRONT]
        introduce(traits, who, j, base + j, base // law[PLACE_SIZE], me)
        if society is not None:
            drop_left(law, days, me)
        if law[N_CLOCKED] > 0:
            take_strokes(law, season_table.strokes[slot], j, season, me)
            me[ME_HOUSE] = mask_at(days, law[AT_HOME], law[AT_N_WORDS]) if law[HOME_LISTS] else i64(0)
        row = panel[cell_of(law, me[ME_TEN], small)]
        now = window_start
        if c > first[j] and key[c - 1] > now:
            now = key[c - 1]
        last_wish = u64(0)
        known = i64(-1)  # the day for which `me` is filled
        reading = i64(-1)  # the morning for whose mail `me` is filled
        dawned = i64(-1)  # the day whose calendar is kept
        stale = i64(-1)  # the morning after whose mail standing must be fixed
        while True:
            # ---- what comes next ------------------------------------------------------------------------------------
            special = window_end
            kind = END
            while m < m_end and pool[batch.order[m], KIND] == EMPTY:
                m += 1  # taken back meanwhile: a desk has undone what it would have undone
            letter, due = next_letter(pool, head, batch.order, m, m_end, written, j, first_day, end_day)
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
            if law[N_CLOCKED] > 0:
                call = max(i64(days[law[AT_CALL]]), first_day)
                if call < end_day and (kind == END or call < day):
                    special = moment_of(call, start)
                    kind = CALL
                    day = call
                    is_morning = False
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
                    law, stakes, key, gain, bits_of, c, c_end, special, me[ME_TYPE], i64(traits.rows[who, W_CAUTION]), i64(traits.rows[who, W_CONFORMITY]),
                    me[ME_JOINED], own, acts, filed, row, counts.total, log, who, start,
                )  # fmt: skip
                count_choices(n_done, n_deterred, n_chilled, n_missed, tally, row)
                if c > before:
                    now = max(now, key[c - 1])
                if c < c_end and key[c] < special:
                    kind = DEED
                    day = day_of(key[c], start)
                if known != day and (kind == WISH or (kind == DEED and i64(bits_of[c]) & LOUD_BITS)):
                    fill_person(law, day, me, own)
                    fill_grades(law, day, days, small, me)
                    known = day
            # ---- the standing of the day -----------------------------------------------------------------------------
            if fix >= 0:
                touched_anew = stand(law, fix, me, own, box, stock[place], shown, log)
                known = fix
                reading = fix
                stale = i64(-1)
                row = panel[cell_of(law, me[ME_TEN], small)]
                if law[N_STANDING] > law[N_CLOCKED] and enter_and_leave(law, fix, me, own, box, row, log):
                    stale = fix
                if (touched_anew or wish < 0) and not is_scripted(law, me[ME_UNIT]):
                    mask = touched_services(law, i64(small[LANDED]), me, law[FIRST_TIMED])
                    if mask != people.services[who]:
                        wish = remake_wants(
                            law, traits.levels, who, j, base + j, season, now >> u64(32), mask, small, want_key, want_tries, want_first,
                            want_last, people.services, want_top,
                        )  # fmt: skip
                continue
            # ---- it happens ------------------------------------------------------------------------------------------
            n_queue = 0
            moment = u64(0)
            from_day = day
            if kind == END:
                break
            if kind == DAWN:
                now = max(now, special)
                days[TURN] = u16(NEVER)
                if of(law, CALENDAR, day, 0) != 0 and dawned != day:
                    if law[PAYS]:
                        # what a period pays goes by how it ended, before any book starts anew
                        fill_person(law, day, me, own)
                        fill_grades(law, day, days, small, me)
                        pay_out(law, day, me, tally, row, log)
                    if society is not None and n_of(law, LEAVES) > 0 and of(law, CALENDAR, day, 0) & C_YEAR:
                        fill_person(law, day, me, own)
                        fill_grades(law, day, days, small, me)
                        weigh_leaving(law, day, i64(traits.rows[who, W_CONFORMITY]), me, own, box, log)
                    keep_calendar(law, day, me, points, log)
                    if of(law, CALENDAR, day, 0) & C_PUBLISH:
                        publish(law, day, batch.friends, j, batch.snapshot, me, points, log)
                dawned = day
                end_terms(law, day, me, own, box, counts.spells, row, log)
                stale = day
            elif kind == LETTER:
                now = max(now, special)
                counts.total[2] += 1
                if reading != day:
                    # conditions asked in the morning see the person as of this morning, before any of its mail
                    fill_person(law, day, me, own)
                    fill_grades(law, day, days, small, me)
                    reading = day
                known = i64(-1)  # the day sees what the mail has changed
                n_queue = read_letter(law, pool[letter], day, me, own, box, row, queue, log)
                pool[letter, KIND] = EMPTY
                if m < m_end and letter == batch.order[m]:
                    m += 1
            elif kind == CALL:
                now = max(now, special)
                done = i64(0)
                if law[QUIET_CALLS] and not is_watched(log, who):
                    done = act_quietly(law, day, me, own, row)
                if done < law[N_CLOCKED]:
                    if known != day:
                        fill_person(law, day, me, own)
                        fill_grades(law, day, days, small, me)
                        known = day
                    act_by_calendar(law, done, day, me, own, box, row, log)
            elif kind == WISH:
                now = special
                last_wish = special
                moment = special >> u64(32)
                v = i64((special >> u64(16)) & u64(0xFFFF))
                index = i64(special & u64(0xFFFF))
                tries = want_tries[wish]
                wish += 1
                counts.total[3] += 1
                answer = judge_want(
                    law, v, index, tries, season, day, moment, me, own, box, row, services, log, society
                )
                if answer == TOLD:
                    for l in range(n_of(law, LISTS)):
                        if (me[ME_BITS] >> l) & 1 and of(law, LISTS, l, LIST_BAD):
                            notice_list(law, l, day, moment, me, own, box, row, log)
            else:
                now = key[c]
                moment = now >> u64(32)
                from_day = day + 1
                c += 1
                n_queue = deed(
                    law, stakes, traits, now, gain[c - 1], i64(bits_of[c - 1]), season, day, folk, offset, me, own, box, filed, row, acts,
                    counts.total, queue, batch.met, pools.paid[place], log, society,
                )  # fmt: skip
            # ---- postings --------------------------------------------------------------------------------------------
            for q in range(n_queue):
                counts.total[1] += 1
                post_one(law, queue[q], day, from_day, moment, me, own, box, row, log)
            me[ME_MET] = 0  # whoever was met is gone
            if kind == LETTER and i64(days[TURN]) <= day + 1:
                # what a morning's letter changes is part of the standing of that day
                stale = day
        cursor[j] = i32(c)
        due_on[j] = u16(day_of(key[c], start)) if c < c_end else u16(NEVER)
        if wish >= 0:
            want_first[j] = i32(wish)
        other_on[j] = u16(next_besides(law, season_table, slot, days, j, start))
