"""A run folder as an object: its record, its tables as Polars frames, and the life of anybody in it."""

from __future__ import annotations

import dataclasses
import operator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from glasshouse.kit.errors import InputError, RunError
from glasshouse.kit.files import plain_words, sha256
from glasshouse.kit.lock import only_process
from glasshouse.kit.seal import is_sound
from glasshouse.population.firms import FIRMS
from glasshouse.results import record, store
from glasshouse.results.sample import districts
from glasshouse.results.schema import TABLES
from glasshouse.results.units import PERSONS, has_firms, manifest_of, rows_of

if TYPE_CHECKING:
    from glasshouse.engine.explain import Explanation

NEVER_EXPLAINED = {f"{name}.parquet" for name in TABLES if name != "persons"}
"""Files that the life of a person is not told from."""


class Run:
    """A world, executed, with its record. Synthetic people; not a forecast; not for scoring anyone.

    Tables are read when first asked for (columns: ``results/schema.py``). Of a run that is not done, the cities that
    are finished can be read. A file that is not what the run wrote is refused by name.
    """

    def __init__(self, folder: str | Path, *, trusting: bool = False, unit: str = PERSONS) -> None:
        """Open a run; ``trusting`` reads damaged tables too, for looking at what is left.

        Where people run firms, the tables count persons only; those of :attr:`firms` count firms.
        """
        self.folder = Path(folder)
        found = record.read_words(self.folder)
        self.manifest: dict[str, Any] = manifest_of(found, unit) if has_firms(found) else found
        self._trusting = trusting
        self._unit = unit

    def __repr__(self) -> str:
        world = self.manifest["world"]
        return (
            f"Run({str(self.folder)!r}: {'+'.join(world['regimes'])}, {world['persons']:,} synthetic people, "
            f"{world['years']:g} years, {self.manifest['state']})"
        )

    @property
    def is_done(self) -> bool:
        """Has the run come to its end?"""
        return bool(self.manifest["state"] == "done")

    @property
    def digest(self) -> str | None:
        """Fingerprint of the content of all result tables; none before the run is done."""
        digest: str | None = self.manifest["digest"]
        return digest

    @property
    def page(self) -> Path:
        """Where the page of this run is, or would be."""
        return self.folder / "report.html"

    @cached_property
    def panel(self) -> pl.DataFrame:
        """Counts of persons by week, city, group, wealth and grade; those of firms: ``run.firms.panel``."""
        return self._of_unit("panel")

    @cached_property
    def acts(self) -> pl.DataFrame:
        """Counts by season, city and act."""
        return self._of_unit("acts")

    @cached_property
    def services(self) -> pl.DataFrame:
        """Refusals and better terms by season, city, group, wealth and service."""
        return self._of_unit("services")

    @cached_property
    def flows(self) -> pl.DataFrame:
        """Who went from which grade to which, by season."""
        return self._of_unit("flows")

    @cached_property
    def scores(self) -> pl.DataFrame:
        """Distribution of each score at each season's end."""
        return self._of_unit("scores")

    @cached_property
    def spells(self) -> pl.DataFrame:
        """Stays on lists by length, ended and open."""
        return self._of_unit("spells")

    @cached_property
    def desks(self) -> pl.DataFrame:
        """Queues by season, city and desk, of the desks that have a limit."""
        return self.scan("desks").collect()

    @cached_property
    def persons(self) -> pl.DataFrame:
        """Traits, tallies and end state, one row for each synthetic person."""
        return self._of_unit("persons")

    @cached_property
    def patrols(self) -> pl.DataFrame:
        """Records and days watched, by season and place, where a regime sends its watchers."""
        return self.scan("patrols").collect()

    @cached_property
    def norms(self) -> pl.DataFrame:
        """Followers of each norm, by city and window."""
        return self.scan("norms").collect()

    @cached_property
    def thresholds(self) -> pl.DataFrame:
        """Thresholds that cities made for their grades, by the day from which they held."""
        return self.scan("thresholds").collect()

    @cached_property
    def pots(self) -> pl.DataFrame:
        """Pots that cities shared out, by the day on which they were paid."""
        return self.scan("pots").collect()

    @cached_property
    def places(self) -> pl.DataFrame:
        """Scores of places and their grades at each season's end, where a regime scores places."""
        return self.scan("places").collect()

    @cached_property
    def steers(self) -> pl.DataFrame:
        """Clauses that woke or were put to sleep once a city had come so far, by the day from which it was so."""
        return self.scan("steers").collect()

    @cached_property
    def districts(self) -> pl.DataFrame:
        """Of a country: the size class and the settlement of each city, which is a district there."""
        return districts(self.manifest)

    @cached_property
    def firms(self) -> Run:
        """The same run, with firms in the place of persons wherever a table counts the one or the other."""
        return Run(self.folder, trusting=self._trusting, unit=FIRMS)

    @property
    def has_firms(self) -> bool:
        """Did anybody of its people run firms?"""
        return has_firms(self.manifest)

    def _of_unit(self, table: str) -> pl.DataFrame:
        """A table, without the rows that are about firms, or with them only."""
        frame = self.scan(table).collect()
        return rows_of(frame, table, self.manifest, self._unit) if self.has_firms or self._unit == FIRMS else frame

    def scan(self, table: str) -> pl.LazyFrame:
        """Read a table lazily, for runs too large to hold; persons and firms together (the group of a firm is ``firm``).

        Raises
        ------
        RunError
            If the file is missing, or is not what the run wrote.
        """
        if table not in TABLES:
            raise InputError(f"A run has no table '{table}'. It has {', '.join(TABLES)}.")
        if not self.is_done:
            return store.scan_parts(self.folder, table, self.manifest["seal"], self._trusting)
        if not self._trusting and (problem := self._damage_of(f"{table}.parquet", self._sums.get(f"{table}.parquet"))):
            raise RunError(problem)
        return store.scan(self.folder, table)

    def damage(self) -> list[str]:
        """Compare every file with what the run recorded, the page with its own seal; one sentence for each that differs."""
        page = self.page
        with plain_words(page):
            is_damaged = page.is_file() and not is_sound(page.read_bytes())
        again = f"{page}: this page is damaged. Make it again: glasshouse report {self.folder}"
        return [*self._damaged().values(), *([again] if is_damaged else [])]

    def settle(self) -> Run:
        """Check every file of a run that is done, and remove what a kill at its very end has left behind.

        Raises
        ------
        RunError
            If a file is missing, or is not what the run wrote.
        """
        if damaged := self._damaged():
            raise RunError(next(iter(damaged.values())))
        if store.leftovers(self.folder):
            with only_process(self.folder):
                store.drop_parts(self.folder)
        store.sweep_all(self.folder)
        return self

    def explain(self, person: int, under: str | None = None, as_data: bool = False) -> Explanation:
        """Tell the life of a person again, and its twin ``under`` another regime.

        ``matches_record`` is false where the replayed end differs from the record, or a file of the run is damaged.

        Raises
        ------
        RunError
            If a file that a life is told from is damaged: nothing is read from it.
        """
        from glasshouse.engine.explain import explain

        world = self.manifest["world"]
        persons = int(world["persons"]) + int(world.get("firms", 0))
        try:
            number = operator.index(person)
        except TypeError:
            raise InputError(f"person: must be a whole number; got {person!r}. Write for example 17.") from None
        if not 0 <= number < persons:
            raise InputError(f"person: this run has the persons 0 to {persons - 1}; got {number}. Choose one of them.")
        damaged = self._damaged()
        if needed := [damaged[name] for name in damaged if name not in NEVER_EXPLAINED]:
            raise RunError(needed[0])
        told = explain(self, number, under=under, as_data=as_data)
        if not damaged:
            return told
        return dataclasses.replace(told, matches_record=False, sentences=[*damaged.values(), *told.sentences])

    @cached_property
    def _sums(self) -> dict[str, str]:
        tables = {f"{name}.parquet": table["sha256"] for name, table in self.manifest.get("tables", {}).items()}
        return {**tables, **self.manifest.get("fields", {})}

    def _damaged(self) -> dict[str, str]:
        """Name and sentence of each file that is not what the run wrote."""
        if self.is_done:
            found = {name: self._damage_of(name, recorded) for name, recorded in self._sums.items()}
        else:
            cities = store.finished_cities(self.folder)
            found = {
                store.part(self.folder, city).name: store.damage_of_part(self.folder, city, self.manifest["seal"])
                for city in cities
            }
        return {name: problem for name, problem in found.items() if problem}

    def _damage_of(self, name: str, recorded: str | None) -> str | None:
        path = self.folder / name
        if recorded is None:
            return None
        with plain_words(path):
            if not path.is_file():
                return f"{path}: this file of the run is missing. Put it back, or run this world again."
            if sha256(path) != recorded:
                return (
                    f"{path}: this file is damaged, it is not what the run wrote. Put it back, or run this world again."
                )
        return None
