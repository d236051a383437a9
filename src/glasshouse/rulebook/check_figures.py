"""Do figures use the selectors their word takes, in an order in which every line can count, within the word's range?"""

from __future__ import annotations

from typing import Any

from glasshouse.kit.figure import Figure, Line
from glasshouse.rulebook.check_names import figures
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.words import named

WATCHING = ("from", "kind_of_place", "group")
SELECTORS = {
    "covers.places_share": ("kind_of_place",),
    "score.start": ("group",),
    "rule.points": ("from",),
    "rule.rating": ("from",),
    "rule.units_per_point": ("units_up_to",),
    "rule.term_days": ("time",),
    "rule.harsher_share": ("group",),
    "grade.at_least": ("from",),
    "list.term_days": ("time",),
    "misuse.term_days": ("time",),
    "list.notice_share": ("group",),
    "consequence.enforced_share": ("from",),
    "consequence.deposit_waived_yuan": ("score_at_least",),
    "consequence.priority": ("score_at_least",),
    "channel.coverage_share": WATCHING,
    "channel.sees_probability": WATCHING,
    "channel.misreads_probability": WATCHING,
    "channel.wrong_person_share": WATCHING,
    "channel.invents_per_person_year": ("group",),
    "desk.grants_wrong_share": ("group",),
    "desk.grants_right_share": ("group",),
}
"""What each figure may be chosen by; a figure that is not here is one number, or one range."""
LAWS = {"sigma": ("score.start", "rule.points"), "share": ("score.start",)}
"""Which figures may be a law: normal around their value, or several values that people draw from."""
MOST_LINES = 250
LEAST_UNITS = 0.01
MOST_INVENTED = 400
ONE_NUMBER = ("at_least", "units_per_point", "deposit_waived_yuan", "priority", "invents_per_person_year")
WHY_NO_GROUP = "; a text treats groups alike, only what people and machines do may differ"


def check_figures(reading: Reading[Any]) -> None:
    """Refuse selectors, lines and values that a word does not take."""
    for block_where, block in reading.blocks.items():
        for where, word, figure in figures(block_where, block):
            at = (*where, word)
            if len(figure.lines) > MOST_LINES:
                reading.refuse(at, f"has {len(figure.lines):,} lines; {MOST_LINES} are the most")
                continue
            _check_selectors(reading, at, figure)
            _check_laws(reading, at, figure)
            _check_hidden(reading, at, figure)
            _check_range(reading, at, figure)
            _check_bounds(reading, at, figure)


def takes(block: str, word: str) -> tuple[str, ...]:
    """The selectors that a word takes.

    >>> takes("rule", "term_days")
    ('time',)
    """
    return SELECTORS.get(f"{block}.{word}", ())


def _check_selectors(reading: Reading[Any], at: Where, figure: Figure) -> None:
    fit = takes(str(at[0]), str(at[-1]))
    for number, line in enumerate(figure.lines):
        for selector in line.selectors:
            if selector not in fit:
                why = WHY_NO_GROUP if selector == "group" else ""
                reading.refuse(
                    (*at, number, selector),
                    f"'{selector}' is no selector here{why}; {at[-1]} takes {named(fit) if fit else 'one line without selector'}",
                )


def _check_laws(reading: Reading[Any], at: Where, figure: Figure) -> None:
    here = f"{at[0]}.{at[-1]}"
    for number, line in enumerate(figure.lines):
        for word, known in LAWS.items():
            if getattr(line, word) is not None and here not in known:
                said = f"'{word}' is no word of {at[-1]}; it is for {' and '.join(known)}"
                reading.refuse((*at, number, word), said)


def _check_hidden(reading: Reading[Any], at: Where, figure: Figure) -> None:
    for number, line in enumerate(figure.lines):
        first = next((earlier for earlier in range(number) if _hides(figure.lines[earlier], line)), None)
        if first is not None:
            reading.refuse((*at, number), f"never counts, since line {first + 1} fits first; put it before that line")


def _hides(first: Line, later: Line) -> bool:
    """Does the first line fit whenever the later one does? Lines with a share stand beside each other."""
    if first.share is not None:
        return False
    for selector in first.selectors:
        word = "from_" if selector == "from" else selector
        ours, theirs = getattr(first, word), getattr(later, word)
        if theirs is None:
            return False
        if selector in ("from", "score_at_least"):
            fits = theirs >= ours
        elif selector == "units_up_to":
            fits = theirs <= ours
        else:
            fits = theirs == ours
        if not fits:
            return False
    return True


def _check_range(reading: Reading[Any], at: Where, figure: Figure) -> None:
    """A pair is decided case by case, in whole numbers; a share is not."""
    word = str(at[-1])
    for number, line in enumerate(figure.lines):
        if line.low == line.high:
            continue
        here = (*at, number)
        if word in ONE_NUMBER or word.endswith(("_share", "_probability")):
            reading.refuse(here, "takes one number, not a range that somebody decides in; a plausible range goes "
                           f"under assumed = {{ {word} = [low, high] }}")  # fmt: skip
        elif line.low != int(line.low) or line.high != int(line.high):
            reading.refuse(here, f"a range is decided in whole numbers; got [{line.low:g}, {line.high:g}]")


def _check_bounds(reading: Reading[Any], at: Where, figure: Figure) -> None:
    word = str(at[-1])
    for number, line in enumerate(figure.lines):
        said = _beyond(word, line)
        if said:
            given = f"{line.low:g}" if line.low == line.high else f"[{line.low:g}, {line.high:g}]"
            reading.refuse((*at, number), f"must be {said}; got {given}")


def _beyond(word: str, line: Line) -> str:
    """What the line should be, if it is not."""
    whole = line.low == int(line.low) and line.high == int(line.high)
    if word.endswith(("_share", "_probability")) and not 0 <= line.low <= line.high <= 1:
        return "a share from 0 to 1"
    if word == "term_days" and not (line.low >= 1 and whole and line.high <= 36_500):
        return "whole days from 1 to 36500"
    if word.endswith("_days") and not (line.low >= 0 and whole and line.high <= 36_500):
        return "whole days from 0 to 36500"
    if word == "units_per_point" and line.low < LEAST_UNITS:
        return f"a number of units of at least {LEAST_UNITS}"
    if word == "invents_per_person_year" and not 0 <= line.low <= MOST_INVENTED:
        return f"from 0 to {MOST_INVENTED}"
    if word == "deposit_waived_yuan" and line.low < 0:
        return "at least 0"
    if word == "priority" and not whole:
        return "whole steps"
    return ""
