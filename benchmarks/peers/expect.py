"""Find the expected figures of the race with the C engine, all three ways of it: ``python -m peers.expect [PERSONS SEEDS]``.

What it prints last stands in ``model.EXPECTED``. The three ways share the law and no random number, so they check each other.
"""

from __future__ import annotations

import math
import sys

from peers import c_engine
from peers.model import DAYS, HOUSEHOLD, Known

FIGURES = {"denied": "denied", "blacklisted": "listed", "score": "score"}
WAYS = ("events", "thinned", "ticks")


def known(runs: list[c_engine.Tally], persons: int) -> dict[str, Known]:
    """Pool runs of ``persons`` people each: mean, its standard error, and the spread of a household's mean."""
    households = len(runs) * persons / HOUSEHOLD
    found = {}
    for figure, name in FIGURES.items():
        mean = sum(getattr(run, name) for run in runs) / households
        square = sum(getattr(run, name + "2") for run in runs) / households
        spread = math.sqrt(square - mean**2) / HOUSEHOLD
        found[figure] = Known(mean / HOUSEHOLD, spread / math.sqrt(households), spread)
    return found


def main(persons: int = 20_000_000, seeds: int = 3) -> None:
    everything = []
    for way in WAYS:
        runs = [c_engine.tally(way, persons, DAYS, 1000 + seed) for seed in range(seeds)]
        everything += runs
        print(way, known(runs, persons), flush=True)
    print("together", known(everything, persons))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
