"""Measure what the project promises, each figure by one function that runs the command as a user would.

``scripts/bench [--json] [--quick] [NAME ...]``, and apart from these ``scripts/bench peers`` (the race against other tools)
and ``scripts/bench growth`` (how time and memory grow). Speed depends on the machine, so each figure in seconds is also given
as a multiple of a yardstick: a fixed piece of sorting that runs on the same machine at the same time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
GLASSHOUSE = [sys.executable, "-m", "glasshouse"]
REGIMES = "rongcheng+court-list"


class Figure(NamedTuple):
    """One measured figure, and what was promised."""

    what: str
    value: float
    unit: str
    promise: str
    is_kept: bool | None
    yardsticks: float | None = None


class Size(NamedTuple):
    """How large the main run is."""

    persons: int
    years: int


FULL, QUICK = Size(1_000_000, 5), Size(100_000, 2)


def main_run(size: Size) -> list[Figure]:
    """One city after another on two threads: speed, occasions and memory."""
    with folder() as place:
        done = glasshouse("run", REGIMES, *sized(size), "--threads", "2", "--out", str(place / "run"), "--json")
    speed, occasions, memory = (
        done[word] for word in ("person_years_per_second", "occasions_per_person_year", "bytes_per_person")
    )
    return [
        Figure("lives", speed, "person-years a second", "at least 250,000", speed >= 250_000),
        Figure("live occasions", occasions, "per person-year", "at least 25", occasions >= 25),
        Figure("memory", memory, "bytes per person", "at most 64", memory <= 64),
    ]


def threads(size: Size) -> list[Figure]:
    """Compare one thread with two; the content must be the same."""
    some = Size(size.persons // 4, size.years)
    with folder() as place:
        command = ("run", REGIMES, *sized(some), "--json")
        one = glasshouse(*command, "--threads", "1", "--out", str(place / "one"))
        two = glasshouse(*command, "--threads", "2", "--out", str(place / "two"))
    gain = one["seconds"] / two["seconds"]
    return [
        Figure("two threads against one", gain, "times as fast", "-", None),
        Figure("same digest", float(one["digest"] == two["digest"]), "(1 is yes)", "1", one["digest"] == two["digest"]),
    ]


def compiling(size: Size) -> list[Figure]:
    """Compare the first run on a machine with the next: the difference is compiling."""
    with folder() as place:
        cache = {"GLASSHOUSE_CACHE": str(place / "cache")}
        tiny = ("run", REGIMES, "--persons", "1000", "--years", "1", "--json")
        first = glasshouse(*tiny, "--out", str(place / "first"), **cache)
        again = glasshouse(*tiny, "--out", str(place / "again"), **cache)
    return [
        Figure("first compile", first["kernel_seconds"], "s", "at most 15", first["kernel_seconds"] <= 15),
        Figure("kernels from the cache", again["kernel_seconds"], "s", "at most 1", again["kernel_seconds"] <= 1),
    ]


def life_told_again(size: Size) -> list[Figure]:
    """Replay the place of one person over five years, kernels already loaded."""
    program = (
        "import sys, time, glasshouse as gh; run = gh.open_run(sys.argv[1]); run.explain(17)\n"
        "begun = time.perf_counter(); told = run.explain(1234); print(time.perf_counter() - begun)\n"
        "assert told.matches_record"
    )
    with folder() as place:
        where = str(place / "run")
        glasshouse("run", REGIMES, "--persons", "10_000", "--years", "5", "--out", where, "--json")
        said = subprocess.run(
            [sys.executable, "-c", program, where], env=surroundings(), capture_output=True, text=True
        )
    seconds = float(checked(said).split()[-1])
    return [Figure("one place told again", seconds, "s", "at most 0.3", seconds <= 0.3, seconds / yardstick())]


def help_text(size: Size) -> list[Figure]:
    """Ask for help, median of nine."""
    seconds = statistics.median(timed(lambda: call("--help")) for _ in range(9))
    return [Figure("glasshouse --help", seconds, "s", "at most 0.4", seconds <= 0.4, seconds / yardstick())]


def demo(size: Size) -> list[Figure]:
    """Run scripts/demo after downloads, with nothing compiled yet."""
    with folder() as place:
        environment = surroundings(GLASSHOUSE_CACHE=str(place))
        before = set((ROOT / "runs").glob("demo-*"))
        command = [sys.executable, str(ROOT / "scripts" / "demo")]
        seconds = timed(lambda: checked(subprocess.run(command, env=environment, capture_output=True, text=True)))
        for new in set((ROOT / "runs").glob("demo-*")) - before:
            shutil.rmtree(new)
    return [Figure("scripts/demo after downloads", seconds, "s", "at most 90", seconds <= 90, seconds / yardstick())]


MEASUREMENTS: dict[str, Callable[[Size], list[Figure]]] = {
    "run": main_run,
    "threads": threads,
    "compile": compiling,
    "explain": life_told_again,
    "help": help_text,
    "demo": demo,
}


def yardstick() -> float:
    """Seconds that this machine takes to sort five million numbers in NumPy, best of three."""
    import numpy as np

    numbers = (np.arange(5_000_000, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)).view(np.float64)
    return min(timed(lambda: np.sort(numbers.view(np.uint64))) for _ in range(3))


def sized(size: Size) -> tuple[str, ...]:
    return ("--persons", str(size.persons), "--years", str(size.years))


def glasshouse(*arguments: str, **environment: str) -> dict[str, Any]:
    """Run a command with ``--json`` and return its object."""
    answer: dict[str, Any] = json.loads(call(*arguments, **environment))
    return answer


def call(*arguments: str, **environment: str) -> str:
    command = [*GLASSHOUSE, *arguments]
    return checked(subprocess.run(command, env=surroundings(**environment), capture_output=True, text=True))


def checked(done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, done.args))}\n{done.stderr}")
    return done.stdout


def surroundings(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), **more}


def timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="glasshouse-bench-") as name:
        yield Path(name)


def machine() -> str:
    import psutil

    memory = round(psutil.virtual_memory().total / 2**30)
    name = platform.processor() or platform.machine()
    cpu_list = Path("/proc/cpuinfo")
    if cpu_list.exists():
        names = [
            line.split(":")[1].strip() for line in cpu_list.read_text().splitlines() if line.startswith("model name")
        ]
        name = names[0] if names else name
    return f"{name}, {os.cpu_count()} processors, {memory} GB, {platform.system()}, Python {platform.python_version()}"


def table(figures: list[Figure]) -> str:
    rows = [("what", "measured", "unit", "promised", "kept", "yardsticks")]
    for figure in figures:
        kept = {None: "-", True: "yes", False: "NO"}[figure.is_kept]
        value = f"{figure.value:,.0f}" if figure.value >= 1000 else f"{figure.value:.3g}"
        yard = "-" if figure.yardsticks is None else f"{figure.yardsticks:.2f}"
        rows.append((figure.what, value, figure.unit, figure.promise, kept, yard))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def main() -> int:
    if sys.argv[1:2] == ["peers"]:
        from peers import race

        return race.main(sys.argv[2:], machine())
    if sys.argv[1:2] == ["growth"]:
        import growth

        return growth.main(sys.argv[2:], machine())
    parser = argparse.ArgumentParser(description="Measure what the project promises.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(MEASUREMENTS)}; all by default")
    parser.add_argument("--json", action="store_true", help="print one object")
    parser.add_argument("--quick", action="store_true", help="a smaller main run")
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in MEASUREMENTS]:
        parser.error(f"there is no measurement '{unknown[0]}'; choose among {', '.join(MEASUREMENTS)}")
    figures: list[Figure] = []
    for name in given.names or MEASUREMENTS:
        print(f"Measuring {name} ...", file=sys.stderr, flush=True)
        figures += MEASUREMENTS[name](QUICK if given.quick else FULL)
    if given.json:
        print(json.dumps({"machine": machine(), "figures": [figure._asdict() for figure in figures]}, indent=2))
    else:
        print(f"{machine()}\n\n{table(figures)}")
    return int(any(figure.is_kept is False for figure in figures))


if __name__ == "__main__":
    raise SystemExit(main())
