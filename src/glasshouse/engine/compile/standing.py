"""Lists, desks, boards, feeds, pauses: tables of step 5 and of the steps between windows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from glasshouse.engine import tables as t
from glasshouse.engine.compile.index import MOST_LISTS, Index
from glasshouse.engine.compile.rows import bits_at, rows, whole
from glasshouse.engine.compile.rules import AGAIN, Terms
from glasshouse.engine.order import NEVER, SEASON_DAYS
from glasshouse.engine.servers import TICK_BITS
from glasshouse.kit.errors import InputError
from glasshouse.kit.randomness import name_key, threshold

AUDIENCES = {
    "place": t.SHOWN_TO_PLACE, "household": t.SHOWN_AT_HOME, "nearby": t.SHOWN_NEARBY, "city": t.SHOWN_TO_CITY,
    "everyone": t.SHOWN_TO_CITY,
}  # fmt: skip
"""A run's cities run apart: everyone is everybody of the own city."""
Spans = dict[tuple[int, str], tuple[int, int]]


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
                    if owner == r and rule.moves_score and rule.told and rule.score in (None, name):
                        rules.setdefault((r, rule.id), []).append(d)
    return rules, lists


def list_tables(
    index: Index, terms: Terms, desks: dict[int, list[int]], desk_of: list[int], entering: Spans, leaving: Spans
) -> dict[str, Any]:
    """Lists, then the feeds that read as lists; ``entering`` and ``leaving`` are (first, how many) of the rules they set off."""
    out: list[dict[str, Any]] = []
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
        out.append(
            {
                "regime": r,
                "feed": 1,
                "key": name_key(f"{index.regime_ids[r]}/{feed.id}"),
                "notice_span": 1,
                "removal_span": 1,
            }
        )
    for row, (r, name) in zip(
        out, [(r, name) for r, name, _ in index.lists] + [(r, feed.id) for r, feed in index.feeds], strict=True
    ):
        row["first_enter"], row["n_enter"] = entering.get((r, name), (0, 0))
        row["first_leave"], row["n_leave"] = leaving.get((r, name), (0, 0))
    return {"lists": rows("LIST", out), "notice": notice}


def desk_tables(index: Index) -> dict[str, Any]:
    """Desks and their chances of granting."""
    number = {(r, desk.id): d for d, (r, desk) in enumerate(index.desks)}
    grants = whole((len(index.desks), 2, len(index.groups)))
    out = []
    for d, (r, desk) in enumerate(index.desks):
        when, n_when = index.condition(r, desk.when)
        unless, n_unless = index.condition(r, desk.unless)
        answer, answer_span = index.span(desk.answer_days)
        score = index.score_of.get(
            (r, desk.score or (index.regimes[r].regime.score[0].id if index.regimes[r].regime.score else "")), 0
        )
        settled = 0
        if "settled" in desk.needs:
            for name in desk.about:
                row = index.rule_row.get((r, name))
                if row is not None:
                    settled |= index.mask(index.opened_by(index.rules[row][1]), index.matters)
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
                "takes_off": bits_at(index.list_of[(r, name)] for name in desk.takes_off),
                "settles": index.mask(desk.settles, index.matters), "next": number.get((r, desk.next_desk or ""), -1),
                "again": desk.apply_again_after_days or 0, "repair": int(desk.kind == "repair"),
                "from_day": index.day(desk.from_, 0), "until_day": index.day(desk.until, NEVER), "servers": desk.servers or 0,
                "service": round(float(desk.service_days or 0) * (1 << TICK_BITS) / SEASON_DAYS), "fixed": int(desk.service_law == "fixed"),
            }
        )  # fmt: skip
        for g, group in enumerate(index.groups):
            grants[d, 1, g] = threshold(index.share(desk.grants_wrong_share, 1.0, 0, group=group))
            grants[d, 0, g] = threshold(index.share(desk.grants_right_share, 0.0, 0, group=group))
    return {"desks": rows("DESK", out), "grants": grants}


def gap_of(share: float) -> int:
    """By how much an exponential number is stretched to the gap between two who hear of a name, in 2**-GAP_BITS."""
    if not 0 < share < 1:
        return 0
    return min(int(Decimal(1 << t.GAP_BITS) / -(1 - Decimal(str(share))).ln()), 1 << 62)


def show_tables(index: Index) -> np.ndarray:
    """Boards, lists and screens shown to others."""
    if len(index.shows) > MOST_LISTS:
        raise InputError(
            f"{len(index.shows)} publicities are shown to others; a world holds at most {MOST_LISTS}. Join fewer regimes"
        )
    out = []
    for p, (r, show) in enumerate(index.shows):
        when, n_when = index.condition_of(r, show)
        unless, n_unless = index.condition(r, show.unless)
        out.append(
            {
                "regime": r, "when": when, "n_when": n_when, "unless": unless, "n_unless": n_unless,
                "key": name_key(f"{index.regime_ids[r]}/{show.id}"), "reach": threshold(float(show.reach_share)),
                "named": threshold(float(show.named_share)), "shame": int(show.felt_as == "shame"), "remembered": show.remembered_days,
                "from_day": index.day(show.from_, 0), "until_day": index.day(show.until, NEVER), "bit": p,
                "audience": AUDIENCES[show.shown_to], "gap": gap_of(float(show.reach_share)),
            }
        )  # fmt: skip
    return rows("SHOW", out)


def feed_tables(index: Index) -> np.ndarray:
    """Feeds whose source is in force."""
    out = []
    for k, (r, feed) in enumerate(index.feeds):
        source = index.regime_ids.index(feed.regime)
        when, n_when = index.condition(source, feed.standing)
        if index.is_not_everywhere(source):
            index.tests.append((t.ME_PART, t.ANY_BIT, 1 << source))
            n_when += 1
        if feed.lands_on == "owners":
            kinds = [firm.id for firm in index.recipe.firm]
            index.tests.append((t.ME_ROLE, t.ANY_BIT, index.mask(kinds, index.roles)))
            n_when += 1
        out.append(
            {
                "regime": r, "list": len(index.lists) + k, "when": when, "n_when": n_when, "delay": feed.delay_days,
                "removal_delay": feed.removal_delay_days, "bit": k,
                "share": threshold(float(feed.share)), "key": name_key(f"{index.regime_ids[r]}/{feed.id}"),
                "from_day": index.day(feed.from_, 0), "until_day": index.day(feed.until, NEVER),
                "to_owner": int(feed.lands_on == "owners"),
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
