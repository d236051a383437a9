"""What lies on disk: shipped data, regime folders, and what a folder holds, read as far as possible."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from glasshouse.kit.errors import InputError, Problem, RulebookError
from glasshouse.regime.case import Cases
from glasshouse.regime.model import Regime
from glasshouse.rulebook.catalogue import Acts, Services
from glasshouse.rulebook.check import check_catalogue
from glasshouse.rulebook.check_marks import source_keys
from glasshouse.rulebook.known import OWN_LANES, Catalogue, Known, People
from glasshouse.rulebook.load import Reading, read_file, read_toml
from glasshouse.rulebook.read import DATA, Document, read_bytes

PEOPLE = "population.toml"
"""A population beside a regime: the people whom its names mean, unless others are given."""
WITHOUT_FIRMS, WITH_FIRMS = "city", "market-town"
MOST_TOLD = 30
"""Of more ids than these a message says only how to list them."""
"""The populations of worlds for which nobody names one."""
NAMED = ("group", "role", "kind_of_place", "norm", "opinion")
"""The blocks of a population whose ids a rulebook may name."""

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
        raise InputError(
            f"the folder {path} holds no regime.toml; give a regime's folder, or an id. {_all(regime_ids())}"
        )
    raise InputError(unknown("regime", str(id_or_folder), regime_ids()))


def population_file(id_or_file: str | Path) -> Path:
    """The file behind the id of a population, or a path to one.

    Raises
    ------
    InputError
        If there is none; names close ids, and all of them.
    """
    if str(id_or_file) in population_ids():
        return DATA / "populations" / f"{id_or_file}.toml"
    if not Path(id_or_file).exists():
        raise InputError(unknown("population", str(id_or_file), population_ids()))
    return Path(id_or_file)


def usual_population(joined: str) -> str:
    """The population for regimes joined by ``+`` where none is given: one with firms if a regime covers any.

    Raises
    ------
    InputError
        If there is no such regime.
    RulebookError
        If its file cannot be read at all.
    """
    parts = [joined] if Path(joined).exists() else joined.split("+")
    for part in parts:
        covers = read_toml(regime_file(part.strip())).data.get("covers") if part.strip() else None
        unit = covers.get("unit") if isinstance(covers, dict) else None
        if unit == "firm" or (isinstance(unit, list) and "firm" in unit):
            return WITH_FIRMS
    return WITHOUT_FIRMS


def file_like(name: str, country: Path) -> Path:
    """The recipe that a size class points at: one that ships, or a file beside the country's.

    Raises
    ------
    InputError
        If there is none.
    """
    return population_file(name if name in population_ids() else country.parent / name)


def population_beside(folder: Path) -> Path | None:
    """The ``population.toml`` in a regime's folder, if there is one."""
    file = folder / PEOPLE
    return file if file.is_file() else None


def population_meant(folder: Path, population: str | Path | None) -> Path | None:
    """The file of the one population whose names the regime in a folder may use; none if those of all that ship may.

    A regime that ships may be run with any people, and with those that ship so may any other.
    """
    file = population_beside(folder) if population is None else population_file(population)
    return None if file is None or is_shipped(file) or is_shipped(folder) else file


def beside(own: str | Path, name: str) -> str:
    """Another regime that a file of the regime ``own`` names: an id, or a folder as seen from that regime's, else from here."""
    near = regime_file(own).parent / name
    return str(near) if name not in regime_ids() and (near / "regime.toml").is_file() else name


def lasting(joined: str) -> str:
    """The same names, such that they are found from any folder: ids as they are, folders and files by their whole path."""
    shipped = {*regime_ids(), *population_ids()}
    parts = [joined] if Path(joined).exists() else joined.split("+")
    whole = [part if part in shipped or not Path(part).exists() else str(Path(part).resolve()) for part in parts]
    return joined if len(whole) > 1 and any("+" in part for part in whole) else "+".join(whole)


def unknown(noun: str, given: str, known: list[str]) -> str:
    """The sentence for an id that nobody has: close ones first, then all."""
    close = get_close_matches(given[:80], known, n=3, cutoff=0.5)
    guess = f"did you mean {' or '.join(close)}? " if close else ""
    return f"there is no {noun} '{given[:80]}'; {guess}{_all(known)}; a folder or file of your own works too"


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
    known = Known(catalogue_of(acts, services), sources_beside(DATA / "acts.toml"), shipped_people())
    for reading in (acts, services):
        check_catalogue(reading, known, range(OWN_LANES.start))
    problems = acts.problems + services.problems
    if problems:
        raise RulebookError(problems)
    return known.catalogue


def people_of(document: Document) -> People:
    """The names that a population's file has for people and places, whatever else is wrong with it."""
    head = document.data.get("population")
    name = head.get("id") if isinstance(head, dict) else None
    return People(_names(document), name[:48] if isinstance(name, str) and name else document.path.stem[:48])


def shipped_people(folder: Path | None = None) -> People:
    """The names of all shipped populations; ``folder`` may hold a population of its own that is not meant."""
    file = (population_beside(folder) if folder else None) or "FILE"
    return People(_shipped_names(), advice=f"; for people of your own, say --population {file}")


def is_shipped(path: Path) -> bool:
    """Does a file or folder belong to the data that ships?"""
    return path.resolve().is_relative_to(DATA.resolve())


@cache
def _shipped_names() -> dict[str, tuple[str, ...]]:
    found = [_names(read_toml(DATA / "populations" / f"{name}.toml")) for name in population_ids()]
    return {kind: tuple(dict.fromkeys(name for names in found for name in names[kind])) for kind in NAMED}


def _names(document: Document) -> dict[str, tuple[str, ...]]:
    """The ids of a population's blocks, by kind; kinds of firms read like roles."""
    rows = {kind: document.data.get(kind) for kind in (*NAMED, "firm")}
    blocks = {
        kind: [row for row in those if isinstance(row, dict)] if isinstance(those, list) else []
        for kind, those in rows.items()
    }
    names = {
        kind: tuple(row["id"] for row in those if isinstance(row.get("id"), str)) for kind, those in blocks.items()
    }
    firms = names.pop("firm")
    return {**names, "role": (*names["role"], *firms)}


def _try(file: Path, model: type[M], unreadable: list[Problem]) -> Reading[M] | None:
    try:
        return read_file(file, model)
    except RulebookError as error:
        unreadable.extend(error.problems)
        return None


def _all(ids: list[str]) -> str:
    """Which ids there are; of many, where they are listed."""
    if len(ids) > MOST_TOLD:
        return f"`glasshouse regimes` lists all {len(ids)}"
    return f"There are {', '.join(ids) if ids else 'none yet'}"
