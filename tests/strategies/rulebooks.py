"""Rulebooks drawn from the models themselves: valid ones, and ones with exactly one mistake. A new word is in on its first day.

A rulebook is drawn word by word from the types, then mended: whatever word a check refuses is taken out, until nothing is
refused. What the checks demand together (a term needs a list) is met often enough by chance that every word gets through;
``tests/property/test_rulebook_strategies.py`` holds that. One draw gives a whole rulebook, so examples do not shrink.
"""

from __future__ import annotations

import copy
import datetime as dt
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel
from strategies.blocks import SINGLE, Block, Raw, Rulebook
from strategies.company import keep_company
from strategies.values import Names, Unwritable, hint_of, out_of_range, value_of, wrong_type

from glasshouse.kit.errors import Problem
from glasshouse.regime.check import check
from glasshouse.regime.model import Regime
from glasshouse.regime.shelf import shipped_catalogue, shipped_people
from glasshouse.rulebook.catalogue import Acts, Services
from glasshouse.rulebook.check_names import NAMES
from glasshouse.rulebook.known import TRAITS
from glasshouse.rulebook.words import _options, fields_by_word, literals, model_of

MOST_BLOCKS = 5
ROUNDS = 30
MARKS = ("source_of", "assumed")
"""Words about other words of their block, added when the block is full."""
OFTEN = {"text", "when"}
BARS = ("top_share", "quantile", "at_mean")


@cache
def models() -> dict[str, type[BaseModel]]:
    """Every block of a regime's folder, by kind."""
    found: dict[str, type[BaseModel]] = {}
    for file in (Regime, Acts, Services):
        for kind, each in fields_by_word(file).items():
            inner = model_of(each.annotation)
            if inner is not None:
                found[kind] = inner
    return found


def draw_rulebook(rng: Random) -> tuple[Rulebook, int, int]:
    """A valid rulebook; how many words were drawn, and how many of them were refused and taken out."""
    book = Rulebook([])
    for kind in models():
        n = 1 if kind in ("regime", "covers") else rng.randint(0, 1) if kind in SINGLE else rng.randint(0, MOST_BLOCKS)
        for k in range(max(n, 1) if kind in ("score", "channel") else n):
            words = {"id": f"{kind}-{k}"} if "id" in fields_by_word(models()[kind]) else {}
            book.blocks.append(Block(kind, words))
    for block in list(book.blocks):
        _fill(book, block, rng)
    _order_grades(book, rng)
    drawn = sum(len(block.words) for block in book.blocks)
    return book, drawn, mend(book)


def _fill(book: Rulebook, block: Block, rng: Random) -> None:
    """The words a block needs, and some of the others."""
    names = _nouns(book, block)
    fields = fields_by_word(models()[block.kind])
    most = rng.choice((0.1, 0.2, 0.4))

    def draw(word: str) -> None:
        with suppress(Unwritable):
            block.words[word] = _special(book, block, word, rng) or value_of(
                block.kind, word, hint_of(fields[word]), rng, names
            )

    for word, each in fields.items():
        wanted = each.is_required() or rng.random() < (0.6 if word in OFTEN else most)
        if not wanted or word in (*MARKS, "id"):
            continue
        draw(word)
        if each.is_required() and word not in block.words:
            book.blocks.remove(block)
            return
    keep_company(block, rng, draw)
    if "from" in block.words and "until" in block.words:
        block.words["from"], block.words["until"] = sorted((block.words["from"], block.words["until"]))
    marked = [word for word in block.words if word not in ("id", "source", "text")]
    if marked and "source_of" in fields and rng.random() < 0.15:
        block.words["source_of"] = {rng.choice(marked): "LAW"}
    if marked and "assumed" in fields and rng.random() < 0.15:
        block.words["assumed"] = {rng.choice(marked): True}


