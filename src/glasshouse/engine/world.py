"""A world: regimes in force x population x behaviour x horizon x seed. The recipe of one run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from glasshouse.kit.errors import InputError
from glasshouse.population.country import recipe_of, settlements, turns
from glasshouse.population.firms import firms_among, firms_per_million
from glasshouse.population.recipe import Recipe
from glasshouse.regime.changes import Parts, apply
from glasshouse.regime.load import LoadedRegime, likes_of, load_population
from glasshouse.regime.registry import join_catalogue, resolve
from glasshouse.regime.shelf import WITH_FIRMS, population_file, usual_population
from glasshouse.regime.void import voided
from glasshouse.rulebook.known import Catalogue

SEASON_DAYS = 84
MOST_DAYS = 36_500
MOST_PERSONS = 4_290_000_000
WORD = 1 << 32
Changes = Sequence[tuple[str, float]]
"""(address, value) of figures that a world has otherwise than its files."""


@dataclass(frozen=True)
class Country:
    """What a population of size classes is a sample of, and what its districts are."""

    persons: int
    recipes: tuple[Recipe, ...]
    taken: tuple[int, ...]
    settlements: tuple[int, ...]
    files: tuple[Path, ...]


@dataclass(frozen=True)
class World:
    """What is needed, and all that is needed, to live it again."""

    asked: str
    regimes: tuple[LoadedRegime, ...]
    catalogue: Catalogue
    recipe: Recipe
    days: int
    seed: int
    replicate: int
    window_days: int
    population: str
    population_file: Path
    also: tuple[LoadedRegime, ...] = ()
    country: Country | None = None
    changes: tuple[tuple[str, float], ...] = ()

    @property
    def persons(self) -> int:
        """How many people; firms are counted apart."""
        return self.recipe.population.persons

    @property
    def years(self) -> float:
        """Years of 365 days."""
        return self.days / 365

    @property
    def place_persons(self) -> int:
        """Persons of a full place."""
        return min(self.recipe.population.persons_per_place, self.persons)

    @property
    def place_size(self) -> int:
        """Rows of a full place: its persons, then its firms."""
        return self.with_firms(self.place_persons)

    @property
    def city_size(self) -> int:
        """Rows of a full city."""
        return self.place_size * self.recipe.population.places_per_city

    @property
    def n_cities(self) -> int:
        """How many cities."""
        return -(-self.persons // (self.place_persons * self.recipe.population.places_per_city))

    @property
    def rows(self) -> int:
        """Persons and firms together."""
        full, rest = divmod(self.persons, self.place_persons)
        return full * self.place_size + self.with_firms(rest)

    def with_firms(self, persons: int) -> int:
        """Rows of a place of so many persons."""
        return persons + firms_among(persons, firms_per_million(self.recipe))

    def recipe_of(self, city: int) -> Recipe:
        """The recipe from which the people of a city come: in a country, that of its size class."""
        return self.recipe if self.country is None else self.country.recipes[self.country.taken[city]]

    def places_of(self, city: int) -> list[int]:
        """Rows in each place of a city; only the last place of the country may be smaller."""
        most = self.place_persons * self.recipe.population.places_per_city
        full, rest = divmod(min(self.persons - city * most, most), self.place_persons)
        return [self.place_size] * full + ([self.with_firms(rest)] if rest else [])


def make_world(
    regimes: str,
    population: str | None = None,
    persons: int | None = None,
    years: float = 5,
    seed: int = 1,
    replicate: int = 0,
    window_days: int = 7,
    also: str = "",
    changes: Changes = (),
) -> World:
    """Put a world together from names.

    Without a ``population`` it is a city, or where a regime covers firms a town that has some.
    ``also`` names regimes whose acts are weighed too though they are not in force: a twin under another regime
    meets the same occasions. ``changes`` puts assumed figures to other values, by their address (``regime/changes.py``).

    Raises
    ------
    InputError
        If a name is unknown, a number is out of range, or the window does not divide a season of 84 days.
    RulebookError
        If a file has problems.
    """
    population = population or usual_population("+".join(part for part in (regimes, also) if part))
    recipe = load_population(population, persons)
    loaded = resolve(regimes, population)
    others = resolve(also, population) if also else ()
    everything = tuple({each.id: each for each in (*loaded, *others)}.values())
    catalogue = join_catalogue(everything)
    if changes:
        parts = apply(dict(changes), Parts(everything, catalogue, recipe))
        recipe, catalogue = parts.recipe, parts.catalogue
        changed = {each.id: each for each in parts.regimes}
        loaded, others = (tuple(changed[each.id] for each in those) for those in (loaded, others))
    if not 1 <= recipe.population.persons <= MOST_PERSONS:
        raise InputError(f"persons must be from 1 to {MOST_PERSONS:,}; got {recipe.population.persons:,}")
    days = round(years * 365)
    if not 1 <= days <= MOST_DAYS:
        raise InputError(f"years must come to at least a day and at most 100 years; got {years:g}")
    if window_days < 1 or SEASON_DAYS % window_days:
        raise InputError(
            f"window_days must divide a season of 84 days: 1, 2, 3, 4, 6, 7, 12, 14, 21, 28, 42 or 84; got {window_days}"
        )
    for name, value in (("seed", seed), ("replicate", replicate)):
        if not 0 <= value < WORD:
            raise InputError(f"{name} must be from 0 to {WORD - 1}; got {value}")
    _refuse_missing_firms(loaded, recipe)
    _refuse_unknown_exit(loaded, recipe, catalogue)
    quotas = [channel.id for each in loaded for channel in each.regime.channel if channel.quota_per_month]
    if quotas and 28 % window_days:
        raise InputError(
            f"'{quotas[0]}' has a monthly quota, and a quota month of 28 days is not a whole number of windows of {window_days} days; "
            "write --window-days 1, 2, 4, 7, 14 or 28"
        )
    together = {each.id for each in loaded}
    for each in loaded:
        for feed in each.regime.feed:
            if feed.needed and feed.regime not in together:
                raise InputError(f"'{each.id}' needs '{feed.regime}' in force beside it; write {regimes}+{feed.regime}")
        for steer in each.regime.steer:
            if steer.every_days % window_days:
                raise InputError(
                    f"'{steer.id}' sends watchers every {steer.every_days} days, and that is not a whole number of windows of {window_days} days; "
                    f"write --window-days {steer.every_days}"
                )
    loaded = voided(loaded, recipe.population.start_date)
    country = _country(recipe, population)
    return World(
        regimes, loaded, catalogue, recipe, days, seed, replicate, window_days, population,
        population_file(population), others, country, tuple(changes),
    )  # fmt: skip


def _country(recipe: Recipe, population: str) -> Country | None:
    """The districts of a country: those of the first people, if a sample is asked for."""
    if not recipe.size_class:
        return None
    head = recipe.population
    likes = likes_of(recipe, population)
    size = head.persons_per_place * head.places_per_city
    taken = turns([each.share for each in recipe.size_class], -(-head.persons // size))
    whole = load_population(population).population.persons
    return Country(
        whole,
        tuple(recipe_of(recipe, each, likes.get(each.like or "", (None, None))[0]) for each in recipe.size_class),
        tuple(taken),
        tuple(settlements(recipe.size_class, whole, size, taken)),
        tuple(file for _, file in likes.values()),
    )


def _refuse_unknown_exit(loaded: tuple[LoadedRegime, ...], recipe: Recipe, catalogue: Catalogue) -> None:
    """What people ask for to leave the country must be a service of persons; where no regime refuses anything it may be any name."""
    needs = recipe.moving.abroad_needs if recipe.moving is not None else None
    if needs is None or not any(each.regime.consequence for each in loaded):
        return
    service = catalogue.services.get(needs)
    if service is None or service.by != "person":
        what = "is a service of firms" if service else "is no service of the shelf or of a regime in force"
        raise InputError(
            f"abroad_needs of the population '{recipe.population.id}': '{needs}' {what}; name what one asks for to leave the country, "
            "as 'exit-papers' does"
        )


def _refuse_missing_firms(loaded: tuple[LoadedRegime, ...], recipe: Recipe) -> None:
    """A regime over firms alone needs some: without them it would do nothing, and nobody would notice."""
    only = [each.id for each in loaded if each.regime.covers.unit == ("firm",)]
    if only and not recipe.firm:
        name = recipe.population.id
        said = f"'{only[0]}' covers firms, and the population '{name}' has none"
        raise InputError(
            f"{said}; leave --population out or write --population {WITH_FIRMS}, or add a [[firm]] to your own"
        )
