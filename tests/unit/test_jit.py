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
