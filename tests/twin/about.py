"""What people know of whom a clause is about: which words nobody can tell of a standing, and how many are of an age."""

from __future__ import annotations

from glasshouse.population.recipe import Recipe
from glasshouse.rulebook.model import Condition

UNKNOWN = {
    "household_on_list", "listed_at_least_days", "owes", "reported", "resident_at_least_days", "covered_at_least_days",
    "covered_at_most_days", "reported_by", "follows", "joined", "met",
}  # fmt: skip
"""Words of which nobody knows whether they hold of a standing."""


def share_of_ages(recipe: Recipe, says: Condition) -> float:
    """Share of the recipe's people whose age fits, year by year of each band."""
    share = 0.0
    for band in recipe.age_band:
        ages = range(band.ages[0], band.ages[1] + 1)
        fit = [
            age
            for age in ages
            if (says.age_at_least is None or age >= says.age_at_least)
            and (says.age_at_most is None or age <= says.age_at_most)
        ]
        share += float(band.share) * len(fit) / len(ages)
    return share
