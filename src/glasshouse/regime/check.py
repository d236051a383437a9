"""All that is wrong with a regime, in form and in sense, at once; nothing is run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from glasshouse.kit.errors import Problem, RulebookError
from glasshouse.population.recipe import Recipe, Trait
from glasshouse.regime.check_cases import check_cases
from glasshouse.regime.check_country import check_country
from glasshouse.regime.check_firms import check_firms, check_owners, check_units
from glasshouse.regime.check_follow import check_follow
from glasshouse.regime.check_force import check_feeds, check_force, desk_ends
from glasshouse.regime.check_misuse import check_misuses
from glasshouse.regime.check_override import check_overrides
from glasshouse.regime.check_steer import check_steers
from glasshouse.regime.coupling import coupling_words
from glasshouse.regime.model import Regime
from glasshouse.regime.shelf import (
    Draft,
    is_shipped,
    open_draft,
    people_of,
    population_meant,
    regime_file,
    regime_ids,
    shipped_catalogue,
    shipped_people,
    sources_beside,
)
from glasshouse.rulebook.catalogue import Acts, Services
from glasshouse.rulebook.check import check_catalogue, check_law
from glasshouse.rulebook.known import OWN_LANES, TRAITS, Known, People
from glasshouse.rulebook.load import Reading, read_file
from glasshouse.rulebook.words import did_you_mean

NEEDED_TRAITS = ("caution", "conformity")
MOST_OF = {"group": 16, "kind_of_place": 62, "role": 62, "behaviour": 250}
"""How many of a kind a population may have: groups are levels of a rate, kinds of place and roles are bits."""
CATALOGUES: dict[str, type[Acts | Services]] = {"acts.toml": Acts, "services.toml": Services}


@dataclass(frozen=True)
class CheckReport:
    """What a check found; a regime runs only without problems."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    coupling_words: tuple[str, ...] = ()

    @property
    def is_fine(self) -> bool:
        """Could it run?"""
        return not self.problems


def check(path_or_id: str | Path, population: str | Path | None = None) -> CheckReport:
    """Check a shipped regime, or a folder or file of one's own (a regime, its acts or cases, a population).

    Names of people are those of ``population`` (an id or a file); without it those of a ``population.toml`` beside the
    regime; without that those of all populations that ship. A population that is not shipped is checked too.

    Raises
    ------
    InputError
        If there is no such regime, file or population.
    RulebookError
        If a population file cannot be read at all.
    """
    file = regime_file(path_or_id)
    meant = population_meant(file.parent, population)
    recipe = read_file(meant, Recipe) if meant and meant != file else None
    people = people_of(recipe.document) if recipe else shipped_people(file.parent)
    if file.name in ("acts.toml", "services.toml", "cases.toml") and (file.parent / "regime.toml").is_file():
        file = file.parent / "regime.toml"
    elif file.name in CATALOGUES:
        return _check_catalogue_file(file, people)
    draft = open_draft(file)
    if draft.law is not None and "population" in draft.law.document.data:
        return _check_recipe_file(read_file(file, Recipe))
    found = check_draft(draft, people)
    if recipe is None:
        return found
    also = _check_recipe_file(recipe)
    problems, warnings = {*found.problems, *also.problems}, {*found.warnings, *also.warnings}
    return CheckReport(tuple(sorted(problems)), tuple(sorted(warnings)), found.coupling_words)


def _check_recipe_file(recipe: Reading[Recipe]) -> CheckReport:
    check_recipe(recipe)
    return CheckReport(tuple(sorted(set(recipe.problems))), tuple(recipe.warnings))


def _check_catalogue_file(file: Path, people: People) -> CheckReport:
    """Check the shipped catalogue, or a file that is to be added to it."""
    if is_shipped(file):
        try:
            shipped_catalogue()
        except RulebookError as error:
            return CheckReport(tuple(error.problems), ())
        return CheckReport((), ())
    reading: Reading[Any] = read_file(file, CATALOGUES[file.name])
    known = Known(shipped_catalogue(), sources_beside(file), people)
    check_catalogue(reading, known, OWN_LANES)
    return CheckReport(tuple(sorted(set(reading.problems))), tuple(reading.warnings))


