"""Step d, make public: who hears of those newly shown, and the days that people stand in public."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import P_SHOWN
from glasshouse.engine.mail import HEARD, OUTSIDE, push
from glasshouse.engine.stand import cell_of
from glasshouse.engine.state import F_SHOWN, FLAGS, T_SHOWN_DAYS, add_tally
from glasshouse.engine.tables import AT_SHOWS, K0, K1, SHOW_KEY, SHOW_REACH, SHOW_SHAME, SHOWS, n_of, of
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import HEAR, draw
from glasshouse.population.make import W_BAND, W_GROUP

u8, u64, i64 = np.uint8, np.uint64, np.int64


@helper
def make_public(law, rows, people, pool, head, shown, panel, base, offset, n, first_day, day):
    """Hearsay of new names on boards that shame, and person-days in public; scope: place.

    Reads: shown. Writes: mail, tally, panel, shown (back to 0). Draws: stream HEAR at (person, window, number, publicity).
    """
    for p in range(n_of(law, SHOWS)):
        if of(law, SHOWS, p, SHOW_SHAME):
            for k in range(min(shown[p], 60)):
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
