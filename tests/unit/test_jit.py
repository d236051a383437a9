"""Where the inner parts of Numba that ``kit/lean.py`` leans on have moved, its plain decorators do the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
sys.modules["glasshouse.kit.lean"] = None  # as if it could not be imported
import numpy as np
from glasshouse.kit import jit
@jit.helper
def twice(x): return 2 * x
@jit.hot
def row_of(rows, k): return rows[k]
@jit.typed("i8(i8, f8)")
def add(a, b): return a + int(b)
@jit.kernel
def run(rows):
    total = 0
    for k in range(len(rows)):
        total += add(twice(row_of(rows, k)), 1.5)
    return total
assert jit.KERNEL_OPTIONS is jit.OPTIONS
print(run(np.arange(5)))
"""


def test_without_the_inner_parts_the_plain_decorators_serve(tmp_path: Path) -> None:
    source = str(Path(__file__).parents[2] / "src")
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    done = subprocess.run(
        [sys.executable, "program.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": source, "GLASSHOUSE_CACHE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == ["25"]


SHARED = """
import numpy as np
from glasshouse.kit.jit import helper, kernel
@helper
def long(rows, spare, k, unread):
    total = spare * 0
    for a in range(len(rows)):
STEPS
    return total
@helper
def some(rows, k): return long(rows, k, k, rows) + long(rows, 0, k + 1, rows) + long(rows, k, k + 2, rows)
@kernel
def first(rows): return some(rows, 1)
@kernel
def second(rows, k): return long(rows, k, k, rows)
rows = np.arange(1, 8)
print(first(rows), second(rows, 5), long.py_func(rows, 5, 5, rows))
""".replace(
    "STEPS",
    "\n".join(
        f"        total = (total * {k} + rows[a] * k + a) % {k + 1000003} ^ (total // {k})" for k in range(3, 60)
    ),
)


def test_what_one_kernel_made_of_a_helper_is_no_other_kernels(tmp_path: Path) -> None:
    """A kernel may change how its copy of a helper is called; another kernel that calls it must not find that copy."""
    (tmp_path / "program.py").write_text(SHARED, "utf-8")
    source = str(Path(__file__).parents[2] / "src")
    environment = os.environ | {"PYTHONPATH": source, "GLASSHOUSE_CACHE": str(tmp_path)}
    for _ in ("compiled", "from the cache"):
        done = subprocess.run(
            [sys.executable, "program.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        _, found, expected = done.stdout.split()
        assert found == expected
