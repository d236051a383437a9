"""Civil violence: who rebels, by what they believe the chance of arrest to be. Persons are independent; each decides once."""

from __future__ import annotations

import polars as pl

from glasshouse.experiments.answer import Measured, Runs
from glasshouse.experiments.estimate import share

BELIEFS = ("never", "rarely", "often", "surely")


def measure(runs: Runs) -> Measured:
    """Figure -> (value, standard error)."""
    out: dict[str, tuple[float, float]] = {}
    for belief in BELIEFS:
        mine = [
            run.persons.filter(pl.col("behaviour").cast(pl.String) == belief)["done"] for run in runs["one-decision"]
        ]
        out[f"active-{belief}"] = share(sum(int(done.sum()) for done in mine), sum(map(len, mine)))
    return out
