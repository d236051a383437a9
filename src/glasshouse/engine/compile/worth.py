"""What people think is at stake: losses feared, shame, and the worth of points, in yuan, by class of standing.

A class is what a person has in each regime: nothing (not covered, or not aware), or a grade and whether it is on a bad
list. The yearly worth of a standing is what its consequences take or give at mean wants; a rule's loss is its points at
their worth, and the worth of the standing it leads to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.meets import Meets, Standing
from glasshouse.engine.compile.spend import most_saved, worth_to_spend
from glasshouse.engine.compile.told import is_known, known_scale
from glasshouse.kit.errors import InputError
from glasshouse.kit.figure import Figure
from glasshouse.population.recipe import Behaviour
from glasshouse.rulebook.catalogue import Act, Matter
from glasshouse.rulebook.model import Consequence, Rule

MOST_CLASSES = 255
"""Regimes are seen coarsely until the classes are no more than this ..."""
MOST_COARSE_CLASSES = 1 << 14
"""... or, with nothing left to make coarse, than this."""
OPEN_TERM_YEARS = 1.0
"""A list or cap counts for what it takes in a year, even if it lasts longer."""
MEAN_CONFORMITY = 0.5
MOST_YUAN = 1e30
"""A loss beyond all bounds, and yet a number of 32 bits."""


@dataclass
class States:
    """The states of a regime: state 0 is 'nothing to lose', then (grade, listed)."""

    regime: int
    standings: list[Standing]
    coarse: bool = False

    @property
    def n(self) -> int:
        """How many states, with 'nothing'."""
        return 2 if self.coarse else 1 + len(self.standings)


def states_of(index: Index, r: int) -> States:
    """All states of a regime, grades times listed or not."""
    scale = known_scale(index, r)
    grades = range(len(index.scales[scale][2])) if scale is not None else (-1,)
    bad = any(owner == r and each.kind == "bad" for owner, _, each in index.lists)
    return States(r, [Standing(grade, listed) for grade in grades for listed in ((False, True) if bad else (False,))])


def all_states(index: Index) -> list[States]:
    """States of every regime; the finest ones are made coarse until the classes are few."""
    states = [states_of(index, r) for r in range(len(index.regimes))]
    while math.prod(each.n for each in states) > MOST_CLASSES and not all(each.coarse for each in states):
        max((each for each in states if not each.coarse), key=lambda each: each.n).coarse = True
    if math.prod(each.n for each in states) > MOST_COARSE_CLASSES:
        raise InputError(f"{len(states)} regimes at once are more than people can tell apart; join at most 14")
    return states


def strides(states: list[States]) -> list[int]:
    """How far a regime's state moves the class number."""
    out, stride = [], 1
    for each in states:
        out.append(stride)
        stride *= each.n
    return out


def debt_feared(matter: Matter) -> float:
    """Yuan that a rule which opens a matter takes, on average; what is owed but no money costs nothing."""
    if matter.owed != "money":
        return 0.0
    return float(matter.owed_median_yuan) * math.exp(float(matter.owed_sigma) ** 2 / 2)


