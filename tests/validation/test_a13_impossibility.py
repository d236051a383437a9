"""A13, equally right, unequally unjust: groups that differ in prevalence cannot be equal in all rates of error.

In every table of hits, false alarms, misses and people left alone: FPR = p / (1 - p) * (1 - PPV) / PPV * (1 - FNR). With
PPV = 0.6 and FNR = 0.35 for both: FPR 0.433333 where p = 0.5, but 0.185714 where p = 0.3 (Chouldechova 2017). The identity
is checked in whole numbers on every table of the outcome ``confusion``. Caught here: a person counted in two cells or in none, a
false report that needs no innocence, rates over the wrong base.
"""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest
from validation.worlds import SEEDS, live, rejected, share, z4

from glasshouse.outcomes.confusion import OUTCOME, confusion_of_persons

PERSONS, PPV, FNR = 100_000, 0.6, 0.35
PREVALENCE = {"town-centre": 0.5, "village": 0.3}
PUBLISHED = {"town-centre": 0.433333, "village": 0.185714}


@pytest.mark.slow
@pytest.mark.parametrize("by", ["group", "kind_of_place", "place", "wealth_band"])
def test_the_identity_holds_in_every_table(by: str) -> None:
    for seed in SEEDS:
        table = confusion_of_persons(live("a13", PERSONS, 28, seed), by)
        assert table["persons"].sum() == PERSONS
        for row in table.iter_rows(named=True):
            holds_exactly(row)


def holds_exactly(row: dict[str, int]) -> None:
    hit, alarm, miss, alone = (Fraction(row[name]) for name in ("hit", "false_alarm", "miss", "left_alone"))
    assert hit + alarm + miss + alone == row["persons"]
    p, right, missed = (hit + miss) / row["persons"], hit / (hit + alarm), miss / (hit + miss)
    assert alarm / (alarm + alone) == p / (1 - p) * (1 - right) / right * (1 - missed)
    for name, rate in (
        ("prevalence", p),
        ("right_share", right),
        ("miss_share", missed),
        ("false_alarm_share", alarm / (alarm + alone)),
    ):
        assert row[name] == pytest.approx(float(rate), abs=1e-12)


@pytest.mark.parametrize("kind", PREVALENCE)
def test_the_worked_figures(kind: str) -> None:
    p = PREVALENCE[kind]
    expected = p / (1 - p) * (1 - PPV) / PPV * (1 - FNR)
    assert round(expected, 6) == PUBLISHED[kind]
    tables = [confusion_of_persons(live("a13", PERSONS, 28, seed), "kind_of_place") for seed in SEEDS]
    rows = [table.filter(pl.col("kind_of_place") == kind).row(0, named=True) for table in tables]
    z4(f"{kind}: did it", p, [share(r["hit"] + r["miss"], r["persons"], p) for r in rows])
    z4(f"{kind}: right flags", PPV, [share(r["hit"], r["hit"] + r["false_alarm"], PPV) for r in rows])
    z4(f"{kind}: missed", FNR, [share(r["miss"], r["hit"] + r["miss"], FNR) for r in rows])
    alarms = [share(r["false_alarm"], r["false_alarm"] + r["left_alone"], expected) for r in rows]
    z4(f"{kind}: false alarms", expected, alarms)
    rejected(next(value for other, value in PUBLISHED.items() if other != kind), alarms)


def test_the_identity_holds_where_channels_err_in_every_way() -> None:
    run = live("rongcheng+court-list", 20_000, 365, 1, people="city")
    for row in OUTCOME.measure(run).iter_rows(named=True):
        holds_exactly(row)
