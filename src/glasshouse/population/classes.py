"""Size classes of a country: which share of its people lives in cities of ten million, in towns, in villages."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from glasshouse.kit.figure import Number, Share, Whole, Word
from glasshouse.rulebook.model import Id, Marked


class SizeClass(Marked):
    """The settlements of one size; ``share`` is of the country's people.

    A class has the people of its country's recipe; or, with ``like``, the age bands, households, groups, kinds of place, roles,
    shares of behaviours, wealth and income of another recipe (an id, or a file beside). ``kind_shares`` (of places) and ``age_shares`` (of bands), both
    of the country's recipe, and the medians go before both.
    """

    id: Id
    label: Word
    share: Annotated[Number, Field(gt=0, le=1)]
    settlement_persons: Annotated[Whole, Field(ge=1)]
    like: Word | None = None
    kind_shares: dict[Word, Share] = {}
    age_shares: dict[Word, Share] = {}
    wealth_median_yuan: Annotated[Number, Field(gt=0)] | None = None
    income_median_yuan: Annotated[Number, Field(gt=0)] | None = None
