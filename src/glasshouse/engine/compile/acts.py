"""Acts, channels and who sees what: tables of steps 1 to 3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from glasshouse.engine.compile.clocks import clock_tables
from glasshouse.engine.compile.columns import Columns
from glasshouse.engine.compile.consequences import MILLION, most_closely
from glasshouse.engine.compile.index import Index
from glasshouse.engine.compile.meet import lists_named, met_columns
from glasshouse.engine.compile.rates import count_rows, multipliers
from glasshouse.engine.compile.rows import bits_at, rows, whole
from glasshouse.engine.occasions import LOOKS_BIT, MAX_CHANNELS, OPENS_BIT
from glasshouse.engine.order import NEVER
from glasshouse.engine.tables import GAIN_EXPONENTIAL, GAIN_FIXED, GAIN_UNIFORM
from glasshouse.kit.errors import InputError
from glasshouse.kit.randomness import COUNT, LIE, LIE_COUNT, OCCASION, ONE, WANT_COUNT, name_key, threshold
from glasshouse.population.make import LEVELS
from glasshouse.regime.model import Channel
from glasshouse.rulebook.catalogue import Act, Service

GAIN_LAWS = {"exponential": GAIN_EXPONENTIAL, "uniform": GAIN_UNIFORM, "fixed": GAIN_FIXED}


@dataclass(frozen=True)
class Pair:
    """An act and a channel that covers it; ``amiss``: the act is lawful and may be taken for ``taken_for``."""

    act: int
    channel: int
    regime: int
    taken_for: int
    amiss: bool


def looks_at(act: dict[str, int]) -> int:
    """Must a deed of this act be looked at whoever sees it; and what is not done too, as that hangs on who is met?"""
    hangs = act["n_met"] > 0 or act["met_score"] >= 0
    matters = act["opens"] >= 0 or act["meets"] or act["against"] or act["settles"]
    return (LOOKS_BIT if hangs else 0) | (OPENS_BIT if hangs or matters else 0)


def pairs_of(index: Index) -> list[list[Pair]]:
    """Per act, the channels that may report it, by regime and then in file order."""
    out: list[list[Pair]] = []
    for a, act in enumerate(index.acts):
        found = []
        for c, (r, channel) in enumerate(index.channels):
            if act.id in index.covers[c]:
                found.append(Pair(a, c, r, a, False))
            elif channel.misreads_probability is not None:
                for name in act.close_to:
                    if name in index.covers[c] and name in index.act_of:
                        found.append(Pair(a, c, r, index.act_of[name], True))
                        break
        if len(found) > MAX_CHANNELS:
            raise InputError(
                f"'{act.id}' is watched by {len(found)} channels; {MAX_CHANNELS} are the most. Join fewer regimes"
            )
        out.append(found)
    return out


def lies_per_year(index: Index, channel: Channel) -> np.ndarray | None:
    """Invented reports per person and year by level (the level is the group), bounties included."""
    grudge = index.recipe.grudge
    paid = float(channel.bounty_yuan) / 100 * float(grudge.reports_per_person_year_per_100_yuan) if grudge else 0.0
    if channel.invents_per_person_year is None and paid == 0:
        return None
    rates = np.zeros(LEVELS)
    for g, group in enumerate(index.groups):
        rates[g] = index.share(channel.invents_per_person_year, 0.0, 0, group=group) + paid
    return rates


def spans_of(index: Index, meetings: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """(first row, how many) of each act's kinds of meetings, which come act by act."""
    acts = [a for a, _ in meetings]
    return [(acts.index(a) if a in acts else 0, acts.count(a)) for a in range(len(index.acts))]


def domain_of(act: Act, feared: bool) -> int:
    """Where beliefs about being seen are kept: 0 in public, 1 on record or online, 2 nowhere."""
    if act.kind in ("good", "mishap") or (act.kind == "lawful" and not feared):
        return 2
    return 0 if act.visibility in ("street", "home", "work") else 1


