"""Step 2, choose: done or not, and whether it would have been done without any regime."""

from __future__ import annotations

import numpy as np

from twin.blocks import ActLaw
from twin.law import Law
from twin.occasion import Occasion
from twin.people import Person
from twin.post import has_room
from twin.worth import Meeting, Worth

f32 = np.float32


def perceived_risk(worth: Worth, person: Person, domain: int) -> np.float32:
    """Believed chance of being seen: cases over deeds, both with a head start."""
    belief = person.beliefs[domain]
    cases, deeds = worth.belief_at_start(person.type)
    return (f32(belief.seen) + cases) * f32(1 / (deeds + belief.done))


def choose(
    law: Law, worth: Worth, person: Person, occasion: Occasion, met: Meeting | None, extra: np.float32
) -> tuple[bool, bool]:
    """(done, would have been done without any regime): a chance is taken when its gain beats what it costs.

    ``met``: as whom one meets somebody there, where one knows it and rules make a difference; ``extra``: what
    the other's score adds to the gain.
    """
    act = occasion.act
    cost = worth.usual_cost(act, person.type)
    loss, shame, points = worth.pull(person.states, act, person.type, met)
    fear = f32(0)
    if act.domain <= 1:
        fear = perceived_risk(worth, person, act.domain) * worth.care(person.caution)
        fear = fear * (loss + worth.conformity(person.levels["conformity"]) * shame)
    assert act.says
    may = act.says.needs_norm is None or act.says.needs_norm in person.follows
    would = may and bool(occasion.gain > cost)
    done = may and bool(occasion.gain + extra > cost + fear - points)
    if done and not would and earns_nothing(law, act, person, occasion.day):
        done = False
    return done, would


def earns_nothing(law: Law, act: ActLaw, person: Person, day: int) -> bool:
    """What is done only for points is left, once every rule that rewards it has given all it gives this year or month."""
    assert act.says
    rewards = [
        rule for rule in law.rules if not rule.says.asleep and act.says.id in rule.says.on and rewards_it(rule.says)
    ]
    limited = [
        rule
        for rule in rewards
        if rule.says.at_most_per_month or rule.says.at_most_per_year or rule.says.points_at_most_per_year
    ]
    if not rewards or len(limited) < len(rewards):
        return False
    return not any(has_room(person, rule, day) for rule in limited)


def rewards_it(says: object) -> bool:
    """Does a rule give points, rather than take them?"""
    if getattr(says, "units_per_point", None) is not None or getattr(says, "rating", None) is not None:
        return True
    points = getattr(says, "points", None)
    return points is not None and any(line.high >= 0 for line in points.lines)
