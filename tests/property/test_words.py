"""Every word of the language changes a life: one small edit of a world that uses them all, and somebody lives otherwise."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from property.firm_edits import FIRM_EDITS, FIRMS
from property.lives import WORLDS, live
from property.recipe_edits import COUNTRY, FOLLOWERS, GOES_WITH, RECIPE_EDITS, SHARES
from property.word_edits import DESCRIPTIVE, EDITS, EVERYWHERE, FIGURES, SELECTORS
from pydantic import BaseModel

from glasshouse.engine.city import City
from glasshouse.engine.tabulate import sum_counts
from glasshouse.engine.world import make_world
from glasshouse.kit.errors import InputError
from glasshouse.kit.figure import Figure, Line
from glasshouse.population import follow
from glasshouse.population import recipe as people
from glasshouse.regime import model as force
from glasshouse.regime.registry import resolve
from glasshouse.rulebook import catalogue, model
from glasshouse.rulebook.check_figures import takes
from glasshouse.rulebook.read import DATA

SOURCE = WORLDS / "source"
FILES = ("regime.toml", "acts.toml", "services.toml", "SOURCES.md")
FILE_OF = {"act": "acts.toml", "matter": "acts.toml", "service": "services.toml"}

LAW: dict[str, type[BaseModel]] = {
    "regime": force.Head, "covers": model.Covers, "consent": model.Consent, "score": model.Score, "grade": model.Grade,
    "rule": model.Rule, "list": model.List, "consequence": model.Consequence, "publicity": force.Publicity,
    "channel": force.Channel, "desk": force.Desk, "steer": force.Steer, "feed": force.Feed, "pause": force.Pause,
    "override": force.Override,
    "misuse": force.Misuse, "condition": model.Condition,
    "reported": model.Reported, "line": Line, "act": catalogue.Act, "matter": catalogue.Matter, "service": catalogue.Service,
}  # fmt: skip
RECIPE: dict[str, type[BaseModel]] = {
    "population": people.Head, "age_band": people.AgeBand, "household_size": people.HouseholdSize, "group": people.Group,
    "kind_of_place": people.KindOfPlace, "size_class": people.SizeClass, "role": people.Role, "firm": people.Firm, "wealth": people.Money,
    "income": people.Income,
    "trait": people.Trait, "behaviour": people.Behaviour, "tie": follow.Tie, "norm": follow.Norm, "law": follow.Law, "push": follow.Push,
    "opinion": follow.Opinion,
    "heeds": follow.Heeds, "settled": people.Settling, "moving": people.Moving, "grudge": people.Grudge,
}  # fmt: skip


def words_of(block: type[BaseModel]) -> list[str]:
    """The words of a block as people write them."""
    if block is Line:
        return [
            "is",
            *(field.alias or name for name, field in Line.model_fields.items() if name not in ("low", "high")),
        ]
    return [field.alias or name for name, field in block.model_fields.items()]


def figure_words() -> list[str]:
    """Every word whose value is a figure."""
    blocks = {kind: block for kind, block in LAW.items() if kind not in ("line", "condition", "reported")}
    return [
        f"{kind}.{name}" for kind, block in blocks.items() for name, field in block.model_fields.items() if "Figure" in str(field.annotation)
    ]  # fmt: skip


def edited(text: str, block: str, old: str, new: str) -> str:
    """The text of a file with one line of one block changed; exactly one place must fit."""
    kind, _, name = block.partition(" ")
    head = f'[[{kind}]]\nid = "{name}"\n' if name else f"[{kind}]\n"
    paragraphs = re.split(r"\n\n", text)
    found = [number for number, paragraph in enumerate(paragraphs) if head in paragraph + "\n"]
    if not found:
        raise LookupError(f"no block {block}")
    paragraph = paragraphs[found[0]]
    if old:
        if paragraph.count(old) != 1:
            raise LookupError(f"{block}: '{old}' stands there {paragraph.count(old)} times")
        paragraph = paragraph.replace(old, new)
    else:
        paragraph = paragraph.rstrip("\n") + "\n" + new + "\n"
    if paragraph == paragraphs[found[0]]:
        raise LookupError(f"{block}: the edit changes nothing")
    return "\n\n".join([*paragraphs[: found[0]], paragraph, *paragraphs[found[0] + 1 :]])


Life = dict[str, np.ndarray]


def life_of(city: City) -> Life:
    """What people lived through and what was counted, whatever columns a world needs to get there."""
    counts = sum_counts(city.counts)
    return {
        "tally": city.people.tally,
        "points": city.people.points[:, : len(city.plan.index.scores)],
        "panel": counts.panel.sum(axis=1),
        "acts": counts.acts,
        "services": counts.services.sum(axis=2),
        "flows": counts.flows,
        "spells": counts.spells.sum(axis=1),
        "norms": counts.norms,
        "minds": city.people.minds,
    }


def otherwise(one: Life, other: Life) -> list[str]:
    """What differs between two worlds, where the same can be compared."""
    same = [name for name in one if one[name].shape == other[name].shape]
    return [name for name in same if not np.array_equal(one[name], other[name])]


class Bench:
    """Folders with edited worlds; each is lived once."""

    def __init__(self, room: Path) -> None:
        self.room = room
        self.number = 0
        self.texts = {name: (WORLDS / "everything" / name).read_text("utf-8") for name in FILES}
        self.recipe = (DATA / "populations" / "city.toml").read_text("utf-8")
        for edit in MANY_PLACES:
            self.recipe = edited(self.recipe, *edit)
        self.recipe += FOLLOWERS + COUNTRY
        self.texts["regime.toml"] += OUTCRY
        self.texts["acts.toml"] = edited(self.texts["acts.toml"], *MEETING)
        self.lived = cache(self._live)
        self.rooms: dict[str, int] = {}

    def usual(self) -> Life:
        """The world as it stands."""
        return self.lived(*self.texts.values(), self.recipe)

    def law(self, block: str, old: str, new: str) -> Life:
        """The world with one edit of the regime, its acts or its services."""
        file = FILE_OF.get(block.partition(" ")[0], "regime.toml")
        texts = {**self.texts, file: edited(self.texts[file], block, old, new)}
        return self.lived(*texts.values(), self.recipe)

    def people(self, *edits: tuple[str, str, str], in_country: bool = True) -> Life:
        """The world with other people; perhaps no country, whose size classes say some things themselves."""
        text = self.recipe if in_country else self.recipe.replace(COUNTRY, "")
        for block, old, new in edits:
            text = edited(text, block, old, new)
        return self.lived(*self.texts.values(), text)

    def _live(self, *texts: str) -> Life:
        self.number += 1
        folder = self.room / f"everything-{self.number}"
        folder.mkdir()
        for name, text in zip(FILES, texts, strict=False):
            (folder / name).write_text(text, "utf-8")
        (folder / "people.toml").write_text(texts[-1], "utf-8")
        return life_of(
            live(
                f"{folder}+{SOURCE}",
                persons=None,
                years=YEARS,
                seed=12,
                population=str(folder / "people.toml"),
                rooms=self.rooms,
            )
        )


YEARS = 1.1
MANY_PLACES = [
    ("population", "persons = 100_000", "persons = 600"),
    ("population", "persons_per_place = 1_000", "persons_per_place = 60"),
    ("behaviour ignores", "appeals_right_share = 0.002", "appeals_right_share = 0.3"),
    ("behaviour deterred", "appeals_right_share = 0.01", "appeals_right_share = 0.4"),
]
"""Edits of the shipped city: few people in several places, who turn to desks often."""
MEETING = (
    "act help", "", 'meets = "place"\nmet_known_share = 0.5\nunless_met_on_list = "everything/marked"\nmet_gains_yuan = 20'
)  # fmt: skip
"""An act of the world is done for somebody whom one meets."""
OUTCRY = """
[[steer]]
id = "outcry"
every_days = 28
wakes = "creeping-board"
when_opinion = "trust"
when_opinion_at_least = 0.1
when_opinion_at_most = 3.0
source = "assumption"
"""
"""The world goes by an opinion that only these people have."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("words"))


