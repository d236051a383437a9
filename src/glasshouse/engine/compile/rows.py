"""Rows by name: a table of whole numbers from dictionaries, zero where nothing is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from glasshouse.engine import tables
from glasshouse.kit.errors import InputError


def rows(kind: str, given: Sequence[Mapping[str, Any]]) -> np.ndarray:
    """A table (row, column) with one row per mapping; ``kind`` is the prefix of its columns in ``engine/tables.py``."""
    out = np.zeros((len(given), getattr(tables, f"{kind}_WIDTH")), np.int64)
    for k, row in enumerate(given):
        for name, value in row.items():
            try:
                out[k, getattr(tables, f"{kind}_{name.upper()}")] = int(value)
            except OverflowError:
                raise InputError(f"a {kind.lower()} has a {name} of {value:g}, more than a world can count") from None
    return out


def bits_at(places: Iterable[int]) -> int:
    """A number with the bits at these places, however often each is named."""
    return sum(1 << place for place in set(places))


def column(table: np.ndarray, kind: str, name: str) -> np.ndarray:
    """One column of such a table."""
    return table[:, getattr(tables, f"{kind}_{name.upper()}")]


def whole(shape: tuple[int, ...], dtype: Any = np.int64) -> np.ndarray:
    """A table of zeros that has at least one row in every direction."""
    return np.zeros(tuple(max(n, 1) for n in shape), dtype)
