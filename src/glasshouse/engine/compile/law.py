"""The door: a law in force becomes tables, and the names to read results by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.compile.acts import act_tables, service_tables
from glasshouse.engine.compile.blocks import conditions
from glasshouse.engine.compile.columns import Columns
from glasshouse.engine.compile.consequences import consequence_tables
from glasshouse.engine.compile.follow import drops_of, follow_tables
from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.leave import leave_tables, may_leave
from glasshouse.engine.compile.looks import looks_of
from glasshouse.engine.compile.meet import met_scores
from glasshouse.engine.compile.minds import (
    base_costs,
    caution_table,
    conformity_table,
    desk_days,
    flat,
    friends_of,
    inverse_table,
    matter_tables,
    recent_acts,
    recent_table,
    start_table,
    type_table,
)
from glasshouse.engine.compile.misuse import misuse_table
from glasshouse.engine.compile.moving import moving_tables
from glasshouse.engine.compile.plain import calls_are_quiet, mark_plain_reports
from glasshouse.engine.compile.ration import effort_tables, grade_conditions, rank_tables, with_effort
from glasshouse.engine.compile.rows import column, rows
from glasshouse.engine.compile.rules import Slots, Terms, rule_tables, score_tables, taken_with
from glasshouse.engine.compile.standing import (
    desk_tables,
    desks_by_subject,
    feed_tables,
    list_tables,
    pause_table,
    show_tables,
)
from glasshouse.engine.compile.steer import steer_tables
from glasshouse.engine.compile.told import known_scale
from glasshouse.engine.compile.wake import asleep_at_first, wake_table
from glasshouse.engine.compile.worth import all_states, meetings_of, pulls, strides
from glasshouse.engine.order import NEVER, SEASON_DAYS, YEAR_DAYS
from glasshouse.engine.state import DAYS_FIXED, MASK_WORD, SMALL_FIXED, Layout
from glasshouse.kit.errors import InputError
from glasshouse.kit.randomness import ONE, name_key, threshold
from glasshouse.population.firms import firms_per_million
from glasshouse.rulebook.model import Score


@dataclass(frozen=True)
class Compiled:
    """Tables, and what the driver needs to make and read state."""

    law: np.ndarray
    stakes: t.Stakes
    tables: dict[int, np.ndarray]
    at: Layout
    index: Index
    n_points: int
    couples: bool
    has_city_step: bool
    ranks: bool
    consequence_rows: list[int]


def compile_law(index: Index, k0: int, k1: int, place_size: int, window_days: int) -> Compiled:
    """Compile a world's law.

    Raises
    ------
    InputError
        If the world needs more than the tables can hold (the message says what).
    """
    slots, terms, columns = Slots(index), Terms(), Columns(index)
    desks_about, desk_spans_lists = desks_by_subject(index)
    rules = rule_tables(index, slots, terms, desks_about)
    states = all_states(index)
    n_lying = len(index.channels)
    meetings = meetings_of(index)
    pull = pulls(index, states, len(index.acts) + n_lying, meetings)
    base = np.zeros((len(index.acts) + n_lying + 1, len(index.recipe.behaviour)), np.float32)
    base[: max(len(index.acts), 1)] = base_costs(index)
    acts = act_tables(index, columns, rules["groups"], pull, meetings)
    for a, (first, n) in enumerate(rules["limit_spans"]):
        acts["acts"][a, t.ACT_FIRST_LIMIT] = first
        acts["acts"][a, t.ACT_N_LIMITS] = n
    consequences = consequence_tables(index, slots)
    services = service_tables(index, columns, consequences["firsts"])
    scores = score_tables(index)
    lists = list_tables(index, terms, desk_spans_lists, rules["desk_of"], rules["entering"], rules["leaving"])
    desks = desk_tables(index)
    shows = show_tables(index)
    feeds = feed_tables(index)
    regimes, bad, good = regime_tables(index, states)
    ranks, efforts, grade_when = rank_tables(index), effort_tables(index), grade_conditions(index)
    scores["scales"][:, t.SCALE_RANKS] = ranks["first"]
    scores["scales"][:, t.SCALE_WORTH] = efforts["first"]
    steers = steer_tables(index)
    acts["channels"][:, t.CHANNEL_STEER] = steers["of_channel"]
    n_points = scores["n_points"]
    scores["scores"][:, t.SCORE_WATCHED] = -1
    bounds: list[int] = []
    for s in sorted(index.watched):
        scores["scores"][s, [t.SCORE_WATCHED, t.SCORE_FIRST_BOUND, t.SCORE_N_BOUNDS]] = (
            n_points,
            len(bounds),
            len(index.watched[s]),
        )
        bounds += sorted(index.watched[s])
        n_points += 1
    scores["scores"][:, t.SCORE_EFFORT] = -1
    for s in with_effort(index) if len(efforts["efforts"]) else ():
        scores["scores"][s, t.SCORE_EFFORT] = n_points
        n_points += 1
    scores["scores"][:, t.SCORE_AT_END] = -1
    for s in sorted({int(s) for s in consequences["budgets"][:, t.BUDGET_SCORE]} - {-1}):
        scores["scores"][s, t.SCORE_AT_END] = n_points
        n_points += 1
    is_plain_world = not len(ranks["ranks"]) and not len(efforts["efforts"])
    if is_plain_world:
        mark_plain_reports(index, acts, rules["rules"], scores["scores"], recent_acts(index))
    at = layout(index)
    calendar, next_call = calendar_of(index)
    matters = matter_tables(index)
    follow = follow_tables(index, window_days, place_size)
    tables = {
        t.ACTS: acts["acts"], t.COUNTS: acts["counts"].reshape(-1, acts["counts"].shape[2]), t.PAIRS: acts["pairs"],
        t.FIRST_COUNTS: np.ascontiguousarray(acts["counts"].reshape(-1, acts["counts"].shape[2])[:, :2]),
        t.SEE_SHARE: flat(acts["see"]), t.MISREAD: flat(acts["misread"]), t.WRONG_NAME: flat(acts["wrong"]), t.CHANNELS: acts["channels"],
        t.PADS: acts["pads"], t.RULES: rules["rules"], t.TESTS: index.test_rows(), t.SCORES: scores["scores"], t.PARTS: scores["parts"],
        t.SCALES: scores["scales"], t.BANDS: scores["bands"], t.GRADE_WHEN: grade_when, t.LISTS: lists["lists"], t.NOTICE_SHARE: lists["notice"],
        t.TERMS: terms.table(), t.UNITS_BOUGHT: rules["units"], t.LEAN: rules["lean"], t.CONSEQUENCES: consequences["rows"],
        t.ENFORCED: consequences["enforced"], t.REACH: consequences["reach"], t.REACH_AFTER: consequences["reach_after"],
        t.STEPS: consequences["steps"], t.SERVICES: services["services"], t.WANTS: flat(services["wants"]), t.DESKS: desks["desks"],
        t.DESK_OF: np.array(rules["desk_of"] or [0], np.int64), t.GRANTS: flat(desks["grants"]), t.SHOWS: shows, t.FEEDS: feeds,
        t.PAUSES: pause_table(index), t.REGIMES: regimes, t.TYPES: type_table(index), t.DURATIONS: flat(matters["durations"]),
        t.MATTER_KEYS: matters["keys"], t.LIMITS: np.array(index.limits, np.int64).reshape(-1, 2), t.COLUMNS: columns.table(), t.EPOCHS: epochs_of(index),
        t.CALENDAR: calendar, t.NEXT_CALL: next_call, t.WAITS: np.array(sorted(index.waits), np.int64),
        t.COUNT_BLOCKS: acts["count_blocks"], t.WANT_BLOCKS: services["want_blocks"], t.FRIENDS: friends_of(index),
        t.MEANS_ROWS: consequences["means"], t.LANDINGS: consequences["landings"], t.LANDED_CAPS: consequences["caps"],
        t.RECENT: recent_table(index), t.RECENT_ACTS: recent_acts(index),
        t.CLOCKS: acts["clocks"], t.TRIALS: acts["trials"], t.TRIAL_SHARE: acts["trial_share"],
        t.STEERS: steers["steers"], t.STEER_COUNTS: steers["counts"], t.STEER_STARTS: steers["starts"],
        t.DESK_DAYS: desk_days(index), t.MISUSES: misuse_table(index), t.WAKES: wake_table(index, follow["opinions"]),
        t.BUDGETS: consequences["budgets"], t.RANKS: ranks["ranks"], t.EFFORTS: efforts["efforts"], t.GRADE_WORTH: efforts["worth"],
        t.BOUNDS: np.array(bounds, np.int64), t.ACT_LIMITS: rules["act_limits"], t.SCRIPT: np.zeros((0, t.SCRIPT_WIDTH), np.int64),
        t.STARTS: scores["starts"], t.METS: np.array(index.mets, np.int64).reshape(-1, t.MET_WIDTH), t.MET_ROWS: acts["met_rows"],
        t.WEIGHS: consequences["weighs"], t.WATCHES: consequences["watches"], t.SEE_USUAL: acts["see_usual"], t.SEE_MOST: acts["see_most"],
        t.NORMS: follow["norms"], t.PUSHES: follow["pushes"], t.MINDS: follow["minds"], t.TIES: follow["ties"],
        t.TIE_ROWS: follow["tie_rows"], t.TIE_FIRST: follow["tie_first"], t.OPINIONS: follow["opinions"], **leave_tables(index), **moving_tables(index),
        t.MET_SCORES: np.array(met_scores(index), np.int64), t.USES: consequences["uses"],
    }  # fmt: skip
    tables[t.LOOKS], looks_again = looks_of(index, tables, rules["standing"], at)
    scalars = {
        t.K0: k0, t.K1: k1, t.HORIZON: index.horizon, t.PLACE_SIZE: place_size, t.BAD_BITS: bad, t.GOOD_BITS: good,
        t.FIRST_TIMED: t.ME_FIXED + len(index.scores) + len(index.scales),
        t.AT_BARS: t.ME_FIXED + len(index.scores) + len(index.scales) + len(index.lists) + len(index.feeds) + len(index.recent) + 2,
        t.PAYS: int(any(each.pays_yuan is not None for _, each in index.consequences)),
        t.QUIET_CALLS: int(is_plain_world and calls_are_quiet(index, rules["rules"], tables[t.TESTS], scores["scores"])),
        t.ME_STROKES: t.ME_FIXED + len(index.scores) + len(index.scales) + len(index.lists) + len(index.feeds) + len(index.recent) + 2
        + 2 * len(ranks["ranks"]),
        t.N_CLOCKED: sum(int(rule[t.RULE_CLOCK] > 0) for rule in rules["rules"]), t.HOME_STANDS: int(asks_of_homes(index)),
        t.HOME_LISTS: index.home_lists, t.FIRST_STANDING: rules["standing"][0], t.N_STANDING: rules["standing"][1],
        t.LOOKS_AGAIN: int(looks_again or bool(index.wakers) or index.recipe.moving is not None), t.ASLEEP: asleep_at_first(index),
        t.CITY_SIZE: place_size * index.recipe.population.places_per_city, t.PERSONS: index.recipe.population.persons,
        t.FIRMS: firms_per_million(index.recipe), t.MEETS: int(column(acts["acts"], "ACT", "meets").any()),
        t.IN_COMMON: int(any(score.unit == "place" for _, score in index.scores)),
        t.ASKS_FOLLOWS: int(any(slot == t.ME_FOLLOWS for slot, _, _ in index.tests)),
        **{getattr(t, f"AT_{name.upper()}"): value for name, value in at._asdict().items()},
    }  # fmt: skip
    stakes = t.Stakes(
        base,
        pull,
        inverse_table(index),
        start_table(index),
        caution_table(index),
        conformity_table(index),
        acts["gains"],
        follow["laws"],
        follow["given"],
        follow["scales"],
        follow["weights"],
        follow["weights_of"],
    )
    couples = (
        bool(
            acts["wrong"].any()
            or len(shows)
            or len(consequences["landings"])
            or column(acts["channels"], "CHANNEL", "quota").any()
        )
        or any(score.is_shared or score.measures == "friends-mean" for _, score in index.scores)
        or bool(len(desks["desks"]))
        or bool(index.steers or index.wakers)
        or bool(len(ranks["ranks"]) or len(consequences["budgets"]) or len(consequences["uses"]))
        or bool((column(acts["acts"], "ACT", "channel") >= 0).any())
        or index.home_lists > 0
        or bool(index.recipe.norm or index.recipe.opinion)
        or bool(column(acts["acts"], "ACT", "meets").any())
        or any(feed.lands_on != "self" for _, feed in index.feeds)
    )
    city = (
        bool(index.steers or index.wakers)
        or bool((column(shows, "SHOW", "audience") >= t.SHOWN_NEARBY).any())
        or bool(len(ranks["ranks"]) or len(consequences["budgets"]) or len(consequences["uses"]))
        or any(desk.decisions_per_week_per_100000 is not None or desk.servers for _, desk in index.desks)
        or any(norm.among == "city" for norm in index.recipe.norm)
    )
    return Compiled(
        t.pack(tables, scalars), stakes, tables, at, index, n_points, couples, city, bool(len(ranks["ranks"])), consequences["row_of"]
    )  # fmt: skip


def regime_tables(index: Index, states: list[Any]) -> tuple[np.ndarray, int, int]:
    """Who is covered, joins and knows; and bits of all bad and good lists."""
    out = []
    bad = sum(1 << l for l, (_, _, each) in enumerate(index.lists) if each.kind == "bad")
    good = sum(1 << l for l, (_, _, each) in enumerate(index.lists) if each.kind == "good")
    for r, (loaded, state, stride) in enumerate(zip(index.regimes, states, strides(states), strict=True)):
        who, n_who = index.condition(r, loaded.regime.covers.who)
        consent = loaded.regime.consent
        mine = sum(1 << l for l, (owner, _, each) in enumerate(index.lists) if owner == r and each.kind == "bad")
        known = known_scale(index, r)
        scale = -1 if known is None else known
        if state.coarse:
            mine, scale = 0, -1  # covered or not is all that is told apart
        out.append(
            {
                "who": who, "n_who": n_who, "key": name_key(loaded.id), "aware": threshold(float(loaded.regime.covers.aware_share)),
                "joins": threshold(float(consent.joins_share)) if consent else ONE,
                "recorded": int(consent is not None and consent.refusers == "recorded"),
                "scale": scale, "stride": stride,
                "n_classes": state.n, "bad_lists": mine,
            }
        )  # fmt: skip
    return rows("REGIME", out), bad, good


def asks_of_homes(index: Index) -> bool:
    """Does anything but a rule of the calendar ask on which lists a household's members are?"""
    clocked = {id(rule.when) for _, rule in index.rules_in_force() if rule.is_standing and rule.every}
    clocked |= {id(rule.unless) for _, rule in index.rules_in_force() if rule.is_standing and rule.every}
    return any(
        each.household_on_list and id(each) not in clocked for loaded in index.regimes for each in conditions(loaded)
    )


