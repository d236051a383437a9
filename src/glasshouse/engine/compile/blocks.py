"""What blocks of a regime say together: the acts that a channel covers, and every condition."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from glasshouse.regime.load import LoadedRegime
from glasshouse.regime.model import Channel, Desk, Publicity, Regime
from glasshouse.rulebook.catalogue import Act
from glasshouse.rulebook.model import Condition, Consequence, Rule


def covered_acts(channel: Channel, acts: Mapping[str, Act]) -> tuple[str, ...]:
    """The acts a channel covers, in order of lanes."""
    found = [
        act
        for act in acts.values()
        if act.id in channel.covers
        or (
            act.family in channel.covers_families
            and (not channel.covers_visibility or act.visibility in channel.covers_visibility)
        )
    ]
    return tuple(act.id for act in sorted(found, key=lambda act: act.lane))


def unasked_too(law: Regime) -> tuple[Rule, ...]:
    """The rules of a regime; then what is like one: misuses, and lists on which one stays only while something holds."""
    lists = (each.as_rule() for each in law.list if each.stays_while is not None)
    return (*law.rule, *(each.as_rule() for each in law.misuse), *lists)


def conditions(loaded: LoadedRegime) -> Iterable[Condition]:
    """Every condition of a regime."""
    law = loaded.regime
    blocks: tuple[Rule | Consequence | Publicity | Desk, ...] = (*law.rule, *law.consequence, *law.publicity, *law.desk)
    for block in blocks:
        said = [each for each in (block.when, block.unless) if each is not None]
        yield from said
        yield from (each.met for each in said if each.met is not None)
    for grade in law.grade:
        yield from (each for each in (grade.when, grade.unless) if each is not None)
    for feed in law.feed:
        yield feed.standing
    for each in law.list:
        yield from (said for said in (each.stays_while, each.open_to) if said is not None)
    for misuse in law.misuse:
        if misuse.who is not None:
            yield misuse.who
    if law.covers.who is not None:
        yield law.covers.who


def day_of_year(month: int, day: int) -> int:
    """Day from 0 in a year of 365 days; the 29th of February is the 28th."""
    some_year = datetime.date(2023, month, min(day, 28) if month == 2 else day)
    return some_year.timetuple().tm_yday - 1
