"""B01, patrols that follow their own records: an urn that runs away (Ensign et al. 2018; Lum and Isaac 2016).

A pair of neighbourhoods gets one patrol a day, drawn in proportion to records; an incident is recorded only where the
patrol is. Two hundred places are a hundred pairs, each an urn of its own, and independent of the others.

    a  equal rates, 5 records each: the additions are Polya's, so the share is beta-binomial, and Beta(5, 5) in the limit
    b  rates .6 and .4: the share goes to 1, and log growth to the ratio of rates, 2/3
    c  with calls from both places at a quarter of the rates: .75 in the limit; day 20,000 by the mean field is .7353
    d  found records taken up with a chance inverse to the share: .6, the true share of incidents
    e  the districts with most records: the same ones are patrolled from the first day to the last

At test size the horizon of b, c and d is 1,000 days, where an urn written here in twenty lines of numpy is the oracle (as
far from the limit as from the start: the negative controls are refused); the published horizon is marked slow.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from scipy import stats
from validation.worlds import SEEDS, Figure, eq, live, rejected, z4

PAIRS, DAYS = 500, 1000
RATES = (0.6, 0.4)
MEDIAN_TO_MEAN = math.sqrt(math.pi / 2)


def records(regime: str, days: int, seed: int, pairs: int = PAIRS) -> np.ndarray:
    """Records (pair, place) at the end."""
    patrols = live(regime, 2 * pairs, days, seed, people="neighbourhoods", threads=2, window_days=1).patrols
    last = patrols.filter(pl.col("season") == pl.col("season").max()).sort("place")
    return last["records"].to_numpy().reshape(pairs, 2)


def urn(days: int, calls: float = 0.0, corrected: bool = False, runs: int = 20_000) -> np.ndarray:
    """The published urn by other means: (run, place) after so many days."""
    rng = np.random.default_rng(20180223)
    held = np.full((runs, 2), 10.0)
    for _ in range(days):
        share = held[:, 0] / held.sum(axis=1)
        there = np.stack([(there := rng.random(runs) < share), ~there], axis=1)
        found = there & (rng.random((runs, 2)) < RATES)
        if corrected:
            found &= rng.random((runs, 2)) < held.min(axis=1, keepdims=True) / held
        held += found.astype(int) + (rng.random((runs, 2)) < np.array(RATES) * calls)
    return held


def shares(held: np.ndarray) -> np.ndarray:
    return held[:, 0] / held.sum(axis=1)


def growth(held: np.ndarray) -> np.ndarray:
    return np.log(held[:, 1] / 10) / np.log(held[:, 0] / 10)


def mean(values: np.ndarray, like: np.ndarray, measure: Callable[[np.ndarray], np.ndarray] = shares) -> Figure:
    """A mean over urns; the error by the spread of the oracle's urns, their own error included."""
    spread = measure(like).std()
    return Figure(float(measure(values).mean()), float(spread * math.sqrt(1 / len(values) + 1 / len(like))))


