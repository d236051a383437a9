"""The law on paper: scores, grades, rules, lists, consequences. The closed vocabulary, word by word.

Every class is one block of ``regime.toml``. A word that is not here is refused by name. Words of the language
that are planned but not built stand in ``rulebook/unbuilt.py``, so that the message can say so.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from glasshouse.kit.figure import Block, Day, Figure, Flag, Number, Share, Whole, Word

Id = Annotated[str, Field(pattern=r"^[a-zA-Z0-9][a-zA-Z0-9+-]{0,47}$")]
Days = Annotated[Whole, Field(ge=0, le=36500)]
Text = Annotated[str, Field(max_length=500)]
Period = Literal["week", "month", "quarter", "year"]
Unit = Literal["person", "household", "place", "firm"]
Tied = Literal[
    "self", "children", "spouse", "household", "friends", "guarantor", "colleagues", "neighbours", "owners", "owned-firms",
    "sister-firms",
]  # fmt: skip


def one_or_many(given: Any) -> Any:
    """Let ``"a"`` stand for ``["a"]``."""
    return [given] if isinstance(given, str) else given


class Marked(Block):
    """What every block may carry: its text, and where its figures come from.

    ``source`` is a key of ``SOURCES.md``, ``assumption`` (all figures of the block are ours) or ``definition`` (a
    convention). ``source_of`` gives single words another source. ``assumed`` gives our figures their plausible range.
    """

    text: Text = ""
    source: Word
    source_of: dict[Word, Word] = {}
    assumed: dict[Word, Any] = {}


class Dated(Marked):
    """A block that is in force from a first day until (not including) a last day."""

    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None


class Reported(Block):
    """Reports against (or for) the person: ``of`` acts, ``"any-bad"`` or ``"any-good"``; so many of them within the days."""

    of: tuple[Word, ...]
    within_days: Annotated[Whole, Field(ge=1, le=36500)]
    at_least: Annotated[Whole, Field(ge=1, le=20)] = 1

    _many = field_validator("of", mode="before")(one_or_many)


class Condition(Block):
    """All that is said must hold. Scores and grades are those of the morning, as published.

    ``met``: a condition on the person met at the occasion that a rule is about, as it stood when the window began.
    """

    score: Word | None = None
    score_at_least: Number | None = None
    score_at_most: Number | None = None
    grade_at_least: Word | None = None
    grade_at_most: Word | None = None
    on_list: tuple[Word, ...] = ()
    household_on_list: tuple[Word, ...] = ()
    listed_at_least_days: Days | None = None
    owes: tuple[Word, ...] = ()
    reported: Reported | None = None
    age_at_least: Annotated[Whole, Field(ge=0, le=120)] | None = None
    age_at_most: Annotated[Whole, Field(ge=0, le=120)] | None = None
    role: tuple[Word, ...] = ()
    wealth_rank_at_least: Share | None = None
    wealth_rank_at_most: Share | None = None
    income_rank_at_least: Share | None = None
    income_rank_at_most: Share | None = None
    resident_at_least_days: Days | None = None
    registered_here: bool | None = None
    covered_at_least_days: Days | None = None
    covered_at_most_days: Days | None = None
    kind_of_place: tuple[Word, ...] = ()
    reported_by: tuple[Word, ...] = ()
    follows: tuple[Word, ...] = ()
    joined: bool | None = None
    met: Condition | None = None

    _many = field_validator(
        "on_list", "household_on_list", "owes", "role", "kind_of_place", "reported_by", "follows", mode="before"
    )(one_or_many)

    @model_validator(mode="after")
    def _says_something(self) -> Condition:
        if not self.model_fields_set - {"score"}:
            raise ValueError("a condition must test something; write for example { age_at_least = 18 }")
        return self


class Covers(Marked):
    """Who is under the regime, where it is in force, and who knows it.

    ``reach``: where a standing counts; ``newcomers``: whoever moves beyond that begins anew, or brings it along; ``leavers``: the book
    of who leaves the country stands, for who comes back, or is erased.
    """

    unit: Annotated[tuple[Unit, ...], Field(min_length=1)] = ("person",)
    who: Condition | None = None
    places_share: Figure | None = None
    reach: Literal["nation", "city", "place"] = "city"
    newcomers: Literal["start", "carry"] = "start"
    leavers: Literal["keep", "erase"] = "keep"
    aware_share: Share = 1.0

    _many = field_validator("unit", mode="before")(one_or_many)


class Consent(Marked):
    """Scoring by consent: who joins, and what becomes of those who do not.

    ``may_leave``: on each year's first morning one leaves whose standing costs more than it brings, and
    ``leaves_share_per_year`` of the others for reasons of their own; ``returns_share_per_year`` of those who have left come
    back, unless their standing would cost them more than it brings. ``leaving_erases``: they then begin anew.
    """

    joins_share: Share
    refusers: Literal["unseen", "recorded"] = "unseen"
    may_leave: Flag = False
    leaving_erases: Flag = False
    leaves_share_per_year: Share = 0.0
    returns_share_per_year: Share = 0.0

    @model_validator(mode="after")
    def _only_who_may_leave(self) -> Consent:
        said = [
            word
            for word in ("leaving_erases", "leaves_share_per_year", "returns_share_per_year")
            if getattr(self, word)
        ]
        if said and not self.may_leave:
            raise ValueError(f"{said[0]} asks for may_leave = true; say so, or leave it out")
        return self


class Score(Marked):
    """A number kept per person, per household or per place.

    ``told_to_person``: false where one may not know one's own. ``averages_over``: a fading mean of ratings; each moves it
    by an n-th of what lies between the two. A place's score that is ``made_of`` others is a sum of the means of its people's.
    """

    id: Id
    unit: Literal["person", "household", "place", "firm"] = "person"
    start: Figure | None = None
    floor: Number | None = None
    ceiling: Number | None = None
    step: Annotated[Number, Field(ge=1e-6, le=1_000_000)] = 1
    clips: Literal["posting", "sum"] | None = None
    expires_after_days: Annotated[Whole, Field(ge=1, le=36500)] | None = None
    resets: Literal["never", "month", "quarter", "year"] = "never"
    returns_share_per_month: Share = 0.0
    returns_to: Number | None = None
    averages_over: Annotated[Whole, Field(ge=1, le=1_000_000)] | None = None
    made_of: dict[Word, Share] = {}
    measures: Literal["wealth-rank", "income-rank", "steady-address", "friends-mean"] | None = None
    full_at: Annotated[Number, Field(gt=0)] | None = None
    published: Literal["at-once", "month", "quarter", "year"] = "at-once"
    published_on: Annotated[str, Field(pattern=r"^\d\d-\d\d$")] | None = None
    told_to_person: Flag = True

    @property
    def is_mean(self) -> bool:
        """Is it what the people of a place have on average?"""
        return self.unit == "place" and bool(self.made_of)

    @property
    def is_shared(self) -> bool:
        """Is it the sum of what several people are posted?"""
        return self.unit in ("household", "place")


class Grade(Marked):
    """A named band of a score; best first, the last one without threshold.

    ``top_share``: for so large a share of the city's scored people, and all better grades are among them. ``quantile``: from
    that quantile of the city's published scores on; ``at_mean``: from so far above their mean on (or, negative, below).
    ``at_least`` beside one of these holds until it is first taken.
    """

    id: Id
    score: Word
    at_least: Figure | None = None
    top_share: Annotated[Number, Field(gt=0, lt=1)] | None = None
    quantile: Annotated[Number, Field(gt=0, lt=1)] | None = None
    when: Condition | None = None
    unless: Condition | None = None
    at_mean: Annotated[Number, Field(ge=-1_000_000, le=1_000_000)] | None = None

    @property
    def is_ranked(self) -> bool:
        """Does a whole city make its threshold?"""
        return self.top_share is not None or self.quantile is not None or self.at_mean is not None


class Rule(Dated):
    """A report becomes points, a cap on the grade, or an entry on a list.

    A rule without ``on`` needs no report. With ``every`` it acts on each first day of the period, on everybody whose
    standing that morning fits (with a ``chance``, if it says so); without, it acts on each morning on which ``when`` holds.
    """

    id: Id
    on: tuple[Word, ...] = ()
    on_entering: Word | None = None
    on_leaving: Word | None = None
    when: Condition | None = None
    unless: Condition | None = None
    every: Literal["day", "week", "month", "quarter", "year"] | None = None
    chance: Share | None = None
    drawn_per: Literal["person", "household"] = "person"
    while_owed: Word | None = None
    grace_days: Days = 0
    score: Word | None = None
    points: Figure | None = None
    units_per_point: Figure | None = None
    rating: Figure | None = None
    no_better_than: Word | None = None
    for_days: Annotated[Whole, Field(ge=1, le=36500)] | None = None
    puts_on: Word | None = None
    term_days: Figure | None = None
    ground: Word | None = None
    takes_off: tuple[Word, ...] = ()
    opens: Word | None = None
    settles: tuple[Word, ...] = ()
    decided_by: Literal["case", "official"] | None = None
    harsher_share: Figure | None = None
    at_most_per_month: Annotated[Whole, Field(ge=1, le=250)] | None = None
    at_most_per_year: Annotated[Whole, Field(ge=1, le=250)] | None = None
    points_at_most_per_year: Annotated[Whole, Field(ge=1, le=250)] | None = None
    expires_after_days: Annotated[Whole, Field(ge=1, le=36500)] | None = None
    instead_of: tuple[Word, ...] = ()
    together_with: tuple[Word, ...] = ()
    vague_about: tuple[Word, ...] = ()
    lands_on: Tied = "self"
    reaches_share: Share = 1.0
    reaches_after_days: Days = 0
    told: Flag = True
    asleep: Flag = False

    _many = field_validator("on", "takes_off", "settles", "instead_of", "together_with", "vague_about", mode="before")(
        one_or_many
    )

    @property
    def is_standing(self) -> bool:
        """Does it act by the calendar or by standing, without any report?"""
        return not self.on and self.on_entering is None and self.on_leaving is None

    def as_consequence(self) -> Consequence:
        """What lands on somebody else while this one's standing lasts; what it does there is a cap on the grade."""
        words = (
            "id",
            "text",
            "source",
            "from_",
            "until",
            "when",
            "unless",
            "lands_on",
            "reaches_after_days",
            "asleep",
        )
        mine = {word: getattr(self, word) for word in words}
        return Consequence.model_construct(**mine, reaches_share=Figure.model_validate(self.reaches_share))

    @property
    def effects(self) -> tuple[str, ...]:
        """The effect words that are set; exactly one is allowed."""
        words = ("points", "units_per_point", "rating", "no_better_than", "puts_on", "takes_off", "opens", "settles")
        return tuple(word for word in words if getattr(self, word))

    @property
    def moves_score(self) -> bool:
        """Does it post to a score?"""
        return self.points is not None or self.units_per_point is not None or self.rating is not None


