"""A score and its grades, each a thing that knows its neighbours; what they say is their model, unchanged."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from glasshouse.kit.figure import Line
from glasshouse.rulebook.model import Grade, Score
from twin.addresses import TRAIT, Dice, around, chance, name_of, within

if TYPE_CHECKING:
    from twin.blocks import RegimeLaw
    from twin.people import Person

FAR = 1 << 30
"""A floor or ceiling where none is said, in steps."""


@dataclass(eq=False)
class ScoreLaw:
    """A score; everything in whole numbers of its smallest step."""

    number: int
    regime: RegimeLaw
    says: Score
    parts: list[tuple[ScoreLaw, int]] = field(default_factory=list)

    def steps(self, points: float) -> int:
        """Points as steps, halves away from zero."""
        exact = Decimal(repr(float(points))) / Decimal(repr(float(self.says.step)))
        return int(exact.to_integral_value(ROUND_HALF_UP))

    @cached_property
    def start(self) -> tuple[int, int]:
        """Lowest and highest score to begin with."""
        if self.says.start is None:
            return self.steps(self.says.floor or 0), self.steps(self.says.floor or 0)
        line = self.says.start.lines[-1]
        return self.steps(line.low), self.steps(line.high)

    def drawn_start(self, dice: Dice, person: Person) -> int:
        """The score with which a person begins, drawn once: a line by its share, and the value within the line."""
        if self.says.start is None:
            return self.start[0]
        lines = [line for line in self.says.start.lines if line.group == person.group_id]
        lines = lines or [line for line in self.says.start.lines if line.group is None]
        value, which, _, _ = dice.draw(self.unit_of(person), TRAIT, name=self.key)
        passed = 0.0
        for line in lines:
            passed += 1.0 if line.share is None else float(line.share)
            if line is lines[-1] or which < chance(passed):
                if line.sigma:
                    return self.clip(around(self.steps(line.low), self.sigma(line), value))
                return within(self.steps(line.low), self.steps(line.high), value)
        raise AssertionError("no line")

    def sigma(self, line: Line) -> int:
        """The spread of a line, in millionths of a step."""
        return round(float(line.sigma or 0) / float(self.says.step) * 1_000_000)

    @cached_property
    def floor(self) -> int:
        """Lowest score."""
        return self.steps(self.says.floor) if self.says.floor is not None else -FAR

    @cached_property
    def ceiling(self) -> int:
        """Highest score."""
        return self.steps(self.says.ceiling) if self.says.ceiling is not None else FAR

    @cached_property
    def per_point(self) -> int:
        """Steps of a point."""
        return max(round(1 / self.says.step), 1)

    @property
    def is_household(self) -> bool:
        """Is it one sum for all of a household?"""
        return self.says.unit == "household"

    @property
    def is_of_place(self) -> bool:
        """Is it one sum for all of a place?"""
        return self.says.unit == "place"

    def unit_of(self, person: Person) -> int:
        """Number of whose score it is: the person, the first person of the household, or the place."""
        if self.is_of_place:
            return person.place.number
        return person.unit - person.j + person.home if self.is_household else person.unit

    @property
    def waits(self) -> bool:
        """Is it published on certain days only?"""
        return self.says.published != "at-once"

    @cached_property
    def keeps_sum(self) -> bool:
        """Is the raw sum kept, and clipped only when shown? So where points expire, or a household shares them."""
        if self.says.clips is not None:
            return self.says.clips == "sum"
        expires = self.says.expires_after_days is not None or any(
            rule.says.expires_after_days is not None and rule.says.score in (None, self.says.id)
            for rule in self.regime.all_rules
        )
        return expires or self.is_household or self.is_of_place

    def clip(self, value: int) -> int:
        """A value within the scale."""
        return min(max(value, self.floor), self.ceiling)

    @property
    def key(self) -> int:
        """Name of its random addresses."""
        return name_of(f"{self.regime.id}/{self.says.id}")


@dataclass(eq=False)
class ScaleLaw:
    """The grades of a score, best first."""

    number: int
    regime: RegimeLaw
    score: ScoreLaw
    grades: list[Grade]

    @property
    def is_by_rank(self) -> bool:
        """Are its grades for the best shares of a city?"""
        return any(grade.top_share is not None for grade in self.grades)

    @property
    def is_moved(self) -> bool:
        """Does the city make its bars?"""
        return self.is_by_rank or any(grade.quantile is not None or grade.at_mean is not None for grade in self.grades)

    @property
    def is_known(self) -> bool:
        """Do people know their grades?"""
        return self.score.says.told_to_person

    def place(self, grade: str) -> int:
        """How many grades are better."""
        return [each.id for each in self.grades].index(grade)
