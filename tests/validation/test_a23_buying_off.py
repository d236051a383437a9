"""A23, buying one's way off: listed until a debt of 90,000 is paid from monthly savings, lognormal with median 500, sigma 0.8.

Still listed after t months: P(savings < 90,000 / t) = Phi(ln(90,000 / 500 t) / 0.8) = 0.994109, 0.915165, 0.693863 at 24, 60, 120
months; with twice the income everybody needs half the time. Debt and saving enter by their ratio only, so the law stands on the
debt here (``a23/acts.toml``). Caught here: coarse quantiles of the debt (64 give 0.9219 at 60 months), a debt paid from the whole
income instead of the spare share, a wrong length of the month.
"""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from scipy import stats
from validation.worlds import HERE, SEEDS, live, rejected, share, z4

PERSONS, MONTH = 50_000, 365 / 12
PUBLISHED = {24: 0.994109, 60: 0.915165, 120: 0.693863}
SPARE = 0.3


def people(room: Path, monthly_savings: float) -> str:
    """People who all save so much a month."""
    text = (HERE / "plain.toml").read_text("utf-8")
    before = "[income]\nmedian_yuan = 1_000\nsigma = 0\n"
    assert before in text
    median = monthly_savings * 12 / SPARE
    file = room / f"savers-{monthly_savings:g}.toml"
    file.write_text(
        text.replace(before, f"[income]\nmedian_yuan = {median:g}\nsigma = 0\nspare_share = {SPARE}\n"), "utf-8"
    )
    return str(file)


def listed(days: int, seed: int, savers: str) -> int:
    """Who is still on the list in the evening of the last day."""
    return int(live("a23", PERSONS, days, seed, savers, window_days=84).persons["list_a23/list"].sum())


@pytest.mark.slow
def test_savings_buy_the_way_off(tmp_path: Path) -> None:
    savers = people(tmp_path, 500)
    for months, published in PUBLISHED.items():
        expected = float(stats.norm.cdf(math.log(90_000 / (500 * months)) / 0.8))
        assert round(expected, 6) == published
        found = [share(listed(round(months * MONTH), seed, savers), PERSONS, expected) for seed in SEEDS]
        z4(f"after {months} months", expected, found)
        if months == 60:
            rejected(59 / 64, found)


def test_time_goes_as_one_over_income(tmp_path: Path) -> None:
    once, twice = people(tmp_path, 500), people(tmp_path, 1000)
    for days in (730, 1800):
        slow = live("a23", PERSONS, 2 * days + 1, 1, once, window_days=84).persons["list_a23/list"]
        fast = live("a23", PERSONS, days + 1, 1, twice, window_days=84).persons["list_a23/list"]
        assert (slow != fast).mean() < 0.001, "but for the rounding of a time to whole days"
        assert 0.02 < 1 - float(fast.cast(float).mean()) < 0.4
