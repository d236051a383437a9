"""What people think is at stake, in yuan: losses feared, shame, and what points are worth.

A person's *state* in a regime is 0 (nothing to lose: not covered, or not aware), or a grade and whether it is on a feared
list. The yearly worth of a standing is what its consequences give or take at mean wants. What one report under a rule
costs is its points at their worth, plus the way towards the next grade's standing; a cap or a list costs the difference
between two standings, for a year at most.
"""

from __future__ import annotations

import math
from functools import cache, partial
from itertools import product
from typing import NamedTuple

import numpy as np

from glasshouse.population.recipe import Behaviour
from glasshouse.regime.model import Publicity
from glasshouse.rulebook.model import Condition, Consequence
from twin.about import UNKNOWN, share_of_ages
from twin.blocks import ActLaw, ConsequenceLaw, RegimeLaw, RuleLaw
from twin.condition import has_rank
from twin.law import Law
from twin.meetings import Meeting, is_about, meetings
from twin.rates import LEVELS, trait_values
from twin.scores import ScaleLaw
from twin.spend import worth_to_spend

f32 = np.float32
MEAN_CONFORMITY = 0.5
LONGEST_YEARS = 1.0
WIDTH_OF_A_RANK = 50.0
"""Points from grade to grade, where a city makes the bars."""
OUTSIDE = -2
"""The grade of somebody who is not under the regime at all."""


class Standing(NamedTuple):
    """A grade's place (-1 without grades), and whether one is on a feared list."""

    grade: int
    listed: bool


class Stake(NamedTuple):
    """Loss feared, shame or pride lost, worth of points gained; yuan."""

    loss: float
    shame: float
    points: float


