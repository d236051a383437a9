"""A population recipe: shares and laws from which synthetic people are drawn. Never data about anybody."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field, model_validator

from glasshouse.kit.figure import Block, Day, Number, Share, Whole, Word
from glasshouse.population.classes import SizeClass
from glasshouse.population.follow import Norm, Opinion, Tie
from glasshouse.rulebook.model import Id, Marked

Positive = Annotated[Number, Field(gt=0)]


Weight = Annotated[Number, Field(ge=0, le=100)]


class Head(Block):
    """Sizes of a population, and the day on which its world begins.

    ``deposit_felt_share``: what waiving a deposit is worth per use, as a share of it. ``propensity``: the share r that
    some acts' chances are shaped by, in 256 levels: drawn per person, or spread evenly over them. ``kinds``: each place draws its kind, or
    places take the kinds in turn, in the order of the file.
    """

    id: Id
    title: Word
    persons: Annotated[Whole, Field(ge=1)]
    persons_per_place: Annotated[Whole, Field(ge=1, le=60_000)] = 1000
    places_per_city: Annotated[Whole, Field(ge=1, le=200)] = 100
    start_date: Day
    deposit_felt_share: Share = 0.01
    propensity: Literal["uniform", "even"] = "uniform"
    kinds: Literal["drawn", "in-turn"] = "drawn"
    source: Word


class AgeBand(Block):
    """Ages from first to last, both included, equally likely within."""

    id: Id
    ages: tuple[Whole, Whole]
    share: Share


class HouseholdSize(Block):
    """Share of households with so many persons."""

    id: Id
    persons: Annotated[Whole, Field(ge=1, le=12)]
    share: Share


class Group(Block):
    """An abstract group: it differs only in what channels and officials do to it."""

    id: Id
    share: Share


class KindOfPlace(Block):
    """A kind of place, such as a town centre or a village."""

    id: Id
    share: Share


class Role(Marked):
    """What some people of certain ages do; ``share`` is of those ages."""

    id: Id
    label: Word
    share: Share
    ages: tuple[Whole, Whole]


class Firm(Marked):
    """A kind of firm, each run by the head of a household of the place; who is of this kind reads like a ``role``.

    ``per_1000_persons`` of a place, to the nearest whole number of firms of all kinds. ``same_owner_share``: chance that a
    firm belongs to the owner of the firm before it. How long firms have existed is exponential with mean ``mean_years``.
    """

    id: Id
    label: Word
    per_1000_persons: Annotated[Number, Field(gt=0, le=1000)]
    same_owner_share: Annotated[Number, Field(ge=0, le=0.9)] = 0.0
    mean_years: Positive


class Money(Marked):
    """A lognormal law of yuan: wealth, or income of a year."""

    median_yuan: Positive
    sigma: Annotated[Number, Field(ge=0, le=3)]


class Income(Money):
    """Income of a year; ``with_wealth`` is the rank correlation with wealth, ``spare_share`` what is left to pay debts."""

    with_wealth: Annotated[Number, Field(ge=0, le=1)] = 0.0
    spare_share: Share = 0.3


class Trait(Marked):
    """A trait between 0 and 1 by a beta law, held in sixteen levels.

    ``weighs``, of caution alone: the weight of a loss for somebody without caution and of full caution, and uniform in 256
    levels between them, whatever mean and spread say. Without the word the weight is a half more than the trait.
    """

    id: Literal["caution", "expressiveness", "conformity", "digital-exposure", "street-exposure"]
    label: Word
    mean: Annotated[Number, Field(gt=0, lt=1)]
    spread: Annotated[Number, Field(ge=0.01, lt=0.5)]
    weighs: tuple[Weight, Weight] | None = None

    @model_validator(mode="after")
    def _weighs(self) -> Trait:
        if self.weighs is not None and self.id != "caution":
            raise ValueError("'weighs' is a word of caution: how much a loss weighs; leave it out")
        if self.weighs is not None and self.weighs[0] > self.weighs[1]:
            raise ValueError(f"the lower weight comes first; write weighs = [{self.weighs[1]}, {self.weighs[0]}]")
        return self


class Behaviour(Marked):
    """A behaviour type: one row of parameters.

    ``risk_start`` is the believed chance of being seen before any own deed, and counts as ``risk_start_deeds`` deeds.
    For the day on which a graded score is published, ``effort_share`` of the best grade's bar is added to it; or the points
    that are missing to a grade, where it is worth what they cost at ``effort_yuan_per_point``.
    """

    id: Id
    label: Word
    share: Share
    heeds_share: Share
    alpha: Annotated[Number, Field(gt=0, le=2)]
    risk_start: Share
    risk_start_deeds: Annotated[Number, Field(ge=0.01, le=1000)]
    points_worth_yuan: Annotated[Number, Field(ge=0)]
    fear_factor: Annotated[Number, Field(ge=0)]
    appeals_wrong_share: Share = 0.0
    appeals_right_share: Share = 0.0
    effort_share: Annotated[Number, Field(ge=0, le=10)] = 0
    effort_yuan_per_point: Annotated[Number, Field(ge=0, le=1_000_000)] | None = None

    @model_validator(mode="after")
    def _one_kind_of_effort(self) -> Behaviour:
        if self.effort_share and self.effort_yuan_per_point is not None:
            raise ValueError("effort goes by effort_share or by effort_yuan_per_point; leave one out")
        return self


class Settling(Marked):
    """How long people have lived where they live: exponential with this mean; and how many households are registered there."""

    mean_years: Positive
    registered_share: Share = 1.0


class Moving(Marked):
    """Households that move, each as a whole, to a place like others: of another city, or with some share of their own.

    Of those who move ``abroad_share`` leave the country instead, the wealthiest fifth ``abroad_wealth_factor`` times as often as
    the middle one and that as much more often than the poorest. Whoever is refused the service ``abroad_needs`` stays, with all
    of the household. Of those abroad ``returns_share_per_year`` come back.
    """

    per_1000_households_year: Annotated[Number, Field(gt=0, le=1000)]
    within_city_share: Share = 0.0
    abroad_share: Share = 0.0
    abroad_wealth_factor: Annotated[Number, Field(ge=0.01, le=100)] = 1.0
    abroad_needs: Id | None = None
    returns_share_per_year: Share = 0.0

    @property
    def abroad_shares(self) -> list[float]:
        """The share of those who leave, by fifth of wealth, the poorest first: their mean is ``abroad_share``."""
        times = [float(self.abroad_wealth_factor) ** (fifth / 2 - 1) for fifth in range(5)]
        return [float(self.abroad_share) * each * len(times) / math.fsum(times) for each in times]

    @model_validator(mode="after")
    def _abroad(self) -> Moving:
        for word in ("abroad_wealth_factor", "abroad_needs", "returns_share_per_year"):
            if word in self.model_fields_set and not self.abroad_share:
                raise ValueError(
                    f"'{word}' is about people who leave the country; write abroad_share above 0, or leave it out"
                )
        if max(self.abroad_shares) > 1 + 1e-9:
            most = float(self.abroad_share) / max(self.abroad_shares)
            raise ValueError(
                f"with abroad_wealth_factor = {self.abroad_wealth_factor:g} more than all of a fifth would leave; "
                f"write abroad_share of at most {math.floor(most * 1000) / 1000:g}"
            )
        return self


class Grudge(Marked):
    """False reports that a bounty calls forth, per person, year and hundred yuan of bounty."""

    reports_per_person_year_per_100_yuan: Annotated[Number, Field(ge=0)]


class Recipe(Block):
    """A whole ``populations/*.toml``; every block of shares sums to one."""

    vocabulary: Literal[1]
    population: Head
    age_band: tuple[AgeBand, ...]
    household_size: tuple[HouseholdSize, ...]
    group: tuple[Group, ...]
    kind_of_place: tuple[KindOfPlace, ...]
    size_class: tuple[SizeClass, ...] = ()
    role: tuple[Role, ...] = ()
    firm: tuple[Firm, ...] = ()
    wealth: Money
    income: Income
    trait: tuple[Trait, ...]
    behaviour: tuple[Behaviour, ...]
    tie: tuple[Tie, ...] = ()
    norm: tuple[Norm, ...] = ()
    opinion: tuple[Opinion, ...] = ()
    settled: Settling
    moving: Moving | None = None
    grudge: Grudge | None = None

    @model_validator(mode="after")
    def _sums(self) -> Recipe:
        for word in ("age_band", "household_size", "group", "kind_of_place", "behaviour", "size_class"):
            total = math.fsum(row.share for row in getattr(self, word))
            if abs(total - 1) > 1e-6 and (word != "size_class" or self.size_class):
                raise ValueError(f"the shares of [[{word}]] sum to {total:g}; they must sum to 1")
        return self
