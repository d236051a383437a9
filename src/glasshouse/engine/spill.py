"""Step c, spill over: what a standing does to those tied to the person, along household ties."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.mail import LAND, N_MOVED, ON, OUTSIDE, push
from glasshouse.engine.order import YEAR_DAYS
from glasshouse.engine.state import F_LANDED, F_NEWLY, FLAGS, MEANT, SENT, SPELLS, TURN, keep_mask, mask_at
from glasshouse.engine.tables import (
    AT_BITS,
    AT_CALL,
    AT_HOME,
    AT_MARKS,
    AT_N_WORDS,
    CONSEQUENCE_KEY,
    CONSEQUENCE_LANDS,
    CONSEQUENCES,
    FIRMS,
    HOME_LISTS,
    HOME_STANDS,
    K0,
    K1,
    LANDINGS,
    LISTS,
    N_CLOCKED,
    ON_CHILDREN,
    ON_FRIENDS,
    ON_HOUSEHOLD,
    ON_OWNED_FIRMS,
    ON_OWNERS,
    ON_SISTER_FIRMS,
    ON_SPOUSE,
    REACH,
    REACH_AFTER,
    n_of,
    of,
)
from glasshouse.kit.jit import helper
from glasshouse.kit.randomness import TIE, draw
from glasshouse.population.firms import people_in
from glasshouse.population.make import W_AGE, W_HOME, W_SIZE

u8, u16, u64, i64 = np.uint8, np.uint16, np.uint64, np.int64
ADULT = 18
MOST_AT_HOME = 12


@helper
def is_tied(lands, source, target, source_age, target_age, home, folk):
    """Does a clause that lands on somebody reach from the one to the other? Who is behind ``folk`` is a firm of the household's first."""
    if lands == ON_OWNERS:
        return source >= folk and target == home
    if lands == ON_OWNED_FIRMS:
        return source == home and target >= folk
    if lands == ON_SISTER_FIRMS:
        return source >= folk and target >= folk and source != target
    if source >= folk or target >= folk:
        return False
    if lands == ON_HOUSEHOLD:
        return True
    if source == target:
        return False
    if lands == ON_CHILDREN:
        return source_age >= ADULT and target_age < ADULT
    # the first two adults of a household are taken for a couple
    return (
        lands == ON_SPOUSE and source <= home + 1 and target <= home + 1 and source_age >= ADULT and target_age >= ADULT
    )


@helper
def look_home(law, rows, people, head, moved, due, offset, n, day):
    """Tell households on which lists somebody of them is now; in force from the next window on; scope: place.

    Reads: days[AT_BITS], moved. Writes: days[AT_HOME, AT_CALL, TURN], small[FLAGS], head[N_MOVED], due.
    """
    if law[HOME_LISTS] == 0 or head[N_MOVED] == 0:
        return
    everybody = head[N_MOVED] == moved.shape[0]
    for m in range(n if everybody else head[N_MOVED]):
        j = i64(m) if everybody else i64(moved[m])
        home = i64(rows[offset + j, W_HOME])
        if everybody and home != j:
            continue
        first = offset + home
        bits = i64(0)
        for k in range(first, first + i64(rows[first, W_SIZE])):
            bits |= mask_at(people.days[k], law[AT_BITS], law[AT_N_WORDS])
        bits &= law[HOME_LISTS]
        for k in range(first, first + i64(rows[first, W_SIZE])):
            if mask_at(people.days[k], law[AT_HOME], law[AT_N_WORDS]) != bits:
                keep_mask(people.days[k], law[AT_HOME], law[AT_N_WORDS], bits)
                due[k - offset] = u16(min(i64(due[k - offset]), day))
                if law[N_CLOCKED] > 0:
                    people.days[k, law[AT_CALL]] = u16(min(i64(people.days[k, law[AT_CALL]]), day))
                if law[HOME_STANDS]:
                    people.days[k, TURN] = u16(min(i64(people.days[k, TURN]), day))
                    people.small[k, FLAGS] |= u8(F_LANDED)
    head[N_MOVED] = 0


@helper
def spill_over(law, rows, people, pool, head, base, offset, n, day):
    """Tell households whose members' standing changed what now lands on whom; scope: place.

    Reads: small[SENT]. Writes: small[MEANT, FLAGS], mail. Draws: stream TIE, lane 2, at (target, source's spells, clause).
    """
    if n_of(law, LANDINGS) == 0:
        return
    years = day // YEAR_DAYS
    beyond = i64(0)  # what lands on others is told by circle.py
    for l in range(n_of(law, LANDINGS)):
        if of(law, CONSEQUENCES, of(law, LANDINGS, l, 0), CONSEQUENCE_LANDS) >= ON_FRIENDS:
            beyond |= i64(1) << l
    for j in range(n):
        if (people.small[offset + j, FLAGS] & F_NEWLY) == 0:
            continue
        home = i64(rows[offset + j, W_HOME])
        size = i64(rows[offset + j, W_SIZE])
        folk = people_in(n, law[FIRMS])
        for a in range(size + n - folk):
            target = home + a if a < size else folk + a - size
            if a >= size and i64(rows[offset + target, W_HOME]) != home:
                continue
            meant = i64(people.small[offset + target, MEANT])
            bits = meant & beyond
            for b in range(size + n - folk):
                source = home + b if b < size else folk + b - size
                if b >= size and i64(rows[offset + source, W_HOME]) != home:
                    continue
                sends = i64(people.small[offset + source, SENT])
                if sends == 0:
                    continue
                spells = i64(0)
                for l in range(n_of(law, LISTS)):
                    spells += people.small[offset + source, law[AT_MARKS] + 2 * l + SPELLS]
                for l in range(n_of(law, LANDINGS)):
                    e = of(law, LANDINGS, l, 0)
                    if (sends >> l) & 1 == 0 or not is_tied(
                        of(law, CONSEQUENCES, e, CONSEQUENCE_LANDS),
                        source,
                        target,
                        i64(rows[offset + source, W_AGE]) + years,
                        i64(rows[offset + target, W_AGE]) + years,
                        home,
                        folk,
                    ):
                        continue
                    if of(law, REACH, e, 0) < (i64(1) << 32):
                        among = source - home if source < folk else MOST_AT_HOME + ((source - folk) & 3)
                        index = u64((spells & 0xFFF) << 4 | among)
                        x, y, z, t = draw(
                            u64(base + target),
                            TIE | u64(2 << 8),
                            index,
                            u64(of(law, CONSEQUENCES, e, CONSEQUENCE_KEY)),
                            u64(law[K0]),
                            u64(law[K1]),
                        )
                        if i64(x) >= of(law, REACH, e, 0):
                            continue
                    bits |= i64(1) << l
            if bits == meant:
                continue
            for b in range(n_of(law, LANDINGS)):
                if ((bits ^ meant) >> b) & 1:
                    after = day + of(law, REACH_AFTER, of(law, LANDINGS, b, 0), 0)
                    push(pool, head, target, after, LAND, OUTSIDE | (ON if (bits >> b) & 1 else 0), b, 0, day)
            people.small[offset + target, MEANT] = u8(bits)
        people.small[offset + j, FLAGS] &= u8(255 - F_NEWLY)
