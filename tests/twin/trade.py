"""Random firms, and who of persons and firms does, wants and is covered by what."""

from __future__ import annotations

from typing import Any

from twin.drafts import Draft, condition
from twin.worlds import Blocks, Maker, Words

NOT_ABOUT_FIRMS = (
    "wrong_person_share", "wrong_person_from", "invents_per_person_year", "quota_per_month", "watchers_per_1000_persons",
    "bounty_yuan", "pads_with", "pads_on",
)  # fmt: skip


def make_firms(m: Maker, acts: Blocks, services: Blocks) -> Blocks:
    """One or two kinds of firms; some acts and services become theirs."""
    for kind, words in (*acts, *services):
        if kind != "matter" and "drawn_per" not in words and "excludes" not in words and m.often(5):
            words["by"] = "firm"
            if "role" in words.get("who", {}):
                words["who"] = {"role": m.one("firm0", "firm0", "worker")}
    return [
        (
            "firm",
            {
                "id": f"firm{k}", "label": "a kind of firm", "per_1000_persons": m.one(200, 500, 37.5), "same_owner_share": m.one(0.5, 0.0, 0.9),
                "mean_years": m.one(2, 20, 0.1), "source": "assumption",
            },
        )
        for k in range(m.one(1, 2))
    ]  # fmt: skip


def theirs(blocks: Blocks, unit: Any) -> list[str]:
    """The acts or services of a unit, or of both."""
    units = [unit] if isinstance(unit, str) else unit
    return [words["id"] for kind, words in blocks if kind != "matter" and words.get("by", "person") in units]


def choose_unit(m: Maker, acts: Blocks, services: Blocks) -> Any:
    """Whom a regime covers: persons, firms or both; somebody who does and wants something."""
    units = ["firm", "person", ["person", "firm"]]
    return m.one(*(unit for unit in units if theirs(acts, unit) and theirs(services, unit)))


def ties_of(d: Draft, words: Words) -> list[str]:
    """The ties along which a consequence may land: they end at whoever wants what it touches."""
    wanted = {d.wanted_by[name] for name in (*words.get("denies", ()), words.get("service")) if name}
    begin = d.unit if isinstance(d.unit, list) else [d.unit]
    ties = [("household", "person", "person"), ("children", "person", "person"), ("spouse", "person", "person")]
    ties += [(name, "person", "person") for name in ("friends", "guarantor", "colleagues", "neighbours")]
    ties += [("owners", "firm", "person"), ("owned-firms", "person", "firm"), ("sister-firms", "firm", "firm")]
    return [name for name, of, to in ties if of in begin and wanted == {to}] or ["self"]


def make_landing_rule(d: Draft, name: str) -> None:
    """A rule that caps the grade of somebody tied to whom it is about."""
    m = d.m
    scores = [score for score, grades in d.grades.items() if len(grades) > 1]
    if not scores:
        return
    score = m.one(*scores)
    words: Words = {"id": name, "when": condition(d), "score": score, "no_better_than": m.one(*d.grades[score][1:])}
    words["lands_on"] = (
        "sister-firms" if d.unit == "firm" else m.one("household", "spouse", "children", "friends", "neighbours")
    )
    if m.often(3):
        words["unless"] = condition(d)
    if m.often(5):
        words["reaches_share"] = m.share()
    if m.often(5):
        words["reaches_after_days"] = m.number(0, 30)
    d.add("rule", words)


def spare_firms(words: Words, kinds: dict[str, Words]) -> None:
    """A channel that sees what firms do mistakes nobody and invents nothing."""
    if any(
        act.get("by") == "firm" and (name in words.get("covers", ()) or act["family"] == words.get("covers_families"))
        for name, act in kinds.items()
    ):
        for word in NOT_ABOUT_FIRMS:
            words.pop(word, None)
