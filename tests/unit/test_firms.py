"""Firms: rows behind the persons of their place, run by heads of households; persons' lives and figures stay as they were."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from property.lives import live

import glasshouse as gh
from glasshouse.engine.city import City
from glasshouse.engine.state import T_DONE, T_REFUSED
from glasshouse.engine.world import make_world
from glasshouse.kit.errors import InputError
from glasshouse.outcomes.all import OUTCOMES
from glasshouse.pages.report import report_html
from glasshouse.population.firms import firms_among, persons_among
from glasshouse.rulebook.read import DATA

TOWN = DATA / "populations" / "market-town.toml"
FIRM = 'id = "company"'


def town(tmp_path: Path, per_1000: int, same_owner: float = 0.3) -> str:
    """The market town with companies only, so many to a thousand persons."""
    text = TOWN.read_text("utf-8")
    first, rest = text.split("[[firm]]", 1)
    after = rest[rest.index("# yuan;") :]
    firm = f'[[firm]]\n{FIRM}\nlabel = "a company"\nper_1000_persons = {per_1000}\nsame_owner_share = {same_owner}\nmean_years = 4\n'
    path = tmp_path / "town.toml"
    path.write_text(first + (firm + 'source = "assumption"\n\n' if per_1000 else "") + after, "utf-8")
    return str(path)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> gh.Run:
    return gh.simulate(
        "rongcheng+tax-rating",
        "market-town",
        persons=240,
        years=1.0,
        threads=1,
        out=tmp_path_factory.mktemp("run") / "r",
    )


def test_rows_and_persons_are_inverse() -> None:
    for share in (0, 1, 500, 58_000, 999_999, 1_000_000):
        for persons in range(0, 900, 13):
            assert persons_among(persons + firms_among(persons, share), share) == persons


def test_persons_are_the_same_with_firms_and_without(tmp_path: Path) -> None:
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    one = live("rongcheng", persons=150, years=0.6, population=town(tmp_path / "with", 200))
    other = live("rongcheng", persons=150, years=0.6, population=town(tmp_path / "without", 0))
    assert one.n == 180
    assert other.n == 150
    for name in ("age", "home", "size", "role", "caution", "joined"):
        assert np.array_equal(getattr(one.traits, name)[:150], getattr(other.traits, name))
    assert np.array_equal(one.people.tally[:150], other.people.tally)
    assert one.people.tally[150:].sum() == 0


def test_a_firm_is_its_owners(tmp_path: Path) -> None:
    city = firms_of(town(tmp_path, 500, same_owner=0.5))
    firms = city.traits.role == 5
    owners = city.traits.home[firms]
    assert firms.sum() == 60
    assert np.array_equal(city.traits.home[owners], owners), "an owner is the first person of a household"
    for trait in ("type", "wealth", "caution", "kind"):
        assert np.array_equal(getattr(city.traits, trait)[firms], getattr(city.traits, trait)[owners])
    assert len(set(owners)) < 45, "some own several"
    same = np.diff(owners.astype(int)) == 0
    assert 0.35 < same.mean() < 0.7


def firms_of(population: str) -> City:
    return live("tax-rating", persons=120, years=0.02, population=population)


def test_persons_do_no_acts_of_firms_and_firms_none_of_persons(lived: gh.Run) -> None:
    from_firms = set(lived.firms.acts["act"].cast(pl.String)) - {None}
    assert from_firms
    assert all(name in ("file-tax-late", "underpay-tax", "miss-tax-records", "defraud-tax") for name in from_firms)
    assert lived.firms.persons["done"].sum() == lived.firms.acts["done"].sum() > 0
    assert lived.persons["done"].sum() == lived.acts["done"].sum() > 0


def test_tables_count_persons_and_firms_apart(lived: gh.Run) -> None:
    assert (lived.persons.height, lived.firms.persons.height) == (240, 14)
    last = pl.col("week") == pl.col("week").max()
    assert lived.panel.filter(last)["persons"].sum() == 240
    assert lived.firms.panel.filter(last)["persons"].sum() == 14
    assert list(lived.manifest["grades"]) == ["rongcheng"]
    assert list(lived.firms.manifest["grades"]) == ["tax-rating"]
    assert set(lived.scores["score"].cast(pl.String)) == {"rongcheng/city", "rongcheng/village"}
    for outcome in OUTCOMES.values():
        for run in (lived, lived.firms):
            frame = outcome.measure(run)
            said = frame["group"].cast(pl.String).unique() if "group" in frame.columns and frame.height else []
            assert ("firm" in list(said)) == (run is lived.firms and len(said) > 0)


def test_a_firm_can_be_explained(lived: gh.Run) -> None:
    told = lived.explain(241)
    assert told.matches_record
    assert told.sentences[0].startswith("Firm 241 is synthetic: ")


def test_a_regime_over_firms_says_what_to_do_where_there_are_none() -> None:
    with pytest.raises(
        InputError, match="'tax-rating' covers firms, and the population 'city' has none; leave --population out"
    ):
        make_world("tax-rating", "city", 50)
    assert make_world("tax-rating", None, 50).population == "market-town"
    assert make_world("rongcheng", None, 50).population == "city"


def test_number_of_persons_is_that_of_persons() -> None:
    world = make_world("tax-rating", None, 2500)
    assert (world.persons, world.place_size, world.n_cities) == (2500, 1058, 1)
    assert world.places_of(0) == [1058, 1058, 529]
    assert world.rows == 2645


SMALL, LARGE = "persons_per_place = 1_000", "persons_per_place = 60_000"


@pytest.mark.parametrize(
    ("edits", "says"),
    [
        ({'id = "shop"': 'id = "worker"'}, "a role is called so, and kinds of firms read like roles"),
        ({'id = "majority"': 'id = "firm"'}, "is what the tables call all firms"),
        ({SMALL: LARGE}, ""),
        (
            {SMALL: LARGE, "1000_persons = 4\n": "1000_persons = 100\n"},
            "a place has 69,240 rows, and 65,000 are the most",
        ),
        (
            {"[settled]": '[[opinion]]\nid = "o"\nlabel = "o"\nsource = "assumption"\n\n[settled]'},
            "people with opinions cannot have firms yet; leave out [[firm]], or [[opinion]]",
        ),
    ],
)
def test_firms_that_cannot_be_are_refused(tmp_path: Path, edits: dict[str, str], says: str) -> None:
    text = TOWN.read_text("utf-8")
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "town.toml"
    path.write_text(text, "utf-8")
    problems = [str(problem) for problem in gh.check(path).problems]
    assert any(says in problem for problem in problems) if says else problems == []


def test_a_population_may_have_kinds_of_firms_and_none_of_them(tmp_path: Path) -> None:
    people = tmp_path / "town.toml"
    people.write_text(TOWN.read_text("utf-8"), "utf-8")
    assert [case.why for case in gh.cases("red-list", people) if not case.passed] == []


@pytest.mark.parametrize("regime", ["tax-rating", "environment-colours", "abnormal-directory", "serious-list"])
def test_each_regime_changes_the_lives_of_firms(tmp_path: Path, regime: str) -> None:
    text = TOWN.read_text("utf-8")
    for old, new in (("persons = 14\n", "persons = 500\n"), ("persons = 4\n", "persons = 500\n")):
        assert f"per_1000_{old}" in text
        text = text.replace(f"per_1000_{old}", f"per_1000_{new}")
    people = tmp_path / "town.toml"
    people.write_text(text, "utf-8")
    n, years = (300, 2.0) if regime == "serious-list" else (100, 1.2)
    under = live(regime, persons=n, years=years, population=str(people))
    without = live("none", persons=n, years=years, population=str(people), also=regime)
    of_firms = slice(n, None)
    assert under.people.tally[of_firms, T_REFUSED].sum() > 0
    assert without.people.tally[:, T_REFUSED].sum() == 0
    assert under.people.tally[of_firms, T_DONE].sum() < without.people.tally[of_firms, T_DONE].sum()
    assert np.array_equal(under.people.tally[:n, T_DONE], without.people.tally[:n, T_DONE])


def test_the_page_asks_of_firms_apart(lived: gh.Run) -> None:
    page = report_html(lived)
    ids = re.findall(r'<section id="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert {"grades", "firms-grades", "scores", "firms-scores"} <= set(ids)
    assert "and ran 14 firms" in page
    told = page[page.index('<section id="firms-grades"') :]
    assert "graded firms" in told[: told.index("</section>")]
    assert "(Rongcheng" not in told[: told.index("</section>")]


def test_only_persons_are_told_of_firms_as_owners(tmp_path: Path) -> None:
    folder = tmp_path / "traders"
    shutil.copytree(Path(__file__).parents[1] / "worlds" / "traders", folder)
    feed = '\n[[feed]]\nid = "fed"\nregime = "tax-rating"\nstanding = { grade_at_most = "D" }\nlands_on = "owners"\nsource = "definition"\n'
    with (folder / "regime.toml").open("a", encoding="utf-8") as file:
        file.write(feed)
    said = [str(problem) for problem in gh.check(str(folder)).problems]
    assert len(said) == 1
    assert "lands_on: owners are persons, and the regime covers none; leave it out, or cover persons" in said[0]
