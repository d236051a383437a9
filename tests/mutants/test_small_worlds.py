"""A few small worlds, quick with the compiler off, in which every number is held to something else that must equal it.

Planted bugs (``mutants.toml``) are looked for here where no other test is quick enough.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from property.lives import WORLDS, differs
from twin.addresses import philox
from twin.compare import Pair
from validation.following import live, people
from validation.test_a27_opinions import held
from validation.worlds import postings

from glasshouse.engine import kernels
from glasshouse.engine import tables as t
from glasshouse.engine.checkpoint import load_city, save_city
from glasshouse.engine.city import City, Plan, live_season, make_city, new_table
from glasshouse.engine.fields import crossing
from glasshouse.engine.log import EVERYBODY, KIND, N_ROWS, POSTED, WHO
from glasshouse.engine.replay import replay_place
from glasshouse.engine.state import T_REFUSED
from glasshouse.engine.world import World, make_world
from glasshouse.kit.randomness import TRIAL

HERE = Path(__file__).parent
TIGHT, DAILY = str(HERE / "tight"), str(HERE / "daily")
SPILLOVER = HERE.parent / "validation" / "a16"


def world(name: str) -> World:
    """One of the small worlds."""
    if name == "alone":
        return make_world(str(WORLDS / "alone"), persons=50, years=1, seed=3)
    if name == "tight":
        return make_world(TIGHT, persons=40, years=0.7, seed=3)
    if name == "adults":
        return make_world(str(HERE / name), persons=60, years=0.7, seed=3)
    if name == "long windows":
        return make_world(TIGHT, persons=40, years=0.5, seed=3, window_days=28)
    if name == "spillover":
        return make_world(str(SPILLOVER), str(SPILLOVER / "population.toml"), persons=120, years=0.4, seed=3)
    return make_world(name, persons=40, years=0.8, seed=3)


@pytest.mark.parametrize("name", ["alone", "tight", "long windows", "adults", "spillover", "rongcheng+court-list"])
def test_engine_is_twin(name: str) -> None:
    assert Pair(world(name)).first_difference() is None


def lived(plan: Plan, upto: int | None = None, city: City | None = None) -> City:
    """A city lived up to a season, by one thread."""
    if city is None:
        plan.want_room, plan.mail_room = plan.want_room * 8, plan.mail_room * 8
        city = make_city(plan, 0, 1)
    table, batches = new_table(plan, len(city.sizes)), [plan.new_batch()]
    while city.season < (plan.n_seasons if upto is None else upto):
        assert live_season(city, table, batches, None, lambda: False) == kernels.OK
    return city


def with_a_look(folder: Path, of: str) -> str:
    """The same rules, each unless somebody is 120 years old: nothing can be posted without a look at the person."""
    shutil.copytree(of, folder)
    text = (folder / "regime.toml").read_text("utf-8")
    said = text.replace("\npoints = ", "\nunless = { age_at_least = 120 }\npoints = ")
    (folder / "regime.toml").write_text(said, "utf-8")
    return str(folder)


@pytest.mark.parametrize("name", ["daily", "tight"])
def test_the_short_way_is_the_long_way(name: str, tmp_path: Path) -> None:
    """Plain reports and calls are posted in the inner loops; to the same bits as all others."""
    short, long = (
        lived(Plan(make_world(folder, persons=60, years=0.7, seed=5)))
        for folder in (str(HERE / name), with_a_look(tmp_path / name, str(HERE / name)))
    )
    assert np.array_equal(short.people.points, long.people.points)
    assert np.array_equal(short.people.tally, long.people.tally)
    assert np.array_equal(short.counts[0].panel, long.counts[0].panel)
    assert np.array_equal(short.counts[0].acts, long.counts[0].acts)


CALLS = """
[[rule]]
id = "{every}"
every = "{every}"
chance = 0.37
drawn_per = "{of}"
score = "{every}"
points = 1
source = "definition"

[[score]]
id = "{every}"
start = 0
source = "definition"
"""


@pytest.mark.parametrize("of", ["person", "household"])
def test_a_chance_is_the_word_at_its_address(of: str, tmp_path: Path) -> None:
    """Day by day from the published random numbers: which calls come out, counted apart."""
    head = (HERE / "daily" / "regime.toml").read_text("utf-8").split("[[score]]")[0]
    folder = tmp_path / "daily"
    folder.mkdir()
    periods = ("day", "week", "month", "year")
    (folder / "regime.toml").write_text(head + "".join(CALLS.format(every=each, of=of) for each in periods), "utf-8")
    city = lived(Plan(make_world(str(folder), persons=30, years=1.3, seed=5)))
    months = {k * 365 // 12 for k in range(1, 16)}
    firsts = {"day": range(1, 474), "week": range(7, 474, 7), "month": months, "year": (365,)}
    names = [each.id for _, each in city.plan.index.scores]
    for score, name in enumerate(names):
        rule = next(row for row in city.plan.tables[t.RULES] if row[t.RULE_SCORE] == score)
        for j in range(30):
            unit = j if of == "person" else int(city.traits.home[j])
            came = [
                day
                for day in firsts[name]
                if day < city.plan.world.days and word(city, unit, day, rule) < rule[t.RULE_CHANCE]
            ]
            assert city.people.points[j, score] == len(came), (name, j)


def word(city: City, unit: int, day: int, rule: np.ndarray) -> int:
    """The word of a rule's trial."""
    season, rest = divmod(day, 84)
    law = city.plan.law
    return philox(unit, int(TRIAL), season << 16 | rest >> 2, int(rule[t.RULE_KEY]), int(law[t.K0]), int(law[t.K1]))[
        rest & 3
    ]


