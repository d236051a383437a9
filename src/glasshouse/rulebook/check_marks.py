"""Where does each figure come from? Sources that exist, marks on words that are set, ranges that hold the value."""

from __future__ import annotations

import re
from typing import Any

from glasshouse.kit.figure import Figure
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import Marked
from glasshouse.rulebook.words import hint_at, literals, named, show

NO_KEY = ("assumption", "definition")
NEEDS_TEXT = ("rule", "list", "consequence", "desk", "pause", "misuse", "override")
MARKS = {"id", "text", "source", "source_of", "assumed"}
_ROW = re.compile(r"^\|([^|\n]*)\|", re.MULTILINE)


def source_keys(text: str) -> frozenset[str]:
    r"""The keys of a ``SOURCES.md``: the first cell of each row ``| KEY | title -- address |``.

    >>> sorted(source_keys("| key | source |\n|---|---|\n| CLT-std | The standards -- https://example.org |"))
    ['CLT-std']
    """
    keys = {key.strip().strip("`* ") for key in _ROW.findall(text)}
    return frozenset(key for key in keys if key and key.lower() != "key" and not re.fullmatch(r":?-+:?", key))


def check_marks(reading: Reading[Any], sources: frozenset[str]) -> None:
    """Refuse sources without a key, and marks on words that are not set."""
    if not sources and _without_sources(reading):
        return
    for where, block in reading.blocks.items():
        if isinstance(block, Marked):
            _check_source(reading, (*where, "source"), block.source, sources)
            _check_source_of(reading, where, block, sources)
            _check_assumed(reading, where, block)
            if where[0] in NEEDS_TEXT and not block.text:
                reading.warn(where, "has no text; say the clause in your own words")


def _without_sources(reading: Reading[Any]) -> bool:
    """One problem instead of one for each key, if there is no ``SOURCES.md`` at all."""
    for where, block in reading.blocks.items():
        if isinstance(block, Marked) and block.source not in NO_KEY:
            said = f"there is no SOURCES.md with keys beside this file, so '{block.source[:60]}' leads nowhere"
            reading.refuse((*where, "source"), f"{said}; add one with rows like | KEY | title -- address |")
            return True
    return False


def _check_source(reading: Reading[Any], where: Where, key: str, sources: frozenset[str]) -> None:
    if key not in sources and key not in NO_KEY:
        hint = reading.guess(key, (*sources, *NO_KEY)) or '; add a row for it, or write "assumption"'
        reading.refuse(where, f"SOURCES.md has no key '{key[:60]}'{hint}")


def _check_source_of(reading: Reading[Any], where: Where, block: Marked, sources: frozenset[str]) -> None:
    for word, key in block.source_of.items():
        _check_set(reading, where, "source_of", word)
        _check_source(reading, (*where, "source_of", word), key, sources)


def _check_assumed(reading: Reading[Any], where: Where, block: Marked) -> None:
    for word, given in block.assumed.items():
        if not _check_set(reading, where, "assumed", word):
            continue
        said = _misfit(getattr(block, "from_" if word == "from" else word, None), given)
        said = said or _unknown_choice(literals(hint_at(type(block), (word,))), given)
        if said:
            reading.refuse((*where, "assumed", word), said)


def _check_set(reading: Reading[Any], where: Where, mark: str, word: str) -> bool:
    """A mark on a word that the block does not set is an error."""
    words = [each for each in reading.given(where) if each not in MARKS]
    if word in words:
        return True
    hint = reading.guess(word, words) or "; set the word, or take the mark away"
    reading.refuse((*where, mark, word), f"marks a word that this block does not set{hint}")
    return False


def _misfit(value: Any, given: Any) -> str:
    """What is wrong with a plausible range, given the value."""
    if given is True:
        return ""
    pair = isinstance(given, list) and len(given) == 2 and all(_is_number(end) for end in given)
    ends = _ends(value)
    if pair and ends:
        low, high = given
        if low > high:
            return f"a range has its lower end first; write [{high}, {low}]"
        outside = [end for end in ends if not low <= end <= high]
        return f"the range {show(given)} does not hold the value {outside[0]:g}; widen it" if outside else ""
    choices = isinstance(given, list) and given and all(isinstance(each, (str, bool)) for each in given)
    if choices and not ends:
        return ""
    form = "[low, high]" if ends else '["other", "choices"]'
    return f"must be a plausible range {form}, or true (ours, not varied); got {show(given)}"


def _unknown_choice(allowed: tuple[Any, ...], given: Any) -> str:
    """Which of the other choices is none?"""
    choices = given if isinstance(given, list) else []
    wrong = [each for each in choices if allowed and each not in allowed]
    return f"'{wrong[0]}' is no choice here; allowed are {named(allowed)}" if wrong else ""


def _ends(value: Any) -> list[float]:
    """All numbers of a value that has any."""
    if isinstance(value, Figure):
        return [end for line in value.lines for end in (line.low, line.high)]
    if isinstance(value, dict):
        return [each for each in value.values() if _is_number(each)]
    return [value] if _is_number(value) else []


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