class List(Marked):
    """A named status with entry, term and exit.

    With ``places``, or ``places_per_1000_persons``, so many of a city or of each of its places are on it: what is free is given
    away at each first day of a period to those to whom it is ``open_to``.
    """

    id: Id
    kind: Literal["bad", "good"]
    term_days: Figure | None = None
    ends_when_settled: tuple[Word, ...] = ()
    stays_while: Condition | None = None
    open_to: Condition | None = None
    places: Annotated[Whole, Field(ge=1, le=1_000_000_000)] | None = None
    places_per_1000_persons: Annotated[Number, Field(gt=0, le=1000)] | None = None
    places_per: Literal["city", "place"] | None = None
    shared_out: Literal["best-first", "by-lot", "first-come"] | None = None
    score: Word | None = None
    every: Literal["month", "quarter", "year"] | None = None
    if_already_on: Literal["ignore", "longer", "add", "restart"] | None = None
    relist_after_days: Days = 0
    notice_share: Figure | None = None
    notice_after_days: Figure | None = None
    removal_days: Figure | None = None
    removal_lost_share: Share = 0.0

    _many = field_validator("ends_when_settled", mode="before")(one_or_many)

    @property
    def has_places(self) -> bool:
        """Is there room for so many?"""
        return self.places is not None or self.places_per_1000_persons is not None

    def as_rule(self) -> Rule:
        """Who stays no longer, as a rule that takes off on each morning on which ``stays_while`` does not hold."""
        return Rule.model_construct(
            id=f"stays_while of {self.id}",
            text=self.text,
            source=self.source,
            unless=self.stays_while,
            takes_off=(self.id,),
        )


