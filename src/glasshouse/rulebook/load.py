"""From a file to a model: all problems at once, each with its line, and the blocks that can be read all the same."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from glasshouse.kit.errors import Problem, RulebookError
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.read import Document, read_toml
from glasshouse.rulebook.translate import at, name_of, trace, translate
from glasshouse.rulebook.words import did_you_mean, fields_by_word, hint_at, is_list, literals, model_of

__all__ = ["Reading", "load_file", "read_file", "read_toml"]

MOST_TRANSLATED = 500
"""Errors of form of one file that are said in words; whoever has more mends these first."""
MOST_REFUSED = 200
"""A block with more refused words than this has its problems already."""
MOST_COMPARED = 400_000
"""Characters of known names that a file's unknown names are compared with, to say what may have been meant."""
STAND_INS = {"source": "definition", "id": "unnamed"}

M = TypeVar("M", bound=BaseModel)
B = TypeVar("B", bound=BaseModel)


class Reading(Generic[M]):
    """One file as far as it could be read: its model if all is well, its blocks one by one if not.

    A *partial* block is one of which words had to be refused. What a check misses in it may be such a word, so a
    problem that speaks of a word like it is not reported; unknown names always are.
    """

    def __init__(self, document: Document, model: type[M]) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.model: M | None = None
        self.blocks: dict[Where, BaseModel] = {}
        self.partial: dict[Where, set[str]] = {}
        self._ids: dict[tuple[str, str], dict[str, list[str]]] = {}
        self._compared = 0
        try:
            self.model = model.model_validate(document.data)
        except ValidationError as error:
            found = error.errors(include_url=False)
            said = [translate(model, document.data, each) for each in found[:MOST_TRANSLATED]]
            if len(found) > MOST_TRANSLATED:
                more = f"and {len(found) - MOST_TRANSLATED:,} more problems, here and elsewhere; mend the others first"
                said.append((trace(document.data, found[MOST_TRANSLATED]["loc"]), more))
            self.problems = [document.problem(where, text) for where, text in dict.fromkeys(said)]
        self._gather(model)

    def each(self, kind: str, of: type[B]) -> list[tuple[Where, B]]:
        """The readable blocks of a kind, with their paths, in file order."""
        return [(where, block) for where, block in self.blocks.items() if where[0] == kind and isinstance(block, of)]

    def ids(self, kind: str) -> list[str]:
        """The ids of a kind as they stand in the file, unreadable blocks included."""
        return self._ids_by(kind, "").get("", [])

    def ids_by(self, kind: str, word: str, value: str) -> list[str]:
        """The ids of the blocks of a kind in which a word has a value: the grades of a score."""
        return self._ids_by(kind, word).get(value, [])

    def _ids_by(self, kind: str, word: str) -> dict[str, list[str]]:
        if (kind, word) not in self._ids:
            found: dict[str, list[str]] = {}
            rows = self.document.data.get(kind, ())
            for row in rows if isinstance(rows, list) else [rows]:
                key = (row.get(word) if word else "") if isinstance(row, dict) else None
                if isinstance(key, str) and isinstance(row.get("id"), str):
                    found.setdefault(key, []).append(row["id"])
            self._ids[(kind, word)] = found
        return self._ids[(kind, word)]

    def given(self, where: Where) -> dict[str, Any]:
        """A block as it stands in the file."""
        value = at(self.document.data, _known_part(self.document.data, where))
        return value if isinstance(value, dict) else {}

    def refuse(self, where: Where, said: str) -> None:
        """Note a problem at a path, unless a refused word may be behind it."""
        refused = self.partial.get(where[:2], set()) | self.partial.get(where[:1], set())
        spoken = {*re.findall(r"[a-z_]+", said), *(part for part in where[1:] if isinstance(part, str))}
        if len(refused) <= MOST_REFUSED and not any(get_close_matches(word[:80], spoken, n=1) for word in refused):
            self.note(where, said)

    def note(self, where: Where, said: str) -> None:
        """Note a problem at a path, also in a partial block."""
        self.problems.append(self._problem(where, said))

    def warn(self, where: Where, said: str) -> None:
        """Note something that is allowed and probably not meant."""
        if not self.partial:
            self.warnings.append(self._problem(where, said))

    def look_up(self, where: Where, name: str, known: list[str] | tuple[str, ...], noun: str, more: str = "") -> bool:
        """Is the name known? If not, note the problem, also in a partial block."""
        if name in known:
            return True
        hint = self.guess(name, known) or _which(known, more)
        self.note(where, f"there is no {noun} '{name[:60]}'{hint}")
        return False

    def guess(self, name: str, known: Collection[str]) -> str:
        """``; did you mean 'x'?`` or nothing; nothing, too, once a file has had a great many such questions."""
        self._compared += sum(min(len(each), 80) for each in known)
        return did_you_mean(name, known) if self._compared <= MOST_COMPARED else ""

    def done(self) -> M:
        """The model, or all problems."""
        if self.problems or self.model is None:
            raise RulebookError(self.problems)
        return self.model

    def _problem(self, where: Where, said: str) -> Problem:
        known = _known_part(self.document.data, where)
        return self.document.problem(where, name_of(self.document.data, known) + said)

    def _gather(self, model: type[BaseModel]) -> None:
        for kind, value in self.document.data.items():
            hint = hint_at(model, (kind,))
            inner = model_of(hint)
            if inner is None:
                continue
            rows = [((kind, index), row) for index, row in enumerate(value)] if isinstance(value, list) else []
            for where, row in rows if is_list(hint) else [((kind,), value)]:
                block, refused = _readable(inner, row)
                if block is not None:
                    self.blocks[where] = block
                if block is None or refused:
                    self.partial[where] = refused


