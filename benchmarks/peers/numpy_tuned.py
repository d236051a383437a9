"""NumPy, tuned: small types, blocks that stay in the cache, index lists for what is rare; still one draw per person and day."""

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

BLOCK = 1 << 15


def live(persons: int, days: int, seed: int) -> Lived:
    rng = np.random.Generator(np.random.SFC64(seed))
    score, until = np.full(persons, START, np.int16), np.zeros(persons, np.int16)
    counted = np.zeros(3, np.int64)
    for first in range(0, persons, BLOCK):
        counted += live_block(rng, score[first : first + BLOCK], until[first : first + BLOCK], days)
    denied, bad, good = map(int, counted)
    return Lived(denied, int(np.count_nonzero(until > days)), int(score.sum(dtype=np.int64)), bad, good)


def live_block(rng: np.random.Generator, score: np.ndarray, until: np.ndarray, days: int) -> tuple[int, int, int]:
    """One draw tells a person's day: the lowest part is a deed, the next ``FLIGHT`` a flight (perhaps with a deed), else nothing."""
    bad_chance, any_chance = (each.astype(np.float32) for each in chances(rng.integers(0, CLASSES, len(score))))
    deed_alone = any_chance * np.float32(1 - FLIGHT)
    anything = deed_alone + np.float32(FLIGHT)
    bad_of_deeds = bad_chance / any_chance
    homes, drawn = score.reshape(-1, HOUSEHOLD), np.empty(len(score), np.float32)
    denied = bad = good = 0
    suffers = np.empty(0, np.intp)
    for day in range(days):
        if suffers.size:
            hit = suffers[rng.random(suffers.size, np.float32) < HOUSEHOLD_CHANCE]
            homes[hit] = np.maximum(homes[hit] + np.int16(HOUSEHOLD_POINTS), FLOOR)
        rng.random(out=drawn, dtype=np.float32)
        who = np.flatnonzero(drawn < anything)
        has_deed = drawn[who] < deed_alone[who]
        flies = ~has_deed
        flier = who[flies]
        denied += int(np.count_nonzero(until[flier] > day))
        has_deed[flies] = rng.random(flier.size, np.float32) < any_chance[flier]
        who = who[has_deed]
        is_bad = rng.random(who.size, np.float32) < bad_of_deeds[who]
        n_bad = int(np.count_nonzero(is_bad))
        bad, good = bad + n_bad, good + who.size - n_bad
        is_seen = rng.random(who.size, np.float32) < SEEN
        who, points = who[is_seen], np.where(is_bad[is_seen], np.int16(BAD_POINTS), np.int16(GOOD_POINTS))
        score[who] = np.clip(score[who] + points, FLOOR, CEILING)
        if day % WEEK == WEEK - 1:
            suffers = np.flatnonzero((until > day).reshape(-1, HOUSEHOLD).any(axis=1))
        low = np.flatnonzero((score < LISTED_BELOW) & (until <= day + 1))
        if low.size:
            until[low] = day + 1 + TERM_DAYS
    return denied, bad, good


def version() -> str:
    return f"NumPy {np.__version__}, 16-bit state, blocks of {BLOCK:,}"
