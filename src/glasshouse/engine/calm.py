"""Calm visits: to people for whom this window holds nothing but quiet occasions and plain calls of the calendar.

Most visits are such. They are made before all others and by a short way, which asks nothing that a calm window cannot hold: first
those with occasions only, then those with calls, so that the machine can foretell what comes. Whoever turns out to need more is left
as far as the calm went and is then visited like everybody else (``life.py``), in the order of people; the bits are the same.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.choose import choose_until
from glasshouse.engine.counts import P_CHILLED, P_DETERRED, P_DONE, P_MISSED
from glasshouse.engine.due import day_of, moment_of
from glasshouse.engine.log import is_watched
from glasshouse.engine.order import NEVER, SEASON_DAYS
from glasshouse.engine.person import Own, drop_left
from glasshouse.engine.post import post_quietly
from glasshouse.engine.stand import cell_of
from glasshouse.engine.standing import holds
from glasshouse.engine.state import F_TOUCHED, FLAGS, T_CHILLED, T_DETERRED, T_DONE, TURN, add_tally, mask_at
from glasshouse.engine.tables import (
    AT_CALL,
    AT_HOME,
    AT_N_WORDS,
    FIRST_STANDING,
    HOME_LISTS,
    ME_HOUSE,
    ME_JOINED,
    N_CLOCKED,
    QUIET_CALLS,
    RULE_CLOCK,
    RULE_N_WHEN,
    RULE_REGIME,
    RULE_WHEN,
    RULES,
    WHENEVER,
    of,
)
from glasshouse.engine.unasked import is_stroke, stroke_after
from glasshouse.kit.jit import helper, prefetch
from glasshouse.population.make import W_BAND, W_CAUTION, W_CONFORMITY, W_GROUP, W_JOINED, W_TYPE

u16, i32, i64 = np.uint16, np.int32, np.int64

AHEAD = 3
"""So many visits ahead the rows of a person are asked for, so that they are at hand when the visit comes."""


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
def only_plain_call(law):
    """The one rule of the calendar, if it is plain; else -1: of several, some might be dealt with before one is not."""
    if law[QUIET_CALLS] == 0 or law[N_CLOCKED] != 1:
        return i64(-1)
    r = i64(law[FIRST_STANDING])
    while of(law, RULES, r, RULE_CLOCK) == WHENEVER:
        r += 1
    return r


@helper
def is_calm_so_far(season_table, slot, days, small, j, window_end, end_day):
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
    law, stakes, traits, own, batch, season_table, slot, panel, acts, filed, total, log, who, j, rule, has_calls, start, first_day, end_day,
    society,
):  # fmt: skip
    """One person's window as far as it is calm; returns True if all of it is.

    ``rule``: see ``only_plain_call``; ``has_calls``: a call may come in this window.
    """
    me, days, small = batch.me, own.days, own.small
    key = season_table.key[slot]
    c = i64(season_table.cursor[slot, j])
    c_end = i64(season_table.first[slot, j + 1])
    type_, joined = i64(traits.rows[who, W_TYPE]), i64(traits.rows[who, W_JOINED])
    if society is not None:
        me[ME_JOINED] = joined
        drop_left(law, days, me)
        joined = me[ME_JOINED]
    ten = i64(traits.rows[who, W_GROUP]) * 5 + i64(traits.rows[who, W_BAND])
    row = panel[cell_of(law, ten, small)]
    caution, conformity = i64(traits.rows[who, W_CAUTION]), i64(traits.rows[who, W_CONFORMITY])
    n_done, n_deterred, n_chilled, n_missed = i64(0), i64(0), i64(0), i64(0)
    early, late = i64(0), i64(0)
    is_asked, fits = False, False
    is_calm = True
    called = i64(days[law[AT_CALL]]) if has_calls and law[N_CLOCKED] > 0 else i64(NEVER)
    while is_calm:
        call = min(max(called, first_day), end_day)
        special = moment_of(call, start)
        c, done, deterred, chilled, missed = choose_until(
            law, stakes, key, season_table.gain[slot], season_table.bits[slot], c, c_end, special, type_, caution, conformity, joined, own,
            acts, filed, row, total, log, who, start,
        )  # fmt: skip
        n_done += done
        n_deterred += deterred
        n_chilled += chilled
        n_missed += missed
        is_calm = c == c_end or key[c] >= special
        if call >= end_day:
            break
        is_calm = is_calm and rule >= 0
        if is_calm:
            if not is_asked:
                is_asked = True
                me[ME_HOUSE] = mask_at(days, law[AT_HOME], law[AT_N_WORDS]) if law[HOME_LISTS] else i64(0)
                fits = holds(law, of(law, RULES, rule, RULE_WHEN), of(law, RULES, rule, RULE_N_WHEN), me)
                early, late = season_table.strokes[slot, 0, j, 0], season_table.strokes[slot, 0, j, 1]
            if not fits:
                called = i64(NEVER)
            elif (
                (joined >> of(law, RULES, rule, RULE_REGIME)) & 1
                and is_stroke(early, late, call - start)
                and not post_quietly(law, rule, call, own, row)
            ):
                is_calm = False
            else:
                called = start + stroke_after(early, late, call + 1 - start)
    if is_asked:
        days[law[AT_CALL]] = u16(called)
    count_choices(n_done, n_deterred, n_chilled, n_missed, own.tally, row)
    season_table.cursor[slot, j] = i32(c)
    if is_calm:
        season_table.due[slot, j] = u16(day_of(key[c], start)) if c < c_end else u16(NEVER)
        if has_calls:
            season_table.other[slot, j] = u16(next_besides(law, season_table, slot, days, j, start))
    return is_calm


@helper
def next_besides(law, season_table, slot, days, j, start):
    """The next day on which something besides an occasion may come to a person of itself."""
    wish = i64(season_table.want_first[slot, j])
    rest = i64(days[TURN])
    if law[N_CLOCKED] > 0:
        rest = min(rest, i64(days[law[AT_CALL]]))
    if wish >= 0 and wish < season_table.want_last[slot, j]:
        rest = min(rest, day_of(season_table.want_key[slot, wish], start))
    return rest


@helper
def ask_for(people, traits, season_table, slot, who, j):
    """Let the machine fetch a person's rows: they are needed soon."""
    prefetch(traits.rows, who)
    prefetch(people.days, who)
    prefetch(people.small, who)
    prefetch(people.tally, who)
    prefetch(people.points, who)
    at = i64(season_table.cursor[slot, j])
    prefetch(season_table.key[slot], at)
    prefetch(season_table.gain[slot], at)
    prefetch(season_table.bits[slot], at)


