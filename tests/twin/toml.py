"""Blocks of words as a short TOML file."""

from __future__ import annotations

import datetime
from typing import Any


def say(value: Any) -> str:
    """One value.

    >>> say({"score": "s0", "is": [1, 2]})
    '{ score = "s0", is = [1, 2] }'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(say(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{word} = {say(each)}" for word, each in value.items()) + " }"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return repr(value)


def file(blocks: list[tuple[str, dict[str, Any]]]) -> str:
    """A whole file: top-level ``vocabulary``, then a table or an array of tables per block."""
    text = ["vocabulary = 1"]
    for kind, words in blocks:
        head = f"[{kind}]" if kind in ONCE else f"[[{kind}]]"
        text.append("\n".join([head, *(f"{word} = {say(value)}" for word, value in words.items())]))
    return "\n\n".join(text) + "\n"


ONCE = ("regime", "covers", "consent", "population", "wealth", "income", "settled", "moving", "grudge")
"""Blocks of which a file has one."""
