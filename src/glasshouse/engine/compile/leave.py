"""Regimes that one may leave: which standings cost more than they bring, in the eyes of whom."""

from __future__ import annotations

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.meets import OUTSIDE, Standing
from glasshouse.engine.compile.minds import conformity_table
from glasshouse.engine.compile.rows import rows
from glasshouse.engine.compile.told import known_scale
from glasshouse.engine.compile.worth import Worth
from glasshouse.kit.randomness import name_key, threshold
from glasshouse.regime.model import Regime


def may_leave(regime: Regime) -> bool:
    """May those who joined a regime leave it?"""
    return regime.consent is not None and regime.consent.may_leave


def leave_tables(index: Index) -> dict[int, np.ndarray]:
    """A row per regime that one may leave; and for each of its standings whom it costs more than it brings.

    What concerns those outside too, as a dearer price for the young, is no ground to leave.
    """
    worth, conformity = Worth(index), conformity_table(index)
    found: list[dict[str, int]] = []
    when: list[int] = []
    for r, loaded in enumerate(index.regimes):
        consent = loaded.regime.consent
        if consent is None or not consent.may_leave:
            continue
        scale = known_scale(index, r)
        lists = sum(1 << l for l, (owner, _, each) in enumerate(index.lists) if owner == r and each.kind == "bad")
        found.append(
            {
                "regime": r, "key": name_key(loaded.id), "scale": -1 if scale is None else scale, "lists": lists, "first": len(when),
                "share": threshold(float(consent.leaves_share_per_year)), "returns": threshold(float(consent.returns_share_per_year)),
                "erases": int(consent.leaving_erases),
            }
        )  # fmt: skip
        apart = worth.of_standing(r, Standing(OUTSIDE, False))
        for grade in (-1,) if scale is None else range(len(index.scales[scale][2])):
            for listed in (False, True):
                under = worth.of_standing(r, Standing(grade, listed))
                money, felt = under[0] - apart[0], under[1] - apart[1]
                when.append(sum(1 << k for k, share in enumerate(conformity) if money + float(share) * felt < 0))
    return {t.LEAVES: rows("LEAVE", found), t.LEAVE_WHEN: np.array(when, np.int64)}
