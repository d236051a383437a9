"""Figures at addresses, put to another value for one world: only those that are ours, never what a source gives.

An address says file, block, id, word, and the line of a figure of several lines, counted from 1:
``court-list/consequence/no-flights/enforced_share/1``, ``catalogue/act/lose-debt-case/occasions_per_year``,
``population/behaviour/deterred/alpha``, ``population/income/spare_share``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from glasshouse.kit.errors import InputError
from glasshouse.kit.figure import Figure
from glasshouse.population.recipe import Recipe
from glasshouse.regime.load import LoadedRegime
from glasshouse.rulebook.known import Catalogue
from glasshouse.rulebook.model import Marked
from glasshouse.rulebook.words import did_you_mean

M = TypeVar("M", bound=BaseModel)
SHARED = ("age_band", "household_size", "group", "kind_of_place", "behaviour", "size_class")
"""Blocks of a population whose shares sum to one: the others give way in proportion."""
KINDS = {"act": "acts", "matter": "matters", "service": "services"}


@dataclass(frozen=True)
class Parts:
    """All files of a world that hold figures."""

    regimes: tuple[LoadedRegime, ...]
    catalogue: Catalogue
    recipe: Recipe


@dataclass(frozen=True)
class Found:
    """What stands at an address."""

    address: str
    block: BaseModel
    word: str
    line: int | None
    value: float
    source: str = ""

    @property
    def is_ours(self) -> bool:
        """Is the figure marked as an assumption, by its word or with its whole block?"""
        if not isinstance(self.block, Marked):
            return self.source == "assumption"  # shares of people carry no marks: the source of their recipe counts
        if self.word in self.block.assumed:
            return True
        return self.block.source == "assumption" and self.word not in self.block.source_of

    @property
    def plausible(self) -> tuple[float, float] | None:
        """The range that its file holds plausible, if it gives one."""
        given = self.block.assumed.get(self.word) if isinstance(self.block, Marked) else None
        pair = isinstance(given, (list, tuple)) and len(given) == 2 and all(_is_number(end) for end in given)
        return (float(given[0]), float(given[1])) if pair and given else None


def find(address: str, parts: Parts) -> Found:
    """The figure at an address.

    Raises
    ------
    InputError
        If there is none; the sentence says how far the address leads.
    """
    path = address.split("/")
    file = path.pop(0)
    blocks = _blocks_of(file, parts, address)
    kind = path.pop(0) if path else ""
    if kind not in blocks:
        raise _nothing(address, f"'{file}' has no block '{kind}'", kind, list(blocks))
    found = blocks[kind]
    if isinstance(found, BaseModel):
        block = found
    else:
        names = [getattr(each, "id", "") for each in found]
        name = path.pop(0) if path else ""
        if name not in names:
            raise _nothing(address, f"there is no {kind} '{name}'", name, names)
        block = found[names.index(name)]
    word = path.pop(0) if path else ""
    if word not in type(block).model_fields:
        raise _nothing(address, f"a {kind} has no word '{word}'", word, list(type(block).model_fields))
    value = getattr(block, word)
    line = None
    if isinstance(value, Figure):
        given = path.pop(0) if path else "1" if len(value.lines) == 1 else ""
        if not given.isdecimal() or not 1 <= int(given) <= len(value.lines):
            raise InputError(
                f"address '{address}': the figure has {len(value.lines)} lines; end it with /1 to /{len(value.lines)}"
            )
        line = int(given)
        value = value.lines[line - 1].low if value.lines[line - 1].low == value.lines[line - 1].high else None
    if path or not _is_number(value):
        raise InputError(f"address '{address}': no single number stands there; choose a word that holds one")
    whose = parts.recipe.population.source if file == "population" else ""
    return Found(address, block, word, line, float(value), whose)


def apply(changes: Mapping[str, float], parts: Parts) -> Parts:
    """The same files with other figures.

    Raises
    ------
    InputError
        If an address leads nowhere, its figure comes from a source, or the value is not plausible or none that the word takes.
    """
    for address, value in changes.items():
        found = find(address, parts)
        if not found.is_ours:
            raise InputError(
                f"address '{address}': a source gives this figure, so it stays; only assumptions may be changed"
            )
        if found.plausible and not found.plausible[0] <= value <= found.plausible[1]:
            low, high = found.plausible
            raise InputError(
                f"address '{address}': {value:g} is outside {low:g} to {high:g}, which its file holds plausible"
            )
        file, kind, *_ = address.split("/")
        changed = _with(found, value)
        if file == "catalogue":
            entries = {**getattr(parts.catalogue, KINDS[kind]), getattr(changed, "id", ""): changed}
            parts = replace(parts, catalogue=replace(parts.catalogue, **{KINDS[kind]: entries}))
        elif file == "population":
            parts = replace(parts, recipe=_recipe_with(parts.recipe, kind, found, changed))
        else:
            regimes = [
                replace(each, regime=_put(each.regime, kind, found.block, changed)) if each.id == file else each
                for each in parts.regimes
            ]
            parts = replace(parts, regimes=tuple(regimes))
    return parts


def _blocks_of(file: str, parts: Parts, address: str) -> dict[str, Any]:
    if file == "catalogue":
        return {kind: list(getattr(parts.catalogue, word).values()) for kind, word in KINDS.items()}
    models = {each.id: each.regime for each in parts.regimes}
    model: BaseModel | None = parts.recipe if file == "population" else models.get(file)
    if model is None:
        raise _nothing(address, f"there is no '{file}' here", file, ["catalogue", "population", *models])
    every = {word: getattr(model, word) for word in type(model).model_fields}
    return {
        word: each for word, each in every.items() if isinstance(each, BaseModel) or (each and isinstance(each, tuple))
    }


def _with(found: Found, value: float) -> BaseModel:
    """The block with another figure, checked like any that is read."""
    fresh: Any = int(value) if float(value).is_integer() and abs(value) < 1e15 else value
    if found.line is not None:
        figure: Figure = getattr(found.block, found.word)
        lines = list(figure.lines)
        lines[found.line - 1] = lines[found.line - 1].model_copy(update={"low": fresh, "high": fresh})
        fresh = {"lines": [line.model_dump(by_alias=True, exclude_unset=True) for line in lines]}
    try:
        return type(found.block).model_validate(
            {**found.block.model_dump(by_alias=True, exclude_unset=True), found.word: fresh}
        )
    except ValidationError as error:
        raise InputError(f"address '{found.address}': {value:g} does not fit; {error.errors()[0]['msg']}") from None


def _put(model: M, kind: str, old: BaseModel, new: BaseModel) -> M:
    blocks = getattr(model, kind)
    return model.model_copy(
        update={kind: new if isinstance(blocks, BaseModel) else tuple(new if each is old else each for each in blocks)}
    )


def _recipe_with(recipe: Recipe, kind: str, found: Found, changed: BaseModel) -> Recipe:
    out = _put(recipe, kind, found.block, changed)
    if kind not in SHARED or found.word != "share":
        return out
    share = getattr(changed, "share", 0.0)
    rest = 1 - found.value
    if rest <= 0 and share != found.value:
        raise InputError(f"address '{found.address}': it is the only share of its kind; add another before it changes")
    scale = (1 - share) / rest if rest > 0 else 1.0
    rows = [
        each if each is changed else each.model_copy(update={"share": float(each.share) * scale})
        for each in getattr(out, kind)
    ]
    return out.model_copy(update={kind: tuple(rows)})


def _nothing(address: str, said: str, given: str, known: Sequence[str]) -> InputError:
    every = [name for name in known if name]
    hint = did_you_mean(given, every) or f"; there are {', '.join(every[:12])}"
    return InputError(f"address '{address[:120]}': {said}{hint}")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
