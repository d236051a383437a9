"""Regimes that are in force in a share of the places: which places take part is one draw for ever, whoever lives there."""

from __future__ import annotations

import numpy as np

from glasshouse.kit.jit import kernel
from glasshouse.kit.randomness import TIE, draw
from glasshouse.population.make import W_AWARE, W_JOINED, W_KIND, W_PART

u16, u64, i64 = np.uint16, np.uint64, np.int64

NEAR = 10
"""So many places in a row are put in an order of their own; the first of each ten take part."""
GOLDEN = 2_654_435_769
"""2**32 over the golden ratio: what is left over from ten places is spread evenly over all tens (Weyl 1916)."""
LOW_32 = 0xFFFFFFFF


@kernel
def leave_out(shares, keys, k0, k1, first_row, place_size, sizes, rows):
    """Take the people of places that take no part out of a regime: not covered, and aware of nothing.

    Of any ten places in a row the same share takes part, to within one; with a larger share, the same places and some more.
    Reads: shares (kind of place, regime) thresholds; keys (regime,) names; sizes (place,) rows. Writes: rows of traits.
    Draws: TIE, lane 5, at (place, regime): the order of ten places in a row; lane 6, at (0, regime): where the tens begin.
    """
    for r in range(keys.shape[0]):
        begin, _, _, _ = draw(u64(0), TIE | u64(6 << 8), u64(0), keys[r], k0, k1)
        for p in range(sizes.shape[0]):
            offset = p * place_size
            place = (first_row + offset) // place_size
            ten = place // NEAR
            own, _, _, _ = draw(u64(place), TIE | u64(5 << 8), u64(0), keys[r], k0, k1)
            before = i64(0)
            for other in range(ten * NEAR, ten * NEAR + NEAR):
                word, _, _, _ = draw(u64(other), TIE | u64(5 << 8), u64(0), keys[r], k0, k1)
                before += i64(word < own or (word == own and other < place))
            rest = (i64(begin) + ten * GOLDEN) & LOW_32
            if (before << 32) + rest < NEAR * shares[i64(rows[offset, W_KIND]), r]:
                continue
            for i in range(offset, offset + sizes[p]):
                for column in (W_PART, W_JOINED, W_AWARE):
                    rows[i, column] = u16(i64(rows[i, column]) & ~(i64(1) << r))
