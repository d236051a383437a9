"""A26: a riot that everybody joins, or one person, by one threshold (Granovetter, Threshold models of collective behavior, 1978).

With thresholds N(.25, sd) over all citizens the share settles at the lowest root of F(r) = r, which jumps from .0571 to
nearly 1 where sd passes .1222209.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import norm
from validation.following import followed, live, people

RIOT = """
[[norm]]
id = "riot"
label = "joins the riot"
follows = "threshold"
among = "{among}"
{thresholds}
source = "definition"
"""
PLACES = {"persons_per_place": 1000, "places_per_city": 100}


def end_of(thresholds: str, windows: int, among: str = "place", window_days: int = 7, **sizes: int) -> float:
    """Followers at the end, and whether it had come to rest."""
    population = people(RIOT.format(among=among, thresholds=thresholds), **sizes)
    table = followed(live(population, windows * window_days, window_days=window_days))
    assert table["began"][-1] == 0, "still spreading"
    return int(table["followers"][-1])


@pytest.mark.parametrize("among", ["place", "city"])
def test_everybody_joins_one_after_the_other(among: str) -> None:
    assert end_of('threshold = { law = "even" }', 103, among) == 100


@pytest.mark.parametrize("among", ["place", "city"])
def test_one_threshold_more_and_one_person_riots(among: str) -> None:
    shares = ", ".join(repr(k / 100) for k in (0, 2, *range(2, 100)))
    assert end_of(f"thresholds = [{shares}]", 103, among) == 1


def lowest_root(sd: float) -> float:
    """Lowest r with F(r) = r."""
    grid = np.linspace(-1e-9, 1, 400_001)
    above = norm.cdf((grid - 0.25) / sd) - grid
    at = int(np.argmax((above[:-1] > 0) & (above[1:] <= 0)))
    return float(grid[at])


@pytest.mark.parametrize(("sd", "share"), [(0.1220, 0.0533), (0.1224, 0.99999)])
def test_the_share_jumps_where_the_spread_passes_its_critical_value(sd: float, share: float) -> None:
    n = 100_000
    law = f'threshold = {{ law = "normal", mean = 0.25, sigma = {sd}, evenly = true }}'
    found = end_of(law, 420, "city", window_days=1, persons=n, **PLACES) / n
    assert found == pytest.approx(lowest_root(sd), abs=2e-4)
    assert found == pytest.approx(share, abs=0.002)


def test_the_critical_spread_is_what_the_tangent_says() -> None:
    def touches(sd: float) -> float:
        z = -np.sqrt(-2 * np.log(sd * np.sqrt(2 * np.pi)))
        return float(norm.cdf(z) - (0.25 + sd * z))

    assert brentq(touches, 0.1, 0.15) == pytest.approx(0.1222209, abs=1e-6)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_drawn_thresholds_fall_on_the_same_sides(seed: int) -> None:
    n = 100_000
    for sd, low, high in ((0.117, 0.02, 0.05), (0.128, 0.999, 1.0)):
        law = f'threshold = {{ law = "normal", mean = 0.25, sigma = {sd} }}'
        population = people(RIOT.format(among="city", thresholds=law), persons=n, **PLACES)
        table = followed(live(population, 168, seed=seed, window_days=1))
        assert low < table["followers"][-1] / n <= high
