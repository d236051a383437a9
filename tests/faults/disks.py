"""Disks that take no more: a small one that fills at any moment, a limit on the size of files, a folder for reading."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from faults.bench import STAGES, Bench, Trial, child, finish, one_sentence
from faults.child import FILLER
from faults.kills import OFTEN, ended

DISK_BYTES = 12_000_000
NOBODY = 65534


@contextlib.contextmanager
def mounted(folder: Path, *options: str) -> Iterator[bool]:
    """Mount something at a folder; false where that is not permitted."""
    folder.mkdir(exist_ok=True)
    done = os.name == "posix" and shutil.which("mount") is not None
    done = done and not subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False).returncode
    try:
        yield done
    finally:
        if done:
            subprocess.run(["umount", str(folder)], check=True)


def can_mount(place: Path) -> bool:
    """May this process mount a disk of its own?"""
    with mounted(place / "try", "-t", "tmpfs", "-o", "size=64k", "tmpfs") as done:
        return done


def full(bench: Bench, chance: random.Random, runs: int) -> Iterator[Trial]:
    """A small disk that something else fills at the n-th touch; then there is room again."""
    disk = bench.place / "disk"
    for _ in range(runs):
        touch, spare = chance.randint(1, bench.touches), chance.choice((0, 0, 4096, 65_536, 1_000_000))
        what = f"disk full at touch {touch} but for {spare} bytes"
        with mounted(disk, "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs") as done:
            if not done:
                return
            folder = disk / "run"
            faults = {**OFTEN, "within": str(folder), "fill_at": touch, "spare": spare}
            answer = finish(child(faults, bench.command(folder)))
            yield refused("full-disk", what, folder, answer, "disk is full")
            if answer.code and (folder / "manifest.json").exists() and spare == 0:
                yield refused("full-disk", f"{what}; resume", folder, bench.verb("resume", folder), "disk is full")
            (disk / FILLER).unlink(missing_ok=True)
            yield ended(bench, "full-disk", f"{what}; room again", folder)


def limited(bench: Bench, chance: random.Random, runs: int) -> Iterator[Trial]:
    """No file may be larger than so much; then it may."""
    import resource

    for _ in range(runs):
        most = int(2 ** chance.uniform(4, 22))
        folder = bench.folder()
        running = child(
            OFTEN, bench.command(folder), preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most))
        )
        what = f"no file over {most} bytes"
        yield refused("file-limit", what, folder, finish(running), "takes no file of this size")
        yield ended(bench, "file-limit", f"{what}; limit gone", folder)


def refused(kind: str, what: str, folder: Path, answer, words: str) -> Trial:
    """Right is one sentence that names the file and says what the disk refused, or success."""
    if answer.code == 0:
        return Trial(kind, what, "same_digest")
    right = answer.code == 2 and words in answer.err and str(folder) in answer.err and one_sentence(answer)
    return Trial(kind, what, "named_file" if right else "wrong", answer.err.strip()[:300])


def read_only(bench: Bench) -> Iterator[Trial]:
    """A folder that can only be read: what reads works, what writes says so, nothing changes, and later all goes on."""
    for stage in STAGES:
        folder = bench.copy(stage)
        before = tree(folder)
        with locked(folder) as done:
            if not done:
                return
            for verb in ("open", "explain", "report", "resume"):
                named = (str(folder),) if verb in ("report", "resume") else ()
                trial = bench.judge("read-only", f"{stage} on a disk that can only be read", verb, stage, folder, named)
                yield trial if "read" in trial.said or not trial.said else trial._replace(outcome="wrong")
            answer = bench.ask(*bench.command(folder / "new"))
            yield refused("read-only", "a new run", folder, answer, "can only be read")
        same = tree(folder) == before
        yield Trial("read-only", f"{stage}: the folder is as it was", "same_digest" if same else "wrong")
        yield bench.whole("read-only", f"{stage}; writable again", folder)
        bench.drop(folder)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Make a folder read-only, for root too."""
    with mounted(folder, "--bind", str(folder)) as done:
        if done:
            subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield done


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
