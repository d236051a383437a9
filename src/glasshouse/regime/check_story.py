"""Does a story speak of things that exist, within its own time and household?"""

from __future__ import annotations

import datetime
from typing import Any

from glasshouse.kit.errors import InputError, RulebookError
from glasshouse.population.recipe import Recipe
from glasshouse.regime.check_cases import HAPPENS, THEN
from glasshouse.regime.load import LoadedRegime, load_population
from glasshouse.regime.registry import join_catalogue, resolve
from glasshouse.regime.story import Head, Scene, Source, Story, StoryThen
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where

PARTS = ("rule", "list", "feed", "channel", "desk", "score", "grade")
COMMON = frozenset({"on", "says", "twin", "who"})
TWIN_WORDS = COMMON | {"served", "pays_yuan", "deposit_yuan", "wait_days", "income_factor", "refusals", "false_reports"}
"""What can be asked of a life without any regime."""
MORE = {"not_told_of": "list or feed", "has_notice": "list or feed"}
PERSON = {"role": "role", "group": "group", "kind_of_place": "kind_of_place"}


def check_story(reading: Reading[Story]) -> None:
    """Refuse regimes, people, names, dates and sources that are not there."""
    head = next((block for _, block in reading.each("story", Head)), None)
    _check_sources(reading, head)
    if head is None:
        return
    _check_cast(reading, head)
    rows: list[tuple[Where, Scene | StoryThen]] = [*reading.each("scene", Scene), *reading.each("then", StoryThen)]
    for where, block in rows:
        _check_row(reading, where, block, head)
    regimes, recipe = _world(reading, head)
    if regimes is not None:
        _check_names(reading, regimes)
    if recipe is not None:
        _check_person(reading, recipe)


def _world(reading: Reading[Story], head: Head) -> tuple[tuple[LoadedRegime, ...] | None, Recipe | None]:
    """The regimes and the people of the story, as far as there are such."""
    regimes = recipe = None
    try:
        recipe = load_population(head.population, head.persons)
    except (InputError, RulebookError) as wrong:
        reading.note(("story", "population"), _first(wrong))
        return None, None
    try:
        regimes = resolve(head.regime, head.population)
    except (InputError, RulebookError) as wrong:
        reading.note(("story", "regime"), _first(wrong))
    return regimes, recipe


def _first(wrong: Exception) -> str:
    """The first problem in one sentence, without the list of all that there is."""
    said = wrong.problems[0].message if isinstance(wrong, RulebookError) and wrong.problems else str(wrong)
    return said.split(" There are ")[0].split(" `glasshouse")[0][:500]


def _check_sources(reading: Reading[Story], head: Head | None) -> None:
    keys = [block.key for _, block in reading.each("source", Source)]
    for where, block in reading.each("source", Source):
        if keys.index(block.key) != where[1]:
            reading.refuse((*where, "key"), f"the source '{block.key}' is said twice; say it once")
    for name in head.modelled_on if head else ():
        reading.look_up(("story", "modelled_on"), name, keys, "source")


def _check_cast(reading: Reading[Story], head: Head) -> None:
    size = reading.given(("person",)).get("household", 1)
    if isinstance(size, int) and len(head.cast) != size:
        said = f"must name everybody of the household, here {size}; got {len(head.cast)}"
        reading.refuse(("story", "cast"), f'{said}. Write words such as "the father", no names')


def _check_row(reading: Reading[Story], where: Where, block: Scene | StoryThen, head: Head) -> None:
    first = head.day(block.on)
    times, every = (block.times, block.every_days) if isinstance(block, Scene) else (1, 0)
    if not 0 <= first <= first + (times - 1) * every < head.days:
        last = head.start + datetime.timedelta(days=head.days - 1)
        until = f", {times} times, every {every} days" if times > 1 else ""
        said = f"must be from {head.start} to {last}, the story's own time; got {block.on}{until}"
        reading.refuse((*where, "on"), said)
    if isinstance(block, StoryThen) and block.twin:
        alien = sorted(block.model_fields_set - TWIN_WORDS)
        if alien:
            said = f"the twin lives without the regime, so '{alien[0]}' says nothing of it; write one of"
            reading.refuse((*where, alien[0]), f"{said} {', '.join(sorted(TWIN_WORDS - COMMON))}")
    if block.who >= len(head.cast):
        known = ", ".join(f"{k} ({name})" for k, name in enumerate(head.cast))
        reading.refuse((*where, "who"), f"nobody of the cast has the number {block.who}; there are: {known}")


def _check_names(reading: Reading[Story], regimes: tuple[LoadedRegime, ...]) -> None:
    meant = _meant(regimes)
    for kind, of, names in (("scene", Scene, HAPPENS), ("then", StoryThen, THEN | MORE)):
        for where, block in reading.each(kind, of):
            for word, noun in names.items():
                value = getattr(block, word)
                for name in (value,) if isinstance(value, str) else tuple(value or ()):
                    reading.look_up((*where, word), name, meant[noun], noun)


def _meant(regimes: tuple[LoadedRegime, ...]) -> dict[str, list[str]]:
    """What may be named, by noun: bare ids, and ids with their regime's."""
    found: dict[str, list[str]] = {}
    for part in PARTS:
        ids = [(loaded.id, each.id) for loaded in regimes for each in getattr(loaded.regime, part)]
        found[part] = [name for _, name in ids] + [f"{regime}/{name}" for regime, name in ids]
    catalogue = join_catalogue(regimes)
    more: dict[str, Any] = {"act": catalogue.acts, "service": catalogue.services, "matter": catalogue.matters}
    lists = {"list or feed": found["list"] + found["feed"]}
    return {**found, **lists, **{noun: list(known) for noun, known in more.items()}}


def _check_person(reading: Reading[Story], recipe: Recipe) -> None:
    given = reading.given(("person",))
    for word, kind in PERSON.items():
        known = [each.id for each in getattr(recipe, kind)]
        if isinstance(given.get(word), str):
            reading.look_up(("person", word), given[word], known, word)
    norms = [norm.id for norm in recipe.norm]
    names = given.get("follows", ())
    for name in (names,) if isinstance(names, str) else names if isinstance(names, list) else ():
        reading.look_up(("person", "follows"), str(name), norms, "norm")
