"""Random words of how people follow one another: ties, norms, opinions; and acts that meet somebody or need a norm."""

from __future__ import annotations

import datetime
from typing import Any

from twin.worlds import START, Blocks, Maker, Words

NORMS = ("bikes", "sorts", "helps")


def make_crowd(m: Maker, per_place: int, friends: bool, days: int) -> tuple[Blocks, list[str]]:
    """Ties beside friends, up to three norms, perhaps an opinion; and the names of the norms."""
    blocks: Blocks = []
    ties = ["friends"] if friends else []
    if m.often(4) and per_place > 6:
        blocks.append(("tie", {"id": "ring", "each_side": m.number(1, 3)}))
        ties.append("ring")
    if m.often(3) and per_place > 3:
        pairs: list[Words] = [{"who": 0, "heeds": 1, "weight": 1.0}, {"who": 2, "heeds": 0, "weight": 0.25}]
        pairs += [{"who": 2, "heeds": 3, "weight": 0.75}, {"who": 1, "heeds": 1, "weight": 1.0}]
        blocks.append(("tie", {"id": "table", "rows": pairs}))
        ties.append("table")
    norms = list(NORMS[: m.number(1, 3)])
    blocks += [("norm", make_norm(m, name, ties, per_place, days)) for name in norms]
    if m.often(4):
        blocks.append(("opinion", make_opinion(m, ties, per_place)))
    return [(kind, words | {"source": "assumption"}) for kind, words in blocks], norms


def make_norm(m: Maker, name: str, ties: list[str], per_place: int, days: int) -> Words:
    """One norm."""
    follows = m.one("threshold", "infection", "hazard", "payoff")
    among = ["place", "city"] if follows == "payoff" else ["place", "city", *ties]
    words: Words = {"id": name, "label": "does so", "follows": follows}
    words["among"] = m.one(*(each for each in among if follows != "infection" or each != "table"))
    if m.often(7):
        words["start_share"] = m.one(0.1, 0.5, 0.9, 1.0)
    if follows == "threshold":
        words |= numbers(m, "threshold", "thresholds", per_place)
    elif follows == "infection":
        words |= m.one({"passes_on_to": m.one(2, 0.5, 500)}, {"chance_per_contact": m.one(0.05, 0.5, 1.0)})
        if m.often(5):
            words["catching_windows"] = m.number(1, 3)
    elif follows == "hazard":
        words |= m.one({"own_per_year": m.one(0.5, 3)}, {"others_per_year": m.one(3, 10)})
        words |= m.one({}, {"own_per_year": 0.1})
    else:
        words["imitates_per_window"] = m.one(0.1, 1)
    if (follows == "threshold" or "catching_windows" in words) and m.often(5):
        words["may_be_given_up"] = True
    if follows != "threshold" and m.often(3):
        words["evenly"] = True
    if m.often(2):
        words["pushes"] = [make_push(m, days) for _ in range(m.number(1, 2))]
    return words


def make_push(m: Maker, days: int) -> Words:
    """A share that is made to follow between two dates."""
    begins, lasts = m.number(-5, days), m.number(1, 60)
    words: Words = {"share": m.one(0.2, 0.0, 1.0)}
    if m.often(7):
        words["from"] = START + datetime.timedelta(days=begins)
    if m.often(7):
        words["until"] = START + datetime.timedelta(days=begins + lasts)
    return words


def numbers(m: Maker, by_law: str, one_by_one: str, per_place: int) -> Words:
    """A law of numbers of one's own, or the numbers one by one."""
    if m.often(2):
        n = m.one(*(n for n in (1, 2, 3, 5) if per_place % n == 0))
        return {one_by_one: [m.one(0.0, 0.2, 0.5, 1.5, -0.5) for _ in range(n)]}
    law: dict[str, Any] = {"law": m.one("even", "uniform", "normal")}
    if law["law"] == "normal":
        law |= {"mean": m.one(0.3, 0), "sigma": m.one(0.2, 0)}
    elif m.often(5):
        law |= {"low": m.one(0.1, 0, -1), "high": m.one(0.6, 2)}
    if m.often(3):
        law["evenly"] = True
    return {by_law: law}


def make_opinion(m: Maker, ties: list[str], per_place: int) -> Words:
    """One opinion."""
    words: Words = {"id": "trust", "label": "trusts", "among": m.one("place", *ties)}
    words |= numbers(m, "start", "starts", per_place)
    weights = m.one((0.0, 1.0, 0.0), (0.3, 0.5, 0.2), (0.5, 0.5, 0.0))
    words |= dict(zip(("weight_self", "weight_others", "weight_start"), weights, strict=True))
    for word in ("shift", "own_sigma", "noise_sigma"):
        if m.often(3):
            words[word] = m.one(0.1, 1)
    return words


def meet(m: Maker, acts: Blocks) -> None:
    """Some acts meet somebody."""
    for _, act in acts:
        if "lane" in act and "by" not in act and m.often(5):
            act["meets"] = "place"


def make_meetings(m: Maker, acts: Blocks, lists: list[str], scores: list[str]) -> None:
    """Acts that meet somebody go by the lists that the other is on, or by a score."""
    for _, act in acts:
        if "meets" not in act:
            continue
        if m.often(4):
            act["met_known_share"] = m.one(0.5, 0.9, 0.0)
        for word in ("unless_met_on_list", "only_met_on_list"):
            if m.often(4):
                act[word] = m.some([*lists, "absent/list0"], 2)
        if m.often(5):
            act["met_gains_yuan"] = m.one(3, 40)
        if m.often(4):
            act |= {"met_score": m.one(*scores, "absent/score0"), "met_score_from": m.one(100, 50, 0)}
            act["met_yuan_per_point"] = m.one(0.5, -0.3, 20)
        if m.often(3):
            act["met_agrees"] = True


def need_norms(m: Maker, acts: Blocks, norms: list[str]) -> None:
    """Some acts are done by those only who follow a norm."""
    for _, act in acts:
        if "lane" in act and m.often(3):
            act["needs_norm"] = m.one(*norms)
