"""Mail: whatever will concern a person on a later morning. One pool per place, open at both ends.

Mail due this season grows from the front and is scanned every window; later mail grows from the back and moves to the
front when its season opens. Both ends keep the order of creation. A full pool raises a flag; the driver then repeats the
place-season with more room, so capacity never changes a result. ``OUTSIDE`` marks mail for another person, written in this
window: nobody reads it before the window is over.
"""

from __future__ import annotations

import numpy as np

from glasshouse.kit.jit import helper, typed

DUE, WHO, KIND, ITEM, VALUE, MADE, MAIL_WIDTH = range(7)
"""Columns of a letter (u16): due day, person in the place, kind << 8 | flags, what it is about, value + 32,768, day made."""
ZERO = 32_768
MOST_POSTED = ZERO - 1
"""Steps that one posting can move a score: what a letter that takes them back can carry."""

(
    EMPTY, EXPIRE, REPORT, RECUR, GRACE, NOTICE, LAND, ANSWER, APPLY, HOUSE, HEARD, LEARN, FEED, SETTLE, PASSED,
) = range(15)  # fmt: skip
"""Kinds of mail."""

# bits of `flags`
FALSE_MISREAD, FALSE_INVENTED, FALSE_WRONG, WAS_TOLD, ON, BY_SCRIPT, OUTSIDE = 1, 2, 4, 8, 16, 32, 128
NOT_OUTSIDE = np.uint16(0xFF7F)
FALSE = FALSE_MISREAD | FALSE_INVENTED | FALSE_WRONG

# columns of a pool's head; N_MOVED: people whose lists changed this window, as noted in `moved`
FRONT, BACK, SEASON_END, FULL, WINDOW_END, N_MOVED, N_HEAD = range(7)


@typed("void(u2[:, ::1], i8[::1], i8, i8, i8, i8, i8, i8, i8)")
def push(pool, head, who, due, kind, flags, item, value, made):
    """Append one letter; raises the FULL flag instead where the pool has no room."""
    if pool.shape[0] - head[FRONT] - head[BACK] <= 0:
        head[FULL] = 1
        return
    if due >= head[SEASON_END] or ((flags & OUTSIDE) != 0 and head[WINDOW_END] >= head[SEASON_END]):
        head[BACK] += 1
        at = pool.shape[0] - head[BACK]
    else:
        at = head[FRONT]
        head[FRONT] += 1
    pool[at, DUE] = min(due, 65_535)
    pool[at, WHO] = who
    pool[at, KIND] = kind << 8 | flags
    pool[at, ITEM] = item
    pool[at, VALUE] = value + ZERO
    pool[at, MADE] = made


@typed("void(u2[:, ::1], i8[::1], i8, i8, i8, i8)")
def take_back(pool, head, who, kind, item, made):
    """Destroy the latest letter of a kind about something, wherever it lies: what it would undo is undone already."""
    latest = -1
    for k in range(head[FRONT] + head[BACK]):
        at = k if k < head[FRONT] else pool.shape[0] - 1 - (k - head[FRONT])
        if pool[at, WHO] == who and pool[at, KIND] >> 8 == kind and pool[at, ITEM] == item and pool[at, MADE] == made:
            latest = at
    if latest >= 0:
        pool[latest, KIND] = EMPTY


@typed("void(u2[:, ::1], i8[::1], i8, i8, i8)")
def take_back_all(pool, head, who, kind, item):
    """Destroy all letters of a kind about something, wherever they lie."""
    for k in range(head[FRONT] + head[BACK]):
        at = k if k < head[FRONT] else pool.shape[0] - 1 - (k - head[FRONT])
        if pool[at, WHO] == who and pool[at, KIND] >> 8 == kind and pool[at, ITEM] == item:
            pool[at, KIND] = EMPTY


