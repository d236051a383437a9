"""B05, a performative treadmill (after Perdomo et al. 2020): the bar is the 80 % quantile of the last scores.

Everybody raises a score ~ N(100, 15) by eps times the published bar. The bar has the fixed point (100 + 15 z.8) / (1 - eps):
160.8919 for eps = .3 and 281.5608 for .6; what is missing to it shrinks by the factor eps with each retraining; at eps = 1
the bar climbs by the same step for ever, above it ever faster.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import stats
from validation.worlds import SEEDS, Figure, eq, live, rejected

from glasshouse.rulebook.read import DATA

N, MONTHS = 100_000, 20
QUANTILE = 100 + 15 * float(stats.norm.isf(0.2))


@lru_cache
def people(folder: Path, eps: float) -> str:
    """The shipped population with another share of the bar."""
    text = (DATA / "populations" / "climbers.toml").read_text("utf-8")
    assert text.count("effort_share = 0.6\n") == 1
    file = folder / f"climbers-{eps}.toml"
    file.write_text(text.replace("effort_share = 0.6\n", f"effort_share = {eps}\n"), "utf-8")
    return str(file)


def bars(folder: Path, eps: float, seed: int, months: int = MONTHS, persons: int = N) -> np.ndarray:
    lived = live("moving-bar", persons, months * 365 // 12, seed, people=people(folder, eps))
    assert (lived.thresholds["reached"] / persons).is_between(0.199, 0.201).all()
    return lived.thresholds.sort("day")["at_least"].to_numpy()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("climbers")


@pytest.mark.parametrize(("eps", "published"), [pytest.param(0.3, 160.8919, marks=pytest.mark.slow), (0.6, 281.5608)])
def test_the_bar_climbs_to_its_fixed_point(folder: Path, eps: float, published: float) -> None:
    fixed = QUANTILE / (1 - eps)
    assert round(fixed, 4) == published
    error = 15 * np.sqrt(0.16 / N) / float(stats.norm.pdf(stats.norm.isf(0.2))) / (1 - eps)
    runs = [bars(folder, eps, seed) for seed in SEEDS]
    figures = [Figure(float(found[-1]), float(error)) for found in runs]
    eq(f"bar, eps = {eps}", fixed, 0.6, figures)
    rejected(QUANTILE, figures)  # a bar that nobody follows
    rejected(QUANTILE * (1 + eps), figures)  # one that is followed once
    for found in runs:
        missing = found[0] / (1 - eps) - found[:6]
        assert missing[1:] == pytest.approx(eps * missing[:-1], abs=0.02), "what is missing shrinks by eps each time"


def test_at_a_share_of_one_or_more_the_bar_climbs_for_ever(folder: Path) -> None:
    even = bars(folder, 1.0, 1, 12, 5_000)
    assert np.diff(even) == pytest.approx(even[0], abs=0.011)
    faster = np.diff(bars(folder, 1.1, 1, 12, 5_000))
    assert faster[1:] / faster[:-1] == pytest.approx(1.1, abs=1e-3)


def test_the_best_fifth_is_the_best_fifth_however_high_the_bar(folder: Path) -> None:
    lived = live("moving-bar", 20_000, 365, 1, people=people(folder, 0.6))
    assert lived.persons.filter(pl.col("grade_moving-bar") == "A").height / 20_000 == pytest.approx(0.2, abs=1e-3)
    effort = lived.persons["effort_moving-bar/points"].unique()
    assert effort.len() == 1, "the same bar, the same effort"
