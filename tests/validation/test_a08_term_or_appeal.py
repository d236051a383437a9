"""A08, a term that an appeal may cut short: what appeals buy.

Each day on the list an appeal succeeds with a = 0.03, at most 24 days: mean stay (1 - 0.97^24) / 0.03 = 17.286093, share
leaving by appeal 1 - 0.97^24 = 0.518583. Caught here: a success that ends the stay on the same day (a day less) or on the
day after tomorrow, trials that begin on the day of entry, a term of 23 or 25 days.
"""

from __future__ import annotations

import numpy as np
from validation.worlds import SEEDS, gof, live, mean, misfits, rejected, share, z4

PERSONS, DAYS, A, TERM = 100_000, 84, 0.03, 24
STAY = np.r_[0, A * (1 - A) ** np.arange(TERM - 1), (1 - A) ** (TERM - 1)]
BY_APPEAL = 1 - (1 - A) ** TERM
LENGTHS = np.arange(TERM + 1)


def test_stays_and_ways_out() -> None:
    expected = (1 - (1 - A) ** TERM) / A
    assert (round(expected, 6), round(BY_APPEAL, 6)) == (17.286093, 0.518583)
    assert np.isclose(STAY @ LENGTHS, expected)
    lives = [live("a08", PERSONS, DAYS, seed).persons for seed in SEEDS]
    days = [each["listed_days"].to_numpy().astype(int) for each in lives]
    means = [mean(each, float(STAY @ (LENGTHS - expected) ** 2)) for each in days]
    z4("mean stay", expected, means)
    rejected(expected - 1, means)
    rejected((1 - (1 - A) ** 25) / A, means)
    counts = [np.bincount(each, minlength=TERM + 1) for each in days]
    gof("stays", STAY, counts)
    misfits(np.r_[STAY[1:], 0], counts)
    won = [share(each["score_a08/won"].sum(), PERSONS, BY_APPEAL) for each in lives]
    z4("leaving by appeal", BY_APPEAL, won)
    rejected(1 - (1 - A) ** (TERM - 1), won)
