"""What woke and when is a table of the run, and part of the life of everybody in that city."""

from __future__ import annotations

from pathlib import Path

import polars as pl

import glasshouse as gh

CREEP = """vocabulary = 1
[regime]
id = "creeping"
title = "Function creep"
kind = "reference"
about = "A ban wakes and a lenient rule falls asleep once a fifth of the city is listed."
[covers]
source = "definition"
[[channel]]
id = "till"
by = "register"
covers = "slip"
source = "definition"
[[list]]
id = "slipped"
kind = "bad"
term_days = 400
if_already_on = "ignore"
source = "definition"
[[rule]]
id = "slip"
on = "slip"
puts_on = "slipped"
source = "definition"
[[consequence]]
id = "ban"
when = { on_list = "slipped" }
denies = "flight"
asleep = true
source = "definition"
[[consequence]]
id = "surcharge"
when = { on_list = "slipped" }
service = "flight"
price_factor = 1.5
source = "definition"
[[steer]]
id = "creep"
text = "Once a fifth is listed, the ban comes."
every_days = 28
wakes = "ban"
puts_to_sleep = "surcharge"
when_listed_share_at_least = 0.2
source = "definition"
"""
ACTS = """vocabulary = 1
[[act]]
id = "slip"
lane = 40000
label = "slip on the ice"
kind = "mishap"
family = "ice"
visibility = "record"
occasions_per_year = 2
source = "definition"
"""


def test_a_waking_is_a_row_and_a_sentence(tmp_path: Path) -> None:
    regime = tmp_path / "creeping"
    regime.mkdir()
    (regime / "regime.toml").write_text(CREEP, "utf-8")
    (regime / "acts.toml").write_text(ACTS, "utf-8")
    run = gh.simulate(str(regime), persons=400, years=0.4, seed=3, out=tmp_path / "run")
    rows = run.steers.rows(named=True)
    assert [(row["clause"], row["awake"]) for row in rows] == [("creeping/ban", True), ("creeping/surcharge", False)]
    day = rows[0]["day"]
    assert {row["steer"] for row in rows} == {"creeping/creep"}
    assert day % 28 == 0
    assert 28 < day < 140
    week = run.panel.group_by("week").agg(pl.col("on_bad_list", "persons").cast(pl.Int64).sum()).sort("week")
    share = (week["on_bad_list"] / week["persons"]).to_list()
    assert share[day // 7 - 5] < 0.2 <= share[day // 7 - 1], "it came when the share was reached, not before"
    told = [line for line in run.explain(5).sentences if "The law changes" in line]
    assert len(told) == 1
    assert "ban comes into force; surcharge ends" in told[0]
    assert "Once a fifth is listed" in told[0]
    page = gh.report(run).read_text("utf-8")
    assert f"ban came into force on day {day} and surcharge ended on day {day}" in page