def read_file(path: Path, model: type[M]) -> Reading[M]:
    """Read a file as far as possible; the reading holds its problems."""
    return Reading(read_toml(path), model)


def load_file(path: Path, model: type[M]) -> M:
    """Read a file that must fit its model.

    Raises
    ------
    RulebookError
        With all problems, if there is any.
    """
    return read_file(path, model).done()


def _readable(model: type[B], row: Any) -> tuple[B | None, set[str]]:
    """A block without the words that were refused, and these words."""
    try:
        return model.model_validate(row), set()
    except ValidationError as error:
        if not isinstance(row, dict):
            return None, set()
        refused = {str(each["loc"][0]) for each in error.errors(include_url=False) if each["loc"]}
    rest = {word: value for word, value in row.items() if word not in refused}
    rest |= {word: _stand_in(model, word) for word in refused & STAND_INS.keys() | _choices(model, refused)}
    try:
        return model.model_validate(rest), refused
    except ValidationError:
        return None, refused


def _choices(model: type[BaseModel], words: set[str]) -> set[str]:
    """The required words among these that are one of a few choices."""
    fields = fields_by_word(model)
    return {word for word in words & fields.keys() if fields[word].is_required() and literals(fields[word].annotation)}


def _stand_in(model: type[BaseModel], word: str) -> str:
    """A value for a required word that was refused, so that the rest of its block can be checked."""
    return STAND_INS.get(word) or str(literals(fields_by_word(model)[word].annotation)[0])


def _known_part(data: Any, where: Where) -> Where:
    """The part of a path that stands in the file."""
    for length, part in enumerate(where):
        inside = part in data if isinstance(data, dict) else isinstance(data, list) and isinstance(part, int)
        if not inside or (isinstance(data, list) and isinstance(part, int) and part >= len(data)):
            return where[:length]
        data = data[part]
    return where


def _which(known: list[str] | tuple[str, ...], more: str) -> str:
    if not known:
        return more or "; none is defined"
    if len(known) <= 12:
        return f"; there are {', '.join(sorted(set(known)))}{more}"
    return more or f"; there are {len(set(known))}, and none is close"
