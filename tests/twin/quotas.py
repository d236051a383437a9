"""Step a, quotas: informants fill what is missing at the end of a quota month of 28 days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.addresses import QUOTA, one_of
from twin.dates import NEVER
from twin.mail import INVENTED, Letter
from twin.people import Place

if TYPE_CHECKING:
    from twin.life import Life

QUOTA_DAYS = 28
CANDIDATES = 3


def fill_quotas(life: Life, place: Place, day: int) -> None:
    """On the first day after a quota month, invent what each channel still owes."""
    if day % QUOTA_DAYS != 0:
        return
    law, n = life.law, len(place.folk)
    for channel in law.channels:
        says = channel.says
        pads = [sight for sight in law.own_sights(channel) if sight.act.says.id in says.pads_with]  # type: ignore[union-attr]
        filed = place.filed.pop(channel.number, 0)
        if not says.quota_per_month or not pads or not law.day(says.from_, 0) < day <= law.day(says.until, NEVER):
            continue
        watchers = round(float(says.watchers_per_1000_persons or 0) * 1000)
        owed = (says.quota_per_month * watchers * n + 500_000) // 1_000_000
        for q in range(filed, owed):
            who, what, word, other = law.dice.draw(
                place.number, QUOTA, season=day // QUOTA_DAYS, index=q, name=channel.key
            )
            j = one_of(who, n)
            if says.pads_on == "smallest-household":
                for k in range(1, CANDIDATES):
                    candidate = (j + k * (1 + one_of(other, n))) % n
                    if place.persons[candidate].size < place.persons[j].size:
                        j = candidate
            if channel.regime.number not in place.persons[j].part:
                continue
            sight = pads[one_of(what, len(pads))]
            letter = Letter(day, "report", sight, word >> 16, made=day, false=INVENTED, told=says.tells_person)
            life.send_to_other(place.persons[j], letter)
            life.counts.act(day - 1, sight.taken_for, "invented")
