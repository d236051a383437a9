"""Households that leave the country, are kept in, and come back: who goes, what waits for them, and what is counted meanwhile."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from property.lives import after_a_stop, live
from twin.compare import Pair

from glasshouse import verbs
from glasshouse.engine.cases import run_cases
from glasshouse.engine.city import City
from glasshouse.engine.state import T_DONE
from glasshouse.engine.tables import MOVING, MOVING_SHARE, SCORE_SHOWN, SCORES
from glasshouse.engine.world import make_world
from glasshouse.kit.errors import InputError
from glasshouse.population.make import W_ABROAD, W_AWAY, W_BAND, W_HOME, W_JOINED, W_MOVED
from glasshouse.population.recipe import Moving
from glasshouse.regime.load import load_population
from glasshouse.rulebook.read import DATA

DRIP = """
[[rule]]
id = "drip"
every = "month"
points = 10
text = "Something on every first of a month."
source = "assumption"
"""
SMALL = (("persons_per_place", 40), ("places_per_city", 10))


def people(folder: Path, words: str) -> str:
    """The city in small places, with these words of ``[moving]``."""
    text = (DATA / "populations" / "city.toml").read_text("utf-8")
    for word, value in SMALL:
        old = next(line for line in text.splitlines() if line.startswith(word))
        text = text.replace(old, f"{word} = {value}")
    file = folder / "people.toml"
    file.write_text(f'{text}\n[moving]\n{words}source = "assumption"\n', "utf-8")
    return str(file)


def leavers(folder: Path, returns: float = 0.6, more: str = "") -> str:
    """People who leave in crowds."""
    words = f"per_1000_households_year = 1000\nabroad_share = 0.4\nreturns_share_per_year = {returns}\n"
    return people(folder, words + more)


def register(folder: Path, leavers: str, scores: str = "", start: str = "[0, 99]") -> str:
    """A regime that scores everybody; a clause keeps in who stands low."""
    own = folder / "book"
    own.mkdir()
    (own / "regime.toml").write_text(
        f"""vocabulary = 1

[regime]
id = "book"
title = "A book, for a test"
kind = "reference"
about = "Half of the people begin below the bar, and may not leave the country."

[covers]
leavers = "{leavers}"
source = "assumption"

[[score]]
id = "standing"
start = {start}
floor = 0
ceiling = 1000
source = "assumption"
{scores}
[[consequence]]
id = "kept-in"
when = {{ score_at_most = 49 }}
denies = "exit-papers"
text = "Who stands low gets no papers."
source = "assumption"
""",
        "utf-8",
    )
    (own / "SOURCES.md").write_text("# Sources of `book`\n\nMade up for a test.\n", "utf-8")
    return str(own)


@pytest.fixture(scope="module")
def gone(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Two years under a court list, without bans on leaving asked for."""
    folder = tmp_path_factory.mktemp("leavers")
    return live("court-list", 400, years=2, population=leavers(folder, more="abroad_wealth_factor = 3\n"))


