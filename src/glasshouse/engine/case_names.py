"""From the words of a case to numbers; a word that means nothing makes the case unplayable, and says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glasshouse.engine.compile.index import Index


class UnplayableError(Exception):
    """The case names what is not there, or asks for what cannot be; the sentence says what."""


@dataclass(frozen=True)
class Names:
    """From the words of a case to numbers; a bare id is the own regime's, or else the only other one's."""

    index: Index
    own: int

    def find(self, noun: str, name: str, among: Iterable[tuple[int, str]]) -> int:
        """Number of ``name`` among (regime, id)s."""
        pairs = list(among)
        regimes = self.index.regime_ids
        if "/" in name:
            found = [k for k, (r, each) in enumerate(pairs) if f"{regimes[r]}/{each}" == name]
        else:
            found = [k for k, (r, each) in enumerate(pairs) if each == name and r == self.own]
            found = found or [k for k, (_, each) in enumerate(pairs) if each == name]
        if len(found) != 1:
            known = ", ".join(dict.fromkeys(each for _, each in pairs)) or "none"
            raise UnplayableError(f"no {noun} '{name}' in {'+'.join(regimes)}; there are: {known}")
        return found[0]

    def score(self, name: str) -> int:
        """Number of a score."""
        return self.find("score", name, ((r, score.id) for r, score in self.index.scores))

    def list(self, name: str) -> int:
        """Number of a list, or of a feed that reads as one."""
        lists = [(r, each) for r, each, _ in self.index.lists]
        return self.find("list", name, [*lists, *((r, feed.id) for r, feed in self.index.feeds)])

    def channel(self, name: str) -> int:
        """Number of a channel."""
        return self.find("channel", name, ((r, channel.id) for r, channel in self.index.channels))

    def desk(self, name: str) -> int:
        """Number of a desk."""
        return self.find("desk", name, ((r, desk.id) for r, desk in self.index.desks))

    def rule(self, name: str) -> int:
        """Number of a rule."""
        return self.find("rule", name, ((r, rule.id) for r, rule in self.index.rules))

    def is_rule(self, name: str) -> bool:
        """Does a rule go by this name?"""
        return any(name in (rule.id, f"{self.index.regime_ids[r]}/{rule.id}") for r, rule in self.index.rules)

    def act(self, name: str) -> int | None:
        """Number of an act; None where nothing in force takes notice of it."""
        if name not in self.index.catalogue.acts:
            raise UnplayableError(f"no act '{name}' in the catalogue")
        return self.index.act_of.get(name)

    def matter(self, name: str) -> int | None:
        """Number of a matter; None where nothing in force takes notice of it."""
        if name not in self.index.catalogue.matters:
            raise UnplayableError(f"no matter '{name}' in the catalogue")
        return self.index.matters.index(name) if name in self.index.matters else None

    def service(self, name: str) -> int | None:
        """Number of a service; None where nothing in force touches it."""
        if name not in self.index.catalogue.services:
            raise UnplayableError(f"no service '{name}' in the catalogue")
        ids = [service.id for service in self.index.services]
        return ids.index(name) if name in ids else None

    def grade(self, name: str) -> tuple[int, int]:
        """(scale, place) of a grade."""
        scales = enumerate(self.index.scales)
        flat = [(r, grade.id, k, place) for k, (r, _, grades) in scales for place, grade in enumerate(grades)]
        _, _, scale, place = flat[self.find("grade", name, [(r, each) for r, each, _, _ in flat])]
        return scale, place
