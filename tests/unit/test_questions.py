"""Questions as files, answers against published figures, and the page and chart made of them."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from glasshouse.experiments.__main__ import main
from glasshouse.experiments.answer import Answer, answer, measure_of
from glasshouse.experiments.chart import draw, nice_steps
from glasshouse.experiments.estimate import mean, median, share, spread
from glasshouse.experiments.models import page_of, worlds, write_index, write_model
from glasshouse.experiments.question import QUESTIONS, Published, load_question, question_ids
from glasshouse.kit.errors import InputError, RulebookError
from glasshouse.regime.load import load_population
from glasshouse.regime.registry import resolve

PAGES = Path(__file__).parents[2] / "docs" / "models"


def figure(**more: object) -> Published:
    words = {"id": "f", "label": "a figure", "published": 1.0, "source": "a paper"}
    return Published.model_validate(words | more)


def small(tmp_path: Path, **changes: str) -> Path:
    """The shipped lending ladder at test size."""
    text = (QUESTIONS / "lending-ladder.toml").read_text("utf-8")
    for size in ("200_000", "100_000", "20_000"):
        text = text.replace(f"persons = {size}", "persons = 2_000")
    text = text.replace("days = 1250", "days = 300")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "lending-ladder.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", question_ids())
def test_every_shipped_question_can_be_asked(name: str) -> None:
    question = load_question(name)
    assert question.id == name
    assert callable(measure_of(name))
    for world in question.world:
        resolve(world.regime)
        load_population(world.population)
        assert 84 % world.window_days == 0


@pytest.mark.parametrize("name", question_ids())
def test_every_shipped_question_is_answered_on_its_page(name: str) -> None:
    question = load_question(name)
    page, chart = PAGES / f"{name}.md", PAGES / f"{name}.svg"
    assert page.is_file(), f"write it: scripts/models {name}"
    lines = page.read_text("utf-8").splitlines()
    own = lines[: next((n for n, line in enumerate(lines) if line.startswith("## ")), len(lines))]
    rows = [line for line in own if line.startswith("| ") and not line.startswith("| figure ")]
    assert len(rows) == len(question.figure)
    for row, figure in zip(rows, question.figure, strict=True):
        assert row.startswith(f"| {figure.label} ({figure.source}) | {figure.published:.7g} | ")
        assert row.endswith(f"| **no**: {figure.differs} |" if figure.differs else "| yes |"), (
            "differs: say so in the question, or mend the model"
        )
    assert lines[0] == f"# {question.question.title}"
    assert {f"> {question.question.claim}", question.question.about} <= set(lines)
    assert set(worlds(question.world).splitlines()) <= set(lines), "of other worlds than the question's"
    drawn = ET.fromstring(chart.read_text("utf-8"))
    rings = [c for c in drawn.iter("{http://www.w3.org/2000/svg}circle") if c.get("fill") == "none"]
    assert len(rings) == sum(figure.series is not None for figure in question.figure)


def test_no_page_without_a_question() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} - {"README"} == set(question_ids())
    index = (PAGES / "README.md").read_text("utf-8")
    assert all(f"]({name}.md)" in index for name in question_ids())
    assert "not run yet" not in index


SMALL = {"neighbourhoods": 4, "districts": 10}


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in question_ids() if name != "lending-ladder"])
def test_every_measure_finds_all_its_figures(name: str, tmp_path: Path) -> None:
    question = load_question(name)
    few = tuple(
        world.model_copy(update={"persons": SMALL.get(world.population, 1_000), "seeds": world.seeds[:2]})
        for world in question.world
    )
    answers = answer(question.model_copy(update={"world": few}), tmp_path)
    assert [each.figure for each in answers] == list(question.figure)
    assert all(math.isfinite(each.value) and each.error >= 0 for each in answers)


@pytest.mark.parametrize("size", [400, 4_000])
def test_estimates_say_how_far_off_they_are(size: int) -> None:
    """The error each estimate gives is the spread of that estimate over many samples."""
    rng = np.random.default_rng(1)
    for estimate in (mean, median, spread, lambda values: share(int((values > 0.5).sum()), values.size)):
        found = np.array([estimate(rng.normal(size=size)) for _ in range(400)])
        assert found[:, 1].mean() == pytest.approx(found[:, 0].std(), rel=0.15)


@pytest.mark.parametrize(
    ("given", "value", "error", "agrees"),
    [
        ({}, 1.39, 0.1, True),
        ({}, 1.41, 0.1, False),
        ({"test": "EQ", "tolerance": 0.2}, 1.0, 0.1, True),
        ({"test": "EQ", "tolerance": 0.2}, 1.0, 0.11, False),  # too few people to say so
        ({"test": "EX"}, 1.0, 0.0, True),
        ({"test": "EX"}, 1.000001, 0.0, False),
        ({"test": "SGN"}, 0.5, 0.2, True),
        ({"test": "SGN"}, 0.5, 0.3, False),
        ({"test": "SGN", "published": -2}, 0.5, 0.2, False),
    ],
)
def test_when_a_figure_agrees(given: dict[str, object], value: float, error: float, agrees: bool) -> None:
    assert Answer(figure(**given), value, error).agrees is agrees


@pytest.mark.slow
def test_the_lending_ladder_answers_at_test_size(tmp_path: Path) -> None:
    question = load_question(small(tmp_path))
    told: list[str] = []
    answers = answer(question, progress=lambda words, share: told.append(words))
    assert len(told) == 21
    eligible = [each for each in answers if each.figure.id.startswith(("eligible", "accepted", "repaid"))]
    assert len(eligible) == 14
    assert all(each.agrees for each in eligible)
    page = write_model(question, answers, tmp_path)
    text = page.read_text("utf-8")
    assert "not for scoring anyone" in text
    assert all(each.figure.label in text for each in answers)
    chart = ET.fromstring((tmp_path / "lending-ladder.svg").read_text("utf-8"))
    rings = [c for c in chart.iter("{http://www.w3.org/2000/svg}circle") if c.get("fill") == "none"]
    assert len(rings) == 8
    assert "[The lending ladder" in write_index(tmp_path).read_text("utf-8")


def test_a_figure_that_differs_is_said(tmp_path: Path) -> None:
    question = load_question(small(tmp_path))
    answers = [Answer(each, float(each.published) + k, 0.1) for k, each in enumerate(question.figure)]
    text = page_of(question, answers)
    assert f"1 of {len(answers)} figures agree" in text
    assert text.count("**no**") == len(answers) - 1
    bare = [
        Answer(each.figure.model_copy(update={"series": None, "x": None}), each.value, each.error) for each in answers
    ]
    rows = ET.fromstring(draw(question, bare))
    assert len(list(rows.iter("{http://www.w3.org/2000/svg}circle"))) == len(answers)


def test_round_numbers_on_axes() -> None:
    for low, high in ((0, 0.57), (0, 1), (-3, 12), (0.91, 0.93), (0, 3000)):
        ticks = nice_steps(low, high)
        assert ticks[0] <= low
        assert ticks[-1] >= high
        assert 2 <= len(ticks) <= 7


def test_mistakes_in_a_question_are_told_with_their_lines(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"line \d+.*publishd") as told:
        load_question(small(tmp_path, **{"published = 0.8\n": "publishd = 0.8\n"}))
    assert "unknown word" in str(told.value)
    with pytest.raises(RulebookError, match="tolerance goes with"):
        load_question(small(tmp_path, **{"published = 0.8\n": 'published = 0.8\ntest = "EQ"\n'}))
    with pytest.raises(RulebookError, match="rename one"):
        load_question(small(tmp_path, **{'id = "open-end"': 'id = "open-1"'}))
    with pytest.raises(InputError, match="lending-ladder"):
        load_question("lending-lader")
    with pytest.raises(InputError, match="write how it is measured"):
        measure_of("no-such-question")


def test_a_wrong_name_ends_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"], tmp_path) == 2
    assert "there is no question 'nothing'" in capsys.readouterr().err


def test_numbers_that_would_touch_give_way_to_round_ones(tmp_path: Path) -> None:
    question = load_question("lending-ladder")
    for xs, shown in (
        ((10, 25, 50, 100), {"10", "25", "50", "100"}),
        ((0, 1, 3, 100), {"0", "20", "40", "60", "80", "100"}),
    ):
        placed = [Answer(figure(id=f"f{x}", series="a rather long name of a series", x=x), 0.5, 0.1) for x in xs] + [
            Answer(figure(id="g", series="another rather long name of a series", x=xs[0]), 0.5, 0.1)
        ]
        drawn = ET.fromstring(draw(question, placed))
        texts = [text for text in drawn.iter("{http://www.w3.org/2000/svg}text") if text.get("text-anchor") == "middle"]
        assert {str(text.text) for text in texts} - {question.chart.x} == shown
        names = [text for text in drawn.iter("{http://www.w3.org/2000/svg}text") if "series" in str(text.text)]
        assert len({text.get("y") for text in names}) == 2, "names beside each other would leave the chart"
