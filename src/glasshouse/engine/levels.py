"""How often each act and service is for whom: the level of every rate column, as a season begins."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.order import SEASON_DAYS, YEAR_DAYS
from glasshouse.engine.standing import holds
from glasshouse.engine.tables import (
    COLUMNS,
    ME_AGE,
    ME_KIND,
    ME_REGISTERED,
    ME_RESIDENT,
    ME_ROLE,
    n_of,
    of,
)
from glasshouse.kit.jit import helper
from glasshouse.population.make import (
    W_AGE,
    W_CAUTION,
    W_CONFORMITY,
    W_DIGITAL,
    W_EXPRESSIVENESS,
    W_GROUP,
    W_INCOME,
    W_KIND,
    W_MOVED,
    W_REGISTERED,
    W_RESIDENT,
    W_ROLE,
    W_STREET,
    W_WEALTH,
)

u8, i64 = np.uint8, np.int64

NOT_FILLED = 255
"""Level that no rate column has: the place's levels are still to be filled."""


@helper
def fill_levels(law, traits, batch, offset, n, day):
    """Level of each rate column this season: the trait's, or 16 (never) for whom the act or service is not."""
    me = batch.me
    for w in range(n_of(law, COLUMNS)):
        trait = of(law, COLUMNS, w, 0)
        first = of(law, COLUMNS, w, 1)
        n_tests = of(law, COLUMNS, w, 2)
        for j in range(offset, offset + n):
            level = u8(8)
            if trait == 0:
                level = traits.rows[j, W_CAUTION] >> 4
            elif trait == 1:
                level = traits.rows[j, W_EXPRESSIVENESS]
            elif trait == 2:
                level = traits.rows[j, W_CONFORMITY]
            elif trait == 3:
                level = traits.rows[j, W_DIGITAL]
            elif trait == 4:
                level = traits.rows[j, W_STREET]
            elif trait == 5:
                level = traits.rows[j, W_WEALTH]
            elif trait == 6:
                level = traits.rows[j, W_INCOME]
            elif trait == 7:
                level = traits.rows[j, W_GROUP]
            if n_tests > 0:
                me[ME_AGE] = i64(traits.rows[j, W_AGE]) + day // YEAR_DAYS
                me[ME_ROLE] = i64(1) << traits.rows[j, W_ROLE]
                me[ME_KIND] = i64(1) << traits.rows[j, W_KIND]
                me[ME_REGISTERED] = traits.rows[j, W_REGISTERED]
                me[ME_RESIDENT] = i64(traits.rows[j, W_RESIDENT]) - i64(traits.rows[j, W_MOVED]) + day
                if not holds(law, first, n_tests, me):
                    level = u8(16)
            traits.levels[w, j] = level


@helper
def first_season_of_year(season):
    """The first season that begins in the same year: then it is asked for whom an act or service is."""
    year = season * SEASON_DAYS // YEAR_DAYS
    return (year * YEAR_DAYS + SEASON_DAYS - 1) // SEASON_DAYS
