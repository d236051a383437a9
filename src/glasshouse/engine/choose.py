"""Step 2, choose: done or not, and whether it would have been done without any regime.

A chance is taken when its gain beats what it costs in any world, plus what is feared from the regimes in force (perceived
risk times perceived loss), less what the points are worth. Losses are tables in yuan, made by ``engine/compile``.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import A_SEEN, P_SEEN
from glasshouse.engine.log import END_OF_ALL, OCCASION, WATCHED_END, is_watched, note
from glasshouse.engine.occasions import MAX_CHANNELS, MISREAD_BITS, OPENS_BIT, SEEN_BITS
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.post import post_quietly
from glasshouse.engine.state import CLASS, CLASS_HIGH, DONE_A, T_SEEN, add_tally, class_at
from glasshouse.engine.tables import (
    ACT_COVERED,
    ACT_DOMAIN,
    ACT_FIRST_PAIR,
    ACT_LAWFUL,
    ACT_NORMS,
    ACT_PLAIN,
    ACT_WIDTH,
    ACTS,
    AT_FOLLOWS,
    CHANNELS,
    NORMS,
    PAIR_CHANNEL,
    PAIR_FIRST_RULE,
    PAIR_N_RULES,
    PAIR_REGIME,
    PAIRS,
    n_of,
    of,
)
from glasshouse.kit.jit import helper, hot

u8, u64, i64, f32 = np.uint8, np.uint64, np.int64, np.float32


@helper
def perceived_risk(small, domain, s0, inverse):
    """Believed chance of being seen: cases seen over deeds done, both with a head start."""
    at = DONE_A + 2 * domain
    return (f32(small[at + 1]) + s0) * inverse[small[at]]


@helper
def norms_of(law, small):
    """Bits of the norms that a person follows."""
    return i64(small[law[AT_FOLLOWS]]) if n_of(law, NORMS) > 0 else i64(0)


@helper
def decide_one(law, stakes, a, pull_row, gain, extra, type_, caution, conformity, small):
    """(done, would have been done without any regime) for one occasion; ``pull_row``: what is at stake, usually the act's row.

    ``extra``: what a score of whoever is met adds to the gain.
    """
    domain = of(law, ACTS, a, ACT_DOMAIN)
    base = stakes.base[a, type_]
    pull = stakes.pull[class_at(small), pull_row, type_]
    fear = f32(0)
    if domain <= 1:
        risk = perceived_risk(small, domain, stakes.start[type_], stakes.inverse[type_])
        fear = risk * stakes.caution[caution] * (pull[0] + stakes.conformity[conformity] * pull[1])
    may = of(law, ACTS, a, ACT_NORMS) & ~norms_of(law, small) == 0
    would = may and gain > base
    done = may and gain + extra > base + fear - pull[2]
    return done, would


@helper
def tell_quiet(log, who, key, season_start, a, done, would):
    """Log an occasion that nobody saw."""
    day = season_start + i64(((key >> u64(32)) * u64(SEASON_DAYS)) >> u64(32))
    note(log, who, OCCASION, day, i64(key >> u64(32)), a, i64(done), i64(would), i64(key & u64(0xFFFF)), 1, 0)


@hot
def only_bit(bits):
    """Position of the one bit that is set."""
    k = i64(0)
    while (bits >> k) != 1:
        k += 1
    return k


@hot
def post_plainly(law, pair, joined, day, own, filed, row, acts_row, total):
    """Post the report of a deed that was seen, if no look at the person is needed; else do nothing and return False.

    Writes: own.points, filed, row, acts_row, total; the caller counts the deed.
    """
    if (joined >> of(law, PAIRS, pair, PAIR_REGIME)) & 1 == 0:
        return False
    if of(law, PAIRS, pair, PAIR_N_RULES) > 0 and not post_quietly(
        law, of(law, PAIRS, pair, PAIR_FIRST_RULE), day, own, row
    ):
        return False
    filed[of(law, PAIRS, pair, PAIR_CHANNEL)] += 1
    filed[n_of(law, CHANNELS) + of(law, PAIRS, pair, PAIR_CHANNEL)] += 1
    row[P_SEEN] += 1
    acts_row[A_SEEN] += 1
    add_tally(own.tally, T_SEEN, 1)
    total[0] += 1
    total[1] += 1
    return True


@hot
def choose_until(
    law, stakes, key, gain, bits_of, c, c_end, special, type_, caution, conformity, joined, own, acts, filed, row, total, log, who,
    season_start,
):  # fmt: skip
    """Quiet occasions from ``c`` on, up to ``special`` or the first one that needs a closer look.

    Seen deeds whose report is plain are posted here. Returns (next occasion, done, deterred, chilled, missed). Writes:
    beliefs in small, points, filed, row, acts, total.
    """
    small = own.small
    n_done = i64(0)
    n_deterred = i64(0)
    n_chilled = i64(0)
    n_missed = i64(0)
    if c == c_end or key[c] >= special:
        return c, n_done, n_deterred, n_chilled, n_missed
    s0 = stakes.start[type_]
    inverse = stakes.inverse[type_]
    careful = stakes.caution[caution]
    conform = stakes.conformity[conformity]
    pulls = stakes.pull[i64(small[CLASS]) | (i64(small[CLASS_HIGH]) << 8)]
    first_act = law[3 * ACTS]
    is_told = is_watched(log, who)  # what is posted must be written down
    tells_quiet = is_told and log[0, WATCHED_END] != END_OF_ALL  # what nobody saw, too
    lacks = ~norms_of(law, small)
    while c < c_end and key[c] < special:
        a = i64((key[c] >> u64(16)) & u64(0xFFFF))
        act = first_act + a * ACT_WIDTH
        domain = law[act + ACT_DOMAIN]
        at = DONE_A + 2 * domain
        base = stakes.base[a, type_]
        fear = f32(0)
        if domain <= 1:
            risk = (f32(small[at + 1]) + s0) * inverse[small[at]]
            fear = risk * careful * (pulls[a, type_, 0] + conform * pulls[a, type_, 1])
        may = law[act + ACT_NORMS] & lacks == 0
        would = may and gain[c] > base
        done = may and gain[c] > base + fear - pulls[a, type_, 2]
        bits = i64(bits_of[c])
        unseen = i64(1)
        if (done and (bits & SEEN_BITS) != 0) or (not done and (bits & MISREAD_BITS) != 0) or (done and not would):
            plain = law[act + ACT_PLAIN]
            if plain == 0 or not done or not would or (bits & OPENS_BIT) != 0 or is_told:
                break
            eyes = bits & ((1 << MAX_CHANNELS) - 1)
            if (eyes & (eyes - 1)) != 0 or (eyes & plain) == 0:
                break
            day = season_start + i64(((key[c] >> u64(32)) * u64(SEASON_DAYS)) >> u64(32))
            pair = law[act + ACT_FIRST_PAIR] + only_bit(eyes)
            if not post_plainly(law, pair, joined, day, own, filed, row, acts[a], total):
                break
            unseen = i64(0)
        if done and domain <= 1:
            count = i64(small[at]) + 1
            half = i64(count > 250)
            small[at] = u8(count >> half)
            small[at + 1] = u8(i64(small[at + 1]) >> half)
        given_up = i64(would and not done)
        lawful = law[act + ACT_LAWFUL]
        if tells_quiet:
            tell_quiet(log, who, key[c], season_start, a, done, would)
        n_done += i64(done)
        n_missed += i64(done) & law[act + ACT_COVERED] & unseen
        n_deterred += given_up & (1 - lawful)
        n_chilled += given_up & lawful
        acts[a, i64(would) + 2 * i64(done)] += 1
        c += 1
    return c, n_done, n_deterred, n_chilled, n_missed
