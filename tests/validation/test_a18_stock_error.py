"""A18, who is left on the list: the share of wrong entries in the stock is not their share in the inflow.

Inflow 8 % wrong; a term ends with 1/24 a month; an appeal succeeds with 0.05 a month where the entry is wrong, 0.005 where it
is right. Wrong share of the *stock* = 0.0423921 (Little's law for two classes), not 0.08. A month has 30 days; entries, ends of
terms and applications fall on its first day, so that a month's chances of leaving are exactly 1/24 + 0.05 and 1/24 + 0.005.
Caught here, and found by it: an appeal that goes on after its entry is over and sets free whoever is listed anew; besides,
a desk that mistakes right for wrong.
"""

from __future__ import annotations

import polars as pl
import pytest
from validation.worlds import SEEDS, live, rejected, share, z4

PERSONS, DAYS = 30_000, 3612  # three weeks after the first day of the 121st month, answers given
INFLOW, TERM, APPEAL_WRONG, APPEAL_RIGHT, ENTRY = 0.08, 1 / 24, 0.05, 0.005, 0.2
STAY_WRONG, STAY_RIGHT = 1 / (TERM + APPEAL_WRONG), 1 / (TERM + APPEAL_RIGHT)
STOCK = INFLOW * STAY_WRONG / (INFLOW * STAY_WRONG + (1 - INFLOW) * STAY_RIGHT)


@pytest.mark.slow
def test_wrong_entries_are_rarer_in_the_stock() -> None:
    assert round(STOCK, 7) == 0.0423921
    spells = [live("a18", PERSONS, DAYS, seed, window_days=6).spells for seed in SEEDS]
    open_ = [each.group_by("wrong").agg(pl.col("open").sum()) for each in spells]
    stock = [share(each.filter("wrong")["open"].sum(), each["open"].sum(), STOCK) for each in open_]
    z4("wrong share of the stock", STOCK, stock)
    rejected(INFLOW, stock)
    stay = INFLOW * STAY_WRONG + (1 - INFLOW) * STAY_RIGHT
    listed = stay / (stay + 1 / ENTRY)
    z4("share listed", listed, [share(each["open"].sum(), PERSONS, listed) for each in open_])


@pytest.mark.slow
def test_in_the_inflow_they_are_eight_in_a_hundred() -> None:
    both = [live("a18", PERSONS, DAYS, seed, window_days=6).spells for seed in SEEDS]
    entered = [each.with_columns((pl.col("open") + pl.col("ended")).alias("n")) for each in both]
    z4(
        "wrong share of the inflow",
        INFLOW,
        [share(e.filter("wrong")["n"].sum(), e["n"].sum(), INFLOW) for e in entered],
    )
