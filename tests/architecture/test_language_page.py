"""``docs/language.md`` holds every word that the models accept, with its type and default, and its examples load."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import glasshouse as gh
from glasshouse.experiments.question import Question, load_question
from glasshouse.kit.figure import Figure, Line
from glasshouse.population.recipe import Recipe
from glasshouse.regime.case import Cases, Event, Expected, Someone
from glasshouse.regime.model import Regime
from glasshouse.regime.story import Inhabitant, Scene, Story, StoryThen
from glasshouse.regime.story_shelf import load_story
from glasshouse.results.run import Run
from glasshouse.results.schema import TABLES
from glasshouse.rulebook.catalogue import Acts, Services
from glasshouse.rulebook.check_figures import SELECTORS
from glasshouse.rulebook.model import Condition, Dated, Marked
from glasshouse.rulebook.words import allowed, fields_by_word, is_list, literals, model_of, show

PAGE = Path(__file__).parents[2] / "docs" / "language.md"
FILES = (Regime, Acts, Services, Recipe, Cases, Question, Story)
NAMED = {Condition: "A condition", Line: "A figure", Dated: "Words of every block"}
"""Headings of what many blocks share; any other table inside a block has its own word as heading."""
AS_IN_CASES: dict[type[BaseModel], type[BaseModel]] = {Inhabitant: Someone, Scene: Event, StoryThen: Expected}
"""Blocks of stories whose other words are those of cases, and told there."""
TEXTS = {
    "text", "label", "title", "about", "ground", "message", "unit", "claim", "says", "address", "not_modelled", "x", "y", "series",
}  # fmt: skip
"""Words that take any text; all others without a fixed set of values name something."""
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARKER = re.compile(r"# (file|added to): (\S+\.toml)\n")


# ---- words


def kind_of(word: str, field: FieldInfo) -> str:
    """What a word takes, as the page says it."""
    hint: Any = field.annotation
    inner = model_of(hint)
    values = literals(hint)
    if inner is not None:
        short = {Figure: "figure", Condition: "condition"}.get(inner, "table")
        return "list of tables" if is_list(hint) else short
    if values:
        said = ", ".join(f"`{show(value)}`" for value in values)
        return f"{said}, or a list of them" if is_list(hint) else said
    for option in (hint, *get_args(hint)):
        if get_origin(option) is dict:
            return "table `{ word = ... }`"
    said = allowed(_with_limits(field)).removeprefix("a ")
    said = re.sub(r"list of names like .*", "name or names", said)
    said = re.sub(r" of letters, digits .*| in quotation marks| like [\[\d].*", "", said)
    return "name" if said == "text" and word not in TEXTS else said


def _with_limits(field: FieldInfo) -> Any:
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def default_of(field: FieldInfo) -> str:
    """What holds without the word, as the page says it."""
    if field.is_required():
        return "must"
    value = field.default
    if value is None or value == () or value == {} or value == "" or isinstance(value, BaseModel):
        return "-"
    return f"`{show(list(value) if isinstance(value, tuple) else value)}`"


def blocks() -> Iterator[tuple[str, type[BaseModel]]]:
    """(heading, model) of every block of every file, and of the tables inside them."""
    yield NAMED[Dated], Dated
    yield NAMED[Line], Line
    seen: set[type[BaseModel]] = set()
    for file in FILES:
        for word, field in fields_by_word(file).items():
            model = model_of(field.annotation)
            if model is not None:
                yield f"`[[{word}]]`" if is_list(field.annotation) else f"`[{word}]`", model
                yield from _inside(model, seen)


def _inside(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[tuple[str, type[BaseModel]]]:
    for word, field in fields_by_word(model).items():
        inner = model_of(field.annotation)
        if inner is not None and inner is not Figure and inner not in seen:
            seen.add(inner)
            yield NAMED.get(inner, f"`{word} = {{ ... }}`"), inner
            yield from _inside(inner, seen)


def sections_of(page: str) -> dict[str, str]:
    """Text under each heading of a page, up to the next one; examples are left out."""
    found = re.split(r"^#{2,5} (.*)$", FENCE.sub("", page), flags=re.MULTILINE)
    headings = found[1::2]
    assert len(set(headings)) == len(headings), "two headings are alike"
    return dict(zip(headings, found[2::2], strict=True))


@cache
def sections() -> dict[str, str]:
    """The sections of the page."""
    return sections_of(PAGE.read_text("utf-8"))


def own_words(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The words of a block that are not those of every block."""
    words = fields_by_word(model)
    shared = next(
        (each for each in (Dated, Marked) if issubclass(model, each) and model is not Dated), AS_IN_CASES.get(model)
    )
    return {word: field for word, field in words.items() if shared is None or word not in fields_by_word(shared)}


