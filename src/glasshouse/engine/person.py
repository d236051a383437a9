"""Who is at hand: the fixed part of ``me``, and the rows and boxes that helpers are given together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from glasshouse.engine.tables import (
    AT_LEFT,
    LEAVES,
    ME_ABROAD,
    ME_ABSENT,
    ME_AGE_AT_START,
    ME_AWARE,
    ME_GROUP,
    ME_HOME,
    ME_INCOME,
    ME_J,
    ME_JOINED,
    ME_KIND,
    ME_PART,
    ME_PLACE,
    ME_REGISTERED,
    ME_RESIDENT_AT_START,
    ME_ROLE,
    ME_SIZE,
    ME_TEN,
    ME_TYPE,
    ME_UNIT,
    ME_WEALTH,
    ME_WHO,
    SCRIPT_END,
    SCRIPT_FIRST,
    n_of,
)  # fmt: skip
from glasshouse.kit.jit import helper, hot, typed
from glasshouse.population.make import (
    W_ABROAD,
    W_AGE,
    W_AWARE,
    W_BAND,
    W_GROUP,
    W_HOME,
    W_INCOME,
    W_JOINED,
    W_KIND,
    W_MOVED,
    W_PART,
    W_REGISTERED,
    W_RESIDENT,
    W_ROLE,
    W_SIZE,
    W_TYPE,
    W_WEALTH,
)

i64 = np.int64


class Own(NamedTuple):
    """The rows of one person."""

    points: np.ndarray
    days: np.ndarray
    small: np.ndarray
    tally: np.ndarray


class Box(NamedTuple):
    """Where a person's mail and cases go: the pools of the place; and what is posted to its own scores."""

    pool: np.ndarray
    head: np.ndarray
    cases: np.ndarray
    case_head: np.ndarray
    moved: np.ndarray
    commons: np.ndarray


@typed("b1(i8[::1], i8)")
def is_scripted(law, unit):
    """Does a case or a story say what this person does, wants, pays and applies for?"""
    return law[SCRIPT_FIRST] <= unit and unit < law[SCRIPT_END]


@hot
def introduce(traits, who, j, unit, place, me):
    """Write who the person is into ``me``: number in the city, in the place, in the country; group, household, traits."""
    me[ME_WHO] = who
    me[ME_J] = j
    me[ME_UNIT] = unit
    me[ME_PLACE] = place
    me[ME_GROUP] = traits.rows[who, W_GROUP]
    me[ME_TEN] = i64(traits.rows[who, W_GROUP]) * 5 + i64(traits.rows[who, W_BAND])
    me[ME_TYPE] = traits.rows[who, W_TYPE]
    me[ME_HOME] = traits.rows[who, W_HOME]
    me[ME_SIZE] = traits.rows[who, W_SIZE]
    me[ME_JOINED] = traits.rows[who, W_JOINED]
    me[ME_ABSENT] = ~me[ME_JOINED]
    me[ME_AWARE] = traits.rows[who, W_AWARE]
    me[ME_AGE_AT_START] = traits.rows[who, W_AGE]
    me[ME_RESIDENT_AT_START] = i64(traits.rows[who, W_RESIDENT]) - i64(traits.rows[who, W_MOVED])
    me[ME_ROLE] = i64(1) << traits.rows[who, W_ROLE]
    me[ME_KIND] = i64(1) << traits.rows[who, W_KIND]
    me[ME_PART] = traits.rows[who, W_PART]
    me[ME_REGISTERED] = traits.rows[who, W_REGISTERED]
    me[ME_ABROAD] = traits.rows[who, W_ABROAD]
    me[ME_INCOME] = traits.rows[who, W_INCOME]
    me[ME_WEALTH] = traits.rows[who, W_WEALTH]


@typed("void(i8[::1], u2[::1], i8[::1])")
def drop_left(law, days, me):
    """Who has left a regime is under it no more; asked of whoever has just been introduced."""
    if n_of(law, LEAVES) > 0:
        me[ME_JOINED] &= ~i64(days[law[AT_LEFT]])
        me[ME_ABSENT] = ~me[ME_JOINED]


@typed("b1(i8[::1], i8, u2[::1])")
def has_left(law, r, days):
    """Has the person left a regime?"""
    return n_of(law, LEAVES) > 0 and (i64(days[law[AT_LEFT]]) >> r) & 1 == 1


@helper
def is_member(law, rows, people, who, r):
    """Has somebody of a city joined a regime, and not left it?"""
    return (i64(rows[who, W_JOINED]) >> r) & 1 == 1 and not has_left(law, r, people.days[who])
