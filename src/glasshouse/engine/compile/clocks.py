"""Acts on a clock: which draws there are, and what may come of each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from glasshouse.engine.compile.columns import Columns
from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.rates import multipliers
from glasshouse.engine.compile.rows import rows
from glasshouse.kit.errors import InputError
from glasshouse.kit.randomness import ONE, threshold
from glasshouse.population.make import LEVELS, PROPENSITIES
from glasshouse.rulebook.catalogue import Act


def clock_tables(index: Index, columns: Columns) -> dict[str, Any]:
    """Tables of clocks, of their trials (chain by chain), and of each trial's chances by level."""
    clocks: list[dict[str, Any]] = []
    trials: list[dict[str, Any]] = []
    shares: list[np.ndarray] = []
    for chain in chains(index):
        first = chain[0]
        chances = [chances_of(index, act) for act in chain]
        if sum(int(each.max()) for each in chances) > ONE + len(chain):
            said = " and ".join(f"'{act.id}'" for act in chain)
            raise InputError(f"{said} exclude one another, so their probabilities may sum to 1 at most")
        clocks.append(
            {
                "lane": first.lane, "every": first.every_days, "household": int(first.drawn_per == "household"),
                "first": len(trials), "n": len(chain),
            }
        )  # fmt: skip
        trials += [
            {
                "act": index.act_of.get(act.id, -1), "by_propensity": int(act.shaped_by is not None),
                "column": columns.column(dict(act.more_with), act.who, act.id, act.by),
            }
            for act in chain
        ]  # fmt: skip
        shares += chances
    return {
        "clocks": rows("CLOCK", clocks), "trials": rows("TRIAL", trials),
        "trial_share": np.array(shares or [np.zeros(PROPENSITIES)], np.int64),
    }  # fmt: skip


def chains(index: Index) -> list[list[Act]]:
    """The live acts on a clock, those that exclude one another together and in order; dead ones before a live one stay."""
    catalogue = index.catalogue.acts
    found: dict[str, list[Act]] = {}
    for act in index.acts:
        if act.every_days is None:
            continue
        chain = [act]
        while chain[0].excludes is not None:
            chain.insert(0, catalogue[chain[0].excludes])
        known = found.setdefault(chain[0].id, chain)
        if known[: len(chain)] == chain:
            continue
        if chain[: len(known)] != known:
            raise InputError(
                f"'{known[-1].id}' and '{chain[-1].id}' both exclude the same act; let one exclude the other"
            )
        found[chain[0].id] = chain
    return list(found.values())


def chances_of(index: Index, act: Act) -> np.ndarray:
    """Thresholds of an act's trial by level: of propensity, or of its rate column (sixteen levels, then never)."""
    chance = float(act.probability or 0)
    if act.shaped_by is not None:
        power = Decimal(repr(float(act.shaped_by.power)))
        levels = [Decimal(2 * level + 1) / (2 * PROPENSITIES) for level in range(PROPENSITIES)]
        shares = [(1 - r if act.shaped_by.falling else r) ** power for r in levels]
        return np.array([threshold(Decimal(repr(chance)) * share) for share in shares], np.int64)
    out = np.zeros(PROPENSITIES, np.int64)
    out[:LEVELS] = [threshold(min(chance * share, 1.0)) for share in multipliers(index.recipe, act.more_with)]
    return out
