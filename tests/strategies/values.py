"""A value for any word, from its type alone: bounds, choices, names, figures, conditions, tables."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from random import Random
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from strategies.blocks import Raw

from glasshouse.kit.figure import Figure, Line
from glasshouse.rulebook import check_people
from glasshouse.rulebook.check_figures import ONE_NUMBER, takes
from glasshouse.rulebook.check_names import CONDITION, NAMES
from glasshouse.rulebook.model import Condition
from glasshouse.rulebook.words import _limits, _options, fields_by_word, literals, model_of

Names = Callable[[str], list[str]]
"""Noun -> the names there are."""
FIRST, DAYS = datetime.date(2014, 1, 1), 6000


CONDITIONS = {**CONDITION, **check_people.CONDITION}


class Unwritable(Exception):  # noqa: N818 - not an error of anything: nothing fits this word here
    """No value fits the word in this rulebook: it names something of which there is none."""


def value_of(kind: str, word: str, hint: Any, rng: Random, names: Names) -> Any:
    """A value that a word's type allows."""
    named = NAMES.get(kind, {}).get(word) or check_people.NAMES.get(kind, {}).get(word)
    noun = named or (CONDITIONS.get(word) if kind == "condition" else None)
    if noun:
        return _names(hint, noun, rng, names)
    inner = model_of(hint)
    if inner is Figure:
        return figure(kind, word, rng, names)
    if inner is not None:
        return table(inner, rng, names)
    return plain(word, hint, rng)


def _names(hint: Any, noun: str, rng: Random, names: Names) -> Any:
    known = names(noun)
    if not known:
        raise Unwritable
    options = _options(hint)
    some = rng.sample(known, min(len(known), rng.choice((1, 1, 2))))
    for option in options:
        if get_origin(option) is dict:
            return {name: number(get_args(option)[1], rng) for name in some}
        if get_origin(option) is tuple:
            return some[0] if rng.random() < 0.3 else some
    return some[0]


def plain(word: str, hint: Any, rng: Random) -> Any:
    """A value without names: a choice, a number, a text, a date, a list."""
    choices = literals(hint)
    options = _options(hint)
    lists = [option for option in options if get_origin(option) is tuple]
    if lists and choices:
        return rng.sample(choices, rng.randint(1, len(choices)))
    if lists:
        inner = get_args(lists[0])[0]
        return [plain(word, inner, rng) for _ in range(rng.randint(1, 2))]
    if choices:
        return rng.choice(choices)
    if bool in options:
        return rng.random() < 0.5
    if {int, float} & set(options):
        return number(hint, rng)
    if datetime.date in options:
        return FIRST + datetime.timedelta(days=rng.randrange(DAYS))
    if any(get_origin(option) is dict for option in options):
        raise Unwritable
    return text(_limits(hint), rng)


def number(hint: Any, rng: Random) -> int | float:
    """A number within the bounds of its type, often at their ends."""
    limits, whole = _limits(hint), float not in _options(hint)
    low = limits.get("ge", limits.get("gt", -50 if "le" not in limits else limits["le"] - 50))
    high = min(limits.get("le", limits.get("lt", low + 1000)), low + 1000)
    if whole:
        return rng.choice((max(low, 1) if low <= 1 <= high else low, high, rng.randint(low, high)))
    found = rng.choice((low, high, round(rng.uniform(low, high), 3), float(round(low)), round((low + high) / 2)))
    outside = found < low or found > high or (found == limits.get("gt")) or (found == limits.get("lt"))
    return (low + high) / 2 if outside else found


def text(limits: dict[str, Any], rng: Random) -> str:
    """A text of the length, or of the form, that is wanted."""
    if "pattern" in limits:
        return (
            f"{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
            if "a-z" not in limits["pattern"]
            else f"n{rng.randrange(1000)}"
        )
    said = rng.choice(("a word", 'said "so"', "per cent % and # and [[x]]", "法 \\ é", "x = 1"))
    return (said * 9)[: max(limits.get("min_length", 3), 12)].ljust(limits.get("min_length", 0), "x")


def table(model: type[BaseModel], rng: Random, names: Names) -> dict[str, Any]:
    """A table inside a block, such as a condition: what it needs, and one or two words more."""
    fields = fields_by_word(model)
    kind = model.__name__.lower()
    words = [word for word, field in fields.items() if field.is_required()]
    optional = [word for word in fields if word not in words]
    words += rng.sample(
        optional, min(len(optional), rng.choice((1, 1, 2)) if model is Condition else rng.randint(0, 2))
    )
    found: dict[str, Any] = {}
    for word in words:
        try:
            found[word] = value_of(kind, word, hint_of(fields[word]), rng, names)
        except Unwritable:
            if fields[word].is_required():
                raise
    if word := next((each for each in found if each == "of"), None):
        found[word] = rng.choice(["any-bad", "any-good", *names("act")])
    if not found:
        return {"age_at_least": 18} if model is Condition else found
    return found


def figure(kind: str, word: str, rng: Random, names: Names) -> Any:
    """A number, a range, or lines with the selectors that the word takes."""
    share = word.endswith(("_share", "_probability"))
    days = word.endswith("_days")

    def one() -> int | float:
        if share:
            return rng.choice((0, 1, 0.5, round(rng.random(), 3)))
        if word == "at_least":
            return rng.randint(1, 200)
        return (
            rng.randint(1, 300)
            if days or word in ("units_per_point", "priority")
            else rng.choice((-1, 1)) * rng.randint(1, 40)
            if word in ("points", "start")
            else rng.randint(0, 40)
        )

    selectors = takes(kind, word)
    draw = rng.random()
    if draw < 0.6 or (draw < 0.8 and not selectors):
        return one()
    if draw < 0.8:
        selector = rng.choice(selectors)
        hint = hint_of(fields_by_word(Line)[selector])
        values = {}
        for _ in range(rng.randint(1, 3)):
            value = (
                rng.choice(names(check_people.LINE[selector]))
                if selector in check_people.LINE
                else plain(selector, hint, rng)
            )
            values[repr(value)] = value
        order = sorted(values.values(), reverse=selector in ("from", "score_at_least"))
        return [*({selector: value, "is": one()} for value in order), {"is": one()}]
    if share or word in ONE_NUMBER:
        return one()
    low, high = sorted((one(), one()))
    return [low, high] if low * high >= 0 else [high, high + 5]


def hint_of(field: Any) -> Any:
    """The type of a field with its bounds."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def wrong_type(hint: Any) -> Raw:
    """A value of a type that the word does not take."""
    options = _options(hint)
    within = [_options(get_args(option)[0]) for option in options if get_origin(option) is tuple]
    if model_of(hint) is Figure or any({int, float} & set(each) for each in (options, *within)):
        return Raw('"many"')
    if bool in options or datetime.date in options:
        return Raw('"soon"')
    return Raw("7.5")


def out_of_range(hint: Any) -> Raw | None:
    """A number beyond a bound of the type, if it has one."""
    if not {int, float} & set(_options(hint)) or get_origin(hint) is dict:
        return None
    limits = _limits(hint)
    if "le" in limits or "lt" in limits:
        return Raw(repr(limits.get("le", limits.get("lt")) + 1))
    if "ge" in limits or "gt" in limits:
        return Raw(repr(limits.get("ge", limits.get("gt")) - 1))
    return None
