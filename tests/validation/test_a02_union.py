"""A02, union of channels: a deed that three independent channels may see is charged once, or not at all.

P(recorded) = 1 - (1 - 0.10)(1 - 0.25)(1 - 0.04) = 0.352. A sum of the channels (0.39) would mean that a deed seen twice is
charged twice, a real grievance. Caught here: channels summed instead of united; channels that share their random number
(the largest, 0.25).
"""

from __future__ import annotations

import math

from validation.worlds import SEEDS, live, rejected, share, z4

CHANNELS = (0.10, 0.25, 0.04)
UNION = 1 - math.prod(1 - d for d in CHANNELS)


def test_a_deed_is_charged_once_if_any_channel_sees_it() -> None:
    assert round(UNION, 12) == 0.352
    lives = [live("a02", 40_000, 365, seed).persons for seed in SEEDS]
    figures = [share(each["seen"].sum(), each["done"].sum(), UNION) for each in lives]
    z4("share of deeds recorded", UNION, figures)
    rejected(sum(CHANNELS), figures)
    rejected(max(CHANNELS), figures)
    for each in lives:
        assert (each["score_a02/points"] == -each["seen"].cast(int)).all(), "one point for each recorded deed"
