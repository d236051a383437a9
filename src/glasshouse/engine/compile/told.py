"""What people may know of a law: rules that are kept secret, and scores that are kept from their subjects."""

from __future__ import annotations

from glasshouse.engine.compile.index import Index
from glasshouse.rulebook.model import Rule


def known_scale(index: Index, r: int) -> int | None:
    """The grades that people of a regime know of themselves: those of its first graded score, unless that is kept from them."""
    k = next((k for k, (owner, _, _) in enumerate(index.scales) if owner == r), None)
    return k if k is not None and is_known(index, k) else None


def is_known(index: Index, k: int) -> bool:
    """Do people know their grades on a scale?"""
    r, name, _ = index.scales[k]
    return index.scores[index.score_of[(r, name)]][1].told_to_person


def can_be_looked_up(index: Index, r: int, rule: Rule) -> bool:
    """Does one's own report show what a rule has done? Not of a secret rule, or of a score that is kept from one."""
    scores = index.regimes[r].regime.score
    if not rule.told or not rule.moves_score or not scores:
        return rule.told
    return index.scores[index.score_of[(r, rule.score or scores[0].id)]][1].told_to_person
