"""Laws that a rulebook writes into a figure: what people draw has the mean, the spread and the shares that were said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from property.lives import differs, live

from glasshouse.engine.city import City

HEAD = """
vocabulary = 1
[regime]
id = "law"
title = "A law of numbers"
kind = "reference"
about = "For tests."
[covers]
source = "assumption"
[[score]]
id = "points"
source = "assumption"
"""
CIVIC = """
[[rule]]
id = "civic"
on = "run-red-light"
points = { is = -10, sigma = 4 }
source = "assumption"
[[channel]]
id = "eyes"
by = "camera"
covers = "run-red-light"
source = "assumption"
"""
N = 6000


def regime(room: Path, text: str) -> str:
    """A folder with a regime of its own."""
    folder = room / "law"
    folder.mkdir(exist_ok=True)
    (folder / "regime.toml").write_text(HEAD + text, "utf-8")
    (folder / "SOURCES.md").write_text("| key | source |\n|---|---|\n", "utf-8")
    return str(folder)


def lived(room: Path, text: str, persons: int = N, days: int = 1, **more: object) -> City:
    return live(regime(room, text), persons, days / 365, population="village", **more)


def starts(room: Path, text: str) -> tuple[np.ndarray, np.ndarray]:
    """Points on the first evening, and groups."""
    city = lived(room, text)
    return city.people.points[:, 0].astype(float), city.traits.group


def test_a_start_may_be_normal(tmp_path: Path) -> None:
    points, _ = starts(tmp_path, "start = { is = 100, sigma = 15 }\nstep = 0.5\n")
    assert abs(points.mean() / 2 - 100) < 4 * 15 / N**0.5
    assert abs(points.std() / 2 - 15) < 4 * 15 / (2 * N) ** 0.5
    # not only the first two moments: as many beyond one, two and three sigma as the normal law has
    for sigmas, share in ((1, 0.317), (2, 0.0455), (3, 0.0027)):
        beyond = (np.abs(points / 2 - 100) > 15 * sigmas).mean()
        assert abs(beyond - share) < 4 * (share / N) ** 0.5


def test_a_start_stays_within_the_scale(tmp_path: Path) -> None:
    points, _ = starts(tmp_path, "start = { is = 100, sigma = 30 }\nfloor = 60\nceiling = 110\n")
    assert points.min() == 60
    assert points.max() == 110
    assert abs((points == 110).mean() - 0.3759) < 0.03  # half a step below the ceiling


def test_lines_with_shares_are_drawn_by_group(tmp_path: Path) -> None:
    text = """start = [
        { group = "minority", is = 0, share = 0.75 },
        { group = "minority", is = 1, share = 0.25 },
        { is = [5, 6], share = 0.2 },
        { is = 8, share = 0.8 },
    ]
    """
    points, group = starts(tmp_path, text)
    minority, majority = points[group == 1], points[group == 0]
    assert set(minority) == {0, 1}
    assert set(majority) == {5, 6, 8}
    assert abs((minority == 0).mean() - 0.75) < 4 * (0.1875 / minority.size) ** 0.5
    assert abs((majority == 8).mean() - 0.8) < 4 * (0.16 / majority.size) ** 0.5
    assert abs((majority == 5).mean() - 0.1) < 4 * (0.09 / majority.size) ** 0.5


def test_a_reset_leads_back_to_the_own_start(tmp_path: Path) -> None:
    text = 'start = { is = 100, sigma = 15 }\nresets = "month"\n' + CIVIC
    start = starts(tmp_path, text)[0][:200]
    before, after = (lived(tmp_path, text, 200, days).people.points[:, 0] for days in (60, 62))
    moved, still = (before != start).sum(), (after != start).sum()  # the second month begins on day 60
    assert moved > 10
    assert still < moved / 2


def test_a_return_may_lead_elsewhere(tmp_path: Path) -> None:
    text = "start = 900\nstep = 0.01\nreturns_share_per_month = 0.05\nreturns_to = 1000\n"
    points = lived(tmp_path, text, 20, 370).people.points[:, 0]
    assert set(points) == {100_000 - 5404}  # twelve steps of 5 %, each rounded to the score's step


def test_points_may_be_normal(tmp_path: Path) -> None:
    text = "start = 0\n" + CIVIC
    city = lived(tmp_path, text, 2000, 84)
    seen = city.people.tally[:, 4].astype(int)
    once = city.people.points[seen == 1, 0]
    assert once.size > 100
    assert abs(once.mean() + 10) < 4 * 4 / once.size**0.5
    assert abs(once.std() - 4.01) < 4 * 4 / (2 * once.size) ** 0.5


@pytest.mark.parametrize("window_days", [1, 84])
def test_laws_do_not_depend_on_windows_or_threads(tmp_path: Path, window_days: int) -> None:
    text = "start = { is = 100, sigma = 15 }\nreturns_share_per_month = 0.1\n" + CIVIC
    usual = lived(tmp_path, text, 2000, 90)
    assert differs(usual, lived(tmp_path, text, 2000, 90, window_days=window_days, tasks=2)) == []
