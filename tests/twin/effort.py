"""Effort towards a published bar: what people add to a graded score for the day on which it is published.

By behaviour: a share of the best grade's bar, whatever it costs; or the points that are missing to the grade that is worth
most beyond what they cost, if any is worth that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.condition import bar_on
from twin.dates import rounded
from twin.people import Person
from twin.scores import ScaleLaw, ScoreLaw
from twin.worth import Standing

if TYPE_CHECKING:
    from twin.life import Life

MOST = 1 << 30
NANO = 1_000_000_000
MILLION = 1_000_000


def effort(life: Life, person: Person, score: ScoreLaw, day: int) -> int:
    """Steps that a person adds to a score."""
    scale = next((each for each in life.law.scales if each.score is score), None)
    if (
        scale is None
        or not scale.is_known
        or score.says.unit in ("household", "place")
        or score.regime.number not in person.aware
    ):
        return 0
    row = life.law.recipe.behaviour[person.type]
    bars = [bar_on(life.law, scale, person, place, day) for place in range(len(scale.grades) - 1)]
    share = round(float(row.effort_share) * MILLION)
    if share > 0 and bars and 0 < bars[0] < MOST:
        return min(rounded(bars[0] * share, MILLION), MOST)
    if row.effort_yuan_per_point is None:
        return 0
    cost = round(float(row.effort_yuan_per_point) * float(score.says.step) * NANO)
    value = person.points[score]
    now = sum(value < bar for bar in bars)
    best = -1
    steps = 0
    for place in range(now):
        missing = bars[place] - value
        if missing < MOST:
            gain = worth(life, scale, place) - worth(life, scale, now) - missing * cost
            if gain > best and gain >= 0:
                best, steps = gain, missing
    return steps


def worth(life: Life, scale: ScaleLaw, place: int) -> int:
    """What a grade brings in a year to whoever is on no list, in billionths of a yuan."""
    return round(life.worth.of_standing(scale.regime, Standing(place, False))[0] * NANO)