@pytest.mark.slow
def test_a_equal_rates_freeze_by_chance() -> None:
    found = [records("runaway-patrols-equal", 2 * DAYS, seed) for seed in SEEDS]
    for held in found:
        drawn = held - 5
        n = drawn.sum(axis=1)
        low, high = stats.betabinom.cdf(drawn[:, 0] - 1, n, 5, 5), stats.betabinom.cdf(drawn[:, 0], n, 5, 5)
        assert stats.kstest((low + high) / 2, "uniform").pvalue > 1e-3
        assert stats.kstest(shares(held), stats.beta(5, 5).cdf).pvalue > 1e-3
    limit = stats.beta(5, 5)
    assert round(float(limit.std()), 7) == 0.1507557
    z4("share", 0.5, [Figure(float(shares(held).mean()), limit.std() / math.sqrt(PAIRS)) for held in found])
    fourth = limit.stats(moments="k") + 3
    error = limit.var() * math.sqrt((fourth - 1) / PAIRS)
    squares = [Figure(float(np.mean((shares(held) - 0.5) ** 2)), float(error)) for held in found]
    n = float(np.mean([held.sum() / PAIRS - 10 for held in found]))
    z4("variance of the share", float(limit.var() * n / (n + 10)), squares)  # of 5 + drawn over 10 + n
    rejected(0.25 / n, squares)  # patrols that go by nothing leave binomial records
    rejected(float(stats.beta(10, 10).var()), squares)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("regime", "calls", "corrected"),
    [("runaway-patrols", 0.0, False), ("patrols-and-calls", 0.25, False), ("patrols-corrected", 0.0, True)],
)
def test_bcd_unequal_rates_at_test_size(regime: str, calls: float, corrected: bool) -> None:
    like = urn(DAYS, calls, corrected)
    found = [records(regime, DAYS, seed) for seed in SEEDS]
    z4(f"{regime}: share", float(shares(like).mean()), [mean(held, like) for held in found])
    z4(f"{regime}: log growth", float(growth(like).mean()), [mean(held, like, growth) for held in found])
    total = like.sum(axis=1)
    figures = [Figure(float(held.sum() / PAIRS), float(total.std() / math.sqrt(PAIRS))) for held in found]
    z4(f"{regime}: records", float(total.mean()), figures)
    if not corrected:
        rejected(0.6, [mean(held, like) for held in found])  # the truth
    if calls:
        once = urn(DAYS, calls - 0.5 * calls * RATES[0], corrected)  # a find and a call of one day, counted once
        rejected(float(once.sum(axis=1).mean()), figures)


def test_e_hot_spots_stay() -> None:
    run = live("hot-spot-patrols", 200, 2 * 365, 1, people="districts", window_days=1)
    days = run.patrols.group_by("place").agg(pl.col("watched_days").sum()).sort("place")["watched_days"].to_numpy()
    most = np.isin(np.arange(10), (4, 2, 7))  # 20, 17 and 16 records at the start
    assert (days.reshape(20, 10) == np.where(most, 2 * 365, 0)).all(), "Jaccard of the first and the last day: 1"
    last = run.patrols.filter(pl.col("season") == pl.col("season").max()).sort("place")["records"].to_numpy()
    start = np.array([14, 9, 17, 11, 20, 8, 12, 16, 10, 13])
    assert ((last.reshape(20, 10) > start) == most).all(), "nothing is recorded where nobody looks"


# ---- the published horizon: day 20,000

LONG = 20_000


def mean_field(days: int, calls: float) -> float:
    """Share of the first place if chances were shares."""
    a = b = 10.0
    for _ in range(days):
        x = a / (a + b)
        a, b = a + RATES[0] * (x + calls), b + RATES[1] * (1 - x + calls)
    return a / (a + b)


def spread(values: np.ndarray) -> float:
    return float(values.std() / math.sqrt(len(values)))


@pytest.mark.slow
def test_b_at_the_published_day() -> None:
    found = [records("runaway-patrols", LONG, seed) for seed in SEEDS]
    medians = [Figure(float(np.median(shares(held))), MEDIAN_TO_MEAN * spread(shares(held))) for held in found]
    eq("median share", 0.9106, 0.01, medians)
    logs = [Figure(float(np.median(growth(held))), MEDIAN_TO_MEAN * spread(growth(held))) for held in found]
    eq("log growth", 0.666, 0.01, logs)


@pytest.mark.slow
def test_c_at_the_published_day() -> None:
    expected = mean_field(LONG, 0.25)
    assert round(expected, 4) == 0.7353
    found = [shares(records("patrols-and-calls", LONG, seed, 1000)) for seed in SEEDS]
    figures = [Figure(float(share.mean()), spread(share)) for share in found]
    eq("share", expected, 0.003, figures)
    rejected(0.7074, figures)  # a find and a call of one day counted once


@pytest.mark.slow
def test_d_at_the_published_day() -> None:
    found = [shares(records("patrols-corrected", LONG, seed)) for seed in SEEDS]
    eq("share", 0.6, 0.002, [Figure(float(share.mean()), spread(share)) for share in found])
