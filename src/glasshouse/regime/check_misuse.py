"""Does each misuse have somebody it is against, one effect, and an end only where it comes out?"""

from __future__ import annotations

from typing import Any

from glasshouse.regime.model import Misuse
from glasshouse.rulebook.check_scores import is_whole_steps
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import Score
from glasshouse.rulebook.words import named


def check_misuses(reading: Reading[Any]) -> None:
    """Every check of the blocks in which officials act outside the rules."""
    rules = set(reading.ids("rule"))
    for where, misuse in reading.each("misuse", Misuse):
        if not misuse.against:
            reading.refuse((*where, "against"), 'against whom? name acts, as in against = ["an-act"]')
        if misuse.id in rules:
            reading.refuse((*where, "id"), "a rule is called so, and a misuse is told apart from rules; rename one")
        if not misuse.effects:
            reading.refuse(where, "does nothing; set one of points, puts_on or takes_off")
        elif len(misuse.effects) > 1:
            said = f"a misuse does one thing; got {named(misuse.effects)}. Write one misuse for each."
            reading.refuse((*where, misuse.effects[1]), said)
        for word in ("term_days", "ground"):
            if getattr(misuse, word) is not None and misuse.puts_on is None:
                reading.refuse((*where, word), "goes with puts_on; set that, or leave it out")
        _check_score(reading, where, misuse)
        _check_end(reading, where, misuse)


def _check_score(reading: Reading[Any], where: Where, misuse: Misuse) -> None:
    scores = reading.ids("score")
    if misuse.points is None:
        if misuse.score is not None:
            reading.refuse((*where, "score"), "goes with points; set that, or leave it out")
        return
    if not scores:
        reading.refuse((*where, "points"), "the regime keeps no score to post to; add a [[score]]")
    elif misuse.score is None and len(scores) > 1:
        reading.refuse((*where, "points"), f"to which score? the regime has {named(scores)}; set score beside it")
    kept = {score.id: score for _, score in reading.each("score", Score)}
    score = kept.get(misuse.score or next(iter(scores), ""))
    if score is not None and (score.made_of or score.measures):
        follows = "its parts" if score.made_of else "a measure"
        reading.refuse(
            (*where, "points"), f"the score '{score.id}' follows {follows} and takes no points; name another"
        )
    odd = [
        end
        for line in misuse.points.lines
        for end in (line.low, line.high)
        if score and not is_whole_steps(end, score.step)
    ]
    if score is not None and odd:
        said = f"must be a whole number of steps of {score.step:g}, the step of '{score.id}'; got {odd[0]:g}"
        reading.refuse((*where, "points"), said)
    if score is not None and score.unit == "household" and misuse.found_out_share > 0:
        said = "what a household's book holds is not taken back; leave it out, or post to a person's score"
        reading.refuse((*where, "found_out_share"), said)


def _check_end(reading: Reading[Any], where: Where, misuse: Misuse) -> None:
    """What comes out is undone after so many days; what takes off a list is not."""
    if misuse.takes_off and misuse.found_out_share > 0:
        reading.refuse((*where, "found_out_share"), "nobody is put back on a list; leave it out")
    elif misuse.found_out_share > 0 and misuse.undone_after_days is None:
        reading.refuse((*where, "found_out_share"), "undone when? write undone_after_days = 30")
    if misuse.undone_after_days is not None and misuse.found_out_share == 0:
        reading.refuse((*where, "undone_after_days"), "goes with found_out_share; set that, or leave it out")
