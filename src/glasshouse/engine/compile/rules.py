"""Rules, limits, terms, units: tables of steps 4 and 5."""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.rows import bits_at, rows, whole
from glasshouse.engine.compile.told import can_be_looked_up
from glasshouse.engine.compile.units import MOST_UNITS, points_of_units
from glasshouse.engine.drawn import OWN_START
from glasshouse.engine.order import NEVER
from glasshouse.engine.tables import (
    ADD,
    EFFECT_CAP,
    EFFECT_LIST,
    EFFECT_OPENS,
    EFFECT_POINTS,
    EFFECT_RATING,
    EFFECT_SETTLES,
    EFFECT_TAKES_OFF,
    EFFECT_UNITS,
    IGNORE,
    LONGER,
    PER_HOUSEHOLD,
    PER_PERSON,
    PER_PLACE,
    RESTART,
)  # fmt: skip
from glasshouse.kit.errors import InputError
from glasshouse.kit.figure import Figure, Line
from glasshouse.kit.randomness import ONE, name_key, threshold
from glasshouse.rulebook.model import Rule, Score

NO_BOUND = 1 << 30
MOST_MAIL_VALUE = 32_767
LOOK_DAYS = {"month": 30, "quarter": 91, "year": 365, None: 365}
PERIODS = {"at-once": 0, "month": 1, "quarter": 2, "year": 4}
UNITS = {"person": PER_PERSON, "firm": PER_PERSON, "household": PER_HOUSEHOLD, "place": PER_PLACE}
RESETS = {"never": 0, "month": 1, "quarter": 2, "year": 3}
MOST_TAKEN = 61
"""Number of the last score of a world, so that a word has a bit for each."""
MEASURES = {None: 0, "wealth-rank": 1, "income-rank": 2, "steady-address": 3, "friends-mean": 4}
AGAIN = {"ignore": IGNORE, "longer": LONGER, "add": ADD, "restart": RESTART, None: IGNORE}
CLOCKS = {None: 0, "day": 1, "week": 2, "month": 3, "quarter": 4, "year": 5}
STEADY_DAYS = 3650
"""Years at one address that count in full where `full_at` is not said (ten)."""


class Terms:
    """Lines of terms: (n-th spell, low, span)."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, int]] = []

    def add(self, figure: Figure | None) -> tuple[int, int]:
        """First line and how many; none at all means an open term."""
        first = len(self.rows)
        for line in figure.lines if figure else ():
            self.rows.append((line.time or 0, int(line.low), int(line.high) - int(line.low) + 1))
        return first, len(self.rows) - first

    def table(self) -> np.ndarray:
        """All lines."""
        return np.array(self.rows or [(0, 0, 1)], np.int64)


class Slots:
    """Limits of rules and consequences: one slot per limit, shared by all acts of the rule."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.found: dict[tuple[int, str, str], int] = {}

    def slot(self, r: int, block: str, word: str, given: int | None) -> int:
        """Number of a limit's slot, or -1 where nothing is limited."""
        if given is None:
            return -1
        key = (r, block, word)
        if key not in self.found:
            self.found[key] = self.index.new_limit(r, "year" in word)
        return self.found[key]


