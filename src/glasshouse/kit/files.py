"""Files that are whole or absent, folders that one process works in, and in one sentence what a disk refused."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import platform
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from glasshouse.kit.errors import InputError

LOCK = "lock.json"
PIECE = 1 << 20
"""Bytes read at once."""

_SENTENCES = {
    errno.ENOSPC: "the disk is full. Free some space, or choose another folder with --out",
    errno.EACCES: "this folder may not be written to. Choose another one with --out",
    errno.EPERM: "this folder may not be written to. Choose another one with --out",
    errno.EROFS: "this disk can only be read. Choose a folder on another one with --out",
    errno.ENOTDIR: "a part of this path is a file, not a folder. Choose another path",
    errno.EISDIR: "this is a folder, and a file is needed. Choose another path",
    errno.ENOENT: "there is no such file or folder",
    errno.ENAMETOOLONG: "this path is too long. Choose a shorter one",
    errno.EFBIG: "the disk takes no file of this size. Choose a folder on another one with --out",
}
for _name in ("EDQUOT",):
    if hasattr(errno, _name):
        _SENTENCES[getattr(errno, _name)] = _SENTENCES[errno.ENOSPC]


@contextlib.contextmanager
def plain_words(path: Path) -> Iterator[None]:
    """Turn what the operating system says about ``path`` into one sentence.

    Raises
    ------
    InputError
        Whenever the system refuses: full disk, read-only folder, wrong path.
    """
    try:
        yield
    except OSError as problem:
        sentence = _SENTENCES.get(problem.errno or 0, (problem.strerror or str(problem)).lower())
        raise InputError(f"{path}: {sentence}.") from problem


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a path to write to beside ``path``; it takes that name only when all is written and on the disk.

    After any exception, or a kill, ``path`` is what it was before.
    """
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.tmp")
    with plain_words(path):
        try:
            yield beside
            with beside.open("rb+") as file:
                os.fsync(file.fileno())
            beside.replace(path)
            _sync_folder(path.parent)
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file so that it is whole or absent, never half."""
    with whole_file(path) as beside:
        beside.write_bytes(content.encode() if isinstance(content, str) else content)


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give a folder to fill beside ``path``; it takes that name only when all its files are on the disk."""
    beside = path.with_name(f".{path.name}.tmp")
    with plain_words(path):
        remove(beside)
        beside.mkdir(parents=True)
        try:
            yield beside
            _sync_folder(beside)
            remove(path)
            beside.replace(path)
            _sync_folder(path.parent)
        finally:
            remove(beside)


def remove(path: Path) -> None:
    """Delete a file or a folder with all that is in it; nothing happens if it is not there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    hasher = hashlib.sha256()
    with plain_words(path), path.open("rb", buffering=0) as file:
        while piece := file.read(PIECE):
            hasher.update(piece)
    return hasher.hexdigest()


@contextlib.contextmanager
def only_process(folder: Path) -> Iterator[None]:
    """Keep a second process out of ``folder`` as long as this one works in it.

    A lock left behind by a process that is gone (a kill, a power cut) is taken over.

    Raises
    ------
    InputError
        If another process that is still alive, or one on another machine, works in the folder.
    """
    lock = folder / LOCK
    with plain_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
        while not _create(lock):
            owner = _owner(lock)
            if _is_alive(owner):
                raise InputError(
                    f"{folder}: process {owner.get('pid')} on {owner.get('host')} works in this folder. "
                    f"Wait for it, or choose another folder with --out; if it is gone for good, delete {lock}."
                )
            _take_away(lock, owner)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()


def _create(lock: Path) -> bool:
    """Make the lock file unless it is there; its content appears together with its name."""
    me = {"pid": os.getpid(), "host": platform.node(), "started": _started(os.getpid())}
    beside = lock.with_name(f".{LOCK}.{uuid.uuid4().hex[:8]}.tmp")
    beside.write_text(json.dumps(me), encoding="utf-8")
    try:
        os.link(beside, lock)
    except FileExistsError:
        return False
    except OSError:  # a disk without hard links
        try:
            with lock.open("x", encoding="utf-8") as file:
                json.dump(me, file)
        except FileExistsError:
            return False
    finally:
        beside.unlink()
    return True


def _take_away(lock: Path, owner: dict[str, Any]) -> None:
    """Remove a stale lock, but not the one that a third process made in the meantime."""
    aside = lock.with_name(f".{LOCK}.{uuid.uuid4().hex[:8]}.stale")
    with contextlib.suppress(FileNotFoundError):
        lock.replace(aside)
        if _owner(aside) != owner:
            with contextlib.suppress(OSError):
                os.link(aside, lock)
        aside.unlink()


def _owner(lock: Path) -> dict[str, Any]:
    try:
        owner = json.loads(lock.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return owner if isinstance(owner, dict) else {}


def _is_alive(owner: dict[str, Any]) -> bool:
    """Does the process still exist, and is it the same one? On another machine we cannot know, hence yes."""
    if not isinstance(owner.get("pid"), int):
        return False
    if owner.get("host") != platform.node():
        return True
    return _started(owner["pid"]) == owner.get("started")


def _started(pid: int) -> float | None:
    """Return when a process began; a number used again by another process begins at another time."""
    import psutil

    try:
        return round(float(psutil.Process(pid).create_time()), 2)
    except psutil.NoSuchProcess:
        return None
    except psutil.AccessDenied:
        return -1.0


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder last through a power cut, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
