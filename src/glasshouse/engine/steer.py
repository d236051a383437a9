"""Step g, steer: watchers who go where records came from.

A steer has so many patrols for some neighbouring places. Every so many days they are sent: in proportion to the records
of each place, to the places with most records, or at random; never two to one place. Until they are sent again its
channel sees what is done where they are, and nothing elsewhere; so the number of places watched never changes. What
channels see is added to the records of the place, each report by its own weight; what the patrols found may be taken up
only with a chance inverse to the share of records they were sent by.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.occasions import MAX_CHANNELS
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.tables import (
    ACT_FIRST_PAIR,
    ACT_N_PAIRS,
    ACTS,
    CHANNEL_STEER,
    CHANNELS,
    K0,
    K1,
    PAIR_CHANNEL,
    PAIRS,
    SENT_AT_RANDOM,
    SENT_TO_MOST,
    STEER_AMONG,
    STEER_CHANNEL,
    STEER_COUNT_ADDS,
    STEER_COUNT_CHANNEL,
    STEER_COUNTS,
    STEER_EVERY,
    STEER_FIRST_COUNT,
    STEER_FIRST_START,
    STEER_FROM_DAY,
    STEER_INVERSE,
    STEER_KEY,
    STEER_N_COUNTS,
    STEER_N_STARTS,
    STEER_PATROLS,
    STEER_SENT,
    STEER_STARTS,
    STEER_UNTIL_DAY,
    STEERS,
    n_of,
    of,
)
from glasshouse.kit.jit import helper, typed
from glasshouse.kit.randomness import ONE, STEER, draw

u8, u16, u32, u64, i64 = np.uint8, np.uint16, np.uint32, np.uint64, np.int64


@typed("i8(u8, i8)")
def one_of_many(word, n):
    """A whole number from 0 to n-1 from a 32-bit word held in u64; n may be as large as 2**62."""
    high = u64(n) >> u64(32)
    low = u64(n) & u64(0xFFFFFFFF)
    return i64(word * high + ((word * low) >> u64(32)))


@typed("i8(i8, i8)")
def threshold_of(part, whole):
    """The threshold of a chance that is a share of two whole numbers, the first not above the second."""
    while whole >= ONE >> 1:
        part >>= 1
        whole >>= 1
    return (part << 32) // whole if whole > 0 else i64(ONE)


@typed("u8(i8)")
def address_of(day):
    """Season and day in the season, as the third word of an address."""
    return (u64(day // SEASON_DAYS) << u64(16)) | u64(day % SEASON_DAYS)


@helper
def send_patrols(law, fields, n_places, first_place, day, w):
    """Where the patrols of a city are from the morning of ``day`` on; scope: city.

    Reads: law, records. Writes: patrolled of the window, accepts; on day 0, records. Draws: see ``choose_place``.
    """
    for place in range(n_places):
        fields.patrolled[w, place] = u8(0)
    for g in range(n_of(law, STEERS)):
        bit = u8(1 << g)
        among = of(law, STEERS, g, STEER_AMONG)
        in_force = of(law, STEERS, g, STEER_FROM_DAY) <= day and day < of(law, STEERS, g, STEER_UNTIL_DAY)
        begins = day % of(law, STEERS, g, STEER_EVERY) == 0
        for place in range(n_places):
            if day == 0:
                k = of(law, STEERS, g, STEER_FIRST_START) + place % among % of(law, STEERS, g, STEER_N_STARTS)
                fields.records[place, g] = of(law, STEER_STARTS, k, 0)
            if not in_force:
                fields.patrolled[w, place] |= bit
                fields.accepts[place, g] = ONE
            elif begins:
                fields.found[place, g] = 0
            else:
                fields.patrolled[w, place] |= fields.patrolled[w - 1, place] & bit
        if not in_force or not begins:
            continue
        for low in range(0, n_places, among):
            high = min(low + among, n_places)
            for patrol in range(min(of(law, STEERS, g, STEER_PATROLS), high - low)):
                place = choose_place(law, fields.records, fields.patrolled[w], g, low, high, first_place, patrol, day)
                fields.patrolled[w, place] |= bit
            if of(law, STEERS, g, STEER_INVERSE):
                fewest = fields.records[low, g]
                for place in range(low, high):
                    fewest = min(fewest, fields.records[place, g])
                for place in range(low, high):
                    fields.accepts[place, g] = threshold_of(fewest, fields.records[place, g])


@helper
def choose_place(law, records, patrolled, g, low, high, first_place, patrol, day):
    """The place that one more patrol goes to, among those without; of places with as many records, the first.

    Draws: stream STEER, block patrol, at (first place among which, day, steer).
    """
    bit = u8(1 << g)
    sent = of(law, STEERS, g, STEER_SENT)
    total = i64(0)
    most = i64(-1)
    best = low
    for place in range(low, high):
        if patrolled[place] & bit == 0:
            total += 1 if sent == SENT_AT_RANDOM else records[place, g]
            if records[place, g] > most:
                most = records[place, g]
                best = place
    if sent == SENT_TO_MOST:
        return best
    alike = sent == SENT_AT_RANDOM or total == 0
    if total == 0:
        for place in range(low, high):
            total += i64(patrolled[place] & bit == 0)
    x, y, z, t = draw(
        u64(first_place + low), STEER | u64(patrol), address_of(day), u64(of(law, STEERS, g, STEER_KEY)), u64(law[K0]),
        u64(law[K1]),
    )  # fmt: skip
    left = one_of_many(x, total)
    for place in range(low, high):
        if patrolled[place] & bit == 0:
            left -= 1 if alike else records[place, g]
            if left < 0:
                return place
    return best


@helper
def look_away(law, patrolled, asleep, key, bits, first, cursor, n, window_end):
    """What is done this window where no patrol is, its channel does not see, and one that is asleep sees nothing; scope: place.

    Reads: patrolled of the place, asleep (bits of channels). Writes: sighting bits of the window's occasions.
    """
    for j in range(n):
        c = i64(cursor[j])
        while c < first[j + 1] and key[c] < window_end:
            a = i64((key[c] >> u64(16)) & u64(0xFFFF))
            begin = of(law, ACTS, a, ACT_FIRST_PAIR)
            for k in range(of(law, ACTS, a, ACT_N_PAIRS)):
                channel = of(law, PAIRS, begin + k, PAIR_CHANNEL)
                steer = of(law, CHANNELS, channel, CHANNEL_STEER)
                if (steer > 0 and (i64(patrolled) >> (steer - 1)) & 1 == 0) or (asleep >> channel) & 1:
                    bits[c] = u32(i64(bits[c]) & ~((1 << k) | (1 << (k + MAX_CHANNELS))))
            c += 1


@helper
def taken_up(law, g, before, found, below, place, day):
    """How many of the reports that a patrol found are taken up into the records, ``before`` of them in earlier windows.

    Draws: stream STEER, lane 1 onwards: one word per report, at (place, day on which it was sent, steer).
    """
    if below >= ONE:
        return found
    taken = i64(0)
    for k in range(before, before + found):
        x, y, z, t = draw(
            u64(place), STEER | (u64(1 + k // 4) << u64(8)), address_of(day), u64(of(law, STEERS, g, STEER_KEY)),
            u64(law[K0]), u64(law[K1]),
        )  # fmt: skip
        word = x if k % 4 == 0 else y if k % 4 == 1 else z if k % 4 == 2 else t
        taken += i64(i64(word) < below)
    return taken


@helper
def keep_records(law, filed, fields, place, number, day):
    """What the channels saw in the window that began on ``day`` goes into the records of the place; scope: place.

    Reads: law, accepts. Writes: records; filed (what was seen, back to 0).
    """
    n_channels = n_of(law, CHANNELS)
    for g in range(n_of(law, STEERS)):
        first = of(law, STEERS, g, STEER_FIRST_COUNT)
        for k in range(first, first + of(law, STEERS, g, STEER_N_COUNTS)):
            channel = of(law, STEER_COUNTS, k, STEER_COUNT_CHANNEL)
            found = filed[n_channels + channel]
            if channel == of(law, STEERS, g, STEER_CHANNEL):
                sent_on = day - day % of(law, STEERS, g, STEER_EVERY)
                before = fields.found[place, g]
                fields.found[place, g] += found
                found = taken_up(law, g, before, found, fields.accepts[place, g], number, sent_on)
            fields.records[place, g] += found * of(law, STEER_COUNTS, k, STEER_COUNT_ADDS)
    for c in range(n_channels):
        filed[n_channels + c] = 0


@helper
def note_records(law, fields, season, place):
    """Records as they stand at a season's end; scope: place."""
    for g in range(n_of(law, STEERS)):
        fields.history[season, place, g] = fields.records[place, g]