def _order_grades(book: Rulebook, rng: Random) -> None:
    """Grades of one score fall, and the last one takes the rest."""
    by_score: dict[str, list[Block]] = {}
    for block in book.blocks:
        if block.kind == "grade":
            by_score.setdefault(block.words["score"], []).append(block)
    for rows in by_score.values():
        for k, block in enumerate(rows[:-1]):
            threshold = 40 - 10 * k
            later = {"from": dt.date(2015, 1, 1), "is": threshold + rng.randint(0, 4)}
            block.words["at_least"] = rng.choice((threshold, [later, {"is": threshold}]))
        for word in ("at_least", *BARS):
            rows[-1].words.pop(word, None)
        bars = [word for word in BARS if all(word in block.words for block in rows[:-1])]
        for block in rows[:-1]:
            for word in BARS:
                if word not in bars[:1]:
                    block.words.pop(word, None)


def _special(book: Rulebook, block: Block, word: str, rng: Random) -> Any:
    """The few words whose type does not say what they take."""
    if word == "source" and block.kind != "population":
        return rng.choice(("LAW", "assumption", "definition"))
    if word == "lane":
        return 40_000 + 10 * book.blocks.index(block)
    if (block.kind, word) == ("rule", "while_owed"):
        act = rng.choice([act for act in shipped_catalogue().acts.values() if act.opens])
        block.words["on"] = [act.id]
        return act.opens
    if block.kind == "rule" and word in ("score", "rating"):
        wants_mean = word == "rating" or "rating" in block.words
        fitting = [
            each.words["id"]
            for each in book.blocks
            if each.kind == "score" and ("averages_over" in each.words) == wants_mean
        ]
        if not fitting:
            raise Unwritable
        return rng.choice(fitting) if word == "score" else None
    if (block.kind, word) == ("act", "excludes"):
        return _same_clock(book, block, rng)
    if (block.kind, word) == ("steer", "every_days"):
        return rng.choice((1, 7, 28))
    if (block.kind, word) == ("feed", "regime"):
        return rng.choice(("court-list", "rongcheng"))
    if (block.kind, word) == ("override", "voids"):
        return rng.choice(("court-list/*", "rongcheng/cameras", ["court-list/no-flights", "rongcheng/*"]))
    if (block.kind, word) == ("feed", "standing"):
        return {"on_list": "defaulters"} if block.words["regime"] == "court-list" else {"grade_at_most": "C"}
    return None


def _same_clock(book: Rulebook, block: Block, rng: Random) -> str:
    """An act to exclude: one before this one that is on a clock, which this act then shares."""
    before = [
        each for each in book.blocks[: book.blocks.index(block)] if each.kind == "act" and "every_days" in each.words
    ]
    if not before:
        raise Unwritable
    other = rng.choice(before)
    for word in ("every_days", "drawn_per", "who"):
        block.words.pop(word, None)
        if word in other.words:
            block.words[word] = other.words[word]
    block.words["probability"] = other.words["probability"] = 0.25
    return str(other.words["id"])


def _nouns(book: Rulebook, block: Block) -> Names:
    """What each noun may be called in this rulebook."""
    catalogue = shipped_catalogue()
    own = {kind: book.ids(kind) for kind in models()}
    others = [name for name in own.get(block.kind, []) if name != block.words.get("id")]
    lawful = [act.id for act in catalogue.acts.values() if act.kind == "lawful"]
    known: dict[str, list[str]] = {
        **own, block.kind: others, "act": [*list(catalogue.acts)[:12], *lawful[:3], *own["act"]], "matter": [*catalogue.matters, *own["matter"]],
        "service": [*catalogue.services, *own["service"]], "family": list(catalogue.families)[:6], "trait": [TRAITS[0], TRAITS[-1]],
        "list or feed": own["list"] + own["feed"], "rule, list or score": own["rule"] + own["list"] + own["score"],
        "clause": [
            block.words["id"] for block in book.blocks
            if block.kind in ("rule", "consequence", "publicity", "channel") and block.words.get("asleep")
        ],
        **{kind: list(names) for kind, names in shipped_people().names.items()},
    }  # fmt: skip
    return lambda noun: known[noun]


def mend(book: Rulebook) -> int:
    """Take out what is refused, until nothing is; how many words and blocks that took."""
    taken = 0
    for _ in range(ROUNDS):
        problems = problems_of(book)
        if not problems:
            return taken
        guilty = {
            (id(block), word): (block, word)
            for block, word in (book.at(Path(each.file).name, each.line) for each in problems)
        }
        for block, word in guilty.values():
            if block is None or block not in book.blocks:
                continue
            taken += 1
            each = fields_by_word(models()[block.kind]).get(word)
            if word in block.words and each is not None and not each.is_required():
                del block.words[word]
            elif block.kind not in ("regime", "covers"):
                book.blocks = [other for other in book.blocks if other is not block]
            else:
                raise AssertionError(f"the strategy writes a head that is refused: {problems}")
    raise AssertionError(f"still refused after {ROUNDS} rounds: {problems_of(book)[:3]}")


