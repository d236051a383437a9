"""A07, the stock of a list: inflow times mean stay, whatever the law of the stay.

Listed with hazard h = 0.01 a day when free; a stay of mean D = 24 days: fixed, geometric, or 6 days (2 of 3) and 60. Share
listed D / (D + 1/h) = 24/124 = 0.1935484 for all three (insensitivity), and stock = inflow x 24 (Little).

The convention of this engine: a deed of day d puts on the list from d + 1 to d + D; while listed, also on the last listed
day, a new entry is ignored; so a cycle has D listed days and 1/h free ones, the last of them the day of the deed. Were one
at risk on the last listed day, it would be 24/123 = 0.195122 (caught here, as are terms that are a day short or long).
"""

from __future__ import annotations

import math

import polars as pl
import pytest
from validation.worlds import SEEDS, Figure, eq, interval, live

PERSONS, BURN_WEEKS, WEEKS = 30_000, 36, 156
H, D = 0.01, 24
STOCK = D / (D + 1 / H)
VARIANCE_OF_STAY = {"fixed": 0.0, "geometric": D * (D - 1), "mixture": 36 * 2 / 3 + 3600 / 3 - D**2}


@pytest.mark.slow
@pytest.mark.parametrize("term", VARIANCE_OF_STAY)
def test_the_stock_does_not_depend_on_the_law_of_the_term(term: str) -> None:
    assert round(STOCK, 7) == 0.1935484
    weeks = WEEKS - BURN_WEEKS
    # time average of an alternating renewal process: asymptotic variance from means and variances of stay and gap
    gap, varies = 1 / H, (1 - H) / H**2
    per_day = (gap**2 * VARIANCE_OF_STAY[term] + D**2 * varies) / (D + gap) ** 3
    error = math.sqrt(per_day / (7 * weeks) / PERSONS)
    stocks, flows = [], []
    for seed in SEEDS:
        panel = live(f"a07/{term}", PERSONS, 7 * WEEKS, seed).panel.filter(pl.col("week") >= BURN_WEEKS)
        stocks.append(Figure(panel["on_bad_list"].sum() / weeks / PERSONS, error))
        flows.append(Figure(panel["entered"].sum() * D / (7 * weeks) / PERSONS, error))
    eq(f"share listed, {term}", STOCK, 0.002, stocks)
    eq(f"inflow x mean stay, {term}", STOCK, 0.002, flows)
    low, high = interval(stocks)
    assert high < 24 / 123, "nobody is at risk on the last listed day"
    assert low > 23 / 123, "a term is not a day short"
