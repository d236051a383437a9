"""The lending ladder: who repays, who is accepted, who is still eligible, where all end. Persons are independent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from glasshouse.experiments.answer import Measured, Runs
from glasshouse.experiments.estimate import mean, share
from glasshouse.results.run import Run

GROUPS = ("majority", "minority")
LOWEST_LENT_TO = 3


def measure(runs: Runs) -> Measured:
    """Figure -> (value, standard error)."""
    out: dict[str, tuple[float, float]] = {}
    for group in GROUPS:
        out[f"repaid-{group}"] = share(*first_loans(runs["open-1"], group))
        out[f"level-after-a-loan-{group}"] = mean(levels(runs["open-1"], group))
        out[f"level-in-the-end-{group}"] = mean(levels(runs["open-end"], group))
        given, won = first_loans(runs["threshold-1"], group)[1], first_loans(runs["threshold-1"], group)[0]
        out[f"accepted-{group}"] = share(given, len(levels(runs["threshold-1"], group)))
        out[f"repaid-if-accepted-{group}"] = share(won, given)
        for days in (10, 25, 50, 100):
            held = levels(runs[f"threshold-{days}"], group)
            out[f"eligible-{group}-{days}"] = share(int((held >= LOWEST_LENT_TO).sum()), len(held))
    return out


def levels(runs: Sequence[Run], group: str) -> np.ndarray:
    """Levels of a group's people at the end, all seeds together."""
    return np.concatenate([mine(run.persons, group)[_score(run, "level")].to_numpy() for run in runs])


def first_loans(runs: Iterable[Run], group: str) -> tuple[int, int]:
    """(repaid, given) loans of a group. A loan given is a point of one score, a loan repaid a point of the other."""
    given = won = 0
    for run in runs:
        loans = int(mine(run.persons, group)[_score(run, "loans")].sum())
        given += loans
        won += int(mine(run.panel, group)["points_won"].sum()) - loans
    return won, given


def mine(table: pl.DataFrame, group: str) -> pl.DataFrame:
    """The rows of a group."""
    return table.filter(pl.col("group").cast(pl.String) == group)


def _score(run: Run, name: str) -> str:
    return f"score_{run.manifest['world']['regimes'][0]}/{name}"
