"""What people can do (acts), owe (matters) and want (services): one catalogue for all worlds, plus a regime's own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from glasshouse.kit.figure import Block, Flag, Number, Share, Whole, Word
from glasshouse.rulebook.model import Condition, Id, Marked, one_or_many

Lane = Annotated[Whole, Field(ge=0, le=65_535)]
PositiveYuan = Annotated[Number, Field(ge=0)]


class Shape(Block):
    """How a chance grows (or falls) with a person's propensity r, a share: as r to a power, or as 1 - r to a power."""

    trait: Literal["propensity"]
    power: Annotated[Number, Field(gt=0, le=16)] = 1
    falling: Flag = False


class Act(Marked):
    """A kind of thing a person can do that some rulebook may notice.

    ``lane`` is the permanent number of its random addresses: never reused, never changed. Occasions come by chance
    (``occasions_per_year``) or on a clock: every so many days with a ``probability``. Acts that exclude one another share
    a clock and a draw: at most one of them happens.
    ``meets``: at each occasion another member of the place is met. With the chance ``met_known_share`` one knows on which of
    the lists named here (``regime/list``) the other was on the window's first morning; lists of absent regimes are unknown.
    ``met_score`` (``regime/score``): a known other's published score of that morning adds ``met_yuan_per_point`` to the gain for each
    point above ``met_score_from``, and takes it for each below. ``met_agrees``: it takes two; both are looked at like that.
    ``by``: who may do it; firms never do what persons do, nor persons what firms do.
    """

    id: Id
    lane: Lane
    label: Annotated[str, Field(min_length=3, max_length=120)]
    kind: Literal["harm", "good", "lawful", "mishap"]
    family: Word
    visibility: Literal["street", "home", "online", "record", "work"]
    by: Literal["person", "firm"] = "person"
    occasions_per_year: Annotated[Number, Field(ge=0, le=400)] | None = None
    every_days: Annotated[Whole, Field(ge=1, le=3650)] | None = None
    probability: Share | None = None
    shaped_by: Shape | None = None
    excludes: Word | None = None
    drawn_per: Literal["person", "household"] = "person"
    more_with: dict[Word, Annotated[Number, Field(ge=-1, le=1)]] = {}
    gain_yuan: PositiveYuan = 0
    gain_law: Literal["exponential", "uniform", "fixed"] = "exponential"
    cost_yuan: PositiveYuan = 0
    warm_glow_yuan: PositiveYuan = 0
    harm_yuan: PositiveYuan = 0
    fine_yuan: PositiveYuan = 0
    need_share: Share = 0.0
    unit: Word | None = None
    units: Annotated[Whole, Field(ge=1, le=250)] = 1
    opens: Word | None = None
    settles: tuple[Word, ...] = ()
    close_to: tuple[Word, ...] = ()
    who: Condition | None = None
    needs_norm: Word | None = None
    meets: Literal["place"] | None = None
    met_known_share: Share = 1.0
    unless_met_on_list: tuple[Word, ...] = ()
    only_met_on_list: tuple[Word, ...] = ()
    met_gains_yuan: PositiveYuan = 0
    met_score: Word | None = None
    met_score_from: Number = 0
    met_yuan_per_point: Number | None = None
    met_agrees: Flag = False

    _many = field_validator("settles", "close_to", "unless_met_on_list", "only_met_on_list", mode="before")(one_or_many)

    @model_validator(mode="after")
    def _comes_somehow(self) -> Act:
        clock = (self.every_days is not None, self.probability is not None)
        if (self.occasions_per_year is None) != all(clock) or (self.occasions_per_year is not None and any(clock)):
            raise ValueError("say how often: either occasions_per_year, or every_days with probability")
        said = [word for word in ("shaped_by", "excludes") if getattr(self, word) is not None]
        said += ["drawn_per"] if self.drawn_per != "person" else []
        if said and not all(clock):
            raise ValueError(f"{said[0]} goes with every_days and probability")
        if self.shaped_by is not None and self.more_with:
            raise ValueError("shaped_by and more_with both scale the chance; leave one out")
        return self

    @property
    def per_year(self) -> float:
        """Occasions of a year at the most: the rate, or the chances of the clock."""
        if self.every_days is None or self.probability is None:
            return float(self.occasions_per_year or 0)
        return 365 / self.every_days * float(self.probability)


class Matter(Marked):
    """A lasting obligation that an act opens: arrears, a judgment, an owed apology."""

    id: Id
    label: Annotated[str, Field(min_length=3, max_length=120)]
    owed: Literal["money", "apology", "correction", "papers"] = "money"
    owed_median_yuan: PositiveYuan = 0
    owed_sigma: Annotated[Number, Field(ge=0, le=3)] = 0
    paid_from_spare_income_share: Share = 1.0


class Service(Marked):
    """What people want and a regime may refuse, price or speed up; ``by`` says who wants it, persons or firms."""

    id: Id
    lane: Lane
    label: Annotated[str, Field(min_length=3, max_length=120)]
    family: Word
    by: Literal["person", "firm"] = "person"
    wants_per_year: Annotated[Number, Field(ge=0, le=400)]
    more_with: dict[Word, Annotated[Number, Field(ge=-1, le=1)]] = {}
    who: Condition | None = None
    price_yuan: PositiveYuan = 0
    deposit_yuan: PositiveYuan = 0
    worth_yuan: PositiveYuan
    instead: Word | None = None
    wait_days: Annotated[Number, Field(ge=0)] = 0
    tries_anyway_share: Share = 1.0


class Acts(Block):
    """A whole ``acts.toml``."""

    vocabulary: Literal[1]
    act: tuple[Act, ...] = ()
    matter: tuple[Matter, ...] = ()


class Services(Block):
    """A whole ``services.toml``."""

    vocabulary: Literal[1]
    service: tuple[Service, ...] = ()