def test_whole_households_leave_and_come_back_as_often_as_is_said(gone: City) -> None:
    rows = gone.traits.rows
    first = np.arange(len(rows)) // 40 * 40 + rows[:, W_HOME]
    for column in (W_ABROAD, W_AWAY, W_JOINED):
        assert (rows[:, column] == rows[first, column]).all()
    heads = rows[first == np.arange(len(rows))]
    moves = int(gone.plan.tables[MOVING][0, MOVING_SHARE]) / 2**32
    shares = Moving(per_1000_households_year=1000, abroad_share=0.4, abroad_wealth_factor=3, source="x").abroad_shares
    back = 1 - 0.4 ** (84 / 365)
    expected = 0.0
    for band in heads[:, W_BAND]:
        away = 0.0
        for _ in range(730 // 84):
            away = away * (1 - back) + (1 - away) * moves * shares[band]
        expected += away
    spread = np.sqrt(expected * (1 - expected / len(heads)))
    assert abs((heads[:, W_ABROAD] == 1).sum() - expected) < 4 * spread
    assert (heads[:, W_AWAY] > 0).sum() > 10
    rich, poor = heads[heads[:, W_BAND] >= 3], heads[heads[:, W_BAND] <= 1]
    assert (rich[:, W_ABROAD] == 1).mean() > 1.5 * (poor[:, W_ABROAD] == 1).mean()


def test_nobody_abroad_is_under_a_regime_or_counted(gone: City) -> None:
    away = gone.traits.rows[:, W_ABROAD] == 1
    assert away.any()
    assert not gone.traits.rows[away, W_JOINED].any()
    panel = gone.counts[0].panel[:, :, 0].sum(axis=1)
    assert panel[-1] == (~away).sum()
    assert panel[0] == len(away)


def test_nobody_acts_abroad(tmp_path: Path) -> None:
    """Who left on the first eve of a season and never came back has done no more than was done by then."""
    text = leavers(tmp_path, returns=0.0)
    long, short = (live("rongcheng", 400, years=days / 365, population=text) for days in (252, 84))
    left = long.traits.rows[:, W_MOVED] == 84
    left &= long.traits.rows[:, W_ABROAD] == 1
    done = [city.people.tally[:, T_DONE].astype(int) for city in (long, short)]
    assert left.sum() > 20
    assert (done[0] == done[1])[left].all()
    assert (done[0] > done[1])[long.traits.rows[:, W_ABROAD] == 0].mean() > 0.8


def test_who_is_refused_the_papers_stays_with_the_household(tmp_path: Path) -> None:
    own, text = register(tmp_path, "keep"), leavers(tmp_path, 0.0, 'abroad_needs = "exit-papers"\n')
    city = live(own, 400, years=1, population=text)
    rows, low = city.traits.rows, city.people.points[:, 0] <= 49
    away = rows[:, W_ABROAD] == 1
    home = np.arange(len(rows)) // 40 * 40 + rows[:, W_HOME]
    adult = rows[:, 2] >= 18
    kept = np.bincount(home, low & adult, len(rows))[home] > 0
    assert away.sum() > 20
    assert not away[kept].any()
    free = live(own, 400, years=1, population=leavers(tmp_path, 0.0))
    assert (free.traits.rows[kept, W_ABROAD] == 1).any()
    refused = city.counts[0].services[:, :, :, 0].sum()
    assert refused > free.counts[0].services[:, :, :, 0].sum()


@pytest.mark.parametrize("leaves", ["keep", "erase"])
def test_the_old_book_stands_or_is_erased(tmp_path: Path, leaves: str) -> None:
    """A score that falls on every month's first day stands still meanwhile, or begins anew."""
    own, text = register(tmp_path, leaves, DRIP), leavers(tmp_path, 0.0)
    long, short = (live(own, 400, years=days / 365, population=text) for days in (252, 84))
    left = (long.traits.rows[:, W_MOVED] == 84) & (long.traits.rows[:, W_ABROAD] == 1)
    before, after = short.people.points[left, 0], long.people.points[left, 0]
    assert left.sum() > 20
    assert (after == before if leaves == "keep" else after < before).all()
    assert (long.people.points[~left, 0] > short.people.points[~left, 0]).mean() > 0.9


def test_lives_are_the_same_for_any_window_tasks_and_after_a_stop(
    tmp_path: Path, gone: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = leavers(tmp_path, more="abroad_wealth_factor = 3\n")
    several = live("court-list", 400, years=2, population=text, tasks=3)
    assert np.array_equal(several.traits.rows, gone.traits.rows)
    assert np.array_equal(several.people.days, gone.people.days)

    again = after_a_stop(tmp_path, gone.plan)
    assert np.array_equal(again.traits.rows, gone.traits.rows)
    assert np.array_equal(again.people.tally, gone.people.tally)
    assert np.array_equal(sum(c.panel for c in again.counts), sum(c.panel for c in gone.counts))

    monkeypatch.setattr("glasshouse.engine.city.KEEP_WINDOWS", True)
    by_day = live("court-list", 400, years=2, population=text, window_days=1)
    assert np.array_equal(by_day.traits.rows, gone.traits.rows)


def test_the_book_of_a_place_is_read_off_somebody_who_is_there(tmp_path: Path) -> None:
    """The first of a place may be out of the country: nothing is published to that person."""
    drip = DRIP + '\n[[score]]\nid = "street"\nunit = "place"\nstart = 0\npublished = "month"\nsource = "assumption"\n'
    drip += DRIP.replace('"drip"', '"drop"').replace("points = 10", 'score = "street"\npoints = 1')
    drip = drip.replace("points = 10", 'score = "standing"\npoints = 10', 1)
    own = register(tmp_path, "keep", drip)
    text = (Path(own) / "regime.toml").read_text("utf-8")
    text = text.replace("when = { score_at_most", 'when = { score = "standing", score_at_most')
    (Path(own) / "regime.toml").write_text(text, "utf-8")
    city = live(own, 400, years=1, population=leavers(tmp_path, 0.0))
    away = city.traits.rows[::40, W_ABROAD] == 1
    street = city.plan.index.score_of[(0, "street")]
    shown = int(city.plan.tables[SCORES][street, SCORE_SHOWN])
    assert away.any()
    for place in np.flatnonzero(away):
        rows = slice(40 * place, 40 * place + 40)
        here = city.traits.rows[rows, W_ABROAD] == 0
        assert set(city.people.points[rows, shown][here]) == {int(city.fields.books[-1][place][street])}


@pytest.mark.slow
@pytest.mark.parametrize("leaves", ["keep", "erase"])
def test_engine_is_twin_where_people_leave_the_country(tmp_path: Path, leaves: str) -> None:
    own, text = register(tmp_path, leaves), leavers(tmp_path, 0.9, 'abroad_needs = "exit-papers"\n')
    world = make_world(f"{own}+rongcheng", text, 60, years=0.95, seed=4)
    assert Pair(world).first_difference() is None


def test_a_life_tells_of_leaving_staying_and_coming_back(tmp_path: Path) -> None:
    own, text = register(tmp_path, "keep"), leavers(tmp_path, 1.0, 'abroad_needs = "exit-papers"\n')
    run = verbs.simulate(own, population=text, persons=80, years=1.9, seed=2, out=tmp_path / "run")
    back = run.persons.filter((pl.col("days_abroad") > 0) & ~pl.col("abroad"))
    told = run.explain(int(back["person"][0]))
    text = " ".join(told.sentences)
    assert "the household leaves the country; no regime is in force there" in text
    assert "the household comes back to where it lived; in force there: book" in text
    assert told.matches_record
    kept = run.persons.filter((pl.col("refused") > 0) & (pl.col("days_abroad") == 0))["person"]
    lives = [run.explain(int(person)) for person in kept[:6]]
    assert all(each.matches_record for each in lives)
    assert any("would leave the country, and stays" in " ".join(each.sentences) for each in lives)
    away = run.persons.filter(pl.col("abroad"))
    assert (away["days_abroad"] >= 1).all()
    assert away["score_book/standing"].is_null().all() or away["score_book/standing"].is_nan().all()


def test_a_case_sends_people_abroad_and_home(tmp_path: Path) -> None:
    own = register(tmp_path, "erase", start="20")
    (Path(own) / "cases.toml").write_text(
        """vocabulary = 1
regime = "book"

[[case]]
says = "Who stands high goes, comes home and begins anew; a neighbour who stands low stays."
rule = "kept-in"
person = { household = 1, neighbours = 1, score = { standing = 80 } }
happens = [
  { day = 10, moves = "abroad" },
  { day = 10, who = 1, moves = "abroad" },
  { day = 30, moves = "home" },
]
then = [
  { day = 9, score = { standing = 80 } },
  { day = 10, who = 1, refused = "exit-papers" },
  { day = 30, score = { standing = 20 } },
]
source = "assumption"
""",
        "utf-8",
    )
    found = run_cases(own)
    assert [each.why for each in found] == [""]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            'within_city_share = 0.5\nabroad_needs = "exit-papers"\n',
            "'abroad_needs' is about people who leave the country",
        ),
        (
            "abroad_share = 0.9\nabroad_wealth_factor = 4\n",
            "more than all of a fifth would leave; write abroad_share of at most 0.387",
        ),
    ],
)
def test_words_that_make_no_sense_are_refused(tmp_path: Path, words: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        load_population(people(tmp_path, "per_1000_households_year = 100\n" + words))


def test_a_service_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    text = leavers(tmp_path, more='abroad_needs = "wings"\n')
    with pytest.raises(InputError, match="'wings' is no service of the shelf or of a regime in force"):
        make_world("court-list", text, 80)
    make_world("none", text, 80)
