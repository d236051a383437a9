"""Calibration: a known figure is found again, a stopped one ends alike, and only assumptions are led to observations."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from pydantic import BaseModel

import glasshouse as gh
from glasshouse.cli import main
from glasshouse.engine.simulate import simulate
from glasshouse.engine.world import make_world
from glasshouse.experiments import calibrate as calibrating
from glasshouse.experiments import calibration
from glasshouse.experiments.calibrate import KEPT, Trial, trials_of
from glasshouse.experiments.calibrated import is_alike, load_result
from glasshouse.experiments.calibration import calibration_ids, load_calibration
from glasshouse.experiments.observe import listed_on, observed, until
from glasshouse.experiments.straight import straight_guess
from glasshouse.kit.errors import InputError, RulebookError, RunError
from glasshouse.regime.changes import Parts, find
from glasshouse.regime.load import load_population
from glasshouse.regime.registry import join_catalogue, resolve

WORLD = Path(__file__).parents[1] / "worlds" / "list-to-find"
TRUTH = 0.3
NO_SEARCH = "a target is a published observation, and this names none; a calibration is no search for the regime that controls best"
FILE = """vocabulary = 1

[calibration]
id = "find-it"
title = "How much the register sees"
regime = "{folder}"
population = "{people}"
persons = 60
days = 56
seed = 5
replicates = 2
trials = 8

[[free]]
id = "seen"
label = "share of deeds that the register sees"
address = "list-to-find/channel/file/sees_probability"
low = 0.05
high = 0.95

[[target]]
id = "names"
label = "names listed"
counts = "entries"
on = 2020-02-26
for_persons = 60_000
published = {published}
tolerance = {tolerance}
source = "counted in a world whose figure is known"
"""
ADDRESS = "list-to-find/channel/file/sees_probability"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A calibration towards what a world with the true figure counted, under another seed."""
    room = tmp_path_factory.mktemp("calibrate")
    truth = []
    for replicate in (7, 8):
        made = make_world(
            str(WORLD), str(WORLD / "population.toml"), 60, 56 / 365, 99, replicate, changes=((ADDRESS, TRUTH),)
        )
        run = simulate(made, room / f"truth-{replicate}")
        truth.append(1000 * int(run.panel["entered"].sum()))
    text = FILE.format(
        folder=WORLD,
        people=WORLD / "population.toml",
        published=round(sum(truth) / 2),
        tolerance=round(sum(truth) / 20),
    )
    (room / "find-it.toml").write_text(text, "utf-8")
    return room / "find-it.toml"


@pytest.fixture(scope="module")
def through(asked: Path) -> Path:
    """The folder of a calibration that nobody stopped."""
    gh.calibrate(asked, out=asked.parent / "through", threads=1)
    return asked.parent / "through"


def test_a_known_figure_is_found_again(through: Path) -> None:
    result = load_result(through / "result.toml")
    (found,), (target,) = result.parameter, result.target
    assert abs(found.value - TRUTH) < 0.06
    assert found.low <= found.value <= found.high
    assert found.high - found.low < 0.3
    assert target.met
    assert target.error > 0
    assert result.changes == ((ADDRESS, found.value),)


def test_all_trials_live_the_same_worlds(through: Path, asked: Path) -> None:
    """Common random numbers: the same values count the same, in any trial."""
    read = load_calibration(asked)
    kept = [json.loads(line) for line in (through / KEPT).read_text("utf-8").splitlines()]
    assert [row["number"] for row in kept] == list(range(8))
    assert len({row["values"]["seen"] for row in kept}) == 8
    again = calibrating.live(read, kept[2]["values"], 1, 1)
    assert again == kept[2]["figures"][1]
    assert kept[2]["figures"][0] != kept[2]["figures"][1]


