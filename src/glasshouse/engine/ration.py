"""Step f, ration: grades by rank and moving bars, which a whole city makes together.

A grade may be for the best share of the city (``top_share``: exactly so many, equals by lot, and until the next ranking), or
begin at a quantile of its scores (``quantile``: a bar, and whoever reaches it). A household, or a place, that shares a score
is ranked once, and its members rise and fall together. Both go by the scores last published, and are made anew on the first
morning of the window after each publication; for a score published at once, of every window. On day 0 they are made
before anybody's first standing.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.morning import band_of
from glasshouse.engine.person import introduce
from glasshouse.engine.post import is_paused
from glasshouse.engine.publish import is_published
from glasshouse.engine.rounding import rounded
from glasshouse.engine.standing import NO_GRADE, clipped, lot_of
from glasshouse.engine.state import TURN
from glasshouse.engine.tables import (
    AT_BARS,
    AT_GRADES,
    AT_RANKS,
    PER_HOUSEHOLD,
    PER_PLACE,
    PLACE_SIZE,
    RANK_ABOVE_MEAN,
    RANK_BY_MEAN,
    RANK_EXACT,
    RANK_SCALE,
    RANK_SHARE,
    RANK_START,
    RANKS,
    SCALE_RANKS,
    SCALE_SCORE,
    SCALES,
    SCORE_CEILING,
    SCORE_FLOOR,
    SCORE_REGIME,
    SCORE_SHOWN,
    SCORE_UNIT,
    SCORES,
    n_of,
    of,
)
from glasshouse.engine.wake import let_wake
from glasshouse.kit.jit import helper, typed
from glasshouse.population.make import W_HOME

u8, u16, i64 = np.uint8, np.uint16, np.int64

BAR, CUT, REACHED, N_BAR = range(4)
"""Numbers of a rank in ``Fields.bars``: lowest score; of those who have just that, the highest lot; how many reach it."""
NOBODY = 1 << 40
"""A bar beyond every score."""
OUT = -(1 << 41)
"""Who is not graded."""
ALL_LOTS = (1 << 62) - 1


@helper
def hang_first(law, me):
    """Let grades be fixed by the bars that hold before any are made; and nothing has woken yet."""
    let_wake(law, i64(0), me)
    for q in range(n_of(law, RANKS)):
        me[law[AT_BARS] + 2 * q] = of(law, RANKS, q, RANK_START)
        me[law[AT_BARS] + 2 * q + 1] = i64(ALL_LOTS)


@helper
def is_due(law, s, day, window):
    """Are ranks by this score made anew on the first morning of a window?"""
    if of(law, SCORES, s, SCORE_SHOWN) < 0 or day == 0:
        return True
    for before in range(day - window, day):
        if is_published(law, s, before) and is_paused(law, of(law, SCORES, s, SCORE_REGIME), before, 1) < 0:
            return True
    return False


@helper
def published_score(law, s, points):
    """A person's score as conditions see it."""
    at = s if of(law, SCORES, s, SCORE_SHOWN) < 0 else of(law, SCORES, s, SCORE_SHOWN)
    return clipped(i64(points[at]), of(law, SCORES, s, SCORE_FLOOR), of(law, SCORES, s, SCORE_CEILING))


@helper
def first_of(law, rows, s, who):
    """The first of those who share a score with a person of the city: oneself, the household's first, or the place's."""
    unit = of(law, SCORES, s, SCORE_UNIT)
    place = who // law[PLACE_SIZE] * law[PLACE_SIZE]
    if unit == PER_PLACE:
        return place
    return place + i64(rows[who, W_HOME]) if unit == PER_HOUSEHOLD else who


@helper
def line_up(law, rows, people, n, k, values):
    """Scores that rank people, as last published; returns how many are ranked, the lowest and the highest.

    Of those who share a score one is ranked, for all of them: the first who is graded.
    """
    s = of(law, SCALES, k, SCALE_SCORE)
    ranked = i64(0)
    before = i64(-1)
    low = i64(NOBODY)
    high = i64(OUT)
    for who in range(n):
        values[who] = OUT
        if people.small[who, law[AT_GRADES] + k] != NO_GRADE and first_of(law, rows, s, who) != before:
            before = first_of(law, rows, s, who)
            value = published_score(law, s, people.points[who])
            values[who] = value
            ranked += 1
            low = min(low, value)
            high = max(high, value)
    return ranked, low, high


@typed("i8(i8[::1], i8, i8)")
def at_or_above(values, n, value):
    """How many values are at least this one."""
    total = i64(0)
    for who in range(n):
        total += i64(values[who] >= value)
    return total


@typed("i8(i8[::1], i8, i8)")
def mean_of(values, n, ranked):
    """The mean of the scores of all who are ranked, in whole steps."""
    total = i64(0)
    for who in range(n):
        if values[who] != OUT:
            total += values[who]
    return rounded(total, ranked)


