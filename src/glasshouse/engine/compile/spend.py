"""What a point is worth because it can be spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasshouse.rulebook.catalogue import Service
from glasshouse.rulebook.model import Consequence

if TYPE_CHECKING:
    from glasshouse.engine.compile.meets import Standing
    from glasshouse.engine.compile.worth import Worth


def most_saved(each: Consequence, service: Service) -> float:
    """Yuan that a use can save at most, on average: its price, or what a limit a month leaves to each use."""
    price = float(service.price_yuan)
    if each.yuan_at_most_per_month is None:
        return price
    uses = float(service.wants_per_year) / 12
    return min(price, each.yuan_at_most_per_month / max(uses, 1.0))


def worth_to_spend(worth: Worth, r: int, score: str, standing: Standing) -> float:
    """Yuan that a point of a score brings where it buys most: what a use is worth over what it costs; 0 if it buys nothing."""
    index = worth.index
    best = 0.0
    for owner, each in index.consequences:
        if owner != r or each.asleep or each.costs_points is None or each.service is None:
            continue
        if score != (each.score or index.regimes[r].regime.score[0].id):
            continue
        uses = float(index.catalogue.services[each.service].wants_per_year)
        if each.at_most_per_year is not None:
            uses = min(uses, float(each.at_most_per_year))
        if uses > 0:
            a_use = worth.of_consequence(each) / uses * worth.share_that_meets(r, each.when, standing)
            best = max(best, a_use / float(each.costs_points))
    return best
