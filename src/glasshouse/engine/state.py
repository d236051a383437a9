"""What is kept of a person, and where: arrays of rows, one row per person, columns by name.

``points`` (n, scores) i32 in smallest steps; ``days`` (n, ...) u16 days, 65,535 = never; ``small`` (n, ...) u8 counts and
flags; ``tally`` (n, ...) u16 lifetime counts that stop at 65,535; ``services`` (n,) u64 bits; ``minds`` (n, ...) f64. The
fixed columns are constants here; the others start at an offset that the world's ``Layout`` holds, because their number
depends on the rulebooks.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from glasshouse.kit.jit import typed

# columns of `days`
MONTH, TURN, NOTICED_ON, DAYS_FIXED = range(4)
# columns of `small`
DONE_A, SEEN_A, DONE_B, SEEN_B, CLASS, CLASS_HIGH, MEANS, FLAGS, N_CASES, SENT, MEANT, LANDED, SMALL_FIXED = range(13)
# columns of `tally`
(
    T_DONE, T_DETERRED, T_CHILLED, T_FOR_POINTS, T_SEEN, T_FALSE, T_REFUSED, T_REFUSED_BY_TIE,
    T_EASED, T_EASED_TENS, T_LISTED_DAYS, T_SHOWN_DAYS, T_GRANTED, N_TALLIES,
) = range(14)  # fmt: skip
# bits of small[FLAGS]
F_TOUCHED, F_NEWLY, F_STOOD, F_SHOWN, F_LANDED = 1, 2, 4, 8, 16
# columns of a list's block in `small`
MARK, SPELLS = 0, 1
# bits of MARK; M_LEFT: the spell is over and counted, however often this morning is gone through
M_NOTICED, M_WRONG, M_LOST, M_SUSPENDED, M_LEFT = 1, 2, 4, 8, 16
# the bits above: how many firms of the person stand so, where a feed lands on owners; of more than seven, seven are counted
FIRMS_SHIFT, FIRMS_BELOW, MOST_FIRMS = 5, 31, 7
# columns of a list's block in `days`
UNTIL, ENTERED = 0, 1


MASK_WORD = 16
"""Bits that one column of ``days`` holds: masks of lists, feeds and boards stand in as many columns as the world needs."""


class Layout(NamedTuple):
    """Where the columns of this world begin, and how many there are."""

    n_scores: int
    shown: int  # points: published values, one per score with a delay, else -1 in Law.scores.shown
    bits: int  # days: mask of the lists and feeds that count in the last standing
    fed: int  # days: mask of the feeds whose readers have been told that they hold
    showing: int  # days: mask of the boards whose condition holds
    n_words: int  # columns of a mask
    lists: int  # days: two per list (until, entered)
    matters: int  # days: the day on which each matter will be settled, 0 none
    caps: int  # days: until when the grade of a scale is capped
    recent: int  # days: last report + 1 of each `reported` condition
    shows: int  # days: until when the person is shown, per publicity
    call: int  # days: the next day on which a rule of the calendar may act, if there is one
    home: int  # days: mask of the lists on which somebody of the household was at the window's start, if asked
    deeds: int  # days: the last deed + 1 that each misuse answers
    left: int  # days: mask of the regimes that one has left, where one may
    dropped: int  # days: bits of the friends who are none any more, where friends are dropped
    n_days: int
    marks: int  # small: two per list (mark, spells)
    grades: int  # small: grade of each scale in the last standing
    firsts: int  # small: grade of each scale at the season's start
    cap_grades: int  # small: grade that each cap allows
    used: int  # small: uses of each limit in its period
    ranks: int  # small: grade of each scale by the last ranking
    n_small: int
    since: int  # days: first day of following each norm; its bit in `small` says whether one does
    follows: int  # small: bits of the norms that one follows
    n_minds: int


class People(NamedTuple):
    """The state of a city's people; one row per person."""

    points: np.ndarray
    days: np.ndarray
    small: np.ndarray
    tally: np.ndarray
    services: np.ndarray  # (n,) u64: bits of the services that treat the person in another way
    minds: np.ndarray  # (n, ...) f64: thresholds and the like; no columns in a world where nobody follows others


def new_people(n_persons: int, n_points: int, layout: Layout) -> People:
    """Empty state for so many persons (bytes per person: see ``row_bytes``)."""
    people = People(
        np.zeros((n_persons, max(n_points, 1)), np.int32),
        np.zeros((n_persons, layout.n_days), np.uint16),
        np.zeros((n_persons, layout.n_small), np.uint8),
        np.zeros((n_persons, N_TALLIES), np.uint16),
        np.zeros(n_persons, np.uint64),
        np.zeros((n_persons, layout.n_minds), np.float64),
    )
    people.small[:, MEANS] = 64
    return people


def row_bytes(n_points: int, layout: Layout) -> int:
    """Bytes of state per person."""
    return 4 * max(n_points, 1) + 2 * layout.n_days + layout.n_small + 2 * N_TALLIES + 8 + 8 * layout.n_minds


@typed("i8(u1[::1])")
def class_at(small):
    """The class of standing, in two bytes."""
    return np.int64(small[CLASS]) | np.int64(small[CLASS_HIGH]) << 8


@typed("i8(u2[::1], i8, i8)")
def mask_at(days, at, n_words):
    """A mask that stands in so many columns, the lowest bits first."""
    bits = np.int64(days[at])
    if n_words > 1:
        bits |= np.int64(days[at + 1]) << MASK_WORD
    if n_words > 2:
        bits |= np.int64(days[at + 2]) << (2 * MASK_WORD)
    return bits


@typed("void(u2[::1], i8, i8, i8)")
def keep_mask(days, at, n_words, bits):
    """Write a mask into its columns."""
    days[at] = np.uint16(bits & 0xFFFF)
    if n_words > 1:
        days[at + 1] = np.uint16((bits >> MASK_WORD) & 0xFFFF)
    if n_words > 2:
        days[at + 2] = np.uint16((bits >> (2 * MASK_WORD)) & 0xFFFF)


@typed("void(u2[::1], i8, i8)")
def add_tally(tally, column, n):
    """Add to a lifetime tally, which stops at 65,535."""
    total = np.int64(tally[column]) + n
    tally[column] = np.uint16(min(total, 65_535))
