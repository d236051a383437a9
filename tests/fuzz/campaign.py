"""Feed the loaders a great many inputs and count what became of them: ``scripts/fuzz``.

With atheris, inputs are guided by coverage, one process per loader; without it the same mutations are drawn blindly.
Whatever breaks a promise is kept under ``--keep`` and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

from fuzz import loaders, mutate
from fuzz.extremes import extremes
from fuzz.loaders import CORPUS, LOADERS, MIB, Loader, Verdict, judge, peak_mib

SHARES = {
    "regime": 0.42,
    "catalogue": 0.14,
    "cases": 0.14,
    "population": 0.14,
    "story": 0.02,
    "sources": 0.04,
    "compile": 0.1,
}
KEPT = 30
FROM_FINE = 0.5
MOST_FINE = 300
LARGEST_KEPT = 9000


@dataclass
class Tally:
    """What became of the inputs of one loader."""

    inputs: int = 0
    refused: int = 0
    accepted: int = 0
    failures: int = 0
    slowest_ms: float = 0.0
    peak_mib: float = 0.0
    coverage: int = 0
    seconds: float = 0.0
    kinds: dict[str, int] = field(default_factory=dict)

    def count(self, verdict: Verdict) -> bool:
        """Count one input; is its failure of a new kind?"""
        self.inputs += 1
        self.slowest_ms = max(self.slowest_ms, round(verdict.seconds * 1000, 1))
        if not verdict.failure:
            self.accepted += verdict.accepted
            self.refused += not verdict.accepted
            return False
        self.failures += 1
        self.kinds[verdict.failure] = self.kinds.get(verdict.failure, 0) + 1
        return self.kinds[verdict.failure] == 1 and len(self.kinds) <= KEPT

    def add(self, other: Tally) -> None:
        """Count another loader's inputs, too."""
        for word in ("inputs", "refused", "accepted", "failures", "coverage", "seconds"):
            setattr(self, word, getattr(self, word) + getattr(other, word))
        for word in ("slowest_ms", "peak_mib"):
            setattr(self, word, max(getattr(self, word), getattr(other, word)))
        for kind, count in other.kinds.items():
            self.kinds[kind] = self.kinds.get(kind, 0) + count


class Trial:
    """Inputs of one loader, held against the promises one by one, in a folder of its own."""

    def __init__(self, loader: Loader, folder: Path, keep: Path | None) -> None:
        self.loader, self.folder, self.keep = loader, folder, keep
        self.tally = Tally()
        judge(loader, b"vocabulary = 1\n", folder)  # the shipped data are read once, outside of all measures
        self.before = peak_mib()

    def hold(self, raw: bytes) -> Verdict:
        """Judge and count one input; keep it if it shows something new."""
        verdict = judge(self.loader, raw, self.folder)
        self.tally.peak_mib = round(max(self.tally.peak_mib, peak_mib() - self.before), 1)
        if not verdict.failure and self.tally.peak_mib > MIB:
            verdict = Verdict(verdict.accepted, f"memory: more than {MIB} MiB beyond the start", verdict.seconds)
        if self.tally.count(verdict) and self.keep is not None:
            self.keep.mkdir(parents=True, exist_ok=True)
            (self.keep / f"{self.loader.name}-{len(self.tally.kinds)}.input").write_bytes(raw)
        return verdict


def corpus(loader: Loader) -> list[bytes]:
    """The inputs that are kept for a loader, in order of their names."""
    own = sorted((CORPUS / loader.name).glob("*.input"))
    return [path.read_bytes() for path in own]


def blind(trial: Trial, inputs: int, seed: int, until: float = float("inf")) -> None:
    """The corpus, then mutations of it by a fixed seed, half of them of inputs that were accepted."""
    rng = Random(f"{seed} {trial.loader.name}")
    pool = corpus(trial.loader)
    texts = [raw.decode("utf-8", errors="replace") for raw in pool]
    fine = [raw for raw in pool if trial.hold(raw).accepted] or pool
    for _ in range(inputs - trial.tally.inputs):
        if time.monotonic() > until:
            return
        raw = mutate.mutate_bytes(rng.choice(fine if rng.random() < FROM_FINE else pool), rng, texts)
        if trial.hold(raw).accepted and len(raw) < LARGEST_KEPT:
            fine.append(raw)
            del fine[:-MOST_FINE]


