"""Step d, make public: who hears of those newly shown, and the days that people stand in public.

Of a board in a place its people hear at the window's end. What is shown near by or to the whole city is gathered by the city
before the next window, as one number per place: how many names; who hears of them is drawn in each place.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import P_SHOWN
from glasshouse.engine.mail import HEARD, OUTSIDE, push
from glasshouse.engine.stand import cell_of
from glasshouse.engine.state import F_SHOWN, FLAGS, T_SHOWN_DAYS, add_tally
from glasshouse.engine.tables import (
    AT_SHOWS,
    GAP_BITS,
    K0,
    K1,
    PLACE_SIZE,
    SHOW_AUDIENCE,
    SHOW_GAP,
    SHOW_KEY,
    SHOW_REACH,
    SHOW_SHAME,
    SHOWN_NEARBY,
    SHOWN_TO_PLACE,
    SHOWS,
    n_of,
    of,
)
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import HEAR, draw, minus_log
from glasshouse.population.make import W_BAND, W_GROUP

u8, u64, i64, f64 = np.uint8, np.uint64, np.int64, np.float64

MOST_NAMES = 60
"""Names of a place that anybody takes in from a board in one window."""
MOST_OF_CITY = 1000
"""The same of a whole city."""


@helper
def make_public(law, rows, people, pool, head, shown, panel, base, offset, n, first_day, day):
    """Hearsay of new names on boards that shame, and person-days in public; scope: place.

    Reads: shown. Writes: mail, tally, panel, shown (back to 0, but where the city gathers the names).
    Draws: stream HEAR at (person, window, number, publicity).
    """
    for p in range(n_of(law, SHOWS)):
        audience = of(law, SHOWS, p, SHOW_AUDIENCE)
        if audience >= SHOWN_NEARBY:
            continue
        if of(law, SHOWS, p, SHOW_SHAME) and audience == SHOWN_TO_PLACE:
            for k in range(min(shown[p], MOST_NAMES)):
                for j in range(n):
                    x, y, z, t = draw(
                        u64(base + j),
                        HEAR,
                        (u64(day) << u64(16)) | u64(k),
                        u64(of(law, SHOWS, p, SHOW_KEY)),
                        u64(law[K0]),
                        u64(law[K1]),
                    )
                    if i64(x) < of(law, SHOWS, p, SHOW_REACH):
                        push(pool, head, j, day, HEARD, OUTSIDE, p, 0, day)
        shown[p] = 0
    if n_of(law, SHOWS) == 0:
        return
    for j in range(n):
        if (people.small[offset + j, FLAGS] & F_SHOWN) == 0:
            continue
        until = i64(0)
        for p in range(n_of(law, SHOWS)):
            until = max(until, i64(people.days[offset + j, law[AT_SHOWS] + p]))
        if until > first_day:
            length = min(until, day) - first_day
            add_tally(people.tally[offset + j], T_SHOWN_DAYS, length)
            ten = i64(rows[offset + j, W_GROUP]) * 5 + i64(rows[offset + j, W_BAND])
            if until < day:
                people.small[offset + j, FLAGS] ^= u8(F_SHOWN)
            panel[cell_of(law, ten, people.small[offset + j]), P_SHOWN] += length


@helper
def gather_names(law, shown, named):
    """How many new names are shown to each place from near by (its own and the places beside it) or all over the city.

    Scope: city, whose places stand in a row. Reads: shown (place, show). Writes: named (place, show), shown (back to 0).
    """
    last = shown.shape[0] - 1
    for p in range(n_of(law, SHOWS)):
        audience = of(law, SHOWS, p, SHOW_AUDIENCE)
        if audience < SHOWN_NEARBY:
            continue
        for place in range(last + 1):
            names = i64(0)
            near = audience == SHOWN_NEARBY
            for other in range(max(place - 1, 0) if near else 0, min(place + 1, last) + 1 if near else last + 1):
                names += min(i64(shown[other, p]), MOST_NAMES)
            named[place, p] = min(names, MOST_OF_CITY)
        for place in range(last + 1):
            shown[place, p] = 0


@helper
def hear_names(law, pool, head, named, base, n, day):
    """Who of a place hears of the names that the city gathered; each of everybody, with the same chance; scope: place.

    Instead of asking each person about each name, the gap to the next pair of the two is drawn: it is geometric.
    Reads: named (show,). Writes: mail. Draws: stream HEAR, lane 2, at (place, window, number, publicity).
    """
    for p in range(n_of(law, SHOWS)):
        if of(law, SHOWS, p, SHOW_AUDIENCE) < SHOWN_NEARBY or of(law, SHOWS, p, SHOW_SHAME) == 0:
            continue
        names = named[p] if of(law, SHOWS, p, SHOW_REACH) > 0 else i64(0)
        at, k, listener, more = i64(-1), i64(0), i64(-1), i64(0)
        while names > 0:
            x, y, z, t = draw(
                u64(base // law[PLACE_SIZE]),
                HEAR | u64(2 << 8) | u64(k >> 16),
                (u64(day) << u64(16)) | u64(k & 0xFFFF),
                u64(of(law, SHOWS, p, SHOW_KEY)),
                u64(law[K0]),
                u64(law[K1]),
            )
            k += 1
            at += 1 + i64(minus_log(x) * f64(of(law, SHOWS, p, SHOW_GAP)) / f64(1 << GAP_BITS))
            who = min(at // names, n)
            if who == listener:
                more += 1
                continue
            if listener >= 0:
                push(pool, head, listener, day, HEARD, 0, p, more, day)
            if who == n:
                break
            listener, more = who, i64(0)
