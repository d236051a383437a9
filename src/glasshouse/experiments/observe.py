"""What institutions publish, counted in a run: entries, exits and people on lists, refusals of a service, until a day."""

from __future__ import annotations

import datetime

import numpy as np
import polars as pl

from glasshouse.experiments.calibration import Target, day_number
from glasshouse.results.run import Run

WEEK_DAYS, SEASON_DAYS = 7, 84
COLUMNS = {"entries": "entered", "exits": "left"}


def observed(run: Run, target: Target) -> float:
    """The count of a target in a run, scaled to the people that it is published for."""
    world = run.manifest["world"]
    start = datetime.date.fromisoformat(world["start_date"])
    scale = target.for_persons / int(world["persons"])
    end = day_number(target.on, start)
    if target.counts == "listed":
        return scale * listed_on(run, end)
    begin = day_number(target.since, start) if target.since else 0
    return scale * (counted_until(run, target, end) - counted_until(run, target, begin))


def counted_until(run: Run, target: Target, day: int) -> float:
    """How many of a target's counts before a day; inside a week (refusals: a season) they are spread evenly."""
    if target.counts == "refusals":
        table = run.services.filter(pl.col("service").cast(pl.String) == target.service)
        return until(table, "season", "refused", SEASON_DAYS, int(run.manifest["world"]["days"]), day)
    return until(run.panel, "week", COLUMNS[target.counts], WEEK_DAYS, int(run.manifest["world"]["days"]), day)


def until(table: pl.DataFrame, period: str, column: str, period_days: int, days: int, day: int) -> float:
    """The sum of a column over all periods before a day, the one that it falls into in proportion."""
    n = -(-days // period_days)
    counts = np.zeros(n)
    for number, total in table.group_by(period).agg(pl.col(column).sum()).iter_rows():
        counts[number] = total
    edges = np.minimum(np.arange(n + 1) * period_days, days)
    return float(np.interp(day, edges, np.concatenate(([0.0], np.cumsum(counts)))))


def listed_on(run: Run, day: int) -> float:
    """Persons on a bad list at the end of the last week that is over before a day."""
    weeks = run.panel.group_by("week").agg(pl.col("on_bad_list").sum()).sort("week")
    over = weeks.filter((pl.col("week") + 1) * WEEK_DAYS <= max(day, WEEK_DAYS))
    return float((over if over.height else weeks)["on_bad_list"][-1 if over.height else 0])
