"""What a rulebook may refer to beyond itself: the catalogue, the sources, and the words of populations."""

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
class Known:
    """Everything that names in a rulebook may mean, besides its own blocks."""

    catalogue: Catalogue = Catalogue()
    sources: frozenset[str] = frozenset()
    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    kinds_of_place: tuple[str, ...] = ()