def test_one_that_was_stopped_ends_alike(through: Path, asked: Path, tmp_path: Path) -> None:
    told: list[str] = []

    def stop(words: str, _share: float) -> None:
        told.append(words)
        if words.startswith("Trial 4 of 8, world 2"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gh.calibrate(asked, out=tmp_path / "stopped", threads=1, progress=stop)
    begun = len((tmp_path / "stopped" / KEPT).read_text("utf-8").splitlines())
    assert begun == 4
    more: list[str] = []
    gh.calibrate(asked, out=tmp_path / "stopped", threads=1, progress=lambda words, _share: more.append(words))
    assert more[0].startswith("Trial 4 of 8, world 2 of 2, 60 synthetic people; nearest so far ")
    for name in (KEPT, "result.toml"):
        assert (tmp_path / "stopped" / name).read_bytes() == (through / name).read_bytes()


def test_a_folder_of_other_trials_is_refused(through: Path, asked: Path, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    shutil.copytree(through, folder)
    other = tmp_path / "other.toml"
    other.write_text(asked.read_text("utf-8").replace("seed = 5", "seed = 6"), "utf-8")
    with pytest.raises(RunError, match="holds trials of another calibration"):
        gh.calibrate(other, out=folder, threads=1)
    (folder / KEPT).write_text("{", "utf-8")
    with pytest.raises(RunError, match="damaged"):
        trials_of(load_calibration(asked), folder, 1)


FLIGHTS = """
[[parameter]]
id = "flights"
label = "flights wanted"
address = "catalogue/service/flight/wants_per_year"
value = 1.25
low = 1.0
high = 1.5
was_free_from = 0.5
was_free_to = 2.5
"""


def test_one_may_start_from_another(through: Path, asked: Path, tmp_path: Path) -> None:
    """Its figures hold where none is free, are tried first, and stand in the result."""
    start, second = tmp_path / "start.toml", tmp_path / "find-it.toml"
    text = (through / "result.toml").read_text("utf-8")
    start.write_text(text.replace("[[target]]", FLIGHTS + "\n[[target]]", 1), "utf-8")
    words = asked.read_text("utf-8").replace("trials = 8", f'trials = 2\nstarts_from = "{start}"')
    second.write_text(words, "utf-8")
    result, _ = gh.calibrate(second, out=tmp_path / "second", threads=1)
    found = load_result(start)
    kept = [json.loads(line) for line in (tmp_path / "second" / KEPT).read_text("utf-8").splitlines()]
    assert kept[0]["values"] == {"seen": found.parameter[0].value}
    assert kept[1]["values"] != kept[0]["values"]
    assert result.changes[1:] == (("catalogue/service/flight/wants_per_year", 1.25),)
    lived = calibrating.world_of(load_calibration(second), kept[1]["values"], 0)
    assert dict(lived.changes) == {ADDRESS: kept[1]["values"]["seen"], **dict(result.changes[1:])}
    assert load_result(tmp_path / "second" / "result.toml").calibration.starts_from == str(start)
    start.write_text(text, "utf-8")
    with pytest.raises(RunError, match="holds trials of another calibration"):
        gh.calibrate(second, out=tmp_path / "second", threads=1)
    second.write_text(words.replace(str(start), "court-lost-years"), "utf-8")
    with pytest.raises(RulebookError, match=r"line \d+ .*there is no result of a calibration 'court-lost-years'"):
        load_calibration(second)


def test_the_command_says_what_it_found(through: Path, asked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", str(asked), "--out", str(through), "--threads", "1"]) == 0
    said = capsys.readouterr().out
    assert "share of deeds that the register sees" in said
    assert "as good" in said
    assert main(["calibrate", str(asked), "--out", str(through), "--trials", "1"]) == 2


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("channel/file/sees_probability", "channel/file/sees_probabilty", 17, "a channel has no word 'sees_probabilty'; did you mean 'sees_probability'?"),
        ("channel/file/sees_probability", "list/list/term_days", 17, "this says what the law is, and a calibration does not look for a law"),
        ("channel/file/sees_probability", "rule/entry/term_days", 17, "no single number stands there"),
        ("channel/file/sees_probability", "channel/file/coverage_share", 17, "a source gives this figure; only figures marked as assumptions may be free"),
        ("list-to-find/channel/file/sees_probability", "world/seed", 17, "there is no 'world' here; there are catalogue, population, list-to-find"),
        ("high = 0.95", "high = 1.0", 17, "its file holds 0.02 to 0.97 plausible, and 0.05 to 1 leaves that"),
        ("low = 0.05", "low = 0.96", 14, "low must be below high; got 0.96 and 0.95"),
        ('source = "counted in a world whose figure is known"', 'source = "assumption"', 29, NO_SEARCH),
        ('counts = "entries"', 'counts = "deterred"', 24, "nobody publishes what people give up, so it cannot be a target"),
        ('counts = "entries"', 'counts = "refusals"', 21, "refusals are refusals of a service, and only they: write service with refusals"),
        ('counts = "entries"', 'counts = "refusals"\nservice = "flihgt"', 25, "there is no service 'flihgt'; did you mean 'flight'?"),
        ("on = 2020-02-26", "on = 2021-02-26", 25, "this world lasts from 2020-01-01 to 2020-02-26; got 2021-02-26"),
        ("replicates = 2", "replicates = 1", 11, "must be a whole number from 2 to 100; got 1"),
        ("seed = 5", "seed = 5\nbest = true", 11, "unknown word 'best'"),
        ("[calibration]\n", '[goal]\nleast = "crime"\n\n[calibration]\n', 3, "unknown block"),
    ],
)  # fmt: skip
def test_only_assumptions_are_led_to_observations(
    asked: Path, tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    text = asked.read_text("utf-8")
    assert text.count(old) == 1
    file = tmp_path / "bad.toml"
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(RulebookError) as refused:
        load_calibration(file)
    (problem,) = refused.value.problems
    assert said in problem.message
    assert problem.line == line


def test_what_is_fiction_was_never_observed(asked: Path, tmp_path: Path) -> None:
    text = asked.read_text("utf-8").replace(str(WORLD), "nosedive").replace(str(WORLD / "population.toml"), "city")
    (tmp_path / "bad.toml").write_text(
        text.replace('population = "nosedive/population.toml"', 'population = "city"'), "utf-8"
    )
    with pytest.raises(RulebookError, match="is fiction; nothing of it was ever observed"):
        load_calibration(tmp_path / "bad.toml")


@pytest.mark.parametrize(
    ("address", "value", "said"),
    [
        ("list-to-find/channel/file/coverage_share", 0.5, "a source gives this figure, so it stays"),
        (ADDRESS, 0.99, "0.99 is outside 0.02 to 0.97, which its file holds plausible"),
        ("population/group/all/share", 0.5, "it is the only share of its kind"),
        ("nothing", 1, "there is no 'nothing' here"),
    ],
)
def test_no_world_changes_what_a_source_gives(address: str, value: float, said: str) -> None:
    with pytest.raises(InputError, match=said):
        make_world(str(WORLD), str(WORLD / "population.toml"), 60, 0.1, changes=((address, value),))


def test_the_ages_of_a_census_are_a_sources() -> None:
    with pytest.raises(InputError, match="a source gives this figure, so it stays"):
        make_world("none", "country", 100, 0.1, changes=(("population/age_band/old/share", 0.3),))


def test_shares_that_sum_to_one_give_way() -> None:
    world = make_world("none", "city", 100, 0.1, changes=(("population/behaviour/deterred/share", 0.7),))
    assert [float(each.share) for each in world.recipe.behaviour] == pytest.approx([0.175, 0.7, 0.075, 0.05])


def test_a_changed_world_is_remembered_by_its_run(tmp_path: Path) -> None:
    people = str(WORLD / "population.toml")
    usual = gh.simulate(str(WORLD), people, persons=60, years=0.15, out=tmp_path / "usual", threads=1)
    run = gh.simulate(
        str(WORLD), people, persons=60, years=0.15, out=tmp_path / "run", threads=1, changes={ADDRESS: 0.9}
    )
    assert run.manifest["world"]["changes"] == {ADDRESS: 0.9}
    assert run.panel["entered"].sum() > usual.panel["entered"].sum()
    assert run.explain(3).matches_record
    assert f"{ADDRESS}: 0.9" in gh.report(run).read_text("utf-8")


def test_counts_until_a_day() -> None:
    table = pl.DataFrame({"week": [0, 1, 2], "n": [7, 14, 6]})
    assert [until(table, "week", "n", 7, 17, day) for day in (0, 1, 7, 10, 14, 16, 17, 99)] == [
        0,
        1,
        7,
        13,
        21,
        25,
        27,
        27,
    ]


def test_observations_are_scaled_and_are_of_their_own_unit(tmp_path: Path, asked: Path) -> None:
    run = gh.simulate(str(WORLD), str(WORLD / "population.toml"), persons=60, years=56 / 365, out=tmp_path / "run")
    target = load_calibration(asked).target[0]
    entered, gone = (int(run.panel[name].sum()) for name in ("entered", "left"))
    assert observed(run, target) == 1000 * entered
    assert observed(run, target.model_copy(update={"counts": "exits"})) == 1000 * gone
    assert observed(run, target.model_copy(update={"counts": "listed"})) == 1000 * listed_on(run, 56)
    assert listed_on(run, 56) == run.panel.filter(pl.col("week") == 7)["on_bad_list"].sum()
    assert listed_on(run, 20) == run.panel.filter(pl.col("week") == 1)["on_bad_list"].sum()
    assert observed(run, target.model_copy(update={"counts": "refusals", "service": "flight"})) == 0


def test_a_straight_line_leads_to_where_targets_are_met() -> None:
    rng = np.random.default_rng(1)
    places = rng.random((12, 3))
    slopes = np.array([[40.0, 0, 5], [0, 30, -5], [3, 0, 50], [10, 10, 10]])
    truth = np.array([0.3, 0.8, 0.45])
    guess = straight_guess(places, (places - truth) @ slopes.T)
    assert guess is not None
    assert np.abs(guess - truth).max() < 0.01
    assert straight_guess(places[:4], (places[:4] - truth) @ slopes.T) is None


def test_trials_are_alike_within_the_noise_of_replicates() -> None:
    targets, tolerances = np.array([10.0]), np.array([1.0])

    def trial(*figures: float) -> Trial:
        return Trial(0, {}, np.array(figures)[:, None])

    best = trial(10, 12, 14)
    assert is_alike(best, best, targets, tolerances)
    assert not is_alike(trial(20, 22, 24), best, targets, tolerances)
    assert is_alike(trial(11, 12.4, 13.4), best, targets, tolerances)
    assert is_alike(trial(9, 10, 11), best, targets, tolerances)


@pytest.mark.parametrize("name", calibration_ids())
def test_what_ships_fits_together(name: str) -> None:
    asked, result = load_calibration(name), load_result(name)
    head = asked.calibration
    regimes = resolve(head.regime, head.population)
    parts = Parts(regimes, join_catalogue(regimes), load_population(head.population))
    free_ones = len(asked.free)
    assert [each.address for each in result.parameter[:free_ones]] == [each.address for each in asked.free]
    assert (len(result.parameter) > free_ones) == (head.starts_from is not None)
    for free, each in zip(asked.free, result.parameter, strict=False):
        assert free.low <= each.low <= each.value <= each.high <= free.high
        assert find(each.address, parts).is_ours
    assert [(each.id, each.published, each.tolerance) for each in result.target] == [
        (each.id, each.published, each.tolerance) for each in asked.target
    ]
    earlier = load_result(head.starts_from).contradiction if head.starts_from else ()
    assert result.contradiction == asked.contradiction + earlier
    assert result.contradiction
    assert result.calibration.trials >= head.trials


def test_persons_spells_and_refusals_cannot_be_added() -> None:
    """They stand in columns of their own unit, and no column holds a sum of two units."""
    from glasshouse.results.schema import TABLES

    units = {column.name: column.unit for column in TABLES["panel"]}
    assert (units["on_bad_list"], units["entered"], units["refused"]) == ("persons", "spells", "refusals")
    counted = [(table, each.name, each.unit) for table, columns in TABLES.items() for each in columns]
    for unit in ("persons", "spells", "refusals"):
        assert not [row for row in counted if unit in row[2] and row[2] != unit]


@pytest.mark.parametrize(
    ("block", "model"),
    [("[calibration]", calibration.Head), ("[[free]]", calibration.Free), ("[[target]]", calibration.Target), ("[[contradiction]]", calibration.Contradiction)],
)  # fmt: skip
def test_every_word_of_the_file_is_told(block: str, model: type[BaseModel]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "calibrate.md").read_text("utf-8")
    section = page.split(f"### `{block}`")[1].split("###")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(model.model_fields)
