"""A03, a score without clipping is a compound Poisson sum: drift and spread of a rulebook follow without running it.

Deeds lambda = (0.5, 0.05, 0.9) a month, seen d = (0.3, 0.6, 0.2), points w = (-5, -50, +3), start 1000, T = 24 months:
mean 1000 + T sum(lambda d w) = 958.96, variance T sum(lambda d w^2) = 1928.88. Caught here: points posted for deeds that
nobody saw, a rule applied to the wrong act, a sign lost, a posting lost now and then.
"""

from __future__ import annotations

from validation.worlds import SEEDS, live, mean, rejected, variance, z4

PERSONS, MONTHS, START = 100_000, 24, 1000
LAMBDA, SEEN, POINTS = (0.5, 0.05, 0.9), (0.3, 0.6, 0.2), (-5, -50, 3)


def moment(k: int) -> float:
    """The k-th cumulant of a compound Poisson sum."""
    return MONTHS * sum(rate * d * w**k for rate, d, w in zip(LAMBDA, SEEN, POINTS, strict=True))


def test_mean_and_variance_of_a_score() -> None:
    assert round(START + moment(1), 9) == 958.96
    assert round(moment(2), 9) == 1928.88
    ends = [live("a03", PERSONS, 730, seed).persons["score_a03/points"] for seed in SEEDS]
    means = [mean(end, moment(2)) for end in ends]
    z4("mean", START + moment(1), means)
    variances = [variance(end, moment(2), moment(4) + 3 * moment(2) ** 2) for end in ends]
    z4("variance", moment(2), variances)
    unseen = START + MONTHS * sum(rate * w for rate, w in zip(LAMBDA, POINTS, strict=True))
    rejected(unseen, means)
    # half of the grave deeds' reports lost, made up for in the mean by nothing
    rejected(moment(2) - 0.5 * MONTHS * 0.05 * 0.6 * 50**2, variances)
