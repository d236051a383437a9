"""When a law holds: dates, what sleeps, figures of a day, and the mornings on which scores are taken and shown."""

from __future__ import annotations

import datetime
from typing import Any

from glasshouse.kit.figure import Figure, Line
from glasshouse.population.recipe import Recipe
from twin.addresses import chance
from twin.blocks import RegimeLaw
from twin.dates import NEVER, is_shown_on, looks_at
from twin.scores import ScoreLaw
from twin.waker import WakerLaw


class InForce:
    """The part of a law that asks for the day."""

    recipe: Recipe
    scores: list[ScoreLaw]
    wakers: list[WakerLaw]
    woken: set[WakerLaw]

    def day(self, date: datetime.date | None, default: int) -> int:
        """Day of the world, from 0 to never."""
        if date is None:
            return default
        return min(max((date - self.recipe.population.start_date).days, 0), NEVER)

    def in_force(self, block: Any, day: int) -> bool:
        """Is a dated block in force on a day, and awake?"""
        return self.is_awake(block) and self.is_dated(block, day)

    def is_dated(self, block: Any, day: int) -> bool:
        """Is a day within the dates of a block?"""
        return self.day(block.from_, 0) <= day < self.day(block.until, NEVER)

    @staticmethod
    def may_be_in_force(regime: RegimeLaw, block: Any) -> bool:
        """Is a clause awake, or may a steer wake it?"""
        return not block.asleep or any(block.id in steer.wakes for steer in regime.says.steer)

    def is_awake(self, block: Any) -> bool:
        """Has a clause that sleeps been woken, and none been put to sleep?"""
        for waker in self.wakers:
            if block in waker.stops and waker in self.woken:
                return False
        return not getattr(block, "asleep", False) or any(
            block in waker.starts for waker in self.wakers if waker in self.woken
        )

    def line(self, figure: Figure, day: int, kind: str | None = None, group: str | None = None) -> Line | None:
        """The first line of a figure that fits."""
        for line in figure.lines:
            if (
                (line.from_ is None or self.day(line.from_, 0) <= day)
                and line.kind_of_place in (None, kind)
                and line.group in (None, group)
            ):
                return line
        return None

    def share(
        self, figure: Figure | None, default: float, day: int = 0, kind: str | None = None, group: str | None = None
    ) -> float:
        """A figure that is one number; the default where it is not said, or no line fits."""
        line = self.line(figure, day, kind, group) if figure is not None else None
        return float(line.low) if line is not None else default

    def chance(
        self, figure: Figure | None, default: float, day: int = 0, kind: str | None = None, group: str | None = None
    ) -> int:
        """The same as a chance."""
        return chance(self.share(figure, default, day, kind, group))

    def is_paused(self, regime: RegimeLaw, what: str, day: int) -> Any:
        """The pause that stops posting or publishing on a day, if any."""
        for pause in regime.says.pause:
            if what in pause.stops and self.in_force(pause, day):
                return pause
        return None

    # ---- the calendar of the law ------------------------------------------------------------------------------------------
    def shown_with(self, score: ScoreLaw) -> list[ScoreLaw]:
        """The scores with which a measure is taken, or a sum made: those it is part of; itself, if it is part of none or waits."""
        wholes = [
            whole
            for whole in score.regime.scores.values()
            if score.says.id in whole.says.made_of and not whole.is_of_place
        ]
        return wholes if wholes and not score.waits else [*wholes, score]

    def is_taken(self, score: ScoreLaw, day: int) -> bool:
        """Is it taken, or made, this morning?"""
        return day == 0 or any(not each.waits or self.looks_at(each, day) for each in self.shown_with(score))

    def looks_at(self, score: ScoreLaw, day: int) -> bool:
        """Is a score that waits summed, or measured, this morning: each month, and when it is shown?"""
        return looks_at(score.says, self.recipe.population.start_date, day)

    def is_shown_on(self, score: ScoreLaw, day: int) -> bool:
        """Is this one of the score's publishing days?"""
        return is_shown_on(score.says, self.recipe.population.start_date, day)

    def friends_by(self, mean: ScoreLaw) -> ScoreLaw:
        """The score by which friends are looked at: the one that their mean is part of, or it itself."""
        return next(
            (
                each
                for each in mean.regime.scores.values()
                if mean.says.id in each.says.made_of and not each.is_of_place
            ),
            mean,
        )

    def _is_publishing_day(self, day: int) -> bool:
        """Is any score taken, made up or shown this morning?"""
        return any(
            self.looks_at(score, day)
            if score.waits
            else (score.says.measures or (score.parts and not score.is_of_place)) and self.is_taken(score, day)
            for score in self.scores
        )
