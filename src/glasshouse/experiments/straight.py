"""The next trial by a straight line: where figures that grow evenly with the parameters would meet their targets."""

from __future__ import annotations

import numpy as np
from scipy.optimize import lsq_linear

STIFF = 1e-2
"""How much a slope, and a step away from the best trial, cost: keeps both small where the trials say nothing."""


def straight_guess(places: np.ndarray, misses: np.ndarray) -> np.ndarray | None:
    """Where, within the ranges, a plane through the trials meets the targets best.

    Parameters
    ----------
    places
        (trial, parameter), each 0 to 1.
    misses
        (trial, target): how many tolerances each figure lies above its target. Near trials count more.

    Returns
    -------
    (parameter,) a place, 0 to 1; none while there are fewer trials than a plane needs.
    """
    n, width = places.shape
    if n < width + 2:
        return None
    distances = (misses**2).sum(axis=1)
    best = int(np.argmin(distances))
    away = ((places - places[best]) ** 2).sum(axis=1) / width
    order = np.sort(away)
    reach = max(float(order[min(2 * width + 2, n - 1)]), 1e-6)
    weight = np.sqrt(np.exp(-away / reach))
    rows = np.hstack([np.ones((n, 1)), places - places[best]]) * weight[:, None]
    stiff = np.sqrt(STIFF * reach) * np.eye(width + 1)
    stiff[0, 0] = 0
    fit, *_ = np.linalg.lstsq(
        np.vstack([rows, stiff]),
        np.vstack([misses * weight[:, None], np.zeros((width + 1, misses.shape[1]))]),
        rcond=None,
    )
    here, slopes = fit[0], fit[1:].T
    a = np.vstack([slopes, np.sqrt(STIFF) * np.eye(width)])
    b = np.concatenate([-here, np.zeros(width)])
    step = lsq_linear(a, b, bounds=(-places[best] - 1e-12, 1 - places[best] + 1e-12)).x
    guess: np.ndarray = np.clip(places[best] + step, 0, 1)
    return guess
