"""Plain reports and calls: those that can be posted without a look at the person, so that the inner loops post them.

A report is plain if it is surely about the right person, comes at once, teaches nothing, and meets at most one rule, which
posts a fixed number of points to the person's own score, without condition, limit, expiry, grace, desk or pause. This is
only a shorter way to the same bits; whatever crosses a band or a bound that somebody asks for goes the long way.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.compile.index import Index
from glasshouse.engine.order import NEVER

NOTHING_SAID = (
    t.RULE_N_WHEN, t.RULE_N_UNLESS, t.RULE_OWED, t.RULE_GRACE, t.RULE_EVERY, t.RULE_EXPIRES, t.RULE_N_DESKS, t.RULE_FROM_DAY,
    t.RULE_SIGMA, t.RULE_BEATS,
)  # fmt: skip
"""Columns of a rule that must be zero."""
NO_SLOTS = (t.RULE_MONTH_SLOT, t.RULE_YEAR_SLOT, t.RULE_POINTS_SLOT, t.RULE_UNITS_SLOT)


def mark_plain_reports(
    index: Index, acts: dict[str, Any], rules: np.ndarray, scores: np.ndarray, asked: np.ndarray
) -> None:
    """Set ACT_PLAIN; ``asked`` (condition, act) says which reports some condition remembers."""
    for a, act in enumerate(acts["acts"]):
        if act[t.ACT_CHANNEL] >= 0 or act[t.ACT_OPENS] >= 0 or act[t.ACT_AGAINST] | act[t.ACT_SETTLES]:
            continue
        first = act[t.ACT_FIRST_PAIR]
        for k in range(act[t.ACT_N_PAIRS]):
            pair = acts["pairs"][first + k]
            if _is_plain_pair(index, act, pair, acts["wrong"][:, first + k]) and not (len(asked) and asked[:, a].any()):
                mine = rules[pair[t.PAIR_FIRST_RULE] : pair[t.PAIR_FIRST_RULE] + pair[t.PAIR_N_RULES]]
                if len(mine) <= 1 and all(_is_plain_rule(rule, scores) for rule in mine):
                    act[t.ACT_PLAIN] |= 1 << k


def _is_plain_pair(index: Index, act: np.ndarray, pair: np.ndarray, wrong: np.ndarray) -> bool:
    r = pair[t.PAIR_REGIME]
    return bool(
        pair[t.PAIR_AMISS] == 0
        and pair[t.PAIR_DELAY] == 0
        and pair[t.PAIR_DELAY_SPAN] <= 1
        and not (pair[t.PAIR_TELLS] and act[t.ACT_DOMAIN] <= 1)
        and not wrong.any()
        and index.regimes[r].regime.covers.who is None
        and not _waits_or_weighs(index, r)
    )


def _waits_or_weighs(index: Index, r: int) -> bool:
    """May a pause stop what a regime posts, or a consequence make it weigh more, or somebody be watched more closely than others?"""
    return any(owner == r for owner, _ in index.pauses) or any(
        each.watched_factor is not None or (owner == r and each.points_factor is not None)
        for owner, each in index.consequences
    )


def _is_plain_rule(rule: np.ndarray, scores: np.ndarray) -> bool:
    return bool(
        rule[t.RULE_EFFECT] == t.EFFECT_POINTS
        and rule[t.RULE_SPAN] <= 1
        and rule[t.RULE_UNTIL_DAY] == NEVER
        and not rule[list(NOTHING_SAID)].any()
        and (rule[list(NO_SLOTS)] < 0).all()
        and not scores[rule[t.RULE_SCORE], t.SCORE_UNIT]
    )


def calls_are_quiet(index: Index, rules: np.ndarray, tests: np.ndarray, scores: np.ndarray) -> bool:
    """Are all rules of the calendar plain, asking for nothing but the household's lists, which a window does not change?"""
    clocked = [rule for rule in rules if rule[t.RULE_CLOCK] != t.WHENEVER]
    for rule in clocked:
        r, first = rule[t.RULE_REGIME], rule[t.RULE_WHEN]
        asks = tests[first : first + rule[t.RULE_N_WHEN], t.TEST_SLOT]
        blank = rule.copy()
        blank[t.RULE_N_WHEN] = 0
        if (
            rule[t.RULE_CLOCK] >= t.EACH_MONTH
            or (asks != t.ME_HOUSE).any()
            or not _is_plain_rule(blank, scores)
            or index.regimes[r].regime.covers.who is not None
            or _waits_or_weighs(index, r)
        ):
            return False
    return bool(clocked)
