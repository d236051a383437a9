"""Whom a condition concerns, in the eyes of people: yes or no by one's standing, and shares of the recipe else."""

from __future__ import annotations

from dataclasses import dataclass

from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.rates import share_in_ranks
from glasshouse.engine.compile.told import is_known
from glasshouse.population.firms import shares_of_roles
from glasshouse.population.recipe import Recipe
from glasshouse.regime.model import Publicity
from glasshouse.rulebook.model import Condition, Consequence

TAKEN_WIDTH = 50.0
"""Points that people take a grade to be wide where the text does not say it; an assumption."""
OF_STANDING = {"score", "score_at_least", "score_at_most", "grade_at_least", "grade_at_most", "on_list"}
OF_PERSON = {
    "age_at_least", "age_at_most", "role", "kind_of_place", "registered_here",
    "wealth_rank_at_least", "wealth_rank_at_most", "income_rank_at_least", "income_rank_at_most",
}  # fmt: skip
"""Words of which people know, or guess by the recipe, whether they hold; of all others a ``when`` is taken to hold, an ``unless`` not to."""
NO_GRADES, OUTSIDE = -1, -2


@dataclass(frozen=True)
class Standing:
    """One state of a person under one regime; ``grade`` -1 where the regime has none, -2 of somebody who is not under it."""

    grade: int
    listed: bool


class Meets:
    """Grades on their scales, and who meets what, in one world."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def lowest_points(self, k: int, grade: int) -> float:
        """The lowest score of a grade, in points; for the last one, one band below the one before."""
        grades = self.index.scales[k][2]
        if any(each.is_ranked for each in grades):
            return TAKEN_WIDTH * (len(grades) - 1 - grade)  # of a rank, nobody knows how many points lead to it
        bounds = [float(each.at_least.lines[-1].low) for each in grades if each.at_least is not None]
        if grade < len(bounds):
            return bounds[grade]
        step = bounds[-2] - bounds[-1] if len(bounds) > 1 else 100.0
        return bounds[-1] - step if bounds else 0.0

    def step(self, k: int, grade: int, way: int) -> int:
        """The next worse (1) or better (-1) grade with another threshold; beyond all where there is none."""
        n, here = len(self.index.scales[k][2]), self.lowest_points(k, grade)
        other = grade + way
        while 0 <= other < n and self.lowest_points(k, other) == here:
            other += way
        return other if way < 0 else min(other, n - 1)

    def width(self, k: int, grade: int) -> float:
        """Points between a grade's lower end and the next better grade's."""
        above = self.step(k, grade, -1)
        better = self.lowest_points(k, above) if above >= 0 else self.lowest_points(k, 0) + TAKEN_WIDTH
        width, population = max(better - self.lowest_points(k, grade), 1.0), self.index.recipe.population
        a_head = self.is_of_place(k) and self.index.scales[k][2][0].is_ranked
        return width * min(population.persons_per_place, population.persons) if a_head else width

    def is_of_place(self, k: int) -> bool:
        """Are these the grades of places? A rank of theirs is taken to be so wide for each of their people."""
        r, name, _ = self.index.scales[k]
        return self.index.scores[self.index.score_of[(r, name)]][1].unit == "place"

    def is_others(self, r: int, k: int) -> bool:
        """Are these grades of places, beside which the regime has grades of one's own? Then nobody has them to lose."""
        return self.is_of_place(k) and k != next(j for j, (owner, _, _) in enumerate(self.index.scales) if owner == r)

    def share_concerned(self, r: int, each: Consequence | Publicity, standing: Standing) -> float:
        """Share of people in this standing whom a clause concerns: who meet its ``when`` and not its ``unless``."""
        return self.share_that_meets(r, each.when, standing) * (1.0 - self.share_let_out(r, each.unless, standing))

    def share_let_out(self, r: int, unless: Condition | None, standing: Standing) -> float:
        """Share who meet an ``unless``; nobody where that cannot be known of a standing."""
        if unless is None or not unless.model_fields_set <= OF_STANDING | OF_PERSON:
            return 0.0
        by_points = unless.score_at_least is not None or unless.score_at_most is not None
        if by_points and (standing.grade == NO_GRADES or not self.is_of_first_scale(r, unless)):
            return 0.0
        return self.share_that_meets(r, unless, standing)

    def share_that_meets(self, r: int, condition: Condition | None, standing: Standing) -> float:
        """Share of people in this standing who meet a condition: 0 or 1 by standing, shares of the recipe else."""
        if condition is None:
            return 1.0
        recipe = self.index.recipe
        share = share_in_ranks(condition)
        if condition.grade_at_least is not None or condition.grade_at_most is not None:
            for word, better in (("grade_at_least", True), ("grade_at_most", False)):
                grade = getattr(condition, word)
                if grade is not None:
                    k, place = self.index.scale_with(r, grade, condition.score)
                    if self.is_others(r, k) or (standing.grade >= 0 and not is_known(self.index, k)):
                        continue
                    met = standing.grade <= place if better else standing.grade >= place
                    share *= float(met and standing.grade >= 0)
        share *= float(self.has_points(r, condition, standing))
        if condition.on_list:
            share *= float(standing.listed)
        if condition.role:
            share *= sum(part for name, part in shares_of_roles(recipe) if name in condition.role)
        if condition.kind_of_place:
            share *= sum(float(kind.share) for kind in recipe.kind_of_place if kind.id in condition.kind_of_place)
        if condition.registered_here is not None:
            here = float(recipe.settled.registered_share)
            share *= here if condition.registered_here else 1 - here
        return share * share_of_ages(recipe, condition.age_at_least, condition.age_at_most)

    def has_points(self, r: int, condition: Condition, standing: Standing) -> bool:
        """Has the middle of the grade the points that are asked for? Taken to be so where no grade tells; not outside."""
        low, high = condition.score_at_least, condition.score_at_most
        if (low is None and high is None) or standing.grade == NO_GRADES:
            return True
        if standing.grade == OUTSIDE:
            return False
        if not self.is_of_first_scale(r, condition):
            return True
        k = next(k for k, (owner, _, _) in enumerate(self.index.scales) if owner == r)
        middle = self.lowest_points(k, standing.grade) + 0.5 * self.width(k, standing.grade)
        return (low is None or middle >= low) and (high is None or middle <= high)

    def is_of_first_scale(self, r: int, condition: Condition) -> bool:
        """Is it the score of the regime's first grades that is asked for?"""
        first = next((name for owner, name, _ in self.index.scales if owner == r), None)
        return condition.score in (None, first)


def share_of_ages(recipe: Recipe, least: int | None, most: int | None) -> float:
    """Share of the recipe's people between two ages, both included; without a bound up to the end."""
    if least is None and most is None:
        return 1.0
    share = 0.0
    for band in recipe.age_band:
        first, last = band.ages
        inside = min(last, 120 if most is None else most) - max(first, least or 0) + 1
        share += float(band.share) * max(inside, 0) / (last - first + 1)
    return share
