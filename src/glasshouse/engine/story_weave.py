"""Two lives of a story side by side, day by day: what both share, and what only one has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from glasshouse.engine.story_tale import Entry


@dataclass(frozen=True)
class Row:
    """Lines of one day: either such as stand in both lives, or what each has in their place."""

    day: int
    date: str
    both: tuple[Entry, ...] = ()
    life: tuple[Entry, ...] = ()
    twin: tuple[Entry, ...] = ()


def weave(life: Sequence[Entry], twin: Sequence[Entry]) -> list[Row]:
    """Rows in order of days; within a day the order of each life is kept."""
    lines = [(entry.day, side, entry) for side, told in enumerate((life, twin)) for entry in told]
    lines.sort(key=lambda line: line[0])
    out: list[Row] = []
    for day, group in groupby(lines, key=lambda line: line[0]):
        same_day = list(group)
        here, there = ([entry for _, side, entry in same_day if side == wanted] for wanted in (0, 1))
        date = same_day[0][2].date
        mine, other = ([entry.text for entry in told] for told in (here, there))
        for word, a, b, c, d in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
            if word == "equal":
                out.append(Row(day, date, both=tuple(here[a:b])))
            else:
                out.append(Row(day, date, life=tuple(here[a:b]), twin=tuple(there[c:d])))
    return out
