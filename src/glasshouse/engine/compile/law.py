"""The door: a law in force becomes tables, and the names to read results by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.compile.acts import Columns, act_tables, service_tables
from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.rates import lognormal_quantiles, trait_values
from glasshouse.engine.compile.rows import column, rows, whole
from glasshouse.engine.compile.rules import AGAIN, Slots, Terms, rule_tables, score_tables
from glasshouse.engine.compile.worth import all_states, base_costs, pulls, strides
from glasshouse.engine.order import NEVER, SEASON_DAYS, YEAR_DAYS
from glasshouse.engine.state import DAYS_FIXED, SMALL_FIXED, Layout
from glasshouse.kit.errors import InputError
from glasshouse.kit.randomness import ONE, name_key, threshold
from glasshouse.population.make import LEVELS
from glasshouse.rulebook.model import Consequence

LANDS = {"self": 0, "children": 1, "spouse": 2, "household": 3}
CAUTION_WEIGHT = (0.5, 1.0)
"""A loss weighs from half (no caution) to one and a half times (full caution) what it takes."""
QUANTILES = 64


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
    consequence_rows: list[int]


def compile_law(index: Index, k0: int, k1: int, place_size: int) -> Compiled:
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
    pull = pulls(index, states, len(index.acts) + n_lying)
    base = np.zeros((len(index.acts) + n_lying + 1, len(index.recipe.behaviour)), np.float32)
    base[: max(len(index.acts), 1)] = base_costs(index)
    acts = act_tables(index, columns, rules["groups"], pull)
    for a, (first, n) in enumerate(rules["limit_spans"]):
        acts["acts"][a, t.ACT_FIRST_LIMIT] = first
        acts["acts"][a, t.ACT_N_LIMITS] = n
    consequences = consequence_tables(index, slots)
    services = service_tables(index, columns, consequences["firsts"])
    scores = score_tables(index)
    lists = list_tables(index, terms, desk_spans_lists, rules["desk_of"])
    desks = desk_tables(index)
    shows = show_tables(index)
    feeds = feed_tables(index, rules["entering"])
    regimes, bad, good = regime_tables(index, states)
    n_points = scores["n_points"]
    scores["scores"][:, t.SCORE_WATCHED] = -1
    for s in sorted(index.watched):
        scores["scores"][s, t.SCORE_WATCHED] = n_points
        n_points += 1
    at = layout(index)
    calendar, next_call = calendar_of(index)
    matters = matter_tables(index)
    tables = {
        t.ACTS: acts["acts"], t.COUNTS: acts["counts"].reshape(-1, acts["counts"].shape[2]), t.PAIRS: acts["pairs"],
        t.FIRST_COUNTS: np.ascontiguousarray(acts["counts"].reshape(-1, acts["counts"].shape[2])[:, :2]),
        t.SEE_SHARE: flat(acts["see"]), t.MISREAD: flat(acts["misread"]), t.WRONG_NAME: flat(acts["wrong"]), t.CHANNELS: acts["channels"],
        t.PADS: acts["pads"], t.RULES: rules["rules"], t.TESTS: index.test_rows(), t.SCORES: scores["scores"], t.PARTS: scores["parts"],
        t.SCALES: scores["scales"], t.BANDS: scores["bands"], t.LISTS: lists["lists"], t.NOTICE_SHARE: lists["notice"],
        t.TERMS: terms.table(), t.UNITS_BOUGHT: rules["units"], t.LEAN: rules["lean"], t.CONSEQUENCES: consequences["rows"],
        t.ENFORCED: consequences["enforced"], t.REACH: consequences["reach"], t.REACH_AFTER: consequences["reach_after"],
        t.STEPS: consequences["steps"], t.SERVICES: services["services"], t.WANTS: flat(services["wants"]), t.DESKS: desks["desks"],
        t.DESK_OF: np.array(rules["desk_of"] or [0], np.int64), t.GRANTS: flat(desks["grants"]), t.SHOWS: shows, t.FEEDS: feeds,
        t.PAUSES: pause_table(index), t.REGIMES: regimes, t.TYPES: type_table(index), t.DURATIONS: flat(matters["durations"]),
        t.MATTER_KEYS: matters["keys"], t.LIMITS: np.array(index.limits, np.int64), t.COLUMNS: columns.table(), t.EPOCHS: epochs_of(index),
        t.CALENDAR: calendar, t.NEXT_CALL: next_call, t.WAITS: np.array(sorted(index.waits), np.int64),
        t.COUNT_BLOCKS: acts["count_blocks"], t.WANT_BLOCKS: services["want_blocks"], t.FRIENDS: friends_of(index),
        t.MEANS_ROWS: consequences["means"], t.LANDINGS: consequences["landings"],
        t.RECENT: np.array([(r, 0, days) for r, _, days in index.recent], np.int64).reshape(-1, 3), t.RECENT_ACTS: recent_acts(index),
        t.ACT_LIMITS: rules["act_limits"], t.SCRIPT: np.zeros((0, t.SCRIPT_WIDTH), np.int64),
    }  # fmt: skip
    scalars = {
        t.K0: k0, t.K1: k1, t.HORIZON: index.horizon, t.PLACE_SIZE: place_size, t.BAD_BITS: bad, t.GOOD_BITS: good,
        t.FIRST_TIMED: t.ME_FIXED + len(index.scores) + len(index.scales),
        t.PAYS: int(any(each.pays_yuan is not None for _, each in index.consequences)),
        **{getattr(t, f"AT_{name.upper()}"): value for name, value in at._asdict().items()},
    }  # fmt: skip
    stakes = t.Stakes(
        base, pull, inverse_table(index), start_table(index), caution_table(index), conformity_table(index), acts["gains"]
    )
    couples = (
        bool(acts["wrong"].any() or len(shows) or len(consequences["landings"]) or column(acts["channels"], "CHANNEL", "quota").any())
        or any(score.unit == "household" or score.measures == "friends-mean" for _, score in index.scores)
        or bool(len(desks["desks"]))
        or bool((column(acts["acts"], "ACT", "channel") >= 0).any())
    )
    city = any(desk.decisions_per_week_per_100000 is not None for _, desk in index.desks)
    return Compiled(t.pack(tables, scalars), stakes, tables, at, index, n_points, couples, city, consequences["row_of"])


def flat(table: np.ndarray) -> np.ndarray:
    """All directions but the last as rows."""
    return table.reshape(-1, table.shape[-1])


def desks_by_subject(index: Index) -> tuple[dict[tuple[int, str], list[int]], dict[int, list[int]]]:
    """Desks one may turn to first about a rule (by regime and id), and about a list (by number)."""
    later = {(r, desk.next_desk) for r, desk in index.desks}
    rules: dict[tuple[int, str], list[int]] = {}
    lists: dict[int, list[int]] = {}
    for d, (r, desk) in enumerate(index.desks):
        if (r, desk.id) in later:
            continue
        for name in desk.about:
            if (r, name) in index.rule_row:
                rules.setdefault((r, name), []).append(d)
            elif (r, name) in index.list_of:
                lists.setdefault(index.list_of[(r, name)], []).append(d)
            else:
                for owner, rule in index.rules:
                    if owner == r and (rule.points is not None or rule.units_per_point is not None) and rule.score in (None, name):
                        rules.setdefault((r, rule.id), []).append(d)
    return rules, lists


def list_tables(index: Index, terms: Terms, desks: dict[int, list[int]], desk_of: list[int]) -> dict[str, Any]:
    """Lists, then the feeds that read as lists."""
    out = []
    notice = whole((len(index.lists) + len(index.feeds), len(index.groups)))
    for l, (r, name, each) in enumerate(index.lists):
        first, n = terms.add(each.term_days)
        delay, delay_span = index.span(each.notice_after_days)
        removal, removal_span = index.span(each.removal_days)
        mine = desks.get(l, [])
        out.append(
            {
                "regime": r, "bad": int(each.kind == "bad"), "matters": index.mask(each.ends_when_settled, index.matters),
                "again": AGAIN[each.if_already_on], "rest": each.relist_after_days, "key": name_key(f"{index.regime_ids[r]}/{name}"),
                "first_term": first, "n_terms": n, "notice": delay, "notice_span": delay_span, "removal": removal,
                "removal_span": removal_span, "lost": threshold(float(each.removal_lost_share)), "first_desk": len(desk_of),
                "n_desks": len(mine), "counts": 1,
            }
        )  # fmt: skip
        desk_of.extend(mine)
        for g, group in enumerate(index.groups):
            notice[l, g] = threshold(index.share(each.notice_share, 1.0, 0, group=group))
    for r, feed in index.feeds:
        out.append({"regime": r, "feed": 1, "key": name_key(f"{index.regime_ids[r]}/{feed.id}"), "notice_span": 1, "removal_span": 1})
    return {"lists": rows("LIST", out), "notice": notice}


def consequence_tables(index: Index, slots: Slots) -> dict[str, Any]:
    """Consequences service by service, then those that touch a person's means."""
    order = {service.id: v for v, service in enumerate(index.services)}
    flat: list[tuple[int, int, int, Consequence]] = []  # service, row, regime, block
    for row, (r, each) in enumerate(index.consequences):
        names = each.denies or ((each.service,) if each.service else ())
        for name in names:
            flat.append((order[name], row, r, each))
    flat.sort(key=lambda entry: (entry[0], entry[1]))
    means = [(-1, row, r, each) for row, (r, each) in enumerate(index.consequences) if each.income_factor is not None or each.pays_yuan is not None]
    everything = flat + means
    landing_rows = sorted({row for _, row, _, each in everything if each.lands_on != "self"})
    if len(landing_rows) > 8:
        raise InputError(f"{len(landing_rows)} consequences land on others; a world holds at most 8. Join fewer regimes")
    steps: list[tuple[int, int, int]] = []
    out: list[dict[str, Any]] = []
    firsts: dict[str, tuple[int, int]] = {}
    breaks = index.breaks()
    enforced = np.full((len(breaks), max(len(everything), 1)), ONE, np.int64)
    reach = np.full(max(len(everything), 1), ONE, np.int64)
    reach_after = whole((len(everything),))
    for e, (v, row, r, each) in enumerate(everything):
        when, n_when = index.condition(r, each.when)
        unless, n_unless = index.condition(r, each.unless)
        first_step = len(steps)
        score = 0
        for figure, word in ((each.deposit_waived_yuan, "deposit"), (each.priority, "priority")):
            for line in figure.lines if figure else ():
                name = (each.when.score if each.when else None) or (index.regimes[r].regime.score[0].id if index.regimes[r].regime.score else "")
                score = index.score_of.get((r, name), 0)
                least = index.steps(score, float(line.score_at_least)) if line.score_at_least is not None else -(1 << 31)
                steps.append((least, int(line.high) if word == "deposit" else 0, int(line.high) if word == "priority" else 0))
        key = name_key(f"{index.regime_ids[r]}/{each.id}")
        out.append(
            {
                "row": row, "regime": r, "from_day": index.day(each.from_, 0), "until_day": index.day(each.until, NEVER),
                "when": when, "n_when": n_when, "unless": unless, "n_unless": n_unless, "lands": LANDS[each.lands_on],
                "bit": landing_rows.index(row) if row in landing_rows else 0, "key": key, "denies": int(bool(each.denies)),
                "factor": round(float(each.price_factor if each.price_factor is not None else 1) * 1_000_000),
                "change": round(float(each.price_change_yuan or 0)), "wait": round(float(each.wait_change_days or 0)), "score": score,
                "first_step": first_step, "n_steps": len(steps) - first_step,
                "slot": slots.slot(r, f"consequence {each.id}", "year", each.at_most_per_year), "limit": each.at_most_per_year or 0,
                "income": round(float(each.income_factor if each.income_factor is not None else 1) * 64),
                "pays": round(float(each.pays_yuan or 0)), "every": {"month": 1, "year": 2, None: 2}[each.every],
            }
        )  # fmt: skip
        if v >= 0:
            first, n = firsts.get(index.services[v].id, (e, 0))
            firsts[index.services[v].id] = (first, n + 1)
        for b, day in enumerate(breaks):
            enforced[b, e] = threshold(index.share(each.enforced_share, 1.0, day))
        reach[e] = threshold(index.share(each.reaches_share, 1.0, 0))
        reach_after[e] = each.reaches_after_days
    landings = [next(e for e, entry in enumerate(everything) if entry[1] == row) for row in landing_rows]
    return {
        "rows": rows("CONSEQUENCE", out), "firsts": firsts, "enforced": enforced, "reach": reach, "reach_after": reach_after,
        "steps": np.array(steps or [(0, 0, 0)], np.int64), "means": np.array(range(len(flat), len(everything)), np.int64),
        "landings": np.array(landings, np.int64), "row_of": [row for _, row, _, _ in everything],
    }  # fmt: skip


