"""A rulebook as blocks of words, one word a line, so that a line of a message leads back to its block and word."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILES = {"act": "acts.toml", "matter": "acts.toml", "service": "services.toml"}
SINGLE = ("regime", "covers", "consent")
NOTES = "| key | title |\n|---|---|\n| LAW | The law of nowhere -- none |\n"


@dataclass
class Block:
    """One block: its kind, and its words in order."""

    kind: str
    words: dict[str, Any]

    @property
    def file(self) -> str:
        """The file it stands in."""
        return FILES.get(self.kind, "regime.toml")


@dataclass
class Raw:
    """A value as it is to stand in the file, whatever it is."""

    text: str


@dataclass
class Rulebook:
    """All blocks; ``twice`` are lines to repeat, as (block, word)."""

    blocks: list[Block]
    twice: list[tuple[Block, str]] = field(default_factory=list)

    def text(self, file: str) -> str:
        """One file."""
        return "\n".join(line for line, _, _ in self.lines(file)) + "\n"

    def lines(self, file: str) -> list[tuple[str, Block | None, str]]:
        """Every line of a file with the block and the word it holds; a header's word is empty."""
        rows: list[tuple[str, Block | None, str]] = [("vocabulary = 1", None, "")]
        for block in self.blocks:
            if block.file != file:
                continue
            header = f"[{block.kind}]" if block.kind in SINGLE else f"[[{block.kind}]]"
            rows += [("", None, ""), (header, block, "")]
            for word, value in block.words.items():
                times = 2 if any(each is block and again == word for each, again in self.twice) else 1
                rows += [(f"{word} = {toml(value)}", block, word)] * times
        return rows

    def write(self, folder: Path) -> None:
        """The files of a folder that ``check`` reads."""
        for file in ("regime.toml", "acts.toml", "services.toml"):
            (folder / file).write_text(self.text(file), "utf-8")
        (folder / "SOURCES.md").write_text(NOTES, "utf-8")

    def at(self, file: str, line: int) -> tuple[Block | None, str]:
        """What stands on a line: its block and word."""
        _, block, word = self.lines(file)[line - 1]
        return block, word

    def lines_of(self, block: Block) -> range:
        """The lines of a block, its header included."""
        found = [number for number, (_, each, _) in enumerate(self.lines(block.file), start=1) if each is block]
        return range(found[0], found[-1] + 1)

    def line_of(self, block: Block, word: str) -> int:
        """The last line on which a block holds a word."""
        rows = enumerate(self.lines(block.file), start=1)
        return [number for number, (_, each, said) in rows if each is block and said == word][-1]

    def ids(self, kind: str) -> list[str]:
        """The ids of a kind."""
        return [block.words["id"] for block in self.blocks if block.kind == kind and "id" in block.words]


def toml(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Raw):
        return value.text
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{word} = {toml(inner)}" for word, inner in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, datetime.date) else repr(value)
