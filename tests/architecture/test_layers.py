"""Imports point down, kernels are where they should be, and asking for nothing imports nothing."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import glasshouse

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "glasshouse"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HERE = os.environ | {"PYTHONPATH": str(ROOT / "src")}

PUBLIC = [
    "population",
    "simulate",
    "resume",
    "open_run",
    "explain",
    "report",
    "regimes",
    "show",
    "check",
    "cases",
    "stories",
    "story",
    "diff",
    "calibrate",
    "Run",
    "GlasshouseError",
    "InputError",
    "RulebookError",
    "RunError",
    "__version__",
]


def modules() -> dict[str, str]:
    """Return the text of every module of the package, by its dotted name."""
    return {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path.read_text(encoding="utf-8")
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def test_imports_point_down() -> None:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, env=HERE)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_public_api_is_this_list() -> None:
    assert glasshouse.__all__ == PUBLIC
    importlib.import_module("glasshouse.population.recipe")  # a folder with the name of a verb
    assert all(callable(getattr(glasshouse, name)) for name in PUBLIC if name != "__version__")
    assert len((PACKAGE / "__init__.py").read_text(encoding="utf-8").splitlines()) <= 100


def test_importing_the_package_is_light() -> None:
    program = (
        "import sys, glasshouse, glasshouse.verbs\n"
        "print(sorted({'numpy', 'numba', 'polars', 'pyarrow', 'pydantic', 'rich'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT / "src", capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_types_are_left_to_the_compiler_in_kernels_only() -> None:
    """The list in pyproject.toml, where mypy looks away, is exactly the modules that use ``kit.jit``, and it."""
    overrides = SETTINGS["tool"]["mypy"]["overrides"]
    listed = next(override["module"] for override in overrides if override.get("ignore_errors"))
    uses_compiler = re.compile(
        r"^from glasshouse\.kit\.jit import .*\b(helper|hot|typed|inline|kernel)\b", re.MULTILINE
    )
    kernels = [name for name, text in modules().items() if uses_compiler.search(text)]
    wanted = sorted([*kernels, "glasshouse.kit.jit"])
    assert listed == wanted, "in pyproject.toml write\n" + "".join(f'    "{name}",\n' for name in wanted)
    homes = ("glasshouse.engine.", "glasshouse.kit.", "glasshouse.population.")
    assert all(name.startswith(homes) for name in kernels)


def test_modules_stay_short() -> None:
    long = {name: n for name, text in modules().items() if (n := len(text.splitlines())) > 400}
    assert not long, f"400 lines are the end: {long}"


def test_every_package_says_what_lives_in_it() -> None:
    silent = [
        str(path) for path in PACKAGE.rglob("__init__.py") if not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert not silent
