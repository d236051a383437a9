"""Whatever a file holds: refused with a line, or accepted, at once. The kept inputs, the masses, and new mutations."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from fuzz import bundle, loaders, mutate, vocabulary
from fuzz.campaign import Trial, blind, corpus, masses, one
from fuzz.loaders import CORPUS, LOADERS, judge

from glasshouse.kit.errors import Problem, RulebookError
from glasshouse.rulebook import read

MUTATED = {"regime": 700, "catalogue": 500, "cases": 300, "population": 500, "story": 60, "sources": 60, "compile": 100}
"""New inputs of each loader in an ordinary run of the tests; ``scripts/fuzz`` runs a great many more."""


@pytest.mark.parametrize("name", LOADERS)
def test_kept_and_mutated_inputs(name: str, tmp_path: Path) -> None:
    trial = Trial(LOADERS[name], tmp_path, keep=None)
    kept = len(corpus(LOADERS[name]))
    assert kept
    blind(trial, kept + MUTATED[name], seed=7)
    assert trial.tally.kinds == {}
    assert trial.tally.inputs == kept + MUTATED[name]
    assert trial.tally.accepted > 5, "nearly everything is refused: the mutations do not get beyond the parser"
    assert trial.tally.refused > 10


@pytest.mark.slow
@pytest.mark.parametrize("every", [4, 1])
def test_masses(every: int) -> None:
    tally = masses(None, every)
    assert tally.kinds == {}
    assert tally.inputs * every > 60


def test_no_few_characters_take_long_however_often(tmp_path: Path) -> None:
    """What a scanner tries anew at each quotation mark takes a time that grows with the square."""
    rng = Random(5)
    pieces = ('"', "'", '"""', "'''", "\\", "\t", "\n", "[", "=", "#", "a", ".", '\\"')
    units = ['\t\\"', '\\"\\""""\'[\\', *("".join(rng.choices(pieces, k=rng.randint(1, 6))) for _ in range(120))]
    for unit in units:
        for start in ("", 'a = "', "[["):
            verdict = judge(LOADERS["regime"], (start + unit * 6000).encode(), tmp_path)
            assert not verdict.failure
            assert verdict.seconds < 0.3, (start, unit)


def test_inputs_that_broke_a_promise_once_are_kept() -> None:
    assert {path.parent.name for path in CORPUS.glob("*/found-*.input")} <= LOADERS.keys()
    assert len(list(CORPUS.glob("*/found-*.input"))) >= 5
    assert sum(path.stat().st_size for path in CORPUS.rglob("*.input")) < 600_000


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
@pytest.mark.parametrize("name", ["regime", "population"])
def test_guided_inputs(name: str) -> None:
    tally = one(name, 2000, 60, seed=3, is_guided=True, keep=None)
    assert tally.kinds == {}
    assert tally.inputs == 2000 or tally.seconds > 50
    assert tally.coverage > 500


# ---- would a broken promise be seen? ----------------------------------------------------------------------------------
def outcome(tmp_path: Path, raw: bytes = b"vocabulary = 1\n") -> str:
    return judge(LOADERS["regime"], raw, tmp_path).failure


def test_a_crash_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(read.tomllib, "loads", lambda text: 1 / 0)
    assert outcome(tmp_path).startswith("ZeroDivisionError at read.py:")


def test_a_hang_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def for_ever(text: str) -> None:
        while True:
            pass

    monkeypatch.setattr(loaders, "SECONDS", 0.05)
    monkeypatch.setattr(read.tomllib, "loads", for_ever)
    assert outcome(tmp_path).startswith("hang: ")


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem("regime.toml", 3, "said"), "a line that regime.toml has not"),
        (Problem("regime.toml", 0, "said"), "a line that regime.toml has not"),
        (Problem("elsewhere.toml", 1, "said"), "a problem names elsewhere.toml, which is not there"),
        (Problem("regime.toml", 1, ""), "an empty message"),
        (Problem("regime.toml", 1, "x" * 1001), "message too long"),
        (Problem("regime.toml", 1, "a\nb"), "unprintable message"),
    ],
)
def test_a_senseless_problem_is_seen(
    problem: Problem, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(path: Path) -> None:
        raise RulebookError([problem])

    monkeypatch.setattr("glasshouse.rulebook.load.read_toml", refuse)
    assert outcome(tmp_path).startswith(said)


def test_too_much_memory_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    trial = Trial(LOADERS["regime"], tmp_path, keep=tmp_path / "kept")
    monkeypatch.setattr("fuzz.campaign.MIB", -1)
    trial.hold(b"vocabulary = 1\n")
    assert list(trial.tally.kinds) == ["memory: more than -1 MiB beyond the start"]
    assert (tmp_path / "kept" / "regime-1.input").read_bytes() == b"vocabulary = 1\n"


# ---- the machinery ----------------------------------------------------------------------------------------------------
def test_bundles() -> None:
    files = {"regime.toml": b"a = 1\n", "acts.toml": b""}
    assert bundle.unpack(bundle.pack(files), "regime.toml", tuple(files)) == files
    assert bundle.unpack(b"a = 1", "cases.toml", ("cases.toml",)) == {"cases.toml": b"a = 1"}
    assert bundle.unpack(b"=== acts.toml\nx", "regime.toml", ("regime.toml",)) == {"regime.toml": b""}


def test_mutations_are_repeatable_and_differ() -> None:
    raw = corpus(LOADERS["regime"])[0]
    again = [[mutate.mutate_bytes(raw, Random(seed), ["a = 1\n"]) for seed in range(200)] for _ in range(2)]
    assert again[0] == again[1]
    assert len(set(again[0])) > 120


def test_the_vocabulary_holds_words_values_and_blocks() -> None:
    assert {"points", "from", "is", "occasions_per_year", "top_share", "risk_start", "happens"} <= set(
        vocabulary.words()
    )
    assert {'"household"', '"jaywalk"', '"camera"', '"peers"'} <= set(vocabulary.values())
    assert {"[[rule]]", "[covers]", "[rule]"} <= set(vocabulary.kinds())
    assert all(line.startswith('"') and line.endswith('"') for line in vocabulary.dictionary().splitlines())


def test_the_command_counts(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fuzz.campaign", "--blind", "--loader", "sources", "--inputs", "40", "--json"]
    paths = {"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin"}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=paths)
    assert run.returncode == 0, run.stderr
    counted = json.loads(run.stdout)
    assert counted["inputs"] == 40 == counted["refused"] + counted["accepted"]
    assert {"failures", "slowest_ms", "peak_mib", "guided"} <= counted.keys()
