"""The blocks of a rulebook, each a thing that knows its neighbours; what a block says is its model, unchanged."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from glasshouse.regime.model import Channel, Desk, Feed, Misuse, Publicity, Regime
from glasshouse.rulebook.catalogue import Act, Service
from glasshouse.rulebook.model import Consequence, List, Rule
from twin.addresses import name_of
from twin.scores import ScaleLaw, ScoreLaw

if TYPE_CHECKING:
    pass


@dataclass(eq=False)
class ListLaw:
    """A list of a regime, or a feed that reads as one."""

    number: int
    regime: RegimeLaw
    says: List | None
    feed: FeedLaw | None = None

    @property
    def is_bad(self) -> bool:
        """Is it a list one fears?"""
        return self.says is not None and self.says.kind == "bad"

    @property
    def is_good(self) -> bool:
        """Is it a list one wants?"""
        return self.says is not None and self.says.kind == "good"

    @cached_property
    def key(self) -> int:
        """Name of its random addresses."""
        return name_of(f"{self.regime.id}/{self.says.id if self.says else self.feed.says.id}")  # type: ignore[union-attr]

    def set_off(self, entering: bool) -> list[RuleLaw]:
        """Rules that entry, or exit, sets off."""
        name = self.says.id if self.says else self.feed.says.id  # type: ignore[union-attr]
        rules = self.regime.rules
        return [rule for rule in rules if name == (rule.says.on_entering if entering else rule.says.on_leaving)]

    @cached_property
    def desks(self) -> list[DeskLaw]:
        """Desks one may turn to first about it."""
        if self.says is None:
            return []
        return [desk for desk in self.regime.first_desks if self.says.id in desk.says.about]


@dataclass(eq=False)
class FeedLaw:
    """Standing in another regime that arrives here."""

    number: int
    regime: RegimeLaw
    source: RegimeLaw
    says: Feed

    @property
    def list(self) -> ListLaw:
        """The list as which it reads."""
        return self.regime.lists[self.says.id]


@dataclass(eq=False)
class RuleLaw:
    """A rule, and what stands around it."""

    row: int
    regime: RegimeLaw
    says: Rule
    misuse: Misuse | None = None

    @cached_property
    def score(self) -> ScoreLaw | None:
        """The score it posts to."""
        if self.says.score is not None:
            return self.regime.scores[self.says.score]
        return next(iter(self.regime.scores.values()), None)

    @cached_property
    def key(self) -> int:
        """Name of its random addresses."""
        return name_of(f"{self.regime.id}/{self.says.id}")

    @cached_property
    def desks(self) -> list[DeskLaw]:
        """Desks one may turn to first: those about the rule, or about the score it posts to."""
        names = {self.says.id}
        if self.says.moves_score and self.says.told:
            names |= set(self.regime.scores) if self.says.score is None else {self.says.score}
        return [
            desk
            for desk in self.regime.first_desks
            for name in desk.says.about
            if name in names and (name == self.says.id or name not in self.regime.rule_ids | set(self.regime.lists))
        ]

    @property
    def expires(self) -> int:
        """Days after which its points lapse, 0 never."""
        kept = self.score.says.expires_after_days if self.score else None
        return self.says.expires_after_days or kept or 0


@dataclass(eq=False)
class ChannelLaw:
    """A channel and the acts it covers."""

    number: int
    regime: RegimeLaw
    says: Channel
    covers: set[str]

    @cached_property
    def key(self) -> int:
        """Name of its random addresses."""
        return name_of(self.says.same_eyes_as or f"{self.regime.id}/{self.says.id}")


@dataclass(eq=False)
class Sight:
    """An act, and a channel that may report it: as what it is, or (``amiss``) as another act that it is close to."""

    act: ActLaw
    channel: ChannelLaw
    taken_for: ActLaw
    amiss: bool

    @cached_property
    def rules(self) -> list[RuleLaw]:
        """The rules that such a report may meet, in file order."""
        return [rule for rule in self.channel.regime.rules if self.taken_for.says.id in rule.says.on]


@dataclass(eq=False)
class ActLaw:
    """An act that matters to somebody in this world; ``lies`` marks a channel's inventions, which come like acts."""

    number: int
    says: Act | None
    sights: list[Sight] = field(default_factory=list)
    matter: str | None = None
    lies: ChannelLaw | None = None
    lies_with: list[Sight] = field(default_factory=list)
    domain: int = 2


