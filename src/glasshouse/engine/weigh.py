"""Whose bad points weigh more: consequences that act where points are posted."""

from __future__ import annotations

from glasshouse.engine.mail import MOST_POSTED
from glasshouse.engine.rounding import MILLION, rounded
from glasshouse.engine.standing import applies
from glasshouse.engine.tables import (
    CONSEQUENCE_FROM_DAY,
    CONSEQUENCE_N_UNLESS,
    CONSEQUENCE_N_WHEN,
    CONSEQUENCE_REGIME,
    CONSEQUENCE_UNLESS,
    CONSEQUENCE_UNTIL_DAY,
    CONSEQUENCE_WHEN,
    CONSEQUENCES,
    ME_JOINED,
    WEIGH_CONSEQUENCE,
    WEIGH_FACTOR,
    WEIGHS,
    n_of,
    of,
)
from glasshouse.kit.jit import typed


@typed("b1(i8[::1], i8, i8, i8[::1])")
def is_felt(law, consequence, day, me):
    """Is a consequence in force today, over this person?"""
    if (
        of(law, CONSEQUENCES, consequence, CONSEQUENCE_FROM_DAY) > day
        or day >= of(law, CONSEQUENCES, consequence, CONSEQUENCE_UNTIL_DAY)
        or (me[ME_JOINED] >> of(law, CONSEQUENCES, consequence, CONSEQUENCE_REGIME)) & 1 == 0
    ):
        return False
    return applies(
        law, of(law, CONSEQUENCES, consequence, CONSEQUENCE_WHEN), of(law, CONSEQUENCES, consequence, CONSEQUENCE_N_WHEN),
        of(law, CONSEQUENCES, consequence, CONSEQUENCE_UNLESS), of(law, CONSEQUENCES, consequence, CONSEQUENCE_N_UNLESS), me,
    )  # fmt: skip


@typed("i8(i8[::1], i8, i8, i8, i8[::1])")
def weighed(law, regime, amount, day, me):
    """Bad points of a regime, times the factors of its consequences that fit, one after the other."""
    for k in range(n_of(law, WEIGHS)):
        consequence = of(law, WEIGHS, k, WEIGH_CONSEQUENCE)
        if of(law, CONSEQUENCES, consequence, CONSEQUENCE_REGIME) == regime and is_felt(law, consequence, day, me):
            amount = max(rounded(amount * of(law, WEIGHS, k, WEIGH_FACTOR), MILLION), -MOST_POSTED)
    return amount
