"""Numbers left to a law: where a person's score starts, what a rule posts around its middle, what an occasion would bring."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.tables import (
    GAIN_FIXED,
    GAIN_UNIFORM,
    K0,
    K1,
    ME_HOME,
    ME_J,
    ME_PLACE,
    ME_UNIT,
    PER_HOUSEHOLD,
    PER_PLACE,
    RULE_KEY,
    RULES,
    SCORE_CEILING,
    SCORE_FIRST_START,
    SCORE_FLOOR,
    SCORE_KEY,
    SCORE_N_STARTS,
    SCORE_START,
    SCORE_UNIT,
    SCORES,
    START_GROUP,
    START_LOW,
    START_SIGMA,
    START_SPAN,
    START_UPTO,
    STARTS,
    of,
)
from glasshouse.kit.jit import typed
from glasshouse.kit.normal import around
from glasshouse.kit.randomness import DISCRETION, TRAIT, draw, within

u64, i64, f32, f64 = np.uint64, np.int64, np.float32, np.float64

OWN_START = 1 << 40
"""SCORE_HOME of a score that returns to each person's own start."""


@typed("i8(i8[::1], i8, i8[::1])")
def whose(law, s, me):
    """Number of the unit whose score it is: the person, the first person of the household, or the place."""
    unit = of(law, SCORES, s, SCORE_UNIT)
    if unit == PER_PLACE:
        return me[ME_PLACE]
    return me[ME_UNIT] - me[ME_J] + me[ME_HOME] if unit == PER_HOUSEHOLD else me[ME_UNIT]


@typed("i8(i8[::1], i8, i8, i8)")
def start_of(law, s, unit, group):
    """Where a score starts, in steps; always the same, so that a reset finds it again.

    Draws: stream TRAIT at (person, or whose score it is; score): which line, where within it.
    """
    n = of(law, SCORES, s, SCORE_N_STARTS)
    if n == 0:
        return of(law, SCORES, s, SCORE_START)
    x, y, z, t = draw(u64(unit), TRAIT, u64(0), u64(of(law, SCORES, s, SCORE_KEY)), u64(law[K0]), u64(law[K1]))
    first = of(law, SCORES, s, SCORE_FIRST_START)
    for k in range(first, first + n):
        theirs = of(law, STARTS, k, START_GROUP)
        if (theirs < 0 or theirs == group) and i64(y) < of(law, STARTS, k, START_UPTO):
            low = of(law, STARTS, k, START_LOW)
            sigma = of(law, STARTS, k, START_SIGMA)
            if sigma == 0:
                return within(low, of(law, STARTS, k, START_SPAN), x)
            start = around(low, sigma, x)
            return min(max(start, of(law, SCORES, s, SCORE_FLOOR)), of(law, SCORES, s, SCORE_CEILING))
    return of(law, SCORES, s, SCORE_START)


@typed("i8(i8[::1], i8, i8, i8)")
def fresh_word(law, r, unit, day):
    """What decides within a rule's law where no report brings a word: as it travels in mail, 16 bits with a sign.

    Draws: stream DISCRETION, lane 1, at (person, day, rule).
    """
    x, y, z, t = draw(
        u64(unit), DISCRETION | u64(1 << 8), u64(day), u64(of(law, RULES, r, RULE_KEY)), u64(law[K0]), u64(law[K1])
    )
    return i64(x >> u64(16)) - 32_768


HALF = 2147483648.0
"""Half the words: a uniform gain lies between nothing and twice its mean."""


@typed("f4(i8, u8, f4, f4)")
def gain_by(kind, word, mean, exponential):
    """The gain of an occasion by the act's law; ``exponential`` is what the usual law gives."""
    if kind == GAIN_UNIFORM:
        return f32((f64(i64(word)) + 0.5) / HALF) * mean
    return mean if kind == GAIN_FIXED else exponential
