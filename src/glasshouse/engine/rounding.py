"""Quotients of whole numbers, rounded the same way everywhere."""

from __future__ import annotations

from glasshouse.kit.jit import typed

MILLION = 1_000_000


@typed("i8(i8, i8)")
def rounded(numerator, denominator):
    """Quotient rounded to the nearest whole number, halves away from zero; the denominator is positive."""
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((-2 * numerator + denominator) // (2 * denominator))
