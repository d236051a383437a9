"""Whole runs through the command line: the same digest whatever happens on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from glasshouse.engine import simulate as driver
from glasshouse.engine.simulate import resume, simulate
from glasshouse.engine.world import make_world
from glasshouse.kit.errors import RunError
from glasshouse.results import store
from glasshouse.results.run import Run
from glasshouse.results.schema import MAY_BE_EMPTY, TABLES

GLASSHOUSE = [sys.executable, "-m", "glasshouse"]


def small(**more: Any) -> Any:
    return make_world("rongcheng+court-list", persons=3000, years=1, seed=9, **more)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return simulate(small(), tmp_path_factory.mktemp("usual") / "run", threads=1)


def test_a_run_holds_every_table_of_the_schema(usual: Run) -> None:
    for name, columns in TABLES.items():
        frame = usual.scan(name).collect()
        assert {column.name for column in columns} <= set(frame.columns)
        assert len(frame) > 0 or name in MAY_BE_EMPTY
    assert usual.panel.filter(pl.col("week") == 10)["persons"].sum() == 3000
    assert usual.persons["person"].to_list() == list(range(3000))


def test_counts_of_one_thing_agree_in_all_tables(usual: Run) -> None:
    panel, acts, services, persons = usual.panel, usual.acts, usual.services, usual.persons
    assert panel["done"].sum() == acts["done"].sum() == persons["done"].sum()
    assert panel["for_points"].sum() == acts["for_points"].sum() == persons["for_points"].sum()
    assert panel["deterred"].sum() + panel["chilled"].sum() == acts["given_up"].sum()
    assert panel["seen"].sum() == acts["seen"].sum() == persons["seen"].sum()
    assert panel["refused"].sum() == services["refused"].sum() == persons["refused"].sum()
    assert panel["eased_yuan"].sum() == services["eased_yuan"].sum()
    false = panel["misread"].sum() + panel["invented"].sum() + panel["wrong_person"].sum()
    assert false == persons["false_reports"].sum()
    listed = [name for name in persons.columns if name.startswith("list_")]
    last = panel.filter(pl.col("week") == pl.col("week").max())["on_bad_list"].sum()
    assert persons.select(pl.any_horizontal(listed).sum()).item() == last


def test_threads_and_folders_do_not_change_the_digest(usual: Run, tmp_path: Path) -> None:
    assert simulate(small(), tmp_path / "other", threads=2).digest == usual.digest


def test_cities_may_be_lived_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def order(turned: bool) -> str | None:
        world = make_world("court-list", persons=3000, years=0.5, seed=2)
        head = world.recipe.population.model_copy(update={"places_per_city": 1})
        world = __import__("dataclasses").replace(world, recipe=world.recipe.model_copy(update={"population": head}))
        lived = driver._live_cities
        if turned:
            monkeypatch.setattr(driver, "_live_cities", lambda p, o, cities, n, w: lived(p, o, cities[::-1], n, w))
        return simulate(world, tmp_path / f"turned-{turned}", threads=1).digest

    assert order(False) == order(True)


def test_a_stopped_run_is_resumed_to_the_same_digest(
    usual: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "CHECKPOINT_SECONDS", 0.0)
    kept = driver.save_city
    seasons = []

    def stop_after_two(folder: Path, city: Any, run: str) -> None:
        kept(folder, city, run)
        seasons.append(city.season)
        if len(seasons) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(driver, "save_city", stop_after_two)
    with pytest.raises(KeyboardInterrupt):
        simulate(small(), tmp_path / "run", threads=1)
    assert not Run(tmp_path / "run").is_done
    monkeypatch.setattr(driver, "save_city", kept)
    assert resume(tmp_path / "run", threads=2).digest == usual.digest


def test_a_damaged_checkpoint_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "CHECKPOINT_SECONDS", 0.0)
    kept = driver.save_city

    def stop(folder: Path, city: Any, run: str) -> None:
        kept(folder, city, run)
        raise KeyboardInterrupt

    monkeypatch.setattr(driver, "save_city", stop)
    with pytest.raises(KeyboardInterrupt):
        simulate(small(), tmp_path / "run", threads=1)
    file = next((tmp_path / "run" / "parts").glob("flight-*"))
    file.write_bytes(file.read_bytes()[:-7])
    with pytest.raises(RunError, match=file.name):
        resume(tmp_path / "run")


def test_a_folder_that_holds_a_run_is_left_alone(usual: Run) -> None:
    before = (usual.folder / "persons.parquet").read_bytes()
    with pytest.raises(RunError, match="another run"):
        simulate(small(), usual.folder)
    assert (usual.folder / "persons.parquet").read_bytes() == before


def test_the_digest_is_of_the_tables(usual: Run) -> None:
    assert store.digest(usual.folder) == usual.digest


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not a thing of Windows")
@pytest.mark.parametrize("after", [0.3, 0.9, 1.6])
def test_kill_9_and_resume(tmp_path: Path, after: float) -> None:
    """Killed at some moment, resumed, and equal to the run nobody killed."""
    world = ["court-list", "--persons", "300_000", "--years", "2", "--seed", "4", "--threads", "2"]
    straight = subprocess.run(
        [*GLASSHOUSE, "run", *world, "--out", str(tmp_path / "a"), "--json"], capture_output=True, text=True, check=True
    )
    folder = tmp_path / "b"
    running = subprocess.Popen([*GLASSHOUSE, "run", *world, "--out", str(folder), "--json"], stdout=subprocess.DEVNULL)
    while not (folder / "manifest.json").exists():
        time.sleep(0.01)
    time.sleep(after)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    done = subprocess.run([*GLASSHOUSE, "resume", str(folder), "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["digest"] == json.loads(straight.stdout)["digest"]
