"""Find the expected figures of the race with the C engine, all three ways of it: ``python -m peers.expect [PERSONS SEEDS]``.

What it prints stands in ``model.EXPECTED``. The three ways share the law and no random number, so that they check each other.
"""

from __future__ import annotations

import math
import sys

from peers import c_engine
from peers.model import DAYS, HOUSEHOLD, Known

FIGURES = {"denied": "denied", "blacklisted": "listed", "score": "score"}


def expected(persons: int, seeds: int, ways: tuple[str, ...] = ("events", "thinned", "ticks")) -> dict[str, Known]:
    """Pool ``seeds`` runs of each way; years and days are as in the race."""
    households, sums, squares = 0.0, dict.fromkeys(FIGURES, 0.0), dict.fromkeys(FIGURES, 0.0)
    for way in ways:
        for seed in range(1001, 1001 + seeds):
            counted = c_engine.tally(way, persons, DAYS, seed)
            households += persons / HOUSEHOLD
            for figure, name in FIGURES.items():
                sums[figure] += getattr(counted, name)
                squares[figure] += getattr(counted, name + "2")
    found = {}
    for figure in FIGURES:
        mean = sums[figure] / households
        spread = math.sqrt(squares[figure] / households - mean**2) / HOUSEHOLD
        found[figure] = Known(mean / HOUSEHOLD, spread / math.sqrt(households), spread)
    return found


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]] or [20_000_000, 3]
    for way in (("events",), ("thinned",), ("ticks",), ("events", "thinned", "ticks")):
        print(" + ".join(way), {name: tuple(known) for name, known in expected(*asked, ways=way).items()}, flush=True)
