"""Laws of numbers: how many occasions a season brings, and the quantiles of traits and money."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from functools import cache
from statistics import NormalDist

from scipy import special

from glasshouse.population.recipe import Recipe
from twin.addresses import WORD

SEASON_DAYS = 84
LEVELS = 16


@cache
def count_thresholds(mean: float) -> tuple[int, ...]:
    """Bounds of a Poisson law: a word means as many occasions as there are bounds at or below it."""
    if mean <= 0:
        return (WORD,)
    bounds = []
    with localcontext() as context:
        context.prec = 40
        rate = Decimal(repr(mean))
        term = (-rate).exp()
        total = Decimal(0)
        while not bounds or bounds[-1] < WORD:
            total += term
            bounds.append(min(int((total * WORD).to_integral_value(ROUND_HALF_EVEN)), WORD))
            term = term * rate / len(bounds)
    return tuple(bounds)


def how_many(word: int, mean: float) -> int:
    """The count that a word stands for, in a law of this mean."""
    n = 0
    for bound in count_thresholds(mean):
        if word < bound:
            break
        n += 1
    return n


def per_season(per_year: float) -> float:
    """A rate of a year as one of a season."""
    return per_year * (SEASON_DAYS / 365)


def trait_values(recipe: Recipe, name: str) -> tuple[float, ...]:
    """A trait's value at the middle of each of sixteen equal shares of people; by rank alone if it has no law."""
    trait = next((each for each in recipe.trait if each.id == name), None)
    if trait is None:
        return tuple((level + 0.5) / LEVELS for level in range(LEVELS))
    return beta_values(float(trait.mean), float(trait.spread))


@cache
def beta_values(mean: float, spread: float) -> tuple[float, ...]:
    """Quantiles of a beta law at the middle of sixteen equal shares."""
    size = mean * (1 - mean) / spread**2 - 1
    a, b = mean * size, (1 - mean) * size
    return tuple(float(special.betaincinv(a, b, (level + 0.5) / LEVELS)) for level in range(LEVELS))


def multiplier(recipe: Recipe, trait: str, weight: float, level: int) -> float:
    """How much more often somebody of this level does something; one on average."""
    values = trait_values(recipe, trait)
    return max(1 + weight * (values[level] / (sum(values) / LEVELS) - 1), 0.0)


def lognormal(median: float, sigma: float, step: int, of: int) -> float:
    """The middle of one of so many equal shares of a lognormal law."""
    return median * math.exp(sigma * NormalDist().inv_cdf((step + 0.5) / of))
