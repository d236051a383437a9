"""``cases.toml``: what a rulebook does, in sentences, each played through the real engine with one person."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from glasshouse.kit.figure import Block, Flag, Number, Whole, Word
from glasshouse.rulebook.model import one_or_many

CaseDay = Annotated[Whole, Field(ge=0, le=7300)]


class Someone(Block):
    """Who it is about; what is not said is an adult resident of the majority with a middling income."""

    age: Annotated[Whole, Field(ge=0, le=110)] = 40
    resident_days: Annotated[Whole, Field(ge=0)] = 3650
    registered_here: Flag = True
    kind_of_place: Word | None = None
    role: Word | None = None
    group: Word | None = None
    wealth_level: Annotated[Whole, Field(ge=0, le=15)] = 8
    income_level: Annotated[Whole, Field(ge=0, le=15)] = 8
    household: Annotated[Whole, Field(ge=1, le=12)] = 1
    children: Annotated[Whole, Field(ge=0, le=10)] = 0
    joined: Flag = True
    """Did the person join the regimes that ask for consent?"""
    follows: tuple[Word, ...] = ()
    """Norms that the person follows from the start."""

    _many = field_validator("follows", mode="before")(one_or_many)


class Person(Someone):
    """Who a case is about, and the scores that it begins with.

    ``grade`` is one by rank, which a city would give: the person has it throughout, and so has whoever shares its score.
    ``neighbours`` live in the same place, each alone, and are like the person but for the score, and perhaps the role. The
    person runs ``firms`` of one kind, which have existed for ``firm_days``.
    """

    score: dict[Word, Number] = {}
    grade: Word | None = None
    neighbours: Annotated[Whole, Field(ge=0, le=40)] = 0
    neighbours_role: Word | None = None
    firms: Annotated[Whole, Field(ge=0, le=8)] = 0
    kind_of_firm: Word | None = None
    firm_days: Annotated[Whole, Field(ge=0, le=20_000)] = 3650
    leaves: Flag = False
    """Do those of the case leave what they may leave, on the first year's first morning on which they may?"""
    comes_back: Flag = False
    """Do they come back a year after they left?"""

    @property
    def of_place(self) -> int:
        """Everybody in the place of the case."""
        return self.household + self.neighbours


class Met(Block):
    """Somebody else of the place, whom one meets; what is not said is as of the person of the case."""

    age: Annotated[Whole, Field(ge=0, le=110)] | None = None
    role: Word | None = None
    score: dict[Word, Number] = {}
    on_list: tuple[Word, ...] = ()

    _many = field_validator("on_list", mode="before")(one_or_many)


class Event(Block):
    """One scripted event; exactly one of ``does``, ``reported_by`` alone, ``wants``, ``pays``, ``applies_at``, ``told_of``, ``moves``.

    ``moves``: on the eve of the day the whole household, to another city or to another place of its own, of the same kind; out
    of the country, if nobody of it is refused what that takes; or from there back home.
    ``who`` is 0 for the person of the case and 1, 2, ... for the others of the household (children last), then for neighbours,
    then for the firms.
    """

    who: Annotated[Whole, Field(ge=0, le=59)] = 0
    does: Word | None = None
    seen_by: tuple[Word, ...] = ()
    reported_by: Word | None = None
    reported_for: Word | None = None
    units: Annotated[Whole, Field(ge=1, le=250)] | None = None
    decided_points: Number | None = None
    wants: Word | None = None
    pays: Word | None = None
    applies_at: Word | None = None
    granted: Flag | None = None
    told_of: Word | None = None
    moves: Literal["city", "place", "abroad", "home"] | None = None
    times: Annotated[Whole, Field(ge=1, le=400)] = 1
    every_days: Annotated[Whole, Field(ge=0)] = 1

    _many = field_validator("seen_by", mode="before")(one_or_many)

    @model_validator(mode="after")
    def _one_event(self) -> Event:
        words = ("does", "reported_by", "wants", "pays", "applies_at", "told_of", "moves")
        said = [word for word in words if getattr(self, word) is not None]
        if len(said) != 1:
            raise ValueError(f"say exactly one of {', '.join(words)}; got {', '.join(said) or 'none'}")
        return self


class Happening(Event):
    """A scripted event on its day; at a meeting, with whom."""

    day: CaseDay
    met: Met | None = None


class Expected(Block):
    """What must hold at the end of a day: the score as it then is, grade and lists as they stood that day."""

    who: Annotated[Whole, Field(ge=0, le=59)] = 0
    score: dict[Word, Number] = {}
    published: dict[Word, Number] = {}
    grade: Word | None = None
    on_list: Word | None = None
    not_on_list: Word | None = None
    owes: Word | None = None
    owes_no_more: Word | None = None
    posted: Number | None = None
    rule: Word | None = None
    refused: Word | None = None
    served: Word | None = None
    pays_yuan: Number | None = None
    deposit_yuan: Number | None = None
    wait_days: Number | None = None
    priority: Number | None = None
    gets_yuan: Number | None = None
    income_factor: Number | None = None
    watched_factor: Number | None = None
    has_notice: Word | None = None
    desk_answers: Word | None = None


class Then(Expected):
    """What must hold at the end of a day of a case."""

    day: CaseDay
    joined: Flag | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Then:
        if not self.model_fields_set - {"day", "who", "rule"}:
            raise ValueError("a 'then' must test something; write for example { day = 10, grade = \"A\" }")
        return self


class Case(Block):
    """One sentence, and its proof."""

    says: Annotated[str, Field(min_length=10, max_length=300)]
    rule: tuple[Word, ...]
    with_: tuple[Word, ...] = Field(default=(), alias="with")
    person: Person = Person()
    happens: tuple[Happening, ...] = ()
    then: Annotated[tuple[Then, ...], Field(min_length=1)]
    source: Word

    _many = field_validator("rule", "with_", mode="before")(one_or_many)

    @property
    def met(self) -> list[Met]:
        """Everybody whom somebody meets, each once."""
        found: list[Met] = []
        for each in self.happens:
            if each.met is not None and each.met not in found:
                found.append(each.met)
        return found

    @property
    def meetings(self) -> dict[int, int]:
        """Whom one meets at which happening, by their numbers."""
        met, first = self.met, self.person.of_place
        return {number: first + met.index(each.met) for number, each in enumerate(self.happens) if each.met is not None}

    @property
    def persons(self) -> int:
        """Everybody in the case: of the place, then who is met."""
        return self.person.of_place + len(self.met)


class Cases(Block):
    """A whole ``cases.toml``."""

    vocabulary: Annotated[int, Field(ge=1, le=1)]
    regime: Word
    case: tuple[Case, ...] = ()
