"""Random numbers by address: Philox4x32-10 in plain Python, and what is made of its words.

An address is (seed, replicate; unit, stream, lane, season, index, name). It gives four whole numbers below 2**32.
Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011.
"""

from __future__ import annotations

import math
import struct
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import NormalDist

WORD = 1 << 32
LOW = WORD - 1

(
    COUNT, OCCASION, SEE, LIE_COUNT, LIE, TRAIT, DISCRETION, WANT_COUNT, WANT, TRIAL, QUOTA, CASE, STEER, TIE, SPELL,
    BITE, MATTER, HEAR, FOLLOW, MEET, MISUSE, FIRM, LEAVE, MOVE, POT,
) = range(1, 26)  # fmt: skip
"""Streams; what each is for stands where it is drawn."""


def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Ten rounds of two multiplications.

    >>> [f"{word:08x}" for word in philox(0, 0, 0, 0, 0, 0)]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    for _ in range(10):
        a = 0xD2511F53 * c0
        b = 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (b >> 32) ^ c1 ^ k0, b & LOW, (a >> 32) ^ c3 ^ k1, a & LOW
        k0 = (k0 + 0x9E3779B9) & LOW
        k1 = (k1 + 0xBB67AE85) & LOW
    return c0, c1, c2, c3


class Dice:
    """The numbers of one world."""

    def __init__(self, seed: int, replicate: int) -> None:
        self.seed = seed
        self.replicate = replicate

    def draw(
        self, unit: int, stream: int, *, lane: int = 0, block: int = 0, season: int = 0, index: int = 0, name: int = 0
    ) -> tuple[int, int, int, int]:
        """Four words at an address."""
        return philox(unit, stream << 24 | lane << 8 | block, season << 16 | index, name, self.seed, self.replicate)


def one_of(word: int, n: int) -> int:
    """A whole number from 0 to n - 1."""
    return word * n >> 32


def within(low: int, high: int, word: int) -> int:
    """A whole number from low to high, both included."""
    return low + (word * (high - low + 1) >> 32)


def chance(share: float) -> int:
    """The whole number T for which ``word < T`` has this chance: 0 never, 2**32 always.

    >>> chance(0), chance(0.25), chance(1)
    (0, 1073741824, 4294967296)
    """
    return exact_chance(Decimal(repr(float(share))))


def exact_chance(share: Decimal) -> int:
    """The same of a share with many digits."""
    return int((min(max(share, Decimal(0)), Decimal(1)) * WORD).to_integral_value(ROUND_HALF_EVEN))


def name_of(text: str) -> int:
    """A name as a whole number: FNV-1a in 32 bits.

    >>> hex(name_of("foobar"))
    '0xbf9cf968'
    """
    key = 0x811C9DC5
    for byte in text.encode():
        key = (key ^ byte) * 0x01000193 % WORD
    return key


def exponential(word: int) -> float:
    """-ln((word + 1/2) / 2**32) from basic operations alone, so that all machines agree to the last bit.

    With x = m * 2**e and m from 1 to 2, ln x = e ln 2 + ln m; ln m by the series of artanh around the root of two.

    >>> all(abs(exponential(word) + math.log((word + 0.5) / 2**32)) < 1e-7 for word in (0, 1, 2**31, 2**32 - 1))
    True
    """
    bits = struct.unpack("<q", struct.pack("<d", word + 0.5))[0]
    exponent = (bits >> 52) - 1023
    mantissa = struct.unpack("<d", struct.pack("<q", bits & (1 << 52) - 1 | 1023 << 52))[0]
    root = 1.4142135623730951
    z = (mantissa - root) / (mantissa + root)
    z2 = z * z
    series = 1 / 13
    for odd in (11, 9, 7, 5, 3, 1):
        series = 1 / odd + z2 * series
    return (31.5 - float(exponent)) * 0.6931471805599453 - 2 * z * series


def around(middle: int, sigma_millionths: int, word: int) -> int:
    """A normal number around a middle, rounded to a whole one, halves upwards."""
    z = NormalDist().inv_cdf((word + 0.5) / WORD)
    return math.floor(middle + z * sigma_millionths / 1e6 + 0.5)
