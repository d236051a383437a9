"""A folder that one process works in: a lock that the system itself lets go of when its process ends, however it ends.

Neither the number of a process nor the time at which it began says that it lives: numbers are used again, and a clock that
is set anew moves the beginnings of all. What the lock file says is for people, and tells another machine's lock.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from glasshouse.kit.errors import InputError
from glasshouse.kit.files import plain_words

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = "lock.json"
BOOT = Path("/proc/sys/kernel/random/boot_id")
FAR_BYTE = 1 << 30
"""Where Windows holds the file: it forbids others to read what is held."""


@contextlib.contextmanager
def only_process(folder: Path) -> Iterator[None]:
    """Keep a second process out of ``folder`` as long as this one works in it.

    A lock left behind by a process that is gone (a kill, a power cut) is taken over.

    Raises
    ------
    InputError
        If another process works in the folder, or may do so on another machine.
    """
    path = folder / LOCK
    with plain_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with plain_words(path):
        file = _take(path)
    try:
        with plain_words(path):
            file.truncate(0)
            json.dump({"pid": os.getpid(), **_machine()}, file)
            file.flush()
        yield
    finally:
        if sys.platform == "win32":  # an open file cannot be removed there
            _close(file)
        with contextlib.suppress(OSError):
            path.unlink()
        _close(file)


def _take(path: Path) -> IO[str]:
    """Open the lock file and hold it.

    Raises
    ------
    InputError
        If it is held already.
    """
    while True:
        file = path.open("a+", encoding="utf-8", errors="replace")
        owner = _owner(file)
        is_held = _hold(file, owner)
        if is_held and not _is_at(file, path):  # its owner ended, and removed it, while we opened it
            _close(file)
        elif is_held and not _is_elsewhere(owner):
            return file
        else:
            _close(file)
            known = isinstance(owner.get("pid"), int)
            who = f"process {owner['pid']} on {owner.get('host')}" if known else "another process"
            raise InputError(
                f"{path.parent}: {who} works in this folder. Wait for it, or choose another folder with --out; "
                f"if it is gone for good, delete {path}."
            )


def _hold(file: IO[str], owner: dict[str, Any]) -> bool:
    """Take hold of an open file; false if another process does. A disk without locks leaves us the owner's number."""
    try:
        if sys.platform == "win32":
            file.seek(FAR_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        import psutil

        pid = owner.get("pid")
        return not (isinstance(pid, int) and pid != os.getpid() and psutil.pid_exists(pid))
    return True


def _is_at(file: IO[str], path: Path) -> bool:
    """Is the open file still the one of that name?"""
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(file.fileno()), there)


def _owner(file: IO[str]) -> dict[str, Any]:
    file.seek(0)
    try:
        owner = json.load(file)
    except (OSError, ValueError, RecursionError):
        return {}
    return owner if isinstance(owner, dict) else {}


def _is_elsewhere(owner: dict[str, Any]) -> bool:
    """Was the lock made on another machine? Then nobody here can know whether its process lives."""
    here = _machine()
    is_same_start = owner.get("boot") == here["boot"] != ""
    return owner.get("host") not in (None, here["host"]) and not is_same_start


def _machine() -> dict[str, str]:
    """The machine's name, and the mark of its last start: containers of one machine share that, if not a name."""
    try:
        boot = BOOT.read_text(encoding="ascii").strip()
    except OSError:
        boot = ""
    return {"host": platform.node(), "boot": boot}


def _close(file: IO[str]) -> None:
    with contextlib.suppress(OSError):  # what a full disk did not take is written again here, and refused again
        file.close()
