"""What crosses a city's windows: the few numbers by which people in one place feel what was decided for all places.

A field has one row per window, in force in that window; what a city step remembers from one window to the next stands
beside them. A place is lived again from the rows alone. Worlds without a city step have one row for all windows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from glasshouse.engine.servers import N_LINE
from glasshouse.kit.randomness import ONE

ALL_ANSWERED = (1 << 63) - 1
"""Key beyond every case: a desk without limit has answered all."""
MOST_DECISIONS = 1 << 16


class Fields(NamedTuple):
    """The fields of a city, what its steps remember, and their scratch."""

    cutoffs: np.ndarray  # (window, desk) i64: key of the last case answered
    owed: np.ndarray  # (desk,) i64: decisions carried over, in 1e-9
    heap: np.ndarray  # scratch of the desks
    patrolled: np.ndarray  # (window, place) u8: bits of the steers whose watchers are there
    records: np.ndarray  # (place, steer) i64: records so far, in thousandths
    accepts: np.ndarray  # (place, steer) i64: threshold of taking up what the watchers found
    found: np.ndarray  # (place, steer) i64: what the watchers found since they were sent
    history: np.ndarray  # (season, place, steer) i64: records at the season's end
    follows: np.ndarray  # (window, norm, 4) i64: followers, carriers, payoffs of others and of followers, on the eve
    books: np.ndarray  # (season, place, score and scale) i64: scores of places and their grades at the season's end
    started: np.ndarray  # (day, desk) i64: key of the last case that a desk with servers took up that day
    free: np.ndarray  # (desk, server) i64: tick from which a server is free
    line: np.ndarray  # (season, desk, N_LINE) i64: what queues came to, see engine/servers.py
    queue: np.ndarray  # scratch of desks with servers: keys
    work: np.ndarray  # the same: ticks of work
    claims: np.ndarray  # (place, 4 * budget) i64: who qualifies for a pot or a place on a list, see engine/budgets.py
    places_in_line: (
        np.ndarray
    )  # (budget, person) i64: who of those who qualify comes first, for portions of a pot or places on a list
    pots: np.ndarray  # (window, 5 * budget) i64: see engine/budgets.py
    left: np.ndarray  # (window, place, use) i64: how many uses of a shared perk are left, see engine/uses.py
    bars: np.ndarray  # (window, 3 * rank) i64: see engine/ration.py
    remade: np.ndarray  # (window, rank) u8: is a bar made anew on its first morning?
    woken: np.ndarray  # (window,) i64: bits of the steers that have woken what they name
    named: np.ndarray  # (window, place, publicity) i64: new names near by or in the city, of which the place may hear
    values: np.ndarray  # scratch of ranking: scores
    lots: np.ndarray  # scratch of ranking: lots of equals


CROSSING = ("cutoffs", "patrolled", "follows", "started", "pots", "left", "bars", "remade", "woken", "named")
"""Fields that a replay of one place needs."""
SCRATCH = ("heap", "queue", "work", "values", "lots")
"""Forgotten after each window."""


def new_queues(n_desks: int, n_days: int, n_seasons: int, servers: int, room: int) -> tuple[np.ndarray, ...]:
    """The fields of desks with servers; ``servers`` of the desk that has most, ``room`` for the cases of a window."""
    desks = max(n_desks, 1)
    return (
        np.full((n_days if servers else 1, desks), ALL_ANSWERED, np.int64),
        np.zeros((desks, max(servers, 1)), np.int64),
        np.zeros((n_seasons if n_desks else 1, desks, N_LINE), np.int64),
        np.zeros(max(room, 1), np.int64),
        np.zeros(max(room, 1), np.int64),
    )


def new_pots(n_windows: int, n_places: int, n_persons: int, n_budgets: int, n_uses: int) -> tuple[np.ndarray, ...]:
    """The fields of pots that are shared out, and of perks that are shared."""
    windows = n_windows if n_budgets else 1
    return (
        np.zeros((n_places, 4 * n_budgets), np.int64),
        np.full((n_budgets, n_persons if n_budgets else 0), -1, np.int64),
        np.zeros((windows, 5 * n_budgets), np.int64),
        np.zeros((n_windows, n_places, n_uses) if n_uses else (1, 1, 0), np.int64),
    )


def new_ranking(
    n_windows: int, bars: np.ndarray, n_ranked: int, wakes: bool, named: np.ndarray
) -> tuple[np.ndarray, ...]:
    """The fields of grades by rank: ``bars`` (rank, ...) hold before any are made; so many persons are ranked.

    Then, where anything ``wakes``, what has woken; and ``named``, see there.
    """
    rows = n_windows if len(bars) else 1
    return (
        np.tile(bars.ravel(), (rows, 1)),
        np.zeros((rows, len(bars)), np.uint8),
        np.zeros(max(n_windows, 1) if wakes else 1, np.int64),
        named,
        np.zeros(max(n_ranked, 1), np.int64),
        np.zeros(max(n_ranked, 1), np.int64),
    )


def new_fields(
    n_windows: int,
    n_seasons: int,
    n_places: int,
    n_desks: int,
    n_steers: int,
    n_norms: int,
    n_books: int,
    queues: tuple[np.ndarray, ...],
    pots: tuple[np.ndarray, ...],
    ranking: tuple[np.ndarray, ...],
) -> Fields:
    """Fields of a city on the eve of day 0: desks without a city step answer at once, watchers are everywhere."""
    places = (n_windows, n_places) if n_steers else (1, 1)
    return Fields(
        np.full((max(n_windows, 1), max(n_desks, 1)), ALL_ANSWERED, np.int64),
        np.zeros(max(n_desks, 1), np.int64),
        np.zeros(MOST_DECISIONS if n_desks else 1, np.int64),
        np.full(places, 255, np.uint8),
        np.zeros((places[1], max(n_steers, 1)), np.int64),
        np.full((places[1], max(n_steers, 1)), ONE, np.int64),
        np.zeros((places[1], max(n_steers, 1)), np.int64),
        np.zeros((n_seasons if n_steers else 1, places[1], max(n_steers, 1)), np.int64),
        np.zeros((max(n_windows, 1), n_norms, 4), np.int64),
        np.zeros((n_seasons, n_places, n_books) if n_books else (1, 1, 1), np.int64),
        *queues,
        *pots,
        *ranking,
    )


def of_place(crossed: dict[str, np.ndarray], place: int) -> dict[str, np.ndarray]:
    """The part of what crossed a city's windows that one of its places needs to be lived again."""
    wide = [name for name in ("patrolled", "named", "left") if crossed[name].shape[1] > 1]
    return crossed | {name: crossed[name][:, place : place + 1] for name in wide}


def crossing(fields: Fields) -> dict[str, np.ndarray]:
    """The rows that crossed windows, by name."""
    return {name: getattr(fields, name) for name in CROSSING}


def kept(fields: Fields) -> dict[str, np.ndarray]:
    """What a checkpoint keeps, by name."""
    return {name: array for name, array in fields._asdict().items() if name not in SCRATCH}
