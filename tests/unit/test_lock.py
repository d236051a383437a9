"""One process works in a folder; what is left of a process that is gone keeps nobody out."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glasshouse.kit import lock
from glasshouse.kit.errors import InputError


def test_two_processes_cannot_work_in_one_folder(tmp_path: Path) -> None:
    with (
        lock.only_process(tmp_path),
        pytest.raises(InputError, match=f"process {os.getpid()} on"),
        lock.only_process(tmp_path),
    ):
        pass
    assert not list(tmp_path.iterdir())


def test_the_lock_of_another_machine_is_respected(tmp_path: Path) -> None:
    (tmp_path / lock.LOCK).write_text(json.dumps({"pid": 1, "host": "elsewhere", "started": 1.0}))
    with pytest.raises(InputError, match="elsewhere"), lock.only_process(tmp_path):
        pass


@pytest.mark.parametrize("left", ["", "[]", "{}", '{"pid": "x"}', "PID"])
def test_a_lock_that_says_nothing_is_taken_over(tmp_path: Path, left: str) -> None:
    """Our own number with another start, too: the number was used again."""
    if left == "PID":
        left = json.dumps({"pid": os.getpid(), "host": platform.node(), "started": 1.0})
    (tmp_path / lock.LOCK).write_text(left)
    with lock.only_process(tmp_path):
        assert json.loads((tmp_path / lock.LOCK).read_text())["pid"] == os.getpid()


@pytest.mark.parametrize("left", ["", "{", "PID of nobody"])
def test_a_living_owner_is_respected_whatever_its_lock_says(tmp_path: Path, left: str) -> None:
    """A byte was flipped, or the clock was set anew: neither ends the process that works here."""
    with lock.only_process(tmp_path):
        (tmp_path / lock.LOCK).write_text(left)
        with (
            pytest.raises(InputError, match=r"another process works in this folder.*lock\.json"),
            lock.only_process(tmp_path),
        ):
            pass
    assert not list(tmp_path.iterdir())


def test_a_container_on_this_machine_is_not_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    boot = tmp_path / "boot"
    boot.write_text("same start")
    monkeypatch.setattr(lock, "BOOT", boot)
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / lock.LOCK).write_text(json.dumps({"pid": 1, "host": "elsewhere", "boot": "same start"}))
    with lock.only_process(folder):
        pass
    (folder / lock.LOCK).write_text(json.dumps({"pid": 1, "host": "elsewhere", "boot": "another start"}))
    with pytest.raises(InputError, match="process 1 on elsewhere"), lock.only_process(folder):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="another way to hold a file")
def test_a_disk_without_locks_leaves_the_number_of_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(lock.fcntl, "flock", refuse)
    alive = {"pid": os.getppid(), "host": platform.node()}
    (tmp_path / lock.LOCK).write_text(json.dumps(alive))
    with pytest.raises(InputError, match=f"process {os.getppid()} on"), lock.only_process(tmp_path):
        pass
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / lock.LOCK).write_text(json.dumps({**alive, "pid": gone.pid}))
    with lock.only_process(tmp_path):
        pass


def test_the_lock_of_a_killed_process_is_taken_over(tmp_path: Path) -> None:
    program = (
        "import sys, time, pathlib; from glasshouse.kit.lock import only_process\n"
        "with only_process(pathlib.Path(sys.argv[1])): time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], env=os.environ | {"PYTHONPATH": "src"})
    end = time.monotonic() + 30
    held = tmp_path / lock.LOCK
    try:
        while not held.exists() or not held.read_text("utf-8"):  # written once it is held
            assert time.monotonic() < end, "the other process took no lock"
            time.sleep(0.02)
        with pytest.raises(InputError), lock.only_process(tmp_path):
            pass
    finally:
        process.kill()
        process.wait()
    assert held.exists()
    with lock.only_process(tmp_path):
        pass
