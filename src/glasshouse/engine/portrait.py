"""Who a synthetic person is, how the life ends, and how it compares with its twin's; never a name."""

from __future__ import annotations

import math
from typing import Any

from glasshouse.engine.city import City, Plan
from glasshouse.engine.compile.index import Index
from glasshouse.engine.tabulate import TALLIES
from glasshouse.engine.wording import Event, plural, say_date, say_number
from glasshouse.population.firms import FIRMS

LIFE = ("occasion", "refused", "stayed-away", "served", "paid", "means", "shown", "listed", "left", "landed")
"""Kinds of events that make up a life, apart from what is written about it."""
TALLY_WORDS = {
    "done": "deeds done",
    "deterred": "forbidden acts given up for fear",
    "chilled": "lawful acts given up for fear",
    "for_points": "acts done only for points",
    "seen": "true reports",
    "false_reports": "false reports",
    "refused": "wants refused",
    "refused_by_tie": "of these, for what another did",
    "eased": "wants served on better terms",
    "eased_yuan": "tens of yuan saved",
    "listed_days": "days on bad lists",
    "shown_days": "days shown in public",
    "granted": "applications granted",
}


def who(city: City, row: dict[str, Any], j: int) -> list[str]:
    """Sentences on who this is; ``j`` is the number of the person in the place."""
    index, traits = city.plan.index, city.traits
    role = next((each for each in index.recipe.role if each.id == row["role"]), None)
    type_ = index.recipe.behaviour[int(traits.type[j])]
    known = [name for r, name in enumerate(index.regime_ids) if int(traits.aware[j]) >> r & 1]
    absent = [name for r, name in enumerate(index.regime_ids) if not int(traits.joined[j]) >> r & 1]
    size = int(traits.size[j])
    begins = _firm(index, row) if row["group"] == FIRMS else ""
    out = [
        begins
        or f"Person {row['person']} is synthetic: {row['age']} years old at the start, of the group '{row['group']}', "
        f"in a household of {size} in a place of the kind '{row['kind_of_place']}', "
        f"in wealth band {row['wealth_band'] + 1} of 5, with {say_number(round(row['income_yuan'], -2))} yuan a year"
        + (f"; role: {role.id}, {role.label}." if role else "; without a role."),
        f"Behaviour type '{type_.id}': {type_.label}. "
        + (f"Knows of, and heeds: {', '.join(known)}." if known else "Heeds no regime, or knows of none."),
    ]
    return out + ([f"Has not joined: {', '.join(absent)}."] if absent else [])


def _firm(index: Index, row: dict[str, Any]) -> str:
    """Which firm this is, and whose."""
    kind = next(each for each in index.recipe.firm if each.id == row["role"])
    return (
        f"Firm {row['person']} is synthetic: {kind.label}, {row['age']} years old at the start, in a place of the kind "
        f"'{row['kind_of_place']}'. Person {row['household']} owns it and decides for it."
    )


def end_sentence(plan: Plan, end: dict[str, Any], last_date: str) -> str:
    """How the life stands at the end."""
    scores = [
        f"{name[6:]} {say_number(value)}"
        for name, value in end.items()
        if name.startswith("score_") and value is not None
    ]
    grades = [f"grade {value} under {name[6:]}" for name, value in end.items() if name.startswith("grade_") and value]
    lists = [f"on the list {name[5:]}" for name, value in end.items() if name.startswith("list_") and value]
    left = [f"has left {name[5:]}" for name, value in end.items() if name.startswith("left_") and value]
    labels = plan.index.catalogue.matters
    owes = [f"owes {labels[name[5:]].label}" for name, value in end.items() if name.startswith("owes_") and value]
    counts = [f"{TALLY_WORDS[name]} {say_number(end[name])}" for name in TALLIES if end[name]]
    follows = [f"follows {name[8:]}" for name, value in end.items() if name.startswith("follows_") and value]
    standing = "; ".join([*scores, *grades, *lists, *left, *owes, *follows]) or "no score, no list, nothing owed"
    years = plural(plan.world.years, "year")
    return f"{say_date(last_date)}, the end: {standing}. In {years}: {', '.join(counts) or 'nothing happened'}."


def end_of(row: dict[str, Any]) -> dict[str, Any]:
    """The part of a person's row that a life makes: tallies, scores, grades, lists, matters, norms; nothing for not scored."""
    words = ("score_", "grade_", "list_", "left_", "owes_", "follows_", "opinion_")
    return {
        name: None if is_nan(value) else value
        for name, value in row.items()
        if name in TALLIES or name.startswith(words)
    }


def is_nan(value: Any) -> bool:
    """Is this the number that says that there is none?"""
    return isinstance(value, float) and math.isnan(value)


def same(one: Any, other: Any) -> bool:
    """Are two cells equal, exactly?"""
    return bool(one == other) or (is_nan(one) and is_nan(other))


# ---- twins ----------------------------------------------------------------------------------------------------------
def side_by_side(here: dict[str, Any], there: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(what, here, there) of everything in which two ends differ; a dash where a world has no such thing."""
    rows = []
    for name in dict.fromkeys([*here, *there]):
        one, other = _cell(here, name), _cell(there, name)
        if one != other:
            rows.append((TALLY_WORDS.get(name, name.replace("_", " ", 1)), one, other))
    return rows


def _cell(end: dict[str, Any], name: str) -> str:
    value = end.get(name)
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return say_number(value) if isinstance(value, (int, float)) else str(value)


def first_difference(here: list[Event], there: list[Event]) -> tuple[Event | None, Event | None] | None:
    """The first thing in which two lives differ, as each has it; acts that only one world weighs are left out."""
    known = [{event["act"] for event in events if event["kind"] == "occasion"} for events in (here, there)]
    both = known[0] & known[1]
    one, other = ({_key(event): event for event in events if _counts(event, both)} for events in (here, there))
    apart = [event for key, event in one.items() if key not in other] + [
        event for key, event in other.items() if key not in one
    ]
    if not apart:
        return None
    first = min(apart, key=lambda event: (event["day"], event.get("moment", 0)))
    alike = [next((event for event in life.values() if _same_chance(event, first)), None) for life in (one, other)]
    return alike[0], alike[1]


def _same_chance(event: Event, other: Event) -> bool:
    return event is other or (
        event["kind"] == other["kind"] == "occasion"
        and (event["day"], event["moment"], event["act"]) == (other["day"], other["moment"], other["act"])
    )


def _counts(event: Event, both: set[str]) -> bool:
    return event["kind"] in LIFE and (event["kind"] != "occasion" or event["act"] in both)


def _key(event: Event) -> tuple[Any, ...]:
    words = (
        "day",
        "kind",
        "moment",
        "act",
        "done",
        "service",
        "consequence",
        "yuan",
        "after",
        "publicity",
        "list",
        "begins",
    )
    return tuple(event.get(word) for word in words)
