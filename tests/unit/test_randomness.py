"""Random numbers: published known answers, exact chances, an own logarithm."""

from __future__ import annotations

import math

import numpy as np
import pytest

from glasshouse.kit.jit import kernel
from glasshouse.kit.randomness import ONE, draw, minus_log, name_key, one_of, poisson_thresholds, threshold, within

u64 = np.uint64


@kernel
def _draw(a, b, c, d, k, m):
    return draw(a, b, c, d, k, m)


@kernel
def _minus_log(word):
    return minus_log(word)


@kernel
def _between(word, low, span):
    return within(low, span, word), one_of(word, span)


# Philox4x32-10 known answers of the Random123 distribution (Salmon et al. 2011): counter, key, result
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_philox_gives_the_published_answers(
    counter: tuple[int, ...], key: tuple[int, ...], words: tuple[int, ...]
) -> None:
    assert tuple(int(word) for word in _draw(*map(u64, counter), *map(u64, key))) == words


def test_thresholds_are_exact_at_the_ends() -> None:
    assert threshold(0) == 0
    assert threshold(1) == ONE
    assert threshold(0.5) == ONE // 2


def test_poisson_thresholds_are_the_law() -> None:
    rows = poisson_thresholds(1.7, 24)
    shares = np.diff([0, *rows]) / ONE
    expected = [math.exp(-1.7) * 1.7**k / math.factorial(k) for k in range(24)]
    assert np.allclose(shares, expected, atol=1e-9)
    assert rows[-1] == ONE


def test_too_few_poisson_thresholds_are_refused() -> None:
    with pytest.raises(ValueError, match="do not hold a Poisson law"):
        poisson_thresholds(9.0, 8)


@pytest.mark.parametrize("word", [0, 1, 77, 2**16, 2**31, 2**32 - 1])
def test_the_own_logarithm_is_right_to_a_billionth(word: int) -> None:
    exact = -math.log((word + 0.5) / 2**32)
    assert _minus_log(u64(word)) == pytest.approx(exact, rel=2e-9, abs=2e-10)


def test_the_own_logarithm_keeps_its_bits() -> None:
    """Known bits: another machine, or a fused multiply-add, must not change them."""
    assert [_minus_log(u64(word)).hex() for word in (3, 2**20, 2**32 - 2)] == [
        "0x1.4ed8dec0ee619p+4",
        "0x1.0a2b22f3baab6p+3",
        "0x1.807ea40000000p-32",
    ]


def test_numbers_within_a_range_keep_to_it() -> None:
    assert _between(u64(0), 5, 10) == (5, 0)
    assert _between(u64(2**32 - 1), 5, 10) == (14, 9)


def test_names_have_fixed_addresses() -> None:
    assert name_key("rongcheng/cameras") == 0xDC7FE4F5
    assert name_key("a") == 0xE40C292C  # published FNV-1a answer