def desk_tables(index: Index) -> dict[str, Any]:
    """Desks and their chances of granting."""
    number = {(r, desk.id): d for d, (r, desk) in enumerate(index.desks)}
    grants = whole((len(index.desks), 2, len(index.groups)))
    out = []
    for d, (r, desk) in enumerate(index.desks):
        when, n_when = index.condition(r, desk.when)
        unless, n_unless = index.condition(r, desk.unless)
        answer, answer_span = index.span(desk.answer_days)
        score = index.score_of.get((r, desk.score or (index.regimes[r].regime.score[0].id if index.regimes[r].regime.score else "")), 0)
        settled = 0
        if "settled" in desk.needs:
            for name in desk.about:
                row = index.rule_row.get((r, name))
                if row is not None:
                    opens = [index.catalogue.acts[act].opens for act in index.rules[row][1].on]
                    settled |= index.mask([each for each in opens if each], index.matters)
                elif (r, name) in index.list_of:
                    settled |= index.mask(index.lists[index.list_of[(r, name)]][2].ends_when_settled, index.matters)
        capacity = desk.decisions_per_week_per_100000
        out.append(
            {
                "regime": r, "key": name_key(f"{index.regime_ids[r]}/{desk.id}"), "when": when, "n_when": n_when, "unless": unless,
                "n_unless": n_unless, "opens_after": desk.opens_after_days, "window": desk.window_days or NEVER,
                "from_entry": int(desk.window_from == "entry" and desk.window_days is not None), "settled": settled,
                "capacity": -1 if capacity is None else round(float(capacity) * 1_000_000_000), "answer": answer,
                "answer_span": answer_span, "suspends": int(desk.suspends),
                "points": index.steps(score, float(desk.points.lines[-1].low)) if desk.points is not None else 0, "score": score,
                "takes_off": sum(1 << index.list_of[(r, name)] for name in desk.takes_off),
                "settles": index.mask(desk.settles, index.matters), "next": number.get((r, desk.next_desk or ""), -1),
                "again": desk.apply_again_after_days or 0, "repair": int(desk.kind == "repair"),
                "from_day": index.day(desk.from_, 0), "until_day": index.day(desk.until, NEVER),
            }
        )  # fmt: skip
        for g, group in enumerate(index.groups):
            grants[d, 1, g] = threshold(index.share(desk.grants_wrong_share, 1.0, 0, group=group))
            grants[d, 0, g] = threshold(index.share(desk.grants_right_share, 0.0, 0, group=group))
    return {"desks": rows("DESK", out), "grants": grants}


