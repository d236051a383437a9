"""B03: image scoring with two scores (Nowak and Sigmund 1998): reputation carries help only where it is known well enough.

Discriminators help unless they know that the other did not help last time; the others never help. What somebody did is known
with chance q. A discriminator then helps at the rate g = (1 - q) / (1 - q x), x the share of discriminators, and where people
imitate what pays, discriminators win or vanish beyond or below x* = c / (b q). Reputation is a regime: a channel that sees help,
a rule, a public list of a day; the choice reads that list.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from validation.following import PEOPLE, followed, live, people

from glasshouse.engine.counts import A_DONE
from glasshouse.engine.tabulate import sum_counts

IMAGE = str(PEOPLE.parent / "image")
Q, B, C = 0.8, 3, 1
BARRIER = C / (B * Q)
HELD = 21
STRATEGY = """
[[norm]]
id = "discriminates"
label = "helps unless the other is known not to have helped"
follows = "payoff"
among = "city"
start_share = {start}
imitates_per_window = {rate}
pushes = [{pushes}]
source = "definition"
"""
PLACES = {"persons_per_place": 1000, "places_per_city": 2}


def help_rate(x: float, q: float = Q) -> float:
    """How often a discriminator helps."""
    return (1 - q) / (1 - q * x)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("x", [0.5, 0.8])
def test_discriminators_help_as_often_as_they_can_know(x: float, seed: int) -> None:
    n, days = 2000, 252
    more = STRATEGY.format(start=x, rate=0, pushes="")
    city = live(people(more, persons=n, **PLACES), days, seed=seed, window_days=1, regimes=IMAGE)
    followers = int(followed(city)["followers"][-1])
    assert followers == round(n * x)
    # the first season is left out: nobody has a reputation on the first day
    done = int(sum_counts(city.counts).acts[1:, 0, A_DONE].sum())
    tried = followers * (days - 84)
    g = help_rate(x)
    # what one helps today is known tomorrow: noise fades with the factor q x a day
    error = math.sqrt(g * (1 - g) / tried) / (1 - Q * x)
    assert abs(done / tried - g) <= 4 * error
    assert help_rate(0.5) == pytest.approx(0.333333, abs=1e-6)


def lived(start: float, rate: float, n: int, days: int, seed: int, regime: str = IMAGE) -> np.ndarray:
    """Share of discriminators day by day; it is held for three weeks, in which reputations form."""
    pushes = f"{{ until = 2020-01-22, share = {start} }}"
    more = STRATEGY.format(start=start, rate=rate, pushes=pushes)
    sizes = {"persons": n, "persons_per_place": 1000, "places_per_city": n // 1000}
    city = live(people(more, **sizes), HELD + days, seed=seed, window_days=1, regimes=regime)
    share: np.ndarray = (followed(city)["followers"] / n).to_numpy()
    assert share[HELD - 1] == pytest.approx(start, abs=1e-4)
    return share[HELD - 1 :]


def replicator(start: float, rate: float, days: int) -> np.ndarray:
    """X' = x (1 - x) g(x) (b q x - c)."""
    x = [start]
    for _ in range(days):
        x.append(x[-1] + rate * x[-1] * (1 - x[-1]) * help_rate(x[-1]) * (B * Q * x[-1] - C))
    return np.array(x)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))])
@pytest.mark.parametrize("side", [-1, 1])
def test_the_barrier_lies_where_cost_and_known_benefit_meet(side: int, seed: int) -> None:
    assert pytest.approx(0.416667, abs=1e-6) == BARRIER
    share = lived(BARRIER + side * 0.01, 0.2, 100_000, 45, seed)
    path = replicator(BARRIER + side * 0.01, 0.2, 45)
    assert abs(path[-1] - BARRIER) > 0.03
    assert side * (share[-1] - BARRIER) > 0.02, "it moves away from the barrier"


@pytest.mark.parametrize("start", [0.2, 0.6])
def test_slow_imitation_is_the_replicator(start: float) -> None:
    """Who has just changed sides keeps yesterday's reputation for a day, so only slow imitation follows the equation."""
    share = lived(start, 0.05, 20_000, 60, 1)
    path = replicator(start, 0.05, 60)
    assert abs(path[-1] - start) > 0.05
    assert share == pytest.approx(path, abs=0.012)


@pytest.mark.parametrize(("start", "end"), [(0.34, 0), (0.5, 1)])
def test_discriminators_win_beyond_it_and_vanish_below(start: float, end: int) -> None:
    share = lived(start, 1, 20_000, 150, 1)
    assert share[-1] == pytest.approx(end, abs=0.005)
    assert replicator(start, 1, 150)[-1] == pytest.approx(end, abs=0.005)


def test_where_little_is_known_not_even_nearly_everybody_holds_out() -> None:
    assert lived(0.97, 1, 4000, 150, 1)[-1] > 0.99, "known to 0.8, above c / b"
    assert lived(0.97, 1, 4000, 150, 1, f"{IMAGE}-blind")[-1] < 0.01, "known to 0.2, below c / b"