def guided(name: str, inputs: int, seconds: float, seed: int, keep: Path | None) -> Tally:
    """Run atheris on one loader in a process of its own; what it counted."""
    with tempfile.TemporaryDirectory() as room:
        report = Path(room) / "tally.json"
        command = [
            sys.executable,
            str(Path(__file__).with_name("guided.py")),
            name,
            str(inputs),
            str(seconds),
            str(seed),
            str(report),
            str(keep or ""),
        ]
        paths = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        run = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=paths)
        if not report.exists():
            return Tally(failures=1, kinds={f"the guided run of '{name}' ended early: {run.stderr[-300:]}": 1})
        tally = Tally(**json.loads(report.read_text("utf-8")))
        if tally.inputs < inputs and tally.seconds < seconds * 0.9:
            tally.failures += 1
            tally.kinds[f"the guided run of '{name}' stopped after {tally.inputs}: {run.stderr[-300:]}"] = 1
        found = run.stderr.split("cov: ")[1:]
        tally.coverage = int(found[-1].split()[0]) if found else 0
        return tally


def one(name: str, inputs: int, seconds: float, seed: int, is_guided: bool, keep: Path | None) -> Tally:
    """All inputs of one loader."""
    if is_guided:
        return guided(name, inputs, seconds, seed, keep)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as room:
        trial = Trial(LOADERS[name], Path(room), keep)
        blind(trial, inputs, seed, started + seconds)
    trial.tally.seconds = round(time.monotonic() - started, 1)
    return trial.tally


def masses(keep: Path | None, every: int = 1) -> Tally:
    """The inputs that are too large to keep, or every so manyth of them."""
    started, total = time.monotonic(), Tally()
    with tempfile.TemporaryDirectory() as room:
        trials = {name: Trial(LOADERS[name], Path(room), keep) for name in ("regime", "sources", "cases", "population")}
        for name, _, raw in islice(extremes(), 0, None, every):
            trials[name].hold(raw)
    for trial in trials.values():
        total.add(trial.tally)
    total.seconds = round(time.monotonic() - started, 1)
    return total


def main() -> int:
    """Parse the options, run, say what was counted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=200_000, help="how many, all loaders together (200,000)")
    parser.add_argument("--seconds", type=float, default=3600, help="stop each loader after its share of this (3600)")
    parser.add_argument("--loader", action="append", choices=list(LOADERS), help="only this one; may be repeated")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blind", action="store_true", help="without atheris, even where it is installed")
    parser.add_argument("--keep", type=Path, help="folder for inputs that break a promise")
    parser.add_argument("--json", action="store_true", help="counts as JSON")
    asked = parser.parse_args()
    is_guided = not asked.blind and importlib.util.find_spec("atheris") is not None
    names = asked.loader or list(LOADERS)
    whole = sum(SHARES[name] for name in names)
    tallies = {} if asked.loader else {"masses": masses(asked.keep)}
    for name in names:
        share = SHARES[name] / whole
        if not asked.json:
            print(f"{name} ...", flush=True)
        tallies[name] = one(name, round(asked.inputs * share), asked.seconds * share, asked.seed, is_guided, asked.keep)
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    say(tallies, total, is_guided, asked.json)
    return 1 if total.failures else 0


def say(tallies: dict[str, Tally], total: Tally, is_guided: bool, as_json: bool) -> None:
    """The counts, as a table or as JSON."""
    if as_json:
        loaders_ = {name: asdict(tally) for name, tally in tallies.items()}
        print(json.dumps({**asdict(total), "guided": is_guided, "loaders": loaders_}, indent=1))
        return
    words = ("inputs", "refused", "accepted", "failures", "slowest_ms", "peak_mib", "coverage", "seconds")
    print(f"{'':12}" + "".join(f"{word:>12}" for word in words))
    for name, tally in (*tallies.items(), ("all", total)):
        print(f"{name:12}" + "".join(f"{getattr(tally, word):>12,}" for word in words))
    for kind, count in total.kinds.items():
        print(f"{count:8,} x {kind}")
    print("Guided by coverage (atheris)." if is_guided else "Without guidance.")


if __name__ == "__main__":
    loaders.quiet()
    raise SystemExit(main())
