"""Every planted bug still has its place in the sources and a test that is there; two are really planted."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest
from mutants.plant import CAUGHT, ROOT, SURVIVED, Mutant, Nursery, mutants, planted

MUTANTS = mutants()
PUBLISHED = [f"M{k}" for k in range(1, 11)]


def test_each_has_its_own_name_and_all_published_ones_are_there() -> None:
    assert max(Counter(each.id for each in MUTANTS).values()) == 1
    assert {each.of for each in MUTANTS} == {*PUBLISHED, "own"}
    assert len([each for each in MUTANTS if each.of == "own"]) >= 10


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.id)
def test_it_can_be_planted_and_its_test_exists(mutant: Mutant) -> None:
    source = (ROOT / mutant.file).read_text("utf-8")
    changed = planted(mutant, source)
    assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source)), "it changes what is done, not how it is written"
    path, name = mutant.test.split("::")
    tests = ast.parse((ROOT / path).read_text("utf-8")).body
    assert name.split("[")[0] in {each.name for each in tests if isinstance(each, ast.FunctionDef)}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["M1-find-and-call", "posted-twice"])
def test_it_is_caught(name: str, tmp_path: Path) -> None:
    mutant = next(each for each in MUTANTS if each.id == name)
    assert Nursery(tmp_path).try_(mutant).outcome == CAUGHT


@pytest.mark.slow
def test_a_change_that_is_no_bug_survives(tmp_path: Path) -> None:
    """Else everything would be caught."""
    harmless = Mutant(
        "harmless", "own", "the same by other words", "src/glasshouse/engine/mail.py",
        "    if latest >= 0:\n", "    if latest > -1:\n", "tests/mutants/test_small_worlds.py::test_engine_is_twin[spillover]",
    )  # fmt: skip
    assert Nursery(tmp_path).try_(harmless).outcome == SURVIVED
