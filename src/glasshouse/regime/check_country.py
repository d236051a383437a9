"""Size classes of a country: do they point at recipes that are there, and at names that the country has?"""

from __future__ import annotations

import math

from glasshouse.kit.errors import InputError, RulebookError
from glasshouse.population.classes import SizeClass
from glasshouse.population.recipe import Recipe
from glasshouse.regime.shelf import file_like
from glasshouse.rulebook.load import Reading, read_file
from glasshouse.rulebook.locate import Where

NAMED = {"group": "group", "kind_of_place": "kind of place", "role": "role", "behaviour": "behaviour"}
SHARED = {"kind_shares": ("kind_of_place", "kind of place"), "age_shares": ("age_band", "age band")}
MOST_CLASSES = 32


def check_country(reading: Reading[Recipe]) -> None:
    """Note each size class that nobody could be made from."""
    classes = reading.each("size_class", SizeClass)
    if len(classes) > MOST_CLASSES:
        reading.refuse(
            ("size_class", MOST_CLASSES), f"is one too many; a country has at most {MOST_CLASSES} size classes"
        )
        return
    if classes and reading.given(("population",)).get("kinds") == "in-turn":
        said = 'size classes say which kinds of place there are, and kinds = "in-turn" says another thing; leave it out'
        reading.note(("population", "kinds"), said)
    for where, each in classes:
        for word, (block, noun) in SHARED.items():
            shares = getattr(each, word)
            for name in shares:
                reading.look_up((*where, word, name), name, reading.ids(block), noun)
            total = math.fsum(shares.values())
            if shares and abs(total - 1) > 1e-6:
                reading.refuse((*where, word), f"the shares sum to {total:g}; they must sum to 1")
        if each.like is not None:
            _check_like(reading, where, each.like)


def _check_like(reading: Reading[Recipe], where: Where, name: str) -> None:
    at = (*where, "like")
    try:
        pointed = read_file(file_like(name, reading.document.path), Recipe).done()
    except InputError as missing:
        reading.note(at, str(missing))
        return
    except RulebookError as broken:
        reading.note(at, f"'{name[:60]}' has problems of its own; run glasshouse check on it")
        reading.problems.extend(broken.problems)
        return
    if pointed.size_class:
        reading.note(at, f"'{name[:60]}' has size classes of its own; point at a recipe without any")
    for kind, noun in NAMED.items():
        known = reading.ids(kind)
        for each in getattr(pointed, kind):
            if each.id not in known:
                reading.note(
                    at, f"'{name[:60]}' has a {noun} '{each.id}' that this population lacks; add it with share = 0"
                )
                break
