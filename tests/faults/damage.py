"""Files of a run folder that are not what they were: a flipped bit, half of a file, nothing of it, no file."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from faults.bench import STAGES, VERBS, Bench, Trial

REMADE = "report.html"
"""Made from the other files, whenever a run is resumed or reported."""


def flip(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    changed = bytearray(content)
    at, bit = chance.randrange(len(content)), chance.randrange(8)
    changed[at] ^= 1 << bit
    return f"bit {bit} of byte {at}", bytes(changed)


def halve(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    return "half of it", content[: len(content) // 2]


def empty(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    return "nothing of it", b""


Damage = Callable[[bytes, random.Random], tuple[str, bytes]]
DAMAGES: dict[str, Damage | None] = {"flip": flip, "truncate": halve, "empty": empty, "delete": None}


def damage(bench: Bench, chance: random.Random, kind: str, stages: tuple[str, ...], per_file: int) -> Iterator[Trial]:
    """Damage every file of the stages, ``per_file`` times, and do everything one does with a run folder."""
    for stage in stages:
        for name in files_of(bench, stage):
            for _ in range(per_file):
                yield from damaged(bench, chance, kind, stage, name)


def files_of(bench: Bench, stage: str) -> list[str]:
    """Names of all files of the run at a stage."""
    folder = bench.place / stage
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def damaged(bench: Bench, chance: random.Random, kind: str, stage: str, name: str) -> Iterator[Trial]:
    """Damage one file and do everything with it; where a sentence says which file to delete, do that and resume."""
    folder = bench.copy(stage)
    path, change = folder / name, DAMAGES[kind]
    if change is None:
        path.unlink()
        how = "deleted"
    else:
        how, content = change(path.read_bytes(), chance)
        path.write_bytes(content)
    what = f"{stage}/{name}, {how}"
    named = (name, str(folder / name))
    for verb in VERBS:
        yield (trial := bench.judge(kind, what, verb, stage, folder, named))
    if trial.said and "elete" in trial.said:
        obey(trial.said, folder)
        yield bench.whole(kind, f"{what}; did as told", folder)
    bench.drop(folder)


def obey(said: str, folder: Path) -> None:
    """Delete what a sentence says must be deleted."""
    from glasshouse.kit.files import remove

    path = said.split("elete ", 1)[1].split(" and ")[0].rstrip(".")
    told = Path(path) if path.startswith(str(folder)) else Path(said.split(": ")[0])
    assert told.is_relative_to(folder), said
    remove(told)


def checkpoints(bench: Bench, chance: random.Random, runs: int) -> Iterator[Trial]:
    """Cut a city in flight at random lengths."""
    for _ in range(runs):
        folder = bench.copy("half")
        path = next((folder / "parts").glob("flight-*"))
        content = path.read_bytes()
        length = chance.randrange(len(content))
        path.write_bytes(content[:length])
        what = f"{path.name} cut to {length} bytes"
        yield (trial := bench.judge("checkpoint", what, "resume", "half", folder, (path.name,)))
        if trial.said:
            obey(trial.said, folder)
            yield bench.whole("checkpoint", f"{what}; did as told", folder)
        bench.drop(folder)


def strangers(bench: Bench) -> Iterator[Trial]:
    """Files that are whole, but of another city or another run of the same world."""
    pairs = [
        ("parts/city-00000", "parts/city-00001"),
        ("fields/city-00000.bin", "fields/city-00001.bin"),
        ("parts/flight-00002.bin", "parts/flight-00003.bin"),
    ]
    other = bench.stopped("other", seed="10")
    for taken, put in pairs:
        folder = bench.copy("half")
        bench.put(folder / taken, folder / put)
        yield bench.judge("stranger", f"{put} is a copy of {taken}", "resume", "half", folder, (put,))
        bench.drop(folder)
    for name in ("parts/city-00001", "parts/flight-00002.bin", "manifest.json"):
        folder = bench.copy("half")
        bench.put(other / name, folder / name)
        named = ("parts/",) if name == "manifest.json" else (name,)
        yield bench.judge("stranger", f"{name} is of another run", "resume", "half", folder, named)
        bench.drop(folder)


def lost_manifest(bench: Bench) -> Iterator[Trial]:
    """A new run does not take over what an older one left behind, though its manifest is gone."""
    for stage in STAGES:
        folder = bench.copy(stage)
        (folder / "manifest.json").unlink()
        answer = bench.ask(*bench.command(folder)[:-1], "--seed", "10", "--json")
        right = answer.code == 2 and str(folder) in answer.err
        digest = "" if answer.code else json.loads(answer.out)["digest"]
        said = answer.err if right else f"exit {answer.code} {answer.err} {digest}"
        yield Trial(
            "stranger", f"another run into {stage} without its manifest", "named_file" if right else "wrong", said
        )
        bench.drop(folder)
