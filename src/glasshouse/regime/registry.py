"""The regimes there are, and several of them in force at once: ``a+b``."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

from glasshouse.kit.errors import InputError
from glasshouse.regime.check_force import MOST_CHANNELS_PER_ACT, covered
from glasshouse.regime.load import LoadedRegime, load_catalogue, load_regime
from glasshouse.regime.shelf import population_ids, regime_ids
from glasshouse.rulebook.known import Catalogue, Known

__all__ = ["join_catalogue", "population_ids", "regime_ids", "resolve"]


def resolve(joined: str | Path, population: str | Path | None = None) -> tuple[LoadedRegime, ...]:
    """The regimes of ``"a+b+c"``, in order of id, so that ``a+b`` is ``b+a``; each part is an id or a folder.

    ``population`` is whose names of people the regimes may use.

    Raises
    ------
    InputError
        If a part is unknown or named twice, or two regimes cannot be joined.
    RulebookError
        If a regime has problems.
    """
    parts = [str(joined)] if Path(joined).exists() else str(joined).split("+")
    if not all(part.strip() for part in parts):
        raise InputError(f"'{joined}' has an empty part; write regimes as a, or joined as a+b")
    regimes = sorted((load_regime(part.strip(), population) for part in parts), key=lambda regime: regime.id)
    for first, second in combinations(regimes, 2):
        _refuse_pair(first, second)
    _refuse_crowding(regimes, join_catalogue(regimes))
    return tuple(regimes)


def join_catalogue(regimes: list[LoadedRegime] | tuple[LoadedRegime, ...]) -> Catalogue:
    """The shipped catalogue with what the regimes bring.

    Raises
    ------
    InputError
        If two regimes bring different things under one id or one lane.
    """
    catalogue = load_catalogue()
    for first, second in combinations(regimes, 2):
        _refuse_clash(first, second)
    for regime in regimes:
        catalogue = catalogue.with_more(regime.own)
    return catalogue


def _refuse_pair(first: LoadedRegime, second: LoadedRegime) -> None:
    if first.id == second.id:
        raise InputError(f"the regime '{first.id}' is named twice; name it once")
    for one, other in ((first, second), (second, first)):
        if other.id in one.regime.regime.not_with:
            raise InputError(f"'{one.id}' cannot be in force together with '{other.id}', as its not_with says; run one")


def _refuse_clash(first: LoadedRegime, second: LoadedRegime) -> None:
    for noun in ("acts", "matters", "services"):
        ours, theirs = getattr(first, noun), getattr(second, noun)
        for name, each in ours.items():
            twin = theirs.get(name)
            lanes = {other.lane: other.id for other in theirs.values() if hasattr(other, "lane")}
            clash = lanes.get(getattr(each, "lane", -1), name)
            if (twin is not None and twin != each) or clash != name:
                both = f"'{first.id}' and '{second.id}'"
                said = f"{both} bring different {noun} under one id or lane: '{name}', '{clash}'"
                raise InputError(f"{said}; rename one, or take another lane")


def _refuse_crowding(regimes: list[LoadedRegime], catalogue: Catalogue) -> None:
    known = Known(catalogue)
    crowd: Counter[str] = Counter()
    for regime in regimes:
        for channel in regime.regime.channel:
            crowd.update(covered(channel, known).keys())
    for act, channels in crowd.most_common(1):
        if channels > MOST_CHANNELS_PER_ACT:
            ids = "+".join(regime.id for regime in regimes)
            said = f"{ids} watches '{act}' by {channels} channels, and {MOST_CHANNELS_PER_ACT} are the most"
            raise InputError(f"{said}; join fewer regimes, or merge channels")
