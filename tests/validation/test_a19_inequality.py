"""A19, the Gini coefficient: known laws through the function that measures the scores of a run.

Uniform 1/3, exponential 1/2, lognormal (sigma 0.8) erf(0.4) = 0.4283924, geometric (r = 0.6 on 0, 1, ...) 1/(1 + r) = 0.625,
Pareto (3) 0.2; the ladder of A04 0.1350663, on its law exactly and from lives. A negative score is refused: the coefficient
could exceed one and would mean nothing. Caught here: ranks off by a half, ties ranked one by one, a negative score passed
over in silence.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from validation.test_a04_ladder import LAW, LEVELS
from validation.worlds import SEEDS, live

from glasshouse.kit.errors import InputError
from glasshouse.outcomes.inequality import OUTCOME, gini

N = 400_000


@pytest.mark.parametrize(
    ("law", "expected"),
    [
        ("uniform", 1 / 3),
        ("exponential", 1 / 2),
        ("lognormal", math.erf(0.4)),
        ("geometric", 1 / 1.6),
        ("pareto", 1 / 5),
    ],
)
def test_samples_of_known_laws(law: str, expected: float) -> None:
    rng = np.random.default_rng(19)
    sample = {
        "uniform": lambda: rng.random(N),
        "exponential": lambda: rng.exponential(1, N),
        "lognormal": lambda: rng.lognormal(0, 0.8, N),
        "geometric": lambda: rng.geometric(0.4, N) - 1.0,
        "pareto": lambda: rng.pareto(3, N) + 1,
    }[law]()
    assert abs(gini(sample) - expected) < 0.004
    ranked = 2 * (np.arange(N) * np.sort(sample)).sum() / (N * sample.sum()) - (N - 1) / N
    assert math.isclose(gini(sample), ranked, rel_tol=1e-9), "half the mean difference over the mean, by ranks"


def test_laws_on_points_are_exact() -> None:
    assert abs(gini(LEVELS, LAW) - 0.1350663) < 5e-8
    x = np.arange(400)
    assert math.isclose(gini(x, 0.4 * 0.6**x), 0.625, abs_tol=1e-9)
    pairs = np.abs(x[:, None] - x[None])[:50, :50]
    p = np.full(50, 0.02)
    assert math.isclose(gini(x[:50], p), p @ pairs @ p / (2 * (x[:50] @ p)), rel_tol=1e-12)
    assert gini([7, 7, 7]) == 0
    assert gini([5, 5, 0, 0]) == gini([0, 5], [2, 2]) == 0.5


def test_the_ladder_lived() -> None:
    for seed in SEEDS:
        row = OUTCOME.measure(live("a04", 10_000, 504, seed)).row(0, named=True)
        assert abs(row["value"] - 0.1350663) < 0.004
        assert row["low"] < 0.1350663 < row["high"] or abs(row["value"] - 0.1350663) < 2 * (row["high"] - row["low"])
        assert (row["persons"], row["below_zero"]) == (10_000, 0)


def test_less_than_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="zero or more"):
        gini([-1, 1, 3])
    with pytest.raises(InputError, match="mean above zero"):
        gini([0, 0])
    row = OUTCOME.measure(live("a02", 40_000, 365, 1)).row(0, named=True)
    assert row["below_zero"] > 0
    assert (row["value"], row["low"]) == (None, None), "scores below zero get no figure, and their number is given"
