"""A deed that nobody sees and that pays only by whom one meets is done where the other's score makes it pay."""

from __future__ import annotations

from pathlib import Path

import polars as pl

import glasshouse as gh

REGIME = """vocabulary = 1
[regime]
id = "looks"
title = "A score that others look at"
kind = "reference"
about = "Nobody sees the visit; it is worth what the score of whoever is met says."
[covers]
source = "definition"
[[score]]
id = "rank"
start = [{ group = "minority", is = 100 }, { is = 0 }]
source = "definition"
[[channel]]
id = "eye"
by = "register"
covers = "visit"
sees_probability = 0
source = "definition"
"""
ACTS = """vocabulary = 1
[[act]]
id = "visit"
lane = 40000
label = "visit somebody"
kind = "harm"
family = "visits"
visibility = "online"
occasions_per_year = 20
gain_yuan = 0.01
cost_yuan = 500
meets = "place"
met_score = "looks/rank"
met_score_from = 50
met_yuan_per_point = 20
source = "definition"
"""


def test_what_the_others_score_makes_worthwhile_is_done(tmp_path: Path) -> None:
    (tmp_path / "regime.toml").write_text(REGIME, "utf-8")
    (tmp_path / "acts.toml").write_text(ACTS, "utf-8")
    run = gh.simulate(str(tmp_path), "city", persons=300, years=0.5, seed=3, out=tmp_path / "run")
    visits = run.acts.filter(pl.col("act") == "visit").select(pl.col("occasions", "done", "for_points").sum())
    share = float((run.persons["group"] == "minority").mean())  # type: ignore[arg-type]
    done, occasions = visits["for_points"][0], visits["occasions"][0]
    assert visits["done"][0] == done
    assert abs(done / occasions - share) < 4 * (share * (1 - share) / occasions) ** 0.5 + 0.02
