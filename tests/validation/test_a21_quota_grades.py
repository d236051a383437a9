"""A21, quota grades are zero-sum: if all improve alike, nobody does; and a pot is as large as it is.

Grade A is the best 20 % of N people. All improve by the same shift: the share in A stays what it is, to the person, and
everybody keeps the grade; per head, A gets the pot divided by its number. With an absolute cut-off the same shift raises the
share, and per head the pot falls as one over it. Caught here: a rank made at a place, a share of the wrong side, ties let in
or out as a whole, a pot per place, a pot shared by those who qualified another day.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from validation.worlds import SEEDS, live

N, POT, YEARS, SHIFT = 5_000, 1_000_000, 4, 20


def lived(kind: str, seed: int, years: int = YEARS) -> tuple[pl.DataFrame, pl.DataFrame]:
    found = live(f"a21/{kind}", N, 365 * years + 10, seed)
    return found.pots.sort("day"), found.persons.sort("person")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rank_stays_a_rank(seed: int) -> None:
    pots, persons = lived("rank", seed)
    assert pots["persons"].to_list() == [N // 5] * YEARS
    assert pots["yuan_each"].to_list() == [POT // (N // 5)] * YEARS
    assert (persons["grade_a21-rank"] == "A").sum() == N // 5
    first = lived("rank", seed, 1)[1]
    assert first["grade_a21-rank"].equals(persons["grade_a21-rank"]), "everybody has the rank of before"
    paid = persons.filter(persons["grade_a21-rank"] == "A")["eased_yuan"]
    assert (paid == YEARS * (POT // (N // 5)) // 10).all()
    assert persons["eased_yuan"].sum() == paid.sum(), "nobody else gets anything"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cut_off_lets_in_more_and_gives_each_less(seed: int) -> None:
    pots, persons = lived("bar", seed)
    start = persons["score_a21-bar/points"].to_numpy() - SHIFT * YEARS
    assert (start.min(), start.max()) == (900, 1100)
    reached = [int(np.sum(start + SHIFT * year >= 1060)) for year in range(1, YEARS + 1)]
    assert pots["persons"].to_list() == reached
    assert pots["yuan_each"].to_list() == [POT // n for n in reached]
    assert reached[-1] > 1.9 * reached[0], "each gets little more than half of what the first had"
