"""No stay on a list is lost at the world's end, whatever day that is."""

from __future__ import annotations

import numpy as np
import pytest
from property.lives import WORLDS, live

from glasshouse.engine.tabulate import tabulate

DAYS = range(196, 204)


@pytest.fixture(scope="module")
def ends() -> list[dict[str, object]]:
    """Tables of one world that ends on one day, the next, and so on."""
    return [tabulate(live(str(WORLDS / "alone"), persons=600, years=days / 365)) for days in DAYS]


def test_whoever_entered_has_left_or_is_there_still(ends) -> None:
    for tables in ends:
        spells = tables["spells"]
        assert tables["panel"]["entered"].sum() == spells["ended"].sum() + spells["open"].sum() > 0


def test_days_on_lists_never_become_fewer(ends) -> None:
    days = np.array([tables["persons"]["listed_days"].to_numpy().astype(int) for tables in ends])
    assert (np.diff(days, axis=0) >= 0).all()
    assert (np.diff(days, axis=0) <= 1).all()