@dataclass(eq=False)
class ServiceLaw:
    """A service that some consequence touches."""

    number: int
    says: Service
    touched_by: list[ConsequenceLaw] = field(default_factory=list)


@dataclass(eq=False)
class ConsequenceLaw:
    """A consequence of a regime."""

    row: int
    regime: RegimeLaw
    says: Consequence
    landing: int = -1
    caps: tuple[ScaleLaw, int] | None = None  # a rule that lands: which grade is the best allowed
    rule: Rule | None = None  # the rule that lands, as the regime says it

    @cached_property
    def key(self) -> int:
        """Name of its random addresses."""
        return name_of(f"{self.regime.id}/{self.says.id}")

    @cached_property
    def score(self) -> ScoreLaw | None:
        """The score by which a deposit or a priority is staggered."""
        if self.says.when is not None and self.says.when.score is not None:
            return self.regime.scores[self.says.when.score]
        return next(iter(self.regime.scores.values()), None)


@dataclass(eq=False)
class DeskLaw:
    """A desk."""

    number: int
    regime: RegimeLaw
    says: Desk
    settled_first: frozenset[str] = frozenset()

    @cached_property
    def key(self) -> int:
        """Name of its random addresses."""
        return name_of(f"{self.regime.id}/{self.says.id}")

    @property
    def next(self) -> DeskLaw | None:
        """The desk that looks at what this one refused."""
        return next((desk for desk in self.regime.desks if desk.says.id == self.says.next_desk), None)


@dataclass(eq=False)
class ShowLaw:
    """A board, list or screen shown to others."""

    number: int
    regime: RegimeLaw
    says: Publicity

    @cached_property
    def key(self) -> int:
        """Name of its random addresses."""
        return name_of(f"{self.regime.id}/{self.says.id}")


class RegimeLaw:
    """One regime in force."""

    def __init__(self, number: int, says: Regime) -> None:
        self.number = number
        self.says = says
        self.id = says.regime.id
        self.key = name_of(self.id)
        self.scores: dict[str, ScoreLaw] = {}
        self.scales: list[ScaleLaw] = []
        self.lists: dict[str, ListLaw] = {}
        self.all_rules: list[RuleLaw] = []
        self.consequences: list[ConsequenceLaw] = []
        self.desks: list[DeskLaw] = []
        self.shows: list[ShowLaw] = []
        self.sees_only_coarsely = False

    @cached_property
    def rules(self) -> list[RuleLaw]:
        """Rules that are not asleep, or may wake."""
        wakes = {name for steer in self.says.steer for name in steer.wakes}
        mine = [rule for rule in self.all_rules if rule.says.lands_on == "self"]
        return [rule for rule in mine if not rule.says.asleep or rule.says.id in wakes]

    @property
    def rule_ids(self) -> set[str]:
        """Ids of all rules."""
        return {rule.says.id for rule in self.all_rules}

    @cached_property
    def first_desks(self) -> list[DeskLaw]:
        """Desks that are nobody's next desk."""
        later = {desk.says.next_desk for desk in self.desks}
        return [desk for desk in self.desks if desk.says.id not in later]

    @property
    def known_scale(self) -> ScaleLaw | None:
        """The grades that its people know of themselves: the first, unless their score is kept from them."""
        return next((each if each.is_known else None for each in self.scales), None)

    @cached_property
    def bad_lists(self) -> list[ListLaw]:
        """Its lists that one fears."""
        return [each for each in self.lists.values() if each.is_bad]

    def scale_with(self, grade: str, score: str | None) -> ScaleLaw:
        """The scale that has this grade."""
        return next(
            scale
            for scale in self.scales
            if score in (None, scale.score.says.id) and grade in [each.id for each in scale.grades]
        )
