"""Mail: whatever will concern a person on a later morning. One pool per place, open at both ends.

Mail due this season grows from the front and is scanned every window; later mail grows from the back and moves to the
front when its season opens. Both ends keep the order of creation. A full pool raises a flag; the driver then repeats the
place-season with more room, so capacity never changes a result. ``OUTSIDE`` marks mail for another person, written in this
window: nobody reads it before the window is over.
"""

from __future__ import annotations

import numpy as np

from glasshouse.kit.jit import helper

MAIL = np.dtype(
    [
        ("due", np.uint16), ("who", np.uint16), ("kind", np.uint8), ("flags", np.uint8),
        ("item", np.uint16), ("value", np.int16), ("made", np.uint16),
    ]
)  # fmt: skip

(
    EMPTY, EXPIRE, REPORT, RECUR, GRACE, NOTICE, LAND, ANSWER, APPLY, HOUSE, HEARD, LEARN, FEED, SETTLE,
) = range(14)  # fmt: skip
"""Kinds of mail."""

# bits of `flags`
FALSE_MISREAD, FALSE_INVENTED, FALSE_WRONG, WAS_TOLD, ON, OUTSIDE = 1, 2, 4, 8, 16, 128
FALSE = FALSE_MISREAD | FALSE_INVENTED | FALSE_WRONG

# columns of a pool's head
FRONT, BACK, SEASON_END, FULL, N_HEAD = range(5)


@helper
def push(pool, head, who, due, kind, flags, item, value, made):
    """Append one letter; raises the FULL flag instead where the pool has no room."""
    room = pool.shape[0] - head[FRONT] - head[BACK]
    if room <= 0:
        head[FULL] = 1
        return
    if due >= head[SEASON_END]:
        head[BACK] += 1
        at = pool.shape[0] - head[BACK]
    else:
        at = head[FRONT]
        head[FRONT] += 1
    letter = pool[at]
    letter.due = np.uint16(min(due, 65_535))
    letter.who = np.uint16(who)
    letter.kind = np.uint8(kind)
    letter.flags = np.uint8(flags)
    letter.item = np.uint16(item)
    letter.value = np.int16(value)
    letter.made = np.uint16(made)


@helper
def copy_letter(pool, to, at):
    """Move one letter inside its pool."""
    pool[to].due = pool[at].due
    pool[to].who = pool[at].who
    pool[to].kind = pool[at].kind
    pool[to].flags = pool[at].flags
    pool[to].item = pool[at].item
    pool[to].value = pool[at].value
    pool[to].made = pool[at].made


@helper
def open_season(pool, head, season_end):
    """Bring what falls due this season to the front, in order of creation."""
    top = pool.shape[0]
    n_back = head[BACK]
    head[SEASON_END] = season_end
    kept = 0
    for k in range(1, n_back + 1):
        at = top - k
        if pool[at].due < season_end:
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
    """Index the letters due before ``end_day`` by person, each person's in order of creation.

    Writes: first  (n + 1,) [index into order]; order  (front,).
    """
    for j in range(n + 2):
        first[j] = 0
    n_front = head[FRONT]
    for at in range(n_front):
        if pool[at].kind != EMPTY and pool[at].due < end_day:
            first[np.int64(pool[at].who) + 2] += 1
    for j in range(n):
        first[j + 2] += first[j + 1]
    for at in range(n_front):
        if pool[at].kind != EMPTY and pool[at].due < end_day:
            who = np.int64(pool[at].who)
            order[first[who + 1]] = at
            first[who + 1] += 1


@helper
def by_due_day(pool, order, begin, end):
    """Put one person's letters in order of due day; equal days keep the order of creation."""
    for k in range(begin + 1, end):
        at = order[k]
        hole = k
        while hole > begin and pool[order[hole - 1]].due > pool[at].due:
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
        if pool[at].kind != EMPTY:
            if pool[at].flags & OUTSIDE:
                pool[at].flags &= np.uint8(127)
                if pool[at].due < first_day:
                    pool[at].due = np.uint16(first_day)
            if kept != at:
                copy_letter(pool, kept, at)
            kept += 1
    head[FRONT] = kept
    top = pool.shape[0]
    for k in range(1, head[BACK] + 1):
        pool[top - k].flags &= np.uint8(127)
