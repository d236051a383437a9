"""The small world that is disturbed, its three stages on the disk, and what an undisturbed command answers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PERSONS, PER_CITY = 800, 200
PERSON = "17"
MOST_SECONDS = 300
STAGES = ("done", "half", "joined")
"""A run that is done; one that was killed with two cities finished and one in flight; one killed between joining its
tables and saying so in its manifest."""
VERBS = ("open", "explain", "report", "resume")
SAME, NAMED, WRONG = "same_digest", "named_file", "wrong"


class Trial(NamedTuple):
    """What became of one disturbed command."""

    kind: str
    what: str
    outcome: str
    said: str = ""


class Answer(NamedTuple):
    """What a command said."""

    code: int
    out: str
    err: str


@dataclass
class Bench:
    """A place with the small world in it; make it with :func:`bench`."""

    place: Path
    teller: Any = None
    digest: str = ""
    listing: list[str] = field(default_factory=list)
    expected: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    startup_seconds: float = 0.0
    run_seconds: float = 0.0
    touches: int = 0
    taken: int = 0

    def command(self, folder: Path, threads: int = 1) -> list[str]:
        """The arguments of the run that everything is compared with."""
        return [
            "run", "rongcheng+court-list", "--population", str(self.place / "hamlets.toml"), "--persons", str(PERSONS), "--years", "1",
            "--seed", "9", "--threads", str(threads), "--out", str(folder), "--json",
        ]  # fmt: skip

    def folder(self) -> Path:
        """A path that nothing has used yet."""
        self.taken += 1
        return self.place / f"run-{self.taken}"

    def copy(self, stage: str) -> Path:
        """A fresh copy of the run at a stage."""
        return Path(shutil.copytree(self.place / stage, self.folder()))

    def stopped(self, stage: str, seed: str = "9") -> Path:
        """A run that was stopped while its third city was in flight; lived once for each name."""
        folder = self.place / stage
        if not folder.exists():
            command = self.command(folder)
            command[command.index("--seed") + 1] = seed
            check(finish(child({"checkpoint_seconds": -1, "stop_at": [2, 3]}, command)), 130)
        return folder

    def drop(self, folder: Path) -> None:
        """Remove a copy that has served."""
        shutil.rmtree(folder, ignore_errors=True)

    def put(self, taken: Path, place: Path) -> None:
        """Copy a file or a folder over another."""
        if taken.is_dir():
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(taken, place)
        else:
            shutil.copyfile(taken, place)

    def ask(self, *command: str) -> Answer:
        """A command in the process that answers many."""
        if self.teller is None or self.teller.poll() is not None:
            self.teller = spawn(
                [sys.executable, "-m", "faults.teller"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        self.teller.stdin.write(json.dumps(command) + "\n")
        self.teller.stdin.flush()
        line = self.teller.stdout.readline()
        return Answer(**json.loads(line)) if line else Answer(self.teller.wait(), "", "the process died")

    def close(self) -> None:
        """End the process that answers."""
        if self.teller is not None:
            self.teller.stdin.close()
            self.teller.stdout.close()
            self.teller.wait()

    def verb(self, verb: str, folder: Path) -> Answer:
        """One of the four things one does with a run folder."""
        more = {"open": [], "explain": ["--person", PERSON, "--json"]}.get(verb, ["--json"])
        return self.ask(verb, str(folder), *more)

    def content(self, verb: str, folder: Path, answer: Answer) -> dict[str, Any]:
        """What of an answer, and of the folder, must be as if nothing had happened."""
        said = json.loads(answer.out)
        if verb == "explain":
            return {word: said[word] for word in ("events", "sentences", "end_state", "matches_record")}
        if verb == "report":
            return {"page": (folder / "report.html").read_text(encoding="utf-8")}
        if verb == "resume":
            now = json.loads(self.ask("open", str(folder)).out)
            now["names"] = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
            return {"said": said["digest"], **now}
        return dict(said)

    def judge(self, kind: str, what: str, verb: str, stage: str, folder: Path, named: Sequence[str]) -> Trial:
        """Do one thing with a folder; right is what the undisturbed folder gives, or a sentence with one of the names."""
        answer = self.verb(verb, folder)
        what = f"{what}: {verb}"
        said = sentence_of(verb, answer)
        if answer.code == 0:
            content = self.content(verb, folder, answer)
            same = content == self.expected[stage, verb]
            if verb == "open" and any(name in said for name in named):
                same, content["damage"] = False, []
                if content == self.expected[stage, verb]:
                    return Trial(kind, what, NAMED, said)
            return Trial(
                kind,
                what,
                SAME if same else WRONG,
                "" if same else f"another answer: {difference(content, self.expected[stage, verb])}",
            )
        if answer.code in (1, 2) and any(name in said for name in named) and one_sentence(answer):
            return Trial(kind, what, NAMED, said)
        return Trial(kind, what, WRONG, f"exit {answer.code}: {said[:300]}")

    def whole(self, kind: str, what: str, folder: Path) -> Trial:
        """Resume, and compare all of the folder with the run that nothing happened to."""
        return self.judge(kind, what, "resume", "done", folder, ())


def difference(one: dict[str, Any], other: dict[str, Any]) -> str:
    """The words in which two answers differ, shortened."""
    words = [word for word in {**one, **other} if one.get(word) != other.get(word)]
    return "; ".join(f"{word}: {str(one.get(word))[:200]} instead of {str(other.get(word))[:200]}" for word in words)


def sentence_of(verb: str, answer: Answer) -> str:
    """What a command says about damage: beside its answer, or as the first sentence in it."""
    if answer.err.strip() or not answer.out.startswith("{"):
        return answer.err.strip()
    said = json.loads(answer.out)
    if verb == "open":
        return " ".join(said["damage"])
    return str(said.get("problem") or [*said.get("sentences", []), ""][0])


def one_sentence(answer: Answer) -> bool:
    """No trace, no bug of ours; at most one line beside the answer."""
    return (
        "Traceback" not in answer.err and "bug of ours" not in answer.err and len(answer.err.strip().splitlines()) < 2
    )


def spawn(command: list[str], **more: Any) -> subprocess.Popen[str]:
    """Start a process that finds these tests and the package's sources."""
    paths = [str(ROOT / "src"), str(ROOT / "tests"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, **more)


def child(faults: dict[str, Any], command: list[str], **more: Any) -> subprocess.Popen[str]:
    """Start a command that something happens to."""
    program = [sys.executable, "-m", "faults.child", json.dumps(faults)]
    return spawn([*program, *command], stderr=subprocess.PIPE, **more)


def finish(process: subprocess.Popen[str]) -> Answer:
    """Wait for a command's end."""
    try:
        out, err = process.communicate(timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return Answer(-9, "", f"no end within {MOST_SECONDS} seconds")
    return Answer(process.returncode, out, err)


def bench(place: Path) -> Bench:
    """Make the small world, live it undisturbed, and bring copies of it to each stage."""
    bench = Bench(place)
    village = (ROOT / "src/glasshouse/data/populations/village.toml").read_text(encoding="utf-8")
    small = village.replace("persons_per_place = 1_000", "persons_per_place = 100")
    small = small.replace("places_per_city = 3", f"places_per_city = {PER_CITY // 100}")
    assert small.count("100") > village.count("100")
    (place / "hamlets.toml").write_text(small, encoding="utf-8")
    check(bench.ask(*bench.command(bench.folder())), 0)  # compiles where nothing is compiled yet

    begun, folder = time.monotonic(), place / "done"
    count = place / "touches"
    running = child({"within": str(folder), "count_in": str(count), "checkpoint_seconds": -1}, bench.command(folder))
    while not (folder / "manifest.json").exists():
        time.sleep(0.002)
    bench.startup_seconds = time.monotonic() - begun
    bench.digest = json.loads(check(finish(running), 0).out)["digest"]
    bench.run_seconds = time.monotonic() - begun - bench.startup_seconds
    bench.touches = int(count.read_text())

    bench.stopped("half")
    check(finish(child({"stop_joined": True}, bench.command(place / "joined"))), 130)
    for stage in STAGES:
        for verb in VERBS:
            copied = bench.copy(stage)
            bench.expected[stage, verb] = bench.content(verb, copied, check(bench.verb(verb, copied), 0))
    for stage in STAGES:  # whatever was stopped ends as if it never had been
        assert bench.expected[stage, "resume"] == bench.expected["done", "resume"], stage
    return bench


def check(answer: Answer, code: int) -> Answer:
    """Hold an undisturbed command to its exit code."""
    assert answer.code == code, (answer.code, answer.err)
    return answer
