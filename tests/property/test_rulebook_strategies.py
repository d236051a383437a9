"""Rulebooks drawn from the models: what is valid is accepted, and one mistake is refused on its line, by its name."""

from __future__ import annotations

import copy
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from strategies.rulebooks import (
    MISTAKES,
    Mistake,
    Rulebook,
    draw_rulebook,
    make_mistake,
    mend,
    mistaken_rulebooks,
    models,
    problems_of,
    rulebooks,
)

from glasshouse.engine.city import Plan
from glasshouse.engine.world import make_world
from glasshouse.kit.errors import InputError
from glasshouse.regime.load import load_regime
from glasshouse.rulebook import locate
from glasshouse.rulebook.words import fields_by_word

DRAWN = 170
MOST_TAKEN_OUT = 0.08
"""Share of words that the strategy writes and the checks refuse; it is taken out, and should stay small."""
relaxed = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def drawn() -> list[tuple[Rulebook, int, int]]:
    return [draw_rulebook(Random(seed)) for seed in range(DRAWN)]


@relaxed
@given(book=rulebooks())
def test_what_is_valid_is_accepted(book: Rulebook) -> None:
    assert problems_of(book) == []


NOT_DRAWN = {
    "consequence.score",
    "act.unless_met_on_list", "act.only_met_on_list", "act.met_score", "act.met_score_from", "act.met_yuan_per_point",
    "steer.when_opinion", "steer.when_opinion_at_least", "steer.when_opinion_at_most",
}  # fmt: skip
"""Words that only go together with others which chance does not bring together: meetings, opinions that people hold, a score to spend."""


@pytest.mark.slow
def test_every_word_of_the_language_is_in_some_valid_rulebook(drawn: list[tuple[Rulebook, int, int]]) -> None:
    every = {f"{kind}.{word}" for kind, model in models().items() for word in fields_by_word(model)}
    used = {f"{block.kind}.{word}" for book, _, _ in drawn for block in book.blocks for word in block.words}
    assert every - used - NOT_DRAWN == set(), "the strategy cannot write these words; help it in strategies/company.py"


def test_few_words_are_refused_by_accident(drawn: list[tuple[Rulebook, int, int]]) -> None:
    assert sum(taken for _, _, taken in drawn) < MOST_TAKEN_OUT * sum(words for _, words, _ in drawn)
    assert sum(len(book.blocks) for book, _, _ in drawn) > 20 * len(drawn)


def test_valid_rulebooks_become_tables(drawn: list[tuple[Rulebook, int, int]], tmp_path: Path) -> None:
    refused = []
    for book, _, _ in drawn[:20]:
        without_norms(book).write(tmp_path)
        assert load_regime(tmp_path).id == "regime-0"
        try:
            Plan(make_world(str(tmp_path), persons=40, years=0.5, window_days=1))
        except InputError as error:
            refused.append(str(error))
    assert len(refused) < 10, refused
    assert [said for said in refused if " most" not in said and "takes one" not in said] == [], (
        "what a world cannot hold is said as a limit"
    )


def without_norms(book: Rulebook) -> Rulebook:
    """The rulebook without words that ask for norms, of which the population of the city has none, or for other regimes."""
    asking = ("needs_norm", "follows", "needed")
    plain = copy.deepcopy(book)
    for block in plain.blocks:
        block.words = {
            word: value
            for word, value in block.words.items()
            if word not in asking and not (isinstance(value, dict) and set(asking) & value.keys())
        }
    mend(plain)
    return plain


@relaxed
@given(mistake=mistaken_rulebooks(most=DRAWN))
def test_one_mistake_is_refused_on_its_line(mistake: Mistake) -> None:
    hold(mistake)


@pytest.mark.parametrize("kind", MISTAKES)
def test_each_kind_of_mistake(kind: str, drawn: list[tuple[Rulebook, int, int]]) -> None:
    found = [make_mistake(book, kind, Random(k)) for k, (book, _, _) in enumerate(drawn[:25])]
    made = [mistake for mistake in found if mistake is not None]
    assert len(made) > 15
    for mistake in made:
        hold(mistake)


def hold(mistake: Mistake) -> None:
    """Refused on the line of the mistake, and the message names what is wrong."""
    problems = problems_of(mistake.book)
    there = [each for each in problems if Path(each.file).name == mistake.file and each.line == mistake.line]
    assert any(mistake.names in each.message for each in there), (mistake.kind, mistake.line, mistake.names, problems)


def test_a_wrong_line_and_a_wrong_name_are_seen(
    monkeypatch: pytest.MonkeyPatch, drawn: list[tuple[Rulebook, int, int]]
) -> None:
    mistake = make_mistake(drawn[0][0], "unknown word", Random(1))
    assert mistake is not None
    hold(mistake)
    right = mistake.names
    mistake.names = "another-word"
    with pytest.raises(AssertionError):
        hold(mistake)
    mistake.names = right
    monkeypatch.setattr(locate.Lines, "of", lambda self, where: 1)
    with pytest.raises(AssertionError):
        hold(mistake)
