"""A browser for the tests that need one; without Chromium they are skipped, and say so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that --quick can leave it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    """Find Chromium: named in GLASSHOUSE_CHROMIUM, on the path, or where it is usually installed."""
    named = os.environ.get("GLASSHOUSE_CHROMIUM")
    found = (
        [named]
        if named
        else [shutil.which(name) for name in NAMES] + [place for place in PLACES if Path(place).exists()]
    )
    return next((place for place in found if place), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start Chromium once for all tests, without a network of its own."""
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not installed, so no page was opened; install it or name it in GLASSHOUSE_CHROMIUM")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """Open an empty page that may not reach any network."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
