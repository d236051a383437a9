"""Which worlds take the steps of a society, so that the kernels of the others are compiled without them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from glasshouse.engine import tables as t


def needs_society(law: np.ndarray, tables: Mapping[int, np.ndarray]) -> bool:
    """Does anybody follow others, meet, form opinions, rank, ration, steer, leave, move, spend, suffer for friends or drop them?

    Or share a perk, save up to a limit, stand in line? Or has a place a score? The kernels leave out these steps where they are
    not asked for: they are a fifth of what there is to compile.
    """
    e, lands = tables[t.LANDINGS].ravel(), tables[t.CONSEQUENCES][:, t.CONSEQUENCE_LANDS]
    steps = (t.NORMS, t.OPINIONS, t.BUDGETS, t.RANKS, t.STEERS, t.WAKES, t.WATCHES, t.LEAVES, t.MOVING, t.USES)
    return bool(
        any(len(tables[each]) for each in steps)
        or (lands[e] >= t.ON_FRIENDS).any()
        or tables[t.TIES][t.DROPS] > 0
        or law[t.MEETS]
        or law[t.IN_COMMON]
        or law[t.ASLEEP]
        or (tables[t.DESKS][:, t.DESK_SERVERS] > 0).any()
        or (tables[t.CONSEQUENCES][:, [t.CONSEQUENCE_COSTS, t.CONSEQUENCE_SAVES]] > 0).any()
    )
