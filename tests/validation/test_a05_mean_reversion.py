"""A05, a score that returns is an autoregression: S += 0.05 (1000 - S) + N(0, 8) from 900, forty months long.

E[S_40] = 1000 - 100 * 0.95^40 = 987.14878, Var[S_40] = 64 / (1 - 0.95^2) * (1 - 0.95^80) = 645.5694; in the end a standard
deviation of 25.620505. Caught here: noise that is damped in the month in which it falls, a return to the start instead of to
1000, a sigma in steps instead of points, one draw for all months. Source: the law of a first-order autoregression.
"""

from __future__ import annotations

import pytest
from validation.worlds import SEEDS, live, mean, rejected, variance, z4

PERSONS, MONTHS = 100_000, 40
KEPT, SIGMA = 0.95, 8.0
STATIONARY = SIGMA**2 / (1 - KEPT**2)


@pytest.mark.slow
def test_mean_and_variance_after_forty_months() -> None:
    expected = 1000 - 100 * KEPT**MONTHS
    spread = STATIONARY * (1 - KEPT ** (2 * MONTHS))
    assert expected == pytest.approx(987.14878, abs=1e-5)
    assert spread == pytest.approx(645.5694, abs=1e-4)
    in_the_end = STATIONARY**0.5
    assert in_the_end == pytest.approx(25.620505, abs=1e-6)
    days = 365 * MONTHS // 12 + 1  # the fortieth month begins on the day before the last
    ends = [live("a05", PERSONS, days, seed).persons["score_a05/points"] for seed in SEEDS]
    means = [mean(end, spread) for end in ends]
    variances = [variance(end, spread, 3 * spread**2) for end in ends]
    z4("mean", expected, means)
    z4("variance", spread, variances)
    rejected(1000 - 100 * KEPT ** (MONTHS - 1), means)
    rejected(900.0, means)
    rejected(spread * KEPT**2, variances)  # noise first, then the return
    rejected(SIGMA**2 * sum(KEPT**k for k in range(MONTHS)) ** 2, variances)  # one draw for all months