def rule_tables(
    index: Index, slots: Slots, terms: Terms, desks_about: dict[tuple[int, str], list[int]]
) -> dict[str, Any]:
    """Rules grouped by (act, regime), in file order, dated figures as several rows; and what goes with them."""
    out: list[dict[str, Any]] = []
    names: list[int] = []
    groups: dict[tuple[int, int], tuple[int, int]] = {}
    units: list[np.ndarray] = []
    units_rows: dict[int, int] = {}
    entering: dict[tuple[int, str], tuple[int, int]] = {}
    desk_of: list[int] = []
    desk_span: dict[int, tuple[int, int]] = {}
    act_limits: list[list[int]] = [[] for _ in index.acts]
    unlimited: set[int] = set()

    def add(r: int, rule: Rule, places: dict[str, int], act: int | None) -> None:
        row = index.rule_row[(r, rule.id)]
        if row not in desk_span:
            mine = desks_about.get((r, rule.id), [])
            desk_span[row] = (len(desk_of), len(mine))
            desk_of.extend(mine)
        if rule.units_per_point is not None and row not in units_rows:
            units_rows[row] = len(units)
            units.append(points_of_units(rule.units_per_point))
        for low, span, sigma, begin, end in dated_points(index, rule, r):
            out.append(
                rule_row(
                    index, slots, terms, r, rule, low, span, sigma, begin, end, units_rows.get(row, -1), desk_span[row]
                )
            )
            out[-1]["units"] = index.acts[act].units if act is not None else 1
            out[-1]["beats"] = sum(places.get(name, 0) for name in rule.instead_of)
            names.append(row)
            if (
                act is not None
                and not rule.asleep
                and (out[-1]["bad"] == 0)
                and out[-1]["effect"] in (EFFECT_POINTS, EFFECT_UNITS, EFFECT_RATING)
            ):
                limited = any(out[-1][word] >= 0 for word in ("month_slot", "year_slot", "points_slot"))
                act_limits[act].append(len(out) - 1)
                if not limited:
                    unlimited.add(act)

    for a, act in enumerate(index.acts):
        for r in range(len(index.regimes)):
            first = len(out)
            mine = [rule for owner, rule in index.rules_in_force() if owner == r and act.id in rule.on]
            places = places_of(index, r, mine)
            if sum(places.values()).bit_length() > 62:
                at = sum(places.values()).bit_length()
                raise InputError(f"'{act.id}' meets {at} rules of '{index.regime_ids[r]}'; 62 are the most")
            for rule in mine:
                add(r, rule, places, a)
            if len(out) > first:
                groups[(a, r)] = (first, len(out) - first)
    leaving: dict[tuple[int, str], tuple[int, int]] = {}
    for word, found in (("on_entering", entering), ("on_leaving", leaving)):
        for r, name in dict.fromkeys(
            (r, getattr(rule, word)) for r, rule in index.rules_in_force() if getattr(rule, word)
        ):
            first = len(out)
            mine = [rule for owner, rule in index.rules_in_force() if (owner, getattr(rule, word)) == (r, name)]
            places = places_of(index, r, mine)
            for rule in mine:
                add(r, rule, places, None)
            found[(r, name)] = (first, len(out) - first)
    standing = len(out)
    misuse_of = {(r, each.id): m for m, (r, each) in enumerate(index.misuses)}
    for r, rule in index.rules_in_force():
        if rule.is_standing:
            add(r, rule, {}, None)
        if (r, rule.id) in misuse_of:
            m = misuse_of[(r, rule.id)]
            add(r, index.misuses[m][1].as_rule(found_out=True), {}, None)
            out[-2]["misuse"], out[-1]["misuse"] = m + 1, -1
    flat_limits: list[int] = []
    spans = []
    for a in range(len(index.acts)):
        mine_rows = [] if a in unlimited else act_limits[a]
        spans.append((len(flat_limits), len(mine_rows)))
        flat_limits += mine_rows
    lean = whole((len(index.rules), len(index.groups)))
    for k, (_, rule) in enumerate(index.rules):
        for g, group in enumerate(index.groups):
            lean[k, g] = threshold(index.share(rule.harsher_share, 0.0, 0, group=group))
    return {
        "rules": rows("RULE", out), "groups": groups, "entering": entering, "leaving": leaving, "desk_of": desk_of, "limit_spans": spans,
        "act_limits": np.array(flat_limits or [0], np.int64), "lean": lean,
        "units": np.array(units or [np.zeros(MOST_UNITS)], np.int64), "standing": (standing, len(out) - standing),
    }  # fmt: skip


def places_of(index: Index, r: int, rules: list[Rule]) -> dict[str, int]:
    """Bits of the rows that each of these rules will take, one after the other."""
    places, at = {}, 0
    for rule in rules:
        n = len(dated_points(index, rule, r))
        places[rule.id] = ((1 << n) - 1) << at
        at += n
    return places


def dated_points(index: Index, rule: Rule, r: int) -> list[tuple[int, int, int, int, int]]:
    """(low, span, sigma, first day, first day no longer) in steps: one row per stretch of dates of a rule's points; of a rating, the span is in points."""
    begin, end = index.day(rule.from_, 0), index.day(rule.until, NEVER)
    figure = rule.points or rule.rating
    if figure is None:
        return [(0, 1, 0, begin, end)]
    s = index.score_of[(r, rule.score or index.regimes[r].regime.score[0].id)]
    days = sorted({begin, *(index.day(line.from_, 0) for line in figure.lines)})
    days = [day for day in days if begin <= day < end] or [begin]
    out = []
    for k, day in enumerate(days):
        line = index.line(figure, day)
        if line is not None and rule.rating is not None:
            low, stars = index.steps(s, float(line.low)), round(float(line.high) - float(line.low)) + 1
            out.append((low, stars, 0, day, days[k + 1] if k + 1 < len(days) else end))
        elif line is not None:
            low, high = index.steps(s, float(line.low)), index.steps(s, float(line.high))
            if max(abs(low), abs(high)) > MOST_MAIL_VALUE:
                raise InputError(
                    f"rule '{rule.id}', points: at most {MOST_MAIL_VALUE} smallest steps of its score; got {max(abs(low), abs(high))}"
                )
            sigma = sigma_of(index, s, line)
            out.append((low, high - low + 1, sigma, day, days[k + 1] if k + 1 < len(days) else end))
    return out


