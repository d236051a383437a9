"""The law in force as its files say it. Nothing is compiled.

Numbers: scores, lists, acts, services have one over all regimes (regimes by id, blocks in file order, acts and services
by lane), because a person's row in the engine has its columns in that order.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property

from glasshouse.population.recipe import Recipe
from glasshouse.regime.load import LoadedRegime
from glasshouse.regime.model import Channel, Feed, Regime
from glasshouse.rulebook.catalogue import Matter
from glasshouse.rulebook.known import Catalogue
from glasshouse.rulebook.model import Condition
from twin.addresses import Dice, name_of
from twin.blocks import (
    ActLaw,
    ChannelLaw,
    ConsequenceLaw,
    DeskLaw,
    FeedLaw,
    ListLaw,
    RegimeLaw,
    RuleLaw,
    ServiceLaw,
    ShowLaw,
    Sight,
)
from twin.in_force import InForce
from twin.scores import ScaleLaw, ScoreLaw
from twin.waker import SteerLaw, WakerLaw

MOST_CLASSES = 255


class Law(InForce):
    """Everything that is in force in one world, who its people are made from, and its numbers."""

    def __init__(
        self, regimes: Iterable[LoadedRegime], catalogue: Catalogue, recipe: Recipe, days: int, seed: int,
        replicate: int, window_days: int, also: Iterable[LoadedRegime] = (), likes: dict[str, Recipe] | None = None,
    ) -> None:  # fmt: skip
        self.catalogue, self.recipe, self.days, self.window_days = catalogue, recipe, days, window_days
        self.likes = likes or {}
        self.dice = Dice(seed, replicate)
        self.regimes = [RegimeLaw(number, loaded.regime) for number, loaded in enumerate(regimes)]
        self.scores: list[ScoreLaw] = []
        self.scales: list[ScaleLaw] = []
        self.lists: list[ListLaw] = []
        self.rules: list[RuleLaw] = []
        self.channels: list[ChannelLaw] = []
        self.consequences: list[ConsequenceLaw] = []
        self.desks: list[DeskLaw] = []
        self.shows: list[ShowLaw] = []
        self.feeds: list[FeedLaw] = []
        self.steers: list[SteerLaw] = []
        self.wakers: list[WakerLaw] = []
        self.woken: set[WakerLaw] = set()
        for regime in self.regimes:
            self._read(regime)
        for regime in self.regimes:
            self._read_feeds(regime)
        for desk in self.desks:
            desk.settled_first = frozenset(self._must_be_settled(desk))
        self.matters = self._live_matters()
        self.landings = [
            each for each in self.consequences if each.says.lands_on != "self" and self._does_something(each)
        ]
        for rule in self.rules:
            if rule.says.lands_on != "self" and self.may_be_in_force(rule.regime, rule.says):
                scale = rule.regime.scale_with(rule.says.no_better_than, rule.says.score)
                caps = (scale, scale.place(rule.says.no_better_than))
                self.landings.append(
                    ConsequenceLaw(-1, rule.regime, rule.says.as_consequence(), caps=caps, rule=rule.says)
                )
        for number, each in enumerate(self.landings):
            each.landing = number
        self._read_services()
        self._read_acts([loaded.regime for loaded in also])
        self.is_publishing_day = cache(self._is_publishing_day)
        self.friends_means = [score for score in self.scores if score.says.measures == "friends-mean"]
        self._make_coarse()

    # ---- reading ------------------------------------------------------------------------------------------------------
    def _read(self, regime: RegimeLaw) -> None:
        says = regime.says
        for score in says.score:
            regime.scores[score.id] = ScoreLaw(len(self.scores), regime, score)
            self.scores.append(regime.scores[score.id])
        for score in regime.scores.values():
            for name, weight in score.says.made_of.items():
                part = regime.scores[name]
                ratio = float(part.says.step) / float(score.says.step)
                score.parts.append((part, round(float(weight) * ratio * 1_000_000)))
        for name in dict.fromkeys(grade.score for grade in says.grade):
            grades = [grade for grade in says.grade if grade.score == name]
            regime.scales.append(ScaleLaw(len(self.scales), regime, regime.scores[name], grades))
            self.scales.append(regime.scales[-1])
        for each in says.list:
            regime.lists[each.id] = ListLaw(len(self.lists), regime, each)
            self.lists.append(regime.lists[each.id])
        for rule in says.rule:
            regime.all_rules.append(RuleLaw(len(self.rules), regime, rule))
            self.rules.append(regime.all_rules[-1])
        for misuse in says.misuse:
            regime.all_rules.append(RuleLaw(len(self.rules), regime, misuse.as_rule(), misuse))
            self.rules.append(regime.all_rules[-1])
        for each in says.list:
            if each.stays_while is not None:
                regime.all_rules.append(RuleLaw(len(self.rules), regime, each.as_rule()))
                self.rules.append(regime.all_rules[-1])
        for channel in says.channel:
            self.channels.append(ChannelLaw(len(self.channels), regime, channel, self._covered(channel)))
        for consequence in says.consequence:
            if self.may_be_in_force(regime, consequence):
                regime.consequences.append(ConsequenceLaw(len(self.consequences), regime, consequence))
                self.consequences.append(regime.consequences[-1])
        for steer in says.steer:
            if steer.channel is None:
                self.wakers.append(WakerLaw(len(self.wakers), regime, steer))
                continue
            sent = next(each for each in self.channels if each.regime is regime and each.says.id == steer.channel)
            self.steers.append(SteerLaw(len(self.steers), sent, steer))
        for desk in says.desk:
            regime.desks.append(DeskLaw(len(self.desks), regime, desk))
            self.desks.append(regime.desks[-1])
        for show in says.publicity:
            if show.shown_to != "self" and self.may_be_in_force(regime, show):
                regime.shows.append(ShowLaw(len(self.shows), regime, show))
                self.shows.append(regime.shows[-1])

    def _read_feeds(self, regime: RegimeLaw) -> None:
        for feed in regime.says.feed:
            source = self.source_of(feed)
            if source is not None:
                self.feeds.append(FeedLaw(len(self.feeds), regime, source, feed))
                regime.lists[feed.id] = ListLaw(len(self.lists), regime, None, self.feeds[-1])
                self.lists.append(regime.lists[feed.id])

    def _covered(self, channel: Channel) -> set[str]:
        return {
            act.id
            for act in self.catalogue.acts.values()
            if act.id in channel.covers
            or (
                act.family in channel.covers_families
                and (not channel.covers_visibility or act.visibility in channel.covers_visibility)
            )
        }

    def _must_be_settled(self, desk: DeskLaw) -> Iterable[str]:
        """Matters that must be settled before this desk is applied to."""
        if "settled" not in desk.says.needs:
            return
        for name in desk.says.about:
            rule = next((each for each in desk.regime.all_rules if each.says.id == name), None)
            if rule is not None:
                yield from self._opened_by(rule)
            elif name in desk.regime.lists and desk.regime.lists[name].says is not None:
                yield from desk.regime.lists[name].says.ends_when_settled  # type: ignore[union-attr]

    def _opened_by(self, rule: RuleLaw) -> list[str]:
        """Matters that the acts of a rule open, and that it opens itself."""
        names = [*(self.catalogue.acts[act].opens for act in rule.says.on), rule.says.opens]
        return [name for name in names if name]

    def source_of(self, feed: Feed) -> RegimeLaw | None:
        """The regime that a feed reads, if it is in force."""
        return next((each for each in self.regimes if each.id == feed.regime), None)

    def conditions(self) -> Iterable[tuple[RegimeLaw, Condition]]:
        """Every condition of rules, consequences, boards, desks, feeds and covers, with the regime that says it."""
        for regime in self.regimes:
            says = regime.says
            for block in (*says.rule, *says.consequence, *says.publicity, *says.desk):
                said = [each for each in (block.when, block.unless) if each is not None]
                yield from ((regime, each) for each in said)
                yield from ((regime, each.met) for each in said if each.met is not None)
            for grade in says.grade:
                yield from ((regime, each) for each in (grade.when, grade.unless) if each is not None)
            yield from ((self.source_of(feed) or regime, feed.standing) for feed in says.feed)
            yield from ((regime, each.stays_while) for each in says.list if each.stays_while is not None)
            yield from ((regime, each.open_to) for each in says.list if each.open_to is not None)
            yield from ((regime, misuse.who) for misuse in says.misuse if misuse.who is not None)
            if says.covers.who is not None:
                yield regime, says.covers.who

    def _live_matters(self) -> list[str]:
        """Matters that anybody asks for, in the order in which they are first named."""
        names: list[str] = []
        for rule in self.rules:
            if self.may_be_in_force(rule.regime, rule.says):
                names += [name for name in (rule.says.while_owed, rule.says.opens, *rule.says.settles) if name]
        for each in self.lists:
            names += each.says.ends_when_settled if each.says else ()
        for _, condition in self.conditions():
            names += condition.owes
        for desk in self.desks:
            names += [*desk.says.settles]
            for name in desk.says.about if "settled" in desk.says.needs else ():
                rule = next((each for each in desk.regime.all_rules if each.says.id == name), None)
                names += self._opened_by(rule) if rule else []
        return list(dict.fromkeys(names))

    def matter(self, name: str) -> Matter:
        """A matter of the catalogue."""
        return self.catalogue.matters[name]

    def matter_key(self, name: str) -> int:
        """Name of its random addresses."""
        return name_of(name)

    @cached_property
    def reported_conditions(self) -> list[tuple[RegimeLaw, Condition]]:
        """Conditions that ask for recent reports."""
        return [(regime, each) for regime, each in self.conditions() if each.reported is not None]

    @staticmethod
    def _does_something(each: ConsequenceLaw) -> bool:
        says = each.says
        return bool(says.denies or says.service or says.income_factor is not None or says.pays_yuan is not None)

    def _read_services(self) -> None:
        named = {name for each in self.consequences for name in (*each.says.denies, each.says.service) if name}
        services = sorted((self.catalogue.services[name] for name in named), key=lambda service: service.lane)
        self.services = [ServiceLaw(number, service) for number, service in enumerate(services)]
        for service in self.services:
            for each in self.consequences:
                names = each.says.denies or (each.says.service,)
                service.touched_by += [each for name in names if name == service.says.id]
        self.touches_means = [
            each for each in self.consequences if each.says.income_factor is not None or each.says.pays_yuan is not None
        ]

    def _read_acts(self, also: list[Regime]) -> None:
        covered = set().union(*(channel.covers for channel in self.channels))
        live = set(covered)
        for rule in self.rules:
            live |= set(rule.says.vague_about) if self.may_be_in_force(rule.regime, rule.says) else set()
            live |= set(rule.misuse.against) if rule.misuse else set()
        for says in also:
            live |= set().union(*(self._covered(channel) for channel in says.channel))
            live |= {name for rule in says.rule if not rule.asleep for name in rule.vague_about}
            live |= {name for misuse in says.misuse for name in misuse.against}
        misread = set().union(*(c.covers for c in self.channels if c.says.misreads_probability is not None))
        for act in self.catalogue.acts.values():
            if act.opens in self.matters or set(act.settles) & set(self.matters) or set(act.close_to) & misread:
                live.add(act.id)
        acts = sorted((self.catalogue.acts[name] for name in live), key=lambda act: act.lane)
        self.acts = [
            ActLaw(number, act, matter=act.opens if act.opens in self.matters else None)
            for number, act in enumerate(acts)
        ]
        self.act = {act.says.id: act for act in self.acts if act.says}
        for act in self.acts:
            act.sights = list(self._sights(act))
        for channel in self.channels:
            self._read_lies(channel)

    def _sights(self, act: ActLaw) -> Iterable[Sight]:
        assert act.says
        for channel in self.channels:
            if act.says.id in channel.covers:
                yield Sight(act, channel, act, amiss=False)
            elif channel.says.misreads_probability is not None:
                near = next((name for name in act.says.close_to if name in channel.covers and name in self.act), None)
                if near is not None:
                    yield Sight(act, channel, self.act[near], amiss=True)

    def own_sights(self, channel: ChannelLaw) -> list[Sight]:
        """What a channel reports as what it is, act by act."""
        return [sight for act in self.acts for sight in act.sights if sight.channel is channel and not sight.amiss]

    def _read_lies(self, channel: ChannelLaw) -> None:
        """Inventions are rows like acts, after all acts; who speaks of oneself invents only good deeds, if there are any."""
        mine = self.own_sights(channel)
        tempting = [sight for sight in mine if channel.says.by != "self" or sight.act.says.kind == "good"] or mine  # type: ignore[union-attr]
        if (channel.says.invents_per_person_year is not None or self.bounty(channel) > 0) and tempting:
            self.acts.append(ActLaw(len(self.acts), None, lies=channel, lies_with=tempting))

    def bounty(self, channel: ChannelLaw) -> float:
        """False reports per person and year that a bounty calls forth."""
        grudge = self.recipe.grudge
        per_hundred = float(grudge.reports_per_person_year_per_100_yuan) if grudge else 0.0
        return float(channel.says.bounty_yuan) / 100 * per_hundred

    def _make_coarse(self) -> None:
        """What people have to lose is told apart in at most 255 classes, if that can be; the finest regimes are seen coarsely first."""
        while self.n_classes() > MOST_CLASSES and not all(each.sees_only_coarsely for each in self.regimes):
            finest = max((each for each in self.regimes if not each.sees_only_coarsely), key=self.n_states)
            finest.sees_only_coarsely = True

    def n_states(self, regime: RegimeLaw) -> int:
        """States of a regime: nothing to lose, or a grade (if there are any), on a feared list or not."""
        if regime.sees_only_coarsely:
            return 2
        grades = len(regime.known_scale.grades) if regime.known_scale else 1
        return 1 + grades * (2 if regime.bad_lists else 1)

    def n_classes(self) -> int:
        """Combinations of the states of all regimes."""
        n = 1
        for regime in self.regimes:
            n *= self.n_states(regime)
        return n
