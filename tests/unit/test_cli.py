"""The command line: mistakes are one sentence with an exit code, and asking for help costs nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from glasshouse import verbs
from glasshouse.cli import headline, main
from glasshouse.cli.main import app
from glasshouse.kit.errors import InternalError, Problem
from glasshouse.regime.check import CheckReport
from glasshouse.results.run import Run

BAD = [
    (["run", "none", "--persons", "0"], "persons: must be from 1"),
    (["run", "none", "--persons", "-5"], "persons: must be from 1"),
    (["run", "none", "--persons", "many"], "persons: must be a whole number; got 'many'"),
    (["run", "none", "--persons", "1.5"], "persons: must be a whole number"),
    (["run", "none", "--persons", "5_000_000_000"], "persons: must be from 1"),
    (["run", "none", "--persons", "9" * 5000], "persons: must be"),
    (["run", "none", "--persons", "4_200_000_000", "--out", "OUT"], "on the disk"),
    (["run", "none", "--years", "0"], "years: must be more than 0"),
    (["run", "none", "--years", "nan"], "years: must be more than 0"),
    (["run", "none", "--years", "101"], "at most 100"),
    (["run", "none", "--years", "0.001"], "less than a day"),
    (["run", "none", "--window-days", "5"], "must divide 84"),
    (["run", "none", "--window-days", "0"], "must divide 84"),
    (["run", "none", "--seed", "-1"], "seed: must be from 0"),
    (["run", "none", "--threads", "0"], "threads: must be from 1"),
    (["run"], "Missing argument"),
    (["run", "none", "--colour", "red"], "No such option"),
    (["dance"], "No such command 'dance'"),
    (["explain", "nowhere", "--person", "1"], "there is no such run"),
    (["explain", ".", "--person", "one"], "person: must be a whole number"),
    (["resume", "nowhere"], "there is no such run"),
    (["report", "."], "holds no run"),
    (["schema", "soup"], "There is no schema 'soup'"),
]


@pytest.mark.parametrize(("arguments", "sentence"), BAD, ids=lambda value: " ".join(value)[:40] if value else "")
def test_a_mistake_is_one_sentence(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([str(tmp_path / "out") if word == "OUT" else word for word in arguments]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert not said.out
    assert not list(tmp_path.iterdir()), "something was left behind"


def test_threads_come_from_the_environment_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GLASSHOUSE_THREADS", "several")
    assert main(["run", "none", "--persons", "10"]) == 2
    assert "GLASSHOUSE_THREADS: must be a whole number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raised", "code", "sentence"),
    [
        (ZeroDivisionError("so it goes\nmore"), 3, "A bug of ours: ZeroDivisionError: so it goes."),
        (InternalError("This should not be."), 3, "This should not be."),
        (KeyboardInterrupt(), 130, "Stopped."),
        (MemoryError(), 2, "not enough memory"),
    ],
)
def test_whatever_happens_is_one_sentence(
    raised: BaseException, code: int, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr(verbs, "regimes", fail)
    assert main(["regimes"]) == code
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said


def test_debugging_shows_where(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(verbs, "regimes", lambda: 1 / 0)
    monkeypatch.setenv("GLASSHOUSE_DEBUG", "1")
    assert main(["regimes"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_stopping_a_run_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **more: object) -> None:
        (tmp_path / "r" / "manifest.json").write_text("{}")
        raise KeyboardInterrupt

    (tmp_path / "r").mkdir()
    monkeypatch.setattr(verbs, "simulate", stop)
    assert main(["run", "none", "--persons", "10", "--out", str(tmp_path / "r")]) == 130
    assert f"go on with: glasshouse resume {tmp_path / 'r'}" in capsys.readouterr().err


def test_check_lists_every_problem(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    problems = [Problem("a.toml", 3, "unknown word"), Problem("a.toml", 9, "too much")]
    monkeypatch.setattr(verbs, "check", lambda *_: CheckReport(tuple(problems), ()))
    assert main(["check", "a.toml", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["problems"] == [problem._asdict() for problem in problems]
    assert main(["check", "a.toml"]) == 2
    assert "line 9  too much" in capsys.readouterr().out


def test_help_names_every_command() -> None:
    listed = CliRunner().invoke(app, ["--help"]).output
    for verb in ("run", "explain", "regimes", "show", "check", "cases", "story", "diff", "resume", "report", "schema"):
        assert f"\n  {verb} " in listed
        assert "--json" in CliRunner().invoke(app, [verb, "--help"]).output


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from glasshouse.cli import main; main(['--help'])\n"
        "heavy = {'numpy', 'numba', 'polars', 'pyarrow', 'pydantic', 'plotly', 'rich', 'scipy', 'psutil', 'jinja2'}\n"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": "src"},
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_headline_is_one_object_for_scripts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from unit.test_store import stored

    run: Run = stored(tmp_path / "run")
    headline.show(run, run.page, as_json=True)
    answer = json.loads(capsys.readouterr().out)
    asked = {"run", "digest", "seconds", "person_years_per_second", "bytes_per_person", "occasions_per_person_year"}
    assert asked <= answer.keys()
    headline.show(run, run.page, as_json=False)
    assert "synthetic people; not a forecast" in capsys.readouterr().out
