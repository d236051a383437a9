"""When a standing must be looked at again though nothing happened: what conditions read that time alone can change."""

from __future__ import annotations

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.compile.index import Index
from glasshouse.engine.state import ENTERED, UNTIL, Layout

Tests = list[np.ndarray]


def looks_of(
    index: Index, tables: dict[int, np.ndarray], standing: tuple[int, int], at: Layout
) -> tuple[np.ndarray, int]:
    """(column of a person's days, days after it) of each turn, and whether what follows must be looked at each time.

    Asked are all conditions that are weighed whenever a standing is fixed. Grades, lists and scores tell of themselves when
    they change; open matters, norms, ages, days of residence, on a list, or since a report do not.
    """
    follows, services = _what_follows(tables), _of_services(tables)
    covers = _tests(tables, t.REGIMES, range(len(tables[t.REGIMES])), t.REGIME_WHO)
    alone = _tests(tables, t.RULES, range(standing[0], sum(standing)), t.RULE_WHEN, t.RULE_UNLESS)
    first_days = t.ME_FIXED + len(index.scores) + len(index.scales)
    first_recent = first_days + len(index.lists) + len(index.feeds)
    turns = set()
    for slot, _, value in (*follows, *covers, *alone):
        if slot >= first_recent:
            turns.add((at.recent + slot - first_recent, value))
        elif slot >= first_days:
            turns.add((at.lists + 2 * (slot - first_days) + ENTERED, value))
    for r in range(standing[0], sum(standing)):
        rule = tables[t.RULES][r]
        if rule[t.RULE_EFFECT] == t.EFFECT_LIST and rule[t.RULE_CLOCK] == t.WHENEVER:
            turns.add((at.lists + 2 * int(rule[t.RULE_LIST]) + UNTIL, tables[t.LISTS][rule[t.RULE_LIST], t.LIST_REST]))
    silent = (t.ME_OWES, t.ME_AGE, t.ME_RESIDENT, t.ME_FOLLOWS)
    again = any(slot in silent or slot >= first_days for slot, _, _ in follows)
    again = again or any(slot in (t.ME_OWES, t.ME_FOLLOWS) for slot, _, _ in services)
    return np.array(sorted(turns), np.int64).reshape(-1, 2), int(again)


def _what_follows(tables: dict[int, np.ndarray]) -> Tests:
    """Tests of feeds, of publicity, and of consequences that touch means or land on others."""
    touched = [int(row) for row in (*tables[t.MEANS_ROWS], *tables[t.LANDINGS])]
    return [
        *_tests(tables, t.FEEDS, range(len(tables[t.FEEDS])), t.FEED_WHEN),
        *_tests(tables, t.SHOWS, range(len(tables[t.SHOWS])), t.SHOW_WHEN, t.SHOW_UNLESS),
        *_tests(tables, t.CONSEQUENCES, touched, t.CONSEQUENCE_WHEN, t.CONSEQUENCE_UNLESS),
    ]


def _of_services(tables: dict[int, np.ndarray]) -> Tests:
    """Tests by which a standing touches a service."""
    return _tests(tables, t.CONSEQUENCES, range(len(tables[t.CONSEQUENCES])), t.CONSEQUENCE_WHEN)


def _tests(tables: dict[int, np.ndarray], table: int, rows: range | list[int], *columns: int) -> Tests:
    """The tests of some conditions of some rows; how many stand in the column after the first one's."""
    found: Tests = []
    for row in rows:
        for column in columns:
            first, n = tables[table][row, column : column + 2]
            found.extend(tables[t.TESTS][first : first + n])
    return found
