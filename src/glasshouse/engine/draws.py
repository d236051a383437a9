"""Draws in batches: loops over many addresses at once, plain enough to be vectorised."""

from __future__ import annotations

import numpy as np

from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import minus_log, philox

u64, f32 = np.uint64, np.float32


@helper
def batch_draw(n, c0, c1, c2, c3, k0, k1, o0, o1, o2, o3):
    """``n`` addresses at once; this loop is vectorised."""
    for q in range(n):
        o0[q], o1[q], o2[q], o3[q] = philox(c0[q], c1[q], c2[q], c3[q], k0, k1)


@helper
def batch_counts(n, base, stream, season, key, k0, k1, o0, o1, o2, o3):
    """Four count words of ``n`` persons."""
    for q in range(n):
        o0[q], o1[q], o2[q], o3[q] = philox(u64(base + q), stream, season, key, k0, k1)


@helper
def batch_gain(n, words, means, out):
    """Exponential gains, as float32."""
    for q in range(n):
        out[q] = f32(minus_log(words[q])) * means[q]
