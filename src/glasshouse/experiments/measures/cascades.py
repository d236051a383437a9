"""Cascades: followers in the end, and when and where the curve of buyers bends. Nothing is drawn, so there is no error."""

from __future__ import annotations

import numpy as np

from glasshouse.experiments.answer import Measured, Runs
from glasshouse.experiments.measures.falsified_preferences import followers

A_HUNDRED = 100
PEAK_YEARS = 6.192619
ROUND_THE_PEAK = (4.69, 7.13)
"""Years whose curve is fitted; its bend is looked for half a year and more inside."""


def measure(runs: Runs) -> Measured:
    """Figure -> (value, standard error)."""
    out = {name: A_HUNDRED * float(followers(runs["crowds"], name)[0, -1]) for name in ("riot", "riot-less-one")}
    for name in ("riot-narrow", "riot-wide", "habit-1-2", "habit-1-5", "habit-2", "habit-3"):
        out[name] = float(followers(runs["city"], name)[0, -1])
    curve = followers(runs["buyers"], "gadget")[0]
    out["bought-at-the-peak"] = float(curve[round(PEAK_YEARS * 365)])
    out["peak"] = bend(curve)
    return {figure: (value, 0.0) for figure, value in out.items()}


def bend(share: np.ndarray) -> float:
    """Years until a daily curve bends: zero of the second derivative of a polynomial through the years around the peak."""
    low, high = ROUND_THE_PEAK
    years = np.arange(len(share)) / 365
    near = (years >= low) & (years <= high)
    curve = np.polynomial.Polynomial.fit(years[near], share[near], 9)
    roots = np.asarray(curve.deriv(2).roots(), dtype=np.complex128)
    inside = (abs(roots.imag) < 1e-9) & (roots.real > low + 0.5) & (roots.real < high - 0.5)
    return float(roots.real[inside][0]) if inside.sum() == 1 else float("nan")
