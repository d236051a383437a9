"""Normal numbers: the published quantiles, the same bits with the compiler on and off."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from scipy import special

from glasshouse.kit.jit import kernel
from glasshouse.kit.normal import around, normal_of

WORDS = [0, 1, 5, 1 << 16, 322_122_547, 1 << 31, (1 << 32) - 2, (1 << 32) - 1]
BITS = "7793d4fe4c8c80f5"
"""SHA-256 of twenty thousand numbers: the same on every machine, compiled or not."""


@kernel
def _normals(words, out):
    for k in range(words.size):
        out[k] = normal_of(words[k])


@kernel
def _around(middle, sigma_millionths, word):
    return around(middle, sigma_millionths, word)


def normals(words: np.ndarray) -> np.ndarray:
    out = np.zeros(words.size)
    _normals(words.astype(np.uint64), out)
    return out


def quantile(word: int) -> float:
    """The same by another library; above the middle by symmetry, where that one is exact."""
    if word < 1 << 31:
        return float(special.ndtri((word + 0.5) / 2**32))
    return -float(special.ndtri((2**32 - word - 0.5) / 2**32))


@pytest.mark.parametrize("word", WORDS)
def test_a_quantile_is_the_exact_one(word: int) -> None:
    assert normals(np.array([word]))[0] == pytest.approx(quantile(word), rel=1e-12)


def test_quantiles_are_symmetric_and_rise() -> None:
    z = normals(np.arange(0, 2**31, 1 << 20))
    assert (np.diff(z) > 0).all()
    assert np.array_equal(z, -normals(2**32 - 1 - np.arange(0, 2**31, 1 << 20)))


def test_rounding_to_the_nearest_whole_number() -> None:
    assert [_around(10, 0, np.uint64(word)) for word in WORDS] == [10] * len(WORDS)
    assert _around(0, 1_000_000, np.uint64(WORDS[0])) == -6
    assert _around(100, 15_000_000, np.uint64(1 << 30)) == round(100 - 15 * 0.6744897501960817)


def test_the_bits_are_the_same_everywhere() -> None:
    words = np.arange(20_000, dtype=np.uint64) * np.uint64(214_748) + np.uint64(99)
    assert hashlib.sha256(normals(words).tobytes()).hexdigest()[:16] == BITS
