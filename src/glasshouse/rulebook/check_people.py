"""Do names of groups, roles, kinds of place, norms and opinions mean somebody? They are a population's, and not the rulebook's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from glasshouse.rulebook.check_names import conditions, figures
from glasshouse.rulebook.known import Known
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where

NAMES = {"act": {"needs_norm": "norm"}, "steer": {"when_opinion": "opinion"}}
CONDITION = {"role": "role", "kind_of_place": "kind_of_place", "follows": "norm"}
LINE = {"group": "group", "kind_of_place": "kind_of_place"}
NOUNS = {"group": "group", "role": "role", "kind_of_place": "kind of place", "norm": "norm", "opinion": "opinion"}
MOST_LISTED = 12


def check_people(reading: Reading[Any], known: Known) -> None:
    """Refuse each name of people that the population lacks; without one, that every shipped population lacks."""
    for where, block in reading.blocks.items():
        for at, kind, name in _named(where, block):
            names = known.people.names.get(kind)
            if names is not None and name not in names:
                reading.note(at, _missing(reading, name, kind, known))


def _named(where: Where, block: BaseModel) -> Iterator[tuple[Where, str, str]]:
    """(path, kind, name) of every group, role, kind of place, norm and opinion that a block names."""
    for at, condition in conditions(where, block):
        for word, kind in CONDITION.items():
            for name in getattr(condition, word):
                yield (*at, word), kind, name
    for at, word, figure in figures(where, block):
        for number, line in enumerate(figure.lines):
            for selector, kind in LINE.items():
                if getattr(line, selector):
                    yield (*at, word, number, selector), kind, getattr(line, selector)
    for word, kind in NAMES.get(str(where[0]), {}).items():
        if getattr(block, word):
            yield (*where, word), kind, getattr(block, word)


def _missing(reading: Reading[Any], name: str, kind: str, known: Known) -> str:
    people, names, noun = known.people, known.people.names[kind], NOUNS[kind]
    one = bool(people.population)
    a = "an" if noun[0] in "aeiou" else "a"
    said = f"the population '{people.population}' has no {noun}" if one else f"no population that ships has {a} {noun}"
    hint = reading.guess(name, names)
    listed = f"{('It has' if one else 'They have') if hint else 'it has' if one else 'they have'} {_list(names)}"
    advice = f"; {'or ' if names else ''}add a [[{kind}]] to it" if one else people.advice
    return f"{said} '{name[:60]}'{hint}{' ' if hint else '; '}{listed}{advice}"


def _list(names: tuple[str, ...]) -> str:
    some = sorted({name[:48] for name in names})
    if len(some) <= MOST_LISTED:
        return ", ".join(some) or "none"
    return f"{len(some)}, such as {', '.join(some[:MOST_LISTED])}"
