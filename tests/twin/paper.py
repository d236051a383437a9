"""Random law on paper: scores, grades, rules, lists, consequences."""

from __future__ import annotations

from typing import Any

from twin.drafts import Draft, condition, conditions
from twin.trade import ties_of
from twin.worlds import GROUPS, Maker, Words

STEPS = (1, 0.5, 0.1, 0.25)


def make_scores(d: Draft) -> None:
    """Up to three scores that take points or measure something, and one made of them."""
    m = d.m
    for k in range(m.number(0, 3)):
        name = f"score{k}"
        step = m.one(*STEPS)
        words: Words = {"id": name}
        if m.often(2) and d.unit == "person":
            measures = m.one("wealth-rank", "income-rank", "steady-address", "friends-mean")
            words |= {"measures": measures, "floor": m.one(0, 10), "ceiling": 100}
            if m.often(5):
                words["full_at"] = m.one(3650, 400)
        else:
            words["start"] = m.one(100, 0, [80, 120]) if step in (1, 0.5, 0.25) else 100
            if d.unit == "firm":
                words["unit"] = "firm"
            elif m.often(3):
                words["unit"] = m.one("household", "place")
            if m.often(4):
                words["floor"] = m.one(0, -5)
            if m.often(4):
                words["ceiling"] = m.one(130, 120)
            if m.often(3) and words.get("unit") not in ("household", "place"):
                words["clips"] = m.one("posting", "sum")
            if m.often(3) and words.get("unit") not in ("household", "place"):
                words["expires_after_days"] = m.number(1, 100)
            if m.often(3):
                words["resets"] = m.one("month", "quarter", "year")
            if m.often(3):
                words["returns_share_per_month"] = m.one(0.1, 1.0, 0.05)
                if m.often(3):
                    words["returns_to"] = m.one(100, 90)
            if m.often(3) and step in (1, 0.5, 0.25):
                by_group = [{"group": "minority", "is": 80}, {"is": 100, "sigma": 2.5}]
                words["start"] = m.one(
                    {"is": 100, "sigma": 15},
                    [{"is": 90, "share": 0.3}, {"is": [95, 110], "share": 0.7}],
                    by_group if "unit" not in words else by_group[1],
                )
            if m.often(3):
                take_ratings(m, words)
        if step != 1:
            words["step"] = step
        if m.often(2):
            words["told_to_person"] = False
        published(d, words)
        d.scores[name] = words
        d.add("score", words)
    parts = [name for name, words in d.scores.items() if words.get("unit") not in ("household", "place")]
    if parts and m.often(3):
        words = {"id": "whole", **({"unit": "firm"} if d.unit == "firm" else {})}
        words |= {"made_of": {part: m.one(1.0, 0.5, 0.3) for part in m.some(parts)}}
        if m.often(5):
            words |= {"floor": 0, "ceiling": 150}
        if d.unit != "firm" and m.often(3):
            words["unit"] = "place"
        published(d, words)
        d.scores["whole"] = words
        d.add("score", words)


def take_ratings(m: Maker, words: Words) -> None:
    """Make a score a mean of ratings."""
    words.pop("expires_after_days", None)
    if words.get("unit") != "firm":
        words.pop("unit", None)
    words |= {"floor": m.one(0, -20), "ceiling": 130, "averages_over": m.one(3, 1, 20, 100)}


def published(d: Draft, words: Words) -> None:
    """Perhaps shown on certain days only."""
    if d.m.often(3):
        words["published"] = d.m.one("month", "quarter", "year")
        if d.m.often(5):
            words["published_on"] = f"01-{d.m.one(6, 1, 28, 15):02d}"
            if words["published"] == "year":
                words["published_on"] = f"{d.m.date(d.days):%m-%d}"