@typed("i8(i8[::1], i8, i8, i8, i8)")
def largest(values, n, wanted, low, high):
    """The highest value that so many (at least one) reach, between the lowest and the highest of all."""
    while low < high:
        middle = low + (high - low + 1) // 2
        if at_or_above(values, n, middle) >= wanted:
            low = middle
        else:
            high = middle - 1
    return low


@helper
def cut_equals(law, rows, values, lots, n, first_person, s, value, wanted):
    """Of those with just this value, the highest lot among the ``wanted`` lowest."""
    equal = i64(0)
    for who in range(n):
        if values[who] == value:
            first = i64(first_person + first_of(law, rows, s, who))
            unit = first // law[PLACE_SIZE] if of(law, SCORES, s, SCORE_UNIT) == PER_PLACE else first
            lots[equal] = -lot_of(law, unit, s)
            equal += 1
    return -largest(lots, equal, wanted, -i64(ALL_LOTS), i64(0))


@helper
def rank_city(law, rows, people, fields, n, first_person, day, w, window):
    """Make the bars of a city that are due on the morning of ``day``; scope: city.

    Reads: law, rows, people. Writes: bars and remade of the window.
    """
    if day > 0:
        for column in range(fields.bars.shape[1]):
            fields.bars[w, column] = fields.bars[w - 1, column]
    for q in range(n_of(law, RANKS)):
        fields.remade[w, q] = 0
        k = of(law, RANKS, q, RANK_SCALE)
        s = of(law, SCALES, k, SCALE_SCORE)
        if not is_due(law, s, day, window):
            continue
        fields.remade[w, q] = 1
        ranked, low, high = line_up(law, rows, people, n, k, fields.values)
        wanted = (ranked * of(law, RANKS, q, RANK_SHARE) + (i64(1) << 31)) >> 32
        bar = fields.bars[w, N_BAR * q : N_BAR * q + N_BAR]
        bar[BAR] = NOBODY
        bar[CUT] = ALL_LOTS
        bar[REACHED] = 0
        if of(law, RANKS, q, RANK_BY_MEAN):
            if ranked > 0:
                bar[BAR] = mean_of(fields.values, n, ranked) + of(law, RANKS, q, RANK_ABOVE_MEAN)
                bar[REACHED] = at_or_above(fields.values, n, bar[BAR])
        elif wanted > 0:
            bar[BAR] = largest(fields.values, n, wanted, low, high)
            bar[REACHED] = at_or_above(fields.values, n, bar[BAR])
            if of(law, RANKS, q, RANK_EXACT) and bar[REACHED] > wanted:
                above = at_or_above(fields.values, n, bar[BAR] + 1)
                bar[CUT] = cut_equals(
                    law, rows, fields.values, fields.lots, n, first_person, s, bar[BAR], wanted - above
                )
                bar[REACHED] = wanted


@helper
def hang_out(law, bars, me):
    """Let grades be fixed by these bars: they stand behind the person in ``me``."""
    for q in range(n_of(law, RANKS)):
        me[law[AT_BARS] + 2 * q] = bars[N_BAR * q + BAR]
        me[law[AT_BARS] + 2 * q + 1] = bars[N_BAR * q + CUT]


@helper
def have_moved(law, bars, w):
    """Are the bars that people reach from day to day others than in the window before?"""
    for q in range(n_of(law, RANKS)):
        at = N_BAR * q + BAR
        if of(law, RANKS, q, RANK_EXACT) == 0 and bars[w, at] != bars[w - 1, at]:
            return True
    return False


@helper
def are_remade(remade):
    """Is any of these bars made anew?"""
    for q in range(remade.shape[0]):
        if remade[q]:
            return True
    return False


@helper
def give_ranks(law, traits, people, me, remade, base, offset, n, day):
    """New ranks: grades by rank are given anew and hold until the next time, whatever scores do meanwhile; scope: place.

    Who is not graded yet waits for the next time. Whose rank is another stands anew this morning.
    """
    for j in range(n):
        who = offset + j
        small = people.small[who]
        introduce(traits, who, j, base + j, base // law[PLACE_SIZE], me)
        for k in range(n_of(law, SCALES)):
            rank = of(law, SCALES, k, SCALE_RANKS)
            if rank == 0 or of(law, RANKS, rank - 1, RANK_EXACT) == 0 or remade[rank - 1] == 0:
                continue
            grade = i64(NO_GRADE)
            if small[law[AT_GRADES] + k] != NO_GRADE:
                grade = band_of(
                    law, k, published_score(law, of(law, SCALES, k, SCALE_SCORE), people.points[who]), day, me
                )
            if grade != i64(small[law[AT_RANKS] + k]):
                small[law[AT_RANKS] + k] = u8(grade)
                people.days[who, TURN] = u16(min(i64(people.days[who, TURN]), day))


@helper
def wake_all(days, offset, n, day):
    """New bars: everybody's standing is fixed anew this morning; scope: place."""
    for who in range(offset, offset + n):
        days[who, TURN] = u16(min(i64(days[who, TURN]), day))
