"""Friends who cost something are dropped: they count no more, and nothing lands on them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from property.lives import live
from property.test_circle import LAW, SIZE, landed, named
from property.test_circle import PLACES as PLACES
from property.test_circle import people as people
from property.villages import STUMBLE

from glasshouse.engine.city import City

ACTS = f"{STUMBLE}0.01\n"
MEAN = """
[[score]]
id = "own"
start = [0, 100]
floor = 0
ceiling = 100
published = "month"
source = "definition"
[[score]]
id = "circle"
measures = "friends-mean"
floor = 0
ceiling = 100
published = "month"
source = "definition"
[[score]]
id = "both"
made_of = { own = 0.9, circle = 0.1 }
floor = 0
ceiling = 100
published = "month"
source = "definition"
"""


def lived(folder: Path, people: str, drops: float, words: str = "", days: int = 133) -> City:
    folder.mkdir()
    text = Path(people).read_text("utf-8")
    text = text.replace("same_group_share = 0.8\n", f"same_group_share = 0.8\ndrops_per_month = {drops}\n", 1)
    (folder / "people.toml").write_text(text, "utf-8")
    law = LAW.replace("TIE", "friends").replace("REACH", "1.0")
    (folder / "regime.toml").write_text(law + words, "utf-8")
    (folder / "acts.toml").write_text(ACTS, "utf-8")
    return live(str(folder), SIZE * PLACES, days / 365, population=str(folder / "people.toml"), window_days=7)


def dropped(city: City) -> np.ndarray:
    """How many of the six friends of each person are dropped."""
    return np.bitwise_count(city.people.days[:, city.plan.compiled.at.dropped])


def test_who_casts_a_shadow_loses_every_friend_and_the_shadow_goes(tmp_path: Path, people: str) -> None:
    kept, gone = (lived(tmp_path / str(drops), people, drops) for drops in (0.0, 1.0))
    assert landed(kept).sum() > 100
    assert landed(gone).sum() == 0
    assert (dropped(gone)[named(gone).ravel()] == 6).all()
    assert (dropped(gone)[~named(gone).ravel()] == 0).all(), "who costs nobody anything keeps all friends"


def test_friends_go_at_the_rate_that_is_said(tmp_path: Path, people: str) -> None:
    city = lived(tmp_path / "some", people, 0.2)
    ties = dropped(city)[named(city).ravel()]
    rounds = 3, 4  # months that began since the list was full, and since it opened
    assert 1 - 0.8 ** rounds[0] - 0.12 < ties.mean() / 6 < 1 - 0.8 ** rounds[1] + 0.12


@pytest.mark.slow
def test_who_drops_friends_of_lower_score_has_a_better_circle(tmp_path: Path, people: str) -> None:
    kept, gone = (lived(tmp_path / f"mean{drops}", people, drops, MEAN) for drops in (0.0, 1.0))
    before, after = (city.people.points[:, 1].astype(int) for city in (kept, gone))
    with_friends = dropped(gone) < 6
    assert after[with_friends].mean() > before[with_friends].mean() + 10
    assert (after[~with_friends] == 0).mean() > 0.9, "whoever has none left has the least"
    assert 0.3 < (dropped(gone) / 6).mean() < 0.8
