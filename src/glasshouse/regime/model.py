"""The law in force: a rulebook with its channels, desks, publicity, feeds. One class per block of ``regime.toml``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from glasshouse.kit.figure import Block, Day, Figure, Flag, Number, Share, Whole, Word
from glasshouse.rulebook.model import (
    Condition,
    Consent,
    Consequence,
    Covers,
    Dated,
    Days,
    Grade,
    Id,
    List,
    Marked,
    Rule,
    Score,
    one_or_many,
)


class Head(Block):
    """Name and kind of a regime; ``kind`` keeps documented, ordinary, myth and fiction apart."""

    id: Id
    title: Annotated[str, Field(min_length=3, max_length=120)]
    kind: Literal["documented", "ordinary", "myth", "fiction", "reference"]
    about: Annotated[str, Field(min_length=3, max_length=800)]
    not_with: tuple[Word, ...] = ()
    start_date: Day | None = None


class Publicity(Dated):
    """Who is shown to whom, and how that is felt."""

    id: Id
    when: Condition | None = None
    unless: Condition | None = None
    shown_to: Literal["self", "household", "nearby", "place", "city", "everyone"]
    shows: tuple[Literal["score", "grade", "reason", "name", "face", "address", "part-of-id"], ...] = ()
    felt_as: Literal["pride", "shame", "neither"] = "neither"
    felt_yuan_per_month: Annotated[Number, Field(ge=0)] = 0
    reach_share: Share = 1.0
    named_share: Share = 1.0
    every: Literal["month", "quarter", "year"] | None = None
    remembered_days: Days = 0
    asleep: Flag = False

    _many = field_validator("shows", mode="before")(one_or_many)

    @model_validator(mode="after")
    def _own_report_has_no_conditions(self) -> Publicity:
        said = [word for word in ("when", "unless", "from_", "until") if getattr(self, word) is not None]
        if self.shown_to == "self" and said:
            raise ValueError(f"what is shown to oneself takes no {said[0].rstrip('_')} yet; leave it out")
        return self


class Channel(Dated):
    """How an act, a mistake or a lie becomes a report."""

    id: Id
    by: Literal["register", "camera", "informant", "platform", "peers", "self", "official"]
    covers: tuple[Word, ...] = ()
    covers_families: tuple[Word, ...] = ()
    covers_visibility: tuple[Literal["street", "home", "online", "record", "work"], ...] = ()
    coverage_share: Figure | None = None
    sees_probability: Figure | None = None
    misreads_probability: Figure | None = None
    wrong_person_share: Figure | None = None
    wrong_person_from: Literal["household", "place", "place-and-group"] | None = None
    invents_per_person_year: Figure | None = None
    delay_days: Figure | None = None
    tells_person: Flag = False
    same_eyes_as: Word | None = None
    watchers_per_1000_persons: Annotated[Number, Field(gt=0)] | None = None
    quota_per_month: Annotated[Whole, Field(ge=1)] | None = None
    pads_with: tuple[Word, ...] = ()
    pads_on: Literal["anyone", "smallest-household"] = "anyone"
    bounty_yuan: Annotated[Number, Field(ge=0)] = 0
    cost_yuan_per_report: Annotated[Number, Field(ge=0)] = 0
    cost_yuan_per_place_year: Annotated[Number, Field(ge=0)] = 0
    asleep: Flag = False

    _many = field_validator("covers", "covers_families", "covers_visibility", "pads_with", mode="before")(one_or_many)


class Desk(Dated):
    """A capacity-limited queue: appeals, repairs, corrections.

    Its limit is either so many decisions a week, or ``servers`` who take ``service_days`` for a case.
    """

    id: Id
    kind: Literal["appeal", "repair", "correction"]
    about: tuple[Word, ...]
    when: Condition | None = None
    unless: Condition | None = None
    opens_after_days: Days = 0
    window_days: Annotated[Whole, Field(ge=1, le=36500)] | None = None
    window_from: Literal["notice", "entry"] = "notice"
    needs: tuple[Literal["settled", "course", "pledge", "apology", "papers"], ...] = ()
    cost_yuan: Annotated[Number, Field(ge=0)] = 0
    cost_hours: Annotated[Number, Field(ge=0)] = 0
    decisions_per_week_per_100000: Annotated[Number, Field(gt=0, le=1_000_000)] | None = None
    servers: Annotated[Whole, Field(ge=1, le=1000)] | None = None
    service_days: Annotated[Number, Field(gt=0, le=3650)] | None = None
    service_law: Literal["exponential", "fixed"] = "exponential"
    answer_days: Figure | None = None
    grants_wrong_share: Figure | None = None
    grants_right_share: Figure | None = None
    suspends: Flag = False
    points: Figure | None = None
    score: Word | None = None
    takes_off: tuple[Word, ...] = ()
    settles: tuple[Word, ...] = ()
    next_desk: Word | None = None
    apply_again_after_days: Annotated[Whole, Field(ge=1, le=36500)] | None = None

    _many = field_validator("about", "takes_off", "settles", "needs", mode="before")(one_or_many)


class Steer(Dated):
    """Watchers who are sent where records came from: so many places of a city are watched at a time, the others not.

    ``counts`` says what one report of each channel adds to the records of the place it is about. Or, with ``wakes`` or
    ``puts_to_sleep``, what is added to the law or taken out of it once the city has come so far (``when_...``), for good.
    """

    id: Id
    channel: Word | None = None
    wakes: tuple[Word, ...] = ()
    puts_to_sleep: tuple[Word, ...] = ()
    when_listed_share_at_least: Share | None = None
    when_good_share_at_least: Share | None = None
    when_opinion: Word | None = None
    when_opinion_at_least: Number | None = None
    when_opinion_at_most: Number | None = None
    patrols: Annotated[Whole, Field(ge=1, le=200)] = 1
    every_days: Annotated[Whole, Field(ge=1, le=84)]
    sent: Literal["in-proportion", "most-records", "at-random"] = "in-proportion"
    among_places: Annotated[Whole, Field(ge=1, le=200)] | None = None
    start_records: tuple[Annotated[Number, Field(ge=0, le=1_000_000)], ...] = (1,)
    counts: dict[Word, Annotated[Number, Field(ge=0, le=1000)]] = {}
    accepts: Literal["all", "inverse-share"] = "all"

    _many = field_validator("wakes", "puts_to_sleep", mode="before")(one_or_many)

    @field_validator("start_records", mode="before")
    @classmethod
    def _one_for_all(cls, given: Any) -> Any:
        return [given] if isinstance(given, (int, float)) else given


class Misuse(Dated):
    """An official acts outside the rules, against people who did something, whether anybody was to see it or not.

    On its first day it meets whoever did so in the last ``within_days``; from then on whoever does, the next morning.
    """

    id: Id
    against: tuple[Word, ...]
    within_days: Annotated[Whole, Field(ge=1, le=36500)] = 1
    who: Condition | None = None
    share: Share = 1.0
    found_out_share: Share = 0.0
    undone_after_days: Annotated[Whole, Field(ge=1, le=36500)] | None = None
    score: Word | None = None
    points: Figure | None = None
    puts_on: Word | None = None
    term_days: Figure | None = None
    ground: Word | None = None
    takes_off: tuple[Word, ...] = ()

    _many = field_validator("against", "takes_off", mode="before")(one_or_many)

    @property
    def effects(self) -> tuple[str, ...]:
        """The effect words that are set; exactly one is allowed."""
        return tuple(word for word in ("points", "puts_on", "takes_off") if getattr(self, word))

    def as_rule(self, found_out: bool = False) -> Rule:
        """What it does to somebody as if it were a rule that acts whenever ``who`` holds; once found out, it does not last."""
        lasts = self.undone_after_days if found_out else None
        term = Figure.model_validate(lasts) if lasts is not None and self.puts_on else self.term_days
        return Rule.model_construct(
            id=self.id, text=self.text, source=self.source, source_of=self.source_of, assumed=self.assumed,
            from_=self.from_, until=self.until, when=self.who, score=self.score, points=self.points, puts_on=self.puts_on,
            term_days=term, ground=self.ground, takes_off=self.takes_off, expires_after_days=lasts if self.points else None,
        )  # fmt: skip


class Feed(Dated):
    """One regime's standing arrives in another; its id then reads as a list.

    ``lands_on = "owners"``: a firm's standing arrives at whoever runs it, for as long as any of that person's firms has it.
    """

    id: Id
    regime: Word
    standing: Condition
    share: Share = 1.0
    lands_on: Literal["self", "owners"] = "self"
    needed: Flag = False
    delay_days: Days = 0
    removal_delay_days: Days = 0


class Override(Marked):
    """Clauses of other regimes in force, written ``regime/clause``, or ``regime/*`` for all of them, that are void for good."""

    id: Id
    voids: Annotated[tuple[Word, ...], Field(min_length=1)]
    from_: Day | None = Field(default=None, alias="from")

    _many = field_validator("voids", mode="before")(one_or_many)


class Pause(Dated):
    """Amnesty or force majeure: what stands still between two dates."""

    id: Id
    stops: tuple[Literal["posting", "publishing"], ...]
    afterwards: Literal["forgotten", "posted"] = "forgotten"

    _many = field_validator("stops", mode="before")(one_or_many)


class Regime(Block):
    """A whole ``regime.toml``."""

    vocabulary: Literal[1]
    regime: Head
    covers: Covers
    consent: Consent | None = None
    score: tuple[Score, ...] = ()
    grade: tuple[Grade, ...] = ()
    rule: tuple[Rule, ...] = ()
    list: tuple[List, ...] = ()
    consequence: tuple[Consequence, ...] = ()
    publicity: tuple[Publicity, ...] = ()
    channel: tuple[Channel, ...] = ()
    desk: tuple[Desk, ...] = ()
    feed: tuple[Feed, ...] = ()
    override: tuple[Override, ...] = ()
    pause: tuple[Pause, ...] = ()
    steer: tuple[Steer, ...] = ()
    misuse: tuple[Misuse, ...] = ()

    @property
    def id(self) -> str:
        """The regime's id."""
        return self.regime.id
