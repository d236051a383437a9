"""Regimes, the catalogue and populations as models, or every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from glasshouse.kit.errors import InputError, RulebookError
from glasshouse.population.recipe import Recipe
from glasshouse.regime.case import Cases
from glasshouse.regime.check import check_draft, check_recipe
from glasshouse.regime.model import Regime
from glasshouse.regime.shelf import (
    open_draft,
    population_ids,
    regime_file,
    shipped_catalogue,
    unknown,
)
from glasshouse.rulebook.catalogue import Act, Matter, Service
from glasshouse.rulebook.known import Catalogue
from glasshouse.rulebook.load import read_file
from glasshouse.rulebook.read import DATA

__all__ = ["Catalogue", "LoadedRegime", "load_catalogue", "load_population", "load_regime"]


@dataclass(frozen=True)
class LoadedRegime:
    """A regime that passed every check, with what its folder brings."""

    regime: Regime
    folder: Path
    sources: frozenset[str]
    acts: Mapping[str, Act]
    matters: Mapping[str, Matter]
    services: Mapping[str, Service]
    cases: Cases | None
    text: str

    @property
    def id(self) -> str:
        """The regime's id."""
        return self.regime.id

    @property
    def own(self) -> Catalogue:
        """What the folder brings, as a catalogue."""
        return Catalogue(self.acts, self.matters, self.services)


def load_regime(id_or_folder: str | Path) -> LoadedRegime:
    """Load a shipped regime by its id, or one's own by its folder or file.

    Raises
    ------
    InputError
        If there is no such regime.
    RulebookError
        If its files have problems: all of them, in form and in sense.
    """
    draft = open_draft(regime_file(id_or_folder))
    report = check_draft(draft)
    if report.problems or draft.law is None:
        raise RulebookError(report.problems)
    own = draft.own
    return LoadedRegime(
        regime=draft.law.done(),
        folder=draft.folder,
        sources=draft.sources,
        acts=own.acts,
        matters=own.matters,
        services=own.services,
        cases=draft.cases.done() if draft.cases else None,
        text=draft.law.document.text,
    )


def load_catalogue() -> Catalogue:
    """Load the shipped acts, matters and services.

    Raises
    ------
    RulebookError
        If they have problems.
    """
    return shipped_catalogue()


def load_population(id_or_file: str | Path, persons: int | None = None) -> Recipe:
    """Load a shipped population by its id, or one's own by its file; ``persons`` overrides the size.

    Raises
    ------
    InputError
        If there is no such population, or the size is not a whole number of at least 1.
    RulebookError
        If the file has problems.
    """
    path = Path(id_or_file)
    if str(id_or_file) in population_ids():
        path = DATA / "populations" / f"{id_or_file}.toml"
    elif not path.exists():
        raise InputError(unknown("population", str(id_or_file), population_ids()))
    reading = read_file(path, Recipe)
    check_recipe(reading)
    recipe = reading.done()
    if persons is None:
        return recipe
    if isinstance(persons, bool) or not isinstance(persons, int) or persons < 1:
        raise InputError(f"persons must be a whole number of at least 1; got {persons!r}")
    return recipe.model_copy(update={"population": recipe.population.model_copy(update={"persons": persons})})
