"""Whom people like to meet: the lists and scores by which they look at one another."""

from __future__ import annotations

from collections.abc import Iterable

from glasshouse.engine.compile.index import Index
from glasshouse.kit.errors import InputError
from glasshouse.rulebook.catalogue import Act

MILLION = 1_000_000


def score_of_act(index: Index, act: Act) -> int:
    """Number of the score by which whoever is met is looked at; -1 if none is, or its regime is not in force."""
    regime, _, name = (act.met_score or "/").partition("/")
    if regime not in index.regime_ids:
        return -1
    found = index.score_of.get((index.regime_ids.index(regime), name))
    if found is None:
        raise InputError(f"the act '{act.id}' looks at the score '{act.met_score}', and '{regime}' has no such score")
    return found


def met_scores(index: Index) -> list[int]:
    """Every score by which somebody met is looked at, once."""
    return sorted({score_of_act(index, act) for act in index.acts} - {-1})


def met_columns(index: Index, act: Act) -> dict[str, int]:
    """What a point of the other's score is worth at this act, by names of columns."""
    s = score_of_act(index, act)
    if s < 0:
        return {"met_score": -1, "met_agrees": int(act.met_agrees)}
    yuan = round(float(act.met_yuan_per_point or 0) * MILLION / index.per_point(s))
    at = {
        "met_score": met_scores(index).index(s),
        "met_from": index.steps(s, float(act.met_score_from)),
        "met_yuan": yuan,
    }
    return at | {"met_agrees": int(act.met_agrees)}


def lists_named(index: Index, names: Iterable[str]) -> int:
    """Bits of lists that are named with their regime; those of a regime, or a feed, that is not in force are nobody's."""
    bits = 0
    for name in names:
        regime, _, own = name.partition("/")
        if regime not in index.regime_ids:
            continue
        r = index.regime_ids.index(regime)
        found = index.list_of.get((r, own))
        if own in {feed.id for feed in index.regimes[r].regime.feed} and found is None:
            continue  # what it reads is not in force
        if found is None:
            raise InputError(f"an act asks whether somebody met is on '{name}', and '{regime}' has no such list")
        bits |= 1 << found
    return bits
