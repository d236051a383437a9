"""A17, an appeals desk is a queue: Erlang's formulas for random arrivals and random work, and what overload does.

M/M/c with c = 5, lambda = 4.5, mu = 1 a day: P(wait) = 0.762493, mean wait 1.524986 days, mean queue 6.862438; with c = 10,
lambda = 9: 0.668732, and the mean wait equals it only because c mu - lambda = 1, so a swap of the two shows with c = 5 alone.
12 a day against 10: the backlog grows by 2 a day. One server who takes exactly a day (M/D/1, rho = 0.5): mean wait rho / 2(1 - rho).
Cities are replicates, so their spread gives the error (batch means). Source: A. K. Erlang 1917; F. Pollaczek 1930.

A queue near its capacity forgets slowly: 2 % of the mean wait takes tens of millions of cases, so that test is slow.
"""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from validation.worlds import HERE, SEEDS, Figure, eq, interval, live, rejected, z4

PEOPLE = str(HERE / "a17" / "population.toml")
CITY, BURN_SEASONS = 500, 4
FIXED_WAIT = 0.5


def erlang_c(servers: int, offered: float) -> float:
    """Share of arrivals that wait."""
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = offered * blocked / (k + offered * blocked)
    return servers * blocked / (servers - offered * (1 - blocked))


def test_the_closed_forms_are_the_published_ones() -> None:
    assert erlang_c(5, 4.5) == pytest.approx(0.762493, abs=1e-6)
    assert erlang_c(5, 4.5) / 0.5 == pytest.approx(1.524986, abs=1e-6)
    assert 4.5 * erlang_c(5, 4.5) / 0.5 == pytest.approx(6.862438, abs=1e-6)
    assert erlang_c(10, 9) == pytest.approx(0.668732, abs=1e-6)


def queues(target: str, cities: int, days: int, seed: int) -> dict[str, Figure]:
    """Share that waits, mean wait and mean queue after the beginning: mean and error over cities."""
    lived = live(target, cities * CITY, days, seed, people=PEOPLE, threads=2, window_days=84)
    sums = pl.col("applied", "waited", "wait_days", "queue_days").sum()
    by_city = lived.desks.filter(pl.col("season") >= BURN_SEASONS).group_by("city").agg(sums)
    days -= BURN_SEASONS * 84
    found = {
        "waited": by_city["waited"] / by_city["applied"],
        "wait": by_city["wait_days"] / by_city["applied"],
        "queue": by_city["queue_days"] / days,
    }
    return {name: Figure(float(x.mean()), float(x.std()) / math.sqrt(len(x))) for name, x in found.items()}


@pytest.mark.slow
@pytest.mark.parametrize(("target", "servers", "rate"), [("a17", 5, 4.5), ("a17-ten", 10, 9.0)])
def test_a_desk_is_a_queue_of_the_textbooks(target: str, servers: int, rate: float) -> None:
    found = [queues(target, 40, 3650, seed) for seed in SEEDS]
    share = erlang_c(servers, rate)
    wait = share / (servers - rate)
    eq("P(wait)", share, 0.02 * share, [each["waited"] for each in found])
    z4("mean wait", wait, [each["wait"] for each in found])
    z4("mean queue", rate * wait, [each["queue"] for each in found])
    # one server more or less is far off
    for other in (servers - 1, servers + 1):
        rejected(erlang_c(other, min(rate, other - 0.1)), [each["waited"] for each in found])


@pytest.mark.slow
@pytest.mark.parametrize(("target", "servers", "rate"), [("a17", 5, 4.5), ("a17-ten", 10, 9.0)])
def test_waiting_to_within_two_percent(target: str, servers: int, rate: float) -> None:
    found = [queues(target, 400, 5000, seed) for seed in SEEDS]
    share = erlang_c(servers, rate)
    wait = share / (servers - rate)
    eq("P(wait)", share, 0.02 * share, [each["waited"] for each in found])
    eq("mean wait", wait, 0.02 * wait, [each["wait"] for each in found])
    eq("mean queue", rate * wait, 0.02 * rate * wait, [each["queue"] for each in found])


@pytest.mark.slow
def test_work_of_a_fixed_length() -> None:
    found = [queues("a17-fixed", 60, 3650, seed)["wait"] for seed in SEEDS]
    eq("mean wait, M/D/1", FIXED_WAIT, 0.02 * FIXED_WAIT, found)
    rejected(2 * FIXED_WAIT, found)  # what random work of the same mean gives


@pytest.mark.slow
def test_an_overrun_desk_falls_behind_by_what_it_cannot_decide() -> None:
    found = []
    for seed in SEEDS:
        left = live("a17-over", 60 * CITY, 10 * 84, seed, people=PEOPLE, threads=2, window_days=84).desks
        ends = left.filter(pl.col("season").is_in([1, 9])).sort("city", "season")["left"].to_numpy().reshape(-1, 2)
        slope = (ends[:, 1] - ends[:, 0]) / (8 * 84)
        found.append(Figure(float(slope.mean()), float(slope.std(ddof=1)) / math.sqrt(slope.size)))
    eq("backlog a day", 2.0, 0.04, found)
    assert interval(found)[0] > 1.9


def test_waits_do_not_depend_on_the_length_of_windows() -> None:
    tables = [
        live("a17", 3 * CITY, 400, 1, people=PEOPLE, threads=threads, window_days=window).desks
        for window, threads in ((1, 1), (7, 2), (84, 1), (84, 2))
    ]
    assert tables[0]["waited"].sum() > 100
    for other in tables[1:]:
        assert tables[0].equals(other)


def test_the_books_of_a_queue_balance() -> None:
    desks = live("a17", 3 * CITY, 400, 1, people=PEOPLE, threads=1, window_days=1).desks.sort("city", "season")
    for _, city in desks.group_by("city"):
        left = np.cumsum(city["applied"].to_numpy() - city["begun"].to_numpy())
        assert np.array_equal(left, city["left"].to_numpy())
        # who waits, waits somewhere: but for those still waiting, the two ways to count days agree
        assert city["wait_days"].sum() >= city["queue_days"].sum() > 0
