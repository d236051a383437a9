"""One engine, once, in this process: ``python -m peers.measure NAME PERSONS SEED`` prints one JSON line.

Timed is all from an empty country to the last figure: people are made, lived and counted. Importing and compiling are
told apart (``ready_seconds``). ``core_seconds`` add up over threads, and feel a busy machine less. Memory is the peak beyond what the process held before.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from peers.engines import ENGINES
from peers.model import DAYS


def measured(name: str, persons: int, seed: int) -> dict[str, Any]:
    """Run one engine and say what it found, how long it took and how much memory."""
    engine = next(engine for engine in ENGINES if engine.name == name)
    begun = time.perf_counter()
    module = engine.load()
    version = module.version()
    way = {"way": engine.way} if engine.way else {}
    getattr(module, "ready", lambda: None)()
    ready = time.perf_counter()
    before = peak_from_here()
    started, started_core = time.perf_counter(), time.process_time()
    lived = module.live(persons, DAYS, seed, **way)
    seconds, core_seconds = time.perf_counter() - started, time.process_time() - started_core
    return {
        "engine": name, "version": version, "persons": persons, "seconds": seconds, "core_seconds": core_seconds, "ready_seconds": ready - begun,
        "bytes_per_person": max(peak_bytes() - before, 0) / persons, "lived": lived._asdict(),
    }  # fmt: skip


def peak_from_here() -> int:
    """Let the system count its peak anew, where it can (Linux); return the bytes in use now."""
    import psutil

    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        with suppress(OSError):  # some containers forbid it; the peak then begins with the process
            clear.write_text("5")
    return int(psutil.Process().memory_info().rss)


def peak_bytes() -> int:
    """Return the most memory this process has held since."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
