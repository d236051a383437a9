"""Does an override name clauses that other regimes have?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from glasshouse.regime.model import Override
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where

CLAUSES = ("rule", "consequence", "publicity", "channel")
EVERY = "*"


def partition(name: str) -> tuple[str, str]:
    """Regime and clause of ``regime/clause``."""
    regime, _, clause = name.partition("/")
    return regime, clause


def check_overrides(reading: Reading[Any], own: str, other: Callable[[str], Reading[Any] | None]) -> None:
    """An override names clauses of other regimes; ``other`` opens a shipped one."""
    for where, override in reading.each("override", Override):
        for name in override.voids:
            _check_name(reading, (*where, "voids"), name, own, other)
    first = next((where for where, _ in reading.each("override", Override)), None)
    if first is not None and reading.given(("covers",)).get("places_share") is not None:
        said = "what is void is void everywhere, also in the places in which this regime is not in force"
        reading.warn(first, said)


def _check_name(
    reading: Reading[Any], at: Where, name: str, own: str, other: Callable[[str], Reading[Any] | None]
) -> None:
    regime, clause = partition(name)
    if not regime or not clause or "/" in clause:
        reading.refuse(at, f'must be clauses of other regimes like "city/late-rent" or "city/*"; got "{name[:60]}"')
    elif regime == own:
        reading.refuse(at, f"'{name}' is a clause of this regime; write until there, or leave it out")
    elif (there := other(regime)) is None:
        reading.warn(at, f"'{regime}' is no shipped regime; without it nothing is void")
    elif clause != EVERY:
        reading.look_up(at, clause, [each for kind in CLAUSES for each in there.ids(kind)], "clause there")
