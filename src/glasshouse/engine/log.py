"""The log of one watched person: kernels write it only while a life is told again."""

from __future__ import annotations

import numpy as np

from glasshouse.kit.jit import typed

# columns
KIND, DAY, MOMENT, A, B, C, D, E, F, WHO, N_COLUMNS = range(11)
# row 0 is the head: how many rows, whom to watch (number in the city, or NOBODY, EVERYBODY), full
N_ROWS, WATCHED, FULL = range(3)
NOBODY, EVERYBODY = -1, -3

(
    OCCASION, SEEN, UNSEEN, ACCUSES, REPORTED, POSTED, CAPPED, ENTERED, LEFT, EXPIRED, CLIPPED, STANDS, REFUSED, SERVED,
    STAYED_AWAY, NOTICED, APPLIED, ANSWERED, OPENED, SETTLED, LANDED, HEARD, RESET, PUBLISHED, FED, UNHEARD, LIMITED,
    DIED, RETURNED, PAID, MEANS_CHANGED, SETTLE_MOVED, POSTPONED, SHOWN, RULED, WAITING, FOLLOWED, SUMMED, CLOSER,
) = range(1, 40)  # fmt: skip
"""Kinds of events; what A to F hold is said in ``engine/events_deeds.py`` and ``engine/events_standing.py``."""


TO_ONESELF, TO_HOUSEHOLD, FROM_HOUSEHOLD, TO_PLACE = range(4)
"""F of POSTED: into whose book; and where it came from, if not from a rule about oneself."""


def new_log(watched: int = NOBODY, room: int = 1) -> np.ndarray:
    """A log that watches one person of a city, nobody, or everybody."""
    log = np.zeros((room + 1, N_COLUMNS), np.int64)
    log[0, WATCHED] = watched
    return log


@typed("void(i8[:, ::1], i8, i8, i8, i8, i8, i8, i8, i8, i8, i8)")
def note(log, who, kind, day, moment, a, b, c, d, e, f):
    """Write one event, if it is about the watched person."""
    if log[0, WATCHED] != who and log[0, WATCHED] != EVERYBODY:
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
