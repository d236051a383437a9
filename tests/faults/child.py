"""A Glasshouse command that something happens to: ``python -m faults.child '{"kill_at": 12}' run none --out ...``.

What may happen, each at the n-th time that the command touches a file of the folder ``within``:
``kill_at`` a kill -9; ``fill_at`` a full disk (all but ``spare`` bytes). ``stop_at`` [city, season] or ``stop_joined``
stop a run as Ctrl-C does. ``clock`` is the seed of a clock that jumps at every look. ``checkpoint_seconds`` is how often
cities in flight are kept. ``count_in`` is a file for the number of touches.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link"}
YEAR_SECONDS = 3.2e7
FILLER = "filler"


def main(faults: dict[str, Any], command: list[str]) -> int:
    if "clock" in faults:
        jump(random.Random(faults["clock"]))
    if "within" in faults:
        watch(faults)
    patch_engine(faults)
    from glasshouse.cli import main as glasshouse

    code = glasshouse(command)
    if "count_in" in faults:
        Path(faults["count_in"]).write_text(str(touched[0]))
    return code


touched = [0]


def watch(faults: dict[str, Any]) -> None:
    """Count how often a file of the folder is touched, and strike at the n-th time."""
    within = str(faults["within"])

    def see(event: str, details: tuple[Any, ...]) -> None:
        if event not in TOUCHES or not str(details[0]).startswith(within):
            return
        touched[0] += 1
        if touched[0] == faults.get("kill_at"):
            os.kill(os.getpid(), signal.SIGKILL)
        if touched[0] == faults.get("fill_at"):
            fill(Path(within).parent / FILLER, faults["spare"])

    sys.addaudithook(see)


def fill(path: Path, spare: int) -> None:
    """Leave ``spare`` bytes on the disk."""
    free = os.statvfs(path.parent)
    bytes_free = free.f_bavail * free.f_frsize
    with path.open("wb") as file:
        file.write(b"x" * max(bytes_free - spare, 0))


def jump(chance: random.Random) -> None:
    """Let every look of ours at a clock find it hours or years from where it was.

    Python's own waiting was promised a clock that never goes back: its modules keep the one that they know.
    """
    import concurrent.futures.thread
    import queue
    import threading

    for module in (concurrent.futures.thread, queue, threading):
        assert module.__name__ in sys.modules

    def odd(real: Callable[[], float], unit: float) -> Callable[[], Any]:
        def look() -> Any:
            away = chance.choice((0.0, 1.0, -1.0)) * chance.choice((1.0, 3600.0, YEAR_SECONDS)) * chance.random()
            return type(real())(real() + away * unit)

        return look

    for name in ("time", "monotonic", "perf_counter"):
        setattr(time, name, odd(getattr(time, name), 1.0))
        setattr(time, f"{name}_ns", odd(getattr(time, f"{name}_ns"), 1e9))


def patch_engine(faults: dict[str, Any]) -> None:
    if not faults.keys() & {"stop_at", "stop_joined", "checkpoint_seconds"}:
        return
    from glasshouse.engine import simulate
    from glasshouse.results import record

    simulate.CHECKPOINT_SECONDS = faults.get("checkpoint_seconds", simulate.CHECKPOINT_SECONDS)
    kept = simulate.save_city

    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    def keep(folder: Path, city: Any, *more: Any) -> None:
        kept(folder, city, *more)
        if [city.number, city.season] == faults.get("stop_at"):
            stop()

    simulate.save_city = keep
    if faults.get("stop_joined"):
        record.close = stop


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1]), sys.argv[2:]))
