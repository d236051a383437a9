"""A calibration as data: which assumed figures are free, and which published observations they are to meet."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from glasshouse.kit.errors import InputError
from glasshouse.kit.figure import Block, Day, Number, Whole, Word
from glasshouse.rulebook.load import Reading, read_file
from glasshouse.rulebook.model import Id
from glasshouse.rulebook.read import DATA

CALIBRATIONS = DATA / "calibrations"
OBSERVED = ("entries", "exits", "listed", "refusals")
NEVER_PUBLISHED = ("deterred", "chilled", "done", "given_up", "for_points", "obedience", "control", "missed")
Line = Annotated[str, Field(min_length=3, max_length=300)]


class Head(Block):
    """What is calibrated, on whom, for how long, and how often.

    Every trial lives the same ``replicates`` worlds: seed and replicates are no parameters, so that two trials differ by their
    parameters alone. ``starts_from``: an earlier calibration whose figures hold where none is free here; its values are tried first.
    """

    id: Id
    title: Line
    about: Annotated[str, Field(max_length=2000)] = ""
    regime: Word
    population: Word
    persons: Annotated[Whole, Field(ge=1)]
    days: Annotated[Whole, Field(ge=1, le=36_500)]
    window_days: Annotated[Whole, Field(ge=1, le=84)] = 7
    seed: Annotated[Whole, Field(ge=0, le=4_294_967_295)] = 1
    replicates: Annotated[Whole, Field(ge=2, le=100)] = 2
    trials: Annotated[Whole, Field(ge=2, le=10_000)]
    starts_from: Word | None = None


class Free(Block):
    """A figure that may move between two ends: its address (``regime/changes.py``). ``scale``: how trials are spread between them."""

    id: Id
    label: Line
    address: Word
    low: Number
    high: Number
    scale: Literal["even", "log"] = "even"

    @model_validator(mode="after")
    def _has_room(self) -> Free:
        if not self.low < self.high:
            raise ValueError(f"low must be below high; got {self.low:g} and {self.high:g}")
        if self.scale == "log" and self.low <= 0:
            raise ValueError('scale = "log" needs ends above 0; write scale = "even"')
        return self


class Other(Block):
    """What another source says of the same quantity."""

    published: Number
    source: Line


class Target(Block):
    """A published observation: so many ``counts`` until ``on``, counted from ``since`` (or from the beginning).

    ``listed`` are persons on a bad list on that day, ``entries`` and ``exits`` spells, ``refusals`` wants of a ``service`` denied.
    The count is scaled from the sample to ``for_persons`` people. ``tolerance`` is the distance that weighs one.
    """

    id: Id
    label: Line
    counts: Word
    service: Word | None = None
    since: Day | None = None
    on: Day
    for_persons: Annotated[Whole, Field(ge=1)]
    published: Number
    tolerance: Annotated[Number, Field(gt=0)]
    source: Line
    others: tuple[Other, ...] = ()

    @field_validator("source")
    @classmethod
    def _is_an_observation(cls, given: str) -> str:
        if given.strip().lower() in ("assumption", "definition", "ours", "wish"):
            raise ValueError(
                "a target is a published observation, and this names none; a calibration is no search for the regime that controls best"
            )
        return given

    @field_validator("counts")
    @classmethod
    def _is_published(cls, given: str) -> str:
        if given in NEVER_PUBLISHED:
            raise ValueError(
                f"nobody publishes what people give up, so it cannot be a target; allowed are {', '.join(OBSERVED)}"
            )
        if given not in OBSERVED:
            raise ValueError(f"must be one of {', '.join(OBSERVED)}; got '{given[:40]}'")
        return given

    @model_validator(mode="after")
    def _fits_together(self) -> Target:
        if (self.counts == "refusals") != (self.service is not None):
            raise ValueError("refusals are refusals of a service, and only they: write service with refusals")
        if self.since is not None and (self.counts == "listed" or self.since >= self.on):
            raise ValueError("since is a day before on, for what is counted over time; leave it out")
        return self


class Contradiction(Block):
    """What the sources contradict themselves in, in words."""

    text: Annotated[str, Field(min_length=10, max_length=800)]
    source: Line


class Calibration(Block):
    """A whole ``calibrations/*.toml``."""

    vocabulary: Literal[1]
    calibration: Head
    free: Annotated[tuple[Free, ...], Field(max_length=40)]
    target: Annotated[tuple[Target, ...], Field(max_length=100)]
    contradiction: tuple[Contradiction, ...] = ()

    @model_validator(mode="after")
    def _each_name_once(self) -> Calibration:
        for kind in ("free", "target"):
            names = [each.id for each in getattr(self, kind)]
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                raise ValueError(f"two blocks [[{kind}]] are called '{twice}'; rename one")
        addresses = [each.address for each in self.free]
        twice = next((name for name in addresses if addresses.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"two blocks [[free]] move '{twice}'; keep one")
        return self

    @property
    def id(self) -> str:
        """The calibration's id."""
        return self.calibration.id


def calibration_ids() -> list[str]:
    """Ids of the calibrations that ship, in alphabetical order."""
    return sorted(path.stem for path in CALIBRATIONS.glob("*.toml") if not path.stem.endswith("-result"))


def calibration_file(id_or_file: str | Path) -> Path:
    """The file behind the id of a calibration, or a path to one.

    Raises
    ------
    InputError
        If there is none.
    """
    path = CALIBRATIONS / f"{id_or_file}.toml" if str(id_or_file) in calibration_ids() else Path(id_or_file)
    if not path.is_file():
        raise InputError(
            f"there is no calibration '{id_or_file}'; there are {', '.join(calibration_ids()) or 'none yet'}; a file of your own works too"
        )
    return path


def load_calibration(id_or_file: str | Path) -> Calibration:
    """Load a shipped calibration by its id, or one's own by its file, and check it against the data it names.

    Raises
    ------
    InputError
        If there is no such calibration, regime or population.
    RulebookError
        If the file has problems: all of them, with their lines.
    """
    from glasshouse.experiments.check_calibration import check_calibration

    reading: Reading[Calibration] = read_file(calibration_file(id_or_file), Calibration)
    if reading.model is not None:
        check_calibration(reading)
    return reading.done()


def day_number(day: datetime.date, start: datetime.date) -> int:
    """Days from the first day of a world."""
    return (day - start).days
