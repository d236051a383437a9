"""Step h, record: what a week and a season leave in the tables."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import BINS, P_BAD, P_GOOD, P_PERSONS
from glasshouse.engine.morning import clipped
from glasshouse.engine.person import is_member
from glasshouse.engine.state import ENTERED, M_WRONG, MARK, UNTIL
from glasshouse.engine.tables import (
    AT_FIRSTS,
    AT_GRADES,
    AT_LISTS,
    AT_MARKS,
    LIST_COUNTS,
    LISTS,
    SCALES,
    SCORE_BIN_LOW,
    SCORE_BIN_WIDTH,
    SCORE_CEILING,
    SCORE_FLOOR,
    SCORE_REGIME,
    SCORE_SHOWN,
    SCORES,
    n_of,
    of,
)
from glasshouse.kit.jit import helper
from glasshouse.population.make import W_BAND, W_GROUP

i64 = np.int64


@helper
def record_week(stock, panel):
    """Add the place's people by cell to the week's panel; scope: place."""
    for cell in range(stock.shape[0]):
        panel[cell, P_PERSONS] += stock[cell, 0]
        panel[cell, P_BAD] += stock[cell, 1]
        panel[cell, P_GOOD] += stock[cell, 2]


@helper
def record_season(law, rows, people, flows, scores, offset, n):
    """Grades at the season's start and end, and published scores at its end; scope: place."""
    for j in range(offset, offset + n):
        for k in range(n_of(law, SCALES)):
            before = people.small[j, law[AT_FIRSTS] + k]
            after = people.small[j, law[AT_GRADES] + k]
            flows[k, min(i64(before), 31), min(i64(after), 31)] += 1
            people.small[j, law[AT_FIRSTS] + k] = after
        for s in range(n_of(law, SCORES)):
            if not is_member(law, rows, people, j, of(law, SCORES, s, SCORE_REGIME)):
                continue
            at = s if of(law, SCORES, s, SCORE_SHOWN) < 0 else i64(of(law, SCORES, s, SCORE_SHOWN))
            value = clipped(
                i64(people.points[j, at]), of(law, SCORES, s, SCORE_FLOOR), of(law, SCORES, s, SCORE_CEILING)
            )
            scores[
                s,
                clipped(
                    (value - of(law, SCORES, s, SCORE_BIN_LOW)) // of(law, SCORES, s, SCORE_BIN_WIDTH), 0, BINS - 1
                ),
            ] += 1


@helper
def record_end(law, rows, people, spells, offset, n, day):
    """Spells still running when the world ends, also those that would have ended the next morning; scope: place."""
    for j in range(offset, offset + n):
        ten = i64(rows[j, W_GROUP]) * 5 + i64(rows[j, W_BAND])
        for l in range(n_of(law, LISTS)):
            if of(law, LISTS, l, LIST_COUNTS) == 0 or people.days[j, law[AT_LISTS] + 2 * l + UNTIL] < day:
                continue
            length = max(day - i64(people.days[j, law[AT_LISTS] + 2 * l + ENTERED]), 0)
            wrong = i64((people.small[j, law[AT_MARKS] + 2 * l + MARK] & M_WRONG) > 0)
            spells[l, ten, wrong, min(length // 28, spells.shape[3] - 1), 1] += 1
