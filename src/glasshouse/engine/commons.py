"""Part of step c: what a place's members were posted together reaches each of them, who all carry the place's scores.

Postings to a score of the place are added up while the window is lived, so that the order of people never matters. At its
end everybody gets the sum, refusers too: conditions, grades, resets and publishing days then work as for a score of one's own.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.log import SUMMED, note
from glasshouse.engine.morning import MILLION, rounded
from glasshouse.engine.person import is_member
from glasshouse.engine.post import standing_moves
from glasshouse.engine.ration import published_score
from glasshouse.engine.standing import NO_GRADE, clipped
from glasshouse.engine.state import TURN
from glasshouse.engine.tables import (
    AT_GRADES,
    PART_MILLIONTHS,
    PART_SCORE,
    PARTS,
    PER_PLACE,
    SCALES,
    SCORE_CEILING,
    SCORE_FIRST_PART,
    SCORE_FLOOR,
    SCORE_N_PARTS,
    SCORE_REGIME,
    SCORE_SHOWN,
    SCORE_UNIT,
    SCORES,
    n_of,
    of,
)
from glasshouse.kit.jit import helper

u16, i32, i64 = np.uint16, np.int32, np.int64

MOST = (1 << 31) - 1
"""Steps beyond which no sum goes, up or down."""


@helper
def mean_of(law, s, rows, people, offset, n):
    """What the people of a place have on average, part by part; the floor where the regime knows nobody of them."""
    floor, ceiling = i64(of(law, SCORES, s, SCORE_FLOOR)), i64(of(law, SCORES, s, SCORE_CEILING))
    first = of(law, SCORES, s, SCORE_FIRST_PART)
    sums = i64(0)
    known = i64(0)
    for k in range(first, first + of(law, SCORES, s, SCORE_N_PARTS)):
        part = of(law, PARTS, k, PART_SCORE)
        low, high = i64(of(law, SCORES, part, SCORE_FLOOR)), i64(of(law, SCORES, part, SCORE_CEILING))
        known = i64(0)
        total = i64(0)
        for who in range(offset, offset + n):
            if is_member(law, rows, people, who, of(law, SCORES, s, SCORE_REGIME)):
                known += 1
                total += clipped(i64(people.points[who, part]), low, high)
        if known > 0:
            sums += total * of(law, PARTS, k, PART_MILLIONTHS) // known
    return clipped(rounded(sums, MILLION), floor, ceiling) if known > 0 else clipped(i64(0), floor, ceiling)


@helper
def take_means(law, rows, people, offset, n):
    """The eve of day 0: means over the people of a place are taken, and shown; scope: place. Writes: points."""
    for s in range(n_of(law, SCORES)):
        if of(law, SCORES, s, SCORE_UNIT) != PER_PLACE or of(law, SCORES, s, SCORE_N_PARTS) == 0:
            continue
        value = i32(mean_of(law, s, rows, people, offset, n))
        for who in range(offset, offset + n):
            people.points[who, s] = value
            if of(law, SCORES, s, SCORE_SHOWN) >= 0:
                people.points[who, of(law, SCORES, s, SCORE_SHOWN)] = value


@helper
def sum_up(law, rows, people, commons, log, offset, n, day):
    """Add what the window posted to the scores of a place, and take its means; in force from the morning of ``day``; scope: place.

    Reads: rows. Writes: points, days[TURN], commons (score,) [steps], which is empty afterwards.
    """
    for s in range(n_of(law, SCORES)):
        amount = i64(commons[s])
        if of(law, SCORES, s, SCORE_UNIT) != PER_PLACE:
            continue
        if of(law, SCORES, s, SCORE_N_PARTS) > 0:
            amount = mean_of(law, s, rows, people, offset, n) - i64(people.points[offset, s])
        if amount == 0:
            continue
        commons[s] = 0
        for who in range(offset, offset + n):
            before = i64(people.points[who, s])
            after = min(max(before + amount, -MOST), i64(MOST))
            people.points[who, s] = i32(after)
            if standing_moves(law, s, before, after, day - 1):
                people.days[who, TURN] = u16(min(i64(people.days[who, TURN]), day))
            if is_member(law, rows, people, who, of(law, SCORES, s, SCORE_REGIME)):
                note(log, who, SUMMED, day - 1, 0, s, amount, after - before, 0, 0, 0)


@helper
def note_books(law, rows, people, books, offset, n):
    """What the books of a place say at a season's end: published scores, then grades; scope: place.

    A score is read off the first who is under its regime: to others nothing is published. A grade is that of the first who is
    graded; NO_GRADE where nobody is. Writes: books (score and scale,).
    """
    for s in range(n_of(law, SCORES)):
        books[s] = 0
        if of(law, SCORES, s, SCORE_UNIT) == PER_PLACE:
            who = offset
            while who < offset + n - 1 and not is_member(law, rows, people, who, of(law, SCORES, s, SCORE_REGIME)):
                who += 1
            books[s] = published_score(law, s, people.points[who])
    for k in range(n_of(law, SCALES)):
        books[n_of(law, SCORES) + k] = NO_GRADE
        for who in range(offset, offset + n):
            if people.small[who, law[AT_GRADES] + k] != NO_GRADE:
                books[n_of(law, SCORES) + k] = people.small[who, law[AT_GRADES] + k]
                break
