"""What is counted while lives are lived: arrays per city that become the result tables."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

# columns of `panel`, in the order of results.schema.PANEL after the grade
(
    P_PERSONS, P_BAD, P_GOOD, P_ENTERED, P_LEFT, P_DONE, P_DETERRED, P_CHILLED, P_FOR_POINTS, P_SEEN, P_MISSED, P_MISREAD,
    P_INVENTED, P_WRONG, P_LOST, P_WON, P_REFUSED, P_REFUSED_BY_TIE, P_EASED, P_EASED_YUAN, P_DEARER, P_APPLIED,
    P_GRANTED, P_SHOWN, N_PANEL,
) = range(25)  # fmt: skip
# columns of `acts`: four kinds of choice (would * 1 + done * 2), then what became of it
A_NEITHER, A_GIVEN_UP, A_FOR_POINTS, A_DONE, A_SEEN, A_MISSED, A_MISREAD, A_INVENTED, A_WRONG, N_ACT = range(10)
# columns of `services`
S_REFUSED, S_BY_TIE, S_EASED, S_YUAN, S_DEARER, N_SERVICE = range(6)

# columns of `norms`
F_PERSONS, F_FOLLOWERS, F_BEGAN, F_GAVE_UP, F_CATCHING, N_FOLLOW = range(6)

MONTHS = 1310
"""Longest spell in months of 28 days."""
BINS = 64


class Counts(NamedTuple):
    """Counts of one task (a range of places of a city); tasks are added up in order."""

    panel: np.ndarray  # (week, cell, N_PANEL) i64
    acts: np.ndarray  # (season, act, N_ACT) i64
    services: np.ndarray  # (season, service * regimes, group * 5 + band, N_SERVICE) i64
    flows: np.ndarray  # (season, scale, 32, 32) i64
    scores: np.ndarray  # (season, score, BINS) i64
    spells: np.ndarray  # (list, group * 5 + band, wrong, MONTHS / 2, ended or open) i64
    norms: np.ndarray  # (window, norm, N_FOLLOW) i64
    total: np.ndarray  # (4,) i64: occasions weighed, reports, mail read, wants judged


def new_counts(
    n_weeks: int,
    n_seasons: int,
    n_cells: int,
    n_acts: int,
    n_pairs: int,
    n_tens: int,
    n_scales: int,
    n_scores: int,
    n_lists: int,
    n_windows: int,
    n_norms: int,
) -> Counts:
    """Counts of zero."""

    def zeros(*shape: int) -> np.ndarray:
        return np.zeros(tuple(max(n, 1) for n in shape), np.int64)

    months = n_seasons * 3 + 2
    return Counts(
        zeros(n_weeks, n_cells, N_PANEL), zeros(n_seasons, n_acts, N_ACT), zeros(n_seasons, n_pairs, n_tens, N_SERVICE),
        zeros(n_seasons, n_scales, 32, 32), zeros(n_seasons, n_scores, BINS), zeros(n_lists, n_tens, 2, months, 2), zeros(n_windows, n_norms, N_FOLLOW),
        zeros(4),
    )  # fmt: skip
