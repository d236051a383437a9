"""B06, strategic classification in one dimension (Hardt et al. 2016, Milli et al. 2019, Hu et al. 2019).

Qualified people have scores ~ N(1, 1), others ~ N(-1, 1); to pass is worth 1, a point costs gamma. At the cut-off 0 honest
scores tell them apart with accuracy Phi(1) = .841345, bought ones (gamma = 2) with .812328; the cut-off .5 restores
.841345, but the qualified pay .0703070 each on average. Where points cost 4, the same cut-off refuses more of the qualified
(.226627 against .158655) and lets fewer others pass (.105650 against .158655). The populations' honest third buys nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import polars as pl
import pytest
from scipy import integrate, stats
from validation.worlds import SEEDS, Figure, live, rejected, share, z4

N = 150_000
PHI = stats.norm.cdf


def accuracy(bar: float) -> float:
    """Share told apart rightly where those above this honest score pass."""
    return float(PHI(1 - bar) + PHI(1 + bar)) / 2


def people(regime: str, seed: int, behaviour: str) -> pl.DataFrame:
    persons = live(regime, N, 7, seed, people="gamers").persons.filter(pl.col("behaviour") == behaviour)
    return persons.select(
        (pl.col("group") == "majority").alias("qualified"), (pl.col(f"grade_{regime}") == "passes").alias("passes"),
        pl.col(f"effort_{regime}/points").alias("bought"),
    )  # fmt: skip


def right(found: Sequence[pl.DataFrame], expected: float) -> list[Figure]:
    return [share((each["qualified"] == each["passes"]).sum(), each.height, expected) for each in found]


@pytest.mark.slow
def test_honest_and_bought_scores() -> None:
    for bar, regime in ((0.0, "strategic-naive"), (0.5, "strategic-robust")):
        for behaviour, gamma in (("honest", math.inf), ("cheap", 2), ("dear", 4)):
            found = [people(regime, seed, behaviour) for seed in SEEDS]
            expected = accuracy(bar - 1 / gamma)
            z4(f"{regime}, {behaviour}: accuracy", expected, right(found, expected))
            if (bar, gamma) == (0.0, 2):
                assert round(expected, 6) == 0.812328
                rejected(accuracy(0), right(found, accuracy(0)))
            if (bar, gamma) in ((0.0, math.inf), (0.5, 2)):
                assert round(expected, 6) == 0.841345


def test_the_qualified_pay_for_the_robust_cut_off() -> None:
    burden = integrate.quad(lambda x: 2 * (0.5 - x) * stats.norm.pdf(x - 1), 0, 0.5)[0]
    second = integrate.quad(lambda x: (2 * (0.5 - x)) ** 2 * stats.norm.pdf(x - 1), 0, 0.5)[0]
    assert round(burden, 6) == 0.070307
    found = [people("strategic-robust", seed, "cheap").filter(pl.col("qualified")) for seed in SEEDS]
    figures = [
        Figure(2 * float(each["bought"].mean()), math.sqrt((second - burden**2) / each.height)) for each in found
    ]
    z4("paid by the qualified", burden, figures)
    rejected(0.0, figures)


def test_one_cut_off_weighs_on_those_for_whom_points_are_dear() -> None:
    for behaviour, gamma, missed, let_in in (("cheap", 2, 0.158655, 0.158655), ("dear", 4, 0.226627, 0.105650)):
        fnr, fpr = float(PHI(0.5 - 1 / gamma - 1)), float(1 - PHI(0.5 - 1 / gamma + 1))
        assert (round(fnr, 6), round(fpr, 6)) == (missed, let_in)
        found = [people("strategic-robust", seed, behaviour) for seed in SEEDS]
        for what, expected, qualified in (("refused", fnr, True), ("let in", fpr, False)):
            rows = [each.filter(pl.col("qualified") == qualified) for each in found]
            z4(
                f"{behaviour}: {what}",
                expected,
                [share((each["passes"] != qualified).sum(), each.height, expected) for each in rows],
            )
