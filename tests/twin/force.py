"""What puts a random law in force: publicity, channels, desks, feeds, pauses."""

from __future__ import annotations

import datetime

from twin.drafts import Draft, condition, conditions
from twin.paper import term
from twin.trade import spare_firms
from twin.worlds import GROUPS, KINDS, START, Words


def make_wakes(d: Draft, name: str, has_opinion: bool) -> None:
    """Clauses that sleep, and a steer that wakes or silences some once the city has come so far."""
    m = d.m
    kinds = ("rule", "consequence", "publicity", "channel")
    found = [(kind, words) for kind, words in d.blocks if kind in kinds and words.get("shown_to") != "self"]
    found = [
        (kind, words)
        for kind, words in found
        if not {"invents_per_person_year", "bounty_yuan", "quota_per_month", "budget_yuan_per_year"} & words.keys()
    ]
    if not found:
        return
    words: Words = {"id": name, "every_days": m.one(d.window_days, 84)}
    for _, other in m.some(found, 3):
        if m.often(6):
            other["asleep"] = True
            if m.often(8):
                words.setdefault("wakes", []).append(other["id"])
        else:
            words.setdefault("puts_to_sleep", []).append(other["id"])
    if len(words) == 2:
        return
    if m.often(5):
        words["from"] = m.date(d.days)
    elif has_opinion and m.often(6):
        words |= {"when_opinion": "trust"} | m.one({"when_opinion_at_least": 0.4}, {"when_opinion_at_most": 0.6})
    else:
        words[m.one("when_listed_share_at_least", "when_good_share_at_least")] = m.one(0.05, 0.0, 0.3)
    d.add("steer", words)


def make_misuse(d: Draft, name: str) -> None:
    """An official acts outside the rules."""
    m = d.m
    words: Words = {"id": name, "against": m.some(d.acts, 2), "within_days": m.number(1, 60), "share": m.share()}
    if m.often(4):
        words["who"] = condition(d)
    score = next((each for each in d.plain if "unit" not in d.scores[each] and "step" not in d.scores[each]), None)
    effect = m.one(*["list"] * 2 * bool(d.lists), *["off"] * bool(d.lists), *["points"] * bool(score), "none")
    if effect == "none":
        return
    if effect == "points":
        words |= {"score": score, "points": m.one(-9, [-20, -5], 8)}
    elif effect == "list":
        words["puts_on"] = m.one(*d.lists)
        if m.often(5):
            words["term_days"] = term(d)
    else:
        words["takes_off"] = m.some(d.lists, 2)
    if effect != "off" and m.often(5):
        words |= {"found_out_share": m.one(0.5, 1.0), "undone_after_days": m.number(1, 40)}
    d.m.dated(words, d.days, 5)
    d.add("misuse", words)


def make_publicity(d: Draft, name: str) -> None:
    """A board for the place, or a look at the own report."""
    m = d.m
    words: Words = {
        "id": name,
        "shown_to": m.one("place", "self", "city", "nearby", "household"),
        "shows": ["name"],
        "reach_share": m.share(),
    }
    if words["shown_to"] == "self":
        if m.often(5):
            words["every"] = m.one("month", "quarter")
        d.add("publicity", words)
        return
    conditions(d, words, 9)
    words["felt_as"] = m.one("shame", "pride", "neither")
    if words["felt_as"] != "neither":
        words["felt_yuan_per_month"] = m.one(80, 5)
    if m.often(5):
        words["named_share"] = m.share()
    if m.often(5):
        words["remembered_days"] = m.number(0, 60)
    d.m.dated(words, d.days)
    d.add("publicity", words)


def make_channel(d: Draft, name: str) -> None:
    """One channel, with every kind of error."""
    m = d.m
    words: Words = {"id": name, "by": m.one("camera", "register", "informant", "self", "official", "platform")}
    if m.often(2):
        words["covers_families"] = m.one(*sorted({act["family"] for act in d.kinds.values()}))
        if m.often(3):
            mine = {act["visibility"] for act in d.kinds.values() if act["family"] == words["covers_families"]}
            words["covers_visibility"] = m.some(sorted(mine))
    if "covers_families" not in words or m.often(5):
        words["covers"] = m.some(d.acts, 4)
    meetings = [act for act in d.acts if "meets" in d.kinds[act]]
    if meetings and m.often(5):
        words |= {"by": "peers", "covers": meetings}
        words.pop("covers_families", None)
        words.pop("covers_visibility", None)
    by = {"kind_of_place": KINDS, "group": GROUPS, "from": ()}
    chosen = any(d.kinds[act]["kind"] in ("harm", "good") for act in words.get("covers", ()))
    for word, tenths in (("coverage_share", 3), ("sees_probability", 7), ("misreads_probability", 4 * chosen)):
        if m.often(tenths):
            words[word] = m.share_lines(by, d.days)
    if m.often(3) and words["by"] != "peers":
        words["wrong_person_share"] = m.share_lines(by, d.days)
        words["wrong_person_from"] = m.one("place", "household", "place-and-group")
    if m.often(3):
        words["invents_per_person_year"] = m.one(0.5, 3, [{"group": "minority", "is": 2}, {"is": 0}])
    if m.often(5):
        words["delay_days"] = m.span(0, 40)
    if m.often(5):
        words["tells_person"] = True
    covered = words.get("covers", [])
    if covered and 28 % d.window_days == 0 and m.often(3):
        words |= {"watchers_per_1000_persons": m.one(30, 100), "quota_per_month": m.number(1, 4)}
        words["pads_with"] = m.some(covered, 2)
        words["pads_on"] = m.one("anyone", "smallest-household")
    if m.often(2):
        words["bounty_yuan"] = m.one(100, 500)
    d.m.dated(words, d.days)
    spare_firms(words, d.kinds)
    d.eyes[name] = words
    if d.others and m.often(2):
        words["same_eyes_as"] = f"{m.one(*d.others)}/eye0"
    d.add("channel", words)


