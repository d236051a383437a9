"""The words of a model, in words: which field a path means, what it allows, how to write it."""

from __future__ import annotations

import datetime
import json
import re
import types
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from glasshouse.kit.figure import Figure, Line
from glasshouse.rulebook.locate import Where

LONGEST_NUMBER = 40
"""Longer texts are not taken for a number in quotes; nor does matching them take for ever."""
MOST_NAMED = 30
FIGURE = "a number, a range [low, high], or lines [{ ..., is = number }, { is = number }]"
_EXAMPLES = {
    "vocabulary": "vocabulary = 1",
    "id": 'id = "a-short-name"',
    "source": 'source = "KEY" (a key of SOURCES.md), "assumption" or "definition"',
    "title": 'title = "..."',
    "start_date": "start_date = 2014-01-01",
    "within_days": "within_days = 365",
}
_YES = {"true", "yes", "on"}
_NO = {"false", "no", "off"}


def fields_by_word(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model by the word that stands in the file."""
    words = {field.alias or name: field for name, field in model.model_fields.items()}
    if model is Line:
        words = {"is": words["low"]} | {word: words[word] for word in words if word not in ("low", "high")}
    return words


def hint_at(model: type[BaseModel], where: Where) -> Any:
    """The type that a path of the file must have; ``Any`` if the path leads nowhere."""
    hint: Any = model
    for part in where:
        if isinstance(part, int) and model_of(hint) is Figure:
            hint = Line
            continue
        if isinstance(part, int):
            hint = next((get_args(each)[0] for each in _options(hint) if get_origin(each) is tuple), Any)
            continue
        inner = model_of(hint)
        if inner is Figure and part != "lines":
            inner = Line  # a figure of one line may leave its brackets out
        if inner is None:
            tables = [each for each in _options(hint) if get_origin(each) is dict]
            hint = get_args(tables[0])[1] if tables else Any
        else:
            field = fields_by_word(inner).get(part)
            hint = Any if field is None else Annotated[field.annotation, *field.metadata] if field.metadata else (
                field.annotation
            )  # fmt: skip
    return hint


def model_of(hint: Any) -> type[BaseModel] | None:
    """The model behind a type, through ``Annotated``, ``| None`` and ``tuple[..., ...]``."""
    for option in _options(hint):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
        if get_origin(option) is tuple:
            return model_of(get_args(option)[0])
    return None


def literals(hint: Any) -> tuple[Any, ...]:
    """The allowed values of a ``Literal``, also inside a list."""
    for option in _options(hint):
        if get_origin(option) is Literal:
            return get_args(option)
        if get_origin(option) is tuple:
            return literals(get_args(option)[0])
    return ()


def is_list(hint: Any) -> bool:
    """Is this a list of things?"""
    return any(get_origin(option) is tuple for option in _options(hint))


def allowed(hint: Any) -> str:
    """What a type allows, in words.

    >>> from glasshouse.kit.figure import Share
    >>> allowed(Share)
    'a number from 0 to 1'
    """
    options = _options(hint)
    bounds = _bounds(hint)
    if not options:
        return "something else"
    if set(options) <= {int, float}:
        return ("a whole number" if options == [int] else "a number") + bounds
    first = options[0]
    inner = model_of(first)
    if get_origin(first) is Literal:
        values = get_args(first)
        return show(values[0]) if len(values) == 1 else f"one of {named(values)}"
    if get_origin(first) is tuple:
        return _allowed_list(get_args(first))
    if get_origin(first) is dict:
        return "a table like { word = ... }"
    if inner is Figure:
        return FIGURE
    if inner is not None:
        return "a condition like { age_at_least = 18 }" if inner.__name__ == "Condition" else "a table of words"
    text = "a name" if "letters" in bounds else "a text in quotation marks"
    simple = {bool: "true or false", str: text + bounds, datetime.date: "a date like 2014-01-31"}
    return simple.get(first, "something else")


def _allowed_list(of: tuple[Any, ...]) -> str:
    if len(of) == 2 and of[1] is not Ellipsis:
        return "a pair [first, last]"
    values = literals(of[0])
    if set(_options(of[0])) <= {int, float}:
        return "a list of numbers like [0, 0.5]"
    return f"a list of {named(values)}" if values else 'a list of names like ["a", "b"]'


def how_to_write(word: str, hint: Any) -> str:
    """An example of a word that is missing."""
    if word in _EXAMPLES:
        return _EXAMPLES[word]
    values = literals(hint)
    return f"{word} = {show(values[0])}" if values else f"{word} = ... ({allowed(hint)})"


def remedy(hint: Any, given: Any) -> str:
    """What to write instead, if it can be guessed; a sentence, or nothing."""
    options = _options(hint)
    values = literals(hint)
    numeric = bool({int, float} & set(options)) or model_of(hint) is Figure
    if values and isinstance(given, str):
        return did_you_mean(given, [str(value) for value in values])
    if isinstance(given, str) and numeric:
        found = re.fullmatch(r"(minus\s*|-)?(\d+(?:\.\d+)?)\s*(%|\w+)?", given.strip()[:LONGEST_NUMBER])
        return f" Write {'-' if found[1] else ''}{found[2]}." if found and found[3] != "%" else ""
    if isinstance(given, str) and bool in options and given.lower() in _YES | _NO:
        return f" Write {'true' if given.lower() in _YES else 'false'}."
    if isinstance(given, str) and datetime.date in options:
        found = re.fullmatch(r"\s*(\d{4}-\d\d-\d\d)\s*", given)
        return f" Write {found[1]}, without quotation marks." if found else " Write it like 2014-01-31."
    if isinstance(given, float) and options == [int] and given == int(given):
        return f" Write {int(given)}."
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        if numeric and _bounds(hint) == " from 0 to 1" and 1 < given <= 100:
            return f" Write {given / 100:g}."
        if options == [str]:
            return f' Write "{given}".'
    return ""


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` or nothing.

    >>> did_you_mean("pionts", ["points", "score"])
    "; did you mean 'points'?"
    """
    close = get_close_matches(given[:80], sorted(known), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""


def named(values: Iterable[Any]) -> str:
    """``'a', 'b' or 'c'``; of very many, the first ones."""
    said = [f"'{value}'" if isinstance(value, str) else show(value) for value in values]
    if len(said) > MOST_NAMED:
        said = [*said[:MOST_NAMED], f"{len(said) - MOST_NAMED} more"]
    return " or ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)


def show(value: Any) -> str:
    """A value as it stands in the file, cut short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _options(hint: Any) -> list[Any]:
    """The types of a union without None, each without its ``Annotated``."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _options(get_args(hint)[0])
    if origin in (Union, types.UnionType):
        return [option for part in get_args(hint) if part is not type(None) for option in _options(part)]
    return [hint]


def _bounds(hint: Any) -> str:
    """`` from 1 to 250``, `` above 0``: the limits in the metadata."""
    limits = _limits(hint)
    if "pattern" in limits:
        return " of letters, digits and hyphens, 48 at most" if "a-z" in limits["pattern"] else " of the form MM-DD"
    if "min_length" in limits or "max_length" in limits:
        low, high = limits.get("min_length", 0), limits.get("max_length")
        return f" of {low} to {high} characters" if low else f" of at most {high} characters"
    low, high = limits.get("ge"), limits.get("le")
    if low is not None and high is not None:
        return f" from {low} to {high}"
    ends = {"ge": "of at least", "gt": "above", "le": "of at most", "lt": "below"}
    return "".join(f" {said} {limits[word]}" for word, said in ends.items() if limits.get(word) is not None)


def _limits(hint: Any) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    parts = list(get_args(hint)) if get_origin(hint) in (Annotated, Union, types.UnionType) else []
    for part in parts:
        limits |= _limits(part)
        for detail in (*getattr(part, "metadata", ()), part):
            for word in ("ge", "gt", "le", "lt", "min_length", "max_length", "pattern"):
                if not isinstance(detail, type) and getattr(detail, word, None) is not None:
                    limits[word] = getattr(detail, word)
    return limits
