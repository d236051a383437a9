"""Step b, desks: appeals, repairs, corrections, in order of arrival, within what the desk can decide.

The city step only finds, per desk and window, the key (moment of application, person) of the last case it answers: all with
a key up to it are answered. Each place then answers its own cases, so that a place can be replayed alone.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.fields import ALL_ANSWERED as ALL
from glasshouse.engine.mail import ANSWER, ON, push
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.servers import (
    LINE_APPLIED,
    LINE_BEGUN,
    LINE_LEFT,
    LINE_QUEUE,
    LINE_WAIT,
    LINE_WAITED,
    begun_on,
    days_of_work,
    tick_of_day,
)  # fmt: skip
from glasshouse.engine.tables import (
    DESK_ANSWER,
    DESK_ANSWER_SPAN,
    DESK_CAPACITY,
    DESK_KEY,
    DESK_SERVERS,
    DESKS,
    GRANTS,
    HORIZON,
    K0,
    K1,
    n_of,
    of,
)
from glasshouse.engine.work import (
    CASE_DAY,
    CASE_DESK,
    CASE_FLAGS,
    CASE_GRANT,
    CASE_ITEM,
    CASE_KEY,
    CASE_NUMBER,
    CASE_SERVICE,
    CASE_SETTLED_BEFORE,
    CASE_VALUE,
    CASE_WHO,
    CASE_WIDTH,
)  # fmt: skip
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import CASE, draw, within
from glasshouse.population.make import W_GROUP

u8, u64, i64 = np.uint8, np.uint64, np.int64


@helper
def sift(heap, n, at):
    """Let a key sink in a heap whose largest key is on top."""
    key = heap[at]
    while True:
        child = 2 * at + 1
        if child >= n:
            break
        if child + 1 < n and heap[child + 1] > heap[child]:
            child += 1
        if heap[child] <= key:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = key


@helper
def smallest_keys(cases, case_heads, d, wanted, heap):
    """Keep the ``wanted`` smallest keys of desk ``d`` in a heap; returns how many there are."""
    n = i64(0)
    for place in range(cases.shape[0]):
        for k in range(case_heads[place, 0]):
            if cases[place, k, CASE_DESK] != d:
                continue
            key = cases[place, k, CASE_KEY]
            if n < wanted:
                heap[n] = key
                n += 1
                if n == wanted:
                    for at in range(n // 2 - 1, -1, -1):
                        sift(heap, n, at)
            elif key < heap[0]:
                heap[0] = key
                sift(heap, n, 0)
    return n


@helper
def answer_up_to(law, cases, case_heads, owed, heap, persons, window_days, cutoffs):
    """Decide how far each desk of a city comes in a window.

    Reads: law, cases. Writes: owed [cases x 1e9 carried over], cutoffs (desk,) [key of the last case answered].
    """
    for d in range(n_of(law, DESKS)):
        if of(law, DESKS, d, DESK_CAPACITY) < 0:
            cutoffs[d] = ALL  # no limit; or servers, see engine/servers.py
            continue
        owed[d] += of(law, DESKS, d, DESK_CAPACITY) * persons * window_days // 700_000
        wanted = min(owed[d] // 1_000_000_000, heap.shape[0])
        cutoffs[d] = 0
        if wanted < 1:
            continue
        n = smallest_keys(cases, case_heads, d, wanted, heap)
        if n < wanted:
            # everybody is answered; free capacity is not saved up
            cutoffs[d] = ALL
            owed[d] = owed[d] % 1_000_000_000
        else:
            cutoffs[d] = heap[0]
            owed[d] -= wanted * 1_000_000_000


@helper
def count_lines(law, cases, case_heads, cutoffs, line, from_day, day):
    """Count, for desks with a capacity, who came in and who was taken up on the morning of ``day``; waits to the day.

    Reads: law, cases, cutoffs. Writes: line, see ``engine/servers.py``.
    """
    season = from_day // SEASON_DAYS
    is_end = day % SEASON_DAYS == 0 or day == law[HORIZON]
    for place in range(cases.shape[0]):
        for k in range(case_heads[place, 0]):
            case = cases[place, k]
            d = case[CASE_DESK]
            if of(law, DESKS, d, DESK_CAPACITY) < 0:
                continue
            applied = case[CASE_DAY] // SEASON_DAYS
            arrival = tick_of_day(case[CASE_DAY])
            is_new = case[CASE_DAY] >= from_day
            line[applied, d, LINE_APPLIED] += i64(is_new)
            line[season, d, LINE_QUEUE] += tick_of_day(day) - max(arrival, tick_of_day(from_day))
            line[season, d, LINE_LEFT] += i64(is_end)
            if case[CASE_KEY] <= cutoffs[d] and day < law[HORIZON]:
                line[day // SEASON_DAYS, d, LINE_BEGUN] += 1
                line[applied, d, LINE_WAIT] += tick_of_day(day) - arrival
            else:
                line[applied, d, LINE_WAITED] += i64(is_new)


@helper
def answer_cases(law, cases, case_head, fields, rows, offset, base, pool, head, first_day, window):
    """Answer a place's cases up to the cutoffs: the answer is mail, on its day or the window's first.

    Reads: law, fields. Writes: cases (closed ones leave), mail. Draws: stream CASE at (person, case, desk).
    """
    cutoffs = fields.cutoffs[min(first_day // window, fields.cutoffs.shape[0] - 1)]
    kept = i64(0)
    for k in range(case_head[0]):
        case = cases[k]
        d = case[CASE_DESK]
        begun = i64(-1)
        is_open = case[CASE_KEY] > cutoffs[d]
        if of(law, DESKS, d, DESK_SERVERS) > 0:
            begun = begun_on(fields.started, d, case[CASE_KEY], case[CASE_DAY], first_day - window, first_day)
            is_open = begun < 0
        if is_open:
            if kept != k:
                for column in range(CASE_WIDTH):
                    cases[kept, column] = case[column]
            kept += 1
            continue
        j = case[CASE_WHO]
        x, y, z, t = draw(
            u64(base + j),
            CASE | u64(1 << 8),
            u64(case[CASE_NUMBER]),
            u64(of(law, DESKS, d, DESK_KEY)),
            u64(law[K0]),
            u64(law[K1]),
        )
        wrong = case[CASE_FLAGS] & 1
        granted = i64(x) < of(law, GRANTS, 2 * d + wrong, i64(rows[offset + j, W_GROUP]))
        if case[CASE_FLAGS] & CASE_SETTLED_BEFORE:
            granted = (case[CASE_FLAGS] & CASE_GRANT) != 0
        due = case[CASE_DAY] + within(i64(of(law, DESKS, d, DESK_ANSWER)), i64(of(law, DESKS, d, DESK_ANSWER_SPAN)), y)
        if begun >= 0:
            due = begun + days_of_work(case[CASE_SERVICE])
        due = max(due, first_day)
        push(pool, head, j, due, ANSWER, wrong | (ON if granted else 0), d, case[CASE_VALUE], case[CASE_ITEM])
    case_head[0] = kept