def check_draft(draft: Draft, people: People) -> CheckReport:
    """Check what could be read of a folder; what could not is already a problem. Names of people are those of ``people``."""
    known = Known(shipped_catalogue().with_more(draft.own), draft.sources, people)
    for reading in (draft.acts, draft.services):
        if reading is not None:
            _check_own(reading)
            check_catalogue(reading, known, OWN_LANES)
    words: list[str] = []
    if draft.law is not None:
        words = _check_regime(draft.law, known)
    if draft.cases is not None and draft.law is not None:
        check_cases(draft.cases, draft.law, known)
    problems = [problem for reading in draft.readings for problem in reading.problems]
    warnings = [warning for reading in draft.readings for warning in reading.warnings]
    return CheckReport(tuple(sorted({*draft.unreadable, *problems})), tuple(sorted(set(warnings))), tuple(words))


def check_recipe(reading: Reading[Recipe]) -> None:
    """Ages in order, groups that exist, traits said once."""
    for kind in ("age_band", "role"):
        for where, block in reading.blocks.items():
            first, last = getattr(block, "ages", (0, 0))
            if where[0] == kind and not 0 <= first <= last <= 120:
                reading.refuse((*where, "ages"), f"must be [first, last] within 0 to 120; got [{first}, {last}]")
    for kind in ("age_band", "household_size", "group", "kind_of_place", "behaviour", "size_class"):
        shares = [getattr(block, "share", 0) for where, block in reading.blocks.items() if where[0] == kind]
        whole = shares and not any(where[0] == kind for where in reading.partial)
        if reading.partial and whole and abs(math.fsum(shares) - 1) > 1e-6:
            total = math.fsum(shares)
            reading.problems.append(
                reading.document.problem((kind, 0), f"the shares of [[{kind}]] sum to {total:g}; they must sum to 1")
            )
    for kind in (
        "age_band",
        "group",
        "kind_of_place",
        "role",
        "firm",
        "trait",
        "behaviour",
        "tie",
        "norm",
        "opinion",
        "size_class",
    ):
        ids = reading.ids(kind)
        for index, name in enumerate(ids):
            if name in ids[:index]:
                reading.refuse((kind, index, "id"), f"another {kind} is called so; give each its own id")
    check_follow(reading)
    check_country(reading)
    check_firms(reading)
    _check_room(reading)
    for index, name in enumerate(reading.ids("trait")):
        if name not in TRAITS:
            reading.refuse(("trait", index, "id"), f"there is no trait '{name}'{did_you_mean(name, TRAITS)}")


def _check_room(reading: Reading[Recipe]) -> None:
    """As many of a kind as tables hold, traits that can be drawn, and those that nobody is without."""
    for kind, most in MOST_OF.items():
        if len(reading.ids(kind)) > most:
            reading.refuse((kind, most), f"is one too many; a population has at most {most} of [[{kind}]]")
    for where, trait in reading.each("trait", Trait):
        widest = math.sqrt(trait.mean * (1 - trait.mean))
        if where not in reading.partial and trait.spread >= widest:
            said = f"a mean of {trait.mean:g} allows a spread below {widest:.3g}; got {trait.spread:g}"
            reading.refuse((*where, "spread"), said)
    missing = [name for name in NEEDED_TRAITS if name not in reading.ids("trait")]
    if missing and reading.model is not None:
        reading.problems.append(
            reading.document.problem(
                ("trait", 0), f"the trait '{missing[0]}' is missing, and all people have it; add it"
            )
        )


def _check_regime(law: Reading[Any], known: Known) -> list[str]:
    own = str(law.given(("regime",)).get("id", "regime"))
    if "+" in own:
        law.refuse(("regime", "id"), "a plus sign joins regimes, as in a+b; leave it out of an id")
    check_law(law, known, desk_ends(law))
    check_force(law, known)
    check_steers(law)
    check_misuses(law)
    check_units(law, known)
    check_feeds(law, own, _shipped_law)
    check_owners(law, _shipped_law)
    check_overrides(law, own, _shipped_law)
    return coupling_words(law, own)


@cache
def _shipped_law(regime: str) -> Reading[Any] | None:
    return read_file(regime_file(regime), Regime) if regime in regime_ids() else None


def _check_own(reading: Reading[Any]) -> None:
    """A folder adds to the catalogue; it does not redefine what is shipped."""
    shipped = shipped_catalogue()
    for kind, ids in (("act", shipped.acts), ("matter", shipped.matters), ("service", shipped.services)):
        for index, name in enumerate(reading.ids(kind)):
            if name in ids:
                reading.refuse((kind, index, "id"), f"'{name}' is in the catalogue already; take another id")
