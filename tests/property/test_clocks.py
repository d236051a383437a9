"""Acts on a clock: on which days they come, what excludes what, who shares a draw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from property.lives import live

from glasshouse.kit.errors import RulebookError

HEAD = """vocabulary = 1
[regime]
id = "clocks"
title = "A book of ticks"
kind = "reference"
about = "Counts how often something happens."
[covers]
source = "definition"
[[channel]]
id = "book"
by = "register"
covers_families = "ticking"
source = "definition"
"""


def world(folder: Path, **acts: str) -> str:
    """A regime that keeps one score per act: how often it was reported."""
    law, catalogue = HEAD, "vocabulary = 1\n"
    for lane, (name, words) in enumerate(acts.items(), 40_000):
        law += f'[[score]]\nid = "{name}"\nstart = 0\nsource = "definition"\n'
        law += f'[[rule]]\nid = "{name}"\ntext = "counts"\non = "{name}"\nscore = "{name}"\npoints = 1\nsource = "definition"\n'
        catalogue += (
            f'[[act]]\nid = "{name}"\nlane = {lane}\nlabel = "something ticks"\nkind = "mishap"\nfamily = "ticking"\n'
            f'visibility = "record"\nsource = "definition"\n{words}\n'
        )
    folder.mkdir(exist_ok=True)
    (folder / "regime.toml").write_text(law, "utf-8")
    (folder / "acts.toml").write_text(catalogue, "utf-8")
    return str(folder)


def counts(regime: str, days: int, persons: int = 200) -> np.ndarray:
    """Reports per person and act."""
    city = live(regime, persons=persons, years=days / 365, population="village", window_days=7)
    return city.people.points


@pytest.mark.parametrize("every", [1, 2, 3, 4, 5, 7, 30, 84, 100])
def test_a_sure_thing_comes_on_each_day_of_its_clock(tmp_path: Path, every: int) -> None:
    told = counts(world(tmp_path / "one", tick=f"every_days = {every}\nprobability = 1"), 365)
    assert (told == len(range(0, 365, every))).all()


def test_many_sure_things_fit(tmp_path: Path) -> None:
    """More occasions than one batch holds: fewer people are drawn at a time, and nothing is lost."""
    acts = {f"tick{k}": "every_days = 1\nprobability = 1" for k in range(6)}
    assert (counts(world(tmp_path / "many", **acts), 84) == 84).all()


def test_exclusive_acts_share_a_draw(tmp_path: Path) -> None:
    one = "every_days = 1\nprobability = 0.4"
    told = counts(world(tmp_path / "both", up=one, down="every_days = 1\nprobability = 0.6\nexcludes = 'up'"), 84)
    assert (told.sum(axis=1) == 84).all()
    alone = counts(world(tmp_path / "alone", up=one), 84)
    assert (told[:, 0] == alone[:, 0]).all(), "what is excluded is not touched"


def test_a_household_shares_its_draws(tmp_path: Path) -> None:
    shared = "every_days = 1\nprobability = 0.5\ndrawn_per = 'household'"
    city = live(world(tmp_path / "home", tick=shared), persons=300, years=84 / 365, population="village")
    home = city.traits.home.astype(int)
    assert (city.people.points[:, 0] == city.people.points[home, 0]).all()
    assert len(set(city.people.points[:, 0].tolist())) > 10


def test_propensity_shapes_a_chance(tmp_path: Path) -> None:
    shaped = "every_days = 1\nprobability = 0.5\nshaped_by = { trait = 'propensity', power = 2, falling = true }"
    city = live(world(tmp_path / "shape", tick=shaped), persons=3000, years=1, population="village")
    r = (city.traits.propensity + 0.5) / 256
    told, expected = city.people.points[:, 0], 365 * 0.5 * (1 - r) ** 2
    spread = np.sqrt(np.maximum(expected * (1 - expected / 365), 1e-9))
    z = (told - expected) / spread
    assert abs(z.mean()) < 4 / np.sqrt(3000)
    assert abs((z**2).mean() - 1) < 0.15


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("every_days = 1", "say how often"),
        ("every_days = 1\nprobability = 0.1\noccasions_per_year = 3", "say how often"),
        ("occasions_per_year = 3\nexcludes = 'up'", "excludes goes with every_days"),
        ("every_days = 2\nprobability = 0.1\nexcludes = 'up'", "another clock"),
        ("every_days = 1\nprobability = 0.7\nexcludes = 'up'", "sum to more than 1"),
        ("every_days = 1\nprobability = 0.7\nexcludes = 'down'", "in a circle"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, words: str, said: str) -> None:
    regime = world(tmp_path / "bad", up="every_days = 1\nprobability = 0.4", down=words)
    with pytest.raises(RulebookError, match=said) as told:
        live(regime, persons=20, years=0.3, population="village")
    assert "line" in str(told.value)