def make_grades(d: Draft) -> None:
    """Grades of some scores."""
    m = d.m
    for score, words in d.scores.items():
        if not m.often(6):
            continue
        bounds = sorted({m.number(1, 118) for _ in range(m.number(1, 4))}, reverse=True)
        low, high = words.get("floor", -(10**9)), words.get("ceiling", 10**9)
        bounds = [bound for bound in bounds if low < bound <= high]
        d.grades[score] = [f"grade{k}" for k in range(len(bounds) + 1)]
        moved = m.one("top_share", "quantile", "at_mean") if bounds and m.often(2) else ""
        with_start = m.often(5)
        shares = m.one((0.1, 0.4, 0.6, 0.9), (0.3, 0.5, 0.75, 0.999), (0.01, 0.02, 0.05, 0.5))
        for k, bound in enumerate(bounds):
            at: Any = bound
            later = bound - 1
            if len(bounds) == 1 and m.often(3) and low < later:
                at = [{"from": m.date(d.days), "is": later}, {"is": bound}]
            words = {"id": f"grade{k}", "score": score, "at_least": at}
            if moved == "top_share":
                words = {"id": f"grade{k}", "score": score, "top_share": shares[k]}
            elif moved == "at_mean":
                words = {"id": f"grade{k}", "score": score, "at_mean": m.one(4, 0.5, 0) - 5 * k}
                words |= {"at_least": bound} if with_start else {}
            elif moved == "quantile":
                words = {"id": f"grade{k}", "score": score, "quantile": round(1 - shares[k], 3)}
                words |= {"at_least": bound} if with_start else {}
            if moved != "top_share" and m.often(2):
                words[m.one("when", "unless")] = m.one(
                    {"covered_at_most_days": m.number(0, 900)}, {"covered_at_least_days": m.number(0, 900)}, {"owes": "debt"},
                )  # fmt: skip
            d.add("grade", words)
        d.add("grade", {"id": f"grade{len(bounds)}", "score": score})


def make_rule(d: Draft, name: str, before: list[str]) -> None:
    """One rule."""
    m = d.m
    words: Words = {"id": name}
    standing = m.often(2)
    if standing:
        words["every"] = m.one("day", "week", "month", "quarter", "year")
        if m.often(5):
            words |= {"chance": m.share(), "drawn_per": m.one("person", "household")}
    elif (d.feeds or d.lists) and m.often(3):
        words[m.one("on_entering", "on_leaving")] = m.one(*d.feeds, *d.lists)
    else:
        words["on"] = m.some(d.acts, 2)
    conditions(d, words, 3, of_a_rule="on" in words)
    if "on" in words and all(d.meets_at_once(act) for act in words["on"]) and m.often(6):
        words[m.one("when", "unless")] = {"met": condition(d)}
    opens = [d.kinds[act].get("opens") for act in words.get("on", ())]
    effects = ["points"] * 4 * bool(d.plain) + ["units"] * bool(d.plain) + ["list"] * 2 * bool(d.lists)
    effects += ["rating"] * 3 * bool(d.means) + ["opens", "settles"]
    effects += ["off"] * bool(d.lists) + ["cap"] * bool([1 for grades in d.grades.values() if len(grades) > 1])
    effect = m.one(*effects) if effects else None
    if effect is None:
        return
    if standing and effect in ("list", "off") and m.often(7):
        words = {"id": name, "when": words.get("when") or condition(d)}  # whenever a standing fits
    if standing and effect == "units":
        effect = "points"
    if effect in ("points", "units"):
        words["score"] = m.one(*d.plain)
        step = d.scores[words["score"]].get("step", 1)
        if effect == "points":
            words["points"] = points(d, step)
        elif m.often(5):
            words["units_per_point"] = [{"units_up_to": m.number(2, 20), "is": 2}, {"is": m.one(5, 1.5)}]
        else:
            words["units_per_point"] = m.one(1, 3)
        if m.often(3):
            words["points_at_most_per_year"] = m.number(1, 30)
        if m.often(2) and "unit" not in d.scores[words["score"]]:
            words["expires_after_days"] = m.number(1, 100)
        if m.often(3) and isinstance(words.get("points"), list) and not isinstance(words["points"][0], dict):
            words["decided_by"] = m.one("case", "official")
            words["harsher_share"] = m.one(0.5, [{"group": "minority", "is": 0.8}, {"is": 0.2}], 1.0)
    elif effect == "rating":
        words |= {"score": m.one(*d.means), "rating": rating(d)}
        if isinstance(words["rating"], list) and not isinstance(words["rating"][0], dict) and m.often(4):
            words["decided_by"] = m.one("case", "official")
            words["harsher_share"] = m.one(0.5, 1.0)
    elif effect == "cap":
        score = m.one(*[score for score, grades in d.grades.items() if len(grades) > 1])
        words |= {"score": score, "no_better_than": m.one(*d.grades[score][1:]), "for_days": m.number(1, 100)}
    elif effect == "list":
        words["puts_on"] = m.one(*d.lists)
        if m.often(5):
            words["term_days"] = term(d)
    elif effect == "opens":
        words["opens"] = m.one("debt", "regret")
    elif effect == "settles":
        words["settles"] = m.some(("debt", "regret"), 2)
    else:
        words["takes_off"] = m.some(d.lists, 2)
    for word, most in (("at_most_per_month", 3), ("at_most_per_year", 6)):
        if m.often(2) and effect in ("points", "units", "rating"):
            words[word] = m.number(1, most)
    if standing:
        before = []
    if m.often(2) and not standing:
        words["grace_days"] = m.number(1, 30)
    if any(opens) and m.often(6):
        words["while_owed"] = next(each for each in opens if each)
        if m.often(6):
            words["every"] = "month"
    if before:
        instead = m.some(before, 1) if m.often(3) else []
        words["instead_of"] = instead
        words["together_with"] = [each for each in before if each not in instead]
    if m.often(2):
        words["told"] = False
    lawful = [act for act in d.acts if d.kinds[act]["kind"] == "lawful"]
    if lawful and m.often(4) and not standing and "told" not in words:
        words["vague_about"] = m.one(*lawful)
    if m.often(1):
        words["asleep"] = True
    d.m.dated(words, d.days)
    d.rules[name] = words
    d.add("rule", {word: value for word, value in words.items() if value != []})


