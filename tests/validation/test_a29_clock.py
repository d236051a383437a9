"""A29, the length of a step is no policy: the same hazard on a monthly and on a daily clock.

An exit with 0.04 in 30 days, or with h = 1 - 0.96^(1/30) = 0.00135981 a day: 0.6127098 are left after 12 months of 30 days on
both clocks. Caught here: the hazard divided by 30 (0.6185852), a trial on the first day too many or on the last too few.
"""

from __future__ import annotations

import pytest
from validation.worlds import SEEDS, live, rejected, share, z4

PERSONS, DAYS = 240_000, 361
LEFT = 0.96**12
NAIVE = (1 - 0.04 / 30) ** 360


@pytest.mark.slow
def test_a_daily_and_a_monthly_clock_agree() -> None:
    assert round(1 - 0.96 ** (1 / 30), 8) == 0.00135981
    assert (round(LEFT, 7), round(NAIVE, 7)) == (0.6127098, 0.6185852)
    lives = [live("a29", PERSONS, DAYS, seed).persons for seed in SEEDS]
    for clock in ("monthly", "daily"):
        figures = [share((each[f"score_a29/{clock}"] == 0).sum(), PERSONS, LEFT) for each in lives]
        z4(f"left after 12 months, {clock} clock", LEFT, figures)
    naive = [share((each["score_a29/naive"] == 0).sum(), PERSONS, NAIVE) for each in lives]
    z4("left after 12 months, hazard divided by 30", NAIVE, naive)
    rejected(LEFT, naive)
