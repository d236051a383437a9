"""A regime in the making: what later blocks may refer to; and conditions over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from twin.worlds import KINDS, ROLES, Blocks, Maker, Words


@dataclass
class Draft:
    """A regime in the making."""

    m: Maker
    id: str
    others: list[str]
    kinds: dict[str, Words]
    acts: list[str]
    services: list[str]
    days: int
    window_days: int
    norms: list[str]
    unit: Any = "person"
    wanted_by: dict[str, str] = field(default_factory=dict)
    blocks: Blocks = field(default_factory=list)
    scores: dict[str, Words] = field(default_factory=dict)
    grades: dict[str, list[str]] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    rules: dict[str, Words] = field(default_factory=dict)
    channels: list[str] = field(default_factory=list)
    eyes: dict[str, Words] = field(default_factory=dict)

    @property
    def plain(self) -> list[str]:
        """Scores that take points."""
        return [name for name, words in self.scores.items() if "start" in words and "averages_over" not in words]

    @property
    def means(self) -> list[str]:
        """Scores that take ratings."""
        return [name for name, words in self.scores.items() if "averages_over" in words]

    def meets_at_once(self, act: str) -> bool:
        """Is somebody met there, of whom every report is made there and then?"""
        late = [eye for eye in self.eyes.values() if "delay_days" in eye]
        return "meets" in self.kinds[act] and not any(
            act in eye.get("covers", ()) or eye.get("covers_families") == self.kinds[act]["family"] for eye in late
        )

    def add(self, kind: str, words: Words) -> None:
        """One more block."""
        self.blocks.append((kind, words if kind == "regime" else words | {"source": "assumption"}))


def condition(d: Draft, of_a_rule: bool = False, of_feed: bool = False) -> Words:
    """One or two tests."""
    m = d.m
    words: Words = {}
    for _ in range(m.one(1, 1, 2)):
        kind = m.one("list", "grade", "score", "owes", "reported", "who", "by", "listed", "home", "follows")
        lists = d.lists if of_feed else [*d.lists, *d.feeds]
        if kind in ("list", "listed") and lists:
            words["on_list"] = m.some(lists, 2 if kind == "list" else 1)
            words.pop("listed_at_least_days", None)
            if kind == "listed":
                words["listed_at_least_days"] = m.number(0, 30)
        elif kind == "grade" and d.grades:
            score = m.one(*d.grades)
            words.pop("score_at_least", None)
            words.pop("score_at_most", None)
            words["score"] = score
            words[m.one("grade_at_least", "grade_at_most")] = m.one(*d.grades[score])
        elif kind == "score" and d.scores and "score" not in words:
            words["score"] = m.one(*d.scores)
            words[m.one("score_at_least", "score_at_most")] = m.number(80, 120)
        elif kind == "owes":
            words["owes"] = m.one("debt", "regret")
        elif kind == "reported":
            words["reported"] = {"of": m.one("any-bad", "any-good", *d.acts), "within_days": m.number(1, 60)}
            if m.often(4):
                words["reported"]["at_least"] = m.number(1, 3)
        elif kind == "home" and lists and not of_feed:
            words["household_on_list"] = m.some(lists, 2)
        elif kind == "follows" and d.norms:
            words["follows"] = m.some(d.norms, 2)
        elif kind == "by" and of_a_rule:
            words["reported_by"] = m.some(d.channels, 2)
        else:
            words |= m.one(
                {"age_at_least": m.number(10, 70)}, {"age_at_most": m.number(10, 70)}, {"role": m.some(ROLES)},
                {"kind_of_place": m.one(*KINDS)}, {"resident_at_least_days": m.number(0, 2000)},
                {"registered_here": m.one(True, False)},
                {"covered_at_most_days": m.number(0, 2000)},
                {m.one("wealth_rank_at_least", "income_rank_at_most"): m.one(0.2, 0.5, 0.8)},
                {m.one("wealth_rank_at_most", "income_rank_at_least"): m.one(0, 0.5, 0.9, 1)},
            )  # fmt: skip
            if any(kind == "consent" for kind, _ in d.blocks) and m.often(3):
                words["joined"] = m.one(True, False)
    if "age_at_least" in words and "age_at_most" in words:
        del words["age_at_most"]
    for word in ("wealth", "income"):
        if f"{word}_rank_at_least" in words:
            words.pop(f"{word}_rank_at_most", None)
    grades = [words.get(word) for word in ("grade_at_least", "grade_at_most")]
    if all(grades):
        del words["grade_at_most"]
    return words


def conditions(d: Draft, words: Words, tenths: int, of_a_rule: bool = False) -> None:
    """Perhaps ``when`` and ``unless``."""
    if d.m.often(tenths):
        words["when"] = condition(d, of_a_rule)
    if d.m.often(2):
        words["unless"] = condition(d, of_a_rule)
