"""Worlds of the validation targets, lived through the public API, and how their figures are held against closed forms.

A target is a folder of data (``a01/regime.toml``, ``acts.toml`` ...) and one test file. Nothing here knows how the engine
works: a world is run by ``glasshouse.simulate`` and read from its tables.

    Z4   a mean or share lies within four standard errors of the closed form, on each of three seeds; the standard error
         is the exact one of independent units, from the law itself and not from the sample
    GOF  chi-square against a whole law, p > 0.001, on each of three seeds
    EQ   the 95 % interval of the seeds together lies inside target +- d: failing to find a difference is not enough
    EX   equal

``rejected`` is the negative control: what a wrong closed form, or a known bug, would give must be refused by the same data.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from scipy import stats

import glasshouse as gh

HERE = Path(__file__).parent
SEEDS = (1, 2, 3)
TABLES = (
    "panel",
    "acts",
    "services",
    "flows",
    "scores",
    "spells",
    "desks",
    "persons",
    "patrols",
    "thresholds",
    "pots",
    "places",
    "steers",
)


@dataclass(frozen=True)
class Lived:
    """The tables of a run whose folder is gone."""

    manifest: dict[str, Any]
    panel: pl.DataFrame
    acts: pl.DataFrame
    services: pl.DataFrame
    flows: pl.DataFrame
    scores: pl.DataFrame
    spells: pl.DataFrame
    desks: pl.DataFrame
    persons: pl.DataFrame
    patrols: pl.DataFrame
    thresholds: pl.DataFrame
    pots: pl.DataFrame
    places: pl.DataFrame
    steers: pl.DataFrame

    @property
    def digest(self) -> str:
        """Fingerprint of all tables."""
        return str(self.manifest["digest"])


@lru_cache(maxsize=12)
def live(
    target: str, persons: int, days: int, seed: int, people: str = "", threads: int = 1, window_days: int = 7
) -> Lived:
    """Run the world of a target's folder (or a folder, or ids joined by ``+``) and read its tables.

    People: ``population.toml`` of the folder, if there is one, else ``plain.toml``.
    """
    regimes = "+".join(str(HERE / name) if (HERE / name).is_dir() else name for name in target.split("+"))
    own = HERE / target / "population.toml"
    recipe = people or str(own if own.is_file() else HERE / "plain.toml")
    with tempfile.TemporaryDirectory() as room:
        run = gh.simulate(
            regimes, recipe, persons=persons, years=days / 365, seed=seed, threads=threads, window_days=window_days,
            out=Path(room) / "run",
        )  # fmt: skip
        return Lived(run.manifest, **{name: getattr(run, name) for name in TABLES})


# ---- figures against closed forms


@dataclass(frozen=True)
class Figure:
    """What was measured on one seed, and its exact standard error under the closed form."""

    value: float
    error: float

    def z(self, expected: float) -> float:
        """How many standard errors it lies off."""
        return (self.value - expected) / self.error


def share(hits: float, n: float, expected: float) -> Figure:
    """A share of ``n`` independent units; binomial error at the expected share."""
    return Figure(hits / n, math.sqrt(expected * (1 - expected) / n))


def mean(values: Any, variance: float) -> Figure:
    """A mean of independent units of known variance."""
    array = np.asarray(values, float)
    return Figure(float(array.mean()), math.sqrt(variance / array.size))


def variance(values: Any, second: float, fourth: float) -> Figure:
    """A sample variance; its error from the second and fourth central moments of the law."""
    array = np.asarray(values, float)
    n = array.size
    return Figure(float(array.var(ddof=1)), math.sqrt((fourth - second**2 * (n - 3) / (n - 1)) / n))


def z4(what: str, expected: float, figures: Sequence[Figure]) -> None:
    """Every seed's figure lies within four standard errors."""
    zs = [figure.z(expected) for figure in figures]
    _say(what, expected, figures, f"z {', '.join(f'{z:+.2f}' for z in zs)}")
    assert len(figures) == len(SEEDS), "three fixed seeds"
    assert max(map(abs, zs)) <= 4, f"{what}: {zs} standard errors from {expected}"


def eq(what: str, expected: float, d: float, figures: Sequence[Figure]) -> None:
    """The 95 % interval of all seeds together lies inside ``expected`` +- ``d``."""
    low, high = interval(figures)
    _say(what, expected, figures, f"interval {low:.6g} to {high:.6g}, +-{d:g} allowed")
    assert len(figures) == len(SEEDS), "three fixed seeds"
    assert expected - d <= low, f"{what}: {low} is below {expected} - {d}"
    assert high <= expected + d, f"{what}: {high} is above {expected} + {d}"


def interval(figures: Sequence[Figure]) -> tuple[float, float]:
    """95 % interval of the mean of the seeds."""
    middle = sum(figure.value for figure in figures) / len(figures)
    half = 1.959964 * math.sqrt(sum(figure.error**2 for figure in figures)) / len(figures)
    return middle - half, middle + half


