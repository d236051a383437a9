"""Mesa: one Python object per person, as its tutorials teach; households are lists of four."""

from __future__ import annotations

import numpy as np

from peers.model import (
    BAD_POINTS,
    CEILING,
    CLASSES,
    FLIGHT,
    FLOOR,
    GOOD_POINTS,
    HOUSEHOLD,
    HOUSEHOLD_CHANCE,
    HOUSEHOLD_POINTS,
    LISTED_BELOW,
    SEEN,
    START,
    TERM_DAYS,
    WEEK,
    Lived,
    chances,
)


def live(persons: int, days: int, seed: int) -> Lived:
    import mesa

    class Person(mesa.Agent):
        def __init__(self, model: mesa.Model, bad_chance: float, any_chance: float) -> None:
            super().__init__(model)
            self.bad_chance, self.any_chance = bad_chance, any_chance
            self.score, self.until = START, 0

        def step(self) -> None:
            model, day = self.model, self.model.day
            drawn = model.random.random()
            if drawn < self.any_chance:
                is_bad = drawn < self.bad_chance
                model.deeds[is_bad] += 1
                if model.random.random() < SEEN:
                    self.score = min(max(self.score + (BAD_POINTS if is_bad else GOOD_POINTS), FLOOR), CEILING)
            if model.random.random() < FLIGHT and self.until > day:
                model.denied += 1
            if self.score < LISTED_BELOW and self.until <= day + 1:
                self.until = day + 1 + TERM_DAYS

    class Country(mesa.Model):
        def __init__(self) -> None:
            super().__init__(seed=seed)
            self.day, self.denied, self.deeds = 0, 0, [0, 0]
            bad, anything = chances(np.random.default_rng(seed).integers(0, CLASSES, persons))
            Person.create_agents(self, persons, bad.tolist(), anything.tolist())
            everybody = list(self.agents)
            self.homes = [everybody[k : k + HOUSEHOLD] for k in range(0, persons, HOUSEHOLD)]
            self.suffering: list[list[Person]] = []

        def step(self) -> None:
            for home in self.suffering:
                if self.random.random() < HOUSEHOLD_CHANCE:
                    for person in home:
                        person.score = max(person.score + HOUSEHOLD_POINTS, FLOOR)
            if self.day % WEEK == WEEK - 1:
                self.suffering = [home for home in self.homes if any(person.until > self.day for person in home)]
            self.agents.do("step")
            self.day += 1

    country = Country()
    for _ in range(days):
        country.step()
    listed = sum(person.until > days for person in country.agents)
    good, bad = country.deeds
    return Lived(country.denied, listed, sum(person.score for person in country.agents), bad, good)


def version() -> str:
    import mesa

    return f"Mesa {mesa.__version__}"
