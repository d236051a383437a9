"""Rate columns: the levels by which rates and chances differ between people."""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.rates import NO_TRAIT, RATE_TRAITS
from glasshouse.engine.tables import ANY_BIT, ME_ROLE
from glasshouse.kit.errors import InputError
from glasshouse.rulebook.model import Condition

ANY_ROLE = (1 << 62) - 1


class Columns:
    """Rate columns: each distinct (trait, who) is one column of levels."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.found: dict[tuple[int, str], int] = {}
        self.rows: list[tuple[int, int, int]] = []

    def column(self, more_with: dict[str, Any], who: Condition | None, owner: str, by: str = "person") -> int:
        """Number of the column of a rate of persons or of firms."""
        if len(more_with) > 1:
            raise InputError(f"'{owner}': more_with takes one trait; got {', '.join(more_with)}")
        trait = RATE_TRAITS.index(next(iter(more_with))) if more_with else NO_TRAIT
        key = (trait, f"{who!r}{by}")
        if key not in self.found:
            first, n = self.index.condition(0, who)
            n += self._only_for(by)
            self.found[key] = len(self.rows)
            self.rows.append((trait, first, n))
        return self.found[key]

    def _only_for(self, by: str) -> int:
        """Add the test that somebody is a person or a firm to the condition just compiled; returns how many tests that is."""
        firms = self.index.firm_roles
        if by == "person" and not firms:
            return 0
        self.index.tests.append((ME_ROLE, ANY_BIT, firms if by == "firm" else ANY_ROLE & ~firms))
        return 1

    def table(self) -> np.ndarray:
        """(column, trait and tests)."""
        return np.array(self.rows or [(NO_TRAIT, 0, 0)], np.int64)