def gof(what: str, law: Sequence[float], counts: Sequence[np.ndarray]) -> None:
    """Counts of independent units follow the law, on every seed; thin cells are joined from the right."""
    found = [_chi_square(law, each) for each in counts]
    print(f"{what}: p = {', '.join(f'{p:.3f}' for p in found)}")
    assert len(counts) == len(SEEDS), "three fixed seeds"
    assert min(found) > 1e-3, f"{what}: p = {found}"


def misfits(law: Sequence[float], counts: Sequence[np.ndarray]) -> None:
    """The negative control of ``gof``: this law is refused on every seed."""
    found = [_chi_square(law, each) for each in counts]
    assert max(found) < 1e-6, f"the data cannot tell this wrong law apart: p = {found}"


def rejected(wrong: float, figures: Sequence[Figure]) -> None:
    """The negative control of ``z4``: what a bug would give lies beyond four standard errors on every seed."""
    zs = [figure.z(wrong) for figure in figures]
    assert min(map(abs, zs)) > 4, f"the data cannot tell {wrong} apart: {zs} standard errors"


def _chi_square(law: Sequence[float], counts: np.ndarray) -> float:
    n = float(np.sum(counts))
    expected, seen, e, o = [], [], 0.0, 0.0
    cells = np.zeros(len(law))
    cells[: len(counts)] = np.asarray(counts, float)[: len(law)]
    cells[-1] += float(np.sum(counts)) - cells.sum()
    for p, count in zip(law, cells, strict=True):
        e, o = e + p * n, o + count
        if e >= 5:
            expected.append(e)
            seen.append(o)
            e = o = 0.0
    expected[-1] += e + (n - sum(expected) - e)
    seen[-1] += o
    statistic = sum((o - e) ** 2 / e for o, e in zip(seen, expected, strict=True))
    return float(stats.chi2.sf(statistic, len(expected) - 1))


def _say(what: str, expected: float, figures: Sequence[Figure], verdict: str) -> None:
    print(f"{what}: {', '.join(f'{figure.value:.6g}' for figure in figures)}; expected {expected:.7g}; {verdict}")


# ---- lives told again


def told_place(
    target: str, persons: int, days: int, seed: int, people: str = "", place: int = 0
) -> tuple[Any, Any, Any]:
    """Replay one place with everybody's log open: (plan, the place as a city, rows of the log)."""
    from glasshouse.engine.city import Plan
    from glasshouse.engine.log import EVERYBODY
    from glasshouse.engine.replay import replay_place
    from glasshouse.engine.world import make_world

    folder = HERE / target
    recipe = people or str(HERE / "plain.toml")
    plan = Plan(make_world(str(folder) if folder.is_dir() else target, recipe, persons, days / 365, seed))
    city, log = replay_place(plan, place, watched=EVERYBODY)
    return plan, city, log[1 : 1 + int(log[0, 0])]


def postings(target: str, persons: int, days: int, seed: int, people: str = "") -> tuple[pl.DataFrame, pl.DataFrame]:
    """The ledger of the first place: (every movement of a score, the scores at the end), in points.

    Movements: ``person, score, day, asked, posted``; ends: ``person, score, end``. What a reset, an expiry or a return
    moves is asked and posted alike, except where clipping cut it.
    """
    from glasshouse.engine import log as g

    plan, city, rows = told_place(target, persons, days, seed, people)
    posted = rows[(rows[:, g.KIND] == g.POSTED) & (rows[:, g.F] != 1)]  # 1: told to a household, moved at its members
    expired = rows[rows[:, g.KIND] == g.EXPIRED]
    moved = rows[(rows[:, g.KIND] == g.RESET) | (rows[:, g.KIND] == g.RETURNED)]
    parts = [(posted, g.D, posted[:, g.B], posted[:, g.C]), (expired, g.D, expired[:, g.B], expired[:, g.C])]
    parts.append((moved, g.A, moved[:, g.C] - moved[:, g.B], moved[:, g.C] - moved[:, g.B]))
    spent = rows[rows[:, g.KIND] == g.SPENT]
    parts.append((spent, g.C, spent[:, g.B], spent[:, g.B]))
    names = [f"{plan.index.regime_ids[r]}/{each.id}" for r, each in plan.index.scores]
    steps = np.array([plan.index.per_point(s) for s in range(len(names))])
    frames = []
    for part, at, asked, got in parts:
        score = part[:, at]
        frames.append(
            pl.DataFrame(
                {
                    "person": part[:, g.WHO], "score": [names[s] for s in score], "day": part[:, g.DAY],
                    "asked": asked / steps[score], "posted": got / steps[score],
                },
                schema_overrides={"score": pl.String},
            )
        )  # fmt: skip
    people_ = np.arange(city.n)
    ends = [
        pl.DataFrame({"person": people_, "score": [name] * city.n, "end": city.people.points[:, s] / steps[s]})
        for s, name in enumerate(names)
    ]
    return pl.concat(frames), pl.concat(ends)
