"""The list of outcomes, in the order in which the page asks their questions."""

from __future__ import annotations

from glasshouse.outcomes import (
    burden,
    choices,
    distribution,
    flows,
    grades,
    listed,
    perks,
    refusals,
    scores,
    sight,
    stays,
)
from glasshouse.outcomes.outcome import Outcome

OUTCOMES: dict[str, Outcome] = {
    module.OUTCOME.id: module.OUTCOME
    for module in (grades, scores, distribution, flows, sight, listed, stays, refusals, burden, choices, perks)
}
