"""Files that are whole or absent, and in one sentence what a disk refused."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from glasshouse.kit.errors import InputError

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
    beside = _beside(path)
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
    beside = _beside(path)
    with plain_words(path):
        beside.mkdir(parents=True)
        try:
            yield beside
            _sync_folder(beside)
            remove(path)
            beside.replace(path)
            _sync_folder(path.parent)
        finally:
            remove(beside)


def _beside(path: Path) -> Path:
    """A name that nobody else uses; the number of this process in it says later whether it is still needed."""
    return path.with_name(f".{path.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}.tmp")


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


def sweep(folder: Path) -> None:
    """Remove what processes that are gone had begun to write in a folder, and had no time to remove."""
    import psutil

    for path in folder.glob(".*.tmp"):
        writer = path.name.rsplit(".", 2)[1].partition("-")[0]
        if writer.isdecimal() and not psutil.pid_exists(int(writer)):
            with contextlib.suppress(OSError):
                remove(path)


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder last through a power cut, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
