"""THE list: what happens, in this order.

In a life, within a window (one kernel, one person at a time)::

    1 occasion      what could be done today              engine/occasions.py
    2 choose        done or not, and why                  engine/choose.py
    3 observe       who saw it, rightly or not            engine/observe.py
    4 post          points, limits, expiry, clipping      engine/post.py
    5 standing      grade; list entry, term, exit         engine/standing.py
    6 want          allowed, refused, priced              engine/wants.py
    7 learn         perceived risk, means, notice         engine/learn.py

Between windows (one kernel each; scope: place or city)::

    a quotas        informants fill what is missing            place   engine/quotas.py
    b desks         appeals, repairs, corrections, in order    city    engine/desks.py
    c spill         along ties; to all of a place (commons.py)  place   engine/spill.py
    d show          boards, lists, screens; stigma, hearsay    place   engine/show.py
    e follow        norms spread; opinions move (opinions.py)  both    engine/follow.py
    f ration        pots, places (budgets.py); shared perks (uses.py); ranks and moving bars   city    engine/ration.py
    g steer         watchers sent; clauses wake (wake.py)      city    engine/steer.py
    h record        what the week leaves in the tables         place   engine/record.py

Inside a day the order is: *morning* (calendar, on a year's first day who leaves or comes back; ends of terms; mail due), then the
**standing of the day** is fixed, then the day's occasions and wants by moment. Score, ledger, limits and beliefs change at once; standing changes the next
morning. Rules that ask for a standing only (an entry while a score is low) are part of the standing of that morning; rules
of the calendar (each day, week, month, with or without a chance) read it and post before the day's first occasion; day 0
begins no period. What concerns another person lands on the morning of the later of its due day and the next window's first day.
A list entered during day d lasts from d+1 to d+term; one entered by the mail of a morning lasts from d to d+term-1.
What desks answer and how people follow others takes place on the next window's first morning, before anybody's mail.
A step that no regime in force and nobody of the population uses costs nothing.
"""

SEASON_DAYS = 84
"""Days of a season: the block of the random addresses, hence a constant of the model and not of a run."""

YEAR_DAYS = 365
QUOTA_DAYS = 28
NEVER = 65_535

LIFE = ("occasions", "choose", "observe", "post", "standing", "wants", "learn")
BETWEEN = ("quotas", "desks", "spill", "show", "follow", "ration", "steer", "record")