def act_tables(
    index: Index,
    columns: Columns,
    rule_groups: dict[tuple[int, int], tuple[int, int]],
    pulls: np.ndarray,
    meetings: list[tuple[int, int]],
) -> dict[str, Any]:
    """Tables of acts, pairs, channels, counts, sightings; ``meetings``: act and condition of each further row of the pulls."""
    met_spans = spans_of(index, meetings)
    further = len(pulls[0]) - len(meetings)
    pairs = pairs_of(index)
    flat = [pair for found in pairs for pair in found]
    first_pair = np.cumsum([0] + [len(found) for found in pairs])
    blocks: dict[tuple[int, int], int] = {}
    rates, act_rows = [], []
    for a, act in enumerate(index.acts):
        is_counted = act.every_days is None
        block = blocks.setdefault((int(COUNT), act.lane >> 2), len(blocks)) if is_counted else 0
        rates.append(float(act.occasions_per_year or 0) * multipliers(index.recipe, act.more_with))
        first_met, n_met = met_spans[a]
        rows_of = [a, *range(further + first_met, further + first_met + n_met)]
        feared = bool(pulls[:, rows_of, :, :2].any())
        domain = domain_of(act, feared)
        act_rows.append(
            {
                "lane": act.lane, "stream": OCCASION, "key": 0, "word": 4 * block + (act.lane & 3),
                "column": columns.column(dict(act.more_with), act.who, act.id, act.by),
                "need": threshold(float(act.need_share)),
                "domain": domain, "lawful": int(act.kind == "lawful"), "counts": int(domain <= 1),
                "opens": index.matters.index(act.opens) if act.opens in index.matters else -1, "channel": -1,
                "settles": index.mask(act.settles, index.matters),
                "against": bits_at(m for m, (_, each) in enumerate(index.misuses) if act.id in each.against),
                "first_pair": first_pair[a], "n_pairs": len(pairs[a]), "covered": int(any(not pair.amiss for pair in pairs[a])),
                "gain_law": GAIN_LAWS[act.gain_law], "units": act.units, "clock": int(act.every_days is not None),
                "norms": 1 << index.norm(act.needs_norm) if act.needs_norm else 0,
                "meets": int(act.meets is not None), "known": threshold(float(act.met_known_share)),
                "met_unless": lists_named(index, act.unless_met_on_list), "met_only": lists_named(index, act.only_met_on_list),
                **met_columns(index, act),
                "first_met": met_spans[a][0], "n_met": met_spans[a][1],
                "costs": round(float(act.cost_yuan) * 1000), "gives": round(float(act.met_gains_yuan) * 1000),
            }
        )  # fmt: skip
        act_rows[-1]["bits"] = looks_at(act_rows[-1])
    gains = [float(act.warm_glow_yuan if act.kind == "good" else act.gain_yuan) for act in index.acts]
    pads: list[int] = []
    channel_rows = []
    for c, (r, channel) in enumerate(index.channels):
        mine = [p for p, pair in enumerate(flat) if pair.channel == c and not pair.amiss]
        padding = [p for p in mine if index.acts[flat[p].act].id in channel.pads_with]
        lying = [p for p in mine if channel.by != "self" or index.acts[flat[p].act].kind == "good"] or mine
        key = name_key(channel.same_eyes_as or f"{index.regime_ids[r]}/{channel.id}")
        channel_rows.append(
            {
                "regime": r, "key": key, "self": int(channel.by == "self"), "peers": int(channel.by == "peers"), "first_pad": len(pads), "n_pads": len(padding),
                "quota": channel.quota_per_month or 0 if padding else 0,
                "watchers_1000": round(float(channel.watchers_per_1000_persons or 0) * 1000),
                "pads_small": int(channel.pads_on == "smallest-household"), "first_lie": len(pads) + len(padding), "n_lies": len(lying),
                "from_day": index.day(channel.from_, 0), "until_day": index.day(channel.until, NEVER),
            }
        )  # fmt: skip
        pads += padding + lying
        lies = lies_per_year(index, channel)
        if lies is not None and lying:
            block = blocks.setdefault((int(LIE_COUNT), key), len(blocks))
            rates.append(lies)
            gains.append(0.0)
            act_rows.append(
                {
                    "lane": 0, "stream": LIE, "key": key, "word": 4 * block, "column": columns.column({"group": 1}, None, channel.id),
                    "domain": 2, "opens": -1, "channel": c, "bits": OPENS_BIT, "units": 1, "need": ONE,  # whoever lies has decided to
                }
            )  # fmt: skip
    pair_rows = []
    for pair in flat:
        channel = index.channels[pair.channel][1]
        first, n = rule_groups.get((pair.taken_for, pair.regime), (0, 0))
        delay, span = index.span(channel.delay_days)
        pair_rows.append(
            {
                "channel": pair.channel, "regime": pair.regime, "act": pair.taken_for, "amiss": int(pair.amiss),
                "key": channel_rows[pair.channel]["key"], "delay": delay, "delay_span": span, "tells": int(channel.tells_person),
                "from_home": ["household", "place", "place-and-group"].index(channel.wrong_person_from or "place"),
                "first_rule": first, "n_rules": n, "good": int(index.acts[pair.taken_for].kind == "good"),
            }
        )  # fmt: skip
    see, misread, wrong = sight_tables(index, flat)
    watched = closely_watched(index, flat, see)
    return {
        "acts": rows("ACT", act_rows), "counts": count_rows(rates), "pairs": rows("PAIR", pair_rows), "see": see, "misread": misread,
        "met_rows": rows("MET_ROW", [{"condition": k, "pull": further + m} for m, (_, k) in enumerate(meetings)]),
        "wrong": wrong, "channels": rows("CHANNEL", channel_rows), "pads": np.array(pads or [0], np.int64),
        "count_blocks": np.array(list(blocks), np.int64).reshape(-1, 2), "gains": np.array(gains or [0.0], np.float32),
        **clock_tables(index, columns), **watched,
    }  # fmt: skip