def test_opinions_are_summed_in_order() -> None:
    """To the last bit: sums run from the first to the last person of the place."""
    n, windows = 41, 6
    block = """
[[opinion]]
id = "trust"
label = "trusts"
among = "place"
start = { law = "normal", mean = 0.3, sigma = 0.7 }
weight_self = 0.3
weight_others = 0.6
weight_start = 0.1
source = "definition"
"""
    population = people(block, persons=n, persons_per_place=n)
    start, end = (held(live(population, days, window_days=1)).tolist() for days in (1, windows + 1))
    now = list(start)
    for _ in range(windows):
        total = 0.0
        for each in now:
            total += each
        now = [
            0.3 * own + 0.6 * ((total - own) / (n - 1.0)) + 0.1 * first for own, first in zip(now, start, strict=True)
        ]
    assert end == now


def test_a_city_goes_on_where_it_was_kept(tmp_path: Path) -> None:
    """All that a city is, not its people only: mail, cases, counts, stocks and fields."""
    plan = Plan(make_world(f"{TIGHT}+{DAILY}", persons=50, years=0.8, seed=3))
    straight = lived(plan)
    plan = Plan(plan.world)
    begun = lived(plan, 2)
    save_city(tmp_path, begun, "run")
    again = load_city(tmp_path, plan, 0, 1, "run")
    assert again is not None
    lived(plan, city=again)
    assert not differs(straight, again)
    assert np.array_equal(straight.stock, again.stock)
    pairs = [(straight.counts[0], again.counts[0]), (straight.pools, again.pools)]
    for one, other in pairs:
        for name, left, right in zip(one._fields, one, other, strict=True):
            assert np.array_equal(left, right), name


def test_a_place_alone_is_the_place_of_its_city(tmp_path: Path) -> None:
    """The second of three small places, whose cases wait at the desk of the city with those of the others."""
    text = (SPILLOVER / "population.toml").read_text("utf-8")
    sizes = re.sub(r"(?m)^persons_per_place = .*$", "persons_per_place = 20", text)
    (tmp_path / "people.toml").write_text(sizes, "utf-8")
    plan = Plan(make_world(TIGHT, str(tmp_path / "people.toml"), persons=60, years=0.8, seed=3))
    city = lived(plan)
    alone, _ = replay_place(plan, 1, {name: rows.copy() for name, rows in crossing(city.fields).items()})
    for name, whole, part in zip(city.people._fields, city.people, alone.people, strict=True):
        assert np.array_equal(whole[20:40], part), name


def test_another_regime_draws_from_nobody() -> None:
    """Common random numbers: beside an idle regime, whose acts are lived either way, everybody lives the same life."""
    idle = str(WORLDS / "idle")
    one = lived(Plan(make_world(TIGHT, persons=50, years=0.6, seed=3, also=idle)))
    both = lived(Plan(make_world(f"{TIGHT}+{idle}", persons=50, years=0.6, seed=3)))
    assert [each.id for _, each in one.plan.index.scores] == [each.id for _, each in both.plan.index.scores]
    assert np.array_equal(one.people.points, both.people.points)
    assert one.people.tally[:, T_REFUSED].sum() > 50
    assert np.array_equal(one.people.tally[:, T_REFUSED], both.people.tally[:, T_REFUSED])


def test_households_are_told_of_their_lists() -> None:
    """At a window's end everybody carries the lists of the whole household, whoever of them came last."""
    city = lived(Plan(make_world(DAILY, persons=120, years=0.5, seed=3)))
    at, bits = city.plan.law[t.AT_HOME], city.people.days[:, city.plan.law[t.AT_BITS]]
    told = city.people.days[:, at]
    for j in range(120):
        mine = city.traits.home == city.traits.home[j]
        assert told[j] == np.bitwise_or.reduce(bits[mine]) & city.plan.law[t.HOME_LISTS]
    assert 0 < (told > 0).sum() < 120
    assert (told > bits).any(), "somebody is told of another's list"


@pytest.mark.parametrize("name", ["daily", "tight"])
def test_who_is_told_with_everybody_is_told_as_alone(name: str) -> None:
    """Every point is in the log: nothing is posted by a short way that writes nothing down."""
    plan = Plan(make_world(str(HERE / name), persons=20, years=0.4, seed=3))
    _, everybody = replay_place(plan, 0, watched=EVERYBODY)
    for who in (0, 7):
        _, alone = replay_place(plan, 0, watched=who)
        one, both = (log[1 : 1 + log[0, N_ROWS]] for log in (alone, everybody))
        one, both = (rows[(rows[:, KIND] == POSTED) & (rows[:, WHO] == who)] for rows in (one, both))
        assert len(one) > 5
        assert np.array_equal(one, both)


def test_start_and_ledger_make_the_end() -> None:
    ledger, ends = postings("a04b", 40, 150, 3)
    sums = ledger.group_by("person").agg(pl.col("posted").sum())
    assert (ends.join(sums, on="person")["posted"] + 10 == ends.join(sums, on="person")["end"]).all()
    assert (ledger["asked"] != ledger["posted"]).any(), "something was clipped"
