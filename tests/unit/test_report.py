"""The page as text: what it says of each kind of world, and that it stands alone."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from fake_run import FakeRun, fake_run

from glasshouse.pages.report import report_html, title_of, write_report
from glasshouse.pages.sections.all import SECTIONS
from glasshouse.pages.words import short_title

BOUNDARY = "synthetic people; not a forecast; not for scoring anyone"
WORLDS = [("none",), ("court-list",), ("sesame",), ("rongcheng", "court-list"), ("rongcheng", "court-list", "sesame")]


def without_library(page: str) -> str:
    """The page up to the chart library."""
    return page.split("<noscript>")[0]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> FakeRun:
    return fake_run(tmp_path_factory.mktemp("run"), persons=3_000, years=1)


@pytest.mark.parametrize("n_cities", [1, 3])
@pytest.mark.parametrize("regimes", WORLDS, ids="+".join)
def test_every_world_gets_a_page(tmp_path: Path, regimes: tuple[str, ...], n_cities: int):
    page = write_report(fake_run(tmp_path, regimes, persons=3_000, years=1, n_cities=n_cities))
    text = page.read_text(encoding="utf-8")
    assert page == tmp_path / "report.html"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"], "nothing unfinished is left behind"
    assert page.stat().st_size < 6_000_000
    assert text.count(BOUNDARY) == 2, "top and bottom"
    assert text.count("plotly.js v") == (0 if regimes == ("none",) else 1)
    assert "nan" not in re.findall(r">\s*(nan|None|null|inf)\s*<", text)
    words = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", without_library(text), flags=re.S)
    assert not re.search(r"\b(nan|None|null|inf|Decimal)\b", words), "no machine word in the text"


def test_nothing_comes_from_outside(run: FakeRun):
    page = without_library(report_html(run))
    addresses = re.findall(r"""(?:src|href)=["']([^"'#]+)""", page)
    assert addresses
    assert all(address.startswith("data:") for address in addresses)
    assert "url(" not in page
    assert "@import" not in page


def test_each_section_has_its_question_its_figure_its_count_and_its_data(run: FakeRun):
    page = without_library(report_html(run))
    told = [section for section in (make(run) for make in SECTIONS) if not section.nothing]
    assert len(told) == 11
    for section in told:
        said = (section.figure, section.figure_text, section.answer, section.count, section.fine)
        assert all(said), section.outcome.id
        assert "interval" in section.fine, section.outcome.id
        data = base64.b64decode(section.data_link.split("base64,")[1])
        assert pl.read_csv(io.BytesIO(data), infer_schema_length=None).height == section.frame.height
        assert f'download="{section.outcome.id}.csv"' in page


def test_a_world_without_anything_says_so_in_sentences(tmp_path: Path):
    page = report_html(fake_run(tmp_path, ("none",), persons=3_000, years=1))
    assert "3,000 synthetic people lived 1 year without a social credit system" in page
    assert "Nobody is graded in this world." in page
    assert 'class="drawing"' not in page


def test_the_title_names_the_systems_in_words(run: FakeRun):
    assert title_of(run) == (
        "3,000 synthetic people lived 1 year under Rongcheng personal credit and the court list of judgment defaulters"
    )


def test_a_run_without_labels_still_reads(run: FakeRun):
    manifest = {word: value for word, value in run.manifest.items() if word not in ("labels", "act_kinds")}
    page = report_html(FakeRun(**{**vars(run), "manifest": manifest}))
    assert "Run red light" in page
    assert "given up" in page


def test_a_partial_run_is_marked(run: FakeRun):
    page = report_html(FakeRun(**{**vars(run), "manifest": {**run.manifest, "state": "running", "digest": None}}))
    assert "This run is not finished" in page


def test_too_few_people_are_said_to_be_too_few(tmp_path: Path):
    page = report_html(fake_run(tmp_path, persons=3_000, years=1, minority_share=0.005))
    assert "minority: too few" in page
    assert ">too few<" in page


def test_names_from_a_rulebook_cannot_break_the_page(run: FakeRun):
    labels = {"acts": {"litter": "</script><script>alert(1)</script>"}, "scores": {"rongcheng/city": "<b>&\"'"}}
    page = report_html(FakeRun(**{**vars(run), "manifest": {**run.manifest, "labels": labels}}))
    assert "<script>alert" not in page
    assert '<b>&"' not in page


def test_the_same_run_gives_the_same_page(run: FakeRun):
    assert report_html(run) == report_html(run)


def test_titles_are_short_where_that_tells_regimes_apart():
    def named(**titles: str) -> list[str]:
        record: Any = SimpleNamespace(manifest={"titles": titles})
        return [short_title(record, regime) for regime in titles]

    assert named(a="Suining: 1,000 points in four parts") == ["Suining: 1,000 points in four parts"]
    assert named(a="The court list, first rules") == ["the court list"]
    assert named(a="The court list, first rules", b="The court list, softened") == [
        "the court list, first rules",
        "the court list, softened",
    ]


def test_a_myth_and_fiction_are_called_so(run: FakeRun):
    regimes = [*run.manifest["world"]["regimes"], "fable", "film"]
    titles = {**run.manifest["titles"], "fable": "The tale", "film": "A film"}
    kinds = {"fable": "myth", "film": "fiction"}
    told = {**run.manifest, "world": {**run.manifest["world"], "regimes": regimes}, "titles": titles, "kinds": kinds}
    page = report_html(FakeRun(**{**vars(run), "manifest": told}))
    assert "The tale is a myth: nobody runs it" in page
    assert "A film is fiction." in page
    assert "a myth" not in report_html(run)


def test_many_systems_are_listed_below_the_title(run: FakeRun):
    names = ["a", "b", "c", "d", "e"]
    titles = {name: f"System {name}" for name in names}
    told = {**run.manifest, "world": {**run.manifest["world"], "regimes": names}, "titles": titles}
    many = FakeRun(**{**vars(run), "manifest": told})
    assert title_of(many).endswith("under 5 systems at once")
    assert "In force are System a, System b, System c, System d and System e." in report_html(many)


def test_parts_of_a_score_are_drawn_small_and_stand_in_a_table(run: FakeRun):
    name = str(run.scores["score"].cast(pl.String).unique()[0])
    page = report_html(FakeRun(**{**vars(run), "manifest": {**run.manifest, "parts": {name: "rongcheng/whole"}}}))
    assert 'class="small"' in page
    assert "Points at the end" in page
    assert "Points at the end" not in report_html(run)
