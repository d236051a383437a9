"""The slow twin stands on its own: it shares the models of data files with the engine, and nothing else."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

TWIN = Path(__file__).resolve().parents[1] / "twin"
BESIDE = {"chunk", "compare", "crossed", "test_twin"}
"""What puts the two side by side, and so must know both."""
MAY_IMPORT = (
    "glasshouse.kit.errors",
    "glasshouse.kit.figure",
    "glasshouse.rulebook",
    "glasshouse.regime",
    "glasshouse.population.follow",
    "glasshouse.population.recipe",
)


def imports(path: Path) -> set[str]:
    """Modules that a file imports."""
    tree = ast.parse(path.read_text("utf-8"))
    found = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return found | {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}


def test_the_twin_imports_models_only() -> None:
    files = [path for path in TWIN.glob("*.py") if path.stem not in BESIDE]
    assert {path.stem for path in files} >= {
        "life",
        "law",
        "occasion",
        "choose",
        "observe",
        "post",
        "standing",
        "want",
        "learn",
    }
    for path in files:
        ours = {name for name in imports(path) if name.startswith(("glasshouse", "numba"))}
        assert not [name for name in ours if not name.startswith(MAY_IMPORT)], path.name
        assert not {name for name in imports(path) if name.removeprefix("twin.") in BESIDE}, path.name


def test_living_the_twin_loads_no_engine() -> None:
    program = "import sys, twin.life; print([n for n in sys.modules if n.startswith(('glasshouse.engine', 'numba'))])"
    path = os.pathsep.join([str(TWIN.parent), str(TWIN.parents[1] / "src")])
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
