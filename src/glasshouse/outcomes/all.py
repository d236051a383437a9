"""The list of outcomes, in the order in which the page asks their questions; the page leaves out some (see pages/sections)."""

from __future__ import annotations

from glasshouse.outcomes import (
    abroad,
    burden,
    choices,
    confusion,
    distribution,
    flows,
    grades,
    inequality,
    listed,
    mobility,
    perks,
    places,
    refusals,
    scores,
    sight,
    stays,
)
from glasshouse.outcomes.outcome import Outcome

OUTCOMES: dict[str, Outcome] = {
    module.OUTCOME.id: module.OUTCOME
    for module in (
        grades,
        scores,
        distribution,
        inequality,
        flows,
        mobility,
        sight,
        confusion,
        listed,
        stays,
        refusals,
        burden,
        choices,
        perks,
        places,
        abroad,
    )
}
