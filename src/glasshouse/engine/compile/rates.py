"""Rates and traits: thresholds of counts by level, ranks of wealth and income, beta and lognormal quantiles."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from scipy import special

from glasshouse.engine.tables import AT_LEAST, AT_MOST, ME_INCOME, ME_WEALTH
from glasshouse.kit.errors import InputError
from glasshouse.kit.randomness import ONE, poisson_thresholds
from glasshouse.population.make import LEVELS, TRAITS
from glasshouse.population.recipe import Recipe, Trait
from glasshouse.rulebook.model import Condition

SEASON_SHARE = 84 / 365
RATE_TRAITS = (*TRAITS, "wealth", "income", "group")
NO_TRAIT = -1
MOST_COUNTS = 256
MOST_MEAN = 150
"""The mean of the largest Poisson law that so many counts hold."""


def middle(level: int) -> float:
    """The quantile at the middle of one of sixteen equal levels."""
    return (level + 0.5) / LEVELS


def levels_within(least: float | None, most: float | None) -> range:
    """Levels of wealth or income within two ranks; the lowest level has rank 0, the highest 1.

    >>> levels_within(0.5, None), levels_within(None, 0.5)
    (range(8, 16), range(0, 8))
    """
    top = LEVELS - 1
    low = sum(level / top < (0 if least is None else least) for level in range(LEVELS))
    return range(low, sum(level / top <= (1 if most is None else most) for level in range(LEVELS)))


def ranks_asked(given: Condition) -> tuple[range, range]:
    """Levels of wealth, and of income, that fit a condition."""
    return (
        levels_within(given.wealth_rank_at_least, given.wealth_rank_at_most),
        levels_within(given.income_rank_at_least, given.income_rank_at_most),
    )


def rank_tests(given: Condition) -> list[tuple[int, int, int]]:
    """Tests of what a condition asks of wealth and income; none of what it does not ask.

    What everybody fits is tested as well: an ``unless`` without tests would be one that is not there.

    >>> len(rank_tests(Condition(wealth_rank_at_most=1)))
    1
    """
    wealth, income = ranks_asked(given)
    asked = (
        (given.wealth_rank_at_least, ME_WEALTH, AT_LEAST, wealth.start),
        (given.wealth_rank_at_most, ME_WEALTH, AT_MOST, wealth.stop - 1),
        (given.income_rank_at_least, ME_INCOME, AT_LEAST, income.start),
        (given.income_rank_at_most, ME_INCOME, AT_MOST, income.stop - 1),
    )
    return [(slot, how, level) for rank, slot, how, level in asked if rank is not None]


def share_in_ranks(given: Condition) -> float:
    """Share of a country's people of whom that holds."""
    return math.prod(len(levels) / LEVELS for levels in ranks_asked(given))


def trait_values(trait: Trait) -> np.ndarray:
    """Value of a beta trait at the middle of each level."""
    mean, spread = float(trait.mean), float(trait.spread)
    size = mean * (1 - mean) / spread**2 - 1
    if size <= 0:
        raise InputError(
            f"trait '{trait.id}': a mean of {mean:g} allows a spread below {math.sqrt(mean * (1 - mean)):.3g}; got {spread:g}"
        )
    return np.array([special.betaincinv(mean * size, (1 - mean) * size, middle(level)) for level in range(LEVELS)])


def multipliers(recipe: Recipe, more_with: Mapping[str, float]) -> np.ndarray:
    """How a rate grows with a trait, by level; the mean over people is one."""
    if not more_with:
        return np.ones(LEVELS)
    name, weight = next(iter(more_with.items()))
    traits = {trait.id: trait for trait in recipe.trait}
    values = trait_values(traits[name]) if name in traits else np.array([middle(level) for level in range(LEVELS)])
    out: np.ndarray = np.maximum(1 + weight * (values / values.mean() - 1), 0)
    return out


def count_rows(rates_per_year: list[np.ndarray]) -> np.ndarray:
    """Thresholds (row, 17 levels, k) of the number of occasions in a season; level 16 never has one."""
    longest = max((float(rates.max()) for rates in rates_per_year), default=0.0) * SEASON_SHARE
    if longest > MOST_MEAN:
        raise InputError(
            f"an act, service or channel has {longest:.4g} occasions a season for some people; {MOST_MEAN} are the most"
        )
    length = 8
    while length < MOST_COUNTS:
        try:
            poisson_thresholds(longest, length)
            break
        except ValueError:
            length += 4
    out = np.full((max(len(rates_per_year), 1), LEVELS + 1, length), ONE, np.int64)
    for row, rates in enumerate(rates_per_year):
        for level in range(LEVELS):
            if rates[level] > 0:
                out[row, level] = poisson_thresholds(float(rates[level]) * SEASON_SHARE, length)
    return out


def lognormal_quantiles(median: float, sigma: float, n: int) -> np.ndarray:
    """Quantiles of a lognormal law at the middle of ``n`` equal shares."""
    out: np.ndarray = median * np.exp(sigma * special.ndtri((np.arange(n) + 0.5) / n))
    return out
