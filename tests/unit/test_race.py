"""Every engine of the race lives the same law, and the check would notice another one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"
NAMES = ("mesa", "polars", "starsim", "numpy-plain", "numpy-tuned", "numpy-skip", "ours", "c", "c-tick", "c-thinned")
BEYOND_CHANCE = 4.0


@pytest.fixture(scope="module")
def engines() -> Iterator[ModuleType]:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        from peers import engines

        yield engines
    finally:
        sys.path.remove(str(BENCHMARKS))


def away(name: str, engines: ModuleType, persons: int) -> float:
    """Standard errors of the figure that lies farthest from what is expected."""
    from peers.model import DAYS, errors_away, figures

    engine = next(engine for engine in engines.ENGINES if engine.name == name)
    if missing := engine.missing():
        pytest.skip(missing)
    way = {"way": engine.way} if engine.way else {}
    lived = engine.load().live(persons, DAYS, 7, **way)
    return max(map(abs, errors_away(figures(lived, persons), persons).values()))


def test_the_list_of_engines_is_known(engines: ModuleType) -> None:
    assert tuple(engine.name for engine in engines.ENGINES) == NAMES
    assert [engine.name for engine in engines.chosen("c,numpy")] == [
        n for n in NAMES if n[0] == "c" or n[:5] == "numpy"
    ]


@pytest.mark.parametrize("name", NAMES)
def test_engine_lives_the_law(name: str, engines: ModuleType) -> None:
    persons = {"mesa": 2_000, "starsim": 8_000, "polars": 8_000, "ours": 8_000, "numpy-plain": 8_000}.get(name, 40_000)
    assert away(name, engines, persons) < BEYOND_CHANCE


@pytest.mark.parametrize(
    ("module", "constant", "wrong"),
    [("numpy_plain", "LISTED_BELOW", 505), ("numpy_tuned", "HOUSEHOLD_CHANCE", 0.2), ("numpy_skip", "SEEN", 0.6)],
)
def test_another_law_is_noticed(
    module: str, constant: str, wrong: float, engines: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib

    monkeypatch.setattr(importlib.import_module(f"peers.{module}"), constant, wrong)
    assert away(module.replace("_", "-"), engines, 40_000) > BEYOND_CHANCE


def test_households_read_daily_instead_of_weekly_are_noticed(
    engines: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read every day, households suffer a little sooner: near, but not the same law."""
    from peers import c_engine

    if missing := c_engine.missing():
        pytest.skip(missing)
    monkeypatch.setitem(c_engine.DEFINED, "WEEK", 1)
    c_engine.library.cache_clear()
    try:
        assert away("c-thinned", engines, 4_000_000) > BEYOND_CHANCE
    finally:
        c_engine.library.cache_clear()


@pytest.mark.parametrize("way", ["events", "thinned", "ticks"])
def test_threads_of_the_c_engine_change_nothing(way: str, engines: ModuleType) -> None:
    from peers import c_engine

    if missing := c_engine.missing():
        pytest.skip(missing)
    one, three = (c_engine.tally(way, 50_004, 365, 1, threads) for threads in (1, 3))
    assert [getattr(one, name) for name in ("denied", "listed", "score", "bad", "good")] == [
        getattr(three, name) for name in ("denied", "listed", "score", "bad", "good")
    ]


def test_a_chart_is_drawn_of_what_was_measured(engines: ModuleType) -> None:
    import json
    from xml.etree import ElementTree

    import growth_chart

    kept = json.loads((BENCHMARKS / "growth.json").read_text(encoding="utf-8"))
    drawn = growth_chart.drawn(kept)
    assert drawn == (BENCHMARKS.parent / "docs" / "images" / "growth.svg").read_text(encoding="utf-8")
    circles = [each for each in ElementTree.fromstring(drawn).iter() if each.tag.endswith("circle")]
    panels = [panel.grows for panel in growth_chart.PANELS]
    assert len(circles) == sum(panels.count(point["grows"]) for point in kept["points"])
