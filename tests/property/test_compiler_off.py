"""The kernels say the same with the compiler off: plain Python, warnings as errors, equal bits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
PROGRAM = """
import hashlib, sys
from property.lives import live
lived = live(sys.argv[1], persons=60, years=1, seed=3)
print(hashlib.sha256(b"".join(array.tobytes() for array in lived.people)).hexdigest(), int(lived.people.tally.sum()))
"""


def lives(regimes: str, **environment: str) -> list[str]:
    """Fingerprint of sixty lives, and a count that shows that something happened."""
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, regimes],
        env=os.environ | {"PYTHONPATH": path} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("regimes", ["rongcheng+court-list", str(TESTS / "worlds" / "alone")])
def test_the_same_bits_with_the_compiler_off(regimes: str) -> None:
    compiled, plain = lives(regimes), lives(regimes, NUMBA_DISABLE_JIT="1")
    assert compiled == plain
    assert int(plain[1]) > 100