class Worth(Meets):
    """Yearly worth of standings, and losses of rules, in one world."""

    def usual_score(self, r: int, rule: Rule, standing: Standing) -> float:
        """The middle of one's grade on the scale of the score; without grades (or by rank) of what people start with."""
        s = self.index.score_of[(r, rule.score or self.index.regimes[r].regime.score[0].id)]
        score, k = self.index.scores[s][1], self.scale_of(r, rule.score)
        if k is None or standing.grade < 0 or any(each.is_ranked for each in self.index.scales[k][2]):
            line = score.start.lines[-1]  # type: ignore[union-attr]
            return (float(line.low) + float(line.high)) / 2
        floor, ceiling = float(score.floor or 0), float(score.ceiling or 0)
        better = self.lowest_points(k, standing.grade - 1) if standing.grade > 0 else ceiling
        return (max(self.lowest_points(k, standing.grade), floor) + min(better, ceiling)) / 2

    def points_of(self, r: int, rule: Rule, act: Act, standing: Standing) -> float:
        """Points of one report: at the middle of a range, or of one deed's units; a rating's, from where one stands."""
        if rule.rating is None:
            return mean_points(rule, act)
        line = rule.rating.lines[-1]
        s = self.index.score_of[(r, rule.score or self.index.regimes[r].regime.score[0].id)]
        stars = (float(line.low) + float(line.high)) / 2
        return (stars - self.usual_score(r, rule, standing)) / float(self.index.scores[s][1].averages_over or 1)

    def of_consequence(self, each: Consequence) -> float:
        """Yuan a year that a consequence gives (or takes) somebody of mean wants."""
        services = self.index.catalogue.services
        enforced = self.index.share(each.enforced_share, 1.0, 0)
        total = 0.0
        for name in each.denies or ((each.service,) if each.uses_at_most_per_year is not None else ()):
            service = services[str(name)]
            surplus = max(float(service.worth_yuan) - float(service.price_yuan), 0.0)
            if service.instead is not None and service.instead in services:
                other = services[service.instead]
                surplus = max(surplus - max(float(other.worth_yuan) - float(other.price_yuan), 0.0), 0.0)
            total -= max(float(service.wants_per_year) - float(each.uses_at_most_per_year or 0), 0.0) * surplus
        if each.service is not None:
            service = services[each.service]
            change = float(each.price_change_yuan or 0)
            if each.price_factor is not None:
                change += (float(each.price_factor) - 1) * float(service.price_yuan)
            uses = float(service.wants_per_year)
            if each.at_most_per_year is not None:
                uses = min(uses, float(each.at_most_per_year))
            total -= uses * max(change, -most_saved(each, service))
            if each.deposit_waived_yuan is not None:
                waived = max(float(line.high) for line in each.deposit_waived_yuan.lines)
                share = float(self.index.recipe.population.deposit_felt_share)
                total += uses * min(waived, float(service.deposit_yuan)) * share
        if each.pays_yuan is not None:
            total += float(each.pays_yuan) * (12 if each.every == "month" else 1)
        if each.income_factor is not None:
            total += (float(each.income_factor) - 1) * float(self.index.recipe.income.median_yuan)
        return total * enforced

    def of_standing(self, r: int, standing: Standing) -> tuple[float, float]:
        """(yuan a year by consequences, yuan a year felt as pride or, negative, shame) of a standing."""
        money = felt = 0.0
        for owner, each in self.index.consequences:
            if each.asleep or each.costs_points is not None:
                continue  # what is bought with points is what points are worth
            if owner == r and each.lands_on in ("self", "household", "owners"):
                money += self.share_concerned(r, each, standing) * self.of_consequence(each)
        for owner, show in ((owner, show) for owner, show in self.index.shows if not show.asleep):
            if owner == r and show.felt_as != "neither":
                yuan = float(show.felt_yuan_per_month) * 12 * float(show.named_share)
                felt += self.share_concerned(r, show, standing) * (yuan if show.felt_as == "pride" else -yuan)
        return money, felt

    def of_rule(
        self, r: int, rule: Rule, act: Act, standing: Standing, behaviour: Behaviour
    ) -> tuple[float, float, float]:
        """(loss feared, shame or pride lost, worth of points) of one report under a rule, in yuan."""
        money, felt = self.of_standing(r, standing)
        if rule.moves_score:
            points = self.points_of(r, rule, act, standing)
            k = self.scale_of(r, rule.score)
            name = rule.score or self.index.regimes[r].regime.score[0].id
            is_own = self.index.scores[self.index.score_of[(r, name)]][1].unit != "place"
            each = float(behaviour.points_worth_yuan) + worth_to_spend(self, r, name, standing) if is_own else 0.0
            k = None if k is not None and self.is_others(r, k) else k
            pride = 0.0
            if k is not None and standing.grade >= 0:
                grades = len(self.index.scales[k][2])
                if points < 0 and standing.grade < grades - 1:
                    below = self.of_standing(r, Standing(self.step(k, standing.grade, 1), standing.listed))
                    span = self.width(k, standing.grade)
                    each += max(money - below[0], 0) / span
                    pride = max(felt - below[1], 0) / span
                if points > 0 and standing.grade > 0:
                    above = self.of_standing(r, Standing(max(self.step(k, standing.grade, -1), 0), standing.listed))
                    each += max(above[0] - money, 0) / self.width(k, standing.grade)
                    pride = max(above[1] - felt, 0) / self.width(k, standing.grade)
            if points < 0:
                return -points * each, -points * pride, 0.0
            return 0.0, 0.0, points * (each + MEAN_CONFORMITY * pride)
        if rule.no_better_than is not None and standing.grade >= 0:
            k, place = self.index.scale_with(r, rule.no_better_than, rule.score)
            if not is_known(self.index, k):
                return 0.0, 0.0, 0.0
            worse = self.of_standing(r, Standing(max(standing.grade, place), standing.listed))
            years = min(float(rule.for_days or 365) / 365, OPEN_TERM_YEARS)
            return max(money - worse[0], 0) * years, max(felt - worse[1], 0) * years, 0.0
        if rule.opens is not None:
            return debt_feared(self.index.catalogue.matters[rule.opens]), 0.0, 0.0
        if rule.puts_on is not None and not standing.listed:
            kind = next(each.kind for owner, name, each in self.index.lists if owner == r and name == rule.puts_on)
            listed = self.of_standing(r, Standing(standing.grade, True))
            if kind == "bad":
                return max(money - listed[0], 0) * OPEN_TERM_YEARS, max(felt - listed[1], 0) * OPEN_TERM_YEARS, 0.0
        return 0.0, 0.0, 0.0

    def scale_of(self, r: int, score: str | None) -> int | None:
        """The scale of a score, if it has grades that people know."""
        scales = enumerate(self.index.scales)
        k = next((k for k, (owner, name, _) in scales if owner == r and score in (None, name)), None)
        return k if k is not None and is_known(self.index, k) else None


