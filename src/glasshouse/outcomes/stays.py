"""Time on the list: how many spells are still running after so many months, those that never end included."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from glasshouse.outcomes.interval import NONE_SEEN_AT_MOST, t_factor
from glasshouse.outcomes.outcome import TOO_FEW, Outcome, Record, bad_lists, with_text

Counts = npt.NDArray[np.float64]

COUNTED = (
    "A spell is one stay on one list; somebody listed twice has two spells. Months of 28 days. The curve is the "
    "Kaplan-Meier estimate: spells that still run when the record ends count for as long as they were watched, so "
    "that those who never leave are not forgotten. The interval allows for scatter between cities; with one city "
    "it treats spells as independent of each other."
)


def time_on_list(run: Record) -> pl.DataFrame:
    """One row per bad list, kind of entry and month.

    Columns ``list, entry`` (``all``, ``right``, ``wrong``), ``month, at_risk, ended, value`` (share still on the list),
    ``low, high, spells, open, clusters, too_few``.
    """
    table = with_text(run.spells, "list").filter(pl.col("list").is_in(bad_lists(run)))
    rows: list[dict[str, Any]] = []
    for name in bad_lists(run):
        spells = table.filter(pl.col("list") == name)
        for entry, part in (
            ("all", spells),
            ("right", spells.filter(~pl.col("wrong"))),
            ("wrong", spells.filter(pl.col("wrong"))),
        ):
            rows += [{"list": name, "entry": entry, **row} for row in _curve(part)]
    types: dict[str, Any] = {"list": pl.String, "entry": pl.String}
    types |= dict.fromkeys(("month", "at_risk", "ended", "spells", "open", "clusters"), pl.Int64)
    types |= dict.fromkeys(("value", "low", "high"), pl.Float64) | {"too_few": pl.Boolean}
    return pl.DataFrame(rows, schema=types)


def _curve(spells: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows of one curve; none without spells. Where none or all ended, the interval's other end is exact Poisson."""
    if not spells.height:
        return []
    cities = spells["city"].unique().sort().to_list()
    n_months = int(spells["months"].cast(pl.Int64).max()) + 1  # type: ignore[arg-type]
    ended, running = np.zeros((n_months, len(cities))), np.zeros((n_months, len(cities)))
    for city, month, n_ended, n_open in spells.select("city", "months", "ended", "open").iter_rows():
        ended[month, cities.index(city)] += n_ended
        running[month, cities.index(city)] += n_open
    at_risk = (ended + running)[::-1].cumsum(axis=0)[::-1]
    left, half = kaplan_meier(ended, at_risk)
    totals = {"spells": int(at_risk[0].sum()), "open": int(running.sum()), "clusters": len(cities)}
    totals["too_few"] = totals["spells"] < TOO_FEW
    first = {"month": 0, "at_risk": totals["spells"], "ended": 0, "value": 1.0, "low": 1.0, "high": 1.0}
    rows = [{**first, **totals}]
    for month in range(n_months):
        margin = min(NONE_SEEN_AT_MOST / max(float(at_risk[month].sum()), 1.0), 1.0)
        if left[month] == 1.0:
            ends = (1.0 - margin, 1.0)
        elif left[month] == 0.0:
            ends = (0.0, margin * float(left[month - 1] if month else 1.0))
        else:
            ends = (float(left[month] ** np.exp(half[month])), float(left[month] ** np.exp(-half[month])))
        counts = {"month": month + 1, "at_risk": int(at_risk[month].sum()), "ended": int(ended[month].sum())}
        rows.append({**counts, "value": float(left[month]), "low": ends[0], "high": ends[1], **totals})
    return rows


def kaplan_meier(ended: Counts, at_risk: Counts) -> tuple[Counts, Counts]:
    """Share still on the list after each month, and the half width of its interval on the log(-log) scale.

    ended, at_risk : (month, city)  [spells]

    With one city the variance is Greenwood's; with several it is the scatter of the cities' contributions.
    """
    d, n = ended.sum(axis=1), at_risk.sum(axis=1)
    hazard = np.divide(d, n, out=np.zeros_like(d), where=n > 0)
    left: Counts = np.cumprod(1.0 - hazard)
    stays = np.where(hazard < 1.0, n * (1.0 - hazard), np.inf)
    n_cities = ended.shape[1]
    if n_cities == 1:
        variance = np.cumsum(np.divide(hazard, stays, out=np.zeros_like(d), where=n > 0))
        factor = 1.959964
    else:
        parts = np.cumsum((ended - hazard[:, None] * at_risk) / np.where(n > 0, stays, np.inf)[:, None], axis=0)
        variance = (parts**2).sum(axis=1) * n_cities / (n_cities - 1)
        factor = t_factor(n_cities - 1)
    logs = np.abs(np.log(np.clip(left, 1e-12, 1.0 - 1e-12)))
    half: Counts = factor * np.sqrt(variance) / logs
    return left, half


OUTCOME = Outcome("stays", "How long does a stay on the list last?", "share of spells", COUNTED, time_on_list)
