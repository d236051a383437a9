"""Plant known bugs one at a time and see each caught by the test that is named for it: ``scripts/mutants``.

Sources and tests are copied to a folder of their own. A named test must first pass there as things are; then the bug is
planted and the test must run and fail by an assertion: a test that cannot even start says nothing about the bug. A bug
that no test catches is a finding about the tests; exit code 1 says that there is one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import xml.etree.ElementTree as ET
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).parent / "mutants.toml"
COPIED = ("src", "tests")
LONGEST = 900
"""Seconds that a test may take; a bug that makes it run on for ever is not caught."""
CAUGHT, SURVIVED, CRASHED, UNSOUND = "caught", "survived", "crashed", "unsound"
"""By an assertion; not at all; the test fell over without saying what is wrong; the test fails without the bug, too."""
BY_ASSERTION = ("AssertionError", "assert ", "Failed: DID NOT RAISE")


@dataclass(frozen=True)
class Mutant:
    """A bug, and the test that must catch it.

    ``of``: its name in the published list of mutants that every such suite should kill, or ``own``. ``compiler``: the test
    lives too many people to be run with the compiler off.
    """

    id: str
    of: str
    plants: str
    file: str
    text: str
    becomes: str
    test: str
    compiler: bool = False


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant; ``said`` is how the test failed."""

    mutant: Mutant
    outcome: str
    seconds: float
    said: str = ""


def mutants() -> list[Mutant]:
    """All mutants of the data file."""
    return [Mutant(**words) for words in tomllib.loads(DATA.read_text("utf-8"))["mutant"]]


def planted(mutant: Mutant, source: str) -> str:
    """The source with the bug in it; the text to replace must occur exactly once."""
    found = source.count(mutant.text)
    if found != 1 or mutant.text == mutant.becomes:
        raise ValueError(f"mutant '{mutant.id}': its text occurs {found} times in {mutant.file}; mend mutants.toml")
    return source.replace(mutant.text, mutant.becomes)


class Nursery:
    """A copy of sources and tests in which bugs are planted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sound: dict[tuple[str, bool], tuple[str, str]] = {}
        for name in COPIED:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        shutil.copy(ROOT / "pyproject.toml", folder)

    def try_(self, mutant: Mutant) -> Verdict:
        """Is the test of a mutant sound, and does it catch the bug?"""
        key = (mutant.test, mutant.compiler)
        if key not in self._sound:
            self._sound[key] = self.run(*key)
        outcome, said = self._sound[key]
        if outcome != SURVIVED:
            return Verdict(mutant, UNSOUND, 0.0, said)
        path = self.folder / mutant.file
        source = path.read_text("utf-8")
        begun = time.monotonic()
        try:
            path.write_text(planted(mutant, source), "utf-8")
            outcome, said = self.run(*key)
        finally:
            path.write_text(source, "utf-8")
        return Verdict(mutant, outcome, round(time.monotonic() - begun, 1), said)

    def run(self, test: str, compiler: bool) -> tuple[str, str]:
        """Run one test here: what became of it, and the first line of what it said."""
        report = self.folder / "report.xml"
        report.unlink(missing_ok=True)
        environment = os.environ | {
            "PYTHONPATH": str(self.folder / "src"), "PYTHONDONTWRITEBYTECODE": "1", "GLASSHOUSE_CACHE": str(self.folder / "cache"),
            "NUMBA_DISABLE_JIT": "" if compiler else "1",
        }  # fmt: skip
        if compiler:
            del environment["NUMBA_DISABLE_JIT"]
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            f"--junitxml={report}",
        ]
        try:
            done = subprocess.run(
                [*command, test], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return CRASHED, f"no end after {LONGEST} seconds"
        cases = list(ET.parse(report).iter("testcase")) if report.is_file() else []
        if done.returncode == 0 and cases and not any(case.find("skipped") is not None for case in cases):
            return SURVIVED, ""
        failures = [case.find("failure") for case in cases]
        said = next((each.get("message", "") for each in failures if each is not None), done.stdout[-500:])
        first = (said.strip().splitlines() or [""])[0]
        by_assertion = done.returncode == 1 and first.startswith(BY_ASSERTION)
        return CAUGHT if by_assertion else CRASHED, first


def main(arguments: list[str]) -> int:
    """Plant what is asked for; returns the exit code."""
    asked = parse(arguments)
    chosen = [each for each in mutants() if not asked.only or each.id in asked.only]
    begun, verdicts = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="mutants-") as room:
        nursery = Nursery(Path(room))
        for mutant in chosen:
            verdicts.append(nursery.try_(mutant))
            tell(verdicts[-1], sys.stderr if asked.json else sys.stdout)
    seconds = round(time.monotonic() - begun, 1)
    missed = [each for each in verdicts if each.outcome != CAUGHT]
    if asked.json:
        told = [
            asdict(each.mutant) | {"outcome": each.outcome, "seconds": each.seconds, "said": each.said}
            for each in verdicts
        ]
        counts = {"mutants": len(verdicts), "caught": len(verdicts) - len(missed), "seconds": seconds}
        print(json.dumps(counts | {"table": told}, indent=2))
    else:
        print(f"{len(verdicts)} mutants, {len(verdicts) - len(missed)} caught; {seconds} seconds")
        for each in missed:
            print(
                f"{each.outcome.upper()}  {each.mutant.id}: {each.mutant.plants}\n    {each.mutant.test}\n    {each.said}"
            )
    return int(bool(missed))


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(
        prog="scripts/mutants", description="Plant known bugs and see each caught by its test."
    )
    parser.add_argument("--only", default="", metavar="ID,...", help="plant these only (all by default)")
    parser.add_argument("--json", action="store_true", help="print one JSON object on the standard output")
    asked = parser.parse_args(arguments)
    asked.only = [each for each in asked.only.split(",") if each]
    if unknown := sorted({*asked.only} - {each.id for each in mutants()}):
        parser.error(f"there is no mutant {unknown[0]!r}; there are {', '.join(each.id for each in mutants())}")
    return asked


def tell(verdict: Verdict, stream: object) -> None:
    """One row of the table."""
    mutant = verdict.mutant
    print(f"{mutant.id:<26} {verdict.outcome:<9}{verdict.seconds:>6.1f} s  {mutant.plants}", file=stream, flush=True)  # type: ignore[call-overload]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