def show_tables(index: Index) -> np.ndarray:
    """Boards, lists and screens shown to the place."""
    if len(index.shows) > 8:
        raise InputError(f"{len(index.shows)} publicities are shown to the place; a world holds at most 8. Join fewer regimes")
    out = []
    for p, (r, show) in enumerate(index.shows):
        when, n_when = index.condition(r, show.when)
        unless, n_unless = index.condition(r, show.unless)
        out.append(
            {
                "regime": r, "when": when, "n_when": n_when, "unless": unless, "n_unless": n_unless,
                "key": name_key(f"{index.regime_ids[r]}/{show.id}"), "reach": threshold(float(show.reach_share)),
                "named": threshold(float(show.named_share)), "shame": int(show.felt_as == "shame"), "remembered": show.remembered_days,
                "from_day": index.day(show.from_, 0), "until_day": index.day(show.until, NEVER), "bit": p,
            }
        )  # fmt: skip
    return rows("SHOW", out)


def feed_tables(index: Index, entering: dict[tuple[int, str], tuple[int, int]]) -> np.ndarray:
    """Feeds whose source is in force."""
    out = []
    for k, (r, feed) in enumerate(index.feeds):
        source = index.regime_ids.index(feed.regime)
        when, n_when = index.condition(source, feed.standing)
        first, n = entering.get((r, feed.id), (0, 0))
        out.append(
            {
                "regime": r, "list": len(index.lists) + k, "when": when, "n_when": n_when, "delay": feed.delay_days,
                "removal_delay": feed.removal_delay_days, "bit": k, "first_rule": first, "n_rules": n,
            }
        )  # fmt: skip
    return rows("FEED", out)


