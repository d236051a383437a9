"""Every random number has an address: (seed, replicate; unit, stream, lane, season, index, name).

Philox4x32-10 (Salmon et al. 2011, checked against its published known answers) maps an address to four 32-bit words. No generator is
seeded, passed, advanced or shared, so results cannot depend on threads, order or resumption. Layout of the counter:
``c0`` unit, ``c1`` stream (8 bits) | lane (16) | block (8), ``c2`` season (16) | index (16), ``c3`` name key.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import numpy as np

from glasshouse.kit.jit import inline, typed

u64 = np.uint64
i64 = np.int64
f64 = np.float64

ONE = 1 << 32
_M0, _M1 = u64(0xD2511F53), u64(0xCD9E8D57)
_W0, _W1 = u64(0x9E3779B9), u64(0xBB67AE85)
_LOW, _HALF = u64(0xFFFFFFFF), u64(32)

(
    COUNT, OCCASION, SEE, LIE_COUNT, LIE, TRAIT, DISCRETION, WANT_COUNT,
    WANT, TRIAL, QUOTA, CASE, STEER, TIE, SPELL, BITE, MATTER, HEAR, FOLLOW, MEET, MISUSE, FIRM, LEAVE, MOVE, POT,
) = (u64(number << 24) for number in range(1, 26))  # fmt: skip
"""Streams, shifted into place. A new use takes a new number; no number is used twice."""


@inline
def philox(c0, c1, c2, c3, k0, k1):
    """Four words of 32 bits (held in 64) at an address; all arguments u64 below 2**32."""
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0 = (p1 >> _HALF) ^ c1 ^ k0
        c2 = (p0 >> _HALF) ^ c3 ^ k1
        c1 = p1 & _LOW
        c3 = p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@typed("UniTuple(u8, 4)(u8, u8, u8, u8, u8, u8)")
def draw(c0, c1, c2, c3, k0, k1):
    """One address, not inlined: for places where a single number is wanted."""
    return philox(c0, c1, c2, c3, k0, k1)


@typed("i8(u8, i8)")
def one_of(word, n):
    """A whole number from 0 to n-1 (n below 2**31), from a 32-bit word held in u64."""
    return i64((word * u64(n)) >> _HALF)


@typed("i8(i8, i8, u8)")
def within(low, span, word):
    """A whole number from low to low+span-1, from a 32-bit word held in u64."""
    return low + i64((word * u64(span)) >> _HALF)


_LN2 = 0.6931471805599453
_ROOT2 = 1.4142135623730951


@inline
def minus_log(word):
    """-ln((word + 1/2) / 2**32) by basic operations only: an exponential number of mean one.

    Error about 1e-9 of the value, and 1e-12 near zero; the same bits wherever IEEE arithmetic holds (no fused multiply-add, no libm).
    """
    x = f64(word) + 0.5
    bits = f64(x).view(np.int64)
    exponent = (bits >> i64(52)) - i64(1023)
    mantissa = i64((bits & i64(0x000FFFFFFFFFFFFF)) | i64(0x3FF0000000000000)).view(np.float64)
    z = (mantissa - _ROOT2) / (mantissa + _ROOT2)
    z2 = z * z
    series = 1.0 + z2 * (1 / 3.0 + z2 * (0.2 + z2 * (1 / 7.0 + z2 * (1 / 9.0 + z2 * (1 / 11.0 + z2 * (1 / 13.0))))))
    return (31.5 - f64(exponent)) * _LN2 - 2.0 * z * series


def name_key(name: str) -> int:
    """FNV-1a of a name in 32 bits: the address of a channel, rule, list, desk.

    >>> name_key("")
    2166136261
    """
    key = 0x811C9DC5
    for byte in name.encode():
        key = ((key ^ byte) * 0x01000193) & 0xFFFFFFFF
    return key


def threshold(share: float | Decimal) -> int:
    """The integer T with P(word < T) = share: 0 never, 2**32 always.

    >>> threshold(0.5) == 2**31
    True
    """
    exact = share if isinstance(share, Decimal) else Decimal(repr(float(share)))
    exact = min(max(exact, Decimal(0)), Decimal(1))
    return int((exact * ONE).to_integral_value(ROUND_HALF_EVEN))


def poisson_thresholds(mean: float, length: int) -> list[int]:
    """Thresholds whose number at or below a word is a Poisson count; in decimal arithmetic, so equal everywhere.

    Raises ``ValueError`` if ``length`` is too short to hold all counts of chance above 2**-33.
    """
    with localcontext() as context:
        context.prec = 40
        rate = Decimal(repr(float(mean)))
        term = (-rate).exp()
        total = Decimal(0)
        out = []
        for count in range(length):
            total += term
            out.append(min(int((total * ONE).to_integral_value(ROUND_HALF_EVEN)), ONE))
            term = term * rate / (count + 1)
        if out[-1] < ONE:
            raise ValueError(f"{length} thresholds do not hold a Poisson law of mean {mean:g}")
    return out
