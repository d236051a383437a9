"""Step g, steer: clauses and channels that wake, or are put to sleep, once a city has come so far; function creep.

It is looked at on every so many days, from what stood on the eve, and never taken back. What has woken stands in ``me``,
so that conditions read it like anything else; channels that sleep are made blind like those whose patrols are elsewhere.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.state import mask_at
from glasshouse.engine.tables import (
    ASLEEP,
    AT_BITS,
    AT_N_WORDS,
    ME_WOKEN,
    WAKE_BAD,
    WAKE_CHANNELS,
    WAKE_EVERY,
    WAKE_FROM_DAY,
    WAKE_GOOD,
    WAKE_GOOD_LISTS,
    WAKE_LEAST,
    WAKE_LISTED,
    WAKE_MOST,
    WAKE_OPINION,
    WAKE_SILENCES,
    WAKE_UNTIL_DAY,
    WAKES,
    WAKES_ROOM,
    n_of,
    of,
)
from glasshouse.kit.jit import helper

i64, f64 = np.int64, np.float64


@helper
def wake_city(law, people, fields, persons, day, w):
    """What is awake from the morning of ``day`` on; scope: city.

    Reads: law, people. Writes: woken of the window.
    """
    if day == 0:
        return
    fields.woken[w] = fields.woken[w - 1]
    for g in range(n_of(law, WAKES)):
        if (
            day % of(law, WAKES, g, WAKE_EVERY) == 0
            and of(law, WAKES, g, WAKE_FROM_DAY) <= day
            and day < of(law, WAKES, g, WAKE_UNTIL_DAY)
            and are_so_many(law, people, persons, of(law, WAKES, g, WAKE_BAD), of(law, WAKES, g, WAKE_LISTED))
            and are_so_many(law, people, persons, of(law, WAKES, g, WAKE_GOOD_LISTS), of(law, WAKES, g, WAKE_GOOD))
            and think_so(law, people, persons, g)
        ):
            fields.woken[w] |= i64(1) << g


@helper
def are_so_many(law, people, persons, lists, share):
    """Is at least such a share (-1: none is asked) of the city on one of these lists?"""
    if share < 0:
        return True
    listed = i64(0)
    for who in range(persons):
        listed += i64((mask_at(people.days[who], law[AT_BITS], law[AT_N_WORDS]) & lists) != 0)
    return (listed << 32) >= share * persons


@helper
def think_so(law, people, persons, g):
    """Is the mean of an opinion in the city within its bounds? Summed in the order of persons."""
    column = of(law, WAKES, g, WAKE_OPINION)
    if column < 0:
        return True
    total = f64(0)
    for who in range(persons):
        total += people.minds[who, column]
    mean = total / f64(persons) * 1e6
    return mean >= f64(of(law, WAKES, g, WAKE_LEAST)) and mean <= f64(of(law, WAKES, g, WAKE_MOST))


@helper
def let_wake(law, woken, me):
    """Let conditions see what has woken."""
    n = n_of(law, WAKES)
    asleep = ((i64(1) << n) - 1) & ~woken
    me[ME_WOKEN] = woken | (asleep << WAKES_ROOM)


@helper
def sleeping_channels(law, woken):
    """Bits of the channels that see nothing, as things stand."""
    asleep = i64(law[ASLEEP])
    for g in range(n_of(law, WAKES)):
        if (woken >> g) & 1:
            asleep &= ~of(law, WAKES, g, WAKE_CHANNELS)
    for g in range(n_of(law, WAKES)):
        if (woken >> g) & 1:
            asleep |= of(law, WAKES, g, WAKE_SILENCES)
    return asleep
