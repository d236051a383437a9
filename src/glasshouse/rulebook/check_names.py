"""Does every name in a rulebook mean something? One table says which word names what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from glasshouse.kit.figure import Figure
from glasshouse.rulebook.known import TRAITS, Known
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import Condition

NAMES = {
    "grade": {"score": "score"},
    "rule": {
        "on": "act",
        "on_entering": "list or feed",
        "on_leaving": "list or feed",
        "while_owed": "matter",
        "score": "score",
        "no_better_than": "grade",
        "puts_on": "list",
        "takes_off": "list",
        "opens": "matter",
        "settles": "matter",
        "instead_of": "rule",
        "together_with": "rule",
        "vague_about": "act",
    },
    "score": {"made_of": "score"},
    "list": {"ends_when_settled": "matter", "score": "score"},
    "consequence": {"service": "service", "denies": "service", "channels": "channel", "score": "score"},
    "channel": {"covers": "act", "covers_families": "family", "pads_with": "act"},
    "desk": {
        "about": "rule, list or score",
        "score": "score",
        "takes_off": "list",
        "settles": "matter",
        "next_desk": "desk",
    },
    "steer": {"channel": "channel", "counts": "channel", "wakes": "clause", "puts_to_sleep": "clause"},
    "misuse": {"against": "act", "score": "score", "puts_on": "list", "takes_off": "list"},
    "act": {"opens": "matter", "settles": "matter", "close_to": "act", "excludes": "act", "more_with": "trait"},
    "service": {"instead": "service", "more_with": "trait"},
}
CONDITION = {
    "score": "score",
    "grade_at_least": "grade",
    "grade_at_most": "grade",
    "on_list": "list or feed",
    "household_on_list": "list or feed",
    "owes": "matter",
    "reported_by": "channel",
}
ADVICE = {
    "act": "; write it into acts.toml, or take one that is there",
    "matter": "; write it into acts.toml, or take one that is there",
    "service": "; write it into services.toml, or take one that is there",
}


def check_names(reading: Reading[Any], known: Known) -> None:
    """Refuse unknown and doubled names; names of people are for ``check_people``."""
    meant = _meant(reading, known)
    check_doubled(reading)
    for where, block in reading.blocks.items():
        for word, noun in NAMES.get(str(where[0]), {}).items():
            for name in _names(block, word):
                _look_up(reading, (*where, word), name, noun, meant)
        for at, condition in conditions(where, block):
            if where[0] != "feed":
                _check_condition(reading, at, condition, meant)


def check_doubled(reading: Reading[Any]) -> None:
    """Refuse a second block of a kind with the same id (grades: with the same score and id)."""
    for kind, rows in reading.document.data.items():
        seen: Counter[tuple[str, ...]] = Counter()
        for index, row in enumerate(rows if isinstance(rows, list) else []):
            if not isinstance(row, dict) or not isinstance(row.get("id"), str):
                continue
            key = (row["id"], str(row.get("score"))) if kind == "grade" else (row["id"],)
            seen[key] += 1
            if seen[key] == 2:
                reading.refuse((kind, index, "id"), f"another {kind} is called so; give each its own id")
    lists = set(reading.ids("list"))
    for index, feed in enumerate(reading.ids("feed")):
        if feed in lists:
            reading.refuse(("feed", index, "id"), "a list is called so, and a feed reads as a list; rename one")


def conditions(where: Where, block: BaseModel) -> Iterator[tuple[Where, Condition]]:
    """The conditions of a block, with their paths; those on whom one meets among them."""
    for word in type(block).model_fields:
        value = getattr(block, word)
        if isinstance(value, Condition):
            yield (*where, word), value
            if value.met is not None:
                yield (*where, word, "met"), value.met


def figures(where: Where, block: BaseModel) -> Iterator[tuple[Where, str, Figure]]:
    """The figures of a block: path of the block, word, figure."""
    for word in type(block).model_fields:
        value = getattr(block, word)
        if isinstance(value, Figure):
            yield where, word, value


def _check_condition(reading: Reading[Any], at: Where, condition: Condition, meant: dict[str, list[str]]) -> None:
    for word, noun in CONDITION.items():
        for name in _names(condition, word):
            _look_up(reading, (*at, word), name, noun, meant)
    for name in condition.reported.of if condition.reported else ():
        if name not in ("any-bad", "any-good"):
            _look_up(reading, (*at, "reported", "of"), name, "act", meant)


def _look_up(reading: Reading[Any], where: Where, name: str, noun: str, meant: dict[str, list[str]]) -> None:
    reading.look_up(where, name, meant[noun], noun, ADVICE.get(noun, ""))


def _names(block: BaseModel, word: str) -> tuple[str, ...]:
    value = getattr(block, word)
    return (value,) if isinstance(value, str) else tuple(value or ())


def _meant(reading: Reading[Any], known: Known) -> dict[str, list[str]]:
    """What each noun may be called."""
    catalogue = known.catalogue
    own = {kind: reading.ids(kind) for kind in ("score", "grade", "rule", "list", "feed", "channel", "desk")}
    clauses = [name for kind in ("rule", "consequence", "publicity", "channel") for name in reading.ids(kind)]
    return {
        **own,
        "list or feed": own["list"] + own["feed"],
        "clause": clauses,
        "rule, list or score": own["rule"] + own["list"] + own["score"],
        "act": [*catalogue.acts, *reading.ids("act")],
        "matter": [*catalogue.matters, *reading.ids("matter")],
        "service": [*catalogue.services, *reading.ids("service")],
        "family": list(catalogue.families),
        "trait": list(TRAITS),
    }
