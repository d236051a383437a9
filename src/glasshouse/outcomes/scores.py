"""Scores over time: median and deciles of every score, season by season."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from glasshouse.outcomes.interval import t_factor
from glasshouse.outcomes.outcome import Outcome, Record, with_text

DECILES = tuple(range(1, 10))
COUNTED = (
    "Scored people at the end of each season of 84 days. A decile is given as the lower edge of the bin it falls "
    "into, so that 'half of them have at least this score' always holds."
)


def scores_over_time(run: Record) -> pl.DataFrame:
    """One row per score and season: ``persons, d1 ... d9, clusters, low, high`` (interval of the median, d5)."""
    rows = []
    table = with_text(run.scores, "score").sort("score", "season", "bin")
    for (score, season), part in table.group_by("score", "season", maintain_order=True):
        rows.append({"score": score, "season": season, **_deciles(part)})
    schema: dict[str, Any] = {"score": pl.String, "season": pl.Int64, "persons": pl.Int64}
    schema |= {f"d{d}": pl.Float64 for d in DECILES} | {"clusters": pl.Int64, "low": pl.Float64, "high": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _deciles(part: pl.DataFrame) -> dict[str, float | None]:
    """Deciles of one season's bins, and the median's interval over cities."""
    counts = part.pivot("city", index="bin", values="persons", aggregate_function="sum").sort("bin").fill_null(0)
    edges = counts["bin"].to_numpy()
    by_city = counts.drop("bin").to_numpy().astype(np.float64)
    total = by_city.sum(axis=1)
    row: dict[str, float | None] = {"persons": int(total.sum())}
    row |= {f"d{d}": quantile(edges, total, d / 10) for d in DECILES}
    low, high = median_interval(edges, by_city)
    return {**row, "clusters": by_city.shape[1], "low": low, "high": high}


def quantile(edges: npt.NDArray[np.float64], counts: npt.NDArray[np.float64], share: float) -> float | None:
    """Lower edge of the bin below whose upper edge at least this share of the people lies; null without people."""
    if counts.sum() == 0:
        return None
    below = np.cumsum(counts) / counts.sum()
    return float(edges[min(int(np.searchsorted(below, share - 1e-12)), len(edges) - 1)])


def median_interval(
    edges: npt.NDArray[np.float64], by_cluster: npt.NDArray[np.float64]
) -> tuple[float | None, float | None]:
    """95 % interval of the median (Woodruff): the clusters' scatter of the share below it, turned into scores."""
    n = by_cluster.shape[1]
    total = by_cluster.sum(axis=1)
    middle = quantile(edges, total, 0.5)
    if n < 2 or middle is None:
        return None, None
    share = by_cluster[edges <= middle].sum() / total.sum()
    errors = by_cluster[edges <= middle].sum(axis=0) - share * by_cluster.sum(axis=0)
    half = t_factor(n - 1) * float(np.sqrt((errors**2).sum() * n / (n - 1))) / float(total.sum())
    return quantile(edges, total, max(0.5 - half, 0.0)), quantile(edges, total, min(0.5 + half, 1.0))


def median_at_end(persons: pl.DataFrame, column: str, cluster: str) -> dict[str, Any]:
    """The exact median of a score column at the end with its interval over places, and the deciles d1 and d9."""
    scored = persons.select(cluster, column).drop_nulls().filter(pl.col(column).is_not_nan())
    counts = scored.pivot(cluster, index=column, values=column, aggregate_function="len").sort(column).fill_null(0)
    edges = counts[column].to_numpy().astype(np.float64)
    by_cluster = counts.drop(column).to_numpy().astype(np.float64)
    total = by_cluster.sum(axis=1)
    low, high = median_interval(edges, by_cluster) if len(edges) else (None, None)
    ends = {f"d{d}": quantile(edges, total, d / 10) for d in (1, 9)}
    middle = quantile(edges, total, 0.5)
    return {
        "persons": scored.height,
        "value": middle,
        "low": low,
        "high": high,
        "clusters": by_cluster.shape[1],
        **ends,
    }


def whole_first(run: Record, frame: pl.DataFrame) -> list[str]:
    """The scores of a frame in their order, but those that are only part of another one last."""
    parts = run.manifest.get("parts") or {}
    return sorted(frame["score"].unique(maintain_order=True).to_list(), key=lambda name: name in parts)


OUTCOME = Outcome("scores", "How do the scores develop?", "points", COUNTED, scores_over_time)
