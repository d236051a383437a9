"""The registry of every result table: columns with dtype, unit and meaning, declared once.

A *week* is seven days counted from day 0; a *season* is 84 days. ``wealth_band`` is the fifth of the recipe's wealth
law, 0 the poorest. Counts of persons, spells and refusals are three units: no table adds them up.
"""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """One column of a result table."""

    name: str
    dtype: str
    unit: str
    doc: str


CITY = Column("city", "u16", "-", "number of the city")
GROUP = Column("group", "str", "-", "abstract group")
WEALTH = Column("wealth_band", "u8", "fifth", "0 the poorest, 4 the richest")
SEASON = Column("season", "u16", "84 days", "season, counted from 0")

PANEL = (
    Column("week", "u16", "7 days", "week, counted from 0"),
    CITY,
    GROUP,
    WEALTH,
    Column("grade", "str", "-", "grade of the first graded regime that week; empty where no regime grades"),
    Column("persons", "i64", "persons", "people of this cell at the week's end; who is out of the country is in none"),
    Column("on_bad_list", "i64", "persons", "of these, on at least one bad list at the week's end"),
    Column("on_good_list", "i64", "persons", "of these, on at least one good list at the week's end"),
    Column("entered", "i64", "spells", "entries to bad lists"),
    Column("left", "i64", "spells", "exits from bad lists"),
    Column("done", "i64", "deeds", "occasions taken, of acts that are modelled in this world"),
    Column("deterred", "i64", "occasions", "forbidden acts given up because of the regime"),
    Column("chilled", "i64", "occasions", "lawful acts given up for fear"),
    Column("for_points", "i64", "deeds", "acts done only for points"),
    Column("seen", "i64", "reports", "true deeds reported on the right person"),
    Column("missed", "i64", "deeds", "deeds that a channel covers and nobody reported"),
    Column("misread", "i64", "reports", "reports of something not done, or of a lawful act taken amiss"),
    Column("invented", "i64", "reports", "reports out of nothing: lies and padding"),
    Column("wrong_person", "i64", "reports", "true deeds reported on somebody else (counted at the victim)"),
    Column("points_lost", "i64", "points", "bad points posted, all scores"),
    Column("points_won", "i64", "points", "good points posted, all scores"),
    Column("refused", "i64", "refusals", "wants denied"),
    Column("refused_by_tie", "i64", "refusals", "of these, denied for what somebody else did"),
    Column("eased", "i64", "uses", "wants served on better terms than without the regime"),
    Column("eased_yuan", "i64", "yuan", "money saved by that, deposits not counted"),
    Column("dearer", "i64", "uses", "wants served on worse terms"),
    Column("applied", "i64", "cases", "applications to desks"),
    Column("granted", "i64", "cases", "applications granted"),
    Column("shown_days", "i64", "person-days", "days on a public board, list or screen, remembered days included"),
)

ACTS = (
    SEASON,
    CITY,
    Column("act", "str", "-", "act"),
    Column("occasions", "i64", "occasions", "chances weighed; null if the act is not modelled in this world"),
    Column("done", "i64", "deeds", "occasions taken"),
    Column("given_up", "i64", "occasions", "not done because of the regime (deterred or chilled)"),
    Column("for_points", "i64", "deeds", "done only because of the regime"),
    Column("seen", "i64", "reports", "reported on the right person"),
    Column("missed", "i64", "deeds", "done, covered by a channel, reported by none"),
    Column("misread", "i64", "reports", "reported though not done"),
    Column("invented", "i64", "reports", "reported out of nothing"),
    Column("wrong_person", "i64", "reports", "reported on somebody else"),
)

SERVICES = (
    SEASON,
    CITY,
    GROUP,
    WEALTH,
    Column("service", "str", "-", "service"),
    Column("regime", "str", "-", "the first regime that refused or changed it"),
    Column("refused", "i64", "refusals", "wants denied"),
    Column("refused_by_tie", "i64", "refusals", "of these, for what somebody else did"),
    Column("eased", "i64", "uses", "served on better terms"),
    Column("eased_yuan", "i64", "yuan", "money saved"),
    Column("dearer", "i64", "uses", "served on worse terms"),
)

