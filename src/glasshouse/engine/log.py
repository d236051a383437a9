"""The log of one watched person: kernels write it only while a life is told again."""

from __future__ import annotations

import numpy as np

from glasshouse.kit.jit import typed

# columns
KIND, DAY, MOMENT, A, B, C, D, E, F, WHO, N_COLUMNS = range(11)
# row 0 is the head: how many rows, the first person watched (number in the city), the first one no more watched, full
N_ROWS, WATCHED, WATCHED_END, FULL = range(4)
NOBODY, EVERYBODY = -1, -3
END_OF_ALL = 1 << 40

(
    OCCASION, SEEN, UNSEEN, ACCUSES, REPORTED, POSTED, CAPPED, ENTERED, LEFT, EXPIRED, CLIPPED, STANDS, REFUSED, SERVED,
    STAYED_AWAY, NOTICED, APPLIED, ANSWERED, OPENED, SETTLED, LANDED, HEARD, RESET, PUBLISHED, FED, UNHEARD, LIMITED,
    DIED, RETURNED, PAID, MEANS_CHANGED, SETTLE_MOVED, POSTPONED, SHOWN, RULED, WAITING, FOLLOWED, SUMMED, CLOSER, CONSENT, SPENT,
    MOVED,
) = range(1, 43)  # fmt: skip
"""Kinds of events; what A to F hold is said in ``engine/events_deeds.py`` and ``engine/events_standing.py``."""


TO_ONESELF, TO_HOUSEHOLD, FROM_HOUSEHOLD, TO_PLACE = range(4)
"""F of POSTED: into whose book; and where it came from, if not from a rule about oneself."""


def new_log(watched: int = NOBODY, room: int = 1, persons: int = 1) -> np.ndarray:
    """A log that watches one person of a city (or so many side by side), nobody, or everybody."""
    log = np.zeros((room + 1, N_COLUMNS), np.int64)
    if watched == EVERYBODY:
        log[0, WATCHED_END] = END_OF_ALL
    elif watched != NOBODY:
        log[0, WATCHED], log[0, WATCHED_END] = watched, watched + persons
    return log


@typed("b1(i8[:, ::1], i8)")
def is_watched(log, who):
    """Is what happens to this person written down?"""
    return log[0, WATCHED] <= who and who < log[0, WATCHED_END]


@typed("void(i8[:, ::1], i8, i8, i8, i8, i8, i8, i8, i8, i8, i8)")
def note(log, who, kind, day, moment, a, b, c, d, e, f):
    """Write one event, if it is about a watched person."""
    if not is_watched(log, who):
        return
    n = log[0, N_ROWS] + 1
    if n >= log.shape[0]:
        log[0, FULL] = 1
        return
    log[0, N_ROWS] = n
    row = log[n]
    row[KIND] = kind
    row[DAY] = day
    row[MOMENT] = moment
    row[A] = a
    row[B] = b
    row[C] = c
    row[D] = d
    row[E] = e
    row[F] = f
    row[WHO] = who
