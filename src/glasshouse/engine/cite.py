"""What a block of a regime says, and where from; a documented figure and an assumed one never look alike."""

from __future__ import annotations

import re
from typing import Any

from glasshouse.engine.compile.index import Index
from glasshouse.regime.load import LoadedRegime

ASSUMPTION = "assumption"
MANY = 4
UNSEEN_HERE = {"vague_about"}
"""Marked words that play no part when a block is applied to somebody."""


def cite(index: Index, r: int, word: str, block: Any) -> dict[str, Any]:
    """Words that name a block, and carry its text and source.

    For ``word`` rule: ``{"decides": "rule x of regime", "rule": "regime/x", "text": ..., "source": ...}``. ``assumed``
    names the words of the block that are ours although its source is another.
    """
    assumed = sorted(set(block.assumed) - UNSEEN_HERE) if block.source != ASSUMPTION else []
    regime = index.regime_ids[r]
    names = {"decides": f"{word} {block.id} of {regime}", word: f"{regime}/{block.id}"}
    found = {**names, "text": block.text, "source": block.source}
    return found | ({"assumed": assumed} if assumed else {})


def mark(event: dict[str, Any]) -> str:
    """The source of an event in brackets, its assumptions said plainly.

    >>> mark({"source": "CLT-std"}), mark({"source": "assumption"})
    ('[CLT-std]', '[our assumption, no source]')
    >>> mark({"source": "CLT-std", "assumed": ["points"]})
    '[CLT-std; our assumption: points]'
    """
    if event["source"] == ASSUMPTION:
        return "[our assumption, no source]"
    if event["source"] == "definition":
        return "[a convention of this laboratory]"
    assumed = event.get("assumed", ())
    words = ", ".join(word.replace("_", " ") for word in assumed) if len(assumed) < MANY else "most figures"
    return f"[{event['source']}; our assumption: {words}]" if words else f"[{event['source']}]"


def titles_of(regimes: tuple[LoadedRegime, ...]) -> dict[str, str]:
    """Title of each source, by key, from the regimes' ``SOURCES.md``."""
    found: dict[str, str] = {}
    for loaded in regimes:
        path = loaded.folder / "SOURCES.md"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        for row in re.finditer(r"^\|\s*([^|\s][^|]*?)\s*\|\s*([^|]+?)\s*\|", text, re.MULTILINE):
            if row[1] in loaded.sources:
                found.setdefault(row[1], row[2])
    return found
