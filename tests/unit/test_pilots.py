"""Regimes in force in a share of the places: as large a share as was asked for, among neighbours and in each kind of place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from property.lives import live

from glasshouse.engine.city import Plan, make_city
from glasshouse.engine.tabulate import persons
from glasshouse.engine.world import make_world
from glasshouse.population.make import W_AWARE, W_JOINED, W_PART
from glasshouse.rulebook.read import DATA

PLACES = 60
"""Places of ten persons, so many to a city."""


def small(folder: Path, share: str, regime: str = "tongxiang-paper") -> dict[str, object]:
    """A world of small places in which a regime is in force in a share of them."""
    own = folder / regime
    own.mkdir(exist_ok=True)
    for file in ("regime.toml", "SOURCES.md"):
        text = (DATA / "regimes" / regime / file).read_text("utf-8")
        given = f"places_share = {share}\nunit ="
        (own / file).write_text(text.replace("unit =", given, 1), "utf-8")
    text = (DATA / "populations" / "city.toml").read_text("utf-8")
    for word, value in (("persons_per_place", 10), ("places_per_city", PLACES)):
        old = next(line for line in text.splitlines() if line.startswith(word))
        text = text.replace(old, f"{word} = {value}")
    (folder / "small.toml").write_text(text, "utf-8")
    return {"regimes": str(own), "population": str(folder / "small.toml"), "persons": 10 * PLACES}


def taking_part(folder: Path, share: str, city: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Whether each place of a city takes part, and its kind."""
    world = make_world(**small(folder, share) | {"persons": 10 * PLACES * (city + 1)}, years=1)  # type: ignore[arg-type]
    rows = make_city(Plan(world), city, 1).traits.rows
    part = (rows[:, W_PART] & 1) == 1
    assert not rows[~part][:, [W_JOINED, W_AWARE]].any()
    assert rows[part][:, W_JOINED].all()
    assert (part.reshape(PLACES, 10) == part[::10, None]).all()
    return part[::10], rows[::10, 1]


@pytest.mark.parametrize("share", ["0", "0.04", "0.25", "0.5", "0.87", "1.0"])
def test_of_ten_neighbours_the_share_takes_part(tmp_path: Path, share: str) -> None:
    part, _ = taking_part(tmp_path, share)
    of_ten = part.reshape(-1, 10).sum(1)
    assert (np.abs(of_ten - 10 * float(share)) < 1).all()
    assert abs(part.sum() - PLACES * float(share)) < 2


def test_a_larger_share_adds_places_and_moves_none(tmp_path: Path) -> None:
    less, more = (taking_part(tmp_path, share, city=1)[0] for share in ("0.35", "0.6"))
    assert less.sum() < more.sum()
    assert (less <= more).all()


def test_a_share_may_go_by_kind_of_place(tmp_path: Path) -> None:
    part, kind = taking_part(tmp_path, '[{ kind_of_place = "village", is = 1 }, { is = 0.2 }]')
    village = kind == 2
    assert part[village].all()
    assert 0 < part[~village].mean() < 0.4


def test_what_asks_nothing_of_a_person_binds_nobody_elsewhere(tmp_path: Path) -> None:
    """Without registration one is refused: but only where the register is in force."""
    table = persons(live(**small(tmp_path, "0.5", "hukou"), years=0.5))  # type: ignore[arg-type]
    here, elsewhere = table.filter(table["takes_part_hukou"]), table.filter(~table["takes_part_hukou"])
    assert here["refused"].sum() > 0
    assert elsewhere["refused"].sum() == elsewhere["eased"].sum() == 0


def test_where_it_is_not_in_force_a_regime_does_nothing_and_the_table_says_where_that_is(tmp_path: Path) -> None:
    table = persons(live(**small(tmp_path, "0.5"), years=0.5))  # type: ignore[arg-type]
    name = table.columns[[each.startswith("takes_part_") for each in table.columns].index(True)]
    assert name == "takes_part_tongxiang-paper"
    here, elsewhere = table.filter(table[name]), table.filter(~table[name])
    assert min(len(here), len(elsewhere)) > 100
    assert elsewhere["seen"].sum() == elsewhere["for_points"].sum() == elsewhere["false_reports"].sum() == 0
    assert here["seen"].sum() > 0
    assert elsewhere["score_tongxiang-paper/paper"].is_nan().all()
    assert here["score_tongxiang-paper/paper"].is_not_nan().all()
