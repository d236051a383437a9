"""Strategic scores: who passes rightly and wrongly, and what the qualified pay, by regime and by the price of a point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from glasshouse.experiments.answer import Measured, Runs
from glasshouse.experiments.estimate import mean, share
from glasshouse.results.run import Run

PRICE = {"cheap": 2, "dear": 4}


def measure(runs: Runs) -> Measured:
    """Figure -> (value, standard error)."""
    naive, robust = people(runs["naive"], "strategic-naive"), people(runs["robust"], "strategic-robust")
    out = {
        "honest-naive": told_apart(of(naive, "honest")),
        "bought-naive": told_apart(of(naive, "cheap")),
        "bought-robust": told_apart(of(robust, "cheap")),
    }
    bought = of(robust, "cheap").filter("qualified")["bought"].to_numpy().astype(np.float64)
    out["paid-by-the-qualified"] = mean(PRICE["cheap"] * bought)
    for behaviour, price in PRICE.items():
        mine = of(robust, behaviour)
        qualified, others = mine.filter("qualified"), mine.filter(~pl.col("qualified"))
        out[f"refused-{price}"] = share(qualified.filter(~pl.col("passes")).height, qualified.height)
        out[f"let-in-{price}"] = share(others.filter("passes").height, others.height)
    return out


def people(runs: Sequence[Run], regime: str) -> pl.DataFrame:
    """One row for each person of all seeds: behaviour, qualified, passes, points bought."""
    return pl.concat(
        run.persons.select(
            pl.col("behaviour").cast(pl.String), (pl.col("group") == "majority").alias("qualified"),
            (pl.col(f"grade_{regime}") == "passes").alias("passes"), pl.col(f"effort_{regime}/points").alias("bought"),
        )
        for run in runs
    )  # fmt: skip


def of(table: pl.DataFrame, behaviour: str) -> pl.DataFrame:
    """The rows of a behaviour."""
    return table.filter(pl.col("behaviour") == behaviour)


def told_apart(table: pl.DataFrame) -> tuple[float, float]:
    """Share of people for whom passing says rightly whether they are qualified."""
    return share(table.filter(pl.col("qualified") == pl.col("passes")).height, table.height)
