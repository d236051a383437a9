"""An occasion that somebody may see, or that needs a closer look: chosen, done, observed."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.choose import decide_one
from glasshouse.engine.counts import P_CHILLED, P_DETERRED, P_DONE, P_FOR_POINTS
from glasshouse.engine.learn import learn_of_deed
from glasshouse.engine.log import OCCASION, note
from glasshouse.engine.meet import both_are_welcome, looks, pull_row, settle_up, whom
from glasshouse.engine.misuse import remember_deed
from glasshouse.engine.morning import settle_all
from glasshouse.engine.observe import lie, observe
from glasshouse.engine.post import may_count, open_matter, roll
from glasshouse.engine.state import T_CHILLED, T_DETERRED, T_DONE, T_FOR_POINTS, add_tally
from glasshouse.engine.tables import (
    ACT_AGAINST,
    ACT_CHANNEL,
    ACT_COUNTS,
    ACT_DOMAIN,
    ACT_FIRST_LIMIT,
    ACT_LANE,
    ACT_LAWFUL,
    ACT_LIMITS,
    ACT_MEETS,
    ACT_N_LIMITS,
    ACT_OPENS,
    ACT_SETTLES,
    ACTS,
    AT_USED,
    MATTER_KEYS,
    ME_J,
    ME_MET,
    ME_TYPE,
    ME_UNIT,
    ME_WHO,
    RULE_MONTH_LIMIT,
    RULE_MONTH_SLOT,
    RULE_POINTS_LIMIT,
    RULE_POINTS_SLOT,
    RULE_YEAR_LIMIT,
    RULE_YEAR_SLOT,
    RULES,
    WATCHES,
    n_of,
    of,
)
from glasshouse.engine.watch import look_closely
from glasshouse.engine.work import FITS, SEEN_OF
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import MATTER
from glasshouse.population.make import W_CAUTION, W_CLS, W_CONFORMITY

u64, i64, f32 = np.uint64, np.int64, np.float32


@helper
def has_room(law, rule, slot, limit, small):
    """Does a limit of a rule (columns of its slot and of its number) still let something through?"""
    at = of(law, RULES, rule, slot)
    return at < 0 or may_count(small, law[AT_USED] + at, of(law, RULES, rule, limit), 1) > 0


@helper
def earns_nothing(law, a, days, small, day):
    """An act done only for points, though the year's (or month's) points for it are used up."""
    first, n = of(law, ACTS, a, ACT_FIRST_LIMIT), of(law, ACTS, a, ACT_N_LIMITS)
    if n == 0:
        return False
    roll(law, law[AT_USED], days, small, day)
    for k in range(first, first + n):
        rule = of(law, ACT_LIMITS, k, 0)
        if (
            has_room(law, rule, RULE_MONTH_SLOT, RULE_MONTH_LIMIT, small)
            and has_room(law, rule, RULE_YEAR_SLOT, RULE_YEAR_LIMIT, small)
            and has_room(law, rule, RULE_POINTS_SLOT, RULE_POINTS_LIMIT, small)
        ):
            return False
    return True


@helper
def count_choice(law, a, done, would, row, tally):
    """Count what was chosen, and what would have been without any regime."""
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


@helper
def deed(
    law,
    stakes,
    traits,
    key,
    gain,
    sight,
    season,
    day,
    n,
    offset,
    me,
    own,
    box,
    filed,
    row,
    acts,
    total,
    queue,
    met,
    paid,
    log,
    society,
):
    """One occasion from choice to report; returns how many reports wait in ``queue`` to be posted at once.

    Reads: law, stakes, traits. Writes: own, box, filed, row, acts, total, queue, paid.
    """
    days, small, tally, who = own.days, own.small, own.tally, me[ME_WHO]
    moment = key >> u64(32)
    a = i64((key >> u64(16)) & u64(0xFFFF))
    index = i64(key & u64(0xFFFF))
    if of(law, ACTS, a, ACT_CHANNEL) >= 0:
        lie(law, a, index, season, day, n, offset, traits.rows, me, box, filed, acts, log)
        return 0
    other = i64(-1)
    is_known = False
    row_of = a
    extra = f32(0)
    if of(law, ACTS, a, ACT_MEETS):
        other, is_known = whom(law, a, index, season, me[ME_J], n, me[ME_UNIT])
        if society is not None and other >= 0:
            me[ME_MET] = met[other, FITS]
            if is_known:
                row_of = pull_row(law, a, met[other, FITS])
                extra = looks(law, a, met, other, me[ME_J])
    done, would = decide_one(
        law,
        stakes,
        a,
        row_of,
        gain,
        extra,
        me[ME_TYPE],
        i64(traits.rows[who, W_CAUTION]),
        i64(traits.rows[who, W_CONFORMITY]),
        small,
    )
    if done and is_known and other >= 0 and not both_are_welcome(law, a, met, other, me[ME_J]):
        done = False
        would = False
    if done and not would and earns_nothing(law, a, days, small, day):
        done = False
    acts[a, i64(would) + 2 * i64(done)] += 1
    total[0] += 1
    note(log, who, OCCASION, day, i64(moment), a, i64(done), i64(would), index, 0, 0)
    count_choice(law, a, done, would, row, tally)
    if done and other >= 0:
        settle_up(law, a, met[me[ME_J], SEEN_OF], met[other, SEEN_OF], paid)
    if done:
        if of(law, ACTS, a, ACT_COUNTS):
            learn_of_deed(small, of(law, ACTS, a, ACT_DOMAIN), 0)
        matter = of(law, ACTS, a, ACT_OPENS)
        if matter >= 0:
            open_matter(
                law, matter, MATTER | (u64(of(law, ACTS, a, ACT_LANE)) << u64(8)), (season << 16) | index,
                of(law, MATTER_KEYS, matter, 0), day, me, days, small, log,
            )  # fmt: skip
        if of(law, ACTS, a, ACT_SETTLES) != 0:
            settle_all(law, of(law, ACTS, a, ACT_SETTLES), day + 1, day, me, days, box)
        if of(law, ACTS, a, ACT_AGAINST) != 0:
            remember_deed(law, of(law, ACTS, a, ACT_AGAINST), day, days)
    if society is not None and done and n_of(law, WATCHES) > 0:
        sight = look_closely(law, a, index, season, day, sight, i64(traits.rows[who, W_CLS]), me, log)
    n_queue = observe(
        law, a, index, season, day, moment, done, sight, other, i64(traits.rows[who, W_CLS]), n, offset, traits.rows, me, own,
        box, filed, row, acts[a], queue, log,
    )  # fmt: skip
    for q in range(n_queue):
        queue[q, 3] = day
        queue[q, 4] = 0
    return n_queue
