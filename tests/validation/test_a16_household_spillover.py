"""A16, household spillover: a list of one in a hundred touches two in a hundred, because people live together.

Household sizes 1 to 5 with shares 0.25, 0.30, 0.22, 0.15, 0.08 of households; each person listed with probability 0.01,
independently. Share of *persons* with a listed co-member: sum(share size (1 - 0.99^(size - 1))) / sum(share size) =
0.0210025. Persons of a household are not independent, so the standard error is that of households. Caught here: sizes
weighted by households instead of persons (0.0152), a tie that reaches only neighbours in the file or only adults, a person
who is refused for the own entry counted as refused for others.
"""

from __future__ import annotations

import math

import polars as pl
from validation.worlds import SEEDS, Figure, live, rejected, share, z4

PERSONS, DAYS, LISTED = 100_000, 126, 0.01
SIZES, SHARES = (1, 2, 3, 4, 5), (0.25, 0.30, 0.22, 0.15, 0.08)
ALONE = [1 - (1 - LISTED) ** (size - 1) for size in SIZES]
MEAN_SIZE = sum(s * k for s, k in zip(SHARES, SIZES, strict=True))
TOUCHED = sum(s * k * q for s, k, q in zip(SHARES, SIZES, ALONE, strict=True)) / MEAN_SIZE


def second_moment(size: int) -> float:
    """E[(touched - TOUCHED size)^2] of a household, over the number of its listed members."""
    total = 0.0
    for listed in range(size + 1):
        chance = math.comb(size, listed) * LISTED**listed * (1 - LISTED) ** (size - listed)
        touched = 0 if listed == 0 else size - 1 if listed == 1 else size
        total += chance * (touched - TOUCHED * size) ** 2
    return total


def people(seed: int) -> pl.DataFrame:
    """Everybody, with whether one is listed and whether somebody else of the household is."""
    listed = pl.col("list_a16/list").cast(int)
    others = (listed.sum().over("household") - listed).alias("others")
    return live("a16", PERSONS, DAYS, seed).persons.with_columns(listed.alias("listed"), others)


def figure(hits: float) -> Figure:
    per_household = sum(s * second_moment(k) for s, k in zip(SHARES, SIZES, strict=True))
    return Figure(hits / PERSONS, math.sqrt(per_household * PERSONS / MEAN_SIZE) / PERSONS)


def test_who_has_a_listed_co_member() -> None:
    assert round(TOUCHED, 7) == 0.0210025
    everybody = [people(seed) for seed in SEEDS]
    z4("listed", LISTED, [share(each["listed"].sum(), PERSONS, LISTED) for each in everybody])
    figures = [figure(each.filter(pl.col("others") > 0).height) for each in everybody]
    z4("with a listed co-member", TOUCHED, figures)
    rejected(LISTED, figures)
    rejected(sum(s * q for s, q in zip(SHARES, ALONE, strict=True)), figures)


def test_exactly_they_are_refused_tickets() -> None:
    for seed in SEEDS:
        everybody = people(seed)
        refused = everybody.filter(pl.col("refused") > 0)
        assert set(refused["person"]) == set(
            everybody.filter((pl.col("others") > 0) | (pl.col("listed") > 0))["person"]
        )
        by_tie = everybody.filter((pl.col("refused_by_tie") > 0) & (pl.col("listed") == 0))
        assert set(by_tie["person"]) == set(
            everybody.filter((pl.col("others") > 0) & (pl.col("listed") == 0))["person"]
        )