@typed("void(u2[:, ::1], i8[::1], i8, i8, i8)")
def spend_letters(pool, head, who, item, amount):
    """Points that are spent expire no more: so much is taken off what is to expire, what is due first going first."""
    while amount > 0:
        first = -1
        for k in range(head[FRONT] + head[BACK]):
            at = k if k < head[FRONT] else pool.shape[0] - 1 - (k - head[FRONT])
            if (
                pool[at, WHO] == who
                and pool[at, KIND] >> 8 == EXPIRE
                and pool[at, ITEM] == item
                and pool[at, VALUE] > ZERO
                and (first < 0 or pool[at, DUE] < pool[first, DUE])
            ):
                first = at
        if first < 0:
            return
        part = min(np.int64(pool[first, VALUE]) - ZERO, amount)
        amount -= part
        pool[first, VALUE] = np.uint16(np.int64(pool[first, VALUE]) - part)
        if pool[first, VALUE] == ZERO:
            pool[first, KIND] = EMPTY


@typed("void(u2[:, ::1], i8, i8)")
def copy_letter(pool, to, at):
    """Move one letter inside its pool."""
    for column in range(MAIL_WIDTH):
        pool[to, column] = pool[at, column]


@helper
def open_season(pool, head, season_end):
    """Bring what falls due this season to the front, in order of creation."""
    top = pool.shape[0]
    n_back = head[BACK]
    head[SEASON_END] = season_end
    kept = 0
    for k in range(1, n_back + 1):
        at = top - k
        if pool[at, KIND] == EMPTY:
            continue
        if pool[at, DUE] < season_end:
            if head[FRONT] >= top - n_back:
                head[FULL] = 1
                return
            copy_letter(pool, head[FRONT], at)
            head[FRONT] += 1
        else:
            kept += 1
            if kept != k:
                copy_letter(pool, top - kept, at)
    head[BACK] = kept


@helper
def sort_due(pool, head, n, end_day, first, order):
    """Index the letters due before ``end_day`` by person, each person's in order of creation; none from this window's others.

    Writes: first  (n + 1,) [index into order]; order  (front,).
    """
    for j in range(n + 2):
        first[j] = 0
    n_front = head[FRONT]
    if n_front == 0:
        return
    for at in range(n_front):
        if pool[at, KIND] != EMPTY and (pool[at, KIND] & OUTSIDE) == 0 and pool[at, DUE] < end_day:
            first[np.int64(pool[at, WHO]) + 2] += 1
    for j in range(n):
        first[j + 2] += first[j + 1]
    for at in range(n_front):
        if pool[at, KIND] != EMPTY and (pool[at, KIND] & OUTSIDE) == 0 and pool[at, DUE] < end_day:
            who = np.int64(pool[at, WHO])
            order[first[who + 1]] = at
            first[who + 1] += 1


@helper
def by_due_day(pool, order, begin, end):
    """Put one person's letters in order of due day; equal days keep the order of creation."""
    for k in range(begin + 1, end):
        at = order[k]
        hole = k
        while hole > begin and pool[order[hole - 1], DUE] > pool[at, DUE]:
            order[hole] = order[hole - 1]
            hole -= 1
        order[hole] = at


@helper
def tidy(pool, head, first_day):
    """Drop what was read; date what was sent to others: not before the first day of the next window.

    This is the one place where mail for another person gets its date.
    """
    kept = 0
    for at in range(head[FRONT]):
        if pool[at, KIND] != EMPTY:
            if pool[at, KIND] & OUTSIDE:
                pool[at, KIND] &= NOT_OUTSIDE
                if pool[at, DUE] < first_day:
                    pool[at, DUE] = np.uint16(first_day)
            if kept != at:
                copy_letter(pool, kept, at)
            kept += 1
    head[FRONT] = kept
    top = pool.shape[0]
    for k in range(1, head[BACK] + 1):
        if pool[top - k, KIND] & OUTSIDE:
            pool[top - k, KIND] &= NOT_OUTSIDE
            if pool[top - k, DUE] < first_day:
                pool[top - k, DUE] = np.uint16(first_day)
