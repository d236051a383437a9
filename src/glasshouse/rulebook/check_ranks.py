"""Do grades by rank and moving bars make sense: one kind for all grades of a score, from the best to the last?"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import Grade


def check_ranks(reading: Reading[Any], rows: list[tuple[Where, Grade]]) -> None:
    """The grades of one score, best first."""
    ranked = rows[:-1]
    for where, grade in ranked:
        if grade.top_share is not None:
            for word in ("at_least", "quantile", "at_mean"):
                if getattr(grade, word) is not None:
                    reading.refuse((*where, word), "a grade for the best share has no bar; leave one of the two out")
        if grade.quantile is not None and grade.at_mean is not None:
            reading.refuse((*where, "at_mean"), "a grade begins at a quantile or at the mean; leave one of the two out")
        bar = next((word for word in ("quantile", "at_mean") if getattr(grade, word) is not None), None)
        if bar is not None and grade.at_least is not None and len(grade.at_least.lines) > 1:
            what = bar.removeprefix("at_")
            reading.refuse((*where, "at_least"), f"holds until the {what} is first taken: one number, without lines")
    for word in ("top_share", "quantile", "at_mean"):
        with_it = [(where, grade) for where, grade in ranked if getattr(grade, word) is not None]
        if with_it and len(with_it) < len(ranked):
            other = next(grade.id for _, grade in ranked if getattr(grade, word) is None)
            said = f"the grade '{other}' of the same score has none; write {word} in all but the last, or in none"
            reading.refuse((*with_it[0][0], word), said)
        for (_, better), (where, grade) in pairwise(with_it):
            above, here = getattr(better, word), getattr(grade, word)
            if (here <= above) if word == "top_share" else (here >= above):
                side = "above" if word == "top_share" else "below"
                said = f"{here:g} is not {side} the {above:g} of the better grade '{better.id}'"
                reading.refuse((*where, word), f"{said}, so nobody is ever in it; grades go from best to last")