class Consequence(Dated):
    """What a grade, score or list does to a service, or to the person's means.

    ``costs_points``: the better terms are bought with points, of the regime's score or of ``score``, while there are enough.
    """

    id: Id
    when: Condition | None = None
    unless: Condition | None = None
    service: Word | None = None
    denies: tuple[Word, ...] = ()
    price_factor: Annotated[Number, Field(ge=0, le=1000)] | None = None
    price_change_yuan: Number | None = None
    yuan_at_most_per_month: Annotated[Whole, Field(ge=1, le=60_000)] | None = None
    points_factor: Annotated[Number, Field(ge=0, le=1000)] | None = None
    watched_factor: Annotated[Number, Field(ge=0, le=1000)] | None = None
    channels: tuple[Word, ...] = ()
    deposit_waived_yuan: Figure | None = None
    priority: Figure | None = None
    wait_change_days: Number | None = None
    uses_at_most_per_year: Annotated[Whole, Field(ge=1, le=250)] | None = None
    income_factor: Annotated[Number, Field(ge=0.1, le=2)] | None = None
    pays_yuan: Annotated[Number, Field(gt=0)] | None = None
    every: Literal["month", "year"] | None = None
    budget_yuan_per_year: Annotated[Number, Field(gt=0, le=1e15)] | None = None
    budget_uses_per_year: Annotated[Whole, Field(ge=1, le=1_000_000_000)] | None = None
    budget_per: Literal["city", "place"] | None = None
    shared_out: Literal["equally", "by-score", "best-first", "by-lot", "first-come"] | None = None
    portion_yuan: Annotated[Number, Field(ge=1, le=1e12)] | None = None
    score: Word | None = None
    costs_points: Annotated[Number, Field(gt=0, le=1_000_000)] | None = None
    enforced_share: Figure | None = None
    at_most_per_year: Annotated[Whole, Field(ge=1, le=250)] | None = None
    message: Text = ""
    lands_on: Tied = "self"
    reaches_share: Figure | None = None
    reaches_after_days: Days = 0
    asleep: Flag = False

    _many = field_validator("denies", "channels", mode="before")(one_or_many)

    @property
    def effects(self) -> tuple[str, ...]:
        """The effect words that are set; exactly one is allowed."""
        words = (
            "denies", "price_factor", "price_change_yuan", "deposit_waived_yuan",
            "priority", "wait_change_days", "uses_at_most_per_year", "income_factor", "pays_yuan", "budget_yuan_per_year",
            "points_factor", "watched_factor",
        )  # fmt: skip
        return tuple(word for word in words if getattr(self, word) not in (None, ()))
