"""What a case puts into the mail: false reports, payments, notices, and applications at desks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glasshouse.engine import log as logs
from glasshouse.engine import mail as m
from glasshouse.engine import tables as t
from glasshouse.engine.case_script import Event, Script
from glasshouse.engine.case_world import Stage, view
from glasshouse.engine.compile.index import Index
from glasshouse.engine.learn import LIST_ITEM
from glasshouse.engine.state import ENTERED, M_WRONG, MARK, UNTIL
from glasshouse.engine.work import CASE_GRANT, CASE_SETTLED_BEFORE, CASE_WRONG
from glasshouse.rulebook.model import Rule


@dataclass(frozen=True)
class Entry:
    """An entry that one may be told of or object to: ``item`` as desks number it, ``value`` in steps."""

    day: int
    item: int
    value: int
    wrong: bool
    told_on: int | None


def send(event: Event, script: Script, stage: Stage) -> str | None:
    """Put an event into the mail of its morning; returns a remark where it comes to nothing."""
    said = event.said
    if said.reported_by is not None:
        pair = script.reported_pair(event)
        told = m.WAS_TOLD if stage.plan.tables[t.PAIRS][pair, t.PAIR_TELLS] else 0
        post(stage, event, m.REPORT, m.FALSE_INVENTED | m.BY_SCRIPT | told, pair, event.number)
    elif said.pays is not None:
        matter = stage.names.matter(said.pays)
        if matter is None or not stage.city.people.days[said.who, stage.plan.compiled.at.matters + matter]:
            return f"day {event.day}: there was no '{said.pays}' to pay"
        post(stage, event, m.SETTLE, 0, matter, 0)
    elif said.told_of is not None:
        return tell(event, stage, said.told_of)
    elif said.applies_at is not None:
        return apply(event, stage, said.applies_at)
    elif said.moves is not None:
        return stage.move(said.who, said.moves, event.day)
    return None


def tell(event: Event, stage: Stage, name: str) -> str | None:
    """The person learns of an entry: the latest under a rule, or the running one on a list."""
    who = event.said.who
    if stage.names.is_rule(name):
        entry = last_posting(stage, who, {stage.names.rule(name)})
        if entry is None:
            return f"day {event.day}: there was no entry under '{name}' to be told of"
        post(stage, event, m.LEARN, int(entry.wrong), entry.item, entry.value)
        stage.told.setdefault((who, entry.item, entry.day), event.day)
        return None
    place = stage.names.list(name)
    listing = running_listing(stage, who, place, event.day)
    if listing is None:
        return f"day {event.day}: not on '{name}', so there was nothing to be told of"
    post(stage, event, m.NOTICE, 0, place, 0, made=listing.day)
    return None


# ---- desks ----------------------------------------------------------------------------------------------------------
def apply(event: Event, stage: Stage, name: str) -> str | None:
    """Go to a desk, if it may hear the person: the kernels take it from there."""
    d = stage.names.desk(name)
    r, desk = stage.names.index.desks[d]
    entry = subject(event, stage, d)
    if entry is None:
        return f"day {event.day}: no entry that '{name}' is about"
    desks = stage.names.index.desks
    before = [k for k, (owner, each) in enumerate(desks) if owner == r and each.next_desk == desk.id]
    if before:
        start = refused_on(stage, event.said.who, before)
        if start is None:
            return f"day {event.day}: '{name}' hears only whom '{desks[before[0]][1].id}' has refused"
    elif desk.window_from == "entry":
        start = entry.day
    else:
        start = entry.told_on
    if start is not None:
        if desk.window_days is not None and event.day > start + desk.window_days:
            window = f"whose window of {desk.window_days} days opened on day {start}"
            return f"day {event.day}: too late for '{name}', {window}"
        if event.day < start + desk.opens_after_days:
            return f"day {event.day}: too early for '{name}', which opens on day {start + desk.opens_after_days}"
    flags = CASE_WRONG if entry.wrong else 0
    if event.said.granted is not None:
        flags |= CASE_SETTLED_BEFORE | (CASE_GRANT if event.said.granted else 0)
    post(stage, event, m.APPLY, flags, d, entry.value, made=entry.item)
    return None


def subject(event: Event, stage: Stage, d: int) -> Entry | None:
    """What the application is about: the latest posting or listing that the desk is for, else its first list."""
    index, who = stage.names.index, event.said.who
    r, desk = index.desks[d]
    rules = {k for k, (owner, rule) in enumerate(index.rules) if owner == r and is_about(index, r, rule, desk.about)}
    lists = [index.list_of[(r, name)] for name in desk.about if (r, name) in index.list_of]
    entries = [last_posting(stage, who, rules), *(running_listing(stage, who, place, event.day) for place in lists)]
    found = [entry for entry in entries if entry is not None]
    if found:
        return max(found, key=lambda entry: entry.day)
    return Entry(event.day, LIST_ITEM + lists[0], 0, False, None) if lists else None


def is_about(index: Index, r: int, rule: Rule, about: tuple[str, ...]) -> bool:
    """Does a desk about these rules and scores hear complaints about this rule?"""
    if not rule.moves_score:
        return rule.id in about
    return rule.id in about or (rule.score or index.regimes[r].regime.score[0].id) in about


def refused_on(stage: Stage, who: int, desks: list[int]) -> int | None:
    """The day of the last refusal by one of these desks."""
    answers = [row for row in stage.events(logs.ANSWERED, who) if row[logs.A] in desks and not row[logs.B]]
    return int(answers[-1][logs.DAY]) if answers else None


def last_posting(stage: Stage, who: int, rules: set[int]) -> Entry | None:
    """The latest posting or cap under one of these rules."""
    rows = [
        row
        for row in stage.events(None, who)
        if row[logs.A] in rules
        and (row[logs.KIND] == logs.CAPPED or (row[logs.KIND] == logs.POSTED and row[logs.F] != logs.FROM_HOUSEHOLD))
    ]
    if not rows:
        return None
    row, day = rows[-1], int(rows[-1][logs.DAY])
    item = int(np.flatnonzero(view(stage.law, t.RULES)[:, t.RULE_ROW] == row[logs.A])[0])
    if row[logs.KIND] == logs.CAPPED:
        return Entry(day, item, 0, False, stage.told.get((who, item, day)))
    flags = int(row[logs.E])
    told_on = day if flags & m.WAS_TOLD else stage.told.get((who, item, day))
    # what the book of a household or a place takes, it does not give back
    value = int(row[logs.C]) if row[logs.F] == logs.TO_ONESELF else 0
    return Entry(day, item, value, bool(flags & m.FALSE), told_on)


def running_listing(stage: Stage, who: int, place: int, day: int) -> Entry | None:
    """The person's running entry on a list."""
    at, days = stage.plan.compiled.at, stage.city.people.days[who]
    if int(days[at.lists + 2 * place + UNTIL]) <= day:
        return None
    wrong = bool(stage.city.people.small[who, at.marks + 2 * place + MARK] & M_WRONG)
    entered = int(days[at.lists + 2 * place + ENTERED])
    notices = [int(row[logs.DAY]) for row in stage.events(logs.NOTICED, who) if row[logs.A] == place]
    told_on = notices[-1] if notices and notices[-1] >= entered else None
    return Entry(entered, LIST_ITEM + place, 0, wrong, told_on)


def post(stage: Stage, event: Event, kind: int, flags: int, item: int, value: int, made: int | None = None) -> None:
    """Put a letter into the mail of the event's morning."""
    head, pool = stage.city.pools.heads[0], stage.city.pools.mail[0]
    made = event.day if made is None else made
    pool[head[m.FRONT]] = event.day, event.said.who, kind << 8 | flags, item, value + m.ZERO, made
    head[m.FRONT] += 1
