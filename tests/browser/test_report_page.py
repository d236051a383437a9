"""Can a person use the page? In Chromium, from a file, on a desk and on a phone."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from fake_run import fake_run

from glasshouse.pages.report import write_report

WORLDS = {
    "all": {"regimes": ("rongcheng", "court-list", "sesame"), "persons": 3_000, "years": 1, "n_cities": 3},
    "small": {"regimes": ("rongcheng", "court-list"), "persons": 3_000, "years": 1, "minority_share": 0.02},
    "list-only": {"regimes": ("court-list",), "persons": 3_000, "years": 1},
    "none": {"regimes": ("none",), "persons": 3_000, "years": 1},
}


@pytest.fixture(scope="module", params=WORLDS)
def page_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(fake_run(tmp_path_factory.mktemp(request.param), **WORLDS[request.param]))


@pytest.fixture(scope="module")
def full_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(fake_run(tmp_path_factory.mktemp("full"), **WORLDS["all"]))


def opened(browser: Any, file: Path, width: int) -> tuple[Any, list[str]]:
    """The page at this width, and everything that went wrong or went out while it opened."""
    trouble: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.on("console", lambda said: trouble.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on(
        "request", lambda asked: trouble.append(asked.url) if not asked.url.startswith(("data:", "file:")) else None
    )
    page.goto(file.as_uri())
    page.wait_for_function("!document.querySelector('.drawing') || document.documentElement.dataset.drawn")
    return page, trouble


@pytest.mark.parametrize("width", [1280, 390, 360])
def test_it_opens_without_errors_without_a_network_and_fits_the_screen(browser: Any, page_file: Path, width: int):
    page, trouble = opened(browser, page_file, width)
    assert trouble == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    drawn = page.evaluate("[...document.querySelectorAll('.drawing')].map(p => p.querySelector('.main-svg') !== null)")
    assert all(drawn)
    wider = page.evaluate(
        "[...document.querySelectorAll('.drawing, .bar-list, .key, h1, h2, .figure')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert wider == 0
    page.close()


def test_no_chart_is_empty_and_ids_are_unique(browser: Any, full_page: Path):
    page, _ = opened(browser, full_page, 1280)
    empty = page.evaluate(
        "[...document.querySelectorAll('.drawing')].filter(p => ![...p.querySelectorAll('.cartesianlayer path')]"
        ".some(s => { const b = s.getBBox(); return b.width * b.height > 0; })).map(p => p.id)"
    )
    assert empty == []
    twice = page.evaluate(
        "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)"
    )
    assert twice == []
    page.close()


def test_every_data_link_gives_a_table(browser: Any, full_page: Path, tmp_path: Path):
    page, _ = opened(browser, full_page, 1280)
    links = page.locator("a.data")
    assert links.count() == 11
    for i in range(links.count()):
        if i and i % 5 == 0:
            page.reload()  # Chromium asks back after ten downloads from one page
        with page.expect_download() as coming:
            links.nth(i).click()
        saved = tmp_path / coming.value.suggested_filename
        coming.value.save_as(saved)
        rows = list(csv.reader(saved.read_text(encoding="utf-8").splitlines()))
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1
    page.close()


def test_it_speaks_to_those_who_do_not_see_it(browser: Any, full_page: Path):
    page, _ = opened(browser, full_page, 1280)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1").count() == 1
    silent = page.evaluate(
        "[...document.querySelectorAll('[role=img]')].filter(e => !e.getAttribute('aria-label')).length"
    )
    assert silent == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.close()


def test_the_notes_unfold_and_the_figures_lead_to_their_sections(browser: Any, full_page: Path):
    page, _ = opened(browser, full_page, 390)
    note = page.locator("section details").first
    note.locator("summary").click()
    assert note.locator("p").first.is_visible()
    first = page.locator(".strip a").first
    target = first.get_attribute("href")
    first.click()
    assert page.locator(target).count() == 1
    page.close()


def test_it_prints(browser: Any, full_page: Path, tmp_path: Path):
    page, trouble = opened(browser, full_page, 1280)
    page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    assert (tmp_path / "page.pdf").stat().st_size > 50_000
    assert trouble == []
    page.close()
