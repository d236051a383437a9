"""Does a list with room for so many say how its places are given away?"""

from __future__ import annotations

from typing import Any

from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import List, Score
from glasshouse.rulebook.words import named

COMPANIONS = {"places_per": "city", "shared_out": "by-lot", "every": "year"}
"""What goes with places, and a value to write."""


def check_places(reading: Reading[Any]) -> None:
    """Every check of the places of a list."""
    for where, each in reading.each("list", List):
        if not each.has_places:
            for word in (*COMPANIONS, "open_to", "score"):
                if getattr(each, word) is not None:
                    reading.refuse((*where, word), "goes with places; set that, or leave it out")
            continue
        said = "places" if each.places is not None else "places_per_1000_persons"
        if each.places is not None and each.places_per_1000_persons is not None:
            reading.refuse(
                (*where, "places_per_1000_persons"), "places says how many there are; leave one of the two out"
            )
        for word, value in COMPANIONS.items():
            if getattr(each, word) is None:
                reading.refuse((*where, said), f'a list with places needs {word}; write {word} = "{value}"')
        _check_line(reading, where, each)


def _check_line(reading: Reading[Any], where: Where, each: List) -> None:
    """Who comes first: by a score that is still there, or by the days on one list of the regime's own."""
    scores = {score.id: score for _, score in reading.each("score", Score)}
    at = (*where, "shared_out")
    if each.shared_out == "best-first":
        score = scores.get(each.score) if each.score else next(iter(scores.values()), None)
        if not scores and not reading.ids("score"):
            reading.refuse(at, "the regime keeps no score to go by; add a [[score]]")
        elif each.score is None and len(scores) > 1:
            reading.refuse(at, f"by which score? the regime has {named(list(scores))}; set score beside it")
        elif score is not None and score.resets != "never" and each.every not in (None, "year"):
            reading.refuse((*where, "every"), f"the score '{score.id}' starts anew in between; write every = \"year\"")
    elif each.score is not None:
        reading.refuse(
            (*where, "score"),
            'says by which score the best come first; write shared_out = "best-first", or leave it out',
        )
    if each.shared_out == "first-come":
        waiting = each.open_to.on_list if each.open_to is not None else ()
        if len(waiting) != 1 or waiting[0] not in reading.ids("list") or waiting[0] == each.id:
            reading.refuse(
                at, "whoever waits longest comes first, so on which other list does one wait? "
                'write open_to = { on_list = "..." } with one list of this regime',
            )  # fmt: skip