def make_steers(d: Draft) -> None:
    """Watchers who are sent; each channel by one steer at most."""
    m = d.m
    sent = [each for each in d.channels if d.eyes[each]["by"] != "self"]
    every = [days for days in (7, 1, 2, 14, 28, 84) if days % d.window_days == 0 and 84 % days == 0]
    for k, channel in enumerate(m.some(sent, 2) if sent and every else []):
        words: Words = {"id": f"steer{k}", "channel": channel, "every_days": m.one(*every)}
        words["sent"] = m.one("in-proportion", "most-records", "at-random")
        if m.often(5):
            words["among_places"] = m.number(2, 3)
            words["patrols"] = m.number(1, words["among_places"] - 1)
        elif m.often(3):
            words["patrols"] = 2
        if m.often(5):
            words["start_records"] = m.one([1, 2], [0], [0.5, 30, 2], [1_000_000])
        if m.often(5):
            words["counts"] = {each: m.one(1, 0.5, 0, 1000) for each in m.some(d.channels)}
        if m.often(5):
            words["accepts"] = "inverse-share"
        m.dated(words, d.days)
        d.add("steer", words)


def make_desk(d: Draft, name: str, number: int) -> None:
    """One desk; the second may be the first one's next."""
    m = d.m
    about = [*(name for name, rule in d.rules.items() if "told" not in rule), *d.lists, *d.plain]
    if not about:
        return
    words: Words = {"id": name, "kind": m.one("appeal", "repair", "correction"), "about": m.some(about)}
    conditions(d, words, 2)
    if m.often(4):
        words["opens_after_days"] = m.number(1, 20)
    if m.often(4):
        words["window_days"] = m.number(1, 30)
        words["window_from"] = m.one("notice", "entry")
    if m.often(3):
        words["needs"] = "settled"
    if m.often(3):
        words |= {"cost_yuan": m.one(300, 5000, 0), "cost_hours": m.one(8, 1, 0)}
    kind = m.one("open", "limit", "servers")
    if kind == "limit":
        words["decisions_per_week_per_100000"] = m.one(2000, 500, 10_000)
    if kind == "servers":
        words |= {"servers": m.number(1, 3), "service_days": m.one(2, 0.3, 20)}
        words["service_law"] = m.one("fixed", "exponential")
    elif m.often(6):
        words["answer_days"] = m.span(0, 20)
    for word in ("grants_wrong_share", "grants_right_share"):
        if m.often(5):
            words[word] = m.share_lines({"group": GROUPS}, d.days)
    if m.often(4):
        words["suspends"] = True
    effect = m.one("plain", "plain", "points", "off", "settles")
    if effect == "points" and d.plain:
        words |= {"points": m.one(3, -2), "score": m.one(*d.plain)}
    elif effect == "off" and d.lists:
        words["takes_off"] = m.some(d.lists)
    elif effect == "settles":
        words["settles"] = m.some(("debt", "regret"))
    if m.often(4):
        words["apply_again_after_days"] = m.number(1, 20)
    elif number > 0 and m.often(5):
        words["next_desk"] = "desk0"
    d.m.dated(words, d.days)
    d.add("desk", words)


def make_feed(d: Draft, name: str) -> None:
    """Standing in another regime, as far as the two share words."""
    m = d.m
    standing = m.one(
        {"on_list": "list0"}, {"owes": "debt"}, {"age_at_least": 40}, {"reported": {"of": "any-bad", "within_days": 20}}
    )
    words: Words = {"id": name, "regime": m.one(*d.others), "standing": standing}
    for word in ("delay_days", "removal_delay_days"):
        if m.often(5):
            words[word] = m.number(0, 20)
    if d.unit != "firm" and m.has_firms and m.often(5):
        words["lands_on"] = "owners"
    elif m.often(3):
        words["share"] = m.share()
    m.dated(words, d.days)
    d.add("feed", words)


def make_override(d: Draft) -> None:
    """All clauses of another regime are void, perhaps from a day on."""
    words: Words = {"id": "void", "voids": f"{d.m.one(*d.others)}/*"}
    d.m.dated(words, d.days)
    words.pop("until", None)
    d.add("override", words)


def make_pause(d: Draft) -> None:
    """An amnesty."""
    m = d.m
    begins = m.number(0, d.days)
    words: Words = {
        "id": "pause", "stops": m.some(("posting", "publishing")), "afterwards": m.one("forgotten", "posted"),
        "from": START + datetime.timedelta(days=begins), "until": START + datetime.timedelta(days=begins + m.number(1, 90)),
    }  # fmt: skip
    d.add("pause", words)
