"""Do channels, desks, publicity, feeds and pauses make sense: the part of a regime that is not law on paper?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from glasshouse.regime.model import Channel, Desk, Feed, Pause, Publicity
from glasshouse.rulebook.catalogue import Act
from glasshouse.rulebook.known import Known
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import Condition, Consequence, Rule, Score
from glasshouse.rulebook.words import named

OF_STANDING = {"score_at_least", "score_at_most", "grade_at_least", "grade_at_most", "on_list", "household_on_list"}
"""What a condition asks of a standing: nobody outside a regime has one."""

MOST_CHANNELS_PER_ACT = 15
MOST_CHANNELS = 62
"""The bits of one whole number say which channel brought a report."""
QUOTA_WORDS = ("pads_with", "pads_on")


def check_force(reading: Reading[Any], known: Known) -> None:
    """Every check of the blocks that put a law in force."""
    for where, _ in reading.each("channel", Channel)[MOST_CHANNELS:][:1]:
        reading.refuse(where, f"is one channel too many; a regime has at most {MOST_CHANNELS}, so merge some")
    for where, channel in _channels(reading):
        _check_covers(reading, where, channel, known)
        _check_eyes(reading, where, channel)
        _check_misreads(reading, where, channel, known)
        _check_wrong_person(reading, where, channel)
        _check_quota(reading, where, channel, known)
        _check_peers(reading, where, channel, known)
    _check_crowding(reading, known)
    _check_watched(reading)
    _check_late_meetings(reading, known)
    _check_silent_rules(reading, known)
    for where, desk in reading.each("desk", Desk):
        _check_desk(reading, where, desk)
        _check_servers(reading, where, desk)
    for where, publicity in reading.each("publicity", Publicity):
        _check_publicity(reading, where, publicity)
    for where, pause in reading.each("pause", Pause):
        _check_pause(reading, where, pause)
    _check_outsiders(reading)


def _check_outsiders(reading: Reading[Any]) -> None:
    """What spares those of a standing, and says not whom it concerns, concerns all who are not under the regime as well."""
    if "consent" not in reading.document.data and "who" not in reading.given(("covers",)):
        return
    clauses: list[tuple[Where, Consequence | Publicity]] = [
        *reading.each("consequence", Consequence),
        *reading.each("publicity", Publicity),
    ]
    for where, each in clauses:
        if each.when is None and each.unless is not None and each.unless.model_fields_set & OF_STANDING:
            said = "concerns everybody else, also those whom [covers] or [consent] leaves out; say in when whom it concerns"
            reading.warn((*where, "unless"), said)


def _channels(reading: Reading[Any]) -> list[tuple[Where, Channel]]:
    """The channels that are looked at, as many as a regime may have."""
    return reading.each("channel", Channel)[:MOST_CHANNELS]


def covered(channel: Channel, known: Known) -> dict[str, Act]:
    """The acts that a channel covers: the listed ones, plus families narrowed by visibility."""
    return {
        act.id: act
        for act in known.catalogue.acts.values()
        if act.id in channel.covers
        or (
            act.family in channel.covers_families
            and (not channel.covers_visibility or act.visibility in channel.covers_visibility)
        )
    }


def desk_ends(reading: Reading[Any]) -> set[str]:
    """The lists that some desk can end: it takes them off, or it is about them or their rules."""
    rules = {rule.id: rule.puts_on for _, rule in reading.each("rule", Rule)}
    desks = [desk for _, desk in reading.each("desk", Desk)]
    about = {name for desk in desks for name in desk.about}
    through_rules = {rules[name] or "" for name in about & set(rules)}
    return about | through_rules | {each for desk in desks for each in desk.takes_off}


def check_feeds(reading: Reading[Any], own: str, other: Callable[[str], Reading[Any] | None]) -> None:
    """A feed names another regime, and standing that this one has; ``other`` opens a shipped one."""
    for where, feed in reading.each("feed", Feed):
        fed_by = other(feed.regime)
        if feed.regime == own:
            reading.refuse((*where, "regime"), "a regime does not feed itself; name the other one")
        elif fed_by is None:
            reading.warn((*where, "regime"), f"'{feed.regime}' is no shipped regime; the feed is silent without it")
        else:
            _check_standing(reading, (*where, "standing"), feed.standing, fed_by)


def _check_standing(reading: Reading[Any], at: Where, standing: Condition, fed_by: Reading[Any]) -> None:
    for word, kinds in (("on_list", ("list", "feed")), ("score", ("score",)), ("grade_at_least", ("grade",)),
                        ("grade_at_most", ("grade",))):  # fmt: skip
        value = getattr(standing, word)
        for name in (value,) if isinstance(value, str) else value or ():
            reading.look_up(
                (*at, word), name, [each for kind in kinds for each in fed_by.ids(kind)], f"{kinds[0]} there"
            )


def _check_covers(reading: Reading[Any], where: Where, channel: Channel, known: Known) -> None:
    families_known = set(channel.covers_families) <= set(known.catalogue.families)
    if not channel.covers and not channel.covers_families:
        reading.refuse(where, 'covers nothing; write covers = ["an-act"] or covers_families = ["a-family"]')
    elif not channel.covers and families_known and not covered(channel, known):
        families, seen = named(channel.covers_families), named(channel.covers_visibility)
        said = f"covers nothing, since no act of family {families} has visibility {seen}; widen it"
        reading.refuse((*where, "covers_visibility"), said)
    if channel.covers_visibility and not channel.covers_families:
        reading.refuse((*where, "covers_visibility"), "narrows covers_families; set that, or leave it out")


def _check_eyes(reading: Reading[Any], where: Where, channel: Channel) -> None:
    """Whose eyes: a channel of another regime, with that regime's name."""
    eyes = channel.same_eyes_as
    if eyes is None:
        return
    regime, _, name = eyes.partition("/")
    if not regime or not name or "/" in name:
        reading.refuse(
            (*where, "same_eyes_as"), f'must be a channel of another regime like "city/cameras"; got "{eyes[:60]}"'
        )
    elif regime == str(reading.given(("regime",)).get("id")):
        reading.refuse(
            (*where, "same_eyes_as"), "is a channel of this regime, whose reports it has already; leave it out"
        )


