"""A01, thinning: what is recorded of a Poisson number of deeds is Poisson again, and tells nothing of what was missed.

Deeds at 0.8 a month, each seen with probability 0.35; 0.02 false reports a month; 12 months. Recorded: Poisson with mean
T (lambda d + phi) = 3.6, hence a variance equal to the mean; recorded and missed deeds are uncorrelated (splitting of a
Poisson process). Caught here: false reports that are thinned like deeds or forgotten, and a sighting whose random number
depends on the number of deeds.
"""

from __future__ import annotations

import numpy as np
from scipy import stats
from validation.worlds import SEEDS, Figure, gof, live, mean, misfits, rejected, variance, z4

PERSONS = 100_000
LAMBDA, SEEN, FALSE, MONTHS = 0.8, 0.35, 0.02, 12
MEAN = MONTHS * (LAMBDA * SEEN + FALSE)


def recorded_and_missed(seed: int) -> tuple[np.ndarray, np.ndarray]:
    persons = live("a01", PERSONS, 365, seed).persons
    done, seen, false = (persons[name].to_numpy().astype(np.int64) for name in ("done", "seen", "false_reports"))
    return seen + false, done - seen


def test_records_are_a_thinned_poisson_law() -> None:
    assert round(MEAN, 12) == 3.6
    lives = [recorded_and_missed(seed) for seed in SEEDS]
    z4("mean recorded", MEAN, [mean(recorded, MEAN) for recorded, _ in lives])
    z4("variance recorded", MEAN, [variance(recorded, MEAN, MEAN + 3 * MEAN**2) for recorded, _ in lives])
    counts = [np.bincount(recorded) for recorded, _ in lives]
    gof("recorded", stats.poisson.pmf(np.arange(30), MEAN), counts)
    misfits(stats.poisson.pmf(np.arange(30), MEAN - MONTHS * FALSE), counts)


def test_records_tell_nothing_of_what_was_missed() -> None:
    lives = [recorded_and_missed(seed) for seed in SEEDS]
    missed = MONTHS * LAMBDA * (1 - SEEN)
    z4("mean missed", missed, [mean(each, missed) for _, each in lives])
    z4("correlation", 0, [Figure(float(np.corrcoef(*each)[0, 1]), PERSONS**-0.5) for each in lives])


def test_wrong_laws_are_refused() -> None:
    figures = [mean(recorded_and_missed(seed)[0], MEAN) for seed in SEEDS]
    rejected(MONTHS * LAMBDA * SEEN, figures)  # false reports forgotten
    rejected(MONTHS * (LAMBDA + FALSE) * SEEN, figures)  # false reports thinned like deeds
