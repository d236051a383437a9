"""Part of step f, ration: pots of a city or of its places, and scarce places on lists, given away among all who then qualify.

On the eve of the first window after a period's end (a year's, for pots) every place counts who qualifies, and their shares: one
each, or their points. The city adds up; on the window's first morning, before anything else happens, pots are paid, in whole
yuan (what cannot be divided stays in the pot), and people enter lists. Where each gets a portion until the pot is empty, and
where a list has room for so many, the first in a line are served, see ``engine/lines.py``. Whoever is on such a list that morning
keeps the place.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.counts import P_EASED, P_EASED_YUAN
from glasshouse.engine.lines import (
    has_place,
    is_any_shared_out,
    is_shared_out,
    last_of_line,
    must_wait,
    place_in_line,
    qualifies,
    room_of,
    share_of,
)
from glasshouse.engine.log import PAID, note
from glasshouse.engine.mail import PASSED, push
from glasshouse.engine.morning import fill_grades, fill_person
from glasshouse.engine.person import Box, Own, drop_left, introduce
from glasshouse.engine.ration import hang_out
from glasshouse.engine.stand import cell_of
from glasshouse.engine.standing import enter, leave
from glasshouse.engine.state import M_LEFT, MARK, SPELLS, T_EASED, T_EASED_TENS, TURN, UNTIL, add_tally
from glasshouse.engine.tables import (
    AT_LISTS,
    AT_MARKS,
    BUDGET_CONSEQUENCE,
    BUDGET_LIST,
    BUDGET_PER_PLACE,
    BUDGET_PORTION,
    BUDGET_YUAN,
    BUDGETS,
    CONSEQUENCE_ROW,
    CONSEQUENCES,
    FIRMS,
    LIST_N_LEAVE,
    LISTS,
    ME_J,
    ME_TEN,
    ME_WHO,
    PLACE_SIZE,
    n_of,
    of,
)
from glasshouse.kit.jit import helper, typed
from glasshouse.population.firms import people_in

u16, i64 = np.uint16, np.int64

QUALIFY, SHARES, PLACES, LAST, PAID_TO, N_POT = range(6)
"""Numbers of a budget in ``Fields.pots``: who qualifies; their shares together; places that have any; portions: the last who
is paid or let in as the line goes, and how many are."""
HELD, LAST_HERE, N_CLAIM = 2, 3, 4
"""The first two of them stand in ``Fields.claims``, place by place; then who holds a place, and the last of the place's own line."""
SHARE_BITS = 32


@typed("i8(i8, i8, i8)")
def part_of(yuan, share, shares):
    """``yuan * share // shares`` to the last yuan, though the product may be beyond 64 bits."""
    rest = yuan % shares
    part = i64(0)
    left = i64(0)
    for k in range(SHARE_BITS):
        left = 2 * left + (rest if (share >> (SHARE_BITS - 1 - k)) & 1 else 0)
        part = 2 * part + left // shares
        left %= shares
    return yuan // shares * share + part


