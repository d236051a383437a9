"""Who is registered where: whole households, as many as the population says, and services that ask for it."""

from __future__ import annotations

import numpy as np
from property.lives import live

from glasshouse.engine.city import Plan, make_city
from glasshouse.engine.state import T_REFUSED, UNTIL
from glasshouse.engine.world import make_world
from glasshouse.population.make import W_REGISTERED


def test_households_are_registered_as_a_whole_and_as_many_as_is_said() -> None:
    traits = make_city(Plan(make_world("hukou", persons=4000, years=1)), 0, 1).traits
    registered, home = traits.rows[:, W_REGISTERED].astype(bool), traits.home
    first = np.arange(len(home)) // 1000 * 1000 + home
    assert (registered == registered[first]).all()
    heads = first == np.arange(len(home))
    assert abs(registered[heads].mean() - 0.7) < 4 * np.sqrt(0.7 * 0.3 / heads.sum())


def test_only_who_is_not_registered_is_refused_and_its_own_purchase_ends_it() -> None:
    city = live("hukou", 400, years=1)
    at, registered = city.plan.compiled.at, city.traits.rows[:, W_REGISTERED].astype(bool)
    refused, on_list = city.people.tally[:, T_REFUSED], city.people.days[:, at.lists + UNTIL] > 0
    assert (refused[registered] == 0).all()
    assert (refused[~registered] > 0).any()
    assert on_list[registered].all()
    assert on_list[~registered].mean() < 0.2
