"""A section of the page: a question, a figure, an answer, charts, the way it is counted, the data."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from glasshouse.outcomes.outcome import Outcome


@dataclass(frozen=True)
class Key:
    """One entry of the key under a chart."""

    colour: str
    text: str


@dataclass(frozen=True)
class Chart:
    """One drawn chart: what it shows in words (for those who do not see it), and the drawing."""

    id: str
    alt: str
    plot: dict[str, Any]
    title: str = ""
    key: Sequence[Key] = ()
    kind: str = "plot"  # "small" where two such charts stand side by side


@dataclass(frozen=True)
class Piece:
    """A piece of a bar: its share of the whole track, its colour, and what it stands for."""

    share: float
    colour: str
    text: str


@dataclass(frozen=True)
class Bar:
    """One bar of a list: what it is about, its pieces, and the number written at its end."""

    text: str
    pieces: Sequence[Piece]
    number: str
    fine: str = ""


@dataclass(frozen=True)
class Bars:
    """A list of bars, written as text with colour behind: legible on any screen, on paper and aloud."""

    title: str
    bars: Sequence[Bar]
    key: Sequence[Key] = ()
    kind: str = "bars"  # "half" where two such lists stand side by side


@dataclass(frozen=True)
class Grid:
    """A table of numbers; ``shades`` gives each cell's background."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    shades: Sequence[Sequence[str]] = ()
    folded: bool = False
    kind: str = "grid"


@dataclass(frozen=True)
class Section:
    """What the page says about one outcome; ``nothing`` replaces it all where the question does not arise."""

    outcome: Outcome
    figure: str = ""
    figure_text: str = ""
    answer: str = ""
    fine: str = ""
    count: str = ""
    charts: Sequence[Chart | Bars | Grid] = ()
    frame: pl.DataFrame = field(default_factory=pl.DataFrame)
    nothing: str = ""

    @property
    def data_link(self) -> str:
        """The frame as CSV inside a link: works without scripts and without a server."""
        text = self.frame.write_csv(float_precision=6)
        return "data:text/csv;charset=utf-8;base64," + base64.b64encode(text.encode()).decode()


def nothing(outcome: Outcome, why: str) -> Section:
    """A section that says in one sentence why there is nothing to show."""
    return Section(outcome=outcome, nothing=why)
