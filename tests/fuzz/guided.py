"""One loader under atheris: ``guided.py LOADER INPUTS SECONDS SEED REPORT KEEP``; started by ``campaign.py``.

libFuzzer leaves the process when it has done, so the tally is written as it goes. A failure does not end the run.
"""

import dataclasses
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["glasshouse.rulebook", "glasshouse.regime", "glasshouse.population.recipe", "glasshouse.kit.figure",
                                         "glasshouse.engine.compile", "tomllib"]):  # fmt: skip
    import tomllib  # noqa: F401

    import glasshouse.regime.load  # noqa: F401

from fuzz import loaders, mutate, vocabulary
from fuzz.campaign import LARGEST_KEPT, MOST_FINE, Trial, corpus

EVERY = 200
STRUCTURAL = 0.85
LARGEST = 100_000
AFRESH = 0.3
"""How often a mutation begins with an input that was accepted, so that what comes after the checks is reached."""


def main() -> None:
    """Set up libFuzzer and run."""
    name, inputs, seconds, seed, report, keep = sys.argv[1:7]
    loader = loaders.LOADERS[name]
    loaders.quiet()
    room = Path(tempfile.mkdtemp(dir=Path(report).parent))
    if name == "compile":
        with atheris.instrument_imports(include=["glasshouse.engine.compile"]):
            import glasshouse.engine.city  # noqa: F401
    trial = Trial(loader, room, Path(keep) if keep else None)
    texts = [raw.decode("utf-8", errors="replace") for raw in corpus(loader)]
    fine: list[bytes] = []
    started = time.monotonic()

    def write() -> None:
        trial.tally.seconds = round(time.monotonic() - started, 1)
        Path(report).write_text(json.dumps(dataclasses.asdict(trial.tally)), "utf-8")

    def hold(raw: bytes) -> None:
        if trial.tally.inputs >= int(inputs) or time.monotonic() - started > float(seconds):
            write()
            sys.stdout.flush()
            os.kill(os.getpid(), 2)  # libFuzzer then ends as on Ctrl-C, with its last line of counts
            return
        if trial.hold(raw).accepted and len(raw) < LARGEST_KEPT and len(fine) < MOST_FINE:
            fine.append(raw)
        if trial.tally.inputs % EVERY == 0 or trial.tally.inputs == int(inputs):
            write()

    def change(raw: bytes, most: int, seed: int) -> bytes:
        rng = Random(seed)
        if fine and rng.random() < AFRESH:
            raw = rng.choice(fine)
        if rng.random() < STRUCTURAL:
            return mutate.mutate_bytes(raw, rng, texts)[:most]
        return atheris.Mutate(raw, most)

    words = room.parent / "words.dict"
    words.write_text(vocabulary.dictionary(), "utf-8")
    seeds = room.parent / "seeds"
    seeds.mkdir()
    for number, raw in enumerate(corpus(loader)):
        (seeds / str(number)).write_bytes(raw)
    options = [f"-dict={words}", f"-max_len={LARGEST}", f"-seed={int(seed) or 1}", f"-runs={int(inputs)}", "-timeout=60", "-rss_limit_mb=0",
               f"-max_total_time={int(float(seconds)) + 1}", "-print_final_stats=1", "-use_value_profile=0"]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(seeds)], hold, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
