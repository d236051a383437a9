"""Step e, opinions: at the start of a window everybody moves an opinion by what those hold whom one heeds.

All move at once, by what was held before anybody moved; means are taken in the order of the tie, so that their last bits
are always the same.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.tables import (
    AMONG_PLACE,
    K0,
    K1,
    OPINION_AMONG,
    OPINION_KEY,
    OPINION_NOW,
    OPINION_OWN,
    OPINION_START,
    OPINIONS,
    n_of,
    of,
)
from glasshouse.engine.ties import heard
from glasshouse.kit.jit import helper
from glasshouse.kit.normal import normal_of
from glasshouse.kit.randomness import FOLLOW, draw

u64, f64 = np.uint64, np.float64

OF_ONESELF, OF_OTHERS, OF_START, NOISE = range(4)
"""Columns of ``Stakes.opinions``."""


@helper
def begin_opinions(law, people, offset, n):
    """Day 0: everybody holds the starting opinion."""
    for o in range(n_of(law, OPINIONS)):
        now, start = of(law, OPINIONS, o, OPINION_NOW), of(law, OPINIONS, o, OPINION_START)
        for who in range(offset, offset + n):
            people.minds[who, now] = people.minds[who, start]


@helper
def weigh_opinions(law, stakes, rows, people, said, base, offset, n, day):
    """Everybody of a place moves every opinion, on the first morning of a window.

    Reads: law, stakes, rows. Writes: minds, said (scratch). Draws: stream FOLLOW at (person, day, opinion), if there is noise.
    """
    season, rest = day // 84, day % 84
    for o in range(n_of(law, OPINIONS)):
        among, now = of(law, OPINIONS, o, OPINION_AMONG), of(law, OPINIONS, o, OPINION_NOW)
        start, own = of(law, OPINIONS, o, OPINION_START), of(law, OPINIONS, o, OPINION_OWN)
        weights = stakes.opinions[o]
        total = 0.0
        for j in range(n):
            said[j] = people.minds[offset + j, now]
            total += said[j]
        for j in range(n):
            mind = people.minds[offset + j]
            sum_, heeds = heard(law, stakes, rows, base, offset, n, j, among, said, total)
            if among == AMONG_PLACE:
                sum_ -= said[j]
                heeds -= 1.0
            others = sum_ / heeds if heeds > 0.0 else said[j]
            moved = (
                weights[OF_ONESELF] * said[j]
                + weights[OF_OTHERS] * others
                + weights[OF_START] * mind[start]
                + mind[own]
            )
            if weights[NOISE] > 0.0:
                x, y, z, t = draw(
                    u64(base + j), FOLLOW | u64(2 << 8), u64(season << 16 | rest), u64(of(law, OPINIONS, o, OPINION_KEY)),
                    u64(law[K0]), u64(law[K1]),
                )  # fmt: skip
                moved += weights[NOISE] * normal_of(x)
            mind[now] = moved
