"""Polars: the population as one frame, a day as one chain of expressions; the draws come from NumPy."""

from __future__ import annotations

import numpy as np

from peers.model import (
    BAD_POINTS,
    CEILING,
    CLASSES,
    FLIGHT,
    FLOOR,
    GOOD_POINTS,
    HOUSEHOLD,
    HOUSEHOLD_CHANCE,
    HOUSEHOLD_POINTS,
    LISTED_BELOW,
    SEEN,
    START,
    TERM_DAYS,
    WEEK,
    Lived,
    chances,
)


def live(persons: int, days: int, seed: int) -> Lived:
    import polars as pl

    rng = np.random.default_rng(seed)
    bad_chance, any_chance = chances(rng.integers(0, CLASSES, persons))
    people = pl.DataFrame(
        {
            "home": np.repeat(np.arange(persons // HOUSEHOLD, dtype=np.uint32), HOUSEHOLD),
            "bad_chance": bad_chance.astype(np.float32), "any_chance": any_chance.astype(np.float32),
            "score": np.full(persons, START, np.int16), "until": np.zeros(persons, np.int16), "suffers": np.zeros(persons, bool),
        }
    )  # fmt: skip
    score, until, drawn = pl.col("score"), pl.col("until"), pl.col("drawn")
    points = (
        pl.when(~pl.col("is_seen")).then(pl.lit(0, pl.Int16))
        .when(pl.col("is_bad")).then(pl.lit(BAD_POINTS, pl.Int16))
        .when(pl.col("is_good")).then(pl.lit(GOOD_POINTS, pl.Int16))
        .otherwise(pl.lit(0, pl.Int16))
    )  # fmt: skip
    counts = np.zeros(3, np.int64)
    for day in range(days):
        seen_next_week = {"suffers": (until > day).any().over("home")} if day % WEEK == WEEK - 1 else {}
        homes = rng.random(persons // HOUSEHOLD, np.float32) < HOUSEHOLD_CHANCE
        people = people.with_columns(
            drawn=pl.Series(rng.random(persons, np.float32)), is_seen=pl.Series(rng.random(persons, np.float32) < SEEN),
            flies=pl.Series(rng.random(persons, np.float32) < FLIGHT), home_is_hit=pl.Series(np.repeat(homes, HOUSEHOLD)),
        ).with_columns(
            is_bad=drawn < pl.col("bad_chance"), is_good=(drawn >= pl.col("bad_chance")) & (drawn < pl.col("any_chance")),
            denied=pl.col("flies") & (until > day),
            score=(score + HOUSEHOLD_POINTS * (pl.col("suffers") & pl.col("home_is_hit")).cast(pl.Int16)).clip(FLOOR, CEILING),
        ).with_columns(score=(score + points).clip(FLOOR, CEILING)).with_columns(
            until=pl.when((score < LISTED_BELOW) & (until <= day + 1)).then(pl.lit(day + 1 + TERM_DAYS, pl.Int16)).otherwise(until),
            **seen_next_week,
        )  # fmt: skip
        counts += people.select(pl.col("denied", "is_bad", "is_good").sum()).row(0)
        people = people.select("home", "bad_chance", "any_chance", "score", "until", "suffers")
    denied, bad, good = map(int, counts)
    return Lived(denied, int((people["until"] > days).sum()), int(people["score"].cast(pl.Int64).sum()), bad, good)


def version() -> str:
    import polars as pl

    return f"Polars {pl.__version__}"