def _check_misreads(reading: Reading[Any], where: Where, channel: Channel, known: Known) -> None:
    """A misreading needs a deed not done, or a lawful act that is close to a covered one."""
    acts = covered(channel, known)
    if channel.misreads_probability is None or not acts:
        return
    chosen = any(act.kind in ("harm", "good") for act in acts.values())
    near = (name for act in known.catalogue.acts.values() if act.kind == "lawful" for name in act.close_to)
    close = any(name in acts for name in near)
    if not chosen and not close:
        said = "nothing fits it: the channel covers no harm and no good act that could be left undone, and no lawful act is close_to one"
        reading.refuse((*where, "misreads_probability"), f"{said}; leave it out")


def _check_wrong_person(reading: Reading[Any], where: Where, channel: Channel) -> None:
    if channel.wrong_person_share is not None and channel.wrong_person_from is None:
        said = 'another\'s name, but whose? write wrong_person_from = "household", "place" or "place-and-group"'
        reading.refuse((*where, "wrong_person_share"), said)
    if channel.wrong_person_from is not None and channel.wrong_person_share is None:
        reading.refuse((*where, "wrong_person_from"), "goes with wrong_person_share; set that, or leave it out")


def _check_peers(reading: Reading[Any], where: Where, channel: Channel, known: Known) -> None:
    """Peers report what happens between two people, and know whom they met."""
    if channel.by != "peers":
        return
    alone = [act.id for act in covered(channel, known).values() if act.meets is None]
    if alone:
        said = f"nobody is met at '{alone[0]}', and peers report whom they meet"
        word = "covers" if alone[0] in channel.covers else "covers_families"
        reading.refuse((*where, word), f'{said}; cover acts with meets = "place"')
    if channel.wrong_person_share is not None:
        reading.refuse((*where, "wrong_person_share"), "peers know whom they met; leave it out")


def _check_watched(reading: Reading[Any]) -> None:
    """Only somebody else can look more closely; whom one meets looks as always."""
    kinds = {channel.id: channel.by for _, channel in _channels(reading)}
    for where, each in reading.each("consequence", Consequence):
        for name in each.channels:
            if kinds.get(name) in ("self", "peers"):
                said = f"the channel '{name}' is by {kinds[name]}, and nobody there watches; name another"
                reading.refuse((*where, "channels"), said)


def _check_late_meetings(reading: Reading[Any], known: Known) -> None:
    """Who was met is known at the meeting: a report that comes later no longer says it."""
    for where, rule in reading.each("rule", Rule):
        asked = [word for word in ("when", "unless") if getattr(rule, word) is not None and getattr(rule, word).met]
        by = rule.when.reported_by if rule.when is not None else ()
        for _, channel in _channels(reading) if asked else ():
            meets = set(rule.on) & set(covered(channel, known))
            if not meets or (by and channel.id not in by) or channel.delay_days is None:
                continue
            if any(line.high > 0 for line in channel.delay_days.lines):
                said = f"'{channel.id}' reports later, when nobody knows who was met"
                reading.refuse(
                    (*where, asked[0], "met"), f"{said}; leave its delay_days out, or name another in reported_by"
                )
                break
        alone = [act for act in rule.on if act in known.catalogue.acts and known.catalogue.acts[act].meets is None]
        if asked and alone:
            reading.refuse(
                (*where, asked[0], "met"), f"nobody is met at '{alone[0]}'; name acts with meets = \"place\""
            )


def _check_quota(reading: Reading[Any], where: Where, channel: Channel, known: Known) -> None:
    if channel.quota_per_month is None:
        for word in QUOTA_WORDS:
            if word in reading.given(where):
                reading.refuse((*where, word), "pads a quota; set quota_per_month, or leave it out")
        return
    if not channel.pads_with:
        reading.refuse((*where, "quota_per_month"), 'what is missing is invented; write pads_with = ["an-act"]')
    if channel.watchers_per_1000_persons is None:
        reading.refuse((*where, "quota_per_month"), "a quota is per watcher; set watchers_per_1000_persons")
    acts = covered(channel, known)
    for act in channel.pads_with:
        if act in known.catalogue.acts and acts and act not in acts:
            reading.refuse((*where, "pads_with"), f"the channel does not cover '{act}'; cover it, or pad with another")


