"""What a rulebook may refer to beyond itself: the catalogue, the sources, and the names that populations have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from glasshouse.rulebook.catalogue import Act, Matter, Service

OWN_LANES = range(40_000, 65_536)
TRAITS = ("caution", "expressiveness", "conformity", "digital-exposure", "street-exposure", "wealth", "income")


@dataclass(frozen=True)
class Catalogue:
    """Acts, matters and services by id, in file order."""

    acts: Mapping[str, Act] = field(default_factory=dict)
    matters: Mapping[str, Matter] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)

    def with_more(self, more: Catalogue) -> Catalogue:
        """Both catalogues as one; the second one's entries come last."""
        return Catalogue(
            {**self.acts, **more.acts}, {**self.matters, **more.matters}, {**self.services, **more.services}
        )

    @property
    def families(self) -> tuple[str, ...]:
        """The families of acts."""
        return tuple(dict.fromkeys(act.family for act in self.acts.values()))


@dataclass(frozen=True)
class People:
    """The names that a population has for people and places: groups, roles, kinds of place, norms.

    ``names`` holds them by kind; a kind that is missing there is not asked about. ``population`` is the id of the one
    population that is meant; without it these are the names of all populations that ship, and ``advice`` is for whoever
    has people of their own.
    """

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    population: str = ""
    advice: str = ""


ANYBODY = People()
"""For who reads a law without running it: names of people may be anybody's."""


@dataclass(frozen=True)
class Known:
    """Everything that names in a rulebook may mean, besides its own blocks."""

    catalogue: Catalogue = Catalogue()
    sources: frozenset[str] = frozenset()
    people: People = ANYBODY
