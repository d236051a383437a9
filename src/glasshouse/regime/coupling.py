"""Which words of a regime make lives depend on each other, so that the length of a window matters?"""

from __future__ import annotations

from typing import Any

from glasshouse.regime.model import Channel, Desk, Feed, Publicity, Steer
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.model import Consequence, Grade, List, Rule, Score


def coupling_words(reading: Reading[Any], regime: str) -> list[str]:
    """Addresses of the coupling words, such as ``rongcheng/channel/cameras/wrong_person_share``, in file order."""
    found = []
    for where, block in reading.blocks.items():
        words = _words(block)
        found += [(where, f"{regime}/{where[0]}/{getattr(block, 'id', '')}/{word}") for word in words]
    return [address for _, address in sorted(found, key=lambda row: reading.document.lines.of(row[0]))]


def _words(block: object) -> list[str]:
    asked = [
        f"{word}/household_on_list"
        for word in ("when", "unless", "stays_while", "open_to", "who")
        if getattr(getattr(block, word, None), "household_on_list", ())
    ]
    asked += [
        f"{word}/met" for word in ("when", "unless") if getattr(getattr(block, word, None), "met", None) is not None
    ]
    return asked + _own_words(block)


def _own_words(block: object) -> list[str]:
    if isinstance(block, Channel):
        share = block.wrong_person_share
        wrong = share is not None and any(line.high > 0 for line in share.lines)
        said = {
            "wrong_person_share": wrong,
            "quota_per_month": block.quota_per_month is not None,
            "bounty_yuan": block.bounty_yuan > 0,
        }
        return [word for word, is_set in said.items() if is_set]
    if isinstance(block, Score):
        unit = ["unit"] if block.is_shared else []
        return unit + (["measures"] if block.measures == "friends-mean" else [])
    if isinstance(block, Consequence):
        pot = [word for word in ("budget_yuan_per_year", "budget_uses_per_year") if getattr(block, word) is not None]
        return pot + (["lands_on"] if block.lands_on != "self" else [])
    if isinstance(block, List):
        return [word for word in ("places", "places_per_1000_persons") if getattr(block, word) is not None]
    if isinstance(block, (Rule, Feed)):
        return ["lands_on"] if block.lands_on != "self" else []
    if isinstance(block, Publicity):
        return ["shown_to"] if block.shown_to != "self" else []
    if isinstance(block, Grade):
        return [word for word in ("top_share", "quantile", "at_mean") if getattr(block, word) is not None]
    if isinstance(block, Steer):
        return [word for word in ("channel", "wakes", "puts_to_sleep") if getattr(block, word)]
    return ["kind"] if isinstance(block, Desk) else []
