"""What units of deeds buy."""

from __future__ import annotations

import numpy as np

from glasshouse.kit.figure import Figure

MOST_UNITS = 251


def points_of_units(figure: Figure) -> np.ndarray:
    """Whole points that 0 to 250 units of a year buy, band by band; remainders stay in their band."""
    out = np.zeros(MOST_UNITS)
    for n in range(MOST_UNITS):
        points, begin = 0, 0.0
        for line in figure.lines:
            end = float(line.units_up_to) if line.units_up_to is not None else float(n)
            in_band = max(min(float(n), end) - begin, 0.0)
            points += int(in_band / float(line.low) + 1e-9)
            begin = end
        out[n] = points
    return out