def points(d: Draft, step: float) -> Any:
    """Points: one number, a range, or lines by date; whole steps."""
    m = d.m
    sign = m.one(-1, 1)
    size = m.number(1, 12)
    one = sign * (size * step if step in (0.5, 0.25) else size)
    if m.often(3):
        span = [size, size + m.number(1, 9)]
        return span if sign > 0 else [-span[1], -span[0]]
    if m.often(2):
        return {"is": one, "sigma": m.one(2, 0.5, 10)}
    if m.often(3):
        return [{"from": m.date(d.days), "is": sign * m.number(1, 20)}, {"is": one}]
    return one


def rating(d: Draft) -> Any:
    """A rating: one value, a range, or lines by date."""
    m = d.m
    low = m.number(60, 110)
    if m.often(4):
        return [low, low + m.number(1, 20)]
    return [{"from": m.date(d.days), "is": m.number(60, 130)}, {"is": low}] if m.often(3) else low


def term(d: Draft) -> Any:
    """Days on a list."""
    m = d.m
    if m.often(3):
        return [{"time": 1, "is": m.number(1, 30)}, {"is": m.span(1, 60)}]
    return m.span(1, 40)


def make_list(d: Draft, name: str) -> None:
    """One list."""
    m = d.m
    words: Words = {
        "id": name,
        "kind": m.one("bad", "good"),
        "if_already_on": m.one("ignore", "longer", "add", "restart"),
    }
    if m.often(5):
        words["term_days"] = term(d)
    if m.often(5):
        words["ends_when_settled"] = m.some(("debt", "regret"), 2)
    if m.often(2):
        words["stays_while"] = condition(d)
    if m.often(3):
        words["relist_after_days"] = m.number(1, 30)
    if m.often(5):
        words["notice_share"] = m.share_lines({"group": GROUPS}, d.days)
        words["notice_after_days"] = m.span(0, 20)
    if m.often(5):
        words["removal_days"] = m.span(0, 10)
        words["removal_lost_share"] = m.one(0.1, 0.5)
    if m.often(4):
        words |= make_places(d, name)
    d.add("list", words)


def make_places(d: Draft, name: str) -> Words:
    """Room for so many on a list, and who gets it."""
    m = d.m
    words: Words = {"places_per": m.one("city", "place"), "every": m.one("month", "month", "quarter", "year")}
    words |= m.one({"places": m.one(1, 3, 8)}, {"places_per_1000_persons": m.one(150, 60.5)})
    words["shared_out"] = m.one("by-lot", "best-first", "first-come")
    if m.often(6):
        words["open_to"] = condition(d)
    others = [each for each in d.lists if each != name]
    if words["shared_out"] == "first-come" and others:
        words["open_to"] = {"on_list": m.some(others, 1)}
    elif words["shared_out"] == "best-first" and d.scores:
        words["score"] = m.one(*d.scores)
        if d.scores[words["score"]].get("resets", "never") != "never":
            words["every"] = "year"
    else:
        words["shared_out"] = "by-lot"
    return words


