"""What people can do (acts), owe (matters) and want (services): one catalogue for all worlds, plus a regime's own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from glasshouse.kit.figure import Block, Number, Share, Whole, Word
from glasshouse.rulebook.model import Condition, Id, Marked, one_or_many

Lane = Annotated[Whole, Field(ge=0, le=65_535)]
PositiveYuan = Annotated[Number, Field(ge=0)]


class Act(Marked):
    """A kind of thing a person can do that some rulebook may notice.

    ``lane`` is the permanent number of its random addresses: never reused, never changed.
    """

    id: Id
    lane: Lane
    label: Annotated[str, Field(min_length=3, max_length=120)]
    kind: Literal["harm", "good", "lawful", "mishap"]
    family: Word
    visibility: Literal["street", "home", "online", "record", "work"]
    occasions_per_year: Annotated[Number, Field(ge=0, le=400)]
    more_with: dict[Word, Annotated[Number, Field(ge=-1, le=1)]] = {}
    gain_yuan: PositiveYuan = 0
    cost_yuan: PositiveYuan = 0
    warm_glow_yuan: PositiveYuan = 0
    harm_yuan: PositiveYuan = 0
    fine_yuan: PositiveYuan = 0
    need_share: Share = 0.0
    unit: Word | None = None
    units: Annotated[Whole, Field(ge=1, le=250)] = 1
    opens: Word | None = None
    close_to: tuple[Word, ...] = ()
    who: Condition | None = None

    _many = field_validator("close_to", mode="before")(one_or_many)


class Matter(Marked):
    """A lasting obligation that an act opens: arrears, a judgment, an owed apology."""

    id: Id
    label: Annotated[str, Field(min_length=3, max_length=120)]
    owed: Literal["money", "apology"] = "money"
    owed_median_yuan: PositiveYuan = 0
    owed_sigma: Annotated[Number, Field(ge=0, le=3)] = 0
    paid_from_spare_income_share: Share = 1.0


class Service(Marked):
    """What people want and a regime may refuse, price or speed up."""

    id: Id
    lane: Lane
    label: Annotated[str, Field(min_length=3, max_length=120)]
    family: Word
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
