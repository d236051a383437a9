"""Scratch: what a kernel needs while it works on a city and forgets afterwards. Allocated once per city in flight."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from glasshouse.engine.mail import MAIL_WIDTH, N_HEAD

GROUP = 32
"""Persons whose draws are made together: one batch fits the first-level cache."""
DAY_BLOCKS = 21
"""Blocks of four days in a season."""
BATCH = 4096
"""Occasions of one batch; a batch that does not fit raises a flag and is repeated with more room."""

CASE_KEY, CASE_WHO, CASE_DESK, CASE_FLAGS, CASE_ITEM, CASE_VALUE, CASE_NUMBER, CASE_DAY, CASE_SERVICE, CASE_WIDTH = (
    range(10)
)
"""Columns of a case (i64): moment of application and person, person in the place, desk, bits, what about, points, number, day, ticks of work."""
CASE_WRONG, CASE_SETTLED_BEFORE, CASE_GRANT = 1, 2, 4
"""Bits: the entry is wrong; a script decided the case; it granted it."""
N_CASES_HEAD = 2  # count, full


SEEN_OF, FITS, N_MET = range(3)
"""Columns of what is known of everybody whom one may meet: bits of lists and norms; of conditions on somebody met."""


class Batch(NamedTuple):
    """Buffers of one batch; one set per thread."""

    words: np.ndarray
    flags: np.ndarray
    who: np.ndarray
    act: np.ndarray
    number: np.ndarray
    word: np.ndarray
    c0: np.ndarray
    c1: np.ndarray
    c2: np.ndarray
    c3: np.ndarray
    o0: np.ndarray
    o1: np.ndarray
    o2: np.ndarray
    o3: np.ndarray
    at: np.ndarray
    bits: np.ndarray
    gains: np.ndarray
    pair: np.ndarray
    me: np.ndarray
    queue: np.ndarray
    first: np.ndarray
    order: np.ndarray
    snapshot: np.ndarray
    friends: np.ndarray
    said: np.ndarray
    met: np.ndarray  # (n, N_MET and more) i64: what is known of whom one may meet; then scores, as MET_SCORES says
    state: np.ndarray  # (n,) u8: who is due, see engine/due.py
    visit: np.ndarray  # (n + 1,) i32: who is visited this window, see engine/due.py
    loud: np.ndarray  # (n,) i32: who of them has more than a calm visit
    days_of: np.ndarray  # (4, ...) u32: words of the days of a season, see engine/trials.py


class Season(NamedTuple):
    """The occasions and wants of a season, for all places of a city. ``slot`` = place."""

    key: np.ndarray  # (place, room) u64: moment << 32 | act << 16 | index
    gain: np.ndarray  # (place, room) f32
    bits: np.ndarray  # (place, room) u32
    first: np.ndarray  # (place, n + 1) i32
    cursor: np.ndarray  # (place, n) i32
    want_key: np.ndarray  # (place, room) u64
    want_tries: np.ndarray  # (place, room) u32
    want_first: np.ndarray  # (place, n) i32
    want_last: np.ndarray  # (place, n) i32
    want_top: np.ndarray  # (place, 2) i64: used room, full
    due: np.ndarray  # (place, n) u16: before that day a person has no occasion
    other: np.ndarray  # (place, n) u16: before that day nothing else happens to a person of itself; mail may
    strokes: (
        np.ndarray
    )  # (place, rule of the calendar, n, 2) i64: days on which its chance comes out, 44 in the first word


class Pools(NamedTuple):
    """What is under way in a city: mail and cases, one pool per place; counts of reports by channel; owed capacity."""

    mail: np.ndarray
    heads: np.ndarray
    cases: np.ndarray
    case_heads: np.ndarray
    filed: np.ndarray  # (place, 2 * channels) i64: filed in the quota month; seen since records were last kept
    shown: np.ndarray  # (place, show) i64
    moved: np.ndarray  # (place, n) i32: people whose lists changed this window, where households are asked for theirs
    commons: (
        np.ndarray
    )  # (place, score and use) i64: steps posted this window to scores of the place; uses of shared perks
    paid: (
        np.ndarray
    )  # (place, norm, 2) i64: what meetings brought others and followers so far, in thousandths of a yuan


def new_batch(
    n_count_words: int,
    n_me: int,
    place_size: int,
    mail_room: int,
    n_measures: int,
    n_friends: int,
    n_met_scores: int = 0,
) -> Batch:
    """Buffers for one thread."""

    def u64s(n: int = BATCH) -> np.ndarray:
        return np.zeros(n, np.uint64)

    return Batch(
        np.zeros((max(n_count_words, 4), GROUP), np.uint64), np.zeros(GROUP * DAY_BLOCKS, np.uint8),
        u64s(), u64s(), u64s(), u64s(),
        u64s(4 * BATCH), u64s(4 * BATCH), u64s(4 * BATCH), u64s(4 * BATCH),
        u64s(4 * BATCH), u64s(4 * BATCH), u64s(4 * BATCH), u64s(4 * BATCH),
        np.zeros(4 * BATCH, np.int64), np.zeros(BATCH, np.uint32), np.zeros(BATCH, np.float32), np.zeros(4 * BATCH, np.int64),
        np.zeros(n_me, np.int64), np.zeros((64, 6), np.int64),
        np.zeros(place_size + 4, np.int64), np.zeros(mail_room, np.int64),
        np.zeros((max(n_measures, 1), place_size), np.int64), np.zeros((place_size, max(n_friends, 1)), np.int64),
        np.zeros(place_size, np.float64), np.zeros((place_size, N_MET + n_met_scores), np.int64),
        np.zeros(place_size, np.uint8), np.zeros(place_size + 1, np.int32), np.zeros(place_size, np.int32),
        np.zeros((4, GROUP * DAY_BLOCKS), np.uint32),
    )  # fmt: skip


def new_pools(
    n_places: int,
    mail_room: int,
    case_room: int,
    n_channels: int,
    n_shows: int,
    n_moved: int,
    n_scores: int,
    n_norms: int,
) -> Pools:
    """Empty pools for a city."""
    return Pools(
        np.zeros((n_places, mail_room, MAIL_WIDTH), np.uint16), np.zeros((n_places, N_HEAD), np.int64),
        np.zeros((n_places, case_room, CASE_WIDTH), np.int64), np.zeros((n_places, N_CASES_HEAD), np.int64),
        np.zeros((n_places, 2 * max(n_channels, 1)), np.int64), np.zeros((n_places, max(n_shows, 1)), np.int64),
        np.zeros((n_places, n_moved), np.int32), np.zeros((n_places, max(n_scores, 1)), np.int64),
        np.zeros((n_places, n_norms, 2), np.int64),
    )  # fmt: skip


def new_season(n_places: int, place_size: int, room: int, want_room: int, n_clocked: int) -> Season:
    """Empty room for the occasions of a city's season."""
    return Season(
        np.zeros((n_places, room), np.uint64), np.zeros((n_places, room), np.float32),
        np.zeros((n_places, room), np.uint32), np.zeros((n_places, place_size + 1), np.int32),
        np.zeros((n_places, place_size), np.int32), np.zeros((n_places, want_room), np.uint64),
        np.zeros((n_places, want_room), np.uint32), np.zeros((n_places, place_size), np.int32),
        np.zeros((n_places, place_size), np.int32), np.zeros((n_places, 2), np.int64), np.zeros((n_places, place_size), np.uint16),
        np.zeros((n_places, place_size), np.uint16),
        np.zeros((n_places, n_clocked, place_size, 2), np.int64),
    )  # fmt: skip
