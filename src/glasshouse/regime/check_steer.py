"""Do steers make sense: a channel that can be sent, places to be sent to, records to go by?"""

from __future__ import annotations

from typing import Any

from glasshouse.regime.model import Channel, Steer
from glasshouse.rulebook.load import Reading

SEASON_DAYS = 84


def check_steers(reading: Reading[Any]) -> None:
    """Every check of the blocks that send watchers."""
    channels = {channel.id: channel for _, channel in reading.each("channel", Channel)}
    sent: dict[str, str] = {}
    for where, steer in reading.each("steer", Steer):
        if SEASON_DAYS % steer.every_days:
            reading.refuse(
                (*where, "every_days"), f"must divide a season of 84 days; got {steer.every_days}. Write for example 7."
            )
        if steer.channel in sent:
            said = f"'{sent[steer.channel]}' sends '{steer.channel}' already; a channel is sent by one steer"
            reading.refuse((*where, "channel"), said)
        sent.setdefault(steer.channel, steer.id)
        channel = channels.get(steer.channel)
        if channel is not None and channel.by == "self":
            reading.refuse((*where, "channel"), "people who report themselves cannot be sent; name another channel")
        if not steer.start_records:
            reading.refuse((*where, "start_records"), "must not be empty; write start_records = 1")
        if steer.among_places is not None and steer.patrols >= steer.among_places:
            said = f"{steer.patrols} patrols watch all of {steer.among_places} places, so that nothing is steered"
            reading.refuse((*where, "patrols"), f"{said}; send fewer")
