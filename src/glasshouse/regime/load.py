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
    file_like,
    open_draft,
    people_of,
    population_file,
    population_meant,
    regime_file,
    shipped_catalogue,
    shipped_people,
)
from glasshouse.rulebook.catalogue import Act, Matter, Service
from glasshouse.rulebook.known import Catalogue, People
from glasshouse.rulebook.load import read_file, read_toml

__all__ = ["Catalogue", "LoadedRegime", "likes_of", "load_catalogue", "load_population", "load_regime"]


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


def load_regime(
    id_or_folder: str | Path, population: str | Path | None = None, people: People | None = None
) -> LoadedRegime:
    """Load a shipped regime by its id, or one's own by its folder or file.

    Names of people are those of ``population``, as :func:`glasshouse.regime.check.check` says; or of ``people``.

    Raises
    ------
    InputError
        If there is no such regime or population.
    RulebookError
        If its files have problems: all of them, in form and in sense.
    """
    draft = open_draft(regime_file(id_or_folder))
    if people is None:
        meant = population_meant(draft.folder, population)
        people = people_of(read_toml(meant)) if meant else shipped_people(draft.folder)
    report = check_draft(draft, people)
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


def likes_of(recipe: Recipe, population: str | Path) -> dict[str, tuple[Recipe, Path]]:
    """The recipes, with their files, that the size classes of a country point at: word -> recipe, file.

    Raises
    ------
    InputError
        If there is no such recipe.
    RulebookError
        If one has problems.
    """
    files = {
        each.like: file_like(each.like, population_file(population))
        for each in recipe.size_class
        if each.like is not None
    }
    return {name: (load_population(file), file) for name, file in files.items()}


def load_population(id_or_file: str | Path, persons: int | None = None) -> Recipe:
    """Load a shipped population by its id, or one's own by its file; ``persons`` overrides the size.

    Raises
    ------
    InputError
        If there is no such population, or the size is not a whole number of at least 1.
    RulebookError
        If the file has problems.
    """
    reading = read_file(population_file(id_or_file), Recipe)
    check_recipe(reading)
    recipe = reading.done()
    if persons is None:
        return recipe
    if isinstance(persons, bool) or not isinstance(persons, int) or persons < 1:
        raise InputError(f"persons must be a whole number of at least 1; got {persons!r}")
    return recipe.model_copy(update={"population": recipe.population.model_copy(update={"persons": persons})})
