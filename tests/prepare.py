"""Compile one of the two kinds of kernels before the tests start: their workers would each compile both, at the same time."""

import sys
from pathlib import Path

from glasshouse.engine.city import Plan
from glasshouse.engine.simulate import make_ready
from glasshouse.engine.world import make_world

WORLDS = {"alone": "court-list", "society": str(Path(__file__).parent / "worlds" / "everything")}

if __name__ == "__main__":
    plan = Plan(make_world(WORLDS[sys.argv[1]], persons=100, years=0.1, seed=1))
    assert (plan.society is not None) == (sys.argv[1] == "society")
    make_ready(plan, None)
