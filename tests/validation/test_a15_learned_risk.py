"""A15, learned risk: a Beta(2, 8) belief after ten own deeds, each seen with 0.35, is (2 + seen) / 20: mean 0.275.

It goes to 0.35 as one over the number of deeds. Caught here: a head start that weighs nothing or everything, a deed that is
seen and not learned, the belief of another domain. Source: conjugate updating of a Bernoulli chance.
"""

from __future__ import annotations

import numpy as np
import pytest
from validation.worlds import SEEDS, Figure, live, mean, rejected, z4

SEEN, START, WEIGHT = 0.35, 0.2, 10
PERSONS = 20_000


@pytest.mark.parametrize("deeds", [10, 40])
def test_the_mean_belief_after_own_deeds(deeds: int) -> None:
    expected = (START * WEIGHT + SEEN * deeds) / (WEIGHT + deeds)
    if deeds == 10:
        assert expected == 0.275
    spread = deeds * SEEN * (1 - SEEN) / (WEIGHT + deeds) ** 2
    beliefs: list[np.ndarray] = []
    for seed in SEEDS:
        people = live("a15", PERSONS, deeds, seed).persons
        assert (people["done"] == deeds).all()
        assert np.allclose(people["believed_risk_record"], START)  # nothing was done on record
        beliefs.append(people["believed_risk_public"].to_numpy())
    found: list[Figure] = [mean(each, spread) for each in beliefs]
    z4(f"belief after {deeds} deeds", expected, found)
    rejected(SEEN, found)
    rejected(START, found)
    # one deed more is one twentieth, no less: the belief takes the values that counting gives
    steps = (beliefs[0] * (WEIGHT + deeds) - START * WEIGHT).round(9)
    assert np.array_equal(steps, steps.round())
