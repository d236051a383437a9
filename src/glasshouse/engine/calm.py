"""Calm visits: to people for whom this window holds nothing but quiet occasions and plain calls of the calendar.

Most visits are such. They are made before all others and by a short way, which asks nothing that a calm window cannot hold. Whoever
turns out to need more is left as far as the calm went and is then visited like everybody else (``life.py``); the bits are the same.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.choose import choose_until
from glasshouse.engine.counts import P_CHILLED, P_DETERRED, P_DONE, P_MISSED
from glasshouse.engine.due import day_of, moment_of
from glasshouse.engine.log import is_watched
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.person import Own, drop_left, greet
from glasshouse.engine.stand import cell_of
from glasshouse.engine.state import F_TOUCHED, FLAGS, T_CHILLED, T_DETERRED, T_DONE, TURN, add_tally, mask_at
from glasshouse.engine.tables import (
    AT_CALL,
    AT_HOME,
    AT_N_WORDS,
    HOME_LISTS,
    ME_HOUSE,
    ME_JOINED,
    ME_TEN,
    ME_TYPE,
    N_CLOCKED,
    QUIET_CALLS,
)
from glasshouse.engine.unasked import act_quietly, take_strokes
from glasshouse.kit.jit import helper
from glasshouse.population.make import W_CAUTION, W_CONFORMITY

u16, i32, i64 = np.uint16, np.int32, np.int64


@helper
def count_choices(n_done, n_deterred, n_chilled, n_missed, tally, row):
    """Add to the person's tallies and to the week's panel what came of quiet occasions."""
    if n_done + n_deterred + n_chilled > 0:
        add_tally(tally, T_DONE, n_done)
        add_tally(tally, T_DETERRED, n_deterred)
        add_tally(tally, T_CHILLED, n_chilled)
        row[P_DONE] += n_done
        row[P_DETERRED] += n_deterred
        row[P_CHILLED] += n_chilled
        row[P_MISSED] += n_missed


@helper
def may_be_calm(season_table, slot, days, small, j, window_end, end_day):
    """Is no turn of the standing due in this window, nor a want? Mail is asked for elsewhere."""
    wish = i64(season_table.want_first[slot, j])
    return i64(days[TURN]) >= end_day and (
        wish < 0
        or small[FLAGS] & F_TOUCHED == 0
        or wish >= season_table.want_last[slot, j]
        or season_table.want_key[slot, wish] >= window_end
    )


@helper
def live_calmly(
    law, stakes, traits, own, batch, season_table, slot, panel, acts, filed, total, log, who, j, season, first_day, end_day, society
):  # fmt: skip
    """One person's window as far as it is calm; returns True if all of it is."""
    start = season * SEASON_DAYS
    window_end = moment_of(end_day, start)
    me, days, small = batch.me, own.days, own.small
    key = season_table.key[slot]
    c = i64(season_table.cursor[slot, j])
    c_end = i64(season_table.first[slot, j + 1])
    greet(traits, who, me)
    if society is not None:
        drop_left(law, days, me)
    row = panel[cell_of(law, me[ME_TEN], small)]
    caution, conformity = i64(traits.rows[who, W_CAUTION]), i64(traits.rows[who, W_CONFORMITY])
    n_done, n_deterred, n_chilled, n_missed = i64(0), i64(0), i64(0), i64(0)
    has_strokes = False
    is_calm = True
    while is_calm:
        special = window_end
        call = end_day
        if law[N_CLOCKED] > 0:
            call = max(i64(days[law[AT_CALL]]), first_day)
            if call < end_day:
                special = moment_of(call, start)
        c, done, deterred, chilled, missed = choose_until(
            law, stakes, key, season_table.gain[slot], season_table.bits[slot], c, c_end, special, me[ME_TYPE], caution, conformity,
            me[ME_JOINED], own, acts, filed, row, total, log, who, start,
        )  # fmt: skip
        n_done += done
        n_deterred += deterred
        n_chilled += chilled
        n_missed += missed
        is_calm = c == c_end or key[c] >= special
        if call >= end_day:
            break
        if is_calm:
            if not has_strokes:
                take_strokes(law, season_table.strokes[slot], j, season, me)
                me[ME_HOUSE] = mask_at(days, law[AT_HOME], law[AT_N_WORDS]) if law[HOME_LISTS] else i64(0)
                has_strokes = True
            # of several calls some might be dealt with before one is not: those take the other way
            is_calm = law[QUIET_CALLS] != 0 and law[N_CLOCKED] == 1 and act_quietly(law, call, me, own, row) == 1
    count_choices(n_done, n_deterred, n_chilled, n_missed, own.tally, row)
    season_table.cursor[slot, j] = i32(c)
    if is_calm:
        wish = i64(season_table.want_first[slot, j])
        rest = i64(days[TURN])
        if law[N_CLOCKED] > 0:
            rest = min(rest, i64(days[law[AT_CALL]]))
        if c < c_end:
            rest = min(rest, day_of(key[c], start))
        if wish >= 0 and wish < season_table.want_last[slot, j]:
            rest = min(rest, day_of(season_table.want_key[slot, wish], start))
        season_table.due[slot, j] = u16(rest)
    return is_calm


@helper
def visit_calmly(
    law, stakes, traits, people, batch, season_table, slot, panel, acts, filed, total, log, offset, n_visits, season, first_day, end_day,
    society,
):  # fmt: skip
    """Visit those of ``batch.visit`` whose window may be calm; who is left stays listed, in the same order. Returns how many."""
    window_end = moment_of(end_day, season * SEASON_DAYS)
    left = i64(0)
    for at in range(n_visits):
        j = i64(batch.visit[at])
        who = offset + j
        own = Own(people.points[who], people.days[who], people.small[who], people.tally[who])
        batch.visit[left] = i32(j)
        if (
            batch.first[j] != batch.first[j + 1]
            or is_watched(log, who)
            or not may_be_calm(season_table, slot, own.days, own.small, j, window_end, end_day)
            or not live_calmly(
                law, stakes, traits, own, batch, season_table, slot, panel, acts, filed, total, log, who, j, season, first_day, end_day,
                society,
            )
        ):  # fmt: skip
            left += 1
    return left
