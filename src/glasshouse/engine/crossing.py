"""The steps of a city between windows: what all places together did becomes what is in force from this morning on."""

from __future__ import annotations

import numpy as np

from glasshouse.engine.budgets import divide_pots, is_any_shared_out
from glasshouse.engine.desks import answer_up_to, count_lines
from glasshouse.engine.follow import count_city
from glasshouse.engine.ration import rank_city
from glasshouse.engine.servers import serve
from glasshouse.engine.show import gather_names
from glasshouse.engine.steer import send_patrols
from glasshouse.engine.tables import BUDGETS, DESKS, HORIZON, NORMS, PLACE_SIZE, RANKS, SHOWS, STEERS, USES, WAKES, n_of
from glasshouse.engine.uses import count_uses
from glasshouse.engine.wake import wake_city
from glasshouse.kit.jit import helper

i64 = np.int64


@helper
def cross_city(law, rows, people, pools, fields, sizes, first_person, day, window, society):
    """Steps of scope city, in the order of ``engine/order.py``, on the morning of a window's first day.

    Reads: law, rows, people, pools, sizes (place,) [persons]. Writes: fields, row of the window.
    """
    from_day = (day - 1) // window * window
    if society is not None and n_of(law, DESKS) > 0:
        serve(law, pools.cases, pools.case_heads, fields, from_day, day)
    if day >= law[HORIZON]:
        count_lines(law, pools.cases, pools.case_heads, fields.cutoffs[0], fields.line, from_day, day)
        return  # the world is over: what came in last is only counted
    w = day // window
    persons = i64(0)
    for place in range(sizes.shape[0]):
        persons += sizes[place]
    if n_of(law, DESKS) > 0 and day > 0:
        answer_up_to(law, pools.cases, pools.case_heads, fields.owed, fields.heap, persons, window, fields.cutoffs[w])
        count_lines(law, pools.cases, pools.case_heads, fields.cutoffs[w], fields.line, from_day, day)
    if n_of(law, SHOWS) > 0:
        gather_names(law, pools.shown, fields.named[min(w, fields.named.shape[0] - 1)])
    if society is not None and n_of(law, NORMS) > 0 and day > 0:
        count_city(law, people, pools.paid, day, fields.follows[w])
    if society is not None and n_of(law, USES) > 0:
        count_uses(law, pools.commons, fields.left, day, window)
    if society is not None and n_of(law, BUDGETS) > 0 and is_any_shared_out(law, day, window):
        divide_pots(law, fields, sizes, w, day, window)
    if society is not None and n_of(law, RANKS) > 0:
        rank_city(law, rows, people, fields, persons, first_person, day, w, window)
    if society is not None and n_of(law, WAKES) > 0:
        wake_city(law, people, fields, persons, day, w)
    if society is not None and n_of(law, STEERS) > 0:
        send_patrols(law, fields, sizes.shape[0], first_person // law[PLACE_SIZE], day, w)