@helper
def meet_person(law, traits, people, me, base, offset, j, day):
    """Fill ``me`` with somebody of a place as of the morning of ``day``, before anything happens; returns the rows."""
    who = offset + j
    own = Own(people.points[who], people.days[who], people.small[who], people.tally[who])
    introduce(traits, who, j, base + j, base // law[PLACE_SIZE], me)
    drop_left(law, own.days, me)
    fill_person(law, day, me, own)
    fill_grades(law, day, own.days, own.small, me)
    return own


@helper
def count_claims(law, traits, people, me, fields, place, base, offset, n, day, window):
    """The eve: count those of a place who qualify, and line them up; scope: place. Writes: claims, places_in_line."""
    claims = fields.claims[place]
    lines = fields.places_in_line
    claims[:] = 0
    for budget in range(n_of(law, BUDGETS)):
        for j in range(n):
            lines[budget, offset + j] = -1
    for j in range(n):
        own = meet_person(law, traits, people, me, base, offset, j, day)
        for budget in range(n_of(law, BUDGETS)):
            if not is_shared_out(law, budget, day, window):
                continue
            l = of(law, BUDGETS, budget, BUDGET_LIST)
            if l >= 0 and has_place(law, l, day, own.days):
                claims[N_CLAIM * budget + HELD] += 1
                continue
            if (l >= 0 and must_wait(law, l, day, own.days, own.small)) or not qualifies(law, budget, day, me):
                continue
            portion = of(law, BUDGETS, budget, BUDGET_PORTION)
            share = share_of(law, budget, day, own.points) if portion == 0 else i64(1)
            if share == 0:
                continue
            claims[N_CLAIM * budget + QUALIFY] += 1
            claims[N_CLAIM * budget + SHARES] += share
            if portion > 0:
                lines[budget, offset + j] = place_in_line(law, budget, day, own.points, own.days, base + j)
    for budget in range(n_of(law, BUDGETS)):
        if of(law, BUDGETS, budget, BUDGET_PORTION) > 0 and of(law, BUDGETS, budget, BUDGET_PER_PLACE):
            room = room_of(law, budget, people_in(n, law[FIRMS])) - claims[N_CLAIM * budget + HELD]
            claims[N_CLAIM * budget + LAST_HERE] = last_of_line(lines[budget, offset : offset + n], n, room)


@helper
def divide_pots(law, fields, sizes, w, day, window):
    """What all places claim of what is given away this morning; scope: city. Writes: pots of the window."""
    pots = fields.pots[w]
    persons = i64(0)
    for place in range(sizes.shape[0]):
        persons += people_in(i64(sizes[place]), law[FIRMS])
    for budget in range(n_of(law, BUDGETS)):
        if not is_shared_out(law, budget, day, window):
            continue
        pot = pots[N_POT * budget : N_POT * budget + N_POT]
        pot[:] = 0
        held = i64(0)
        for place in range(sizes.shape[0]):
            claims = fields.claims[place, N_CLAIM * budget : N_CLAIM * budget + N_CLAIM]
            pot[QUALIFY] += claims[QUALIFY]
            pot[SHARES] += claims[SHARES]
            pot[PLACES] += i64(claims[QUALIFY] > 0)
            held += claims[HELD]
            if of(law, BUDGETS, budget, BUDGET_PER_PLACE) and of(law, BUDGETS, budget, BUDGET_PORTION) > 0:
                room = room_of(law, budget, people_in(i64(sizes[place]), law[FIRMS])) - claims[HELD]
                pot[PAID_TO] += max(min(claims[QUALIFY], room), 0)
        if of(law, BUDGETS, budget, BUDGET_PORTION) > 0 and not of(law, BUDGETS, budget, BUDGET_PER_PLACE):
            room = room_of(law, budget, persons) - held
            line = fields.places_in_line[budget]
            pot[LAST] = last_of_line(line, line.shape[0], room)
            pot[PAID_TO] = max(min(pot[QUALIFY], room), 0)


@helper
def let_in(law, l, day, me, own, box, spells, row, log):
    """Somebody gets a place on a list from this morning on; a stay that ends this morning is over before."""
    mark = law[AT_MARKS] + 2 * l
    if (
        i64(own.days[law[AT_LISTS] + 2 * l + UNTIL]) == day
        and own.small[mark + SPELLS] > 0
        and (own.small[mark + MARK] & M_LEFT) == 0
    ):
        leave(law, l, day, me[ME_TEN], me[ME_WHO], own.days, own.small, own.tally, spells, row, log)
        if of(law, LISTS, l, LIST_N_LEAVE) > 0:
            push(box.pool, box.head, me[ME_J], day, PASSED, 0, l, 0, day)
    enter(law, l, 0, 0, day, False, me, own, box, row, log, day)
    own.days[TURN] = u16(min(i64(own.days[TURN]), day))


@helper
def share_out(law, traits, people, me, fields, pools, counts, log, place, base, offset, n, day, window):
    """The morning: pay pots and fill lists as they stood on the eve, before anything else happens; scope: place.

    Reads: bars and pots of the window, claims, lines. Writes: panel, tallies, lists, mail of the place.
    """
    w = day // window
    hang_out(law, fields.bars[min(max(w - 1, 0), fields.bars.shape[0] - 1)], me)
    claims = fields.claims[place]
    pots = fields.pots[min(w, fields.pots.shape[0] - 1)]
    box = Box(
        pools.mail[place], pools.heads[place], pools.cases[place], pools.case_heads[place], pools.moved[place],
        pools.commons[place],
    )  # fmt: skip
    for j in range(n):
        own = meet_person(law, traits, people, me, base, offset, j, day)
        for budget in range(n_of(law, BUDGETS)):
            if not is_shared_out(law, budget, day, window):
                continue
            per_place = of(law, BUDGETS, budget, BUDGET_PER_PLACE)
            last = claims[N_CLAIM * budget + LAST_HERE] if per_place else pots[N_POT * budget + LAST]
            in_line = fields.places_in_line[budget, offset + j]
            row = counts.panel[day // 7, cell_of(law, me[ME_TEN], own.small)]
            l = of(law, BUDGETS, budget, BUDGET_LIST)
            if l >= 0:
                if in_line >= 0 and in_line >= last:
                    let_in(law, l, day, me, own, box, counts.spells, row, log)
                continue
            if not qualifies(law, budget, day, me):
                continue
            portion = of(law, BUDGETS, budget, BUDGET_PORTION)
            if portion > 0:
                yuan = portion if in_line >= last else i64(0)
            else:
                shares = (claims if per_place else pots)[(N_CLAIM if per_place else N_POT) * budget + SHARES]
                share = share_of(law, budget, day, own.points)
                yuan = part_of(of(law, BUDGETS, budget, BUDGET_YUAN), share, shares) if shares > 0 else i64(0)
            if yuan > 0:
                row[P_EASED] += 1
                row[P_EASED_YUAN] += yuan
                add_tally(own.tally, T_EASED, 1)
                add_tally(own.tally, T_EASED_TENS, yuan // 10)
                consequence = of(law, BUDGETS, budget, BUDGET_CONSEQUENCE)
                note(
                    log, me[ME_WHO], PAID, day, 0, of(law, CONSEQUENCES, consequence, CONSEQUENCE_ROW), yuan, 0, 0, 0, 0
                )


__all__ = ["count_claims", "divide_pots", "is_any_shared_out", "share_out"]
