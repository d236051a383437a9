"""What changed between two files of a kind, in words, each with its address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from glasshouse.kit.figure import Figure
from glasshouse.rulebook.words import fields_by_word, show


def diff(before: BaseModel, after: BaseModel, root: str = "") -> list[str]:
    """Sentences such as ``rongcheng/rule/traffic-ticket/points: -5 -> -10``; empty if nothing changed.

    Addresses begin with ``root``, or else with the id of ``before``.
    """
    return list(_changes(before, after, root or str(getattr(before, "id", "")) or "file"))


def _changes(before: BaseModel, after: BaseModel, at: str) -> Iterator[str]:
    for word, name in _words(before).items():
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        here = f"{at}/{word}"
        if _are_blocks(old) or _are_blocks(new):
            yield from _block_changes(old, new, here)
        elif isinstance(old, Figure) and isinstance(new, Figure):
            yield from _figure_changes(old, new, here)
        elif isinstance(old, BaseModel) and type(old) is type(new):
            yield from _changes(old, new, here)
        else:
            yield f"{here}: {say(old)} -> {say(new)}"


def _block_changes(old: tuple[Any, ...], new: tuple[Any, ...], at: str) -> Iterator[str]:
    """Blocks by id; then their order, which decides between grades, channels and rules."""
    before, after = _by_id(old), _by_id(new)
    for name, block in before.items():
        if name not in after:
            yield f"{at}/{name}: removed{_said(block)}"
        else:
            yield from _changes(block, after[name], f"{at}/{name}")
    for name, block in after.items():
        if name not in before:
            yield f"{at}/{name}: added{_said(block)}"
    kept_before = [name for name in before if name in after]
    kept_after = [name for name in after if name in before]
    if kept_before != kept_after:
        yield f"{at}: order {', '.join(kept_before)} -> {', '.join(kept_after)}"


def _figure_changes(old: Figure, new: Figure, at: str) -> Iterator[str]:
    same_shape = [line.selectors for line in old.lines] == [line.selectors for line in new.lines]
    if len(old.lines) == 1 or not same_shape:
        yield f"{at}: {old} -> {new}"
        return
    for number, (one, other) in enumerate(zip(old.lines, new.lines, strict=True)):
        if one != other:
            yield f"{at}/{number}: {Figure(lines=(one,))} -> {Figure(lines=(other,))}"


def say(value: Any) -> str:
    """A value in words: ``none`` for a word that is not set."""
    if value is None or value in ((), {}, ""):
        return "none"
    if isinstance(value, BaseModel) and not isinstance(value, Figure):
        said = {word: getattr(value, name) for word, name in _words(value).items() if name in value.model_fields_set}
        return ", ".join(f"{word} {say(each)}" for word, each in said.items())
    if isinstance(value, tuple):
        return ", ".join(say(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{word} {say(each)}" for word, each in value.items())
    return str(value) if isinstance(value, (str, Figure)) else show(value)


def _words(block: BaseModel) -> dict[str, str]:
    """Word in the file -> name of the field."""
    return dict(zip(fields_by_word(type(block)), type(block).model_fields, strict=True))


def _are_blocks(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(hasattr(each, "id") for each in value)


def _by_id(blocks: tuple[Any, ...]) -> dict[str, BaseModel]:
    """Blocks by id; grades of several scores by score and id."""
    ids = [block.id for block in blocks]
    return {block.id if ids.count(block.id) == 1 else f"{block.score}-{block.id}": block for block in blocks}


def _said(block: BaseModel) -> str:
    text = getattr(block, "text", "")
    return f" ({text})" if text else ""