def test_every_word_is_in_a_table() -> None:
    tested = {key.partition("=")[0] for key in (*EDITS, *RECIPE_EDITS, *SHARES, *FIRM_EDITS)}
    every = {f"{kind}.{word}" for kind, block in (LAW | RECIPE).items() for word in words_of(block)}
    described = {word for word in every if word in DESCRIPTIVE or word.partition(".")[2] in EVERYWHERE}
    assert every - tested - described == set()
    assert tested - every == set()
    assert DESCRIPTIVE.keys() - every == set()
    assert tested & DESCRIPTIVE.keys() == set()
    assert set(figure_words()) == FIGURES.keys()


def test_every_block_is_in_a_table() -> None:
    for model_of_file, table in (
        (force.Regime, LAW),
        (catalogue.Acts, LAW),
        (catalogue.Services, LAW),
        (people.Recipe, RECIPE),
    ):
        assert set(words_of(model_of_file)) - {"vocabulary"} <= table.keys()


def test_the_same_world_is_lived_again_alike(bench: Bench) -> None:
    assert otherwise(bench.usual(), bench._live(*bench.texts.values(), bench.recipe)) == []


@pytest.mark.slow
@pytest.mark.parametrize("word", list(EDITS))
def test_a_word_changes_a_life(bench: Bench, word: str) -> None:
    assert otherwise(bench.usual(), bench.law(*EDITS[word]))