def mean_points(rule: Rule, act: Act) -> float:
    """Points of one report at the middle of a range, or of one deed's units."""
    if rule.points is not None:
        line = rule.points.lines[-1]
        return (float(line.low) + float(line.high)) / 2
    figure: Figure = rule.units_per_point  # type: ignore[assignment]
    return float(act.units) / float(figure.lines[0].low)


def meetings_of(index: Index) -> list[tuple[int, int]]:
    """(act, condition on the person met) of every meeting that some rule treats in its own way, act by act."""
    found = []
    for a, act in enumerate(index.acts):
        asked = {
            index.met(r, rule.when.met): None
            for r, rule in index.rules_in_force()
            if act.meets is not None and act.id in rule.on and rule.when is not None and rule.when.met is not None
        }
        found += [(a, k) for k in asked]
    return found


def pulls(index: Index, states: list[States], n_rows: int, meetings: Sequence[tuple[int, int]] = ()) -> np.ndarray:
    """Losses feared, shame and worth of points, (class, act, type, 3); then a row per kind of meeting.

    The row of an act leaves out what rules say of whom one may meet; a row of a meeting says what they say of that person.
    """
    worth = Worth(index)
    types = index.recipe.behaviour
    n_classes = math.prod(each.n for each in states)
    by_regime = [_regime_pulls(index, worth, each, meetings) for each in states]
    out = np.zeros((max(n_classes, 1), max(n_rows, 1) + len(meetings), len(types), 3), np.float32)
    alphas = np.array([float(row.alpha) for row in types])
    fears = np.array([float(row.fear_factor) for row in types])
    n_acts, last = len(index.acts), max(n_rows, 1)
    n_stakes = n_acts + len(meetings)
    to = [*range(n_acts), *range(last, last + len(meetings))]
    for number, combination in enumerate(product(*(range(each.n) for each in reversed(states)))):
        direct = np.zeros((n_stakes, len(types), 3))
        vague = np.zeros((n_stakes, len(types)))
        for table, state in zip(reversed(by_regime), combination, strict=True):
            direct += table[0][state]
            vague += table[1][state]
        out[number, to, :, 0] = np.minimum(direct[:, :, 0] ** alphas + fears * vague**alphas, MOST_YUAN)
        out[number, to, :, 1:] = direct[:, :, 1:]
    return out


