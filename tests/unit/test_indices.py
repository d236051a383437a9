"""Kernels count from the front: what is compiled takes an index as it is, so one below zero would read beside its array."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
PROGRAM = """
import sys
import numpy as np
from glasshouse.engine import kernels
from glasshouse.engine.city import Plan, live_season, make_city, make_room, new_table
from glasshouse.engine.world import make_world

class FromTheFront(np.ndarray):
    def _look(self, at):
        for each in at if isinstance(at, tuple) else (at,):
            if isinstance(each, (int, np.integer)):
                assert each >= 0, f"index {each} counts from the end"
    def __getitem__(self, at):
        self._look(at)
        return super().__getitem__(at)
    def __setitem__(self, at, value):
        self._look(at)
        super().__setitem__(at, value)

def watched(record):
    return type(record)(*(array.view(FromTheFront) for array in record))

regimes, persons, years = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
plan = Plan(make_world(regimes, persons=persons, years=years, seed=3))
plan.want_room = 600 * persons  # nobody lives twice
plan.law, plan.stakes, plan.no_log = plan.law.view(FromTheFront), watched(plan.stakes), plan.no_log.view(FromTheFront)
while True:
    city = make_city(plan, 0, 1)
    for name in ("traits", "people", "pools", "fields"):
        setattr(city, name, watched(getattr(city, name)))
    city.stock, city.counts = city.stock.view(FromTheFront), [watched(each) for each in city.counts]
    table, batch = watched(new_table(plan, len(city.sizes))), watched(plan.new_batch())
    code = kernels.OK
    while city.season < plan.n_seasons and code == kernels.OK:
        code = live_season(city, table, [batch], None, lambda: False)
    if code == kernels.OK:
        break
    make_room(plan, code)
print(int(city.people.tally.sum()))
"""


@pytest.mark.parametrize(
    ("regimes", "persons", "years"),
    [
        ("rongcheng+court-list", 20, 0.3),
        pytest.param(str(TESTS / "worlds" / "everything"), 9, 0.12, marks=pytest.mark.slow),
    ],
)
def test_no_index_counts_from_the_end(regimes: str, persons: int, years: float) -> None:
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, regimes, str(persons), str(years)],
        env=os.environ | {"PYTHONPATH": path, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) > 20
