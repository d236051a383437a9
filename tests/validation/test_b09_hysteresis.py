"""B09: falsified preferences have two resting points (after Kuran, Now out of never, 1991).

People voice dissent while the share who does has reached their own threshold, N(.25, .11). F(r) = r at .01713 (stable),
.12166 (tipping) and 1 (stable): what was seen last year does not tell which one a push will lead to, and a push that ends
leaves its mark.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
import pytest
from scipy.optimize import brentq
from scipy.stats import norm
from validation.following import followed, live

from glasshouse.engine.city import City
from glasshouse.rulebook.read import DATA

DISSENTERS = DATA / "populations" / "dissenters.toml"
N = 100_000


@cache
def shares(seed: int, start: str) -> list[float]:
    """Share of people who dissent openly, week by week, in the shipped population; its norms are one model from four starts."""
    table = followed(city(seed)).filter(pl.col("norm") == start)
    assert (table["persons"] == N).all()
    return (table["followers"] / N).to_list()


@cache
def city(seed: int) -> City:
    """The shipped population, lived for 90 weeks."""
    return live(DISSENTERS, 7 * 90, seed=seed)


def rest(low: float, high: float) -> float:
    """A root of F(r) = r."""
    return float(brentq(lambda r: norm.cdf((r - 0.25) / 0.11) - r, low, high))


LOW, TIPPING, HIGH = rest(0, 0.05), rest(0.05, 0.3), rest(0.5, 1.1)


def test_the_mean_field_has_the_published_roots() -> None:
    assert pytest.approx((0.01713, 0.12166, 1.0), abs=1e-5) == (LOW, TIPPING, HIGH)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_below_the_tipping_point_dissent_dies_and_above_it_wins(seed: int) -> None:
    below, above = shares(seed, "dissent-just-below"), shares(seed, "dissent-just-above")
    assert (below[0], above[0]) == pytest.approx((TIPPING - 0.01, TIPPING + 0.01), abs=1e-5)
    assert shares(seed, "dissent-quiet")[30] == pytest.approx(LOW, abs=0.005)
    assert below[60] == pytest.approx(LOW, abs=0.005)
    assert above[60] == pytest.approx(HIGH, abs=0.005)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_push_leaves_its_mark_and_another_takes_it_back(seed: int) -> None:
    week = shares(seed, "dissent-pushed")
    assert week[4] == pytest.approx(LOW, abs=0.005)
    assert week[5] == week[6] == 0.16
    assert week[45] == pytest.approx(HIGH, abs=0.005), "the push has ended long ago, and dissent has stayed"
    assert week[49] == week[50] == 0.08
    assert week[-1] == pytest.approx(LOW, abs=0.005)


def test_what_cannot_be_given_up_has_no_way_back(tmp_path: Path) -> None:
    text = DISSENTERS.read_text("utf-8")
    assert text.count("may_be_given_up = true\n") == 4
    path = tmp_path / "dissenters.toml"
    path.write_text(text.replace("may_be_given_up = true\n", ""), "utf-8")
    stuck = followed(live(path, 7 * 60)).filter(pl.col("norm") == "dissent-just-below")
    assert stuck["followers"].to_list()[-1] / N > 0.11
