"""Disturb runs in every way and count what became of them: ``scripts/faults [--json] [KIND ...]``.

Right is the digest of the undisturbed run (or, for a command that only reads, its answer), or one sentence that names
the damaged file. Anything else is wrong; exit code 1 says that something was.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from faults.bench import STAGES, Bench, Trial, bench
from faults.clocks import clocks
from faults.damage import checkpoints, damage, lost_manifest, strangers
from faults.disks import can_mount, full, limited, read_only
from faults.kills import kills, kills_at_touches
from faults.neighbours import races, stale_locks, two_processes

Kind = Callable[[Bench, random.Random, int], Iterator[Trial]]
"""What disturbs, how often."""


def per_file(kind: str) -> Kind:
    """A damage of every file; the number of runs says how often each."""

    def each(bench: Bench, chance: random.Random, runs: int) -> Iterator[Trial]:
        return damage(bench, chance, kind, STAGES, max(runs // 16, 1) if kind == "flip" else 1)

    return each


def strange(bench: Bench, _: random.Random, __: int) -> Iterator[Trial]:
    yield from strangers(bench)
    yield from lost_manifest(bench)


def together(bench: Bench, chance: random.Random, runs: int) -> Iterator[Trial]:
    yield from two_processes(bench, chance, max(runs // 8, 1))
    yield from races(bench, chance, max(runs // 12, 1))


KINDS: dict[str, tuple[str, Kind]] = {
    "kill": ("kill -9 at a random moment, then resume", kills),
    "kill-at-touch": ("kill -9 between two touches of the disk", kills_at_touches),
    "full-disk": ("a disk that fills at any moment", full),
    "file-limit": ("a limit on the size of files", lambda b, c, n: limited(b, c, max(n // 4, 1))),
    "checkpoint": ("a truncated checkpoint", checkpoints),
    "flip": ("a flipped bit in each file of a folder", per_file("flip")),
    "truncate": ("each file cut to its half", per_file("truncate")),
    "empty": ("each file cut to nothing", per_file("empty")),
    "delete": ("each file deleted", per_file("delete")),
    "stranger": ("files of another city or another run", strange),
    "two-processes": ("two processes on one folder", together),
    "stale-lock": ("locks that nobody holds any more", lambda b, _, __: stale_locks(b)),
    "clock": ("clocks that jump", lambda b, c, n: clocks(b, c, max(n // 4, 1))),
    "read-only": ("a folder that can only be read", lambda b, _, __: read_only(b)),
}
COUNTS = ("tried", "same_digest", "named_file", "wrong")


def main(arguments: list[str]) -> int:
    asked = parse(arguments)
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        place = Path(name).resolve()
        begun = time.monotonic()
        made = bench(place)
        counts, wrong, left_out = {}, [], []
        try:
            for kind in asked.kinds or KINDS:
                if kind in ("full-disk", "read-only") and not can_mount(place):
                    left_out.append(kind)
                    continue
                trials = list(KINDS[kind][1](made, random.Random(f"{asked.seed} {kind}"), asked.runs))
                counts[kind] = {
                    "tried": len(trials),
                    **dict.fromkeys(COUNTS[1:], 0),
                    **Counter(t.outcome for t in trials),
                }
                wrong += [trial._asdict() for trial in trials if trial.outcome == "wrong"]
                if not asked.json:
                    row(kind, counts[kind])
        finally:
            made.close()
        total = {word: sum(each[word] for each in counts.values()) for word in COUNTS}
        seconds = round(time.monotonic() - begun, 1)
    if asked.json:
        told = {"kinds": counts, "total": total, "seed": asked.seed, "runs": asked.runs, "seconds": seconds}
        print(json.dumps({**told, "not_permitted_here": left_out, "wrong": wrong}, indent=2))
    else:
        row("all", total)
        for trial in wrong:
            print(f"WRONG  {trial['kind']}: {trial['what']}\n       {trial['said']}")
        for kind in left_out:
            print(f"{kind}: left out, for this process may not mount a disk")
        print(f"{seconds} seconds, seed {asked.seed}")
    return int(total["wrong"] > 0)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/faults", description="Disturb runs and count what became of them.")
    words = "; ".join(f"{kind}: {what}" for kind, (what, _) in KINDS.items())
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"which (all by default). {words}")
    parser.add_argument("--runs", type=int, default=50, help="how many runs are killed; other kinds go with it")
    parser.add_argument("--seed", type=int, default=1, help="which moments, bytes and bits")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    asked = parser.parse_args(arguments)
    if unknown := [kind for kind in asked.kinds if kind not in KINDS]:
        parser.error(f"there is no kind {unknown[0]!r}; there are {', '.join(KINDS)}")
    return asked


def row(kind: str, counts: dict[str, int]) -> None:
    if kind in (next(iter(KINDS)), "all"):
        print(f"{'':16}{'tried':>8}{'same':>8}{'named':>8}{'wrong':>8}")
    words = KINDS[kind][0] if kind in KINDS else ""
    print(f"{kind:16}" + "".join(f"{counts[word]:>8}" for word in COUNTS) + f"   {words}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
