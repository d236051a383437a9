"""95 % intervals of a rate, or of one rate over another, from the scatter between places or cities."""

from __future__ import annotations

import math

import polars as pl
from scipy.special import stdtrit

from glasshouse.outcomes.outcome import Record

Cell = dict[str, float | None]
"""``value``, ``low``, ``high`` (null without an interval) and ``clusters``."""

ENOUGH_CITIES = 10
NONE_SEEN_AT_MOST = 3.69
"""Upper end for a count of zero: exact Poisson, 97.5 %."""


def t_factor(degrees: int) -> float:
    """The 97.5 % point of Student's t: how many standard errors an interval reaches to each side.

    >>> round(t_factor(10), 2), round(t_factor(1000), 2)
    (2.23, 1.96)
    """
    return float(stdtrit(degrees, 0.975))


def cluster_column(run: Record) -> str:
    """What counts as one independent piece: a city where there are at least ten, else a place."""
    return "city" if run.persons["city"].n_unique() >= ENOUGH_CITIES else "place"


def ratio(
    frame: pl.DataFrame, top: str, bottom: str, cluster: str, by: tuple[str, ...] = (), is_share: bool = False
) -> pl.DataFrame:
    """Total of ``top`` over total of ``bottom`` per cell, with a 95 % interval over clusters.

    Cluster-robust: linearised ratio estimator, Student's t with clusters - 1 degrees of freedom. One cluster gives no
    interval (null). A count of zero gets the exact Poisson upper end instead of an interval of no width; a full share
    likewise.

    Returns
    -------
    frame : columns ``by``, ``top``, ``bottom``, ``clusters``, ``value``, ``low``, ``high``
    """
    keys = [*by]
    totals = (pl.col(top).sum(), pl.col(bottom).sum())
    pieces = frame.group_by([*keys, cluster]).agg(*totals).filter(pl.col(bottom) > 0)
    if not keys:
        pieces = pieces.with_columns(pl.lit(0).alias("_all"))
        keys = ["_all"]
    pieces = pieces.sort(*keys, cluster)  # so that sums of the scatter are the same in every run
    cells = pieces.group_by(keys, maintain_order=True).agg(
        *totals,
        pl.len().alias("clusters"),
        ((pl.col(top) - pl.col(bottom) * pl.col(top).sum() / pl.col(bottom).sum()) ** 2).sum().alias("_scatter"),
    )
    return _ends(cells, top, bottom, is_share).sort(keys).drop("_all", strict=False)


def _ends(cells: pl.DataFrame, top: str, bottom: str, is_share: bool) -> pl.DataFrame:
    """Value, low and high of each cell from its totals and the scatter of its clusters."""
    factors = {n: t_factor(n - 1) for n in cells["clusters"].unique().to_list() if n > 1}
    n = pl.col("clusters")
    factor = n.replace_strict(factors, default=None, return_dtype=pl.Float64)
    half = factor * (pl.col("_scatter") * n / (n - 1)).sqrt() / pl.col(bottom)
    value = pl.col("value")
    none_seen = pl.col(top) == 0
    all_seen = (pl.col(top) == pl.col(bottom)) & is_share
    margin = NONE_SEEN_AT_MOST / pl.col(bottom)
    highest = 1.0 if is_share else None
    return (
        cells.with_columns((pl.col(top) / pl.col(bottom)).alias("value"))
        .with_columns(
            pl.when(n < 2)
            .then(None)
            .when(all_seen)
            .then((value - margin).clip(0))
            .otherwise((value - half).clip(0))
            .alias("low"),
            pl.when(n < 2)
            .then(None)
            .when(none_seen)
            .then(margin.clip(0, highest))
            .otherwise((value + half).clip(0, highest))
            .alias("high"),
        )
        .drop("_scatter")
    )


def times_as_often(
    frame: pl.DataFrame, top: str, bottom: str, cluster: str, of: str, first: object, second: object
) -> Cell:
    """The rate of the people whose ``of`` is ``first`` over the rate of those whose ``of`` is ``second``.

    The interval is symmetric on the log scale and knows that both live in the same clusters. No value for a rate of 0.
    """
    none: Cell = {"value": None, "low": None, "high": None, "clusters": 0}
    both = [_relative_errors(frame.filter(pl.col(of) == who), top, bottom, cluster) for who in (first, second)]
    if both[0] is None or both[1] is None:
        return none
    (rate, errors), (other_rate, other_errors) = both[0], both[1]
    gaps = [errors.get(c, 0.0) - other_errors.get(c, 0.0) for c in {*errors, *other_errors}]
    value, n = rate / other_rate, len(gaps)
    if n < 2:
        return {**none, "value": value, "clusters": n}
    half = t_factor(n - 1) * math.sqrt(math.fsum(gap * gap for gap in gaps) * n / (n - 1))
    return {"value": value, "low": value * math.exp(-half), "high": value * math.exp(half), "clusters": n}


def _relative_errors(frame: pl.DataFrame, top: str, bottom: str, cluster: str) -> tuple[float, dict[int, float]] | None:
    """A rate, and what each cluster adds to its relative error; nothing where no event was counted."""
    pieces = frame.group_by(cluster).agg(pl.col(top).sum(), pl.col(bottom).sum())
    whole, exposure = float(pieces[top].sum()), float(pieces[bottom].sum())
    if whole <= 0 or exposure <= 0:
        return None
    errors = pieces.select(cluster, (pl.col(top) / whole - pl.col(bottom) / exposure).alias("error"))
    return whole / exposure, dict(errors.iter_rows())
