"""What lies on disk: shipped data, regime folders, and what a folder holds, read as far as possible."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from glasshouse.kit.errors import InputError, Problem, RulebookError
from glasshouse.population.recipe import Recipe
from glasshouse.regime.case import Cases
from glasshouse.regime.model import Regime
from glasshouse.rulebook.catalogue import Acts, Services
from glasshouse.rulebook.check import check_catalogue
from glasshouse.rulebook.check_marks import source_keys
from glasshouse.rulebook.known import OWN_LANES, Catalogue, Known
from glasshouse.rulebook.load import Reading, read_file, read_toml
from glasshouse.rulebook.read import DATA, read_bytes

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Draft:
    """A regime folder as far as it could be read; nothing has been raised yet."""

    folder: Path
    law: Reading[Regime] | None
    acts: Reading[Acts] | None
    services: Reading[Services] | None
    cases: Reading[Cases] | None
    sources: frozenset[str]
    unreadable: tuple[Problem, ...]

    @property
    def own(self) -> Catalogue:
        """The acts, matters and services that the folder brings."""
        return catalogue_of(self.acts, self.services)

    @property
    def readings(self) -> list[Reading[Any]]:
        """The files that could be read."""
        return [each for each in (self.law, self.acts, self.services, self.cases) if each is not None]


def regime_ids() -> list[str]:
    """The ids of the shipped regimes."""
    return sorted(path.parent.name for path in (DATA / "regimes").glob("*/regime.toml"))


def population_ids() -> list[str]:
    """The ids of the shipped population recipes."""
    return sorted(path.stem for path in (DATA / "populations").glob("*.toml"))


def regime_file(id_or_folder: str | Path) -> Path:
    """The ``regime.toml`` behind an id, a folder or a file.

    Raises
    ------
    InputError
        If there is none; names close ids, and all of them.
    """
    path = Path(id_or_folder)
    if isinstance(id_or_folder, str) and id_or_folder in regime_ids():
        return DATA / "regimes" / id_or_folder / "regime.toml"
    if path.is_file():
        return path
    if (path / "regime.toml").is_file():
        return path / "regime.toml"
    if path.is_dir() and str(id_or_folder):
        ids = _all(regime_ids())
        raise InputError(f"the folder {path} holds no regime.toml; give a regime's folder, or one of {ids}")
    raise InputError(unknown("regime", str(id_or_folder), regime_ids()))


def unknown(noun: str, given: str, known: list[str]) -> str:
    """The sentence for an id that nobody has: close ones first, then all."""
    close = get_close_matches(given[:80], known, n=3, cutoff=0.5)
    guess = f"did you mean {' or '.join(close)}? " if close else ""
    return f"there is no {noun} '{given[:80]}'; {guess}There are {_all(known)}; a folder or file of your own works too"


def open_draft(file: Path) -> Draft:
    """Read a ``regime.toml`` and what lies beside it."""
    folder = file.parent
    unreadable: list[Problem] = []
    law = _try(file, Regime, unreadable)
    beside = [
        _try(folder / name, model, unreadable) if (folder / name).exists() else None
        for name, model in (("acts.toml", Acts), ("services.toml", Services), ("cases.toml", Cases))
    ]
    try:
        sources = sources_beside(file)
    except RulebookError as error:
        unreadable.extend(error.problems)
        sources = frozenset()
    return Draft(folder, law, beside[0], beside[1], beside[2], sources, tuple(unreadable))  # type: ignore[arg-type]


def sources_beside(file: Path) -> frozenset[str]:
    """The keys of the ``SOURCES.md`` in the same folder; none if there is no such file.

    Raises
    ------
    RulebookError
        If it is there and cannot be opened, or is larger than a rulebook may be.
    """
    notes = file.parent / "SOURCES.md"
    return source_keys(read_bytes(notes).decode("utf-8", errors="replace")) if notes.is_file() else frozenset()


def catalogue_of(acts: Reading[Acts] | None, services: Reading[Services] | None) -> Catalogue:
    """The readable entries of an ``acts.toml`` and a ``services.toml``."""
    rows = {where: block for each in (acts, services) if each for where, block in each.blocks.items()}
    by_kind: dict[str, dict[str, Any]] = {"act": {}, "matter": {}, "service": {}}
    for where, block in rows.items():
        by_kind[str(where[0])].setdefault(getattr(block, "id", ""), block)
    return Catalogue(by_kind["act"], by_kind["matter"], by_kind["service"])


@cache
def shipped_catalogue() -> Catalogue:
    """The acts, matters and services for all worlds.

    Raises
    ------
    RulebookError
        If they have problems: an unknown name, a lane used twice.
    """
    acts, services = read_file(DATA / "acts.toml", Acts), read_file(DATA / "services.toml", Services)
    known = known_words(catalogue_of(acts, services), sources_beside(DATA / "acts.toml"))
    for reading in (acts, services):
        check_catalogue(reading, known, range(OWN_LANES.start))
    problems = acts.problems + services.problems
    if problems:
        raise RulebookError(problems)
    return known.catalogue


def known_words(catalogue: Catalogue, sources: frozenset[str]) -> Known:
    """A catalogue and its sources, with the words of all shipped populations."""
    groups, roles, kinds = shipped_population_words()
    return Known(catalogue, sources, groups, roles, kinds)


@cache
def shipped_population_words() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The groups, roles and kinds of place of all shipped recipes."""
    words: dict[str, dict[str, None]] = {"group": {}, "role": {}, "kind_of_place": {}}
    for name in population_ids():
        reading = Reading(read_toml(DATA / "populations" / f"{name}.toml"), Recipe)
        for kind, ids in words.items():
            ids.update(dict.fromkeys(reading.ids(kind)))
    return tuple(words["group"]), tuple(words["role"]), tuple(words["kind_of_place"])


def _try(file: Path, model: type[M], unreadable: list[Problem]) -> Reading[M] | None:
    try:
        return read_file(file, model)
    except RulebookError as error:
        unreadable.extend(error.problems)
        return None


def _all(ids: list[str]) -> str:
    return ", ".join(ids) if ids else "none yet"