@helper
def visit_calmly(
    law, stakes, traits, people, batch, season_table, slot, panel, acts, filed, total, log, offset, n, n_quiet, n_called, season, first_day,
    end_day, society,
):  # fmt: skip
    """Visit those whose window may be calm, as ``list_due`` lists them in ``batch.visit``. Writes who is left to ``batch.loud``, by number.

    Returns how many are left.
    """
    start = season * SEASON_DAYS
    window_end = moment_of(end_day, start)
    rule = only_plain_call(law)
    visit = batch.visit
    left_quiet, left_called = i64(0), i64(0)
    for at in range(n_quiet + n_called):
        has_calls = at >= n_quiet
        j = i64(visit[n - (at - n_quiet)]) if has_calls else i64(visit[at])
        ahead = min(at + AHEAD, n_quiet + n_called - 1)
        later = i64(visit[n - (ahead - n_quiet)]) if ahead >= n_quiet else i64(visit[ahead])
        ask_for(people, traits, season_table, slot, offset + later, later)
        who = offset + j
        own = Own(people.points[who], people.days[who], people.small[who], people.tally[who])
        if (
            batch.first[j] == batch.first[j + 1]
            and (not has_calls or is_calm_so_far(season_table, slot, own.days, own.small, j, window_end, end_day))
            and not is_watched(log, who)
            and live_calmly(
                law, stakes, traits, own, batch, season_table, slot, panel, acts, filed, total, log, who, j, rule, has_calls, start, first_day,
                end_day, society,
            )
        ):  # fmt: skip
            continue
        if has_calls:
            visit[n - left_called] = i32(j)
            left_called += 1
        else:
            visit[left_quiet] = i32(j)
            left_quiet += 1
    return merge(visit, n, left_quiet, left_called, batch.loud)


@helper
def merge(visit, n, n_front, n_back, out):
    """Those at the front of ``visit`` and those at its back, which stand in order from its end, in one order; returns how many."""
    a, b = i64(0), i64(0)
    while a < n_front or b < n_back:
        if b >= n_back or (a < n_front and visit[a] < visit[n - b]):
            out[a + b] = visit[a]
            a += 1
        else:
            out[a + b] = visit[n - b]
            b += 1
    return a + b
