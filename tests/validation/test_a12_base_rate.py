"""A12, base rates: a test that is right in 99 of 100 cases is wrong about nine of ten whom it flags, if the thing is rare.

Prevalence 0.001, sensitivity 0.99, specificity 0.99: of the flagged 0.0901639 are guilty (Bayes). A false-alarm chance of
1e-4 at each of 365 looks flags 3.584366 % of innocents within a year. Caught here: misreadings drawn for deeds that were
done as well, flags that know the truth, a specificity used as if it were the share of right flags (0.99).
"""

from __future__ import annotations

import pytest
from validation.worlds import SEEDS, live, rejected, share, z4

PREVALENCE, SENSITIVITY, FALSE_ALARM = 0.001, 0.99, 0.01
TRUE, FALSE = PREVALENCE * SENSITIVITY, (1 - PREVALENCE) * FALSE_ALARM
PPV = TRUE / (TRUE + FALSE)


def test_most_of_the_flagged_are_innocent() -> None:
    assert round(PPV, 7) == 0.0901639
    acts = [live("a12", 60_000, 365, seed).acts for seed in SEEDS]
    z4("prevalence", PREVALENCE, [share(a["done"].sum(), a["occasions"].sum(), PREVALENCE) for a in acts])
    z4("sensitivity", SENSITIVITY, [share(a["seen"].sum(), a["done"].sum(), SENSITIVITY) for a in acts])
    figures = [share(a["seen"].sum(), a["seen"].sum() + a["misread"].sum(), PPV) for a in acts]
    z4("share of the flagged who did it", PPV, figures)
    rejected(SENSITIVITY, figures)


@pytest.mark.slow
def test_looking_every_day_flags_innocents_sooner_or_later() -> None:
    chance = 1 - (1 - 1e-4) ** 365
    assert abs(100 * chance - 3.584366) < 1e-6
    flagged = [live("a12/looks", 50_000, 365, seed).persons["false_reports"] for seed in SEEDS]
    z4("innocents ever flagged", chance, [share((each > 0).sum(), 50_000, chance) for each in flagged])
    rejected(1e-4 * 30, [share((each > 0).sum(), 50_000, chance) for each in flagged])
