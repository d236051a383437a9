"""The hand-written C engine: compiled at run time for this machine, called through ctypes, two threads."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from peers import model
from peers.model import Lived

SOURCE = Path(__file__).parent / "c" / "engine.c"
FLAGS = ("-O3", "-march=native", "-fopenmp", "-ffp-contract=off", "-shared", "-fPIC")
THREADS = min(2, os.cpu_count() or 1)
DEFINED = {
    "WEEK": model.WEEK, "HOUSEHOLD": model.HOUSEHOLD, "CLASSES": model.CLASSES, "START": model.START, "FLOOR": model.FLOOR,
    "CEILING": model.CEILING, "BAD_AT_MOST": model.BAD_AT_MOST, "GOOD_AT_MOST": model.GOOD_AT_MOST, "P_SEEN": model.SEEN,
    "BAD_POINTS": model.BAD_POINTS, "GOOD_POINTS": model.GOOD_POINTS, "HOUSEHOLD_POINTS": model.HOUSEHOLD_POINTS,
    "HOUSEHOLD_CHANCE": model.HOUSEHOLD_CHANCE, "P_FLIGHT": model.FLIGHT, "LISTED_BELOW": model.LISTED_BELOW,
    "TERM_DAYS": model.TERM_DAYS,
}  # fmt: skip


class Tally(ctypes.Structure):
    """What the engine counts: sums over persons, and sums of squares over households."""

    _fields_ = [(name, ctypes.c_int64) for name in ("denied", "listed", "score", "bad", "good")] + [
        (name, ctypes.c_double) for name in ("denied2", "listed2", "score2")
    ]


def missing() -> str | None:
    """Say what is not there, if anything."""
    return None if shutil.which("gcc") else "gcc is not installed"


@cache
def library() -> ctypes.CDLL:
    """Compile the engine into a temporary folder and load it."""
    with tempfile.TemporaryDirectory(prefix="glasshouse-peers-") as place:
        made = Path(place) / "engine.so"
        defined = [f"-D{name}={value}" for name, value in DEFINED.items()]
        subprocess.run(["gcc", *FLAGS, *defined, str(SOURCE), "-o", str(made), "-lm"], check=True)
        loaded = ctypes.CDLL(str(made))
    loaded.prepare()
    return loaded


def tally(way: str, persons: int, days: int, seed: int, threads: int = THREADS) -> Tally:
    """Live one way (``events``, ``thinned`` or ``ticks``) and give back all that is counted."""
    score, until, counted = np.empty(persons, np.int16), np.empty(persons, np.int16), Tally()
    failed = library()[f"live_{way}"](
        ctypes.c_uint64(seed), ctypes.c_int64(persons), ctypes.c_int(days), ctypes.c_int(threads),
        score.ctypes.data_as(ctypes.c_void_p), until.ctypes.data_as(ctypes.c_void_p), ctypes.byref(counted),
    )  # fmt: skip
    if way == "ticks" and failed:
        raise ValueError(f"{days} days are more than the engine has room for")
    return counted


def live(persons: int, days: int, seed: int, way: str = "events") -> Lived:
    counted = tally(way, persons, days, seed)
    return Lived(
        counted.denied, counted.listed, counted.score, *(() if way == "thinned" else (counted.bad, counted.good))
    )


def ready() -> None:
    library()


def version() -> str:
    said = subprocess.run(["gcc", "-dumpfullversion"], capture_output=True, text=True).stdout.strip()
    return f"gcc {said} {' '.join(FLAGS[:4])}"
