"""The sense of a law on paper, check by check. Each check is one small function; all problems come at once."""

from __future__ import annotations

from typing import Any

from glasshouse.rulebook.catalogue import Act
from glasshouse.rulebook.check_clocks import check_clocks
from glasshouse.rulebook.check_conditions import check_conditions
from glasshouse.rulebook.check_conflicts import check_conflicts
from glasshouse.rulebook.check_figures import check_figures
from glasshouse.rulebook.check_lists import check_consequences, check_lists
from glasshouse.rulebook.check_marks import check_marks
from glasshouse.rulebook.check_names import check_names, conditions
from glasshouse.rulebook.check_people import check_people
from glasshouse.rulebook.check_places import check_places
from glasshouse.rulebook.check_rules import check_dates, check_rules
from glasshouse.rulebook.check_scores import check_grades, check_scores
from glasshouse.rulebook.known import Known
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import Covers


def check_law(reading: Reading[Any], known: Known, taken_off_by_desks: set[str]) -> None:
    """Collect every problem of scores, grades, rules, lists and consequences in the reading."""
    check_names(reading, known)
    check_people(reading, known)
    check_marks(reading, known.sources)
    check_figures(reading)
    check_conditions(reading)
    check_dates(reading)
    check_scores(reading)
    check_grades(reading)
    check_rules(reading, known)
    check_conflicts(reading)
    check_lists(reading, taken_off_by_desks)
    check_places(reading)
    check_consequences(reading)
    for where, covers in reading.each("covers", Covers):
        if covers.reach == "nation" and "newcomers" in covers.model_fields_set:
            said = "a standing that counts in the whole nation moves along, so nobody begins anew; leave it out, or narrow reach"
            reading.refuse((*where, "newcomers"), said)


def check_catalogue(reading: Reading[Any], known: Known, lanes: range) -> None:
    """Collect every problem of an ``acts.toml`` or ``services.toml``; its lanes must lie in ``lanes``."""
    check_names(reading, known)
    check_people(reading, known)
    check_marks(reading, known.sources)
    check_clocks(reading, known)
    for where, block in reading.blocks.items():
        for at, condition in conditions(where, block):
            if condition.joined is not None:
                reading.refuse((*at, "joined"), "a catalogue knows no regime to join; leave it out")
            for word in ("score_at_least", "score_at_most"):
                if getattr(condition, word) is not None:
                    reading.refuse((*at, word), "a catalogue knows no regime's score; leave it out")
            if condition.follows:
                said = "for whom this is, is asked once a year, and norms change sooner"
                remedy = "; write needs_norm" if where[0] == "act" else "; leave it out"
                reading.refuse((*at, "follows"), said + remedy)
    for where, act in reading.each("act", Act):
        _check_meeting(reading, where, act)
        _check_by_firms(reading, where, act)
    for kind in ("act", "service"):
        _check_lanes(reading, kind, known, lanes)


def _check_meeting(reading: Reading[Any], where: Where, act: Act) -> None:
    """Words of a meeting need one, and lists are named with their regime."""
    for word in (
        "met_known_share",
        "unless_met_on_list",
        "only_met_on_list",
        "met_gains_yuan",
        "met_score",
        "met_agrees",
    ):
        if word in act.model_fields_set and act.meets is None:
            reading.refuse((*where, word), 'nobody is met; write meets = "place" beside it')
    for word in ("unless_met_on_list", "only_met_on_list"):
        for name in getattr(act, word):
            if name.count("/") != 1:
                reading.refuse((*where, word), f'which regime\'s list? write "regime/{name}"')
    for word in ("met_score_from", "met_yuan_per_point"):
        if word in act.model_fields_set and act.met_score is None:
            reading.refuse((*where, word), "goes with met_score; set that, or leave it out")
    if act.met_score is not None and act.met_score.count("/") != 1:
        reading.refuse((*where, "met_score"), f'which regime\'s score? write "regime/{act.met_score}"')
    if act.met_score is not None and act.met_yuan_per_point is None:
        reading.refuse((*where, "met_score"), "what is a point worth? write met_yuan_per_point = 1")


def _check_by_firms(reading: Reading[Any], where: Where, act: Act) -> None:
    """What firms do is not met, followed or shared by a household."""
    for word in ("meets", "needs_norm", "drawn_per") if act.by == "firm" else ():
        if word in act.model_fields_set:
            reading.refuse((*where, word), "firms meet nobody, follow nobody and share no household; leave it out")


def _check_lanes(reading: Reading[Any], kind: str, known: Known, lanes: range) -> None:
    """A lane belongs to one act (or service) for ever."""
    others = known.catalogue.acts if kind == "act" else known.catalogue.services
    owner: dict[int, str] = {}
    for each in others.values():
        owner.setdefault(each.lane, each.id)
    for where, block in reading.blocks.items():
        if where[0] != kind:
            continue
        lane, name = getattr(block, "lane", -1), getattr(block, "id", "")
        at = (*where, "lane")
        if lane not in lanes:
            reading.refuse(at, f"must lie from {lanes.start} to {lanes.stop - 1}; got {lane}")
        elif owner.setdefault(lane, name) != name:
            reading.refuse(at, f"lane {lane} belongs to '{owner[lane]}'; take a number that nobody has used")
