"""Plain NumPy, as one writes it first: whole columns in default types, one pass over everybody per day."""

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
    rng = np.random.default_rng(seed)
    bad_chance, any_chance = chances(rng.integers(0, CLASSES, persons))
    score, until = np.full(persons, START), np.zeros(persons, int)
    is_listed = np.zeros(persons, bool)
    denied = bad = good = 0
    for day in range(days):
        if day % WEEK == 0:
            suffers = is_listed.reshape(-1, HOUSEHOLD).any(axis=1)
        is_listed = until > day
        hit = suffers & (rng.random(len(suffers)) < HOUSEHOLD_CHANCE)
        score = np.clip(score + HOUSEHOLD_POINTS * np.repeat(hit, HOUSEHOLD), FLOOR, CEILING)
        drawn = rng.random(persons)
        is_bad = drawn < bad_chance
        is_good = (drawn < any_chance) & ~is_bad
        is_seen = rng.random(persons) < SEEN
        points = np.where(is_bad, BAD_POINTS, np.where(is_good, GOOD_POINTS, 0))
        score = np.clip(score + points * is_seen, FLOOR, CEILING)
        denied += int(((rng.random(persons) < FLIGHT) & is_listed).sum())
        until = np.where((score < LISTED_BELOW) & (until <= day + 1), day + 1 + TERM_DAYS, until)
        bad, good = bad + int(is_bad.sum()), good + int(is_good.sum())
    return Lived(denied, int((until > days).sum()), int(score.sum()), bad, good)


def version() -> str:
    return f"NumPy {np.__version__}"
