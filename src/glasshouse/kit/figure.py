"""A figure: one number, a range somebody decides in, or lines of which the first that fits counts."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

Number = Annotated[int, Strict()] | Annotated[float, Strict()]
Whole = Annotated[int, Strict()]
Word = Annotated[str, Strict()]
Flag = Annotated[bool, Strict()]
Day = Annotated[datetime.date, Strict()]
Share = Annotated[Number, Field(ge=0, le=1)]


class Block(BaseModel):
    """Anything read from a file: frozen, and no unknown word passes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)


class Line(Block):
    """One line of a figure: what it is, and for whom or when.

    ``low`` equals ``high`` unless the value is a range that somebody decides in. ``sigma`` makes it a normal law around
    the value; ``share`` says how many people a line is for, where each person draws one of several lines.
    """

    low: Number
    high: Number
    sigma: Annotated[Number, Field(gt=0)] | None = None
    share: Share | None = None
    from_: Day | None = Field(default=None, alias="from")
    score_at_least: Number | None = None
    time: Annotated[Whole, Field(ge=1)] | None = None
    units_up_to: Annotated[Number, Field(gt=0)] | None = None
    kind_of_place: Word | None = None
    group: Word | None = None

    @model_validator(mode="before")
    @classmethod
    def _spread(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "low" in given:
            return given
        rest = {word: value for word, value in given.items() if word != "is"}
        if "is" not in given:
            raise ValueError("a line needs the word 'is': write { is = ... }")
        low, high = _ends(given["is"])
        if "sigma" in rest and low != high:
            raise ValueError("a range and sigma are two laws; write one number with sigma, or the range alone")
        return {**rest, "low": low, "high": high}

    @property
    def selectors(self) -> tuple[str, ...]:
        """The words that say when this line holds."""
        words = ("from_", "score_at_least", "time", "units_up_to", "kind_of_place", "group")
        return tuple(word.rstrip("_") for word in words if getattr(self, word) is not None)


class Figure(Block):
    """A number in a rulebook, whatever its form; ``lines`` is never empty.

    >>> Figure.model_validate(-20).fixed
    -20
    >>> Figure.model_validate([-50, -5]).is_range
    True
    >>> str(Figure.model_validate({"is": 100, "sigma": 15}))
    '100 +- 15'
    """

    lines: tuple[Line, ...]

    @model_validator(mode="before")
    @classmethod
    def _lines(cls, given: Any) -> Any:
        if isinstance(given, (Figure, dict)) and not (isinstance(given, dict) and "lines" not in given):
            return given
        if isinstance(given, dict):
            return {"lines": [given]}
        if isinstance(given, list) and given and all(isinstance(line, dict) for line in given):
            return {"lines": given}
        low, high = _ends(given)
        return {"lines": [{"low": low, "high": high}]}

    @property
    def is_range(self) -> bool:
        """Does somebody, or chance, decide within a range?"""
        return any(line.low != line.high or line.sigma for line in self.lines)

    @property
    def fixed(self) -> float:
        """The one number of a figure without lines and without range."""
        if len(self.lines) != 1 or self.is_range:
            raise ValueError("this figure is not one number")
        return self.lines[0].low

    def __str__(self) -> str:
        return "; ".join(_say(line) for line in self.lines)


def _ends(given: Any) -> tuple[Any, Any]:
    """Low and high end of a number or a pair; says what a figure may look like otherwise."""
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        return given, given
    if isinstance(given, list) and len(given) == 2 and all(_is_number(end) for end in given):
        low, high = given
        if low > high:
            raise ValueError(f"a range has its lower end first; write [{high}, {low}]")
        return low, high
    raise ValueError("must be a number, a range [low, high], or lines [{ ..., is = number }, { is = number }]")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _say(line: Line) -> str:
    value = f"{line.low:g}" if line.low == line.high else f"{line.low:g} to {line.high:g}"
    if line.sigma:
        value += f" +- {line.sigma:g}"
    words = [f"{word} {getattr(line, word if word != 'from' else 'from_')}" for word in line.selectors]
    if line.share is not None:
        words.append(f"share {line.share:g}")
    return f"{value} ({', '.join(words)})" if words else value