def layout(index: Index) -> Layout:
    """Where each column of a person's rows begins."""
    n_lists = len(index.lists) + len(index.feeds)
    n_scales = len(index.scales)
    n_words = -(-max(n_lists, len(index.shows), 1) // MASK_WORD)
    bits = DAYS_FIXED
    fed, showing, lists = (bits + k * n_words for k in (1, 2, 3))
    matters = lists + 2 * n_lists
    caps = matters + len(index.matters)
    recent = caps + n_scales
    shows = recent + len(index.recent)
    call = shows + len(index.shows)
    home = call + int(any(rule.is_standing and rule.every for _, rule in index.rules_in_force()))
    marks = SMALL_FIXED
    grades = marks + 2 * n_lists
    firsts = grades + n_scales
    cap_grades = firsts + n_scales
    used = cap_grades + n_scales
    since = home + (n_words if index.home_lists else 0)
    follows = used + max(len(index.limits), 1)
    norms = index.recipe.norm
    deeds = since + len(norms)
    left = deeds + len(index.misuses)
    dropped = left + int(any(may_leave(loaded.regime) for loaded in index.regimes))
    ranks = follows + int(bool(norms))
    ranked = any(grade.top_share is not None for _, _, grades in index.scales for grade in grades)
    return Layout(
        len(index.scores), len(index.scores), bits, fed, showing, n_words, lists, matters, caps, recent, shows, call, home, deeds, left,
        dropped, dropped + int(drops_of(index) > 0), marks, grades,
        firsts, cap_grades, used, ranks, ranks + (n_scales if ranked else 0), since, follows, len(norms) + 3 * len(index.recipe.opinion),
    )  # fmt: skip


def epochs_of(index: Index) -> np.ndarray:
    """Number of the epoch of each day."""
    out = np.zeros(index.horizon + SEASON_DAYS + 1, np.uint8)
    breaks = index.breaks()
    if len(breaks) > 250:
        raise InputError(f"the rulebooks change on {len(breaks)} days of this world; 250 are the most")
    for e, day in enumerate(breaks):
        out[day:] = e
    return out


def calendar_of(index: Index) -> tuple[np.ndarray, np.ndarray]:
    """What the calendar brings each morning, and the next such morning at or after each day."""
    n = index.horizon + SEASON_DAYS + 1
    calendar = np.zeros(n, np.uint8)
    scores = [score for _, score in index.scores]
    monthly = any(score.returns_share_per_month or score.resets == "month" for score in scores) or any(
        each.every == "month" for _, each in index.consequences
    )
    quarterly = any(score.resets == "quarter" for score in scores)
    yearly = any(score.resets == "year" for score in scores) or any(
        each.pays_yuan is not None or each.shared_out in ("by-score", "best-first") for _, each in index.consequences
    )
    yearly = yearly or any(each.shared_out == "best-first" for _, _, each in index.lists)
    yearly = yearly or any(may_leave(loaded.regime) for loaded in index.regimes)
    clocks = {rule.every for _, rule in index.rules_in_force() if rule.is_standing}
    monthly, quarterly, yearly = (
        monthly or "month" in clocks,
        quarterly or "quarter" in clocks,
        yearly or "year" in clocks,
    )
    published = [score for score in scores if score.published != "at-once"]
    moves = (None, "steady-address", "friends-mean")  # what measures a rank stays
    daily = any(
        (score.made_of or score.measures)
        and not score.is_mean
        and score.measures in moves
        and taken_with(index, r, score) == 0
        for r, score in index.scores
    )
    matters = np.zeros(n, bool)
    if daily:  # what it goes by may change on any day
        calendar[1:] |= t.C_PUBLISH
        matters[1:] = True
    for month in range(n * 12 // YEAR_DAYS + 1):
        day = month // 12 * YEAR_DAYS + month % 12 * YEAR_DAYS // 12
        if day >= n:
            break
        bits = t.C_MONTH | (t.C_QUARTER if month % 3 == 0 else 0) | (t.C_YEAR if month % 12 == 0 else 0)
        if day > 0:
            calendar[day] |= bits
            matters[day] |= (
                monthly or (quarterly and month % 3 == 0) or ((yearly or index.uses_age) and month % 12 == 0)
            )
        for on in {day + after for score in published for after in looks_at(index, score, month)}:
            if 0 < on < n:
                calendar[on] |= t.C_PUBLISH
                matters[on] = True
    for day in dates_of(index):
        if 0 < day < n:
            calendar[day] |= t.C_DATES
            matters[day] = True
    next_call = np.full(n + 1, NEVER, np.uint16)
    for day in range(n - 1, -1, -1):
        next_call[day] = day if matters[day] else next_call[day + 1]
    return calendar, next_call


def looks_at(index: Index, score: Score, month: int) -> tuple[int, ...]:
    """Days of a month, or beyond it, on which a score is measured, summed, and perhaps shown: each month, and when it is shown."""
    on = index.publishes_on(score)
    if score.published != "year":
        return (on,)
    return (0, on) if month % 12 == 0 else (0,)


def dates_of(index: Index) -> set[int]:
    """Days on which something that everybody's standing shows comes into force or ends.

    A consequence, publicity, a rule that asks for a standing only or a pause of such rules; or a grade's threshold changes.
    """
    blocks: list[Any] = [each for _, each in (*index.consequences, *index.shows, *index.feeds)]
    alone = [(regime, rule) for regime, rule in index.rules_in_force() if rule.is_standing]
    blocks += [rule for _, rule in alone]
    blocks += [pause for regime, pause in index.pauses if regime in {regime for regime, _ in alone}]
    days = {index.day(each.from_, 0) for each in blocks} | {index.day(each.until, NEVER) for each in blocks}
    lines = [
        line for _, _, grades in index.scales for grade in grades if grade.at_least for line in grade.at_least.lines
    ]
    return days | {index.day(line.from_, 0) for line in lines}