def _regime_pulls(
    index: Index, worth: Worth, states: States, meetings: Sequence[tuple[int, int]]
) -> tuple[np.ndarray, np.ndarray]:
    """Per state of one regime: (state, act or meeting, type, 3) of its own rules, (state, act or meeting, type) of vague ones."""
    types = index.recipe.behaviour
    n_acts = len(index.acts)
    direct = np.zeros((states.n, n_acts + len(meetings), len(types), 3))
    vague = np.zeros((states.n, n_acts + len(meetings), len(types)))
    watched = {
        act for covers, (r, _) in zip(index.covers, index.channels, strict=True) if r == states.regime for act in covers
    }
    standings = states.standings
    if states.coarse:
        standings = [_usual(index, states)]
    for s, standing in enumerate(standings, start=1):
        for t, row in enumerate(types):
            for r, rule in index.rules_in_force():
                if r != states.regime or rule.asleep or not rule.told:
                    continue
                losses = []
                for name in rule.on:
                    if name not in watched or name not in index.act_of:
                        continue
                    loss = worth.of_rule(r, rule, index.catalogue.acts[name], standing, row)
                    for at in rows_concerned(index, r, rule, index.act_of[name], meetings):
                        direct[s, at, t] += loss
                    losses.append(loss[0] + MEAN_CONFORMITY * loss[1])
                for name in rule.vague_about:
                    for at in rows_of_act(index, index.act_of[name], meetings):
                        vague[s, at, t] += max(losses, default=0.0)
    return direct, vague


def rows_of_act(index: Index, a: int, meetings: Sequence[tuple[int, int]]) -> list[int]:
    """An act's own row, and those of its meetings."""
    return [a, *(len(index.acts) + m for m, (act, _) in enumerate(meetings) if act == a)]


def rows_concerned(index: Index, r: int, rule: Rule, a: int, meetings: Sequence[tuple[int, int]]) -> list[int]:
    """Rows of an act that count a rule: its own and all its meetings; of a rule about whom one meets, such meetings.

    A meeting leaves out what a rule about such meetings stands instead of.
    """
    if rule.when is not None and rule.when.met is not None:
        k = index.met(r, rule.when.met)
        return [len(index.acts) + m for m, each in enumerate(meetings) if each == (a, k)]
    beaten = {
        index.met(r, other.when.met)
        for owner, other in index.rules_in_force()
        if owner == r and index.acts[a].id in other.on and rule.id in other.instead_of and other.when and other.when.met
    }
    return [a, *(len(index.acts) + m for m, (act, k) in enumerate(meetings) if act == a and k not in beaten)]


def _usual(index: Index, states: States) -> Standing:
    """The standing most people begin with: the grade of the starting score, on no list."""
    k = known_scale(index, states.regime)
    if k is None:
        return Standing(-1, False)
    r, name, grades = index.scales[k]
    start = index.scores[index.score_of[(r, name)]][1].start
    value = float(start.lines[-1].low) if start is not None else 0.0
    for place, grade in enumerate(grades):
        if grade.is_ranked:
            continue
        if grade.at_least is None or value >= float(grade.at_least.lines[-1].low):
            return Standing(place, False)
    return Standing(len(grades) - 1, False)
