"""Normal numbers from a 32-bit word, with the same bits on every machine."""

from __future__ import annotations

import math

import numpy as np

from glasshouse.kit.jit import typed
from glasshouse.kit.randomness import minus_log

u64, i64, f64 = np.uint64, np.int64, np.float64

_LAST = u64(0xFFFFFFFF)


@typed("f8(u8)")
def normal_of(word):
    """The normal quantile of (word + 1/2) / 2**32: a number of mean 0 and standard deviation 1.

    Only + - * / and the square root, and the own logarithm in the tails, so that no library's idea of a logarithm
    matters; off by less than 1e-12 from the exact quantile. A word reaches no further than 6.3 standard deviations.

    Source: M. J. Wichura, Algorithm AS 241: the percentage points of the normal distribution, Applied Statistics 37
    (1988), routine PPND16. Its third range, beyond 2**-36, is never reached by 32 bits.
    """
    q = (f64(i64(word)) + 0.5) / 4294967296.0 - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        above = (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
                + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
                + 133.14166789178437745) * r + 3.387132872796366608)  # fmt: skip
        below = (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
                + 42.313330701600911252) * r + 1.0)  # fmt: skip
        return q * above / below
    tail = word if q < 0.0 else _LAST - word
    r = math.sqrt(minus_log(tail)) - 1.6
    above = (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
            + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
            + 4.6303378461565452959) * r + 1.42343711074968357734)  # fmt: skip
    below = (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
            + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
            + 2.05319162663775882187) * r + 1.0)  # fmt: skip
    return -above / below if q < 0.0 else above / below


@typed("i8(i8, i8, u8)")
def around(middle, sigma_millionths, word):
    """A normal number around ``middle``, rounded to a whole number; the standard deviation in millionths."""
    return i64(math.floor(f64(middle) + normal_of(word) * f64(sigma_millionths) / 1000000.0 + 0.5))
