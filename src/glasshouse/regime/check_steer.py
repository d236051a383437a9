"""Do steers make sense: a channel that can be sent and places to be sent to; or clauses that sleep, and when they wake?"""

from __future__ import annotations

from typing import Any

from glasshouse.regime.model import Channel, Publicity, Steer
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where
from glasshouse.rulebook.model import Consequence, Rule

SEASON_DAYS = 84
SENDS = ("patrols", "sent", "among_places", "start_records", "counts", "accepts")
WHEN = (
    "when_listed_share_at_least", "when_good_share_at_least", "when_opinion", "when_opinion_at_least", "when_opinion_at_most",
)  # fmt: skip
CLAUSES: dict[str, type[Any]] = {"rule": Rule, "consequence": Consequence, "publicity": Publicity, "channel": Channel}
INVENTS = ("invents_per_person_year", "bounty_yuan", "quota_per_month")


def check_steers(reading: Reading[Any]) -> None:
    """Every check of the blocks that send watchers, or wake clauses."""
    sent: dict[str, str] = {}
    for where, steer in reading.each("steer", Steer):
        if SEASON_DAYS % steer.every_days:
            said = f"must divide a season of 84 days; got {steer.every_days}. Write for example 7."
            reading.refuse((*where, "every_days"), said)
        changes_law = bool(steer.wakes or steer.puts_to_sleep)
        if steer.channel is None and not changes_law:
            reading.refuse(where, "steers nothing; set channel, wakes or puts_to_sleep")
        elif steer.channel is not None and changes_law:
            reading.refuse((*where, "channel"), "a steer sends watchers or changes the law; write two steers")
        elif changes_law:
            _check_change(reading, where, steer)
        else:
            _check_sent(reading, where, steer, sent)
    _check_sleep(reading)


def _check_sent(reading: Reading[Any], where: Where, steer: Steer, sent: dict[str, str]) -> None:
    channels = {channel.id: channel for _, channel in reading.each("channel", Channel)}
    name = steer.channel or ""
    if name in sent:
        said = f"'{sent[name]}' sends '{name}' already; a channel is sent by one steer"
        reading.refuse((*where, "channel"), said)
    sent.setdefault(name, steer.id)
    channel = channels.get(name)
    if channel is not None and channel.by == "self":
        reading.refuse((*where, "channel"), "people who report themselves cannot be sent; name another channel")
    if not steer.start_records:
        reading.refuse((*where, "start_records"), "must not be empty; write start_records = 1")
    if steer.among_places is not None and steer.patrols >= steer.among_places:
        said = f"{steer.patrols} patrols watch all of {steer.among_places} places, so that nothing is steered"
        reading.refuse((*where, "patrols"), f"{said}; send fewer")
    for word in WHEN:
        if word in reading.given(where):
            reading.refuse((*where, word), "says when the law changes; set wakes or puts_to_sleep, or leave it out")


def _check_change(reading: Reading[Any], where: Where, steer: Steer) -> None:
    for word in SENDS:
        if word in reading.given(where):
            reading.refuse((*where, word), "says how watchers are sent; leave it out")
    bounds = (steer.when_opinion_at_least, steer.when_opinion_at_most)
    if steer.when_opinion is not None and bounds == (None, None):
        reading.refuse((*where, "when_opinion"), "beyond what? write when_opinion_at_least or when_opinion_at_most")
    for word in ("when_opinion_at_least", "when_opinion_at_most"):
        if steer.when_opinion is None and getattr(steer, word) is not None:
            reading.refuse((*where, word), "which opinion? set when_opinion beside it")
    if not any(getattr(steer, word) is not None for word in WHEN) and steer.from_ is None:
        said = "when? set one of when_listed_share_at_least, when_good_share_at_least and when_opinion, or a date with from"
        reading.refuse(where, said)
    for word in ("wakes", "puts_to_sleep"):
        for name in getattr(steer, word):
            kinds = [kind for kind in CLAUSES if name in reading.ids(kind)]
            blocks = [block for kind, of in CLAUSES.items() for _, block in reading.each(kind, of) if block.id == name]
            if len(kinds) > 1:
                reading.refuse((*where, word), f"'{name}' is a {' and a '.join(kinds)}; rename one")
            elif blocks and word == "wakes" and not blocks[0].asleep:
                reading.refuse((*where, word), f"'{name}' is awake already; write asleep = true there, or leave it out")


def _check_sleep(reading: Reading[Any]) -> None:
    for kind, of in CLAUSES.items():
        for where, block in reading.each(kind, of):
            if not block.asleep:
                continue
            if kind == "publicity" and block.shown_to == "self":
                reading.refuse((*where, "asleep"), "what is shown to oneself does not sleep; leave it out")
            for word in INVENTS if kind == "channel" else ():
                if getattr(block, word):
                    said = "a channel that sleeps invents nothing, and that is not built yet; leave it out, or asleep"
                    reading.refuse((*where, word), said)
            if kind == "consequence" and block.budget_yuan_per_year is not None:
                reading.refuse(
                    (*where, "asleep"), "a pot that wakes is not built yet; give it a date with from instead"
                )