def sight_tables(index: Index, flat: list[Pair]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Thresholds (epoch, pair, class of person) of being seen, misread, and taken for somebody else."""
    breaks = index.breaks()
    shape = (len(breaks), len(flat), len(index.kinds) * len(index.groups))
    see, misread, wrong = whole(shape), whole(shape), whole(shape)
    for e, day in enumerate(breaks):
        for p, pair in enumerate(flat):
            channel = index.channels[pair.channel][1]
            if not index.day(channel.from_, 0) <= day < index.day(channel.until, NEVER):
                continue
            for k, kind in enumerate(index.kinds):
                for g, group in enumerate(index.groups):
                    cls = k * len(index.groups) + g
                    looks = index.share(channel.coverage_share, 1.0, day, kind, group)
                    sees = index.share(channel.sees_probability, 1.0, day, kind, group)
                    mistakes = index.share(channel.misreads_probability, 0.0, day, kind, group)
                    if pair.amiss:
                        see[e, p, cls] = threshold(mistakes)
                    else:
                        see[e, p, cls] = threshold(looks * sees)
                        misread[e, p, cls] = threshold(mistakes)
                        wrong[e, p, cls] = threshold(index.share(channel.wrong_person_share, 0.0, day, kind, group))
    return see, misread, wrong


def closely_watched(index: Index, flat: list[Pair], see: np.ndarray) -> dict[str, np.ndarray]:
    """Chances of being seen for whoever is watched as usual, and where a channel looks at all; ``see`` becomes the highest.

    Nothing where nobody is ever watched more or less closely.
    """
    if all(each.watched_factor is None for _, each in index.consequences):
        return {"see_usual": whole((0, 1)), "see_most": whole((0, 1))}
    usual, most = see.copy(), see.copy()
    for e, day in enumerate(index.breaks()):
        for p, pair in enumerate(flat):
            if pair.amiss:
                continue
            channel, times = index.channels[pair.channel][1], most_closely(index, pair.channel)
            for k, kind in enumerate(index.kinds):
                for g, group in enumerate(index.groups):
                    cls = k * len(index.groups) + g
                    looks = threshold(index.share(channel.coverage_share, 1.0, day, kind, group))
                    most[e, p, cls] = looks if usual[e, p, cls] > 0 else 0
                    see[e, p, cls] = min(int(usual[e, p, cls]) * times // MILLION, int(most[e, p, cls]))
    return {"see_usual": flat_rows(usual), "see_most": flat_rows(most)}


def flat_rows(table: np.ndarray) -> np.ndarray:
    """(epoch, pair, class) as (epoch x pair, class)."""
    return table.reshape(-1, table.shape[2])


def service_tables(index: Index, columns: Columns, firsts: dict[str, tuple[int, int]]) -> dict[str, Any]:
    """Tables of services that some consequence touches, and their wants."""
    blocks: dict[int, int] = {}
    rates, service_rows = [], []
    for service in index.services:
        block = blocks.setdefault(service.lane >> 2, len(blocks))
        first, n = firsts[service.id]
        rates.append(float(service.wants_per_year) * multipliers(index.recipe, service.more_with))
        service_rows.append(_service_row(columns, service, block, first, n))
    return {
        "services": rows("SERVICE", service_rows), "wants": count_rows(rates),
        "want_blocks": np.array([(int(WANT_COUNT), lane) for lane in blocks] or [(int(WANT_COUNT), 0)], np.int64),
    }  # fmt: skip


def _service_row(columns: Columns, service: Service, block: int, first: int, n: int) -> dict[str, Any]:
    return {
        "lane": service.lane, "word": 4 * block + (service.lane & 3), "column": columns.column(dict(service.more_with), service.who, service.id, service.by),
        "first": first, "n": n, "price": round(float(service.price_yuan)), "deposit": round(float(service.deposit_yuan)),
        "wait": round(float(service.wait_days)), "tries": threshold(float(service.tries_anyway_share)),
    }  # fmt: skip