FLOWS = (
    SEASON,
    CITY,
    Column("scale", "str", "-", "regime whose grades these are"),
    Column("grade_from", "str", "-", "grade at the season's start"),
    Column("grade_to", "str", "-", "grade at the season's end"),
    Column("persons", "i64", "persons", "people who went from the one to the other"),
)

SCORES = (
    SEASON,
    CITY,
    Column("score", "str", "-", "regime/score"),
    Column("bin", "f64", "points", "lower edge of the bin; of 64 the outermost two also hold what lies further out"),
    Column("width", "f64", "points", "width of the bin"),
    Column("persons", "i64", "persons", "scored people with such a score at the season's end"),
)

SPELLS = (
    CITY,
    Column("list", "str", "-", "regime/list"),
    GROUP,
    WEALTH,
    Column("wrong", "bool", "-", "entered by a false report"),
    Column("months", "u16", "28 days", "length so far, in whole months of 28 days"),
    Column("ended", "i64", "spells", "spells that ended at this length"),
    Column("open", "i64", "spells", "spells still running at the end, at this length"),
)

PATROLS = (
    SEASON,
    CITY,
    Column("place", "u32", "-", "number of the place"),
    Column("steer", "str", "-", "regime/steer that sends watchers"),
    Column("records", "f64", "records", "records of the place at the season's end, those of the eve of day 0 included"),
    Column("watched_days", "u16", "days", "days of the season on which a patrol was in the place"),
)

NORMS = (
    CITY,
    Column("day", "u16", "days", "first day of the window, counted from 0; all have looked at the others by then"),
    Column("norm", "str", "-", "norm of the population"),
    Column("persons", "i64", "persons", "people of the city"),
    Column("followers", "i64", "persons", "of these, who follow the norm in this window"),
    Column("began", "i64", "persons", "who took it up on this day"),
    Column("gave_up", "i64", "persons", "who gave it up on this day"),
    Column("catching", "i64", "persons", "followers from whom others may take it up in this window"),
)

DESKS = (
    SEASON,
    CITY,
    Column("desk", "str", "-", "regime/desk, of the desks that have servers or a limit of decisions"),
    Column("applied", "i64", "cases", "cases handed in in the season"),
    Column("begun", "i64", "cases", "cases taken up in the season"),
    Column(
        "waited", "i64", "cases", "of those handed in, not taken up at once (a limit of decisions: not the next time)"
    ),
    Column(
        "wait_days", "f64", "days", "days from being handed in to being taken up, of the cases handed in in the season"
    ),
    Column("queue_days", "f64", "case-days", "days that cases waited in the season; over its days: the mean queue"),
    Column("left", "i64", "cases", "cases waiting at the season's end"),
)
"""A desk with servers counts to seven milliseconds, and the whole wait of a case that is still waiting at the world's end; one
with a limit of decisions counts to the day, and no wait of such a case."""

POTS = (
    CITY,
    Column(
        "day",
        "u16",
        "days",
        "morning on which the pot of the year before is paid, or places are filled, counted from 0",
    ),
    Column("consequence", "str", "-", "regime/consequence, or regime/list whose places are filled"),
    Column("persons", "i64", "persons", "people who qualified, and share it; who got a portion or a place"),
    Column("yuan_each", "i64", "yuan", "what each gets; of a pot shared by points, on average; 0 of a place"),
)

PLACES = (
    SEASON,
    CITY,
    Column("place", "u32", "-", "number of the place"),
    Column("score", "str", "-", "regime/score, of the scores that places have"),
    Column("value", "f64", "points", "the place's published score at the season's end"),
    Column("grade", "str", "-", "grade that its people have by it, or empty"),
)

THRESHOLDS = (
    CITY,
    Column("day", "u16", "days", "day from whose morning on it holds, counted from 0"),
    Column("score", "str", "-", "regime/score"),
    Column("grade", "str", "-", "grade whose threshold the city made"),
    Column("at_least", "f64", "points", "lowest score of the grade or a better one; not a number if nobody reaches it"),
    Column("reached", "i64", "persons", "people who reach it, of equals those whom the lot lets in"),
)

