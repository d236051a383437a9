"""starsim: the model as a module of arrays, with its own random distributions; only those concerned are touched."""

from __future__ import annotations

from typing import Any

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
    import starsim as ss

    class Blacklist(ss.Module):
        def __init__(self, **given: Any) -> None:
            super().__init__(**given)
            self.define_states(
                ss.FloatArr("score", default=START), ss.FloatArr("until", default=0), ss.FloatArr("bad_chance"), ss.FloatArr("any_chance")
            )  # fmt: skip
            self.day_draw = ss.random()
            self.is_seen, self.flies = ss.bernoulli(p=SEEN), ss.bernoulli(p=FLIGHT)
            self.home_is_hit = ss.bernoulli(p=HOUSEHOLD_CHANCE)
            self.denied = self.bad = self.good = 0
            self.suffering = ss.uids()

        def init_post(self) -> None:
            super().init_post()
            of_class = np.random.default_rng(seed).integers(0, CLASSES, persons)
            self.bad_chance[:], self.any_chance[:] = chances(of_class)

        def step(self) -> None:
            day, until = self.ti, self.until.values
            is_listed = until > day
            if len(self.suffering):
                heads = np.asarray(self.home_is_hit.filter(self.suffering))
                members = ss.uids((heads[:, None] + np.arange(HOUSEHOLD)).ravel())
                self.score[members] = np.maximum(self.score[members] + HOUSEHOLD_POINTS, FLOOR)
            if day % WEEK == WEEK - 1:
                homes = np.flatnonzero(is_listed.reshape(-1, HOUSEHOLD).any(axis=1))
                self.suffering = ss.uids(homes * HOUSEHOLD)
            everybody = self.sim.people.auids
            drawn = self.day_draw.rvs(everybody)
            doers = ss.uids(np.flatnonzero(drawn < self.any_chance.values))
            is_bad = drawn[doers] < self.bad_chance[doers]
            self.bad, self.good = self.bad + int(is_bad.sum()), self.good + int((~is_bad).sum())
            if len(doers):
                seen = self.is_seen.rvs(doers)
                caught = ss.uids(np.asarray(doers)[seen])
                points = np.where(is_bad[seen], BAD_POINTS, GOOD_POINTS)
                self.score[caught] = np.clip(self.score[caught] + points, FLOOR, CEILING)
            self.denied += int(is_listed[self.flies.filter(everybody)].sum())
            low = ss.uids(np.flatnonzero((self.score.values < LISTED_BELOW) & (self.until.values <= day + 1)))
            self.until[low] = day + 1 + TERM_DAYS

    regime = Blacklist()
    # a duration of d steps is d + 1 steps, both ends included
    sim = ss.Sim(
        n_agents=persons, modules=regime, start=0, dt=1, dur=days - 1, verbose=0, rand_seed=seed, copy_inputs=False
    )
    sim.run()
    listed, score = int((regime.until.values > days).sum()), int(regime.score.values.sum())
    return Lived(regime.denied, listed, score, regime.bad, regime.good)


def version() -> str:
    import starsim as ss

    return f"starsim {ss.__version__}"
