"""Who is who: numbers for regimes, scores, lists, acts, services; and days for dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from glasshouse.engine.compile.blocks import conditions, covered_acts, day_of_year, unasked_too
from glasshouse.engine.compile.rates import rank_tests
from glasshouse.engine.compile.rows import bits_at
from glasshouse.engine.order import NEVER, YEAR_DAYS
from glasshouse.engine.tables import (
    ANY_BIT,
    AT_LEAST,
    AT_MOST,
    ME_ABSENT,
    ME_AGE,
    ME_BITS,
    ME_BY,
    ME_FIXED,
    ME_FOLLOWS,
    ME_HOUSE,
    ME_JOINED,
    ME_KIND,
    ME_MET,
    ME_OWES,
    ME_PART,
    ME_REGISTERED,
    ME_RESIDENT,
    ME_ROLE,
    ME_WOKEN,
    WAKES_ROOM,
)
from glasshouse.kit.errors import InputError
from glasshouse.kit.figure import Figure, Line
from glasshouse.population.firms import FIRMS
from glasshouse.population.recipe import Recipe
from glasshouse.regime.load import LoadedRegime
from glasshouse.regime.model import Publicity
from glasshouse.rulebook.catalogue import Act
from glasshouse.rulebook.known import Catalogue
from glasshouse.rulebook.model import Condition, Consequence, Rule, Score

NO_GRADE_FAILS = 200
MOST_BITS = 62
MOST_LISTS = 48
MOST_STEPS = 1 << 38


@dataclass
class Index:
    """Numbers and names of everything in one world."""

    regimes: tuple[LoadedRegime, ...]
    catalogue: Catalogue
    recipe: Recipe
    horizon: int
    also: frozenset[str] = frozenset()
    tests: list[tuple[int, int, int]] = field(default_factory=list)
    recent: list[tuple[int, tuple[str, ...], int]] = field(default_factory=list)
    older: list[int] = field(
        default_factory=list
    )  # per row of `recent`: 0 the latest such report, 1 the one before it ...
    limits: list[tuple[int, int]] = field(default_factory=list)
    waits: set[int] = field(default_factory=set)
    uses_age: bool = False
    home_lists: int = 0
    watched: dict[int, set[int]] = field(default_factory=dict)
    mets: list[tuple[int, int]] = field(default_factory=list)
    met_conditions: list[tuple[int, Condition]] = field(default_factory=list)

    def __post_init__(self) -> None:
        laws = [loaded.regime for loaded in self.regimes]
        self.start = self.recipe.population.start_date
        self.regime_ids = [law.id for law in laws]
        self.scores = [(r, score) for r, law in enumerate(laws) for score in law.score]
        self.score_of = {(r, score.id): s for s, (r, score) in enumerate(self.scores)}
        self.scales = [
            (r, name, [grade for grade in law.grade if grade.score == name])
            for r, law in enumerate(laws)
            for name in dict.fromkeys(grade.score for grade in law.grade)
        ]
        present = set(self.regime_ids)
        self.lists = [(r, each.id, each) for r, law in enumerate(laws) for each in law.list]
        self.feeds = [(r, feed) for r, law in enumerate(laws) for feed in law.feed if feed.regime in present]
        self.list_of = {(r, name): l for l, (r, name, _) in enumerate(self.lists)}
        for k, (r, feed) in enumerate(self.feeds):
            self.list_of[(r, feed.id)] = len(self.lists) + k
        self.rules = [(r, rule) for r, law in enumerate(laws) for rule in unasked_too(law)]
        self.misuses = [(r, each) for r, law in enumerate(laws) for each in law.misuse]
        self.rule_row = {(r, rule.id): k for k, (r, rule) in enumerate(self.rules)}
        self.channels = [(r, channel) for r, law in enumerate(laws) for channel in law.channel]
        self.wakers = [(r, steer) for r, law in enumerate(laws) for steer in law.steer if steer.channel is None]
        self.consequences = [
            (r, each) for r, law in enumerate(laws) for each in law.consequence if self.may_be_in_force(r, each)
        ]
        self.landing_rules = [
            (r, rule) for r, rule in self.rules if rule.lands_on != "self" and self.may_be_in_force(r, rule)
        ]
        self.consequences += [(r, rule.as_consequence()) for r, rule in self.landing_rules]
        self.steers = [(r, steer) for r, law in enumerate(laws) for steer in law.steer if steer.channel is not None]
        self.desks = [(r, desk) for r, law in enumerate(laws) for desk in law.desk]
        self.shows = [
            (r, each) for r, law in enumerate(laws) for each in law.publicity
            if each.shown_to != "self" and self.may_be_in_force(r, each)
        ]  # fmt: skip
        self.pauses = [(r, each) for r, law in enumerate(laws) for each in law.pause]
        self.kinds = [kind.id for kind in self.recipe.kind_of_place]
        # firms are a group of their own, behind those of persons, and their kinds read like roles
        firms = [firm.id for firm in self.recipe.firm]
        self.groups = [*(group.id for group in self.recipe.group), *[FIRMS] * bool(firms)]
        self.roles = [*(role.id for role in self.recipe.role), *firms]
        self.firm_roles = bits_at(range(len(self.recipe.role), len(self.roles)))
        self.covers = [covered_acts(channel, self.catalogue.acts) for _, channel in self.channels]
        self.matters = self._live_matters()
        self.acts = self._live_acts()
        self.act_of = {act.id: a for a, act in enumerate(self.acts)}
        named = {name for _, each in self.consequences for name in (*each.denies, each.service) if name}
        self.services = sorted((self.catalogue.services[name] for name in named), key=lambda service: service.lane)
        n_lists = len(self.lists) + len(self.feeds)
        if n_lists > MOST_LISTS:
            raise InputError(f"{n_lists} lists and feeds; a world holds at most {MOST_LISTS}. Join fewer regimes")
        for what, many in (
            ("channels", self.channels),
            ("matters that anything depends on", self.matters),
            ("misuses", self.misuses),
        ):
            if len(many) > MOST_BITS:
                raise InputError(f"a world holds at most {MOST_BITS} {what}; got {len(many)}. Join fewer regimes")

    # ---- what is live -------------------------------------------------------------------------------------------------
    def rules_in_force(self) -> Iterable[tuple[int, Rule]]:
        """Rules that are not asleep, or may wake."""
        return ((r, rule) for r, rule in self.rules if self.may_be_in_force(r, rule) and rule.lands_on == "self")

    def may_be_in_force(self, r: int, block: Rule | Consequence | Publicity) -> bool:
        """Is a clause awake, or may some steer wake it?"""
        return not block.asleep or any(r == owner and block.id in steer.wakes for owner, steer in self.wakers)

    def _live_matters(self) -> list[str]:
        used: dict[str, None] = {}
        for _, rule in self.rules_in_force():
            used.update({name: None for name in (rule.while_owed, rule.opens) if name})
            used.update(dict.fromkeys(rule.settles))
        for _, _, each in self.lists:
            used.update(dict.fromkeys(each.ends_when_settled))
        for loaded in self.regimes:
            for condition in conditions(loaded):
                used.update(dict.fromkeys(condition.owes))
        for r, desk in self.desks:
            used.update(dict.fromkeys(desk.settles))
            if "settled" in desk.needs:
                for rule_id in desk.about:
                    row = self.rule_row.get((r, rule_id))
                    if row is not None:
                        used.update(dict.fromkeys(self.opened_by(self.rules[row][1])))
        return list(used)

    def opened_by(self, rule: Rule) -> list[str]:
        """The matters that the acts of a rule open, and that it opens itself."""
        opens = [*(self.catalogue.acts[act].opens for act in rule.on), rule.opens]
        return [name for name in opens if name]

    def _live_acts(self) -> list[Act]:
        live = {act for covers in self.covers for act in covers}
        for _, rule in self.rules_in_force():
            live |= set(rule.vague_about)
        for _, misuse in self.misuses:
            live |= set(misuse.against)
        for act in self.catalogue.acts.values():
            if act.opens in self.matters or set(act.settles) & set(self.matters):
                live.add(act.id)
            if any(
                name in covers and channel.misreads_probability is not None
                for name in act.close_to
                for covers, (_, channel) in zip(self.covers, self.channels, strict=True)
            ):
                live.add(act.id)
        live |= self.also & set(self.catalogue.acts)
        return sorted((self.catalogue.acts[name] for name in live), key=lambda act: act.lane)

    # ---- numbers ------------------------------------------------------------------------------------------------------
    def day(self, date: datetime.date | None, default: int) -> int:
        """Day of the world for a date, kept between 0 and never."""
        if date is None:
            return default
        return min(max((date - self.start).days, 0), NEVER)

    def publishes_on(self, score: Score) -> int:
        """Day of its month, or for a yearly score of the world's year, on which a score is published, from 0."""
        if score.published_on is None:
            return 0
        month, day = (int(part) for part in score.published_on.split("-"))
        if score.published != "year":
            return day - 1
        start = day_of_year(self.start.month, self.start.day)
        return (day_of_year(month, day) - start) % YEAR_DAYS

    def steps(self, s: int, points: float) -> int:
        """Points of a score as a whole number of its smallest steps, halves away from zero."""
        ratio = points / self.scores[s][1].step
        if abs(ratio) > MOST_STEPS:
            score = self.scores[s][1]
            raise InputError(
                f"score '{score.id}': {points:g} is more than {MOST_STEPS:_} of its steps; make the step larger"
            )
        return int(ratio + 0.5) if ratio >= 0 else -int(-ratio + 0.5)

    def per_point(self, s: int) -> int:
        """Steps per point."""
        return max(round(1 / self.scores[s][1].step), 1)

    def new_limit(self, r: int, yearly: bool) -> int:
        """A slot that counts uses in a month or a year."""
        self.limits.append((int(yearly), r))
        return len(self.limits) - 1

    def watch(self, s: int, bound: int) -> None:
        """Something changes when score ``s`` crosses ``bound``: below it, or not."""
        self.watched.setdefault(s, set()).add(bound)

    def mask(self, names: Iterable[str], known: list[str]) -> int:
        """Bits of names in a list of names, each once; names that this population lacks have no bit."""
        return bits_at(known.index(name) for name in names if name in known)

    # ---- conditions ---------------------------------------------------------------------------------------------------
    def condition(self, r: int, given: Condition | None) -> tuple[int, int]:
        """Compile a condition of regime ``r`` to tests; returns (first test, how many)."""
        tests = self._tests(r, given) if given is not None else []
        first = len(self.tests)
        self.tests.extend(tests)
        return first, len(self.tests) - first

    def condition_of(self, r: int, block: Rule | Consequence | Publicity) -> tuple[int, int]:
        """The same for the ``when`` of a clause, which also asks whether it is awake, and in force here."""
        first, n = self.condition(r, block.when)
        if self.is_not_everywhere(r):
            self.tests.append((ME_PART, ANY_BIT, 1 << r))
        mine = [(g, steer) for g, (owner, steer) in enumerate(self.wakers) if owner == r]
        if block.asleep:
            self.tests.append((ME_WOKEN, ANY_BIT, bits_at(g for g, steer in mine if block.id in steer.wakes)))
        for g, steer in mine:
            if block.id in steer.puts_to_sleep:
                self.tests.append((ME_WOKEN, ANY_BIT, 1 << (WAKES_ROOM + g)))
        return first, len(self.tests) - first

    def is_not_everywhere(self, r: int) -> bool:
        """Are there places in which a regime is not in force: some of the country's, or those out of it?"""
        moving = self.recipe.moving
        leaves = moving is not None and moving.abroad_share > 0
        return leaves or self.regimes[r].regime.covers.places_share is not None

    def scale_with(self, r: int, grade: str, score: str | None) -> tuple[int, int]:
        """(scale, place of the grade in it, best = 0)."""
        for k, (regime, name, grades) in enumerate(self.scales):
            ids = [each.id for each in grades]
            if regime == r and grade in ids and score in (None, name):
                return k, ids.index(grade)
        raise InputError(f"regime '{self.regime_ids[r]}' has no grade '{grade}'")

    def _tests(self, r: int, given: Condition) -> list[tuple[int, int, int]]:
        n_scores, n_scales, n_lists = len(self.scores), len(self.scales), len(self.lists) + len(self.feeds)
        out: list[tuple[int, int, int]] = []
        if given.score_at_least is not None or given.score_at_most is not None:
            name = given.score or self.regimes[r].regime.score[0].id
            s = self.score_of[(r, name)]
            if given.score_at_least is not None:
                out.append((ME_FIXED + s, AT_LEAST, self.steps(s, given.score_at_least)))
                self.watch(s, self.steps(s, given.score_at_least))
            if given.score_at_most is not None:
                out.append((ME_FIXED + s, AT_MOST, self.steps(s, given.score_at_most)))
                self.watch(s, self.steps(s, given.score_at_most) + 1)
                out.append((ME_FIXED + s, AT_LEAST, -(1 << 39)))
        if given.grade_at_least is not None:
            k, place = self.scale_with(r, given.grade_at_least, given.score)
            out.append((ME_FIXED + n_scores + k, AT_MOST, place))
        if given.grade_at_most is not None:
            k, place = self.scale_with(r, given.grade_at_most, given.score)
            out.append((ME_FIXED + n_scores + k, AT_LEAST, place))
            out.append((ME_FIXED + n_scores + k, AT_MOST, NO_GRADE_FAILS))
        if given.on_list:
            lists = [self.list_of[(r, name)] for name in given.on_list if (r, name) in self.list_of]
            out.append((ME_BITS, ANY_BIT, bits_at(lists)))
            if given.listed_at_least_days is not None:
                out.append((ME_FIXED + n_scores + n_scales + lists[0], AT_LEAST, given.listed_at_least_days))
        if given.household_on_list:
            lists = [self.list_of[(r, name)] for name in given.household_on_list if (r, name) in self.list_of]
            bits = bits_at(lists)
            self.home_lists |= bits
            out.append((ME_HOUSE, ANY_BIT, bits))
        if given.owes:
            out.append((ME_OWES, ANY_BIT, self.mask(given.owes, self.matters)))
        if given.reported is not None:
            for older in range(given.reported.at_least):
                self.recent.append((r, given.reported.of, given.reported.within_days))
                self.older.append(older)
            slot = ME_FIXED + n_scores + n_scales + n_lists + len(self.recent) - 1
            out.append((slot, AT_MOST, given.reported.within_days))
        if given.age_at_least is not None:
            out.append((ME_AGE, AT_LEAST, given.age_at_least))
        if given.age_at_most is not None:
            out.append((ME_AGE, AT_MOST, given.age_at_most))
        self.uses_age |= given.age_at_least is not None or given.age_at_most is not None
        out += rank_tests(given)
        if given.role:
            out.append((ME_ROLE, ANY_BIT, self.mask(given.role, self.roles)))
        least = max(given.resident_at_least_days or 0, given.covered_at_least_days or 0)
        if given.resident_at_least_days is not None or given.covered_at_least_days is not None:
            self.waits.add(least)
            out.append((ME_RESIDENT, AT_LEAST, least))
        if given.covered_at_most_days is not None:
            self.waits.add(given.covered_at_most_days + 1)
            out.append((ME_RESIDENT, AT_MOST, given.covered_at_most_days))
        if given.kind_of_place:
            out.append((ME_KIND, ANY_BIT, self.mask(given.kind_of_place, self.kinds)))
        if given.reported_by:
            channels = [
                c for c, (owner, each) in enumerate(self.channels) if owner == r and each.id in given.reported_by
            ]
            out.append((ME_BY, ANY_BIT, bits_at(c & 63 for c in channels)))
        if given.met is not None:
            out.append((ME_MET, ANY_BIT, 1 << self.met(r, given.met)))
        if given.follows:
            out.append((ME_FOLLOWS, ANY_BIT, bits_at(self.norm(name) for name in given.follows)))
        if given.registered_here is not None:
            out.append((ME_REGISTERED, AT_LEAST if given.registered_here else AT_MOST, int(given.registered_here)))
        if given.joined is not None:
            out.append((ME_JOINED if given.joined else ME_ABSENT, ANY_BIT, 1 << r))
        return out

    def met(self, r: int, given: Condition) -> int:
        """Number of a condition on whom one meets; equal ones of a regime are one."""
        if (r, given) not in self.met_conditions:
            if len(self.mets) >= MOST_BITS:
                raise InputError(f"rules ask for more than {MOST_BITS} kinds of people met; join fewer regimes")
            self.mets.append(self.condition(r, given))
            self.met_conditions.append((r, given))
        return self.met_conditions.index((r, given))

    def norm(self, name: str) -> int:
        """Number of a norm of the population."""
        ids = [norm.id for norm in self.recipe.norm]
        if name not in ids:
            raise InputError(
                f"a condition or an act asks who follows '{name}', and the population '{self.recipe.population.id}' has "
                f"no such [[norm]]; it has {', '.join(ids) or 'none'}"
            )
        return ids.index(name)

    def test_rows(self) -> np.ndarray:
        """The table of all tests compiled so far."""
        return np.array(self.tests or [(0, 0, 0)], np.int64)

    # ---- figures ------------------------------------------------------------------------------------------------------
    def line(self, figure: Figure | None, day: int, kind: str | None = None, group: str | None = None) -> Line | None:
        """The first line of a figure that fits a day, a kind of place, a group."""
        if figure is None:
            return None
        for line in figure.lines:
            if line.from_ is not None and self.day(line.from_, 0) > day:
                continue
            if line.kind_of_place is not None and line.kind_of_place != kind:
                continue
            if line.group is not None and line.group != group:
                continue
            return line
        return None

    def share(
        self, figure: Figure | None, default: float, day: int, kind: str | None = None, group: str | None = None
    ) -> float:
        """A share or probability of a figure."""
        if figure is None:
            return default
        line = self.line(figure, day, kind, group)
        return float(line.low) if line is not None else default

    def span(self, figure: Figure | None, default: int = 0) -> tuple[int, int]:
        """(low, how many whole numbers) of a figure in days."""
        if figure is None:
            return default, 1
        line = figure.lines[-1]
        return int(line.low), int(line.high) - int(line.low) + 1

    def breaks(self) -> list[int]:
        """Days on which some dated figure of a channel, grade or consequence changes, or a channel begins or ends."""
        days = {0}
        figures: list[Figure | None] = []
        for _, each in self.channels:
            figures += [each.coverage_share, each.sees_probability, each.misreads_probability, each.wrong_person_share]
            days |= {self.day(each.from_, 0), self.day(each.until, 0)}
        figures += [grade.at_least for _, _, grades in self.scales for grade in grades]
        figures += [clause.enforced_share for _, clause in self.consequences]
        for figure in figures:
            for line in figure.lines if figure else ():
                days.add(self.day(line.from_, 0))
        return sorted(day for day in days if day <= self.horizon)