def row_of(word: str, field: FieldInfo) -> str:
    """The first cells of a word's row."""
    return f"| `{word}` | {kind_of(word, field)} | {default_of(field)} |"


def wrong_in(section: str | None, heading: str, model: type[BaseModel]) -> Iterator[str]:
    """What a section lacks of a block, or has too much."""
    if section is None:
        yield f"docs/language.md has no heading {heading}"
        return
    found = {row[1]: row[0] for row in re.finditer(r"^\| `([^`]+)` \|.*\|$", section, re.MULTILINE)}
    words = own_words(model)
    for word, field in words.items():
        row = row_of(word, field)
        if not found.get(word, "").startswith(row):
            yield f"under {heading} write the row: {row} what it does |"
        elif len(found[word].removeprefix(row).strip(" |")) < 4:
            yield f"under {heading} say what '{word}' does"
    yield from (f"under {heading} is '{word}', which the model does not have" for word in found if word not in words)
    dated = issubclass(model, Dated) and model is not Dated
    if dated != ("\nTakes `from` and `until`.\n" in section):
        yield f"under {heading} say (or do not) that it takes from and until"


@pytest.mark.parametrize(("heading", "model"), list(blocks()))
def test_every_word_of_a_block_stands_in_its_section(heading: str, model: type[BaseModel]) -> None:
    assert list(wrong_in(sections().get(heading), heading, model)) == []


@pytest.mark.parametrize(("heading", "model"), list(blocks()))
def test_a_word_that_is_missing_is_noticed(heading: str, model: type[BaseModel]) -> None:
    for word, field in own_words(model).items():
        without = "\n".join(line for line in sections()[heading].split("\n") if not line.startswith(f"| `{word}` |"))
        assert list(wrong_in(without, heading, model)) == [
            f"under {heading} write the row: {row_of(word, field)} what it does |"
        ]


def test_the_page_says_which_blocks_take_sources() -> None:
    """All that are no ``Marked`` block of a regime, catalogue or population are named as exceptions."""
    said = sections()["Words of every block"]
    for file in FILES[:4]:
        for word, field in fields_by_word(file).items():
            model = model_of(field.annotation)
            if model is not None:
                name = f"`[[{word}]]`" if is_list(field.annotation) else f"`[{word}]`"
                assert issubclass(model, Marked) == (name not in said), name


def test_every_selector_is_told() -> None:
    told = sections()["Selectors"].splitlines()
    for address, selectors in SELECTORS.items():
        block, word = address.split(".")
        for selector in selectors:
            row = next(row for row in told if row.startswith(f"| `{selector}` |"))
            assert re.search(rf"\b{block}: [^;|]*`{word}`", row), f"'{selector}' of {address} is not told"


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_column_of_a_run_is_told(table: str) -> None:
    said = [f"| `{column.name}` | {column.unit} | {column.doc} |" for column in TABLES[table]]
    assert hasattr(Run, table), f"run.{table} is not there"
    missing = [row for row in said if row not in sections().get(f"`{table}`", "")]
    assert not missing, f"under `{table}` write the rows {missing}"


# ---- examples


def examples(language: str) -> list[str]:
    """Fenced blocks of the page in one language."""
    return [text for kind, text in FENCE.findall(PAGE.read_text("utf-8")) if kind == language]


def files() -> dict[str, list[str]]:
    """File -> its text, then every text that is added to it; all examples say which file they belong to."""
    out: dict[str, list[str]] = {}
    for text in examples("toml"):
        marker = MARKER.match(text)
        assert marker, f"an example does not say its file:\n{text[:80]}"
        assert (marker[1] == "file") == (marker[2] not in out), (
            f"{marker[2]} is told twice, or added to before it is there"
        )
        out.setdefault(marker[2], []).append(text)
    return out


def written(folder: Path, variant: tuple[str, int] | None = None) -> None:
    """Write all files of the page; ``variant`` adds one of the additions to one file."""
    for name, texts in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        added = texts[variant[1]] if variant is not None and variant[0] == name else ""
        path.write_text(texts[0] + "\n" + added, "utf-8")


@pytest.mark.parametrize("name", sorted(files()))
def test_every_example_loads(name: str, tmp_path: Path) -> None:
    for number in range(len(files()[name])):
        people = tmp_path / "plain.toml" if name.startswith("image/") else None
        written(tmp_path, ("plain.toml", 1) if people else (name, number) if number else None)
        if name.startswith("questions/"):
            assert load_question(tmp_path / name).id
            continue
        if name.startswith("stories/"):
            assert load_story(tmp_path / name).story.id
            continue
        found = gh.check(tmp_path / name, people)
        assert not found.problems, "\n".join(map(str, found.problems))


def test_every_python_example_can_be_read() -> None:
    assert examples("python")
    for text in examples("python"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "run":
                assert hasattr(Run, node.attr) or node.attr in ("folder", "manifest"), f"a run has no {node.attr}"
