"""NumPy that skips days without events: gaps between deeds are drawn, not days. The fastest we could write in NumPy."""

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

BLOCK = 1 << 16


def live(persons: int, days: int, seed: int) -> Lived:
    rng = np.random.Generator(np.random.SFC64(seed))
    score, until = np.full(persons, START, np.int16), np.zeros(persons, np.int16)
    counted = np.zeros(3, np.int64)
    for first in range(0, persons, BLOCK):
        counted += live_block(rng, score[first : first + BLOCK], until[first : first + BLOCK], days)
    denied, bad, good = map(int, counted)
    return Lived(denied, int(np.count_nonzero(until > days)), int(score.sum(dtype=np.int64)), bad, good)


def hits(rng: np.random.Generator, chance: float, cells: int) -> np.ndarray:
    """Which of ``cells`` cells in a row are hit, each with ``chance``: sums of geometric gaps."""
    found, last = [], -1
    while last < cells:
        n = int((cells - last) * chance * 1.05) + 32
        at = last + np.cumsum(1 + (rng.standard_exponential(n) * (-1 / np.log1p(-chance))).astype(np.int64))
        found.append(at)
        last = int(at[-1])
    together = np.concatenate(found)
    return together[: np.searchsorted(together, cells)]


def live_block(rng: np.random.Generator, score: np.ndarray, until: np.ndarray, days: int) -> tuple[int, int, int]:
    """All deeds of a week at once: the busiest class sets the pace, and the others take only their share of the hits."""
    n = len(score)
    bad_chance, any_chance = chances(rng.integers(0, CLASSES, n))
    busiest = float(chances(np.arange(CLASSES))[1].max())
    bad_share, any_share = (bad_chance / busiest).astype(np.float32), (any_chance / busiest).astype(np.float32)
    homes = score.reshape(-1, HOUSEHOLD)
    denied = bad = good = 0
    suffers = np.empty(0, np.intp)
    for week in range(0, days, WEEK):
        length = min(WEEK, days - week)
        cell = hits(rng, busiest, n * length)
        drawn = rng.random(cell.size, np.float32)
        is_deed = drawn < any_share[cell % n]
        cell, drawn = cell[is_deed], drawn[is_deed]
        is_bad = drawn < bad_share[cell % n]
        n_bad = int(np.count_nonzero(is_bad))
        bad, good = bad + n_bad, good + cell.size - n_bad
        is_seen = rng.random(cell.size, np.float32) < SEEN
        cell, is_bad = cell[is_seen], is_bad[is_seen]
        points = np.where(is_bad, np.int16(BAD_POINTS), np.int16(GOOD_POINTS))
        who, ends = cell % n, np.searchsorted(cell, n * np.arange(length + 1))
        flight = hits(rng, FLIGHT, n * length)
        flier, flight_ends = flight % n, np.searchsorted(flight, n * np.arange(length + 1))
        for k in range(length):
            day = week + k
            if suffers.size:
                hit = suffers[rng.random(suffers.size, np.float32) < HOUSEHOLD_CHANCE]
                homes[hit] = np.maximum(homes[hit] + np.int16(HOUSEHOLD_POINTS), FLOOR)
            today = slice(ends[k], ends[k + 1])
            score[who[today]] = np.clip(score[who[today]] + points[today], FLOOR, CEILING)
            denied += int(np.count_nonzero(until[flier[flight_ends[k] : flight_ends[k + 1]]] > day))
            if k == WEEK - 1:
                suffers = np.flatnonzero((until > day).reshape(-1, HOUSEHOLD).any(axis=1))
            low = np.flatnonzero((score < LISTED_BELOW) & (until <= day + 1))
            if low.size:
                until[low] = day + 1 + TERM_DAYS
    return denied, bad, good


def version() -> str:
    return f"NumPy {np.__version__}, gaps drawn, blocks of {BLOCK:,}"
