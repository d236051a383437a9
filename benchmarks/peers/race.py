"""Run the race: every engine in a fresh process, in turn, round after round, on one machine; medians, and the same law.

``scripts/bench peers [--only ours,c,numpy] [--rounds 3] [--quick] [--json]``
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from peers.engines import Engine, chosen
from peers.model import DAYS, EXPECTED, HOUSEHOLD, Lived, errors_away, figures

BENCHMARKS = Path(__file__).resolve().parent.parent
ERRORS_ALLOWED = 2.0
"""By chance alone one figure in twenty lies farther off; the whole race fails only where no chance explains it."""
ERRORS_BEYOND_CHANCE = 4.0
QUICK = 16
FIRST_SEED = 2016


def race(engines: list[Engine], rounds: int, quick: bool) -> list[dict[str, Any]]:
    """Measure these engines in turn and return one record each; who cannot run has ``skipped`` with a sentence."""
    records: dict[str, list[dict[str, Any]]] = {engine.name: [] for engine in engines}
    skipped = {engine.name: why for engine in engines if (why := engine.missing())}
    for name, why in skipped.items():
        say(f"Skipping {name}: {why}.")
    for turn in range(1, rounds + 1):
        for engine in engines:
            if engine.name in skipped:
                continue
            persons = engine.persons // QUICK // HOUSEHOLD * HOUSEHOLD if quick else engine.persons
            say(f"Round {turn} of {rounds}: {engine.name}, {persons:,} people for a year ...")
            try:
                records[engine.name].append(run(engine.name, persons, seed=FIRST_SEED + turn))
            except subprocess.CalledProcessError as error:
                skipped[engine.name] = "it failed: " + (error.stderr.strip().splitlines() or ["without a word"])[-1]
                say(f"Skipping {engine.name}: {skipped[engine.name]}.")
    return [
        {"engine": engine.name, "skipped": skipped[engine.name]}
        if engine.name in skipped
        else summary(engine, records[engine.name])
        for engine in engines
    ]


def run(name: str, persons: int, seed: int) -> dict[str, Any]:
    """One engine once, in a process of its own."""
    path = os.pathsep.join([str(BENCHMARKS), str(BENCHMARKS.parent / "src")])
    environment = {**os.environ, "PYTHONPATH": path, "STARSIM_INSTALL_FONTS": "0"}
    command = [sys.executable, "-m", "peers.measure", name, str(persons), str(seed)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def summary(engine: Engine, runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Medians of speed and memory; the law's figures over the people of all rounds together."""
    persons = runs[0]["persons"]
    speeds = [persons * DAYS / each["seconds"] for each in runs]
    together = Lived(*(total([each["lived"][field] for each in runs]) for field in Lived._fields))
    found = figures(together, persons * len(runs))
    away = errors_away(found, persons * len(runs))
    return {
        "engine": engine.name, "version": runs[0]["version"], "about": engine.about, "persons": persons, "rounds": len(runs),
        "person_days_per_second": statistics.median(speeds), "slowest": min(speeds), "fastest": max(speeds),
        "seconds": statistics.median(each["seconds"] for each in runs),
        "person_days_per_core_second": statistics.median(persons * DAYS / each["core_seconds"] for each in runs),
        "ready_seconds": statistics.median(each["ready_seconds"] for each in runs),
        "bytes_per_person": statistics.median(each["bytes_per_person"] for each in runs),
        **found, "errors_away": away, "is_same_law": all(abs(errors) <= ERRORS_ALLOWED for errors in away.values()),
    }  # fmt: skip


def total(counts: list[int | None]) -> int | None:
    return None if None in counts else sum(counts)  # type: ignore[arg-type]


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def lines(records: list[dict[str, Any]]) -> str:
    """The race as a table for people."""
    rows = [
        (
            "engine",
            "people",
            "M person-days/s",
            "(range)",
            "per core-s",
            "bytes",
            "denied",
            "blacklisted",
            "score",
            "within 2",
        )
    ]
    for each in records:
        if "skipped" in each:
            continue
        away = each["errors_away"]
        law = [
            f"{each[name]:.{digits}f} ({away[name]:+.1f})"
            for name, digits in (("denied", 4), ("blacklisted", 4), ("score", 2))
        ]
        speed, low, high, core = (
            f"{each[name] / 1e6:,.1f}"
            for name in ("person_days_per_second", "slowest", "fastest", "person_days_per_core_second")
        )
        memory, same = f"{each['bytes_per_person']:,.0f}", "yes" if each["is_same_law"] else "NO"
        rows.append((each["engine"], f"{each['persons']:,}", speed, f"{low}-{high}", core, memory, *law, same))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    table = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    law = ", ".join(f"{name} {known.value:.5g}" for name, known in EXPECTED.items())
    said = f"Expected: {law}. In brackets: standard errors away, of which {ERRORS_ALLOWED:g} are allowed."
    left_out = [f"{each['engine']}: skipped, {each['skipped']}." for each in records if "skipped" in each]
    about = [f"{each['engine']}: {each['version']}; {each['about']}." for each in records if "skipped" not in each]
    return "\n".join([*table, "", said, *left_out, "", *about])


def main(words: list[str], machine: str) -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench peers", description="Race Glasshouse against other tools.")
    parser.add_argument("--only", default="", metavar="ours,c,numpy", help="engines by the beginning of their names")
    parser.add_argument("--rounds", type=int, default=3, help="how often each engine runs (3)")
    parser.add_argument("--quick", action="store_true", help=f"a {QUICK}th of the people")
    parser.add_argument("--json", action="store_true", help="print a list of objects")
    given = parser.parse_args(words)
    engines = chosen(given.only)
    if not engines:
        parser.error(f"no engine begins with '{given.only}'; there are {', '.join(each.name for each in chosen(''))}")
    if given.rounds < 1:
        parser.error(f"--rounds must be at least 1; got {given.rounds}")
    records = race(engines, given.rounds, given.quick)
    if given.json:
        print(json.dumps([{**each, "machine": machine} for each in records], indent=2))
    else:
        print(f"{machine}\n\n{lines(records)}")
    far = [max(map(abs, each["errors_away"].values())) for each in records if "skipped" not in each]
    return int(
        any(away > ERRORS_BEYOND_CHANCE for away in far) or any("failed" in each.get("skipped", "") for each in records)
    )
