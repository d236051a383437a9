"""B09: falsified preferences have two resting points (after Kuran, Now out of never, 1991).

People voice dissent while the share who does has reached their own threshold, N(.25, .11). F(r) = r at .01713 (stable),
.12166 (tipping) and 1 (stable): what was seen last year does not tell which one a push will lead to, and a push that ends
leaves its mark.
"""

from __future__ import annotations

import pytest
from scipy.optimize import brentq
from scipy.stats import norm
from validation.following import followed, live, people

N = 100_000
DISSENT = """
[[norm]]
id = "open-dissent"
label = "says openly what many think"
follows = "threshold"
among = "city"
may_be_given_up = true
start_share = {start}
threshold = {{ law = "normal", mean = 0.25, sigma = 0.11 }}
pushes = [{pushes}]
source = "definition"
"""


def shares(start: float, weeks: int, seed: int, pushes: str = "") -> list[float]:
    """Share of people who dissent openly, week by week."""
    more = DISSENT.format(start=start, pushes=pushes)
    population = people(more, persons=N, persons_per_place=1000, places_per_city=100)
    return (followed(live(population, 7 * weeks, seed=seed))["followers"] / N).to_list()


def rest(low: float, high: float) -> float:
    """A root of F(r) = r."""
    return float(brentq(lambda r: norm.cdf((r - 0.25) / 0.11) - r, low, high))


LOW, TIPPING, HIGH = rest(0, 0.05), rest(0.05, 0.3), rest(0.5, 1.1)


def test_the_mean_field_has_the_published_roots() -> None:
    assert pytest.approx((0.01713, 0.12166, 1.0), abs=1e-5) == (LOW, TIPPING, HIGH)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_below_the_tipping_point_dissent_dies_and_above_it_wins(seed: int) -> None:
    assert shares(0.0, 30, seed)[-1] == pytest.approx(LOW, abs=0.005)
    assert shares(TIPPING - 0.01, 60, seed)[-1] == pytest.approx(LOW, abs=0.005)
    assert shares(TIPPING + 0.01, 60, seed)[-1] == pytest.approx(HIGH, abs=0.005)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_push_leaves_its_mark_and_another_takes_it_back(seed: int) -> None:
    pushes = "{ from = 2020-02-03, until = 2020-02-17, share = 0.16 }, { from = 2020-12-07, until = 2020-12-21, share = 0.08 }"
    week = shares(0.0, 90, seed, pushes)
    assert week[4] == pytest.approx(LOW, abs=0.005)
    assert week[5] == week[6] == 0.16
    assert week[45] == pytest.approx(HIGH, abs=0.005), "the push has ended long ago, and dissent has stayed"
    assert week[49] == week[50] == 0.08
    assert week[-1] == pytest.approx(LOW, abs=0.005)


def test_what_cannot_be_given_up_has_no_way_back() -> None:
    more = DISSENT.replace("may_be_given_up = true\n", "").format(start=0.10, pushes="")
    population = people(more, persons=20_000, persons_per_place=1000, places_per_city=20)
    assert followed(live(population, 7 * 60))["followers"].to_list()[-1] / 20_000 > 0.10