@pytest.mark.slow
@pytest.mark.parametrize(
    "figure",
    [f"{word} by {selector}" for word in FIGURES for selector in takes(*word.split("."))],
)
def test_a_selector_of_a_figure_selects(bench: Bench, figure: str) -> None:
    word, _, selector = figure.partition(" by ")
    block, line, some, rest = FIGURES[word]
    name = word.partition(".")[2]
    lines = f"{name} = [{{ {SELECTORS[selector]}, is = {some} }}, {{ is = {rest} }}]"
    mixed = bench.law(block, line, lines)
    assert otherwise(mixed, bench.law(block, line, f"{name} = {rest}")), "the line with the selector never counts"
    assert otherwise(mixed, bench.law(block, line, f"{name} = {some}")), "the line without a selector never counts"


@pytest.mark.slow
@pytest.mark.parametrize("word", [*RECIPE_EDITS, *SHARES])
def test_a_word_of_a_population_changes_a_life(bench: Bench, word: str) -> None:
    kind = word.partition(".")[0]
    edits = (
        [(f"{kind} {name}", old, new) for name, old, new in SHARES[word]] if word in SHARES else [RECIPE_EDITS[word]]
    )
    in_country = word != "population.kinds"
    other = bench.people(*edits, *GOES_WITH.get(word, ()), in_country=in_country)
    usual = bench.people(in_country=in_country)
    assert otherwise(usual, other) or usual["tally"].shape != other["tally"].shape


class Town:
    """The same for a town whose people run firms, under a regime over firms and one over both."""

    def __init__(self, room: Path) -> None:
        self.room = room
        self.texts = {
            f"{name}/{file}": (WORLDS / name / file).read_text("utf-8")
            for name in ("guild", "traders")
            for file in FILES
        }
        people = (DATA / "populations" / "market-town.toml").read_text("utf-8")
        begin, end = people.index("[[firm]]"), people.index("# yuan; the groups")
        self.texts["town.toml"] = people[:begin] + FIRMS + "\n" + people[end:]
        self.usual = self.live("usual")

    def live(self, name: str, file: str = "", block: str = "", old: str = "", new: str = "") -> Life:
        """The world with one edit."""
        folder = self.room / name
        for path, text in self.texts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(edited(text, block, old, new) if path == file else text, "utf-8")
        joined = f"{folder / 'guild'}+{folder / 'traders'}"
        return life_of(live(joined, persons=60, years=0.6, seed=5, population=str(folder / "town.toml")))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return Town(tmp_path_factory.mktemp("town"))


@pytest.mark.parametrize("word", list(FIRM_EDITS))
def test_a_word_of_firms_changes_a_life(town: Town, word: str) -> None:
    other = town.live(word, *FIRM_EDITS[word])
    assert otherwise(town.usual, other) or town.usual["tally"].shape != other["tally"].shape


def test_not_with_refuses_a_join() -> None:
    with pytest.raises(InputError, match="not_with"):
        resolve(f"{WORLDS / 'everything'}+none")
    resolve(f"{WORLDS / 'everything'}+{SOURCE}")


def test_needed_refuses_a_world_without_the_other_regime(tmp_path: Path) -> None:
    for name in FILES:
        text = (WORLDS / "everything" / name).read_text("utf-8")
        text = edited(text, "feed elsewhere", "", "needed = true") if name == "regime.toml" else text
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError, match="needs 'source' in force beside it"):
        make_world(str(tmp_path), persons=40)
    make_world(f"{tmp_path}+{SOURCE}", persons=40, window_days=14)


def test_figures_are_found() -> None:
    assert "rule.points" in figure_words()
    assert Figure.model_validate(3).fixed == 3
