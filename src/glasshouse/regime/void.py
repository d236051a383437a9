"""One regime voids clauses of others: from its day on they are not in force any more.

This is done to the regimes of a world before anything is compiled, so the engine knows nothing of it: a clause that is void
from a day on ends on that day, and one that is void from the world's first day on sleeps, so that nobody fears it either.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from glasshouse.kit.errors import InputError
from glasshouse.regime.check_override import CLAUSES, EVERY, partition
from glasshouse.regime.load import LoadedRegime
from glasshouse.regime.model import Regime
from glasshouse.rulebook.model import Dated
from glasshouse.rulebook.words import did_you_mean


def voided(regimes: tuple[LoadedRegime, ...], start: datetime.date) -> tuple[LoadedRegime, ...]:
    """The regimes of a world that begins on ``start``, without what one of them voids in another.

    Raises
    ------
    InputError
        If an override names a clause that a regime in force does not have.
    """
    ends = dict(_ends(regimes, start))
    if not ends:
        return regimes
    return tuple(replace(each, regime=_without(each.regime, ends, start)) for each in regimes)


def _ends(regimes: tuple[LoadedRegime, ...], start: datetime.date) -> Iterator[tuple[tuple[str, str], datetime.date]]:
    """(regime, clause) and its first day without force; of several days the earliest comes last."""
    there = {each.id: each.regime for each in regimes}
    found = [
        (override.from_ or start, *partition(name), f"{each.id}/{override.id}")
        for each in regimes
        for override in each.regime.override
        for name in override.voids
    ]
    for day, regime, clause, by in sorted(found, reverse=True):
        if regime not in there:
            continue
        names = [each.id for each in clauses(there[regime])]
        if clause != EVERY and clause not in names:
            hint = did_you_mean(clause, names)
            raise InputError(f"'{by}' voids '{regime}/{clause}', and '{regime}' has no such clause{hint}")
        yield from (((regime, name), day) for name in (names if clause == EVERY else [clause]))


def clauses(law: Regime) -> list[Any]:
    """What can be void: rules, consequences, boards, channels; what people are shown of themselves stays."""
    blocks: Iterable[Any] = (each for kind in CLAUSES for each in getattr(law, kind))
    return [each for each in blocks if getattr(each, "shown_to", "") != "self"]


def _without(law: Regime, ends: dict[tuple[str, str], datetime.date], start: datetime.date) -> Regime:
    def ended(each: Dated) -> Dated:
        day = ends.get((law.regime.id, getattr(each, "id", "")))
        if day is None or getattr(each, "shown_to", "") == "self":
            return each
        if day <= start:
            return each.model_copy(update={"until": start, "asleep": True})
        return each.model_copy(update={"until": min(day, each.until or day)})

    return law.model_copy(update={kind: tuple(ended(each) for each in getattr(law, kind)) for kind in CLAUSES})
