"""``run`` and ``explain`` around an engine that is not there: what they print, and what damage does."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from unit.test_store import stored

from glasshouse.cli import main
from glasshouse.results.run import Run


@dataclass
class Told:
    """A life told, as the engine gives it."""

    sentences: list[str]
    events: list[dict[str, Any]]
    end_state: dict[str, Any] = field(default_factory=lambda: {"done": 3})
    matches_record: bool = True
    twin: Told | None = None


def tell(run: Run, person: int, under: str | None = None, as_data: bool = False) -> Told:
    twin = Told(["Day 1: bought a ticket."], [{"day": 1}]) if under else None
    return Told(["Day 1: was refused a ticket.", "Day 9: paid [at last]."], [{"day": 1}, {"day": 9}], twin=twin)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put functions in the places of modules that compile or draw."""

    def place(name: str, **functions: Any) -> None:
        module = ModuleType(name)
        for word, function in functions.items():
            setattr(module, word, function)
        monkeypatch.setitem(sys.modules, name, module)

    def world(regimes: str, population: str, persons: int, years: float, *_: object, **__: object) -> SimpleNamespace:
        return SimpleNamespace(persons=persons, years=years)

    def live(world: object, out: Path, threads: int, progress: Callable[[str, float], None] | None) -> Run:
        if progress:
            progress("City 1 of 3", 0.5)
        return stored(out)

    def report(run: Run) -> Path:
        run.page.write_text("a page")
        return run.page

    place("glasshouse.engine.world", make_world=world)
    place("glasshouse.engine.simulate", simulate=live, resume=None)
    place("glasshouse.engine.explain", explain=tell)
    place("glasshouse.engine.cost", estimate=lambda *_: SimpleNamespace(bytes_memory=10**15, say=lambda: "Much"))
    place("glasshouse.pages.report", write_report=report)
    return place


@pytest.mark.usefixtures("engine")
def test_run_prints_one_object_or_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["run", "none", "--persons", "1_000", "--years", "1", "--out"]
    assert main([*command, str(tmp_path / "a"), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["run"] == str(tmp_path / "a")
    assert not said.err
    assert main([*command, str(tmp_path / "b")]) == 0
    said = capsys.readouterr()
    assert "City 1 of 3 (50%)" in said.err
    assert "Wants refused" in said.out
    assert str(tmp_path / "b" / "report.html") in said.out
    assert main([*command, str(tmp_path / "b")]) == 2
    assert "holds another run" in capsys.readouterr().err


@pytest.mark.usefixtures("engine")
def test_a_world_that_does_not_fit_leaves_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "none", "--persons", "1_000_000", "--out", str(tmp_path / "a")]) == 2
    assert "of memory" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("engine")
def test_a_life_is_told_beside_its_twin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(tmp_path)
    command = ["explain", str(tmp_path), "--person", "17"]
    assert main([*command, "--under", "none", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["matches_record"] is True
    assert {"events", "end_state"} <= answer.keys()
    assert answer["twin"]["events"] == [{"day": 1}]
    assert main([*command, "--under", "none"]) == 0
    said = capsys.readouterr().out
    assert "paid [at last]" in said
    assert any("was refused" in line and "bought" in line for line in said.splitlines())
    assert main([*command[:-1], "60"]) == 2
    assert "the persons 0 to 59" in capsys.readouterr().err


def test_a_flipped_byte_never_matches_the_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: Callable[..., None]
) -> None:
    stored(tmp_path)
    flip(tmp_path / "acts.parquet")
    command = ["explain", str(tmp_path), "--person", "17"]
    assert main([*command, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["matches_record"] is False
    assert "acts.parquet" in answer["sentences"][0]

    def never(*_: object, **more: object) -> None:
        pytest.fail("nothing is told from a damaged file")

    flip(tmp_path / "persons.parquet")
    engine("glasshouse.engine.explain", explain=never)
    assert main([*command, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["matches_record"] is False
    assert "persons.parquet" in answer["problem"]
    assert main(command) == 2
    assert "persons.parquet: this file is damaged" in capsys.readouterr().err


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
