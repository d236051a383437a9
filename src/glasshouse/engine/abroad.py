"""Leaving the country and coming back: a part of moving, on the eve of a season's first morning.

Abroad no regime is in force: nobody acts, wants, is reported or looked at there, and who is there counts in no week's stock of
people. The book at home stands, or is erased (``leavers``); what a regime refuses to whoever wants to leave keeps a household in.
"""

from __future__ import annotations

import numpy as np

from glasshouse.engine.learn import notice_list
from glasshouse.engine.morning import fill_grades, fill_person
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.person import Own, drop_left, introduce
from glasshouse.engine.stand import cell_of
from glasshouse.engine.standing import holds
from glasshouse.engine.tables import (
    ABROAD,
    ABROAD_ERASES,
    ABROAD_SERVICE,
    COLUMNS,
    LIST_BAD,
    LISTS,
    ME_BITS,
    ME_TEN,
    PLACE_SIZE,
    SCALE_N,
    SCALES,
    SERVICE_COLUMN,
    SERVICES,
    n_of,
    of,
)
from glasshouse.engine.wants import SERVED_SOMEHOW, TOLD, judge_want
from glasshouse.kit.jit import helper
from glasshouse.population.make import (
    W_ABROAD,
    W_AWARE,
    W_AWAY,
    W_HAD_AWARE,
    W_HAD_JOINED,
    W_HAD_PART,
    W_JOINED,
    W_MOVED,
    W_PART,
    W_REGISTERED,
    W_RESIDENT,
    W_SIZE,
)

u8, u16, u64, i64 = np.uint8, np.uint16, np.uint64, np.int64

WITHIN_CITY, TO_CITY, OUT, HOME, STAYS = range(5)
"""How a household moves: to another place of its city, to another city, out of the country, home again; or not, as it may not leave."""
AT_THE_BORDER = 0xFFFF
"""Number of the want with which one asks to leave: no want of a season is counted so far."""
NO_LEVEL = 16
"""Level of a rate column of whom an act or service is not for."""


@helper
def may_go(law, traits, people, batch, box, counts, log, base, offset, j, tries, day, society):
    """Is nobody of a household refused what leaving takes? Who asks is counted like everybody who wants something.

    They ask by their standing at the end of the season, each for whom the service is. Draws: stream BITE, as any want.
    """
    me = batch.me
    v = of(law, ABROAD, 0, ABROAD_SERVICE)
    if v < 0:
        return True
    goes = True
    first = of(law, COLUMNS, of(law, SERVICES, v, SERVICE_COLUMN), 1)
    n_tests = of(law, COLUMNS, of(law, SERVICES, v, SERVICE_COLUMN), 2)
    for k in range(j, j + i64(traits.rows[offset + j, W_SIZE])):
        who = offset + k
        introduce(traits, who, k, base + k, base // law[PLACE_SIZE], me)
        own = Own(people.points[who], people.days[who], people.small[who], people.tally[who])
        drop_left(law, own.days, me)
        fill_person(law, day, me, own)
        fill_grades(law, day, own.days, own.small, me)
        if n_tests > 0 and not holds(law, first, n_tests, me):
            continue
        row = counts.panel[day // 7][cell_of(law, me[ME_TEN], own.small)]
        season = i64(day // SEASON_DAYS)
        answer = judge_want(
            law, v, i64(AT_THE_BORDER), tries, season, day, u64(0), me, own, box, row, counts.services[season], log, society
        )  # fmt: skip
        if answer == TOLD:
            for l in range(n_of(law, LISTS)):
                if (me[ME_BITS] >> l) & 1 and of(law, LISTS, l, LIST_BAD):
                    notice_list(law, l, day, u64(0), me, own, box, row, log)
        goes = goes and answer == SERVED_SOMEHOW
    return goes


@helper
def go_out(law, row, ten, stock, day):
    """Somebody leaves the country: no regime is in force, and the week's stock has one person less. Returns whose books end."""
    row[W_HAD_PART], row[W_HAD_JOINED], row[W_HAD_AWARE] = row[W_PART], row[W_JOINED], row[W_AWARE]
    row[W_PART], row[W_JOINED], row[W_AWARE] = u16(0), u16(0), u16(0)
    row[W_ABROAD] = u16(1)
    begin_to_live(row, day)
    stock[ungraded(law, ten), 0] -= 1
    return of(law, ABROAD, 0, ABROAD_ERASES)


@helper
def come_home(law, row, ten, stock, day):
    """Somebody is back where one lived: the regimes of then are in force again."""
    row[W_PART], row[W_JOINED], row[W_AWARE] = row[W_HAD_PART], row[W_HAD_JOINED], row[W_HAD_AWARE]
    row[W_ABROAD] = u16(0)
    row[W_AWAY] += u16(day - i64(row[W_MOVED]))
    begin_to_live(row, day)
    stock[ungraded(law, ten), 0] += 1


@helper
def begin_to_live(row, day):
    """Residence counts from a day on, and nobody is registered there."""
    row[W_RESIDENT], row[W_MOVED], row[W_REGISTERED] = u16(0), u16(day), u16(0)


@helper
def ungraded(law, ten):
    """The cell of the stock in which whoever is out of the country stands from the next morning on, and is not counted."""
    if n_of(law, SCALES) == 0:
        return ten
    return ten * (of(law, SCALES, 0, SCALE_N) + 1) + of(law, SCALES, 0, SCALE_N)


@helper
def put_to_sleep(traits, offset, n):
    """Acts and services are for nobody who is out of the country."""
    for j in range(offset, offset + n):
        if traits.rows[j, W_ABROAD]:
            for w in range(traits.levels.shape[0]):
                traits.levels[w, j] = u8(NO_LEVEL)
