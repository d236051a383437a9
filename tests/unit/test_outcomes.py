"""Outcomes on tables small enough to count by hand, and on a whole made-up run."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from fake_run import FakeRun, empty_tables, fake_run, frame

from glasshouse.outcomes import (
    abroad,
    burden,
    choices,
    distribution,
    flows,
    grades,
    interval,
    listed,
    perks,
    places,
    refusals,
    scores,
    sight,
    stays,
)
from glasshouse.outcomes.all import OUTCOMES
from glasshouse.results.schema import TABLES

MANIFEST = {
    "world": {"regimes": ["r"], "population": "city", "persons": 4, "years": 1.0, "days": 365, "seed": 1},
    "titles": {"r": "A regime, for tests"},
    "grades": {"r": ["A", "B"]},
    "lists": [{"id": "r/bad", "kind": "bad"}, {"id": "r/good", "kind": "good"}],
    "act_kinds": {"litter": "harm", "joke": "lawful"},
    "state": "done",
}


def tiny(**tables: dict[str, list[Any]]) -> FakeRun:
    """A run of these rows and nothing else; columns beyond the schema are kept."""
    made = empty_tables()
    for name, rows in tables.items():
        made[name] = frame(rows, TABLES[name])
        more = [c for c in rows if c not in made[name].columns]
        made[name] = made[name].with_columns(pl.Series(c, rows[c]) for c in more)
    return FakeRun(Path(), dict(MANIFEST), **made)


def people(**columns: list[Any]) -> dict[str, list[Any]]:
    n = len(next(iter(columns.values())))
    return {"place": [0] * n, "group": ["majority"] * n, **columns}


# -- intervals


def test_a_ratio_over_places_has_the_textbook_interval():
    table = pl.DataFrame({"place": [0, 1, 2], "hits": [1, 2, 6], "n": [10, 10, 10]})
    cell = interval.ratio(table, "hits", "n", "place").row(0, named=True)
    # equal sizes: the ratio estimator is the mean of 0.1, 0.2, 0.6 with the ordinary standard error
    error = np.std([0.1, 0.2, 0.6], ddof=1) / math.sqrt(3)
    assert cell["value"] == pytest.approx(0.3)
    assert cell["high"] - cell["value"] == pytest.approx(4.302653 * error, rel=1e-6)
    assert cell["low"] == 0.0, "an interval of a count does not go below nothing"


def test_a_share_weighs_people_and_not_places():
    table = pl.DataFrame({"place": [0, 1, 2], "hits": [1, 3, 40], "n": [10, 10, 80]})
    assert interval.ratio(table, "hits", "n", "place")["value"].to_list() == [0.44]


def test_one_place_gives_no_interval():
    cell = interval.ratio(pl.DataFrame({"place": [0], "hits": [1], "n": [10]}), "hits", "n", "place").row(0, named=True)
    assert (cell["value"], cell["low"], cell["high"], cell["clusters"]) == (0.1, None, None, 1)


def test_nothing_seen_still_has_an_upper_end():
    table = pl.DataFrame({"place": [0, 1], "hits": [0, 0], "n": [500, 500]})
    cell = interval.ratio(table, "hits", "n", "place", is_share=True).row(0, named=True)
    assert (cell["value"], cell["low"]) == (0.0, 0.0)
    assert cell["high"] == pytest.approx(0.00369)


def test_the_interval_of_a_share_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(1)
    covered = 0
    for _ in range(400):
        chances = rng.beta(4, 16, 30).repeat(50)
        table = pl.DataFrame(
            {"place": np.arange(30).repeat(50), "hit": (rng.random(1500) < chances).astype(int), "n": 1}
        )
        cell = interval.ratio(table, "hit", "n", "place", is_share=True).row(0, named=True)
        covered += cell["low"] <= 0.2 <= cell["high"]
    assert 0.91 <= covered / 400 <= 0.98


def test_twice_as_often_is_two_and_equal_clusters_leave_no_doubt():
    table = pl.DataFrame({"place": [0, 0, 1, 1], "group": ["a", "b"] * 2, "hits": [4, 2, 4, 2], "n": [10] * 4})
    cell = interval.times_as_often(table, "hits", "n", "place", "group", "a", "b")
    assert (cell["value"], cell["low"], cell["high"]) == pytest.approx((2.0, 2.0, 2.0))
    assert interval.times_as_often(table, "hits", "n", "place", "group", "a", "nobody")["value"] is None


def test_cities_count_as_pieces_only_where_there_are_ten():
    few = tiny(persons=people(city=list(range(9))))
    many = tiny(persons=people(city=list(range(10))))
    assert (interval.cluster_column(few), interval.cluster_column(many)) == ("place", "city")


# -- grades, scores, flows


def test_grades_are_shares_of_graded_people_with_empty_cells_as_zero():
    rows = {"week": [0, 0, 1], "city": [0, 0, 0], "grade": ["A", "", "B"], "persons": [3, 7, 3]}
    got = grades.grades_over_time(tiny(panel=rows)).select("week", "grade", "persons", "graded", "value").rows()
    assert got == [(0, "A", 3, 3, 1.0), (0, "B", 0, 3, 0.0), (1, "A", 0, 3, 0.0), (1, "B", 3, 3, 1.0)]


def test_a_second_scale_is_read_from_the_flows_with_its_start():
    rows = {"scale": ["s", "s"], "grade_from": ["x", "x"], "grade_to": ["x", "y"], "persons": [1, 3]}
    run = tiny(flows=rows)
    run.manifest["grades"] = {"r": ["A"], "s": ["x", "y"]}
    got = grades.grades_over_time(run).select("scale", "week", "grade", "value").rows()
    assert got == [("s", -1, "x", 1.0), ("s", -1, "y", 0.0), ("s", 11, "x", 0.25), ("s", 11, "y", 0.75)]


def test_deciles_are_lower_edges_of_bins():
    rows = {"score": ["r/s"] * 3, "bin": [0.0, 10.0, 20.0], "width": [10.0] * 3, "persons": [2, 6, 2]}
    row = scores.scores_over_time(tiny(scores=rows)).row(0, named=True)
    assert [row[f"d{d}"] for d in (1, 2, 3, 5, 8, 9)] == [0.0, 0.0, 10.0, 10.0, 10.0, 20.0]
    assert (row["persons"], row["low"]) == (10, None)


def test_the_median_at_the_end_is_exact_and_skips_the_unscored():
    persons = pl.DataFrame({"place": [0, 0, 1, 1], "score_r/s": [1.0, 3.0, 5.0, None]})
    got = scores.median_at_end(persons, "score_r/s", "place")
    assert (got["value"], got["persons"], got["clusters"]) == (3.0, 3, 2)


def test_who_has_no_score_is_in_no_bar_and_in_no_interval():
    in_places = [[1.0, 2.0, 12.0, 13.0], [1.0, 2.0, 3.0, 14.0]] * 5  # of four scored, two or three in the lower bin
    bins = {"score": ["r/s"] * 2, "bin": [0.0, 10.0], "width": [10.0] * 2, "persons": [25, 15], "city": [0, 0]}
    here = [place for place in range(10) for _ in range(8)]
    points = [point for four in in_places for point in (*four, *[math.nan] * 4)]
    got = distribution.score_distribution(tiny(scores=bins, persons=people(place=here) | {"score_r/s": points}))
    half = interval.t_factor(9) * math.sqrt(10 * 0.5**2 * 10 / 9) / 40
    assert got["value"].to_list() == [0.625, 0.375]
    assert got["low"].to_list() == pytest.approx([0.625 - half, 0.375 - half])
    assert got["high"].to_list() == pytest.approx([0.625 + half, 0.375 + half])


def test_flows_add_up_over_seasons_and_mark_small_cells():
    rows = {"season": [0, 1, 1], "scale": ["r"] * 3, "grade_from": ["A", "A", "B"], "grade_to": ["B", "A", "A"]}
    run = tiny(flows=rows | {"persons": [10, 30, 5]})
    got = flows.flows_between(run).select("grade_from", "grade_to", "persons", "started", "value", "too_few").rows()
    assert got == [("A", "A", 30, 40, 0.75, False), ("A", "B", 10, 40, 0.25, False), ("B", "A", 5, 5, 1.0, True)]
    moves = (
        flows.moves_over_time(run).filter(pl.col("persons") > 0).select("season", "move", "persons", "graded").rows()
    )
    assert moves == [(0, "fell", 10, 10), (1, "rose", 5, 35), (1, "stayed", 30, 35)]


# -- what is seen, refused, listed


def test_seen_against_done_counts_deeds_and_reports_apart():
    rows = {"act": ["litter", "joke", "off"], "occasions": [100, 50, None], "done": [40, 10, 0], "seen": [8, 0, 0]}
    rows |= {"missed": [31, 10, 0], "misread": [0, 2, 0], "invented": [1, 0, 0], "wrong_person": [1, 0, 0]}
    got = sight.seen_against_done(tiny(acts=rows))
    assert got["act"].to_list() == ["", "litter", "joke"], (
        "an act that is not modelled is left out, not counted as nothing"
    )
    row = got.row(0, named=True)
    assert (row["covered"], row["reports"], row["false"]) == (50, 12, 4)
    assert (row["seen_share"], row["false_share"]) == pytest.approx((8 / 50, 4 / 12))


def test_refusals_per_thousand_person_years_with_those_by_tie():
    panel = {"week": [0, 51], "city": [0, 0], "persons": [500, 500]}
    services = {"service": ["flight", "flight", "hotel"], "refused": [3, 2, 0], "refused_by_tie": [1, 0, 0]}
    got = refusals.refusals_by_service(tiny(panel=panel, services=services)).rows(named=True)
    assert [(row["service"], row["refused"], row["refused_by_tie"], row["value"]) for row in got] == [
        ("flight", 5, 1, 10.0)
    ]


def test_somebody_on_two_lists_counts_once():
    run = tiny(persons=people(listed_days=[3, 0, 9, 0]) | {"list_r/bad": [True, False, True, False]})
    run.persons = run.persons.with_columns(pl.Series("list_r/good", [False, True, True, False]))
    assert listed.listed_at_end(run)["listed"][0] == 2
    assert listed.ever_listed(run)["value"][0] == 0.5


def test_kaplan_meier_follows_the_textbook_and_keeps_those_who_never_leave():
    # 10 spells: 2 end in month 0, 1 is cut off there; 2 of the 7 left end in month 1; 5 still run in month 3
    rows = {"list": ["r/bad"] * 3, "months": [0, 1, 3], "ended": [2, 2, 0], "open": [1, 0, 5]}
    curve = stays.time_on_list(tiny(spells=rows)).filter(pl.col("entry") == "all")
    assert curve["month"].to_list() == [0, 1, 2, 3, 4]
    assert curve["at_risk"].to_list() == [10, 10, 7, 5, 5]
    assert curve["value"].to_list() == pytest.approx([1.0, 0.8, 0.8 * 5 / 7, 0.8 * 5 / 7, 0.8 * 5 / 7])
    assert (curve["spells"][0], curve["open"][0]) == (10, 6)
    greenwood = math.sqrt(0.2 / 8 + (2 / 7) / 5) * 1.959964
    value = 0.8 * 5 / 7
    assert curve["low"][2] == pytest.approx(value ** math.exp(greenwood / abs(math.log(value))))


def test_that_nobody_left_so_far_or_all_did_is_not_certain():
    rows = {"list": ["r/bad"] * 2, "months": [1, 2], "ended": [0, 40], "open": [60, 0]}
    curve = stays.time_on_list(tiny(spells=rows)).filter(pl.col("entry") == "all")
    assert curve["value"].to_list() == [1.0, 1.0, 1.0, 0.0]
    assert curve["low"].to_list() == pytest.approx([1.0, 1 - 0.0369, 1 - 0.0369, 0.0]), "3.69 of 100 at risk"
    assert curve["high"].to_list() == pytest.approx([1.0, 1.0, 1.0, 3.69 / 40])


def test_good_lists_are_not_waited_on():
    rows = {"list": ["r/good"], "months": [4], "open": [3]}
    assert stays.time_on_list(tiny(spells=rows)).height == 0


# -- who carries it


def test_a_small_cell_is_marked_and_an_empty_one_is_still_there():
    persons = people(group=["majority"] * 40 + ["minority"] * 5, wealth_band=[0] * 45, refused=[1] * 45)
    cells = burden.who_carries_it(tiny(persons=persons)).filter(pl.col("measure") == "refused")
    assert cells.height == 10, "two groups x five fifths"
    by_cell = {(row["group"], row["wealth_band"]): row for row in cells.rows(named=True)}
    assert (by_cell["majority", 0]["value"], by_cell["majority", 0]["too_few"]) == (1000.0, False)
    assert (by_cell["minority", 0]["persons"], by_cell["minority", 0]["too_few"]) == (5, True)
    assert (by_cell["minority", 4]["persons"], by_cell["minority", 4]["value"]) == (0, None)


def test_money_saved_is_kept_in_tens():
    cells = perks.perks_overall(tiny(persons=people(eased=[1, 3], eased_yuan=[10, 30]))).rows(named=True)
    assert [(cell["measure"], cell["count"], cell["value"]) for cell in cells] == [
        ("eased", 4, 2.0),
        ("eased_yuan", 400, 200.0),
    ]


def test_given_up_is_deterred_or_chilled_by_the_kind_of_act():
    panel = {"week": [0], "city": [0], "persons": [1000]}
    acts = {"act": ["litter", "joke"], "occasions": [90, 10], "given_up": [9, 2], "for_points": [0, 1]}
    got = choices.choices_by_act(tiny(panel=panel, acts=acts)).select("act", "change", "count", "value").rows()
    assert got == [("litter", "deterred", 9, 9.0), ("joke", "chilled", 2, 2.0), ("joke", "for_points", 1, 1.0)]


def test_who_is_out_of_the_country_is_counted_apart_and_in_no_year():
    """Four people; one left for good after a quarter of the year, one was away for half of it."""
    panel = {"week": [0, 51], "city": [0, 0], "group": ["majority"] * 2, "persons": [4, 3]}
    table = people(person=[0, 1, 2, 3], city=[0] * 4, refused=[0, 2, 3, 0], listed_days=[9, 0, 0, 0])
    table |= {
        "abroad": [True, False, False, False],
        "days_abroad": [274, 0, 182, 0],
        "list_r/bad": [True, False, True, False],
    }
    services = {"service": ["flight"], "city": [0], "refused": [5], "refused_by_tie": [0]}
    run = tiny(panel=panel, persons=table, services=services)
    rows = abroad.abroad_over_time(run).rows(named=True)
    assert [(row["week"], row["abroad"], row["persons"]) for row in rows] == [(0, 0, 4), (51, 1, 4)]
    years = 4 - (274 + 182) / 365
    assert refusals.refusals_by_service(run)["value"][0] == pytest.approx(5000 / years)
    assert refusals.refusal_rate(run)["value"][0] == pytest.approx(5000 / years)
    assert listed.listed_at_end(run)["value"][0] == pytest.approx(1 / 3)
    assert listed.ever_listed(run)["value"][0] == pytest.approx(1 / 4)
    everybody = tiny(panel=panel, persons={name: rows for name, rows in table.items() if "abroad" not in name})
    assert abroad.abroad_over_time(everybody).height == 0


# -- whole runs


WORLDS = [("none",), ("court-list",), ("sesame",), ("rongcheng", "court-list"), ("rongcheng", "court-list", "sesame")]


@pytest.mark.parametrize("regimes", WORLDS, ids="+".join)
@pytest.mark.parametrize("n_cities", [1, 3])
def test_every_outcome_measures_every_kind_of_world(tmp_path: Path, regimes: tuple[str, ...], n_cities: int):
    run = fake_run(tmp_path, regimes, persons=3_000, years=1, n_cities=n_cities)
    for outcome in OUTCOMES.values():
        cells = outcome.measure(run)
        assert outcome.question.endswith("?")
        if {"value", "low", "high"} <= set(cells.columns):
            known = cells.drop_nulls(["low", "high", "value"])
            inside = (known["low"] <= known["value"] + 1e-12) & (known["value"] <= known["high"] + 1e-12)
            assert inside.all(), outcome.id


def test_tables_without_rows_are_no_trouble():
    run = tiny(panel={"week": [0], "city": [0], "persons": [4]}, persons=people(person=[0, 1, 2, 3]))
    assert all(outcome.measure(run) is not None for outcome in OUTCOMES.values())


def test_categories_from_the_store_read_like_text(tmp_path: Path):
    run = fake_run(tmp_path, persons=3_000, years=1)
    plain = {name: outcome.measure(run) for name, outcome in OUTCOMES.items()}
    for name in TABLES:
        table = getattr(run, name)
        texts = [column for column, kind in table.schema.items() if kind == pl.String]
        setattr(run, name, table.with_columns(pl.col(texts).cast(pl.Categorical)))
    for name, outcome in OUTCOMES.items():
        assert outcome.measure(run).equals(plain[name]), name


# -- places

VILLAGES = {
    "season": [0, 0, 1, 1, 1],
    "city": [0, 0, 0, 0, 0],
    "place": [0, 1, 0, 1, 2],
    "score": ["r/village"] * 5,
    "value": [4.0, 6.0, 1.0, 5.0, 9.0],
    "grade": ["B", "B", "B", "A", "A"],
}


def test_places_count_once_each_whatever_their_size():
    rows = places.places_over_time(tiny(places=VILLAGES)).rows(named=True)
    assert [(row["season"], row["places"], row["mean"], row["lowest"], row["highest"]) for row in rows] == [
        (0, 2, 5.0, 4.0, 6.0),
        (1, 3, 5.0, 1.0, 9.0),
    ]
    assert rows[1]["spread"] == pytest.approx(math.sqrt(32 / 3))


def test_who_lives_where_is_rewarded_by_what_the_place_has_in_the_end():
    lived = {**people(eased_yuan=[30, 0, 10, 0], refused=[0, 4, 0, 2]), "place": [1, 0, 2, 2]}
    rows = places.places_by_grade(tiny(places=VILLAGES, persons=lived)).rows(named=True)
    assert [(row["grade"], row["places"], row["persons"], row["mean"]) for row in rows] == [
        ("A", 2, 3, 7.0),
        ("B", 1, 1, 1.0),
    ]
    assert [row["eased_yuan"] for row in rows] == [pytest.approx(400 / 3), 0.0]
    assert [row["refused"] for row in rows] == [pytest.approx(2 / 3), 4.0]
