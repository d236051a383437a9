"""Watchers who are sent: tables of step g."""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.rows import rows, whole
from glasshouse.engine.order import NEVER
from glasshouse.kit.errors import InputError
from glasshouse.kit.randomness import name_key

SENT = {"in-proportion": t.SENT_IN_PROPORTION, "most-records": t.SENT_TO_MOST, "at-random": t.SENT_AT_RANDOM}
MOST_STEERS = 8


def steer_tables(index: Index) -> dict[str, Any]:
    """Steers, what reports add to records, records at the start; and per channel the steer that sends it, plus 1."""
    if len(index.steers) > MOST_STEERS:
        raise InputError(f"{len(index.steers)} steers send watchers; a world holds {MOST_STEERS}. Join fewer regimes")
    number = {(r, channel.id): c for c, (r, channel) in enumerate(index.channels)}
    of_channel = whole((len(index.channels),))[: len(index.channels)]
    out: list[dict[str, Any]] = []
    counts: list[dict[str, int]] = []
    starts: list[int] = []
    for g, (r, steer) in enumerate(index.steers):
        own = steer.channel or ""
        channel = number[(r, own)]
        of_channel[channel] = g + 1
        adds = steer.counts or {own: 1}
        out.append(
            {
                "regime": r, "key": name_key(f"{index.regime_ids[r]}/{steer.id}"), "channel": channel, "patrols": steer.patrols,
                "every": steer.every_days, "sent": SENT[steer.sent],
                "among": steer.among_places or index.recipe.population.places_per_city, "inverse": int(steer.accepts == "inverse-share"),
                "from_day": index.day(steer.from_, 0), "until_day": index.day(steer.until, NEVER),
                "first_start": len(starts), "n_starts": len(steer.start_records), "first_count": len(counts), "n_counts": len(adds),
            }
        )  # fmt: skip
        starts += [round(float(each) * 1000) for each in steer.start_records]
        counts += [{"channel": number[(r, name)], "adds": round(float(weight) * 1000)} for name, weight in adds.items()]
    return {
        "steers": rows("STEER", out),
        "counts": rows("STEER_COUNT", counts),
        "starts": np.array(starts, np.int64),
        "of_channel": of_channel,
    }
