"""Strategic scores: accuracy, what the qualified pay, who is refused and who let in. Persons are independent."""

from __future__ import annotations

import math
from collections.abc import Sequence

import polars as pl

from glasshouse.experiments.answer import Measured, Runs
from glasshouse.results.run import Run

YUAN_PER_POINT = 2


def measure(runs: Runs) -> Measured:
    """Figure -> (value, standard error)."""
    cheap, dear = people(runs["robust"], "cheap"), people(runs["robust"], "dear")
    paid = YUAN_PER_POINT * cheap.filter(pl.col("qualified"))["bought"]
    return {
        "honest": right(people(runs["naive"], "honest")),
        "gamed": right(people(runs["naive"], "cheap")),
        "robust": right(cheap),
        "paid": (float(paid.mean()), float(paid.std()) / math.sqrt(paid.len())),  # type: ignore[arg-type]
        "refused-cheap": wrong(cheap, True),
        "refused-dear": wrong(dear, True),
        "let-in-cheap": wrong(cheap, False),
        "let-in-dear": wrong(dear, False),
    }


def people(runs: Sequence[Run], behaviour: str) -> pl.DataFrame:
    """Who is qualified, passes, bought how many points; all seeds together."""
    found = []
    for run in runs:
        regime = run.manifest["world"]["regimes"][0]
        mine = run.persons.filter(pl.col("behaviour").cast(pl.String) == behaviour)
        found.append(
            mine.select(
                qualified=pl.col("group").cast(pl.String) == "majority",
                passes=pl.col(f"grade_{regime}").cast(pl.String) == "passes",
                bought=pl.col(f"effort_{regime}/points"),
            )
        )
    return pl.concat(found)


def right(rows: pl.DataFrame) -> tuple[float, float]:
    """Share told apart rightly."""
    return share(int((rows["qualified"] == rows["passes"]).sum()), rows.height)


def wrong(rows: pl.DataFrame, qualified: bool) -> tuple[float, float]:
    """Share of the qualified who are refused, or of the others who are let in."""
    mine = rows.filter(pl.col("qualified") == qualified)
    return share(int((mine["passes"] != qualified).sum()), mine.height)


def share(hits: int, n: int) -> tuple[float, float]:
    """A share of independent trials and its standard error."""
    p = hits / n
    return p, math.sqrt(p * (1 - p) / n)
