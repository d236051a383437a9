"""The blocks of a rulebook, each a thing that knows its neighbours; what a block says is its model, unchanged."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from glasshouse.kit.figure import Line
from glasshouse.regime.model import Channel, Desk, Feed, Misuse, Publicity, Regime
from glasshouse.rulebook.catalogue import Act, Service
from glasshouse.rulebook.model import Consequence, Grade, List, Rule, Score
from twin.addresses import TRAIT, Dice, around, chance, name_of, within

if TYPE_CHECKING:
    from twin.people import Person

FAR = 1 << 30
"""A floor or ceiling where none is said, in steps."""


@dataclass(eq=False)
class ScoreLaw:
    """A score; everything in whole numbers of its smallest step."""

    number: int
    regime: RegimeLaw
    says: Score
    parts: list[tuple[ScoreLaw, int]] = field(default_factory=list)

    def steps(self, points: float) -> int:
        """Points as steps, halves away from zero."""
        exact = Decimal(repr(float(points))) / Decimal(repr(float(self.says.step)))
        return int(exact.to_integral_value(ROUND_HALF_UP))

    @cached_property
    def start(self) -> tuple[int, int]:
        """Lowest and highest score to begin with."""
        if self.says.start is None:
            return self.steps(self.says.floor or 0), self.steps(self.says.floor or 0)
        line = self.says.start.lines[-1]
        return self.steps(line.low), self.steps(line.high)

    def drawn_start(self, dice: Dice, person: Person) -> int:
        """The score with which a person begins, drawn once: a line by its share, and the value within the line."""
        if self.says.start is None:
            return self.start[0]
        lines = [line for line in self.says.start.lines if line.group == person.group_id]
        lines = lines or [line for line in self.says.start.lines if line.group is None]
        value, which, _, _ = dice.draw(self.unit_of(person), TRAIT, name=self.key)
        passed = 0.0
        for line in lines:
            passed += 1.0 if line.share is None else float(line.share)
            if line is lines[-1] or which < chance(passed):
                if line.sigma:
                    return self.clip(around(self.steps(line.low), self.sigma(line), value))
                return within(self.steps(line.low), self.steps(line.high), value)
        raise AssertionError("no line")

    def sigma(self, line: Line) -> int:
        """The spread of a line, in millionths of a step."""
        return round(float(line.sigma or 0) / float(self.says.step) * 1_000_000)

    @cached_property
    def floor(self) -> int:
        """Lowest score."""
        return self.steps(self.says.floor) if self.says.floor is not None else -FAR

    @cached_property
    def ceiling(self) -> int:
        """Highest score."""
        return self.steps(self.says.ceiling) if self.says.ceiling is not None else FAR

    @cached_property
    def per_point(self) -> int:
        """Steps of a point."""
        return max(round(1 / self.says.step), 1)

    @property
    def is_household(self) -> bool:
        """Is it one sum for all of a household?"""
        return self.says.unit == "household"

    @property
    def is_of_place(self) -> bool:
        """Is it one sum for all of a place?"""
        return self.says.unit == "place"

    def unit_of(self, person: Person) -> int:
        """Number of whose score it is: the person, the first person of the household, or the place."""
        if self.is_of_place:
            return person.place.number
        return person.unit - person.j + person.home if self.is_household else person.unit

    @property
    def waits(self) -> bool:
        """Is it published on certain days only?"""
        return self.says.published != "at-once"

    @cached_property
    def keeps_sum(self) -> bool:
        """Is the raw sum kept, and clipped only when shown? So where points expire, or a household shares them."""
        if self.says.clips is not None:
            return self.says.clips == "sum"
        expires = self.says.expires_after_days is not None or any(
            rule.says.expires_after_days is not None and rule.says.score in (None, self.says.id)
            for rule in self.regime.all_rules
        )
        return expires or self.is_household or self.is_of_place

    def clip(self, value: int) -> int:
        """A value within the scale."""
        return min(max(value, self.floor), self.ceiling)

    @property
    def key(self) -> int:
        """Name of its random addresses."""
        return name_of(f"{self.regime.id}/{self.says.id}")


@dataclass(eq=False)
class ScaleLaw:
    """The grades of a score, best first."""

    number: int
    regime: RegimeLaw
    score: ScoreLaw
    grades: list[Grade]

    @property
    def is_by_rank(self) -> bool:
        """Are its grades for the best shares of a city?"""
        return any(grade.top_share is not None for grade in self.grades)

    @property
    def is_moved(self) -> bool:
        """Does the city make its bars?"""
        return self.is_by_rank or any(grade.quantile is not None or grade.at_mean is not None for grade in self.grades)

    @property
    def is_known(self) -> bool:
        """Do people know their grades?"""
        return self.score.says.told_to_person

    def place(self, grade: str) -> int:
        """How many grades are better."""
        return [each.id for each in self.grades].index(grade)


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
