"""Clocks that jump by hours and years, forwards and backwards, at every look."""

from __future__ import annotations

import random
from collections.abc import Iterator

from faults.bench import Bench, Trial, child, finish
from faults.kills import OFTEN, ended


def clocks(bench: Bench, chance: random.Random, runs: int) -> Iterator[Trial]:
    """Runs whose clocks jump; every other one is killed and resumed under another clock that jumps."""
    for number in range(runs):
        folder, seed = bench.folder(), chance.randrange(1 << 30)
        faults = {"clock": seed, **(OFTEN if number % 4 < 2 else {})}
        what = f"clock {seed}"
        if number % 2:
            touch = chance.randint(1, bench.touches // 2)
            finish(child({**faults, "within": str(folder), "kill_at": touch}, bench.command(folder)))
            what += f", killed at touch {touch}"
            if not (folder / "manifest.json").exists():
                yield ended(bench, "clock", what, folder)
                continue
            answer = finish(child({"clock": seed + 1}, ["resume", str(folder), "--json"]))
        else:
            answer = finish(child(faults, bench.command(folder)))
        trial = bench.whole("clock", what, folder)
        yield trial if answer.code == 0 else trial._replace(outcome="wrong", said=answer.err)
        bench.drop(folder)
