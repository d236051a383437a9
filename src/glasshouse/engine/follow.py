"""Step e, follow others: at the start of a window everybody looks at what the others did at the end of the one before.

A norm is one bit of a person and the day since when; a number of one's own, such as a threshold, is fixed on day 0. All
decide at once, by what was so before anybody did. What a norm reads from its city is a field: a few numbers per window.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import F_BEGAN, F_CATCHING, F_FOLLOWERS, F_GAVE_UP, F_PERSONS
from glasshouse.engine.log import FOLLOWED, note
from glasshouse.engine.state import TURN
from glasshouse.engine.tables import (
    AMONG_CITY,
    AMONG_PLACE,
    ASKS_FOLLOWS,
    AT_FOLLOWS,
    AT_SINCE,
    BY_HAZARD,
    BY_INFECTION,
    BY_PAYOFF,
    BY_THRESHOLD,
    CITY_SIZE,
    K0,
    K1,
    LAW_EVEN,
    LAW_LIST,
    LAW_RESISTANCE,
    LAW_UNIFORM,
    MIND_CITY,
    MIND_EVENLY,
    MIND_FIRST,
    MIND_KEY,
    MIND_LAW,
    MIND_N,
    MINDS,
    NORM_AMONG,
    NORM_CATCHING,
    NORM_FIRST_PUSH,
    NORM_FOLLOWS,
    NORM_GIVEN_UP,
    NORM_KEY,
    NORM_MIND,
    NORM_N_PUSHES,
    NORM_PER_CONTACT,
    NORM_START,
    NORMS,
    PERSONS,
    PUSH_FROM_DAY,
    PUSH_SHARE,
    PUSH_UNTIL_DAY,
    PUSHES,
    n_of,
    of,
)
from glasshouse.engine.ties import heard
from glasshouse.kit.jit import helper, typed
from glasshouse.kit.normal import normal_of
from glasshouse.kit.randomness import FOLLOW, ONE, draw, minus_log

u8, u16, u64, i64, f64 = np.uint8, np.uint16, np.uint64, np.int64, np.float64

NO_PUSH = -1
FROM_START, PUSHED, BY_OTHERS = range(3)
"""Why somebody follows a norm or gives it up, as the log says it."""
MILLION = 1e6
SCATTER = 2_654_435_761
"""A prime beyond every number of persons of a city: k * SCATTER % n meets every k once."""
CERTAIN = 1e9
"""A hazard that nobody resists."""
N_FOLLOWERS, N_CATCHING, PAID_OTHERS, PAID_FOLLOWERS = range(4)
"""Columns of the field: followers, and those of them who pass it on."""


@typed("b1(i8, i8)")
def is_chosen(k, share):
    """Is the k-th person among a share (threshold) of all, spread evenly? Of n persons exactly n * share, rounded, are."""
    half = ONE >> 1
    return ((k + 1) * share + half) >> 32 > (k * share + half) >> 32


@typed("f8(f8)")
def minus_log_of_missing(chance):
    """-ln(1 - chance), by basic operations only: 2 artanh(z) with z = chance / (2 - chance)."""
    if chance >= 1.0:
        return CERTAIN
    z = chance / (2.0 - chance)
    term, total, k = z, z, 1
    while term > total * 1e-17 and k < 4000:
        term *= z * z
        k += 2
        total += term / k
    return 2.0 * total


@helper
def own_number(law, stakes, m, j, k, n, unit):
    """The number of column ``m`` of minds for a person, the k-th of n. Draws: stream FOLLOW at (person, mind)."""
    kind = of(law, MINDS, m, MIND_LAW)
    if kind == LAW_LIST:
        return stakes.given[of(law, MINDS, m, MIND_FIRST) + j % of(law, MINDS, m, MIND_N)]
    low, high = stakes.minds[m, 0], stakes.minds[m, 1]
    if kind == LAW_EVEN:
        return low + (high - low) * (f64(k) / f64(n))
    word = u64(((2 * (k * SCATTER % n) + 1) << 32) // (2 * n))
    if of(law, MINDS, m, MIND_EVENLY) == 0:
        word, y, z, t = draw(
            u64(unit), FOLLOW | u64(1 << 8), u64(0), u64(of(law, MINDS, m, MIND_KEY)), u64(law[K0]), u64(law[K1])
        )
    if kind == LAW_RESISTANCE:
        return minus_log(word)
    if kind == LAW_UNIFORM:
        return low + (high - low) * ((f64(word) + 0.5) / f64(ONE))
    return low + high * normal_of(word)


@helper
def push_of(law, w, day):
    """The share (threshold) that a norm is pushed to on this day, or no push; a later one goes before an earlier one."""
    found = i64(NO_PUSH)
    first = of(law, NORMS, w, NORM_FIRST_PUSH)
    for p in range(first, first + of(law, NORMS, w, NORM_N_PUSHES)):
        if of(law, PUSHES, p, PUSH_FROM_DAY) <= day and day < of(law, PUSHES, p, PUSH_UNTIL_DAY):
            found = of(law, PUSHES, p, PUSH_SHARE)
    return found


@helper
def place_in_city(law, base):
    """(number of a place's first person in its city, persons of the city)."""
    city = base // law[CITY_SIZE] * law[CITY_SIZE]
    return base - city, min(law[CITY_SIZE], law[PERSONS] - city)


@helper
def begin_following(law, stakes, people, counts, log, base, offset, n):
    """Day 0: numbers of one's own, and who follows from the start. Writes: minds, small, days, counts (norm, ...)."""
    before, n_city = place_in_city(law, base)
    for m in range(n_of(law, MINDS)):
        in_city = of(law, MINDS, m, MIND_CITY) != 0
        for j in range(n):
            k = before + j if in_city else i64(j)
            people.minds[offset + j, m] = own_number(law, stakes, m, j, k, n_city if in_city else i64(n), base + j)
    for w in range(n_of(law, NORMS)):
        share = push_of(law, w, 0)
        if share == NO_PUSH:
            share = of(law, NORMS, w, NORM_START)
        in_city = of(law, NORMS, w, NORM_AMONG) == AMONG_CITY
        for j in range(n):
            if is_chosen(before + j if in_city else i64(j), share):
                people.small[offset + j, law[AT_FOLLOWS]] |= u8(1 << w)
                counts[w, F_BEGAN] += 1
                note(log, offset + j, FOLLOWED, 0, 0, w, 1, FROM_START, 0, 0, 0)
        count_place(law, people, counts, w, offset, n, 0)


@helper
def is_catching(law, people, w, who, day):
    """Did a follower pass the norm on in the window that ends before this day?"""
    return day - i64(people.days[who, law[AT_SINCE] + w]) <= of(law, NORMS, w, NORM_CATCHING)


@helper
def count_place(law, people, counts, w, offset, n, day):
    """Add up the followers of a place, as they stand, and those of them who will pass it on in this window."""
    counts[w, F_PERSONS] += n
    for who in range(offset, offset + n):
        if (people.small[who, law[AT_FOLLOWS]] >> w) & 1:
            counts[w, F_FOLLOWERS] += 1
            counts[w, F_CATCHING] += i64(is_catching(law, people, w, who, day + 1))


@helper
def count_city(law, people, paid, day, field):
    """Step e for a city: who follows on the eve of ``day``. Reads: people, paid. Writes: field (norm, 4)."""
    for w in range(n_of(law, NORMS)):
        if of(law, NORMS, w, NORM_AMONG) != AMONG_CITY:
            continue
        field[w, N_FOLLOWERS] = 0
        field[w, N_CATCHING] = 0
        field[w, PAID_OTHERS] = 0
        field[w, PAID_FOLLOWERS] = 0
        for place in range(paid.shape[0]):
            field[w, PAID_OTHERS] += paid[place, w, 0]
            field[w, PAID_FOLLOWERS] += paid[place, w, 1]
        for who in range(people.small.shape[0]):
            if (people.small[who, law[AT_FOLLOWS]] >> w) & 1:
                field[w, N_FOLLOWERS] += 1
                field[w, N_CATCHING] += i64(is_catching(law, people, w, who, day))


@helper
def hazard_of(law, stakes, w, sum_, weight, window):
    """Hazard of taking up a norm in a window, given (sum, weight) of what those say whom one heeds."""
    if of(law, NORMS, w, NORM_FOLLOWS) == BY_HAZARD:
        share = sum_ / weight if weight > 0.0 else 0.0  # who heeds nobody may still take it up by oneself
        return (stakes.norms[w, 0] + stakes.norms[w, 1] * share) * f64(window) / 365.0
    if sum_ == 0.0:
        return 0.0
    chance = stakes.norms[w, 0]
    if of(law, NORMS, w, NORM_PER_CONTACT) == 0:
        chance = chance / weight
    return sum_ * minus_log_of_missing(chance)


@typed("f8(f8, i8, i8, f8, f8)")
def envy_of(rate, others, mine, followers, all_):
    """Rate times what a follower has had on the mean beyond one who does not follow, in yuan; 0 if there is nobody to envy."""
    if followers == 0.0 or followers == all_:
        return 0.0
    return rate * (f64(mine) / followers - f64(others) / (all_ - followers)) / 1000.0


@helper
def follow_others(law, stakes, rows, people, said, field, counts, paid, log, base, offset, n, day, window):
    """Everybody of a place takes a norm up, keeps it or gives it up, on the first morning of a window.

    What is caught, or taken up at a rate, wears a resistance down that is exponential with mean one (Sellke 1983): so the
    chance in a window is 1 - exp(-hazard), and no number is drawn but the resistance; a new one when something is given up.
    Reads: law, stakes, rows, field (norm, 4). Writes: paid, minds, small, days, said (scratch), counts (norm, ...). Draws: stream
    FOLLOW at (person, day, norm).
    """
    before, n_city = place_in_city(law, base)
    season, rest = day // 84, day % 84
    for w in range(n_of(law, NORMS)):
        kind, among = of(law, NORMS, w, NORM_FOLLOWS), of(law, NORMS, w, NORM_AMONG)
        infects = kind == BY_INFECTION
        total = 0.0
        for j in range(n):
            speaks = (people.small[offset + j, law[AT_FOLLOWS]] >> w) & 1 != 0
            if speaks and infects:
                speaks = is_catching(law, people, w, offset + j, day)
            said[j] = f64(speaks)
            total += said[j]
        weight = f64(n)
        if among == AMONG_CITY:
            total = f64(field[w, N_CATCHING] if infects else field[w, N_FOLLOWERS])
            weight = f64(n_city)
        is_mixed = among <= AMONG_PLACE
        is_caught = kind == BY_INFECTION or kind == BY_HAZARD
        hazard = hazard_of(law, stakes, w, total, weight, window) if is_mixed and is_caught else 0.0
        own = of(law, NORMS, w, NORM_MIND)
        push = push_of(law, w, day)
        envy = 0.0
        if kind == BY_PAYOFF:
            others, mine = (
                (field[w, PAID_OTHERS], field[w, PAID_FOLLOWERS]) if among == AMONG_CITY else (paid[w, 0], paid[w, 1])
            )
            envy = envy_of(stakes.norms[w, 0], others, mine, total, weight)
            paid[w, 0] = 0
            paid[w, 1] = 0
        for j in range(n):
            who = offset + j
            follows = (people.small[who, law[AT_FOLLOWS]] >> w) & 1 != 0
            will = follows
            sum_, heeds, feels = total, weight, hazard
            asks = not is_mixed and push == NO_PUSH and (kind == BY_THRESHOLD or not follows)
            if asks:
                sum_, heeds = heard(law, stakes, rows, base, offset, n, j, among, said, total)
            if push != NO_PUSH:
                will = is_chosen(before + j if among == AMONG_CITY else i64(j), push)
            elif kind == BY_THRESHOLD:
                if not follows or of(law, NORMS, w, NORM_GIVEN_UP):
                    will = heeds > 0.0 and people.minds[who, own] <= sum_ / heeds
            elif kind == BY_PAYOFF:
                feels = envy * total / weight if not follows else -envy * (1.0 - total / weight)
                if feels > 0.0:
                    people.minds[who, own] -= feels
                    will = follows != (people.minds[who, own] <= 0.0)
            elif follows:
                if of(law, NORMS, w, NORM_GIVEN_UP):
                    will = is_catching(law, people, w, who, day + 1)
            else:
                if asks:
                    feels = hazard_of(law, stakes, w, sum_, heeds, window)
                people.minds[who, own] -= feels
                will = people.minds[who, own] <= 0.0
            if will != follows and (follows or kind == BY_PAYOFF) and kind != BY_THRESHOLD:
                x, y, z, t = draw(
                    u64(base + j), FOLLOW, u64(season << 16 | rest), u64(of(law, NORMS, w, NORM_KEY)), u64(law[K0]), u64(law[K1])
                )  # fmt: skip
                people.minds[who, own] = minus_log(x)
            if will != follows:
                people.small[who, law[AT_FOLLOWS]] ^= u8(1 << w)
                counts[w, F_BEGAN if will else F_GAVE_UP] += 1
                why = BY_OTHERS if push == NO_PUSH else PUSHED
                share = i64(MILLION * sum_ / heeds) if heeds > 0.0 else i64(0)
                note(log, who, FOLLOWED, day, 0, w, i64(will), why, share, 0, 0)
                if will:
                    people.days[who, law[AT_SINCE] + w] = u16(day)
                if law[ASKS_FOLLOWS]:
                    people.days[who, TURN] = u16(min(i64(people.days[who, TURN]), day))
        count_place(law, people, counts, w, offset, n, day)
