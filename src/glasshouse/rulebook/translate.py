"""What pydantic says of a file, in the house style: where, what is wrong, what was given, what is allowed, the fix."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from glasshouse.kit.figure import Figure, Line
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.unbuilt import BLOCKS, VALUES, WORDS
from glasshouse.rulebook.words import (
    allowed,
    did_you_mean,
    fields_by_word,
    hint_at,
    how_to_write,
    is_list,
    literals,
    model_of,
    named,
    remedy,
    show,
)

LINE_WORDS = set(fields_by_word(Line)) - {"score_at_least"}


def translate(model: type[BaseModel], data: Any, error: ErrorDetails) -> tuple[Where, str]:
    """Path and full sentence of one error of ``model.model_validate(data)``."""
    where = trace(data, error["loc"])
    kind = error["type"]
    if kind == "missing":
        return where, name_of(data, where) + _missing(model, where, str(error["loc"][-1]))
    if kind == "extra_forbidden":
        return where, name_of(data, where[:-1]) + _unknown(model, data, where)
    if kind == "value_error":
        return _own_words(data, where, str(error["ctx"]["error"]), remedy(hint_at(model, where), at(data, where)))
    is_block = len(where) <= 1 or (len(where) == 2 and isinstance(where[1], int))
    if is_block and kind.startswith(("model_", "tuple_", "dict_")):
        return where, _wrong_block(model, where)
    return where, name_of(data, where) + _wrong_value(model, data, where, error)


def trace(data: Any, loc: tuple[int | str, ...]) -> Where:
    """The part of an error's path that stands in the file."""
    where: Where = ()
    value = data
    for part in loc:
        if part in ("low", "high") and isinstance(value, dict) and part not in value:
            part = "is"
        inside = isinstance(value, dict) and part in value
        inside = inside or (isinstance(value, list) and isinstance(part, int) and part < len(value))
        if inside:
            where, value = (*where, part), value[part]
    return where


def at(data: Any, where: Where) -> Any:
    """The value at a path."""
    for part in where:
        data = data[part]
    return data


def name_of(data: Any, where: Where) -> str:
    """A path in words, ready to be followed by a sentence: ``rule 'late-rent', points: ``."""
    words: list[str] = []
    value = data
    for depth, part in enumerate(where):
        value = value[part]
        if isinstance(part, str):
            words.append(part[:60])
        elif depth == 1:
            words[-1] += _block_name(value, part)
        elif isinstance(value, dict):
            words.append(f"line {part + 1}" if value.keys() & LINE_WORDS else f"{words.pop()} {part + 1}")
    return f"{', '.join(words)}: " if words else ""


def _block_name(block: Any, index: int) -> str:
    for word in ("id", "says"):
        if isinstance(block, dict) and isinstance(block.get(word), str):
            return f" '{block[word][:48]}'"
    return f" number {index + 1}"


def _missing(model: type[BaseModel], where: Where, word: str) -> str:
    hint = hint_at(model, (*where, word))
    if not where and model_of(hint) is not None:
        return f"the block {_header(word, hint)} is missing; add it"
    if not where:
        return f"the word '{word}' is missing; write {how_to_write(word, hint)} on the first line"
    return f"the word '{word}' is missing; write {how_to_write(word, hint)}"


def _unknown(model: type[BaseModel], data: Any, where: Where) -> str:
    word = str(where[-1])
    inner = model_of(hint_at(model, where[:-1])) or model
    inner = Line if inner is Figure else inner
    known = fields_by_word(inner)
    if not where[:-1]:
        return _unknown_block(word, at(data, where), known)
    planned = WORDS.get(_kind(inner), {}).get(word)
    if planned:
        return f"'{word}' is a word of the language that is not built yet ({planned}); leave it out"
    elsewhere = [kind for kind in fields_by_word(model) if word in _words_of(model, kind)]
    if elsewhere and "source" in known:
        return f"'{word}' is a word of {named_blocks(elsewhere)}, not of '{where[0]}'; move it or leave it out"
    guess = did_you_mean(word, known)
    return f"unknown word '{word[:60]}'{guess or '; allowed are ' + ', '.join(known)}"


def _unknown_block(word: str, given: Any, known: dict[str, Any]) -> str:
    if word in BLOCKS:
        return f"the block '{word}' is a word of the language that is not built yet ({BLOCKS[word]}); leave it out"
    kind = "block" if isinstance(given, (dict, list)) else "word"
    return f"unknown {kind} '{word[:60]}'{did_you_mean(word, known) or '; allowed are ' + ', '.join(known)}"


def named_blocks(kinds: list[str]) -> str:
    """``'rule' and 'channel'``."""
    return " and ".join(f"'{kind}'" for kind in kinds[:3])


def _own_words(data: Any, where: Where, said: str, fix: str) -> tuple[Where, str]:
    """A sentence of one of our own validators."""
    if not where:
        found = re.search(r"\[\[(\w+)\]\]", said)
        return ((found[1], 0) if found else where), said
    given = f"; got {show(at(data, where))}" if said.startswith("must be") else ""
    return where, f"{name_of(data, where)}{said}{given}{'.' + fix if fix.startswith(' ') else fix}"


def _wrong_block(model: type[BaseModel], where: Where) -> str:
    block = str(where[0]) if where else "file"
    header = _header(block, hint_at(model, (block,)))
    return f"{block}: must be a block of its own; write {header} on one line and its words below"


def _wrong_value(model: type[BaseModel], data: Any, where: Where, error: ErrorDetails) -> str:
    given, hint = at(data, where), hint_at(model, where)
    inner = model_of(hint_at(model, where[:1])) if where else None
    word = next((str(part) for part in reversed(where) if isinstance(part, str)), "")
    planned = VALUES.get((_kind(inner), word), {}) if inner else {}
    for value in given if isinstance(given, list) else [given]:
        if isinstance(value, str) and value in planned:
            use = f"use {named(literals(hint))}" if literals(hint) else "leave it out"
            return f"'{value}' is a word of the language that is not built yet ({planned[value]}); {use}"
    if error["type"] == "too_short":
        return "must not be empty"
    said = allowed(hint)
    if said == "something else":
        said = error["msg"].removeprefix("Input should be ")
    fix = remedy(hint, given)
    if is_list(hint) and isinstance(given, (bool, int, float)):
        fix = ""
    return f"must be {said}; got {show(given)}{'.' + fix if fix.startswith(' ') else fix}"


def _header(word: str, hint: Any) -> str:
    return f"[[{word}]]" if is_list(hint) else f"[{word}]"


def _kind(model: type[BaseModel] | None) -> str:
    """The block that a model stands for, as ``unbuilt`` names it."""
    return model.__name__.lower() if model is not None else ""


def _words_of(model: type[BaseModel], kind: str) -> dict[str, Any]:
    inner = model_of(hint_at(model, (kind,)))
    return fields_by_word(inner) if inner else {}