STEERS = (
    CITY,
    Column("day", "u16", "days", "day from whose morning on it is so, counted from 0"),
    Column("steer", "str", "-", "regime/steer that changed the law, once the city had come so far"),
    Column("clause", "str", "-", "regime/id of the rule, consequence, publicity or channel"),
    Column("awake", "bool", "-", "in force from that morning on, or put to sleep"),
)

PERSONS = (
    Column("person", "u32", "-", "number of the person, over the whole country"),
    CITY,
    Column("place", "u32", "-", "number of the place"),
    Column("household", "u32", "-", "number of the household's first person"),
    Column("kind_of_place", "str", "-", "town centre, suburb, village ..."),
    Column("age", "u8", "years", "age on day 0"),
    GROUP,
    WEALTH,
    Column("wealth_yuan", "f32", "yuan", "wealth, at the middle of its sixteenth of the law"),
    Column(
        "income_yuan", "f32", "yuan", "income of a year, before any regime, at the middle of its sixteenth of the law"
    ),
    Column("role", "str", "-", "role, or empty"),
    Column("behaviour", "str", "-", "behaviour type"),
    Column("done", "u16", "deeds", "occasions taken"),
    Column("deterred", "u16", "occasions", "forbidden acts given up because of the regime"),
    Column("chilled", "u16", "occasions", "lawful acts given up for fear"),
    Column("for_points", "u16", "deeds", "acts done only for points"),
    Column("seen", "u16", "reports", "true reports"),
    Column("false_reports", "u16", "reports", "misread, invented and wrong-person reports that hit this person"),
    Column("refused", "u16", "refusals", "wants denied"),
    Column("refused_by_tie", "u16", "refusals", "of these, for what somebody else did"),
    Column("eased", "u16", "uses", "wants served on better terms"),
    Column("eased_yuan", "u16", "10 yuan", "money saved, in tens of yuan"),
    Column("listed_days", "u16", "days", "days on bad lists, running spells included"),
    Column("shown_days", "u16", "days", "days shown in public, remembered days included"),
    Column("granted", "u16", "cases", "applications granted"),
    Column("believed_risk_public", "f64", "share", "believed chance that a deed in public is seen, at the end"),
    Column("believed_risk_record", "f64", "share", "the same of a deed on record or online"),
)
"""Then, for what the world has: ``score_<regime>/<score>`` (f64, points), ``grade_<regime>`` (str, empty: not scored),
``grade_<regime>/<score>`` for all but the regime's first graded score,
``list_<regime>/<list>`` (bool, on the list at the end), ``left_<regime>`` (bool, joined it and left it), ``owes_<matter>`` (bool),
``follows_<norm>`` (bool), ``opinion_<opinion>`` (f64), ``takes_part_<regime>`` (bool, in the person's place a regime of a
``places_share`` is in force); where people move ``moved_on`` (u16, day of the last move to another city or country, 0 never) and
``registered_here`` (bool); where some leave the country ``abroad`` (bool, out of it at the end; the lists are then those that await one)
and ``days_abroad`` (u16); where somebody lives is where the person lives at the end; ``effort_<regime>/<score>`` (f64, points of the
published score that are effort). Tallies (u16) stop at 65,535."""

TABLES = {
    "panel": PANEL,
    "acts": ACTS,
    "services": SERVICES,
    "flows": FLOWS,
    "scores": SCORES,
    "spells": SPELLS,
    "desks": DESKS,
    "persons": PERSONS,
    "patrols": PATROLS,
    "norms": NORMS,
    "thresholds": THRESHOLDS,
    "pots": POTS,
    "places": PLACES,
    "steers": STEERS,
}
MAY_BE_EMPTY = ("desks", "patrols", "norms", "thresholds", "pots", "places", "steers")
"""Tables of what few worlds have: without rows they are no part of the digest."""
