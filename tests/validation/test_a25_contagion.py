"""A25: a habit that is caught ends where z = 1 - (1 - s) exp(-R z), and one taken up at p + q F peaks at ln(q/p) / (p + q).

The first is the final size of the Reed-Frost chain (Kermack and McKendrick 1927; Abbey 1952), s the share of the first
carriers; a window is a generation. The second is Bass (1969). Both hold to .001 where resistances are the quantiles of
their law, which takes the noise of a city away, and within four exact standard errors where they are drawn. A hazard looks
at the others once per window, so the curve of Bass is followed with a lag of half a window: .0003 at windows of a day; the law
of these very steps is met to .0001.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import brentq
from validation.following import followed, live, people

HABIT = """
[[norm]]
id = "habit"
label = "has caught the habit"
follows = "infection"
among = "city"
start_share = {share}
passes_on_to = {passes_on_to}
catching_windows = 1
source = "definition"
"""
NEWS = """
[[norm]]
id = "gadget"
label = "has bought it"
follows = "hazard"
among = "city"
own_per_year = 0.03
others_per_year = 0.38
source = "definition"
"""
P, Q = 0.03, 0.38
CITY = {"persons_per_place": 1000, "places_per_city": 100}


def final_size(r: float, share: float) -> float:
    """Root of z = 1 - (1 - share) exp(-r z)."""
    return float(brentq(lambda z: 1 - (1 - share) * math.exp(-r * z) - z, 1e-9 if share else 1e-3, 1))


def test_the_closed_forms_are_the_published_ones() -> None:
    sizes = [final_size(r, 0) for r in (1.2, 1.5, 2, 3)]
    assert sizes == pytest.approx([0.313698, 0.582812, 0.796812, 0.940480], abs=1e-6)
    assert final_size(2, 1e-4) == pytest.approx(0.796846, abs=1e-6)


def sizes_of(more: str, n: int, n_cities: int, windows: int, seed: int = 1) -> list[float]:
    """Final share of followers in each city, once nobody passes it on any more."""
    population = people(more, persons=n * n_cities, persons_per_place=1000, places_per_city=n // 1000)
    out = []
    for city in range(n_cities):
        table = followed(live(population, windows, city, seed, window_days=1))
        assert table["catching"][-1] == 0, "not over yet"
        out.append(int(table["followers"][-1]) / n)
    return out


@pytest.mark.parametrize(("r", "windows"), [(1.2, 168), (1.5, 84), (2, 60), (3, 40)])
def test_a_habit_ends_at_its_final_size(r: float, windows: int) -> None:
    more = HABIT.format(share=1e-4, passes_on_to=r) + "evenly = true\n"
    (found,) = sizes_of(more, 100_000, 1, windows)
    assert found == pytest.approx(final_size(r, 1e-4), abs=2e-4)
    assert found == pytest.approx(final_size(r, 0), abs=1e-3)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("r", "windows"), [(1.5, 120), (2, 70)])
def test_so_do_people_who_resist_by_chance(r: float, windows: int, seed: int) -> None:
    n, n_cities, share = 50_000, 4, 1e-3
    found = float(np.mean(sizes_of(HABIT.format(share=share, passes_on_to=r), n, n_cities, windows, seed)))
    z = final_size(r, share)
    # the law of large epidemics, one generation each (Andersson and Britton 2000, theorem 4.2)
    error = math.sqrt(z * (1 - z) / n / n_cities) / (1 - r * (1 - z))
    assert abs(found - z) <= 4 * error


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("among", ["place", "friends"])
def test_so_many_carriers_convince_with_one_minus_the_chance_that_all_fail(among: str, seed: int) -> None:
    n, b = 100, 0.02
    friends = '[[tie]]\nid = "friends"\nper_person = 8\nsource = "definition"\n'
    more = friends + HABIT.format(share=0.1, passes_on_to=1).replace("passes_on_to = 1", f"chance_per_contact = {b}")
    population = people(more.replace('"city"', f'"{among}"'), persons=400 * n, persons_per_place=n, places_per_city=200)
    began = [followed(live(population, 14, city, seed))["began"][1] for city in (0, 1)]
    # ten carriers in a place of a hundred; of eight friends, each one with a chance of a tenth (oneself is no carrier)
    chance = 1 - (1 - b) ** 10 if among == "place" else 1 - (1 - 0.1 * b) ** 8
    tried = 400 * n * 0.9
    assert abs(sum(began) - tried * chance) <= 4 * math.sqrt(tried * chance * (1 - chance))


def bass(t: float) -> float:
    """Share of users after so many years."""
    return (1 - math.exp(-(P + Q) * t)) / (1 + Q / P * math.exp(-(P + Q) * t))


def stepwise(windows: int, window_days: int) -> np.ndarray:
    """The same where everybody looks at the others once per window."""
    out = [0.0]
    for _, _ in pairwise(range(windows)):
        out.append(out[-1] + (1 - out[-1]) * -math.expm1(-(P + Q * out[-1]) * window_days / 365))
    return np.array(out)


def test_bass_peaks_when_and_where_he_says() -> None:
    n, days = 100_000, 2604
    table = followed(live(people(NEWS + "evenly = true\n", persons=n, **CITY), days, window_days=1))
    share = table["followers"].to_numpy() / n
    peak = math.log(Q / P) / (P + Q)
    assert peak == pytest.approx(6.192619, abs=1e-6)
    assert np.abs(share - stepwise(days, 1)).max() < 1e-4
    assert share[round(peak * 365)] == pytest.approx(0.460526, abs=1e-3)
    assert bass(peak) == pytest.approx(0.460526, abs=1e-6)
    exact = np.array([bass(day / 365) for day in range(days)])
    assert bend(exact) == pytest.approx(peak, abs=1e-4)
    assert bend(share) == pytest.approx(bend(stepwise(days, 1)), abs=2e-3)
    assert bend(share) == pytest.approx(peak, abs=2 / 365), "a step is a day"


def bend(share: np.ndarray) -> float:
    """Years until the curve bends: zero of the second derivative of a polynomial through three years around the peak."""
    years = np.arange(1712, len(share)) / 365
    curve = np.polynomial.Polynomial.fit(years, share[1712:], 9)
    (found,) = (root.real for root in curve.deriv(2).roots() if abs(root.imag) < 1e-9 and 5.7 < root.real < 6.7)
    return float(found)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_bass_holds_for_chance_as_well(seed: int) -> None:
    n, n_cities, weeks = 5000, 20, 323
    population = people(NEWS, persons=n * n_cities, persons_per_place=1000, places_per_city=5)
    ends = [int(followed(live(population, 7 * weeks, city, seed))["followers"][-1]) / n for city in range(n_cities)]
    assert abs(np.mean(ends) - stepwise(weeks, 7)[-1]) <= 4 * np.std(ends, ddof=1) / math.sqrt(n_cities)
