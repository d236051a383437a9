"""Files are whole or absent; a disk's refusal is one sentence."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
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


def test_what_a_killed_process_had_begun_is_swept_away(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for name in (f".a.txt.{gone.pid}-0123abcd.tmp", f".a.txt.{os.getpid()}-0123abcd.tmp", ".mine.tmp", "b.tmp"):
        (tmp_path / name).write_text("half")
    (tmp_path / f".part.{gone.pid}-0123abcd.tmp").mkdir()
    files.sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f".a.txt.{os.getpid()}-0123abcd.tmp", ".mine.tmp", "b.tmp",
    ]  # fmt: skip
