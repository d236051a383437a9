"""A story: one household of a living city, whose days a file writes; told beside the same life without the regime."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from glasshouse.kit.figure import Block, Day, Flag, Number, Whole, Word
from glasshouse.regime.case import Event, Expected, Happening, Someone, Then
from glasshouse.rulebook.model import one_or_many

Line = Annotated[str, Field(min_length=4, max_length=300)]
Lines = Annotated[tuple[Line, ...], Field(min_length=1, max_length=12)]
FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_STORY_PERSONS = 20_000
"""A story is about one household; its city need not be larger than this."""


class Head(Block):
    """What world a story happens in, and what it is modelled on."""

    id: Annotated[Word, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    title: Annotated[str, Field(min_length=4, max_length=100)]
    group: Annotated[str, Field(min_length=4, max_length=60)]
    about: Annotated[str, Field(min_length=20, max_length=900)]
    modelled_on: Annotated[tuple[Word, ...], Field(min_length=1)]
    regime: Word
    population: Word = "city"
    persons: Annotated[Whole, Field(ge=1, le=MOST_STORY_PERSONS)] = 600
    seed: Annotated[Whole, Field(ge=0, lt=1 << 32)] = 1
    start: Day
    years: Annotated[Number, Field(gt=0, le=20)]
    cast: Annotated[tuple[Annotated[str, Field(min_length=2, max_length=40)], ...], Field(min_length=1)]
    not_said: Lines

    _many = field_validator("modelled_on", "cast", "not_said", mode="before")(one_or_many)

    @field_validator("start")
    @classmethod
    def _within(cls, start: datetime.date) -> datetime.date:
        if not FIRST_YEAR <= start.year <= LAST_YEAR:
            raise ValueError(f"a story begins between the years {FIRST_YEAR} and {LAST_YEAR}; got {start.year}")
        return start

    @property
    def days(self) -> int:
        """Length of the story."""
        return round(self.years * 365)

    def day(self, date: datetime.date) -> int:
        """Number of a date, counted from the story's first day."""
        return (date - self.start).days


class Inhabitant(Someone):
    """Whom the story is about; ``home`` chooses among the households of the city that fit, in order of their numbers."""

    home: Annotated[Whole, Field(ge=0, le=10_000)] = 0


class Source(Block):
    """Where an event was reported, or what was claimed."""

    key: Word
    title: Annotated[str, Field(min_length=4, max_length=300)]
    address: Annotated[str, Field(min_length=4, max_length=500)]


class Scene(Event):
    """A scripted event on its date; ``says`` is the narrator's line about it."""

    on: Day
    says: Line | None = None

    def happening(self, day: int) -> Happening:
        """The event as a case has it."""
        return Happening.model_validate({**self.model_dump(exclude={"on", "says"}), "day": day})


class StoryThen(Expected):
    """What must have come of it at the end of a date, in a sentence; ``twin``: in the life without the regime."""

    on: Day
    says: Line
    twin: Flag = False
    refusals: Annotated[Whole, Field(ge=0)] | None = None
    """Wants of this person that were refused so far."""
    not_told_of: Word | None = None
    """A list of which nobody has told this person yet."""
    false_reports: Annotated[Whole, Field(ge=0)] | None = None
    """False reports about this person so far."""

    @model_validator(mode="after")
    def _says_something(self) -> StoryThen:
        if not self.model_fields_set - {"on", "says", "twin", "who", "rule"}:
            raise ValueError("a 'then' must test something; write for example on_list = \"defaulters\"")
        return self

    def then(self, day: int) -> Then | None:
        """The part of it that a case knows; nothing if there is none."""
        own = {"on", "says", "twin", "refusals", "not_told_of", "false_reports"}
        words = self.model_dump(include=self.model_fields_set - own)
        return Then.model_validate({**words, "day": day}) if set(words) - {"who", "rule"} else None


class Story(Block):
    """A whole story file."""

    vocabulary: Annotated[int, Field(ge=1, le=1)]
    story: Head
    person: Inhabitant = Inhabitant()
    source: Annotated[tuple[Source, ...], Field(min_length=1)]
    scene: Annotated[tuple[Scene, ...], Field(min_length=1)]
    then: Annotated[tuple[StoryThen, ...], Field(min_length=1)]
