"""A27: three people who average opinions agree at .375; if each keeps 30 % of the own start, they never do.

The first is the model of DeGroot (1974), the second that of Friedkin and Johnsen (1990). The table of ties is the matrix.
"""

from __future__ import annotations

import numpy as np
import pytest
from validation.following import live, people

from glasshouse.engine.city import City
from glasshouse.engine.tabulate import end_state

WEIGHTS = np.array([[0.6, 0.3, 0.1], [0.2, 0.6, 0.2], [0.0, 0.5, 0.5]])
START = np.array([1.0, 0.0, 0.5])
ROWS = ", ".join(
    f"{{ who = {who}, heeds = {heeds}, weight = {WEIGHTS[who, heeds]} }}"
    for who in range(3)
    for heeds in range(3)
    if WEIGHTS[who, heeds]
)
TABLE = f"""
[[tie]]
id = "table"
rows = [{ROWS}]
source = "definition"

[[opinion]]
id = "trust"
label = "trusts the others"
among = "table"
starts = [1.0, 0.0, 0.5]
source = "definition"
"""


def held(city: City, name: str = "trust") -> np.ndarray:
    """Opinions at the end."""
    return np.asarray(
        end_state(city.plan, city.traits.joined, city.people, city.plan.world.days)[f"opinion_{name}"], float
    )


def after(windows: int, words: str) -> np.ndarray:
    """Opinions of the three after so many windows."""
    population = people(TABLE + words, persons=3, persons_per_place=3)
    return held(live(population, windows + 1, window_days=1))


def test_who_averages_agrees() -> None:
    limit = after(300, "weight_others = 1.0\n")
    assert limit == pytest.approx([0.375] * 3, abs=1e-9)
    assert np.array([0.25, 0.5, 0.25]) @ START == 0.375


def test_every_window_is_one_product_with_the_matrix() -> None:
    for windows in (0, 1, 2, 7):
        step = np.linalg.matrix_power(WEIGHTS, windows) @ START
        assert after(windows, "weight_others = 1.0\n") == pytest.approx(step, abs=1e-14)


def test_who_holds_on_to_the_start_does_not() -> None:
    limit = after(200, "weight_others = 0.7\nweight_start = 0.3\n")
    assert limit == pytest.approx(np.linalg.solve(np.eye(3) - 0.7 * WEIGHTS, 0.3 * START), abs=1e-9)
    assert limit == pytest.approx([0.649374, 0.244186, 0.362254], abs=1e-6)


def test_weight_on_oneself_slows_and_a_shift_moves() -> None:
    slow = 0.5 * np.eye(3) + 0.5 * WEIGHTS
    assert after(5, "weight_self = 0.5\nweight_others = 0.5\n") == pytest.approx(
        np.linalg.matrix_power(slow, 5) @ START, abs=1e-14
    )
    assert after(1, "weight_others = 0.5\nshift = 0.25\n") == pytest.approx(0.5 * WEIGHTS @ START + 0.25, abs=1e-14)
