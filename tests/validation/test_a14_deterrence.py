"""A14, the deterrence kernel: with an exponential gain of mean g, P(deed) = exp(-p S^alpha / g).

p = 0.2, S = 25, g = 10: exp(-0.5) = 0.6065307 at alpha = 1. Elasticities: of certainty -p S^alpha / g, of severity alpha times
that; at alpha = 0.7 -0.190365 and -0.133256, so certainty deters more exactly where alpha is below one. Measured as the
difference of logarithms between acts with other fines, and people with other beliefs, a factor exp(+-0.2) apart. Caught
here: severity and certainty swapped, an exponent on the wrong one. Source: G. S. Becker, Crime and punishment (1968).
"""

from __future__ import annotations

import math

import polars as pl
import pytest
from validation.worlds import HERE, SEEDS, Figure, live, rejected, share, z4

P, S, G, H = 0.2, 25.0, 10.0, 0.2
PERSONS, DAYS = 300_000, 84
PUBLISHED = {0.7: (-0.190365, -0.133256), 1.0: (-0.5, -0.5)}
SUFFIX = {1.0: "one", 0.7: "less"}


def chance(alpha: float, p: float = P, s: float = S) -> float:
    """Share of occasions whose gain exceeds p S^alpha."""
    return math.exp(-p * s**alpha / G)


def offences(target: str, who: str, seed: int) -> tuple[int, int]:
    """(deeds, occasions) of people of one belief and exponent; everybody has one occasion."""
    lived = live(target, PERSONS, DAYS, seed, people=str(HERE / "a14" / "population.toml"))
    done = lived.persons.filter(pl.col("behaviour").cast(pl.String) == who)["done"]
    return int(done.sum()), len(done)


def elasticity(high: tuple[int, int], low: tuple[int, int]) -> Figure:
    """Slope of the logarithm of two shares a factor exp(2 H) apart, and its error."""
    p, q = high[0] / high[1], low[0] / low[1]
    error = math.sqrt((1 - p) / (p * high[1]) + (1 - q) / (q * low[1]))
    return Figure((math.log(p) - math.log(q)) / (2 * H), error / (2 * H))


@pytest.mark.slow
@pytest.mark.parametrize("alpha", [1.0, 0.7])
def test_the_share_of_offences(alpha: float) -> None:
    expected = chance(alpha)
    counts = [offences("a14", f"even-{SUFFIX[alpha]}", seed) for seed in SEEDS]
    found = [share(*each, expected) for each in counts]
    z4(f"offences at alpha {alpha}", expected, found)
    rejected(chance(1.7 - alpha), found)
    if alpha == 1:
        assert expected == pytest.approx(0.6065307, abs=1e-7)


@pytest.mark.slow
@pytest.mark.parametrize("alpha", [1.0, 0.7])
def test_certainty_against_severity(alpha: float) -> None:
    who = SUFFIX[alpha]
    cost = P * S**alpha / G
    assert (-cost, -alpha * cost) == pytest.approx(PUBLISHED[alpha], abs=1e-6)
    certainty, severity = -cost * math.sinh(H) / H, -cost * math.sinh(alpha * H) / H  # over the whole step
    by_belief = [elasticity(offences("a14", f"sure-{who}", s), offences("a14", f"unsure-{who}", s)) for s in SEEDS]
    by_fine = [
        elasticity(offences("a14-harsher", f"even-{who}", s), offences("a14-milder", f"even-{who}", s)) for s in SEEDS
    ]
    z4(f"elasticity of certainty, alpha {alpha}", certainty, by_belief)
    z4(f"elasticity of severity, alpha {alpha}", severity, by_fine)
    if alpha < 1:
        rejected(severity, by_belief)
        rejected(certainty, by_fine)
