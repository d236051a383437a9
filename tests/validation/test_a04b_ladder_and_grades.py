"""A04b, small credits and big debits with grades: two thirds end in grade A although a debit costs three credits.

Levels 0 to 20, +1 with 0.25, -3 with 0.06, clipped; grades D 0-4, C 5-9, B 10-14, A 15-20. Mean 15.554248; shares
D/C/B/A 0.03951 / 0.088014 / 0.197185 / 0.675292; a day's clipping takes 0.0722570 off at the top and gives 0.0022570 at the
bottom, and their difference is the drift 0.07. In the ledger every posting has what was asked and what was posted: start +
asked + clipped = end, for everybody. Caught here: clipping that leaves no entry, a debit that is dropped instead of
clipped, a band's lower end taken as its upper one.
"""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from validation.worlds import SEEDS, Figure, gof, live, mean, misfits, postings, rejected, share, z4

DAYS, TOP = 504, 20
SIZES = [34_000, pytest.param(100_000, marks=pytest.mark.slow)]
UP, DOWN = 0.25, 0.06
LEVELS = np.arange(TOP + 1)
BANDS = {"D": (0, 4), "C": (5, 9), "B": (10, 14), "A": (15, 20)}


def matrix() -> np.ndarray:
    out = np.zeros((TOP + 1, TOP + 1))
    for level in LEVELS:
        out[level, min(level + 1, TOP)] += UP
        out[level, max(level - 3, 0)] += DOWN
        out[level, level] += 1 - UP - DOWN
    return out


def stationary() -> np.ndarray:
    system = np.vstack([(matrix().T - np.eye(TOP + 1))[:-1], np.ones(TOP + 1)])
    return np.linalg.solve(system, np.r_[np.zeros(TOP), 1])


LAW = stationary()
SHARES = {grade: float(LAW[low : high + 1].sum()) for grade, (low, high) in BANDS.items()}
CLIPPED_TOP = UP * LAW[TOP]
CLIPPED_BOTTOM = DOWN * (3 * LAW[0] + 2 * LAW[1] + LAW[2])


def test_the_closed_form_is_the_published_one() -> None:
    assert round(float(LAW @ LEVELS), 6) == 15.554248
    assert [round(SHARES[grade], 6) for grade in "DCBA"] == [0.039510, 0.088014, 0.197185, 0.675292]
    assert (round(CLIPPED_TOP, 7), round(CLIPPED_BOTTOM, 7)) == (0.0722570, 0.0022570)
    assert math.isclose(CLIPPED_TOP - CLIPPED_BOTTOM, UP - 3 * DOWN)


@pytest.mark.parametrize("persons", SIZES)
def test_levels_and_grades(persons: int) -> None:
    lives = [live("a04b", persons, DAYS, seed).persons for seed in SEEDS]
    spread = float(LAW @ (LEVELS - LAW @ LEVELS) ** 2)
    ends = [each["score_a04b/level"].to_numpy() for each in lives]
    z4("mean level", float(LAW @ LEVELS), [mean(end, spread) for end in ends])
    counts = [np.bincount(end.astype(int), minlength=TOP + 1) for end in ends]
    gof("levels", LAW, counts)
    for grade, expected in SHARES.items():
        figures = [share((each["grade_a04b"] == grade).sum(), persons, expected) for each in lives]
        z4(f"grade {grade}", expected, figures)
    no_big_debits = ((UP / (3 * DOWN)) ** LEVELS) / ((UP / (3 * DOWN)) ** LEVELS).sum()
    misfits(no_big_debits, counts)


@pytest.mark.slow
def test_what_clipping_takes_is_in_the_ledger() -> None:
    """One place of 1,000 people told again, posting by posting; the first 300 days are left to settle."""
    tops, bottoms = [], []
    for seed in SEEDS:
        ledger, ends = postings("a04b", 1000, DAYS, seed)
        sums = ledger.group_by("person").agg(pl.col("asked", "posted").sum())
        clipped = (pl.col("posted") - pl.col("asked")).alias("clipped")
        book = ends.join(sums, on="person", how="left").fill_null(0).with_columns(clipped)
        assert (10 + book["asked"] + book["clipped"] == book["end"]).all(), "start + ledger + clipping = end"
        assert ledger.filter(pl.col("asked").abs() < pl.col("posted").abs()).height == 0
        late = ledger.filter(pl.col("day") >= 300).with_columns(clipped)
        tops.append(per_day(late.filter(pl.col("asked") > 0), -1))
        bottoms.append(per_day(late.filter(pl.col("asked") < 0), 1))
    z4("clipped at the top, a day", CLIPPED_TOP, tops)
    z4("clipped at the bottom, a day", CLIPPED_BOTTOM, bottoms)
    rejected(0.0, tops)


def per_day(ledger: pl.DataFrame, sign: int) -> Figure:
    """Points clipped per person and day; a person's days hang together, so the error is that of persons."""
    by_person = ledger.group_by("person").agg(pl.col("clipped").sum() * sign)
    values = np.zeros(1000)
    values[by_person["person"].to_numpy()] = by_person["clipped"].to_numpy()
    values /= DAYS - 300
    return Figure(float(values.mean()), float(values.std(ddof=1)) / math.sqrt(1000))
