"""Two processes on one folder, and locks that nobody holds any more."""

from __future__ import annotations

import json
import os
import platform
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

from faults.bench import Bench, Trial, child, finish, one_sentence
from faults.kills import OFTEN

RACERS = 3


def two_processes(bench: Bench, chance: random.Random, runs: int) -> Iterator[Trial]:
    """One process is held in the middle of its work; the second is told so, and the first ends as if alone."""
    for number in range(runs):
        folder = bench.folder()
        first = child(OFTEN, bench.command(folder))
        while not (folder / "manifest.json").exists():
            time.sleep(0.001)
        time.sleep(chance.uniform(0, bench.run_seconds / 2))
        first.send_signal(signal.SIGSTOP)
        verb = ("resume", "run")[number % 2]
        done = json.loads((folder / "manifest.json").read_text())["state"] == "done"
        command = ["resume", str(folder), "--json"] if verb == "resume" else bench.command(folder)
        lock = folder / "lock.json"
        if number % 3 == 2 and lock.exists():  # the lock says nothing any more, but its owner lives
            lock.write_bytes(b"")
        before = folder.stat().st_mtime_ns
        answer = bench.ask(*command)
        untouched = folder.stat().st_mtime_ns == before
        right = (answer.code == 2 and str(folder) in answer.err and one_sentence(answer) and untouched) or (
            done and answer.code == 0
        )
        yield Trial("two-processes", f"{verb} beside a run", "named_file" if right else "wrong", answer.err.strip())
        first.send_signal(signal.SIGCONT)
        code = finish(first).code
        trial = bench.whole("two-processes", "the first process", folder)
        yield trial if code == 0 else trial._replace(outcome="wrong", said=f"exit {code}")
        bench.drop(folder)


def races(bench: Bench, chance: random.Random, runs: int) -> Iterator[Trial]:
    """Several processes begin at one moment: each ends well or is told in a sentence; the run is the same."""
    for number in range(runs):
        folder = bench.copy("half") if number % 2 else bench.folder()
        command = ["resume", str(folder), "--json"] if number % 2 else bench.command(folder)
        answers = [finish(each) for each in [child(OFTEN, command) for _ in range(RACERS)]]
        right = all(
            answer.code == 0 or (answer.code == 2 and str(folder) in answer.err and one_sentence(answer))
            for answer in answers
        ) and any(answer.code == 0 for answer in answers)
        said = "; ".join(f"exit {answer.code} {answer.err.strip()[-200:]}" for answer in answers)
        trial = bench.whole("two-processes", f"{RACERS} at once: {command[0]}", folder)
        yield trial if right else trial._replace(outcome="wrong", said=said)
        bench.drop(folder)


def stale_locks(bench: Bench) -> Iterator[Trial]:
    """Locks of processes that are gone are taken over, also where their number belongs to another process now."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    here = {"host": platform.node()}
    locks = {
        "a process that is gone": json.dumps({"pid": gone.pid, "started": 1.0, **here}),
        "a number that is used again": json.dumps({"pid": os.getpid(), "started": 1.0, **here}),
        "no content": "",
        "half of its content": '{"pid": 12, "ho',
        "other content": "[1, 2]",
    }
    for what, content in locks.items():
        folder = bench.copy("half")
        (folder / "lock.json").write_text(content)
        yield bench.whole("stale-lock", what, folder)
        bench.drop(folder)
    folder = bench.copy("half")
    (folder / "lock.json").write_text(json.dumps({"pid": 1, "host": "elsewhere", "started": 1.0}))
    yield bench.judge("stale-lock", "a lock of another machine", "resume", "half", folder, ("lock.json",))
    (folder / "lock.json").unlink()
    yield bench.whole("stale-lock", "a lock of another machine; did as told", folder)
    bench.drop(folder)
