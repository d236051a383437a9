"""Estimates with their standard errors, for measures: shares, means and medians of independent values."""

from __future__ import annotations

import math

import numpy as np

NORMAL_95 = 1.959964


def share(hits: int, n: int) -> tuple[float, float]:
    """A share of independent trials and its standard error."""
    p = hits / n
    return p, math.sqrt(p * (1 - p) / n)


def mean(values: np.ndarray) -> tuple[float, float]:
    """A mean of independent values and its standard error."""
    return float(values.mean()), float(values.std(ddof=1) / math.sqrt(values.size))


def spread(values: np.ndarray) -> tuple[float, float]:
    """A standard deviation of independent values and its standard error, from their second and fourth central moments."""
    away = (values - values.mean()) ** 2
    sigma = math.sqrt(float(away.sum()) / (values.size - 1))
    return sigma, float(away.std()) / (2 * sigma * math.sqrt(values.size))


def median(values: np.ndarray) -> tuple[float, float]:
    """A median of independent values and its standard error, from the two values that enclose it 95 times in 100.

    >>> median(np.arange(101.0))[0]
    50.0
    """
    ranks = 0.5 + np.array((-1, 1)) * NORMAL_95 / (2 * math.sqrt(values.size))
    low, high = np.quantile(values, np.clip(ranks, 0, 1))
    return float(np.median(values)), float(high - low) / (2 * NORMAL_95)