def pause_table(index: Index) -> np.ndarray:
    """Pauses of posting and publishing."""
    return rows(
        "PAUSE",
        [
            {
                "regime": r, "from_day": index.day(each.from_, 0), "until_day": index.day(each.until, NEVER),
                "posting": int("posting" in each.stops), "publishing": int("publishing" in each.stops), "later": int(each.afterwards == "posted"),
            }
            for r, each in index.pauses
        ],
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
        out.append(
            {
                "who": who, "n_who": n_who, "key": name_key(loaded.id), "aware": threshold(float(loaded.regime.covers.aware_share)),
                "joins": threshold(float(consent.joins_share)) if consent else ONE,
                "recorded": int(consent is not None and consent.refusers == "recorded"),
                "scale": next((k for k, (owner, _, _) in enumerate(index.scales) if owner == r), -1), "stride": stride,
                "n_classes": state.n, "bad_lists": mine,
            }
        )  # fmt: skip
    return rows("REGIME", out), bad, good


def layout(index: Index) -> Layout:
    """Where each column of a person's rows begins."""
    n_lists = len(index.lists) + len(index.feeds)
    n_scales = len(index.scales)
    lists = DAYS_FIXED
    matters = lists + 2 * n_lists
    caps = matters + len(index.matters)
    recent = caps + n_scales
    shows = recent + len(index.recent)
    marks = SMALL_FIXED
    grades = marks + 2 * n_lists
    firsts = grades + n_scales
    cap_grades = firsts + n_scales
    used = cap_grades + n_scales
    return Layout(
        len(index.scores), len(index.scores), lists, matters, caps, recent, shows, shows + len(index.shows), marks, grades, firsts,
        cap_grades, used, used + max(len(index.limits), 1),
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
    yearly = any(score.resets == "year" for score in scores) or any(each.pays_yuan is not None for _, each in index.consequences)
    published = [score for score in scores if score.published != "at-once" or score.measures == "friends-mean"]
    matters = np.zeros(n, bool)
    for month in range(n * 12 // YEAR_DAYS + 1):
        day = month // 12 * YEAR_DAYS + month % 12 * YEAR_DAYS // 12
        if day >= n:
            break
        bits = t.C_MONTH | (t.C_QUARTER if month % 3 == 0 else 0) | (t.C_YEAR if month % 12 == 0 else 0)
        if day > 0:
            calendar[day] |= bits
            matters[day] |= monthly or (quarterly and month % 3 == 0) or ((yearly or index.uses_age) and month % 12 == 0)
        for score in published:
            on = day + int((score.published_on or "01-01")[3:]) - 1
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


def dates_of(index: Index) -> set[int]:
    """Days on which a consequence or publicity comes into force or ends, or a grade's threshold changes."""
    blocks = [each for _, each in (*index.consequences, *index.shows)]
    days = {index.day(each.from_, 0) for each in blocks} | {index.day(each.until, NEVER) for each in blocks}
    lines = [line for _, _, grades in index.scales for grade in grades if grade.at_least for line in grade.at_least.lines]
    return days | {index.day(line.from_, 0) for line in lines}


def matter_tables(index: Index) -> dict[str, Any]:
    """Days until a matter is paid from spare income, by quantile of what is owed and level of income."""
    durations = whole((len(index.matters), QUANTILES, LEVELS), np.int32)
    income = index.recipe.income
    incomes = lognormal_quantiles(float(income.median_yuan), float(income.sigma), LEVELS)
    for m, name in enumerate(index.matters):
        matter = index.catalogue.matters[name]
        if matter.owed == "apology":
            durations[m] = NEVER
            continue
        owed = lognormal_quantiles(float(matter.owed_median_yuan), float(matter.owed_sigma), QUANTILES)
        per_day = incomes * float(income.spare_share) * float(matter.paid_from_spare_income_share) / YEAR_DAYS
        durations[m] = np.minimum(np.ceil(owed[:, None] / per_day[None, :]), NEVER).astype(np.int32)
    return {"durations": durations, "keys": np.array([name_key(name) for name in index.matters], np.uint64)}


def friends_of(index: Index) -> np.ndarray:
    """(friends per person, same-group threshold, the score that measures them, the score they are measured by)."""
    measure = next((s for s, (_, score) in enumerate(index.scores) if score.measures == "friends-mean"), None)
    tie = next((tie for tie in index.recipe.tie if tie.id == "friends"), None)
    if measure is None or tie is None:
        return np.zeros(4, np.int64)
    r = index.scores[measure][0]
    name = index.scores[measure][1].id
    whole_score = next((s for s, (owner, score) in enumerate(index.scores) if owner == r and name in score.made_of), measure)
    return np.array([tie.per_person, threshold(float(tie.same_group_share)), measure, whole_score], np.int64)


def recent_acts(index: Index) -> np.ndarray:
    """(condition, act): does a report of this act count for the condition?"""
    out = np.zeros((max(len(index.recent), 1), max(len(index.acts), 1)), np.uint8)
    for q, (_, names, _) in enumerate(index.recent):
        for a, act in enumerate(index.acts):
            good = act.kind == "good"
            out[q, a] = act.id in names or ("any-good" in names and good) or ("any-bad" in names and act.kind in ("harm", "mishap"))
    return out


def type_table(index: Index) -> np.ndarray:
    """Behaviour types."""
    return rows(
        "TYPE",
        [
            {
                "heeds": threshold(float(row.heeds_share)),
                "appeals_wrong": threshold(float(row.appeals_wrong_share)), "appeals_right": threshold(float(row.appeals_right_share)),
            }
            for row in index.recipe.behaviour
        ],
    )  # fmt: skip


def start_table(index: Index) -> np.ndarray:
    """Cases of being seen that are believed at the start, by type."""
    return np.array([float(row.risk_start) * float(row.risk_start_deeds) for row in index.recipe.behaviour], np.float32)


def inverse_table(index: Index) -> np.ndarray:
    """1 / (deeds that the starting belief counts for + own deeds), by type."""
    deeds = np.array([float(row.risk_start_deeds) for row in index.recipe.behaviour])
    return (1 / (deeds[:, None] + np.arange(256)[None, :])).astype(np.float32)


def caution_table(index: Index) -> np.ndarray:
    """How much a loss weighs, by level of caution."""
    values = trait_values(next(trait for trait in index.recipe.trait if trait.id == "caution"))
    return (CAUTION_WEIGHT[0] + CAUTION_WEIGHT[1] * values).astype(np.float32)


def conformity_table(index: Index) -> np.ndarray:
    """How much shame and pride weigh, by level of conformity; one at mean conformity."""
    values = trait_values(next(trait for trait in index.recipe.trait if trait.id == "conformity"))
    out: np.ndarray = (values / values.mean()).astype(np.float32)
    return out