def make_consequence(d: Draft, name: str) -> None:
    """One consequence."""
    m = d.m
    words: Words = {"id": name}
    conditions(d, words, 8)
    effect = m.one(
        "denies",
        "price_factor",
        "price_change_yuan",
        "deposit",
        "priority",
        "wait",
        "income",
        "pays",
        "pot",
        "weighs",
        "watched",
        "ration",
    )
    if effect == "denies":
        words["denies"] = m.some(d.services, 2)
    elif effect == "price_factor":
        words |= {"service": m.one(*d.services), "price_factor": m.one(0.5, 2, 0, 1.333)}
    elif effect == "price_change_yuan":
        words |= {"service": m.one(*d.services), "price_change_yuan": m.one(15, -15, -500)}
    elif effect in ("deposit", "priority"):
        word = {"deposit": "deposit_waived_yuan", "priority": "priority"}[effect]
        figure: Any = m.one(200, 3)
        if d.scores and m.often(6) and (len(d.scores) == 1 or "score" in words.get("when", {})):
            figure = [{"score_at_least": m.number(95, 115), "is": 400}, {"is": m.one(0, 100)}]
        words |= {"service": m.one(*d.services), word: figure}
    elif effect == "ration":
        words |= {"service": m.one(*d.services), "uses_at_most_per_year": m.number(1, 9)}
    elif effect == "wait":
        words |= {"service": m.one(*d.services), "wait_change_days": m.one(-4, 6)}
    elif effect == "income":
        words["income_factor"] = m.one(0.5, 0.1, 2, 1.5)
    elif effect == "pot":
        words |= {
            "budget_yuan_per_year": m.one(20_000, 100, 3),
            "budget_per": m.one("city", "place"),
            "shared_out": "equally",
        }
        if d.scores and m.often(5):
            words |= {"shared_out": m.one("by-score", "best-first"), "score": m.one(*d.scores)}
        elif m.often(3):
            words["shared_out"] = "by-lot"
        if words["shared_out"] in ("by-lot", "best-first"):
            words["portion_yuan"] = m.one(1, 2, 3)
    elif effect == "weighs" and d.scores:
        words["points_factor"] = m.one(2, 0.5, 0, 1.333, 900)
    elif effect in ("weighs", "watched"):
        words["watched_factor"] = m.one(3, 0.2, 0, 1.5, 1000)
        watchers = [each for each in d.channels if d.eyes.get(each, {}).get("by") not in ("self", "peers")]
        if watchers and m.often(4):
            words["channels"] = m.some(watchers, 2)
    else:
        words |= {"pays_yuan": m.one(120, 5), "every": m.one("month", "year")}
    books = [each for each in d.plain if "floor" in d.scores[each] and "unit" not in d.scores[each]]
    if (
        books
        and d.unit == "person"
        and effect in ("price_factor", "price_change_yuan", "deposit", "wait")
        and m.often(6)
    ):
        words |= {"score": m.one(*books), "costs_points": m.one(5, 30, 1)}
    if words.get("price_factor", 1) < 1 or words.get("price_change_yuan", 0) < 0:
        words |= {"yuan_at_most_per_month": m.one(7, 40, 600)} if m.often(4) else {}
    shared = effect in ("price_factor", "price_change_yuan", "deposit", "priority", "wait") and m.often(3)
    if shared:
        words |= {
            "budget_uses_per_year": m.one(1, 4, 20),
            "budget_per": m.one("city", "place"),
            "shared_out": "first-come",
        }
    if effect not in ("income", "pays", "pot", "weighs", "watched"):
        if m.often(3):
            words["enforced_share"] = m.share_lines({"from": ()}, d.days)
        if m.often(3) and effect != "ration":
            words["at_most_per_year"] = m.number(1, 3)
        if m.often(4) and "costs_points" not in words and not shared:
            words["lands_on"] = m.one(*ties_of(d, words))
        if words.get("lands_on", "self") != "self":
            if m.often(5):
                words["reaches_share"] = m.share()
            if m.often(5):
                words["reaches_after_days"] = m.number(0, 30)
    if m.often(1) and "budget_yuan_per_year" not in words:
        words["asleep"] = True
    d.m.dated(words, d.days)
    d.add("consequence", words)
