"""A question: a claim of a published model, the worlds that answer it, and the figures to be found there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from glasshouse.kit.errors import InputError
from glasshouse.kit.figure import Block, Number, Whole, Word
from glasshouse.rulebook.load import read_file
from glasshouse.rulebook.model import Id
from glasshouse.rulebook.read import DATA

QUESTIONS = DATA / "questions"
Line = Annotated[str, Field(min_length=3, max_length=200)]


class Head(Block):
    """What is asked, and of which publication. ``not_modelled``: what of it is left out here."""

    id: Id
    title: Line
    claim: Annotated[str, Field(min_length=10, max_length=800)]
    about: Annotated[str, Field(max_length=2000)] = ""
    source: Annotated[str, Field(min_length=10, max_length=400)]
    address: Word = ""
    not_modelled: Annotated[str, Field(max_length=800)] = ""


class World(Block):
    """One world, lived once for each seed. ``regime``: ids joined by ``+``.

    ``calibrated``: the calibration whose result says what some assumed figures are; ``changes`` puts single ones: address -> value.
    """

    id: Id
    regime: Word
    population: Word
    persons: Annotated[Whole, Field(ge=1)]
    days: Annotated[Whole, Field(ge=1, le=36_500)]
    seeds: Annotated[tuple[Whole, ...], Field(min_length=1)] = (1, 2, 3)
    window_days: Annotated[Whole, Field(ge=1, le=84)] = 7
    calibrated: Word | None = None
    changes: dict[Word, Number] = {}


class Published(Block):
    """A figure to be found: the published (or derived) value, and how near ours must be.

    ``test``: ``Z4`` within four standard errors; ``EQ`` the whole 95 % interval within ``tolerance``; ``EX`` equal to 1e-9;
    ``SGN`` the same sign, with an interval that leaves out zero. ``differs``: why ours is known not to agree.
    ``series`` and ``x`` say where it stands on the chart.
    """

    id: Id
    label: Line
    published: Number
    test: Literal["Z4", "EQ", "EX", "SGN"] = "Z4"
    tolerance: Annotated[Number, Field(gt=0)] | None = None
    source: Line
    differs: Line | None = None
    series: Word | None = None
    x: Number | None = None

    @model_validator(mode="after")
    def _has_what_its_test_needs(self) -> Published:
        if (self.test == "EQ") != (self.tolerance is not None):
            raise ValueError('tolerance goes with test = "EQ", and EQ with a tolerance')
        if (self.series is None) != (self.x is None):
            raise ValueError("series and x go together: a figure of the chart needs both")
        return self


class Chart(Block):
    """Words of the chart; figures with ``series`` and ``x`` are on it, else all figures by their distance."""

    title: Line
    x: Word = ""
    y: Word = ""


class Question(Block):
    """A whole ``questions/*.toml``."""

    vocabulary: Literal[1]
    question: Head
    world: Annotated[tuple[World, ...], Field(min_length=1)]
    figure: Annotated[tuple[Published, ...], Field(min_length=1)]
    chart: Chart

    @model_validator(mode="after")
    def _each_name_once(self) -> Question:
        for kind in ("world", "figure"):
            names = [each.id for each in getattr(self, kind)]
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                raise ValueError(f"two blocks [[{kind}]] are called '{twice}'; rename one")
        return self

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id


def question_ids() -> list[str]:
    """Ids of the questions that ship, in alphabetical order."""
    return sorted(path.stem for path in QUESTIONS.glob("*.toml"))


def load_question(id_or_file: str | Path) -> Question:
    """Load a shipped question by its id, or one's own by its file.

    Raises
    ------
    InputError
        If there is no such question.
    RulebookError
        If the file has problems: all of them, with their lines.
    """
    path = QUESTIONS / f"{id_or_file}.toml" if str(id_or_file) in question_ids() else Path(id_or_file)
    if not path.is_file():
        raise InputError(f"there is no question '{id_or_file}'; there are {', '.join(question_ids()) or 'none yet'}")
    return read_file(path, Question).done()
