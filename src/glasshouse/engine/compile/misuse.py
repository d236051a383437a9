"""Officials who act outside the rules, as a table."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.rows import rows
from glasshouse.kit.randomness import threshold


def misuse_table(index: Index) -> np.ndarray:
    """Whom officials who act outside the rules meet, and how often that comes out."""
    return rows(
        "MISUSE",
        [
            {"within": each.within_days, "share": threshold(float(each.share)), "found_out": threshold(float(each.found_out_share)), "regime": r}
            for r, each in index.misuses
        ],
    )  # fmt: skip
