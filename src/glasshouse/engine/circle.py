"""Part of step c, spill over: what a standing does to those whom one knows beyond the own household.

Friends are those whom a person names; a guarantor stands in for somebody of another household; colleagues come to one workplace
of the place; neighbours live in the households on either side. Who is tied to whom has an address and is never stored.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.friends import drop_friends
from glasshouse.engine.mail import LAND, ON, OUTSIDE, push
from glasshouse.engine.order import YEAR_DAYS
from glasshouse.engine.spill import ADULT
from glasshouse.engine.state import F_NEWLY, FLAGS, MEANT, SENT, SPELLS
from glasshouse.engine.tables import (
    AT_MARKS,
    COLLEAGUES,
    CONSEQUENCE_KEY,
    CONSEQUENCE_LANDS,
    CONSEQUENCES,
    DROPS,
    FRIENDS_EACH,
    GUARANTORS,
    K0,
    K1,
    LANDINGS,
    LISTS,
    ON_COLLEAGUES,
    ON_FRIENDS,
    ON_GUARANTOR,
    REACH,
    REACH_AFTER,
    SAME_GROUP,
    TIES,
    n_of,
    of,
)
from glasshouse.engine.ties import friend_of, is_dropped
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import TIE, draw, one_of
from glasshouse.population.make import W_AGE, W_HOME, W_SIZE

u8, u64, i64 = np.uint8, np.uint64, np.int64
PENSION_AGE = 60
"""From this age on one has no colleagues."""


@helper
def find_workplaces(law, rows, works, base, offset, folk, years):
    """The workplace of everybody, -1 for whom has none at this age. Draws: stream TIE, lane 8, at the person."""
    size = of(law, TIES, COLLEAGUES, 0)
    for j in range(folk):
        age = i64(rows[offset + j, W_AGE]) + years
        works[j] = -1
        if size > 0 and ADULT <= age < PENSION_AGE:
            x, y, z, t = draw(u64(base + j), TIE | u64(8 << 8), u64(0), u64(0), u64(law[K0]), u64(law[K1]))
            works[j] = one_of(x, max(folk // size, 1))


@helper
def guarantor_of(law, rows, base, offset, folk, j, k, years):
    """The k-th guarantor: the next adult of another household, or -1. Draws: stream TIE, lane 9, at (person, number)."""
    x, y, z, t = draw(u64(base + j), TIE | u64(9 << 8), u64(k), u64(0), u64(law[K0]), u64(law[K1]))
    other = one_of(x, folk)
    for _ in range(folk):
        if (
            rows[offset + other, W_HOME] != rows[offset + j, W_HOME]
            and i64(rows[offset + other, W_AGE]) + years >= ADULT
        ):
            return other
        other = other + 1 if other + 1 < folk else 0
    return i64(-1)


@helper
def land(law, people, lands, base, offset, l, source, target):
    """It lands on one more person, if it comes so far. Draws: stream TIE, lane 7, at (target, source's spells, clause)."""
    e = of(law, LANDINGS, l, 0)
    if target < 0 or target == source:
        return
    if of(law, REACH, e, 0) < (i64(1) << 32):
        spells = i64(0)
        for m in range(n_of(law, LISTS)):
            spells += people.small[offset + source, law[AT_MARKS] + 2 * m + SPELLS]
        index = (u64(spells & 0xFFFF) << u64(16)) | u64(source)
        key = u64(of(law, CONSEQUENCES, e, CONSEQUENCE_KEY))
        x, y, z, t = draw(u64(base + target), TIE | u64(7 << 8), index, key, u64(law[K0]), u64(law[K1]))
        if i64(x) >= of(law, REACH, e, 0):
            return
    lands[target] |= i64(1) << l


@helper
def spread(law, rows, people, lands, works, base, offset, folk, l, j, years):
    """What one person's standing sends along a tie, to each at its other end."""
    tie = of(law, CONSEQUENCES, of(law, LANDINGS, l, 0), CONSEQUENCE_LANDS)
    home, size = i64(rows[offset + j, W_HOME]), i64(rows[offset + j, W_SIZE])
    if tie == ON_FRIENDS:
        for k in range(of(law, TIES, FRIENDS_EACH, 0)):
            if is_dropped(law, people, offset + j, k):
                continue
            friend = friend_of(law, rows, base, offset, folk, j, k, of(law, TIES, SAME_GROUP, 0))
            land(law, people, lands, base, offset, l, j, friend)
    elif tie == ON_GUARANTOR:
        for k in range(of(law, TIES, GUARANTORS, 0)):
            land(law, people, lands, base, offset, l, j, guarantor_of(law, rows, base, offset, folk, j, k, years))
    elif tie == ON_COLLEAGUES:
        for other in range(folk):
            if works[j] >= 0 and works[other] == works[j]:
                land(law, people, lands, base, offset, l, j, other)
    else:
        low = i64(rows[offset + home - 1, W_HOME]) if home > 0 else home
        high = min(home + size, folk)
        high += i64(rows[offset + high, W_SIZE]) if high < folk else 0
        for other in range(low, high):
            if other < home or other >= home + size:
                land(law, people, lands, base, offset, l, j, other)


@helper
def spill_beyond(law, rows, people, pool, head, batch, base, offset, folk, first_day, day):
    """Tell people what now lands on them from beyond their household, if anybody's standing is new; scope: place.

    Reads: small[SENT, FLAGS]. Writes: small[MEANT], mail, days[AT_DROPPED].
    """
    lands, works = batch.first, batch.order  # scratch
    if of(law, TIES, DROPS, 0) > 0:
        drop_friends(law, rows, people, base, offset, folk, first_day, day)
    beyond, news, years = i64(0), False, day // YEAR_DAYS
    for l in range(n_of(law, LANDINGS)):
        if of(law, CONSEQUENCES, of(law, LANDINGS, l, 0), CONSEQUENCE_LANDS) >= ON_FRIENDS:
            beyond |= i64(1) << l
    if beyond == 0:
        return
    for j in range(folk):
        lands[j] = 0
        news = news or (people.small[offset + j, FLAGS] & F_NEWLY) != 0
    if not news:
        return
    find_workplaces(law, rows, works, base, offset, folk, years)
    for j in range(folk):
        for l in range(n_of(law, LANDINGS)):
            if (i64(people.small[offset + j, SENT]) & beyond) >> l & 1:
                spread(law, rows, people, lands, works, base, offset, folk, l, j, years)
    for j in range(folk):
        meant = i64(people.small[offset + j, MEANT])
        for l in range(n_of(law, LANDINGS)):
            if ((lands[j] ^ meant) & beyond) >> l & 1:
                after = day + of(law, REACH_AFTER, of(law, LANDINGS, l, 0), 0)
                push(pool, head, j, after, LAND, OUTSIDE | (ON if (lands[j] >> l) & 1 else 0), l, 0, day)
        people.small[offset + j, MEANT] = u8((meant & ~beyond) | lands[j])