def rule_row(
    index: Index,
    slots: Slots,
    terms: Terms,
    r: int,
    rule: Rule,
    low: int,
    span: int,
    sigma: int,
    begin: int,
    end: int,
    units_row: int,
    desks: tuple[int, int],
) -> dict[str, Any]:
    """One row of the rule table."""
    when, n_when = index.condition_of(r, rule)
    unless, n_unless = index.condition(r, rule.unless)
    score = index.score_of.get(
        (r, rule.score or (index.regimes[r].regime.score[0].id if index.regimes[r].regime.score else "")), 0
    )
    kept = index.scores[score][1].expires_after_days if index.scores else None
    effect = EFFECT_POINTS
    row: dict[str, Any] = {}
    if rule.units_per_point is not None:
        effect = EFFECT_UNITS
        row = {"units_slot": slots.slot(r, rule.id, "units-year", 1), "units_row": units_row}
    elif rule.rating is not None:
        effect = EFFECT_RATING
    elif rule.no_better_than is not None:
        effect = EFFECT_CAP
        scale, place = index.scale_with(r, rule.no_better_than, rule.score)
        row = {"cap": place, "cap_scale": scale, "cap_days": rule.for_days or NEVER}
    elif rule.puts_on is not None:
        effect = EFFECT_LIST
        first, n = terms.add(rule.term_days)
        row = {"list": index.list_of[(r, rule.puts_on)], "first_term": first, "n_terms": n}
    elif rule.takes_off:
        effect = EFFECT_TAKES_OFF
        row = {"off": bits_at(index.list_of[(r, name)] for name in rule.takes_off)}
    elif rule.opens is not None:
        effect = EFFECT_OPENS
        row = {"matter": index.matters.index(rule.opens)}
    elif rule.settles:
        effect = EFFECT_SETTLES
        row = {"off": index.mask(rule.settles, index.matters)}
    look = next((show for show in index.regimes[r].regime.publicity if show.shown_to == "self"), None)
    look = look if can_be_looked_up(index, r, rule) else None
    # a limit counts whole points in `points_at_most_per_year`, postings in the other two
    return {
        "row": index.rule_row[(r, rule.id)], "regime": r, "effect": effect, "from_day": begin, "until_day": end,
        "when": when, "n_when": n_when, "unless": unless, "n_unless": n_unless,
        "owed": index.mask([rule.while_owed] if rule.while_owed else [], index.matters), "grace": rule.grace_days,
        "every": int(rule.every == "month" and bool(rule.on)), "score": score, "low": low, "span": span, "sigma": sigma,
        "official": int(rule.decided_by == "official"),
        "key": name_key(f"{index.regime_ids[r]}/{rule.id}"), "expires": rule.expires_after_days or kept or 0,
        "month_slot": slots.slot(r, rule.id, "month", rule.at_most_per_month), "month_limit": rule.at_most_per_month or 0,
        "year_slot": slots.slot(r, rule.id, "year", rule.at_most_per_year), "year_limit": rule.at_most_per_year or 0,
        "points_slot": slots.slot(r, rule.id, "points-year", rule.points_at_most_per_year), "points_limit": rule.points_at_most_per_year or 0,
        "units_slot": -1, "first_desk": desks[0], "n_desks": desks[1],
        "look_share": threshold(float(look.reach_share)) if look else 0, "look_days": LOOK_DAYS[look.every] if look else 0,
        "bad": int(low + span - 1 < 0 if effect == EFFECT_POINTS else effect in (EFFECT_CAP, EFFECT_LIST, EFFECT_OPENS)),
        "clock": CLOCKS[rule.every] if rule.is_standing else 0, "chance": threshold(1.0 if rule.chance is None else float(rule.chance)),
        "shared": int(rule.drawn_per == "household"), **row,
    }  # fmt: skip


