"""Some of each disturbance of ``scripts/faults``: the digest of the undisturbed run, or the damaged file by its name."""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from faults import damage as damages
from faults.bench import NAMED, WRONG, Bench, Trial, bench
from faults.clocks import clocks
from faults.disks import can_mount, full, limited, read_only
from faults.kills import kills, kills_at_touches
from faults.neighbours import races, stale_locks, two_processes

from glasshouse.engine import simulate as driver
from glasshouse.engine.world import make_world

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is not a thing of Windows")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    found = bench(tmp_path_factory.mktemp("faults").resolve())
    yield found
    found.close()


@pytest.fixture
def chance() -> random.Random:
    return random.Random(5)


def right(trials: Iterable[Trial]) -> list[Trial]:
    """All trials, none of them wrong."""
    done = list(trials)
    assert done
    assert not [trial for trial in done if trial.outcome == WRONG]
    return done


def test_kill_9_at_random_moments(made: Bench, chance: random.Random) -> None:
    right(kills(made, chance, 1))
    right(kills_at_touches(made, chance, 1))


@pytest.mark.parametrize("kind", list(damages.DAMAGES))
def test_damage_to_files_of_every_kind(made: Bench, chance: random.Random, kind: str) -> None:
    """One file of each folder of a run at each stage; ``scripts/faults`` takes all."""
    for stage, folder in (("done", ""), ("half", "parts/")):
        files = [name for name in damages.files_of(made, stage) if name.startswith(folder)]
        trials = right(damages.damaged(made, chance, kind, stage, chance.choice(files)))
        assert len(trials) >= 4
    sums = right(damages.damaged(made, chance, kind, "half", "parts/city-00001/sums.json"))
    assert NAMED in {trial.outcome for trial in sums}


def test_a_truncated_checkpoint(made: Bench, chance: random.Random) -> None:
    assert {trial.outcome for trial in right(damages.checkpoints(made, chance, 2))} == {"named_file", "same_digest"}


def test_files_of_another_run(made: Bench) -> None:
    assert {trial.outcome for trial in right([*damages.strangers(made), *damages.lost_manifest(made)])} == {NAMED}


def test_a_page_that_is_damaged_says_so_and_is_made_again(made: Bench) -> None:
    folder = made.copy("done")
    page = folder / "report.html"
    whole = page.read_bytes()
    page.write_bytes(whole.replace(b"people", b"peoqle", 1))
    assert "report.html: this page is damaged" in json.loads(made.ask("open", str(folder)).out)["damage"][0]
    assert made.verb("resume", folder).code == 0
    assert page.read_bytes() == whole


def test_disks_that_take_no_more(made: Bench, chance: random.Random) -> None:
    right(limited(made, chance, 1))
    if can_mount(made.place):
        right(full(made, chance, 1))
        right(read_only(made))


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(made: Bench) -> None:
    folder = made.copy("half")
    folder.chmod(0o500)
    try:
        trial = made.judge("read-only", "no permission", "resume", "half", folder, (str(folder),))
    finally:
        folder.chmod(0o700)
    assert trial.outcome == NAMED
    assert made.whole("read-only", "permission", folder).outcome != WRONG


def test_two_processes_on_one_folder(made: Bench, chance: random.Random) -> None:
    right(two_processes(made, chance, 1))
    right(races(made, chance, 1))
    right(stale_locks(made))


def test_a_clock_that_jumps_changes_nothing(made: Bench, chance: random.Random) -> None:
    right(clocks(made, chance, 1))


@pytest.mark.parametrize("jump", [-3600.0, 3600.0])
def test_a_clock_that_jumps_does_not_put_off_checkpoints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    """Every look at the clock finds it an hour away: each season but the last is kept."""
    looks = iter(range(1 << 30))
    fake = SimpleNamespace(monotonic=lambda: next(looks) * jump, perf_counter=lambda: next(looks) * jump)
    monkeypatch.setattr(driver, "time", fake)
    kept, keep = [], driver.save_city
    monkeypatch.setattr(
        driver, "save_city", lambda folder, city, run: (kept.append(city.season), keep(folder, city, run))
    )
    run = driver.simulate(make_world("none", persons=50, years=1, seed=1), tmp_path / "run")
    assert kept == [1, 2, 3, 4]
    assert run.manifest["seconds"] > 0
