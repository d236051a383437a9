"""How time and memory grow: with people, threads, acts per year, rules and the length of the window.

``scripts/bench growth [--most PERSONS] [--quick] [--json]``. Each point is lived in a process of its own, city after city;
a city's tables are made as in a run and then dropped. A full measurement is kept in ``growth.json`` and drawn.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
KEPT, DRAWN = HERE / "growth.json", HERE.parent / "docs" / "images" / "growth.svg"
SHIPPED = "rongcheng+court-list"
WITHOUT_QUOTAS = "court-list"
"""Its windows may be as long as a season: a monthly quota would not fit into them."""
TWO = min(2, os.cpu_count() or 1)


class Point(NamedTuple):
    """One world to be measured; ``grows`` names what is varied, ``x`` its value."""

    grows: str
    x: int
    persons: int
    threads: int = TWO
    window_days: int = 7
    regimes: str = SHIPPED
    made: tuple[float, int] | None = None
    """Acts per person-year and rules of a made-up rulebook, instead of ``regimes``."""


def points(most: int, some: int) -> list[Point]:
    """Everything that is measured: up to ``most`` people, and ``some`` people where something else grows."""
    people = [Point("people", 10**k, 10**k) for k in range(4, 11) if 10**k <= most]
    every_thread = sorted({1, TWO, os.cpu_count() or 1})
    return [
        *people,
        *(Point("threads", n, some, threads=n) for n in every_thread),
        *(Point("window_days", days, some, window_days=days, regimes=WITHOUT_QUOTAS) for days in (7, 14, 28, 84)),
        *(Point("acts_per_year", n, some, made=(n, 16)) for n in (6, 12, 24, 48, 96)),
        *(Point("rules", n, some, made=(24, n)) for n in (2, 8, 32, 128)),
    ]


def lived(point: Point) -> dict[str, Any]:
    """Live one point here, for a year, and say what it took beyond what this process held once its kernels were ready."""
    from peers.measure import peak_bytes, peak_from_here
    from stream import lived_cities

    from glasshouse.engine.city import Plan
    from glasshouse.engine.simulate import make_ready
    from glasshouse.engine.tabulate import tabulate
    from glasshouse.engine.world import make_world

    with tempfile.TemporaryDirectory(prefix="glasshouse-growth-") as place:
        regimes = point.regimes
        if point.made:
            from growth_worlds import write_regime

            regimes = str(write_regime(Path(place) / "made", *point.made))
        plan = Plan(make_world(regimes, persons=point.persons, years=1, window_days=point.window_days))
    make_ready(plan, None)
    before = peak_from_here()
    begun, begun_core = time.perf_counter(), time.process_time()
    occasions = on_list = 0
    for city in lived_cities(plan, point.threads):
        tables = tabulate(city)
        occasions += int(tables["acts"]["occasions"].sum() or 0)
        last = tables["panel"].filter(tables["panel"]["week"] == tables["panel"]["week"].max())
        on_list += int(last["on_bad_list"].sum())
    seconds, core_seconds = time.perf_counter() - begun, time.process_time() - begun_core
    return {
        **point._asdict(), "regimes": "made-up" if point.made else regimes, "seconds": seconds,
        "core_seconds": core_seconds, "core_us_per_person_year": core_seconds / point.persons * 1e6,
        "person_years_per_second": point.persons / seconds, "peak_bytes": max(peak_bytes() - before, 0),
        "occasions_per_person_year": occasions / point.persons, "on_bad_list_share": on_list / point.persons,
    }  # fmt: skip


def in_own_process(point: Point) -> dict[str, Any]:
    path = os.pathsep.join([str(HERE), str(HERE.parent / "src")])
    command = [sys.executable, "-m", "growth", json.dumps(point)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{point} failed:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(found: list[dict[str, Any]]) -> str:
    """Measured points as a table for people."""
    rows = [
        (
            "grows",
            "to",
            "people",
            "seconds",
            "person-years/s",
            "core us/person-year",
            "peak MB",
            "occasions/person-year",
        )
    ]
    for each in found:
        speed, core, peak = each["person_years_per_second"], each["core_us_per_person_year"], each["peak_bytes"] / 1e6
        rows.append(
            (
                each["grows"].replace("_", " "), f"{each['x']:,}", f"{each['persons']:,}", f"{each['seconds']:,.2f}", f"{speed:,.0f}",
                f"{core:.2f}", f"{peak:,.0f}", f"{each['occasions_per_person_year']:.1f}",
            )
        )  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def main(words: list[str], machine: str) -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench growth", description="How time and memory grow.")
    parser.add_argument("--most", type=int, default=100_000_000, help="most people (100,000,000: ten minutes or so)")
    parser.add_argument("--quick", action="store_true", help="100,000 people at most; keeps and draws nothing")
    parser.add_argument("--draw", action="store_true", help="draw anew what was kept, measure nothing")
    parser.add_argument("--json", action="store_true", help="print one object")
    given = parser.parse_args(words)
    if given.draw:
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
    else:
        kept = {"machine": machine, "points": []}
        wanted = points(min(given.most, 100_000), 50_000) if given.quick else points(given.most, 200_000)
        for point in wanted:
            print(f"Living {point.persons:,} people: {point.grows} {point.x:,} ...", file=sys.stderr, flush=True)
            kept["points"].append(in_own_process(point))
    if not given.quick:
        from growth_chart import drawn

        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        DRAWN.write_text(drawn(kept), encoding="utf-8")
    print(json.dumps(kept, indent=2) if given.json else f"{kept['machine']}\n\n{table(kept['points'])}")
    return 0


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    print(json.dumps(lived(Point(*asked))))
