"""The eve of day 0: starting scores, friends, the first publication and the first standing."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.commons import take_means
from glasshouse.engine.drawn import start_of, whose
from glasshouse.engine.follow import begin_following
from glasshouse.engine.morning import fill_person, is_covered
from glasshouse.engine.opinions import begin_opinions
from glasshouse.engine.person import Box, Own, introduce, is_member
from glasshouse.engine.publish import UNKNOWN, publish
from glasshouse.engine.ration import hang_first, published_score
from glasshouse.engine.stand import stand
from glasshouse.engine.state import TURN
from glasshouse.engine.tables import (
    AT_FIRSTS,
    AT_GRADES,
    FIRMS,
    FIRST_TIMED,
    FRIENDS,
    FRIENDS_ALIKE,
    FRIENDS_BY,
    IN_COMMON,
    ME_GROUP,
    ME_WHO,
    MINDS,
    N_STANDING,
    PLACE_SIZE,
    RANKS,
    SCALE_REGIME,
    SCALES,
    SCORE_REGIME,
    SCORES,
    n_of,
    of,
)
from glasshouse.engine.ties import friend_of, is_dropped
from glasshouse.engine.wants import touched_services
from glasshouse.kit.jit import helper
from glasshouse.population.firms import people_in

u8, u16, u64, i32, i64 = np.uint8, np.uint16, np.uint64, np.int32, np.int64


@helper
def draw_friends(law, rows, people, base, offset, n, friends):
    """Who everybody's friends are; -1 for those who were dropped."""
    for j in range(n):
        for k in range(friends.shape[1]):
            friends[j, k] = friend_of(law, rows, base, offset, n, j, k, of(law, FRIENDS, 0, FRIENDS_ALIKE))
            if is_dropped(law, people, offset + j, k):
                friends[j, k] = -1


@helper
def begin_place(law, stakes, traits, people, batch, pools, counts, stock, log, place, base, offset, n, society):
    """Day 0: starting scores, first publication, first standing (where the city ranks people, that waits for the ranks)."""
    me = batch.me
    hang_first(law, me)
    folk = people_in(n, law[FIRMS])
    if n_of(law, MINDS) > 0:
        begin_following(law, stakes, people, counts.norms[0], log, base, offset, folk)
        begin_opinions(law, people, offset, folk)
    for j in range(n):
        who = offset + j
        introduce(traits, who, j, base + j, base // law[PLACE_SIZE], me)
        for s in range(n_of(law, SCORES)):
            people.points[who, s] = i32(start_of(law, s, whose(law, s, me), me[ME_GROUP]))
        for k in range(n_of(law, SCALES)):
            people.small[who, law[AT_GRADES] + k] = u8(255)
    if n_of(law, FRIENDS) > 0:
        draw_friends(law, traits.rows, people, base, offset, folk, batch.friends)
    batch.snapshot[:] = UNKNOWN
    for turn in range(2):
        # twice: the first round has no friends' scores yet
        for j in range(n):
            who = offset + j
            introduce(traits, who, j, base + j, base // law[PLACE_SIZE], me)
            if turn == 0 and n_of(law, FRIENDS) > 0:
                me[ME_WHO] = -2  # a first round without friends is not told
            publish(law, 0, batch.friends, j, batch.snapshot, me, people.points[who], log)
        if n_of(law, FRIENDS) == 0:
            break
        take_snapshot(law, traits.rows, people, batch.snapshot, offset, folk)
    if society is not None and law[IN_COMMON]:
        take_means(law, traits.rows, people, offset, n)
    if n_of(law, RANKS) == 0:
        stand_first(law, traits, people, batch, pools, stock, log, place, base, offset, n)
        return
    for j in range(n):
        # whom the city will rank: the first standing waits until it has
        who = offset + j
        introduce(traits, who, j, base + j, base // law[PLACE_SIZE], me)
        fill_person(law, i64(0), me, Own(people.points[who], people.days[who], people.small[who], people.tally[who]))
        for k in range(n_of(law, SCALES)):
            if is_covered(law, of(law, SCALES, k, SCALE_REGIME), me):
                people.small[who, law[AT_GRADES] + k] = u8(0)


@helper
def stand_first(law, traits, people, batch, pools, stock, log, place, base, offset, n):
    """The first standing of everybody in a place."""
    me = batch.me
    box = Box(
        pools.mail[place],
        pools.heads[place],
        pools.cases[place],
        pools.case_heads[place],
        pools.moved[place],
        pools.commons[place],
    )
    for j in range(n):
        who = offset + j
        introduce(traits, who, j, base + j, base // law[PLACE_SIZE], me)
        own = Own(people.points[who], people.days[who], people.small[who], people.tally[who])
        stand(law, 0, me, own, box, stock[place], pools.shown[place], log)
        for k in range(n_of(law, SCALES)):
            people.small[who, law[AT_FIRSTS] + k] = people.small[who, law[AT_GRADES] + k]
        if n_of(law, RANKS) == 0:
            people.services[who] = touched_services(law, i64(0), batch.me, law[FIRST_TIMED])
        if law[N_STANDING] > 0 or n_of(law, RANKS) > 0:
            # rules that need no report may act, and where people are ranked wants are made, on the first morning
            people.days[who, TURN] = u16(0)


@helper
def take_snapshot(law, rows, people, snapshot, offset, n):
    """Published scores of the place as they stand now, for each score that measures friends."""
    for f in range(n_of(law, FRIENDS)):
        by = of(law, FRIENDS, f, FRIENDS_BY)
        for j in range(n):
            scored = is_member(law, rows, people, offset + j, of(law, SCORES, by, SCORE_REGIME))
            snapshot[f, j] = published_score(law, by, people.points[offset + j]) if scored else i64(UNKNOWN)
