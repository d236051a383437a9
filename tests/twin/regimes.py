"""Random small regimes over all accepted words; every regime has the same shape of ids, so that feeds find them."""

from __future__ import annotations

from twin.drafts import Draft
from twin.force import (
    make_channel,
    make_desk,
    make_feed,
    make_misuse,
    make_override,
    make_pause,
    make_publicity,
    make_steers,
    make_wakes,
)
from twin.paper import make_consequence, make_grades, make_list, make_rule, make_scores
from twin.trade import choose_unit, make_landing_rule, theirs
from twin.worlds import Blocks, Drawn, Maker, Words


def make_regime(
    m: Maker,
    name: str,
    others: list[str],
    acts: Blocks,
    services: Blocks,
    norms: list[str],
    world: Drawn,
) -> Draft:
    """A whole ``regime.toml``, and what it holds."""
    kinds = {words["id"]: words for kind, words in acts if kind == "act"}
    unit = choose_unit(m, acts, services) if m.has_firms else "person"
    mine = theirs(acts, unit), theirs(services, unit)
    d = Draft(m, name, others, kinds, *mine, world.days, world.window_days, norms, unit)
    d.wanted_by = {words["id"]: words.get("by", "person") for _, words in services}
    head = {"id": name, "title": "a regime", "kind": "reference", "about": "made by a test"}
    d.add("regime", head)
    covers: Words = {} if unit == "person" else {"unit": unit}
    if m.often(3):
        covers["who"] = m.one({"age_at_least": 18}, {"kind_of_place": "village"}, {"resident_at_least_days": 300})
    if m.often(3):
        covers["aware_share"] = m.share()
    if m.often(2):
        covers["places_share"] = m.one(0.5, 0.9, [{"kind_of_place": "village", "is": 0.8}, {"is": 0.3}])
    if m.often(5):
        covers["reach"] = m.one("city", "place", "nation")
        if covers["reach"] != "nation" and m.often(4):
            covers["newcomers"] = "carry"
    if m.often(6):
        covers["leavers"] = "erase"
    d.add("covers", covers)
    if m.often(2):
        consent: Words = {"joins_share": m.share(), "refusers": m.one("unseen", "recorded")}
        if m.often(7):
            consent |= {"may_leave": True, "leaving_erases": m.often(5), "leaves_share_per_year": m.share()}
            consent["returns_share_per_year"] = m.share()
        d.add("consent", consent)
    if not isinstance(unit, list):
        make_scores(d)
    make_grades(d)
    d.lists = [f"list{k}" for k in range(m.number(0, 2))]
    d.feeds = [f"feed{k}" for k in range(m.number(0, 2))] if others and m.often(5) else []
    d.channels = [f"eye{k}" for k in range(m.number(1, 3))]
    for channel in d.channels:
        make_channel(d, channel)
    rules = [f"rule{k}" for k in range(m.number(1, 5))]
    for k, rule in enumerate(rules):
        make_rule(d, rule, rules[:k])
    for k in range(m.number(0, 1)):
        make_landing_rule(d, f"hop{k}")
    for each in d.lists:
        make_list(d, each)
    for k in range(m.number(0, 4)):
        make_consequence(d, f"then{k}")
    for k in range(m.number(0, 2)):
        make_publicity(d, f"board{k}")
    if m.often(2):
        make_steers(d)
    for k in range(m.number(0, 2) if m.often(5) else 0):
        make_desk(d, f"desk{k}", k)
    for feed in d.feeds:
        make_feed(d, feed)
    if m.often(2):
        make_pause(d)
    if others and m.often(1):
        make_override(d)
    for k in range(m.number(1, 2) if m.often(2) else 0):
        make_misuse(d, f"misuse{k}")
    if m.often(2):
        make_wakes(d, "creep", "[[opinion]]" in world.files["people.toml"])
    return d
