"""What wakes or is put to sleep once a city has come so far: tables of step g."""

from __future__ import annotations

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.rows import bits_at, rows
from glasshouse.engine.order import NEVER
from glasshouse.kit.errors import InputError
from glasshouse.kit.randomness import threshold

FAR = 1 << 60


def wake_table(index: Index, held: np.ndarray) -> np.ndarray:
    """One row per steer that wakes or puts to sleep; ``held`` is the table of opinions."""
    if len(index.wakers) > t.WAKES_ROOM:
        raise InputError(f"{len(index.wakers)} steers wake something; a world holds {t.WAKES_ROOM}. Join fewer regimes")
    opinions = [opinion.id for opinion in index.recipe.opinion]
    out = []
    for r, steer in index.wakers:
        column = held[opinions.index(steer.when_opinion), t.OPINION_NOW] if steer.when_opinion in opinions else -1
        begins = (
            index.day(steer.from_, 0) if column >= 0 or steer.when_opinion is None else NEVER
        )  # nobody thinks so or not
        least, most = steer.when_opinion_at_least, steer.when_opinion_at_most
        listed, good = steer.when_listed_share_at_least, steer.when_good_share_at_least
        mine = [(l, each.kind) for l, (owner, _, each) in enumerate(index.lists) if owner == r]
        numbers = {channel.id: c for c, (owner, channel) in enumerate(index.channels) if owner == r}
        out.append(
            {
                "every": steer.every_days, "from_day": begins, "until_day": index.day(steer.until, NEVER),
                "listed": threshold(float(listed)) if listed is not None else -1, "bad": bits_at(l for l, kind in mine if kind == "bad"),
                "good": threshold(float(good)) if good is not None else -1, "good_lists": bits_at(l for l, kind in mine if kind == "good"),
                "opinion": column, "least": round(float(least) * 1e6) if least is not None else -FAR,
                "most": round(float(most) * 1e6) if most is not None else FAR,
                "channels": bits_at(numbers[name] for name in steer.wakes if name in numbers),
                "silences": bits_at(numbers[name] for name in steer.puts_to_sleep if name in numbers),
            }
        )  # fmt: skip
    return rows("WAKE", out)


def asleep_at_first(index: Index) -> int:
    """Bits of the channels that sleep on day 0."""
    return bits_at(c for c, (_, channel) in enumerate(index.channels) if channel.asleep)
