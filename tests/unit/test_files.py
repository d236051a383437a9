"""Files are whole or absent; one process works in a folder; a disk's refusal is one sentence."""

from __future__ import annotations

import errno
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glasshouse.kit import files
from glasshouse.kit.errors import InputError


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    files.write_whole(tmp_path / "a.txt", "one")
    files.write_whole(tmp_path / "a.txt", b"two")
    assert (tmp_path / "a.txt").read_text() == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_mistake_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    files.write_whole(path, "old")
    with pytest.raises(RuntimeError), files.whole_file(path) as beside:  # noqa: PT012
        beside.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "can only be read"), (errno.EACCES, "may not be written to")],
)
def test_what_a_disk_refuses_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(InputError, match=sentence):
        files.write_whole(tmp_path / "a.txt", "new")
    assert not list(tmp_path.iterdir())


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(InputError, match="is a file, not a folder"):
        files.write_whole(tmp_path / "a" / "b.txt", "new")


def test_a_folder_appears_with_all_its_files(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), files.whole_folder(tmp_path / "part") as beside:  # noqa: PT012
        (beside / "one").write_text("1")
        raise RuntimeError
    assert not list(tmp_path.iterdir())
    with files.whole_folder(tmp_path / "part") as beside:
        (beside / "one").write_text("1")
    assert [path.name for path in tmp_path.iterdir()] == ["part"]


def test_two_processes_cannot_work_in_one_folder(tmp_path: Path) -> None:
    with (
        files.only_process(tmp_path),
        pytest.raises(InputError, match=f"process {os.getpid()} on"),
        files.only_process(tmp_path),
    ):
        pass
    assert not list(tmp_path.iterdir())


def test_the_lock_of_another_machine_is_respected(tmp_path: Path) -> None:
    (tmp_path / files.LOCK).write_text(json.dumps({"pid": 1, "host": "elsewhere", "started": 1.0}))
    with pytest.raises(InputError, match="elsewhere"), files.only_process(tmp_path):
        pass


@pytest.mark.parametrize("left", ["", "[]", "{}", '{"pid": "x"}', "PID"])
def test_a_lock_that_says_nothing_is_taken_over(tmp_path: Path, left: str) -> None:
    """Our own number with another start, too: the number was used again."""
    if left == "PID":
        left = json.dumps({"pid": os.getpid(), "host": platform.node(), "started": 1.0})
    (tmp_path / files.LOCK).write_text(left)
    with files.only_process(tmp_path):
        assert json.loads((tmp_path / files.LOCK).read_text())["pid"] == os.getpid()


def test_the_lock_of_a_killed_process_is_taken_over(tmp_path: Path) -> None:
    program = (
        "import sys, time, pathlib; from glasshouse.kit.files import only_process\n"
        "with only_process(pathlib.Path(sys.argv[1])): time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], env=os.environ | {"PYTHONPATH": "src"})
    end = time.monotonic() + 30
    while not (tmp_path / files.LOCK).exists():
        assert time.monotonic() < end, "the other process took no lock"
        time.sleep(0.02)
    with pytest.raises(InputError), files.only_process(tmp_path):
        pass
    process.kill()
    process.wait()
    assert (tmp_path / files.LOCK).exists()
    with files.only_process(tmp_path):
        pass
