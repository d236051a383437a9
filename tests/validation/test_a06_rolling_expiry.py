"""A06, rolling expiry: points that live for a year are an M/D/infinity queue, so their number is Poisson at any later date.

0.25 recorded deeds a month, each alive for 12 months: live points ~ Poisson(3); a breach is six or more, share 0.0839179 at
every date from the 12th month on. Points count on the day of the deed and expire on the morning 365 days later, so at the
end of a day the deeds of 365 days are alive. The grade of a day is fixed in its morning, after the expiries and before the
day's deeds: it sees 364 days, share 0.0830916. Caught here: expiry off by a month (Poisson(3.25)), points that expire once
only, or never.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats
from validation.worlds import SEEDS, gof, live, mean, misfits, rejected, share, z4

PERSONS, DAYS = 100_000, 800
LIVE = 0.25 * 12
BREACH = float(stats.poisson.sf(5, LIVE))


def test_live_points_are_poisson_at_the_end() -> None:
    ends = [-live("a06", PERSONS, DAYS, seed).persons["score_a06/record"] for seed in SEEDS]
    counts = [np.bincount(end.cast(int)) for end in ends]
    z4("mean of live points", LIVE, [mean(end, LIVE) for end in ends])
    assert round(BREACH, 7) == 0.0839179
    figures = [share((end >= 6).sum(), PERSONS, BREACH) for end in ends]
    z4("six or more", BREACH, figures)
    rejected(float(stats.poisson.sf(5, LIVE * 13 / 12)), figures)
    gof("live points", stats.poisson.pmf(np.arange(25), LIVE), counts)
    misfits(stats.poisson.pmf(np.arange(25), LIVE * 13 / 12), counts)


@pytest.mark.parametrize("week", [55, 80, 113])
def test_the_share_in_breach_is_the_same_at_any_date(week: int) -> None:
    of_a_morning = float(stats.poisson.sf(5, LIVE * 364 / 365))
    figures = [share(in_breach(seed, week), PERSONS, of_a_morning) for seed in SEEDS]
    z4(f"in breach after week {week}", of_a_morning, figures)
    rejected(float(stats.poisson.sf(5, LIVE * 13 / 12)), figures)


def in_breach(seed: int, week: int) -> int:
    panel = live("a06", PERSONS, DAYS, seed).panel
    return int(panel.filter((pl.col("week") == week) & (pl.col("grade") == "breach"))["persons"].sum())
