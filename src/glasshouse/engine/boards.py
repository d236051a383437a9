"""Who is shown on a board, list or screen: part of the standing of a day. Who hears of it is step d (``show.py``)."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.log import SHOWN, note
from glasshouse.engine.mail import HEARD, OUTSIDE, push
from glasshouse.engine.order import NEVER
from glasshouse.engine.standing import applies
from glasshouse.engine.state import F_SHOWN, FLAGS, keep_mask, mask_at
from glasshouse.engine.tables import (
    AT_N_WORDS,
    AT_SHOWING,
    AT_SHOWS,
    K0,
    K1,
    ME_HOME,
    ME_J,
    ME_SIZE,
    ME_UNIT,
    ME_WHO,
    SHOW_AUDIENCE,
    SHOW_BIT,
    SHOW_FROM_DAY,
    SHOW_KEY,
    SHOW_N_UNLESS,
    SHOW_N_WHEN,
    SHOW_NAMED,
    SHOW_REACH,
    SHOW_REMEMBERED,
    SHOW_SHAME,
    SHOW_UNLESS,
    SHOW_UNTIL_DAY,
    SHOW_WHEN,
    SHOWN_AT_HOME,
    SHOWS,
    n_of,
    of,
)
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import HEAR, draw

u8, u16, u64, i64 = np.uint8, np.uint16, np.uint64, np.int64


@helper
def tell_home(law, p, day, me, box):
    """Those who live with somebody newly shown may hear of it; a firm's are its owner's household.

    Draws: stream HEAR, lane 3, at (listener, day and number of the one shown, publicity).
    """
    for j in range(me[ME_HOME], me[ME_HOME] + me[ME_SIZE]):
        x, y, z, t = draw(
            u64(me[ME_UNIT] - me[ME_J] + j),
            HEAR | u64(3 << 8),
            (u64(day) << u64(16)) | u64(me[ME_J]),
            u64(of(law, SHOWS, p, SHOW_KEY)),
            u64(law[K0]),
            u64(law[K1]),
        )
        if j != me[ME_J] and i64(x) < of(law, SHOWS, p, SHOW_REACH):
            push(box.pool, box.head, j, day, HEARD, OUTSIDE, p, 0, day)


@helper
def show_publicly(law, day, days, small, me, box, shown, log):
    """Who begins or ceases to be shown on a board, list or screen.

    Draws: stream HEAR, lane 1, at (person, day, publicity): is this one named?
    """
    if n_of(law, SHOWS) == 0:
        return
    before = mask_at(days, law[AT_SHOWING], law[AT_N_WORDS])
    showing = before
    for p in range(n_of(law, SHOWS)):
        bit = i64(1) << of(law, SHOWS, p, SHOW_BIT)
        now = (
            of(law, SHOWS, p, SHOW_FROM_DAY) <= day
            and day < of(law, SHOWS, p, SHOW_UNTIL_DAY)
            and applies(
                law,
                of(law, SHOWS, p, SHOW_WHEN),
                of(law, SHOWS, p, SHOW_N_WHEN),
                of(law, SHOWS, p, SHOW_UNLESS),
                of(law, SHOWS, p, SHOW_N_UNLESS),
                me,
            )
        )
        was = (showing & bit) != 0
        if now and not was:
            showing |= bit
            x, y, z, t = draw(
                u64(me[ME_UNIT]),
                HEAR | u64(1 << 8),
                u64(day),
                u64(of(law, SHOWS, p, SHOW_KEY)),
                u64(law[K0]),
                u64(law[K1]),
            )
            if i64(x) < of(law, SHOWS, p, SHOW_NAMED):
                days[law[AT_SHOWS] + p] = u16(NEVER)
                small[FLAGS] |= u8(F_SHOWN)
                shown[p] += 1
                if of(law, SHOWS, p, SHOW_AUDIENCE) == SHOWN_AT_HOME and of(law, SHOWS, p, SHOW_SHAME):
                    tell_home(law, p, day, me, box)
                note(log, me[ME_WHO], SHOWN, day, 0, p, 1, 0, 0, 0, 0)
        elif was and not now:
            showing ^= bit
            if days[law[AT_SHOWS] + p] == NEVER:
                days[law[AT_SHOWS] + p] = u16(min(day + i64(of(law, SHOWS, p, SHOW_REMEMBERED)), NEVER - 1))
                note(log, me[ME_WHO], SHOWN, day, 0, p, 0, i64(of(law, SHOWS, p, SHOW_REMEMBERED)), 0, 0, 0)
    if showing != before:
        keep_mask(days, law[AT_SHOWING], law[AT_N_WORDS], showing)
