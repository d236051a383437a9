"""Image scoring: how often discriminators help while their share stands still, and what share there is in the end."""

from __future__ import annotations

import math
from collections.abc import Sequence

import polars as pl

from glasshouse.experiments.answer import Measured, Runs
from glasshouse.experiments.estimate import mean
from glasshouse.experiments.measures.falsified_preferences import followers
from glasshouse.results.run import Run

KNOWN_SHARE = 0.8
SEASON_DAYS = 84
ENDS = {"just-below": "barrier", "just-above": "barrier", "nearly-all": "unknown"}


def measure(runs: Runs) -> Measured:
    """Figure -> (value, standard error)."""
    out = {f"help-{name}": help_rate(runs["steady"], name) for name in ("fifth", "half", "most")}
    ends = {name: mean(followers(runs[world], f"helps-{name}")[:, -1]) for name, world in ENDS.items()}
    return {
        **out,
        "end-just-below": ends["just-below"],
        "end-just-above": ends["just-above"],
        "end-unknown": ends["nearly-all"],
    }


def help_rate(runs: Sequence[Run], name: str) -> tuple[float, float]:
    """Deeds of discriminators per person and day, and the standard error.

    The first season is left out, since nobody has a name on its first day. Who helps today is known tomorrow, so what chance did
    on one day lives on the next with the factor q x, and the error is larger than that of independent trials.
    """
    done = tried = 0
    for run in runs:
        many = round(float(followers([run], f"helps-{name}")[0, -1]) * run.persons.height)
        mine = run.acts.filter((pl.col("act").cast(pl.String) == f"help-{name}") & (pl.col("season") > 0))
        done += int(mine["done"].sum())
        tried += many * (int(run.manifest["world"]["days"]) - SEASON_DAYS)
    share = sum(float(followers([run], f"helps-{name}")[0, -1]) for run in runs) / len(runs)
    rate = done / tried
    return rate, math.sqrt(rate * (1 - rate) / tried) / (1 - KNOWN_SHARE * share)
