"""Do persons and firms stay apart: who is covered, whose acts and wants a regime speaks of, and the firms of a population?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from glasshouse.population.recipe import Firm, Recipe
from glasshouse.regime.check_force import covered
from glasshouse.regime.model import Channel, Feed
from glasshouse.rulebook.known import Known
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import Consequence, Rule, Score

MOST_ROWS = 65_000
"""Persons and firms of a place are numbered in sixteen bits."""
MOST_ROLES = 62
NOT_ABOUT_FIRMS = (
    "wrong_person_share", "invents_per_person_year", "quota_per_month", "watchers_per_1000_persons", "bounty_yuan",
)  # fmt: skip
"""Words of a channel by which somebody else is reported: that is somebody of the place, and never a firm."""


def check_units(reading: Reading[Any], known: Known) -> None:
    """A regime covers persons, firms or both, and speaks of the acts and wants of those whom it covers."""
    units = units_of(reading)
    acts, services = known.catalogue.acts, known.catalogue.services
    for where, score in reading.each("score", Score):
        _check_score(reading, where, score, units)
    for where, rule in reading.each("rule", Rule):
        for name in rule.on:
            if name in acts:
                _check_by(reading, (*where, "on"), f"'{name}' is done by", acts[name].by, units)
    for where, each in reading.each("consequence", Consequence):
        for word in ("denies", "service"):
            names = getattr(each, word) or ()
            for name in (names,) if isinstance(names, str) else names:
                if name in services and each.lands_on == "self":
                    _check_by(reading, (*where, word), f"'{name}' is wanted by", services[name].by, units)
    blocks: list[tuple[Where, Consequence | Rule]] = [*reading.each("consequence", Consequence)]
    blocks += reading.each("rule", Rule)
    for where, block in blocks:
        _check_tie(reading, (*where, "lands_on"), block, units, known)
    for where, channel in reading.each("channel", Channel):
        firms = [act.id for act in covered(channel, known).values() if act.by == "firm"]
        for word in NOT_ABOUT_FIRMS if firms else ():
            if word in reading.given(where):
                said = f"somebody else is reported, and '{firms[0]}' is done by firms; leave it out, or cover acts of persons"
                reading.refuse((*where, word), said)


FROM, TO = {"owners": "firm", "sister-firms": "firm"}, {"owned-firms": "firm", "sister-firms": "firm"}
"""Ties that begin, or end, at a firm; the others at a person."""


def _check_tie(
    reading: Reading[Any], at: Where, block: Consequence | Rule, units: tuple[str, ...], known: Known
) -> None:
    tie = block.lands_on
    if tie == "self" or not units:
        return
    begins, ends = FROM.get(tie, "person"), TO.get(tie, "person")
    if begins not in units:
        reading.refuse(
            at, f"'{tie}' is a tie of {begins}s, and the regime covers none; name another, or cover {begins}s"
        )
    if isinstance(block, Rule) and ends not in units:
        reading.refuse(at, f"caps a grade, and the regime grades no {ends}s; write a [[consequence]]")
    names = () if isinstance(block, Rule) else (*block.denies, *([block.service] if block.service else ()))
    for name in names:
        if name in known.catalogue.services and known.catalogue.services[name].by != ends:
            reading.refuse(
                at,
                f"'{name}' is wanted by {known.catalogue.services[name].by}s, and this lands on {ends}s; name another",
            )


def check_owners(reading: Reading[Any], other: Callable[[str], Reading[Any] | None]) -> None:
    """A feed that lands on owners begins at firms, ends at persons, and loses nothing; ``other`` opens a shipped regime."""
    for where, feed in reading.each("feed", Feed):
        if feed.lands_on == "self":
            continue
        at, fed_by = (*where, "lands_on"), other(feed.regime)
        if "person" not in (units_of(reading) or ("person",)):
            reading.refuse(at, "owners are persons, and the regime covers none; leave it out, or cover persons")
        elif fed_by is not None and "firm" not in units_of(fed_by):
            reading.refuse(at, f"'{feed.regime}' covers no firms, so nobody's firm stands there; leave it out")
        if feed.share < 1:
            reading.refuse((*where, "share"), "what a firm's owner is told always arrives; leave it out")


def units_of(reading: Reading[Any]) -> tuple[str, ...]:
    """Whom the regime covers, persons or firms or both; who scores a household or a place covers persons."""
    given = reading.given(("covers",)).get("unit", "person")
    units = (given,) if isinstance(given, str) else given if isinstance(given, list) else ()
    return tuple(dict.fromkeys("firm" if each == "firm" else "person" for each in units))


def _check_score(reading: Reading[Any], where: Where, score: Score, units: tuple[str, ...]) -> None:
    if "firm" not in units:
        if score.unit == "firm":
            reading.refuse((*where, "unit"), 'the regime covers no firms; write unit = "firm" under [covers]')
    elif "person" in units:
        reading.refuse(
            where, "persons and firms are never measured by one score; cover one of them, or keep lists only"
        )
    elif score.unit != "firm":
        reading.refuse((*where, "unit"), 'the regime covers firms only; write unit = "firm"')
    elif score.measures is not None:
        reading.refuse((*where, "measures"), "this is measured of persons; leave it out")


def _check_by(reading: Reading[Any], where: Where, said: str, by: str, units: tuple[str, ...]) -> None:
    if units and by not in units:
        both = '["person", "firm"]'
        reading.refuse(where, f'{said} {by}s, and the regime covers none; write unit = "{by}" or {both} under [covers]')


def check_firms(reading: Reading[Recipe]) -> None:
    """Firms of a population: names of their own, room in a place, and nobody who follows others."""
    firms = reading.each("firm", Firm)
    roles = reading.ids("role")
    for number, (where, firm) in enumerate(firms):
        if firm.id in roles:
            reading.refuse((*where, "id"), "a role is called so, and kinds of firms read like roles; take another id")
        if len(roles) + number + 1 > MOST_ROLES:
            reading.refuse(where, f"is one too many; a population has at most {MOST_ROLES} roles and kinds of firms")
    if not firms:
        return
    where, _ = firms[0]
    if "firm" in reading.ids("group"):
        index = reading.ids("group").index("firm")
        reading.refuse(("group", index, "id"), "is what the tables call all firms; take another id")
    for kind, whose in (
        ("norm", "people who follow others"),
        ("opinion", "people with opinions"),
        ("size_class", "a country"),
    ):
        if reading.ids(kind):
            said = f"{whose} cannot have firms yet; leave out [[firm]], or [[{kind}]]"
            reading.refuse((*where, "id"), said)
    size = reading.given(("population",)).get("persons_per_place", 1000)
    rows = size * (1 + sum(float(firm.per_1000_persons) for _, firm in firms) / 1000)
    if rows > MOST_ROWS:
        said = f"with its firms a place has {rows:,.0f} rows, and {MOST_ROWS:,} are the most; make places smaller"
        reading.refuse((*where, "per_1000_persons"), said)