class Worth:
    """What is at stake in one world."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.types = law.recipe.behaviour
        self.of_standing = cache(self._of_standing)
        self.stakes = cache(self._stakes)
        self.pull = cache(self._pull)
        for act in law.acts:
            act.domain = self.domain(act)

    # ---- standings ----------------------------------------------------------------------------------------------------
    def standings(self, regime: RegimeLaw) -> list[Standing]:
        """All standings of a regime, in the order of its states from 1 on."""
        if regime.sees_only_coarsely:
            return [self._usual(regime)]
        grades = range(len(regime.known_scale.grades)) if regime.known_scale else (-1,)
        listed = (False, True) if regime.bad_lists else (False,)
        return [Standing(grade, on) for grade in grades for on in listed]

    def _usual(self, regime: RegimeLaw) -> Standing:
        """The standing most people begin with."""
        scale = regime.known_scale
        if scale is None:
            return Standing(-1, False)
        start = scale.score.says.start
        value = float(start.lines[-1].low) if start is not None else 0.0
        for place, grade in enumerate(scale.grades):
            if scale.is_moved and place < len(scale.grades) - 1:
                continue  # of a rank, nobody knows how many points lead to it
            if grade.at_least is None or value >= float(grade.at_least.lines[-1].low):
                return Standing(place, False)
        return Standing(len(scale.grades) - 1, False)

    def _lower_end(self, scale: ScaleLaw, place: int) -> float:
        """The lowest score of a grade; the last grade is taken to be as wide as the one above it."""
        if scale.is_moved:
            return WIDTH_OF_A_RANK * (len(scale.grades) - 1 - place)
        ends = [float(grade.at_least.lines[-1].low) for grade in scale.grades if grade.at_least is not None]
        if place < len(ends):
            return ends[place]
        return (ends[-1] - (ends[-2] - ends[-1] if len(ends) > 1 else 100.0)) if ends else 0.0

    def _next(self, scale: ScaleLaw, place: int, way: int) -> int:
        """The next grade, worse or better, that begins at another score; the last in that direction if none does."""
        last = len(scale.grades) - 1 if way > 0 else 0
        others = [
            k for k in range(place, last + way, way) if self._lower_end(scale, k) != self._lower_end(scale, place)
        ]
        return others[0] if others else last

    def _width(self, scale: ScaleLaw, place: int) -> float:
        ends = [self._lower_end(scale, k) for k in range(place)]
        higher = [end for end in ends if end != self._lower_end(scale, place)]
        better = higher[-1] if higher else self._lower_end(scale, 0) + WIDTH_OF_A_RANK
        width, people = max(better - self._lower_end(scale, place), 1.0), self.law.recipe.population
        if scale.is_moved and scale.score.is_of_place:
            width *= min(people.persons_per_place, people.persons)
        return width

    def _share_that_meets(self, regime: RegimeLaw, says: Condition | None, standing: Standing) -> float:
        """Share of the people of a standing for whom a condition holds: yes or no by standing, shares of the recipe else."""
        if says is None:
            return 1.0
        recipe, share = self.law.recipe, 1.0
        for name, no_worse in ((says.grade_at_least, True), (says.grade_at_most, False)):
            if name is not None:
                scale = regime.scale_with(name, says.score)
                if (scale.score.is_of_place and scale is not regime.scales[0]) or (
                    standing.grade >= 0 and not scale.is_known
                ):
                    continue  # the place's, and nobody's own to lose
                place = scale.place(name)
                met = standing.grade <= place if no_worse else standing.grade >= place
                share *= float(met and standing.grade >= 0)
        if says.score_at_least is not None or says.score_at_most is not None:
            share *= float(self._has_points(regime, says, standing))
        if says.age_at_least is not None or says.age_at_most is not None:
            share *= share_of_ages(recipe, says)
        if says.on_list:
            share *= float(standing.listed)
        if says.role:
            all_firms = sum(round(float(firm.per_1000_persons) * 1000) for firm in recipe.firm) / 1000
            parts = [(role.id, float(role.share)) for role in recipe.role]
            parts += [(firm.id, float(firm.per_1000_persons) / all_firms) for firm in recipe.firm]
            share *= sum(part for name, part in parts if name in says.role)
        for least, most in (
            (says.wealth_rank_at_least, says.wealth_rank_at_most),
            (says.income_rank_at_least, says.income_rank_at_most),
        ):
            share *= sum(has_rank(level, least, most) for level in range(16)) / 16
        if says.kind_of_place:
            share *= sum(float(kind.share) for kind in recipe.kind_of_place if kind.id in says.kind_of_place)
        if says.registered_here is not None:
            here = float(recipe.settled.registered_share)
            share *= here if says.registered_here else 1 - here
        return share

    def _has_points(self, regime: RegimeLaw, says: Condition, standing: Standing) -> bool:
        """Is the middle of the grade within the points that are asked for? Unknown is yes, but outside nobody has points."""
        if standing.grade < 0 or says.score not in (None, regime.scales[0].score.says.id):
            return standing.grade != OUTSIDE
        start = self._lower_end(regime.scales[0], standing.grade)
        middle = start + 0.5 * self._width(regime.scales[0], standing.grade)
        return not (
            (says.score_at_least is not None and middle < says.score_at_least)
            or (says.score_at_most is not None and middle > says.score_at_most)
        )

    def _concerned(self, regime: RegimeLaw, standing: Standing, says: Consequence | Publicity) -> float:
        """Share of a standing whom a clause concerns; what people cannot know of an ``unless`` lets nobody out."""
        share, out = self._share_that_meets(regime, says.when, standing), says.unless
        if out is None or out.model_fields_set & UNKNOWN:
            return share
        if (out.score_at_least, out.score_at_most) != (None, None) and (
            standing.grade == -1 or not regime.scales or out.score not in (None, regime.scales[0].score.says.id)
        ):
            return share
        return share * (1.0 - self._share_that_meets(regime, out, standing))

    def _share_of(self, regime: RegimeLaw, standing: Standing, each: ConsequenceLaw) -> float:
        return self._share_that_meets(regime, each.says.when, standing)

    def _of_consequence(self, each: ConsequenceLaw) -> float:
        """Yuan a year that a consequence gives or takes somebody of mean wants."""
        says, services, recipe = each.says, self.law.catalogue.services, self.law.recipe
        total = 0.0
        rationed = (says.service,) if says.uses_at_most_per_year is not None else ()
        for name in says.denies or rationed:
            service = services[str(name)]
            surplus = max(float(service.worth_yuan) - float(service.price_yuan), 0.0)
            if service.instead is not None and service.instead in services:
                other = services[service.instead]
                surplus = max(surplus - max(float(other.worth_yuan) - float(other.price_yuan), 0.0), 0.0)
            total -= max(float(service.wants_per_year) - (says.uses_at_most_per_year or 0), 0.0) * surplus
        if says.service is not None:
            service = services[says.service]
            change = float(says.price_change_yuan or 0)
            if says.price_factor is not None:
                change += (float(says.price_factor) - 1) * float(service.price_yuan)
            uses = float(service.wants_per_year)
            if says.at_most_per_year is not None:
                uses = min(uses, float(says.at_most_per_year))
            most = float(service.price_yuan)
            if says.yuan_at_most_per_month is not None:
                most = min(most, says.yuan_at_most_per_month / max(float(service.wants_per_year) / 12, 1.0))
            total -= uses * max(change, -most)
            if says.deposit_waived_yuan is not None:
                waived = min(
                    max(float(line.high) for line in says.deposit_waived_yuan.lines), float(service.deposit_yuan)
                )
                total += uses * waived * float(recipe.population.deposit_felt_share)
        if says.pays_yuan is not None:
            total += float(says.pays_yuan) * (12 if says.every == "month" else 1)
        if says.income_factor is not None:
            total += (float(says.income_factor) - 1) * float(recipe.income.median_yuan)
        return total * self.law.share(says.enforced_share, 1.0)

    def _of_standing(self, regime: RegimeLaw, standing: Standing) -> tuple[float, float]:
        """(yuan a year by consequences, yuan a year of pride or, below zero, shame)."""
        money = felt = 0.0
        for each in (each for each in regime.consequences if not each.says.asleep and each.says.costs_points is None):
            if each.says.lands_on in ("self", "household", "owners"):
                money += self._concerned(regime, standing, each.says) * self._of_consequence(each)
        for show in (show for show in regime.shows if not show.says.asleep):
            if show.says.felt_as != "neither":
                yuan = float(show.says.felt_yuan_per_month) * 12 * float(show.says.named_share)
                sign = 1 if show.says.felt_as == "pride" else -1
                felt += self._concerned(regime, standing, show.says) * (sign * yuan)
        return money, felt

    # ---- reports ------------------------------------------------------------------------------------------------------
    def of_report(self, rule: RuleLaw, act: ActLaw, standing: Standing, row: Behaviour) -> Stake:
        """What one report of an act under a rule means to somebody of a standing."""
        regime, says = rule.regime, rule.says
        money, felt = self.of_standing(regime, standing)

        def lost_by(other: Standing, years: float) -> Stake:
            there = self.of_standing(regime, other)
            return Stake(max(money - there[0], 0) * years, max(felt - there[1], 0) * years, 0.0)

        if says.moves_score:
            return self._of_points(rule, act, standing, row)
        if says.no_better_than is not None and standing.grade >= 0:
            if not regime.scale_with(says.no_better_than, says.score).is_known:
                return Stake(0.0, 0.0, 0.0)
            place = regime.scale_with(says.no_better_than, says.score).place(says.no_better_than)
            years = min(float(says.for_days or 365) / 365, LONGEST_YEARS)
            return lost_by(Standing(max(standing.grade, place), standing.listed), years)
        if says.opens is not None:
            owed = self.law.matter(says.opens)
            mean = float(owed.owed_median_yuan) * math.exp(float(owed.owed_sigma) ** 2 / 2)
            return Stake(mean if owed.owed == "money" else 0.0, 0.0, 0.0)
        if says.puts_on is not None and not standing.listed and regime.lists[says.puts_on].is_bad:
            return lost_by(Standing(standing.grade, True), LONGEST_YEARS)
        return Stake(0.0, 0.0, 0.0)

    def _of_points(self, rule: RuleLaw, act: ActLaw, standing: Standing, row: Behaviour) -> Stake:
        regime, says = rule.regime, rule.says
        money, felt = self.of_standing(regime, standing)
        scale = next((each for each in regime.scales if says.score in (None, each.score.says.id)), None)
        scale = scale if scale is not None and scale.is_known else None
        if says.rating is not None:
            points = self._of_rating(rule, scale, standing)
        elif says.points is not None:
            line = says.points.lines[-1]
            points = (float(line.low) + float(line.high)) / 2
        else:
            points = float(act.says.units) / float(says.units_per_point.lines[0].low)  # type: ignore[union-attr]
        name = says.score or next(iter(regime.scores))
        met = partial(self._share_of, regime, standing)
        each, pride = (
            float(row.points_worth_yuan) + worth_to_spend(self.law, regime, name, self._of_consequence, met),
            0.0,
        )
        if rule.score is not None and rule.score.is_of_place:
            each = 0.0
            if scale is not None and scale is not regime.scales[0]:
                scale = None
        if scale is not None and standing.grade >= 0:
            if points < 0 and standing.grade < len(scale.grades) - 1:
                below = self.of_standing(regime, Standing(self._next(scale, standing.grade, 1), standing.listed))
                each += max(money - below[0], 0) / self._width(scale, standing.grade)
                pride = max(felt - below[1], 0) / self._width(scale, standing.grade)
            if points > 0 and standing.grade > 0:
                above = self.of_standing(regime, Standing(self._next(scale, standing.grade, -1), standing.listed))
                each += max(above[0] - money, 0) / self._width(scale, standing.grade)
                pride = max(above[1] - felt, 0) / self._width(scale, standing.grade)
        if points < 0:
            return Stake(-points * each, -points * pride, 0.0)
        return Stake(0.0, 0.0, points * (each + MEAN_CONFORMITY * pride))

    def _of_rating(self, rule: RuleLaw, scale: ScaleLaw | None, standing: Standing) -> float:
        """By how much one rating moves a mean that stands in the middle of one's grade, or where people start."""
        assert rule.says.rating
        assert rule.score
        says, (line,) = rule.score.says, rule.says.rating.lines[-1:]
        assert says.start
        now = sum(float(end) for end in (says.start.lines[-1].low, says.start.lines[-1].high)) / 2
        if scale is not None and standing.grade >= 0 and not scale.is_moved:
            low, high = self._lower_end(scale, standing.grade), float(says.ceiling or 0)
            if standing.grade > 0:
                high = min(self._lower_end(scale, standing.grade - 1), high)
            now = (max(low, float(says.floor or 0)) + high) / 2
        return ((float(line.low) + float(line.high)) / 2 - now) / float(says.averages_over or 1)

    def _stakes(
        self, regime: RegimeLaw, state: int, type_: int, met: Meeting | None = None
    ) -> tuple[dict[str, Stake], dict[str, float]]:
        """In one state: the stake of each act under the regime's rules, and what vague rules make one fear of lawful acts.

        Rules about whom one meets count for meetings with such people only, and there nothing else that they replace.
        """
        direct: dict[str, Stake] = {}
        vague: dict[str, float] = {}
        if state == 0:
            return direct, vague
        watched = set().union(*(channel.covers for channel in self.law.channels if channel.regime is regime))
        standing = self.standings(regime)[state - 1]
        for rule in (rule for rule in regime.rules if rule.says.told and not rule.says.asleep):
            worst = 0.0
            for name in rule.says.on:
                if name in watched and name in self.law.act:
                    stake = self.of_report(rule, self.law.act[name], standing, self.types[type_])
                    before = direct.get(name, Stake(0.0, 0.0, 0.0))
                    if is_about(rule, name, met):
                        direct[name] = Stake(*(a + b for a, b in zip(before, stake, strict=True)))
                    worst = max(worst, stake.loss + MEAN_CONFORMITY * stake.shame)
            for name in rule.says.vague_about:
                vague[name] = vague.get(name, 0.0) + worst
        return direct, vague

    def _pull(
        self, states: tuple[int, ...], act: ActLaw, type_: int, met: Meeting | None
    ) -> tuple[np.float32, np.float32, np.float32]:
        """Loss feared, shame, worth of points of an act, to somebody in these states, at a meeting of some kind."""
        row = self.types[type_]
        loss = shame = points = vague = 0.0
        if act.says is not None:
            for regime in reversed(self.law.regimes):
                direct, unclear = self.stakes(regime, states[regime.number], type_, met)
                stake = direct.get(act.says.id, Stake(0.0, 0.0, 0.0))
                loss, shame, points = loss + stake.loss, shame + stake.shame, points + stake.points
                vague += unclear.get(act.says.id, 0.0)
        feared = loss ** float(row.alpha) + float(row.fear_factor) * vague ** float(row.alpha)
        return f32(feared), f32(shame), f32(points)

    def domain(self, act: ActLaw) -> int:
        """Where beliefs of being seen are kept: 0 what is done in public, 1 on record or online, 2 nowhere."""
        if act.says is None or act.says.kind in ("good", "mishap"):
            return 2
        if act.says.kind == "lawful" and not self._is_feared(act):
            return 2
        return 0 if act.says.visibility in ("street", "home", "work") else 1

    def _is_feared(self, act: ActLaw) -> bool:
        """Has anybody in any state anything to fear from this lawful act?"""
        assert act.says
        for regime in self.law.regimes:
            kinds = product(range(self.law.n_states(regime)), [None, *meetings(self.law, act)])
            for state, met in kinds:
                for type_, row in enumerate(self.types):
                    direct, vague = self.stakes(regime, state, type_, met)
                    stake = direct.get(act.says.id, Stake(0.0, 0.0, 0.0))
                    if stake.loss > 0 or stake.shame > 0 or (vague.get(act.says.id, 0.0) > 0 and row.fear_factor > 0):
                        return True
        return False

    # ---- what does not hang on standing --------------------------------------------------------------------------------
    def usual_cost(self, act: ActLaw, type_: int) -> np.float32:
        """What an act costs in any world: effort, and for a harm the ordinary fine at the risk believed at the start."""
        assert act.says
        row = self.types[type_]
        if act.says.kind == "mishap":
            return f32(-1e30)
        if act.says.kind == "harm":
            return f32(
                float(row.risk_start) * float(act.says.fine_yuan) ** float(row.alpha) + float(act.says.cost_yuan)
            )
        return f32(float(act.says.cost_yuan))

    @staticmethod
    def mean_gain(act: ActLaw) -> np.float32:
        """Mean gain of an occasion: for a good deed, the warm glow."""
        assert act.says
        return f32(float(act.says.warm_glow_yuan if act.says.kind == "good" else act.says.gain_yuan))

    def belief_at_start(self, type_: int) -> tuple[np.float32, float]:
        """Cases believed at the start, and the deeds that the starting belief counts for."""
        row = self.types[type_]
        return f32(float(row.risk_start) * float(row.risk_start_deeds)), float(row.risk_start_deeds)

    def care(self, caution: int) -> np.float32:
        """How much a loss weighs: from half to one and a half times what it takes; or evenly between two weights."""
        weighs = next(trait.weighs for trait in self.law.recipe.trait if trait.id == "caution")
        if weighs is None:
            return f32(0.5 + 1.0 * self._trait("caution")[caution * LEVELS // 256])
        low, high = (float(end) for end in weighs)
        return f32(low + (high - low) * (caution + 0.5) / 256)

    def conformity(self, level: int) -> np.float32:
        """How much shame and pride weigh: one on average."""
        values = self._trait("conformity")
        return f32(values[level] / (sum(values) / LEVELS))

    def _trait(self, name: str) -> tuple[float, ...]:
        return trait_values(self.law.recipe, name)
