"""The functions that Python calls: a life's beginning, a stretch of windows for a range of places, a city's desks."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.abroad import put_to_sleep
from glasshouse.engine.begin import begin_place, draw_friends, stand_first, take_snapshot
from glasshouse.engine.budgets import count_claims, is_any_shared_out, share_out
from glasshouse.engine.circle import spill_beyond
from glasshouse.engine.commons import note_books, sum_up
from glasshouse.engine.crossing import cross_city
from glasshouse.engine.desks import answer_cases
from glasshouse.engine.due import moment_of
from glasshouse.engine.follow import follow_others
from glasshouse.engine.levels import NOT_FILLED, fill_levels, first_season_of_year
from glasshouse.engine.life import live, remake_wants, slot_of
from glasshouse.engine.mail import FULL, SEASON_END, WINDOW_END, open_season, tidy
from glasshouse.engine.meet import look_around, look_who_fits
from glasshouse.engine.moving import move_households
from glasshouse.engine.occasions import draw_season
from glasshouse.engine.opinions import weigh_opinions
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.quotas import fill_quotas
from glasshouse.engine.ration import are_remade, give_ranks, hang_out, have_moved, wake_all
from glasshouse.engine.record import record_end, record_season, record_week
from glasshouse.engine.show import hear_names, make_public
from glasshouse.engine.spill import look_home, spill_over
from glasshouse.engine.steer import keep_records, look_away, note_records
from glasshouse.engine.tables import (
    ABROAD,
    BUDGETS,
    C_PUBLISH,
    CALENDAR,
    DESKS,
    FIRMS,
    FRIENDS,
    HORIZON,
    IN_COMMON,
    MEETS,
    METS,
    MOVING,
    N_CLOCKED,
    NORMS,
    OPINIONS,
    PLACE_SIZE,
    RANKS,
    SCRIPT_END,
    SHOWS,
    STEERS,
    USES,
    WAKES,
    n_of,
    of,
)
from glasshouse.engine.unasked import draw_strokes
from glasshouse.engine.uses import hang_dry
from glasshouse.engine.wake import let_wake, sleeping_channels
from glasshouse.kit.jit import helper, kernel
from glasshouse.population.firms import people_in

u8, u16, u64, i32, i64 = np.uint8, np.uint16, np.uint64, np.int32, np.int64

OK, NO_ROOM_OCCASIONS, NO_ROOM_WANTS, NO_ROOM_MAIL, NO_ROOM_CASES = range(5)


@helper
def open_place_season(law, stakes, traits, people, batch, season_table, pools, place, base, offset, n, season, society):
    """A season begins in a place: mail moves up, occasions are drawn. Returns a code."""
    slot = slot_of(season_table, place)
    open_season(pools.mail[place], pools.heads[place], (season + 1) * SEASON_DAYS)
    if pools.heads[place, FULL]:
        return NO_ROOM_MAIL
    if law[N_CLOCKED] > 0:
        draw_strokes(law, batch, traits.rows, base, season, offset, n, season_table.strokes[slot])
    for j in range(n):
        season_table.due[slot, j] = u16(0)
        season_table.other[slot, j] = u16(0)  # everybody is visited in the first window
    if law[SCRIPT_END] > 0:
        return OK  # who wrote the script has put the occasions and wants into the season already
    asked = first_season_of_year(season)
    if season == asked or traits.levels[0, offset] == NOT_FILLED or n_of(law, MOVING) > 0:
        fill_levels(law, traits, batch, offset, n, asked * SEASON_DAYS)
    if society is not None and n_of(law, ABROAD) > 0:
        put_to_sleep(traits, offset, n)
    total = draw_season(
        law, stakes, batch, traits.levels, traits.rows, base, season, n, offset, season_table.key[slot], season_table.gain[slot],
        season_table.bits[slot], season_table.first[slot], season_table.cursor[slot],
    )  # fmt: skip
    if total < 0:
        return NO_ROOM_OCCASIONS
    season_table.want_top[slot, 0] = 0
    season_table.want_top[slot, 1] = 0
    for j in range(n):
        season_table.want_first[slot, j] = -1
        season_table.want_last[slot, j] = 0
        if people.services[offset + j] != u64(0):
            remake_wants(
                law, traits.levels, offset + j, j, base + j, season, u64(0), people.services[offset + j], people.small[offset + j],
                season_table.want_key[slot], season_table.want_tries[slot], season_table.want_first[slot],
                season_table.want_last[slot], people.services, season_table.want_top[slot],
            )  # fmt: skip
    return OK


@helper
def live_window(
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
    window,
    stretch,
    fields,
    society,
):
    """One window of one place, week by week, then the steps between windows. Returns a code."""
    slot = slot_of(season_table, place)
    pool = pools.mail[place]
    head = pools.heads[place]
    head[WINDOW_END] = end_day
    folk = people_in(n, law[FIRMS])
    w = first_day // window
    if society is not None:
        let_wake(law, fields.woken[min(max(w - 1, 0), fields.woken.shape[0] - 1)], batch.me)
    if society is not None and n_of(law, USES) > 0:
        hang_dry(law, fields.left[w, min(place, fields.left.shape[1] - 1)], batch.me)
    if society is not None and n_of(law, BUDGETS) > 0 and is_any_shared_out(law, first_day, window):
        # as they stood when they were counted, before anything else happens
        share_out(
            law, traits, people, batch.me, fields, pools, counts, log, place, base, offset, n, first_day, window,
        )  # fmt: skip
    if n_of(law, DESKS) > 0 and first_day > 0:
        answer_cases(
            law, pools.cases[place], pools.case_heads[place], fields, traits.rows, offset, base, pool, head,
            first_day, window,
        )  # fmt: skip
    if n_of(law, SHOWS) > 0:
        names = fields.named[min(w, fields.named.shape[0] - 1)]
        hear_names(law, pool, head, names[min(place, names.shape[0] - 1)], base, n, first_day)
    if society is not None and n_of(law, NORMS) > 0 and first_day > 0:
        follow_others(
            law, stakes, traits.rows, people, batch.said, fields.follows[min(w, fields.follows.shape[0] - 1)], counts.norms[w],
            pools.paid[place], log, base, offset, folk, first_day, window,
        )  # fmt: skip
    if society is not None and law[MEETS]:
        look_around(law, traits.rows, people, batch.met, offset, folk, first_day)
    if society is not None and n_of(law, OPINIONS) > 0 and first_day > 0:
        weigh_opinions(law, stakes, traits.rows, people, batch.said, base, offset, folk, first_day)
    if n_of(law, FRIENDS) > 0:
        for day in range(first_day, end_day):
            if of(law, CALENDAR, day, 0) & C_PUBLISH:
                draw_friends(law, traits.rows, people, base, offset, folk, batch.friends)
                take_snapshot(law, traits.rows, people, batch.snapshot, offset, folk)
                break
    if society is not None and n_of(law, RANKS) > 0:
        now = min(w, fields.bars.shape[0] - 1)
        hang_out(law, fields.bars[now], batch.me)
        if are_remade(fields.remade[now]):
            give_ranks(law, traits, people, batch.me, fields.remade[now], base, offset, n, first_day)
        if first_day == 0:
            stand_first(law, traits, people, batch, pools, stock, log, place, base, offset, n)
        elif now > 0 and have_moved(law, fields.bars, now):
            wake_all(people.days, offset, n, first_day)
    woken = i64(0)
    if society is not None and n_of(law, WAKES) > 0:
        woken = fields.woken[min(w, fields.woken.shape[0] - 1)]
        let_wake(law, woken, batch.me)
        if w > 0 and woken != fields.woken[min(w - 1, fields.woken.shape[0] - 1)]:
            wake_all(people.days, offset, n, first_day)
    if society is not None and n_of(law, METS) > 0:
        look_who_fits(law, traits, people, batch.me, batch.met, base, offset, n, first_day)
    if society is not None and (n_of(law, STEERS) > 0 or sleeping_channels(law, woken) != 0):
        patrolled = fields.patrolled[min(w, fields.patrolled.shape[0] - 1), min(place, fields.patrolled.shape[1] - 1)]
        look_away(
            law, patrolled, sleeping_channels(law, woken), season_table.key[slot], season_table.bits[slot],
            season_table.first[slot], season_table.cursor[slot], n, moment_of(end_day, season * SEASON_DAYS),
        )  # fmt: skip
    day = first_day
    while day < end_day:
        stop = min(day + stretch, end_day)
        live(
            law, stakes, traits, people, batch, season_table, pools, counts, stock, log, place, base, offset, n, season, day, stop, society
        )  # fmt: skip
        if stop % 7 == 0 or stop == law[HORIZON]:
            record_week(stock[place], counts.panel[(stop - 1) // 7])
        day = stop
    fill_quotas(
        law,
        traits.rows,
        pool,
        head,
        pools.filed[place],
        counts.acts[season],
        base // law[PLACE_SIZE],
        offset,
        folk,
        end_day,
    )
    if society is not None:
        spill_beyond(law, traits.rows, people, pool, head, batch, base, offset, folk, first_day, end_day)
    spill_over(law, traits.rows, people, pool, head, base, offset, n, end_day)
    if society is not None and law[IN_COMMON]:
        sum_up(law, traits.rows, people, pools.commons[place], log, offset, n, end_day)
    look_home(law, traits.rows, people, head, pools.moved[place], season_table.other[slot], offset, n, end_day)
    make_public(
        law, traits.rows, people, pool, head, pools.shown[place], counts.panel[(end_day - 1) // 7], base, offset, n,
        first_day, end_day,
    )  # fmt: skip
    if society is not None and n_of(law, MOVING) > 0 and end_day % SEASON_DAYS == 0 and end_day < law[HORIZON]:
        move_households(
            law, traits, people, batch, pools, counts, stock[place], log, place, base, offset, folk, end_day, society
        )
    if society is not None and n_of(law, BUDGETS) > 0 and is_any_shared_out(law, end_day, window):
        count_claims(law, traits, people, batch.me, fields, place, base, offset, n, end_day, window)
    if society is not None and n_of(law, STEERS) > 0:
        keep_records(law, pools.filed[place], fields, place, base // law[PLACE_SIZE], first_day)
    tidy(pool, head, end_day)
    if head[FULL]:
        return NO_ROOM_MAIL
    if pools.case_heads[place, 1]:
        return NO_ROOM_CASES
    if season_table.want_top[slot, 1]:
        return NO_ROOM_WANTS
    return OK


@kernel
def run_places(
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
    low,
    high,
    first_person,
    sizes,
    season,
    first_day,
    end_day,
    window,
    stretch,
    fields,
    whole,
    society,
):
    """Places ``low`` to ``high`` of a city live from ``first_day`` to ``end_day`` (days of one season).

    Where they are the ``whole`` city, its steps are taken here as well; else the caller takes them, window by window.
    ``society`` is None where nobody follows, meets, ranks, rations or steers: then those steps are not even compiled.
    Reads: law, traits, fields. Writes: everything of these places; fields, of a whole city. Returns (code, place).
    """
    size = law[PLACE_SIZE]
    begin_day = first_day
    while begin_day < end_day or begin_day == first_day:
        last_day = end_day
        if whole and begin_day >= 0:
            last_day = min(begin_day + window, end_day)
            cross_city(law, traits.rows, people, pools, fields, sizes, first_person, begin_day, window, society)
        for place in range(low, high):
            offset = place * size
            base = first_person + offset
            n = i64(sizes[place])
            slot_day = max(begin_day, 0)
            if begin_day <= 0 and pools.heads[place, SEASON_END] == 0:
                pools.heads[place, SEASON_END] = SEASON_DAYS
                begin_place(
                    law, stakes, traits, people, batch, pools, counts, stock, log, place, base, offset, n, society
                )
            if begin_day == season * SEASON_DAYS:
                code = open_place_season(
                    law, stakes, traits, people, batch, season_table, pools, place, base, offset, n, season, society
                )
                if code != OK:
                    return code, place
            while slot_day < last_day:
                stop = min(slot_day + window, last_day)
                code = live_window(
                    law, stakes, traits, people, batch, season_table, pools, counts, stock, log, place, base, offset, n, season, slot_day,
                    stop, window, stretch, fields, society,
                )  # fmt: skip
                if code != OK:
                    return code, place
                slot_day = stop
            if last_day == (season + 1) * SEASON_DAYS or last_day == law[HORIZON]:
                if society is not None and n_of(law, STEERS) > 0:
                    note_records(law, fields, season, place)
                if society is not None and law[IN_COMMON]:
                    note_books(law, traits.rows, people, fields.books[season, place], offset, n)
                record_season(law, traits.rows, people, counts.flows[season], counts.scores[season], offset, n)
            if last_day == law[HORIZON]:
                record_end(law, traits.rows, people, counts.spells, offset, n, last_day)
        begin_day = max(last_day, begin_day + 1)
    if whole and end_day == law[HORIZON]:
        cross_city(law, traits.rows, people, pools, fields, sizes, first_person, end_day, window, society)
    return OK, i64(-1)


@kernel
def run_crossing(law, traits, people, pools, fields, sizes, first_person, day, window, society):
    """The steps of a city whose places are shared out among threads: what is in force from the morning of ``day``."""
    cross_city(law, traits.rows, people, pools, fields, sizes, first_person, day, window, society)