def score_tables(index: Index) -> dict[str, Any]:
    """Scores, what they are made of, scales and their bands by epoch."""
    score_rows: list[dict[str, Any]] = []
    parts: list[tuple[int, int]] = []
    starts: list[dict[str, int]] = []
    n_shown = len(index.scores)
    for s, (r, score) in enumerate(index.scores):
        shown = -1
        if score.published != "at-once":
            shown = n_shown
            n_shown += 1
        first = len(parts)
        for name, weight in score.made_of.items():
            part = index.score_of[(r, name)]
            # from the part's smallest steps to the whole's
            ratio = float(index.scores[part][1].step) / float(score.step)
            parts.append((part, round(float(weight) * ratio * 1_000_000)))
        mine = start_rows(index, s, score)
        score_rows.append(
            {
                **score_row(index, s, r, score, shown, first, len(parts) - first), "taken": taken_with(index, r, score),
                "first_start": len(starts), "n_starts": len(mine),
            }
        )  # fmt: skip
        starts += mine
    breaks = index.breaks()
    scales, first_band = [], 0
    for r, name, grades in index.scales:
        if len(grades) > 30:
            raise InputError(f"score '{name}' has {len(grades)} grades; 30 are the most")
        scales.append({"regime": r, "score": index.score_of[(r, name)], "n": len(grades), "first": first_band})
        first_band += len(grades) - 1
    bands = whole((len(breaks), first_band), np.int64)
    for e, day in enumerate(breaks):
        b = 0
        for r, name, grades in index.scales:
            for grade in grades[:-1]:
                line = index.line(grade.at_least, day)
                bands[e, b] = index.steps(index.score_of[(r, name)], float(line.low)) if line is not None else NO_BOUND
                b += 1
    return {
        "scores": rows("SCORE", score_rows), "parts": np.array(parts or [(0, 0)], np.int64), "scales": rows("SCALE", scales), "bands": bands,
        "starts": rows("START", starts), "n_points": n_shown,
    }  # fmt: skip


def taken_with(index: Index, r: int, score: Score) -> int:
    """Bits of the scores with which a measure is taken, or a sum made: those it is part of, else itself; 0: every morning."""
    wholes = [
        s
        for s, (owner, each) in enumerate(index.scores)
        if owner == r and score.id in each.made_of and not each.is_mean
    ]
    if not wholes or score.published != "at-once":
        wholes.append(index.score_of[(r, score.id)])
    if max(wholes) > MOST_TAKEN:
        raise InputError(f"a world holds at most {MOST_TAKEN + 1} scores; join fewer regimes")
    daily = any(index.scores[s][1].published == "at-once" for s in wholes)
    return 0 if daily else sum(1 << s for s in wholes)


def start_rows(index: Index, s: int, score: Score) -> list[dict[str, int]]:
    """Laws of a score's start: the lines of each group, then those of everybody else; none where all start alike."""
    lines = score.start.lines if score.start else ()
    if all(line.low == line.high and not line.sigma and line.share is None and line.group is None for line in lines):
        return []
    out = []
    for g, group in [*enumerate(index.groups), (-1, None)]:
        passed = 0.0
        mine = [line for line in lines if line.group == group]
        for k, line in enumerate(mine):
            passed += 1.0 if line.share is None else float(line.share)
            low = index.steps(s, float(line.low))
            out.append(
                {
                    "group": g, "upto": ONE if k + 1 == len(mine) else threshold(passed), "low": low,
                    "span": index.steps(s, float(line.high)) - low + 1, "sigma": sigma_of(index, s, line),
                }
            )  # fmt: skip
    return out


def sigma_of(index: Index, s: int, line: Line) -> int:
    """The standard deviation of a line, in millionths of a score's smallest step; 0 where it is no law."""
    return round(float(line.sigma or 0) / float(index.scores[s][1].step) * 1_000_000)


def score_row(index: Index, s: int, r: int, score: Score, shown: int, first_part: int, n_parts: int) -> dict[str, Any]:
    """One row of the score table; everything in smallest steps."""
    start = index.steps(s, float(score.start.lines[-1].low if score.start else score.floor or 0))
    per_point = index.per_point(s)
    floor = index.steps(s, float(score.floor)) if score.floor is not None else -NO_BOUND
    ceiling = index.steps(s, float(score.ceiling)) if score.ceiling is not None else NO_BOUND
    if score.floor is not None and score.ceiling is not None:
        width = max(-(-(ceiling - floor) // 60), 1)
        bin_low = floor
    else:
        width = 10 * per_point
        bin_low = start - 44 * width
    expires = score.expires_after_days is not None or any(
        rule.expires_after_days is not None
        for owner, rule in index.rules
        if owner == r and rule.score in (None, score.id)
    )
    home = OWN_START if score.returns_to is None else index.steps(s, float(score.returns_to))
    sums = score.clips == "sum" or (score.clips is None and (expires or score.is_shared))
    return {
        "regime": r, "floor": floor, "ceiling": ceiling, "sum": int(sums), "expires": score.expires_after_days or 0, "shown": shown,
        "unit": UNITS[score.unit], "resets": RESETS[score.resets],
        "returns": round(float(score.returns_share_per_month) * 1_000_000), "start": start, "home": home,
        "key": name_key(f"{index.regime_ids[r]}/{score.id}"),
        "measure": MEASURES[score.measures], "full_at": round(float(score.full_at or STEADY_DAYS)), "first_part": first_part, "n_parts": n_parts,
        "published": PERIODS[score.published],
        "over": score.averages_over or 0, "publish_on": index.publishes_on(score), "per_point": per_point, "bin_low": bin_low, "bin_width": width,
    }  # fmt: skip
