"""Reading a TOML file that anybody may have written: one clear sentence for whatever is wrong with it."""

from __future__ import annotations

import re
import tomllib
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from glasshouse.kit.errors import Problem, RulebookError, in_one_line
from glasshouse.rulebook.locate import LONG_STRING, SHORT_STRING, Lines, Where

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 40
MAX_VALUES = 50_000
MAX_BLOCKS = 2_000
MAX_NUMBER = 10**15
DATA = Path(str(files("glasshouse"))) / "data"

_TEXT = rf"""{LONG_STRING}|\"{{3}}.*+|'{{3}}.*+|{SHORT_STRING}|\"[^\n]*+|'[^\n]*+"""
"""A text that never ends is one token, too, or each quotation mark in it would be tried as another beginning."""
_TOKEN = re.compile(_TEXT + r"|#[^\n]*+|[\[\]{}.,=\n]", re.DOTALL)
_BLOCK = re.compile(r"^[ \t]*+\[\[", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_HINTS = {
    "Invalid value": "texts and names stand in quotes, numbers and true or false without",
    "Unclosed array": "close it with ]",
    "Cannot overwrite a value": "the same word is set twice in one block; keep one of them",
    "Cannot declare": "the same table is opened twice; several blocks of a kind are written [[like this]]",
    "Expected '=' after a key": "write word = value",
    "Invalid initial character for a key part": "a table in braces { } stays on one line, without a comma at its end",
    "Unclosed inline table": "a table in braces { } stays on one line",
    "Illegal character '\\n'": "close the quotation marks on the same line",
    "Expected newline": "one word = value per line; a text has one pair of quotation marks",
    "Unterminated string": "close the quotation marks",
}  # fmt: skip


class Document:
    """A TOML file that could be read: its path, text, data and lines."""

    def __init__(self, path: Path, text: str, data: dict[str, Any]) -> None:
        self.path = path
        self.file = shown(path)
        self.text = text
        self.data = data

    @cached_property
    def lines(self) -> Lines:
        """Where each word stands."""
        return Lines(self.text)

    def problem(self, where: Where, message: str) -> Problem:
        """A problem of this file at a path."""
        return Problem(self.file, self.lines.of(where), in_one_line(message))


def read_toml(path: Path) -> Document:
    """Read a file, or say in one sentence with a line why it cannot be read.

    Raises
    ------
    RulebookError
        If the file is missing, too large, not UTF-8 text, empty, nested too deeply, or not TOML.
    """
    path = Path(path)
    text = _text(path)
    _refuse_excess(path, text)
    _refuse_crowd(path, text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refused(path, *_syntax(text, str(error))) from None
    except (ValueError, OverflowError, RecursionError):
        found = re.search(r"[0-9_]{1000,}", text)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise _refused(path, line, "a number or nesting here is beyond any use; shorten it") from None
    document = Document(path, text, data)
    problems = [document.problem(where, message) for where, message in _wild_numbers(data)]
    if problems:
        raise RulebookError(problems)
    return document


def shown(path: Path) -> str:
    """A path as people know it: inside the shipped data, below the working folder, or in full."""
    full = Path(path).absolute()
    for root in (DATA, Path.cwd()):
        if full.is_relative_to(root):
            return full.relative_to(root).as_posix()
    return full.as_posix()


def read_bytes(path: Path) -> bytes:
    """What a file holds, if that is not too much.

    Raises
    ------
    RulebookError
        If it cannot be opened or is too large.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _refused(path, 1, f"the file cannot be opened ({error.strerror}); check its permissions") from None
    if len(raw) > MAX_BYTES:
        raise _refused(path, 1, "the file is larger than 2 MiB; a rulebook is text written by people, so split it")
    return raw


def _refused(path: Path, line: int, message: str) -> RulebookError:
    return RulebookError([Problem(shown(path), line, in_one_line(message))])


def _text(path: Path) -> str:
    if path.is_dir():
        raise _refused(path, 1, "this is a folder; give the TOML file inside it")
    if not path.exists():
        raise _refused(path, 1, "there is no such file; check the name")
    if not path.is_file():
        raise _refused(path, 1, "this is not an ordinary file; give a TOML file")
    raw = read_bytes(path)
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refused(path, line, "the file is not UTF-8 text; save it as UTF-8") from None
    if text.startswith("\ufeff"):
        raise _refused(path, 1, "the file starts with a byte order mark; save it as UTF-8 without BOM")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise _refused(path, line, "the file holds control characters, as binary files do; give a text file")
    if not re.sub(r"#[^\n]*|\s", "", text):
        raise _refused(path, 1, "the file is empty; start it with vocabulary = 1")
    return text


def _refuse_excess(path: Path, text: str) -> None:
    """Nesting, dots and counts that no rulebook needs and a parser may choke on."""
    depth = dots = values = line = 0
    for found in _TOKEN.finditer(text):
        token = found.group()
        line += token.count("\n")
        if token in "[{":
            depth += 1
        elif token in "]}":
            depth -= 1
        dots = dots + 1 if token == "." else 0 if token in "[{,=\n" else dots
        values += token in "[{,="
        here = line + 1
        if depth > MAX_DEPTH or dots > MAX_DEPTH:
            raise _refused(path, here, f"brackets or dots are nested more than {MAX_DEPTH} deep; a rulebook needs 4")
        if values > MAX_VALUES:
            raise _refused(path, here, f"the file holds more than {MAX_VALUES:,} values; split it")


def _refuse_crowd(path: Path, text: str) -> None:
    """More blocks than anybody writes by hand."""
    for number, found in enumerate(_BLOCK.finditer(text), start=1):
        if number > MAX_BLOCKS:
            line = text.count("\n", 0, found.start()) + 1
            raise _refused(path, line, f"the file holds more than {MAX_BLOCKS:,} blocks; split it")


def _syntax(text: str, message: str) -> tuple[int, str]:
    """Line and sentence for what the parser said."""
    found = _AT_LINE.search(message)
    last = text.rstrip().count("\n") + 1
    line = min(int(found[1]), last) if found else last
    said = message[: found.start()] if found else message.replace(" (at end of document)", "")
    hint = next((hint for start, hint in _HINTS.items() if said.startswith(start)), "")
    place = "" if found or said.startswith("Cannot") else ", and the file ends there"
    return max(line, 1), f"not TOML: {said[:1].lower()}{said[1:]}{place}" + (f"; {hint}" if hint else "")


def _wild_numbers(data: dict[str, Any]) -> list[tuple[Where, str]]:
    """Numbers that are not finite or beyond any unit of the model; nesting by dots inside braces."""
    wild: list[tuple[Where, str]] = []
    todo: list[tuple[Where, Any]] = [((), data)]
    while todo:
        where, value = todo.pop()
        if len(where) > MAX_DEPTH:
            wild.append((where[:2], f"this is nested more than {MAX_DEPTH} deep; a rulebook needs 4"))
        elif isinstance(value, dict):
            todo += [((*where, word), inner) for word, inner in value.items()]
        elif isinstance(value, list):
            todo += [((*where, index), inner) for index, inner in enumerate(value)]
        elif isinstance(value, (int, float)) and not abs(value) <= MAX_NUMBER:  # so that nan is wild, too
            said = f"{'.'.join(str(part)[:40] for part in where)}: the number is not finite or beyond 10^15"
            wild.append((where, f"{said}; write an ordinary number"))
    return wild
