"""Can a person read a story's page? In Chromium, from a file, on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from glasshouse.engine.stories import play_story
from glasshouse.pages.story import write_story


@pytest.fixture(scope="module")
def story_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_story(play_story("depositors"), tmp_path_factory.mktemp("story") / "story.html")


@pytest.mark.parametrize("width", [1280, 390, 360])
def test_two_lives_fit_the_screen_and_nothing_is_fetched(browser: Any, story_page: Path, width: int) -> None:
    asked: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.on(
        "request", lambda request: asked.append(request.url) if not request.url.startswith(("data:", "file:")) else None
    )
    page.goto(story_page.as_uri())
    assert asked == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (
        page.evaluate(
            "[...document.querySelectorAll('.card')].filter(e => e.getBoundingClientRect().right > innerWidth).length"
        )
        == 0
    )
    here, there = (
        page.evaluate(f"document.querySelector('.pair .{side} .card').getBoundingClientRect().toJSON()")
        for side in ("here", "there")
    )
    if width > 700:
        assert here["right"] <= there["left"], "side by side"
    else:
        assert here["bottom"] <= there["top"], "one below the other"
        assert there["left"] > here["left"], "and set apart"
    page.close()


def test_the_order_of_headings_and_dates_is_right_for_a_reader_that_speaks(browser: Any, story_page: Path) -> None:
    page = browser.new_page()
    page.goto(story_page.as_uri())
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    dates = page.evaluate("[...document.querySelectorAll('time')].map(e => e.dateTime)")
    assert dates == sorted(dates)
    assert len(dates) > 4
    page.close()