def problems_of(book: Rulebook) -> list[Problem]:
    """Everything that ``check`` refuses."""
    with tempfile.TemporaryDirectory() as room:
        book.write(Path(room))
        return list(check(room).problems)


# ---- one mistake ------------------------------------------------------------------------------------------------------
@dataclass
class Mistake:
    """A rulebook with one mistake: where it is, and what the message must name."""

    kind: str
    book: Rulebook
    file: str
    line: int
    block: range
    names: str


def make_mistake(valid: Rulebook, kind: str, rng: Random) -> Mistake | None:
    """Make one mistake of a kind; None if this rulebook has no place for it."""
    book = copy.deepcopy(valid)
    places = [(block, word) for block in book.blocks for word in block.words if _fits(kind, block, word)]
    if not places:
        return None
    block, word = rng.choice(places)
    hint = hint_of(fields_by_word(models()[block.kind])[word])
    at = names = word
    if kind == "unknown word":
        at = names = "zzq-word"
        block.words[at] = 1
    elif kind == "misspelt word":
        at = names = word[:1] + word
        block.words = {at if each == word else each: value for each, value in block.words.items()}
    elif kind == "wrong type":
        block.words[word] = wrong_type(hint)
    elif kind == "out of range":
        block.words[word] = out_of_range(hint)
    elif kind == "missing word":
        del block.words[word]
        at = ""
    elif kind == "word set twice":
        book.twice.append((block, word))
        names = "the same word is set twice"
    elif kind == "doubled id":
        block = copy.deepcopy(block)
        book.blocks.append(block)
        at, names = "id", "give each its own id"
    else:
        names = "nobody-there" if kind == "dangling name" else _misspelt(block.words[word])
        block.words[word] = [names] if isinstance(block.words[word], list) else names
    return Mistake(kind, book, block.file, book.line_of(block, at), book.lines_of(block), names)


def _fits(kind: str, block: Block, word: str) -> bool:
    each = fields_by_word(models()[block.kind])[word]
    hint = hint_of(each)
    if kind in ("unknown word", "misspelt word", "word set twice"):
        return True
    if kind == "wrong type":
        return True
    if kind == "out of range":
        return out_of_range(hint) is not None
    if kind == "missing word":
        return each.is_required()
    if kind == "doubled id":
        return word == "id" and block.kind not in SINGLE
    known = NAMES.get(block.kind, {}).get(word)
    return known is not None and not isinstance(block.words[word], dict) and not literals(hint) and bool(_options(hint))


def _misspelt(value: str | list[str]) -> str:
    name = value if isinstance(value, str) else value[0]
    return f"{name}{name[-1]}x"


MISTAKES = (
    "unknown word", "misspelt word", "wrong type", "out of range", "missing word", "word set twice", "doubled id", "dangling name", "misspelt name",
)  # fmt: skip


@cache
def _of_seed(seed: int) -> Rulebook:
    return draw_rulebook(Random(seed))[0]


def rulebooks(most: int = 2**32) -> st.SearchStrategy[Rulebook]:
    """Valid rulebooks."""
    return st.integers(0, most - 1).map(_of_seed)


def mistaken_rulebooks(most: int = 2**32) -> st.SearchStrategy[Mistake]:
    """Rulebooks with exactly one mistake."""
    drawn = st.tuples(rulebooks(most), st.sampled_from(MISTAKES), st.integers(0, 2**32))
    made = drawn.map(lambda each: make_mistake(each[0], each[1], Random(each[2])))
    return made.filter(lambda each: each is not None)  # type: ignore[return-value]


__all__ = [
    "MISTAKES",
    "Mistake",
    "Raw",
    "Rulebook",
    "draw_rulebook",
    "make_mistake",
    "mistaken_rulebooks",
    "problems_of",
    "rulebooks",
]