def _check_crowding(reading: Reading[Any], known: Known) -> None:
    crowd: Counter[str] = Counter()
    for where, channel in _channels(reading):
        for act in covered(channel, known):
            crowd[act] += 1
            if crowd[act] == MOST_CHANNELS_PER_ACT + 1:
                said = f"is number {crowd[act]} to cover '{act}', and {MOST_CHANNELS_PER_ACT} are the most; merge some"
                reading.refuse(where, said)


def _check_silent_rules(reading: Reading[Any], known: Known) -> None:
    channels = [channel for _, channel in _channels(reading)]
    heard = {act for channel in channels for act in covered(channel, known)}
    for where, rule in reading.each("rule", Rule):
        unheard = [act for act in rule.on if act in known.catalogue.acts and act not in heard]
        if unheard:
            reading.warn((*where, "on"), f"no channel covers {named(unheard)}; it is never reported")


def _check_desk(reading: Reading[Any], where: Where, desk: Desk) -> None:
    if not desk.about:
        reading.refuse((*where, "about"), "about what? name rules, lists or scores")
    secret = {rule.id for _, rule in reading.each("rule", Rule) if not rule.told}
    for name in desk.about:
        if name in secret:
            reading.refuse(
                (*where, "about"), f"the rule '{name}' is told to nobody, so nobody can complain; leave it out"
            )
    if desk.next_desk == desk.id:
        reading.refuse((*where, "next_desk"), "the next desk is another one; name it, or leave it out")
    effects = [word for word in ("points", "takes_off", "settles") if getattr(desk, word)]
    if len(effects) > 1:
        reading.refuse((*where, effects[1]), f"a desk grants one thing; got {' and '.join(effects)}. Write two desks.")
    scores = reading.ids("score")
    if desk.points is not None and not scores:
        reading.refuse((*where, "points"), "the regime keeps no score to post to; take off a list instead")
    elif desk.points is not None and desk.score is None and len(scores) > 1:
        reading.refuse((*where, "points"), f"to which score? the regime has {named(scores)}; set score beside it")
    brought = [need for need in desk.needs if need != "settled"]
    if brought and not desk.cost_yuan and not desk.cost_hours:
        said = f"what does it take to bring {named(brought)}? set cost_hours or cost_yuan beside it"
        reading.refuse((*where, "needs"), said)
    if desk.score is not None and desk.points is None:
        reading.refuse((*where, "score"), "goes with points; set that, or leave it out")
    if "window_from" in reading.given(where) and desk.window_days is None:
        reading.refuse((*where, "window_from"), "goes with window_days; set that, or leave it out")
    for name in desk.about:
        kinds = [kind for kind in ("rule", "list", "score") if name in reading.ids(kind)]
        if len(kinds) > 1:
            reading.refuse((*where, "about"), f"'{name}' is a {' and a '.join(kinds)}; rename one")


def _check_servers(reading: Reading[Any], where: Where, desk: Desk) -> None:
    """Servers take their time over each case; then no other word says when a case is answered."""
    if desk.servers is None:
        for word in ("service_days", "service_law"):
            if word in reading.given(where):
                reading.refuse((*where, word), "says how long a server takes; set servers, or leave it out")
        return
    if desk.service_days is None:
        reading.refuse((*where, "servers"), "how long do they take for a case? write service_days = 2")
    for word in ("decisions_per_week_per_100000", "answer_days"):
        if word in reading.given(where):
            said = "the servers decide how many cases are answered, and when; leave it out, or leave servers out"
            reading.refuse((*where, word), said)


def _check_publicity(reading: Reading[Any], where: Where, publicity: Publicity) -> None:
    if not publicity.shows:
        reading.refuse(where, 'shows nothing; write shows = ["name"]')
    kept = [score.id for _, score in reading.each("score", Score) if not score.told_to_person]
    if publicity.shown_to == "self" and "score" in publicity.shows and len(kept) == len(reading.ids("score")) > 0:
        said = f"the score '{kept[0]}' is kept from its subject by told_to_person = false; leave one of the two out"
        reading.refuse((*where, "shows"), said)
    if publicity.felt_yuan_per_month and publicity.felt_as == "neither":
        said = 'felt as what? write felt_as = "pride" or "shame", or leave it out'
        reading.refuse((*where, "felt_yuan_per_month"), said)


def _check_pause(reading: Reading[Any], where: Where, pause: Pause) -> None:
    if not pause.stops:
        reading.refuse((*where, "stops"), 'stops nothing; write stops = ["posting"]')
    if pause.from_ is None or pause.until is None:
        reading.refuse(where, "lasts between two dates; write from = 2020-02-01 and until = 2020-05-01")
