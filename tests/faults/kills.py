"""``kill -9``: at a random moment, and between any two touches of the disk."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

from faults.bench import Bench, Trial, child, finish

OFTEN = {"checkpoint_seconds": -1}
"""Keep a city in flight after every season, so that there is something to be killed at."""


def kills(bench: Bench, chance: random.Random, runs: int) -> Iterator[Trial]:
    """Kill at a random moment, from the first files to the page; every third time the resumed run, too."""
    for number in range(runs):
        folder = bench.folder()
        moments = []
        for _ in range(1 + (number % 3 == 2)):
            moments.append(kill(bench, chance, folder))
        yield ended(bench, "kill", f"killed {' and '.join(moments)}", folder)


def kill(bench: Bench, chance: random.Random, folder: Path) -> str:
    """Start or resume a run and kill it; say when."""
    command = again(bench, folder, chance.choice((1, 2)))
    running = child(OFTEN, command)
    if chance.random() < 0.1:
        time.sleep(chance.uniform(0, bench.startup_seconds))
        return struck(running, folder, "while it starts")
    while not (folder / "lock.json").exists() and running.poll() is None:
        time.sleep(0.001)
    after = chance.uniform(0, bench.run_seconds)
    time.sleep(after)
    return struck(running, folder, f"after {after:.3f} s")


def struck(running, folder: Path, when: str) -> str:
    running.kill()
    running.communicate()
    return f"{when} ({stage_of(folder)})"


def kills_at_touches(bench: Bench, chance: random.Random, runs: int) -> Iterator[Trial]:
    """Kill just before the n-th file is opened, renamed or removed."""
    for touch in sorted(chance.sample(range(1, bench.touches + 1), min(runs, bench.touches))):
        folder = bench.folder()
        finish(child({**OFTEN, "within": str(folder), "kill_at": touch}, bench.command(folder)))
        yield ended(bench, "kill-at-touch", f"killed at touch {touch} of {bench.touches} ({stage_of(folder)})", folder)


def ended(bench: Bench, kind: str, what: str, folder: Path) -> Trial:
    """Bring a killed run to its end: by ``resume``, or by ``run`` where it had not begun."""
    if not (folder / "manifest.json").exists():
        answer = bench.ask(*bench.command(folder))
        if answer.code:
            return Trial(kind, what, "wrong", f"run again: exit {answer.code}: {answer.err}")
    trial = bench.whole(kind, what, folder)
    bench.drop(folder)
    return trial


def again(bench: Bench, folder: Path, threads: int) -> list[str]:
    """The command that goes on with a run, or begins it."""
    if (folder / "manifest.json").exists():
        return ["resume", str(folder), "--threads", str(threads), "--json"]
    return bench.command(folder, threads)


def stage_of(folder: Path) -> str:
    """How far a run had come, by what is in its folder."""
    cities = len(list(folder.glob("parts/city-*")))
    if (folder / "report.html").exists():
        return "page drawn"
    if (folder / "persons.parquet").exists() or (folder / "acts.parquet").exists():
        return "tables joined"
    if cities or list(folder.glob("parts/flight-*")):
        return f"{cities} cities done"
    return "manifest written" if (folder / "manifest.json").exists() else "nothing written"
