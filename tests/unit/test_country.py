"""A country: every class has its turns by its share, a sample is a part of all, and what cannot be made is refused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from glasshouse import verbs
from glasshouse.engine.city import Plan, make_city, make_traits
from glasshouse.engine.world import World, make_world
from glasshouse.population.classes import SizeClass
from glasshouse.population.country import settlements, turns
from glasshouse.population.make import W_AGE, W_BAND, W_INCOME, W_KIND, levels_among, recipe_tables
from glasshouse.population.recipe import Money
from glasshouse.regime.load import load_population
from glasshouse.rulebook.read import DATA

COUNTRY = (DATA / "populations" / "country.toml").read_text("utf-8")
SHARES = ([1.0], [0.5, 0.5], [0.5, 0.3, 0.2], [0.001, 0.999], [0.078, 0.071, 0.121, 0.067, 0.08, 0.2219, 0.3611])


def small(folder: Path, places: int = 2, people: int = 10) -> str:
    """The country with small districts, as a file."""
    file = folder / "small.toml"
    text = COUNTRY.replace("persons_per_place = 1_000", f"persons_per_place = {people}")
    file.write_text(text.replace("places_per_city = 10", f"places_per_city = {places}"), "utf-8")
    return str(file)


@pytest.mark.parametrize("shares", SHARES)
def test_after_any_number_of_turns_a_class_is_less_than_one_off(shares: list[float]) -> None:
    had = np.zeros(len(shares))
    for n, chosen in enumerate(turns(shares, 1500), start=1):
        had[chosen] += 1
        assert (abs(had - n * np.array(shares)) < 1).all(), n


def test_whole_and_sample_have_one_order() -> None:
    whole = make_world("none", "country", 1_400_000_000)
    assert whole.country is not None
    assert whole.n_cities == 140_000
    counted = Counter(whole.country.taken)
    for k, each in enumerate(whole.recipe.size_class):
        assert abs(counted[k] - each.share * 140_000) < 1
    sample = make_world("none", "country", 200_000)
    assert sample.country is not None
    assert sample.country.persons == 1_400_000_000
    assert sample.country.taken == whole.country.taken[:20]
    assert sample.country.settlements == whole.country.settlements[:20]


def test_a_large_city_is_many_districts_and_a_sample_sees_many_cities() -> None:
    def size_class(name: str, share: float, persons: int) -> SizeClass:
        return SizeClass(id=name, label=name, share=share, settlement_persons=persons, source="definition")

    classes = [size_class("city", 0.8, 4_000), size_class("village", 0.2, 100)]
    taken = turns([0.8, 0.2], 10)
    of = settlements(classes, 10_000, 1_000, taken)
    assert [number for k, number in zip(taken, of, strict=True) if k == 0] == [0, 1, 0, 1, 0, 1, 0, 1]
    assert [number for k, number in zip(taken, of, strict=True) if k == 1] == [0, 1]


def test_the_people_of_a_sample_are_those_of_the_country(tmp_path: Path) -> None:
    few, many = (Plan(make_world("court-list", small(tmp_path), n, years=0.1)) for n in (100, 400))
    for city in range(5):
        one, other = make_city(few, city, 1), make_city(many, city, 1)
        assert (one.traits.rows == other.traits.rows).all()
        assert (one.traits.levels == other.traits.levels).all()


def test_each_class_has_its_own_shares() -> None:
    world = make_world("none", "country", 400_000)
    villages, town = (people(world, k) for k in (6, 5))
    assert (villages[:, W_KIND] == 2).all()
    assert (town[:, W_KIND] < 2).all()
    old = {name: ((rows[:, W_AGE] >= 60).mean()) for name, rows in (("villages", villages), ("town", town))}
    assert abs(old["villages"] - 0.238) < 0.03
    assert abs(old["town"] - 0.158) < 0.03
    assert (villages[:, W_INCOME] < 8).mean() > 0.65 > 0.4 > (town[:, W_INCOME] < 8).mean()
    assert (villages[:, W_BAND] == 0).mean() > 0.25


def people(world: World, k: int) -> np.ndarray:
    """Who lives in the first two places of the first district of a class."""
    assert world.country is not None
    return make_traits(Plan(world), np.array([1000, 1000]), world.country.taken.index(k) * world.city_size).rows


def test_levels_are_the_countrys_among_people_of_their_own_law() -> None:
    law = Money(median_yuan=100, sigma=1, source="definition")
    assert levels_among(law, law, 16).tolist() == [(k + 1) << 28 for k in range(16)]
    assert levels_among(law, Money(median_yuan=100, sigma=0, source="definition"), 4).tolist() == [
        0,
        0,
        1 << 32,
        1 << 32,
    ]
    # a law with the median e has Phi(-1) = 0.158655 below the country's median of 1
    shifted = levels_among(
        Money(median_yuan=1, sigma=1, source="definition"), Money(median_yuan=2.718281828459045, sigma=1, source="definition"), 2
    )  # fmt: skip
    assert abs(shifted[0] / 2**32 - 0.15865525393) < 1e-9


def test_other_populations_have_levels_that_are_equally_likely() -> None:
    tables = recipe_tables(load_population("city"))
    assert tables.riches.tolist() == tables.incomes.tolist() == [(k + 1) << 28 for k in range(16)]
    for word in (0, 858993459, 858993460, 2**32 - 1):
        assert int((tables.fifths <= word).sum()) == word * 5 >> 32


def test_a_run_says_what_it_is_a_sample_of(tmp_path: Path) -> None:
    run = verbs.simulate("court-list", small(tmp_path), persons=55, years=0.02, out=tmp_path / "run", threads=1)
    assert run.districts.rows() == [(0, "villages", 0, 20), (1, "town", 0, 20), (2, "large-city", 0, 15)]
    page = verbs.report(run).read_text("utf-8")
    assert "55 in 1,400,000,000 people, 1 in 25,454,545: the first 3 districts" in page
    assert "populations/village.toml" in run.manifest["files"]
    assert verbs.simulate("none", "city", persons=20, years=0.02, out=tmp_path / "city").districts.is_empty()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("share = 0.078", "share = 0.08", "line 105  the shares of [[size_class]] sum to 1.002; they must sum to 1"),
        ('like = "village"', 'like = "vilage"', "size_class 'villages', like: there is no population"),
        ('like = "village"', 'like = "borrowers"', "like: 'borrowers' has a behaviour 'plain' that this population lacks; add it with share = 0"),
        ('like = "village"', 'like = "country"', "like: 'country' has size classes of its own; point at a recipe without any"),
        ("{ child = 0.189", "{ infant = 0.189", "age_shares, infant: there is no age band 'infant'"),
        ("old = 0.238 }", "old = 0.3 }", "size_class 'villages', age_shares: the shares sum to 1.062; they must sum to 1"),
        ('id = "country"\n', 'id = "country"\nkinds = "in-turn"\n', 'kinds = "in-turn" says another thing; leave it out'),
        ('id = "town"', 'id = "villages"', "size_class 'villages', id: another size_class is called so; give each its own id"),
    ],
)  # fmt: skip
def test_what_nobody_could_be_made_from_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "wrong.toml"
    assert COUNTRY.count(old) == 1
    file.write_text(COUNTRY.replace(old, new), "utf-8")
    problems = verbs.check(file).problems
    assert len(problems) == 1
    assert said in str(problems[0])
