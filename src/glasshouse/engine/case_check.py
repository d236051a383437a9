"""Does what a case expects of a day hold? Each check says in one sentence what was expected and what was found."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from glasshouse.engine import log as logs
from glasshouse.engine import tables as t
from glasshouse.engine.abroad import STAYS
from glasshouse.engine.case_names import UnplayableError
from glasshouse.engine.case_script import Script
from glasshouse.engine.case_world import Stage, view
from glasshouse.engine.state import ENTERED, M_NOTICED, M_SUSPENDED, MARK, MEANS, UNTIL
from glasshouse.regime.case import Then

TERMS = {"pays_yuan": logs.C, "deposit_yuan": logs.D, "wait_days": logs.E, "priority": logs.F}
"""What was agreed at a counter, and where the log of a service keeps it."""
EXACT = 1e-9
FULL_MEANS = 64
"""The usual income, in the parts in which it is kept."""


def problems(then: Then, script: Script, stage: Stage) -> Iterator[str]:
    """Sentences about what does not hold at the end of the day."""
    if then.who >= stage.city.n:
        raise UnplayableError(f"day {then.day}: nobody is number {then.who} in {script.whom}")
    yield from _scores(then, stage)
    yield from _standing(then, stage)
    yield from _postings(then, stage)
    yield from _services(then, script, stage)
    yield from _letters(then, stage)
    yield from _means(then, stage)
    yield from _watching(then, stage)
    if then.joined is not None:
        leaves = len(stage.plan.tables[t.LEAVES]) > 0
        left = int(stage.city.people.days[then.who, stage.plan.compiled.at.left]) if leaves else 0
        joined = bool((int(stage.traits.joined[then.who]) & ~left) >> stage.names.own & 1)
        if joined != then.joined:
            yield f"joined = {str(then.joined).lower()} expected, {'the person has' if joined else 'the person has not, or has left'}"


def _scores(then: Then, stage: Stage) -> Iterator[str]:
    table, points = view(stage.law, t.SCORES), stage.city.people.points[then.who]
    for word, given in (("score", then.score), ("published", then.published)):
        for name, expected in given.items():
            s = stage.names.score(name)
            row = table[s]
            column = int(row[t.SCORE_SHOWN]) if word == "published" and row[t.SCORE_SHOWN] >= 0 else s
            steps = int(np.clip(points[column], row[t.SCORE_FLOOR], row[t.SCORE_CEILING]))
            if steps != stage.names.index.steps(s, float(expected)):
                yield f"{word} {name} {expected:g} expected, {steps / int(row[t.SCORE_PER_POINT]):g} found"


def _standing(then: Then, stage: Stage) -> Iterator[str]:
    names, at = stage.names, stage.plan.compiled.at
    days, small = stage.city.people.days[then.who], stage.city.people.small[then.who]
    if then.grade is not None:
        scale, place = names.grade(then.grade)
        found = int(small[at.grades + scale])
        grades = names.index.scales[scale][2]
        if found != place:
            yield f"grade {then.grade} expected, {grades[found].id if found < len(grades) else 'none'} found"
    for name, expected in ((then.on_list, True), (then.not_on_list, False)):
        if name is None:
            continue
        place = names.list(name)
        until, entered = int(days[at.lists + 2 * place + UNTIL]), int(days[at.lists + 2 * place + ENTERED])
        suspended = bool(small[at.marks + 2 * place + MARK] & M_SUSPENDED)
        listed = until > then.day >= entered and not suspended
        if listed != expected:
            was = f"listed from day {entered} to day {until - 1}" if until > entered else "never listed"
            yield f"{'on' if expected else 'not on'} list {name} expected, {was}{' (suspended)' if suspended else ''}"
    for name, expected in ((then.owes, True), (then.owes_no_more, False)):
        if name is not None:
            matter = names.matter(name)
            owes = matter is not None and bool(days[at.matters + matter])
            if owes != expected:
                yield f"{name} {'open' if expected else 'settled'} expected, {'open' if owes else 'nothing owed'} found"


def _postings(then: Then, stage: Stage) -> Iterator[str]:
    if then.posted is None:
        return
    rule = stage.names.rule(then.rule) if then.rule is not None else None
    table = view(stage.law, t.SCORES)
    events = [row for row in stage.events(None, then.who, then.day) if rule is None or row[logs.A] == rule]
    posted = [row for row in events if row[logs.KIND] == logs.POSTED and row[logs.F] != logs.FROM_HOUSEHOLD]
    by = f" by '{then.rule}'" if then.rule is not None else ""
    if not posted and not any(row[logs.KIND] == logs.LIMITED for row in events):
        yield f"{then.posted:g} points posted{by} expected, no posting found"
        return
    found = sum(int(row[logs.C]) / int(table[row[logs.D], t.SCORE_PER_POINT]) for row in posted)
    if abs(found - float(then.posted)) > EXACT:
        yield f"{then.posted:g} points posted{by} expected, {found:g} found"


def _refused_on_leaving(then: Then, stage: Stage) -> list[str]:
    """The service that somebody who would leave the country was refused, with the household, on that day."""
    stays = any(row[logs.A] == STAYS for row in stage.events(logs.MOVED, then.who, then.day))
    refused = stage.events(logs.REFUSED, then.who, then.day) if stays else []
    return [stage.names.index.services[int(row[logs.A])].id for row in refused]


def _services(then: Then, script: Script, stage: Stage) -> Iterator[str]:
    terms = {word: float(getattr(then, word)) for word in TERMS if getattr(then, word) is not None}
    wanted = [want for want in script.wants if want.event.day == then.day and want.event.said.who == then.who]
    for name, refusal in ((then.refused, True), (then.served, False)):
        if name is None:
            continue
        stage.names.service(name)
        mine = [want for want in wanted if want.event.said.wants == name]
        if not mine and refusal and any(name == asked for asked in _refused_on_leaving(then, stage)):
            continue
        if not mine:
            word = "refused" if refusal else "served"
            yield f"{name} {word} expected, but nobody wants it that day; add it to happens"
            continue
        refused = [row for row in stage.events(logs.REFUSED, then.who, then.day) if row[logs.A] == mine[0].service]
        if refusal and not refused:
            yield f"{name} refused expected, but it was served"
        elif not refusal and len(refused) == len(mine):
            clause = stage.names.index.consequences[int(refused[0][logs.B])][1].id
            yield f"{name} served expected, but '{clause}' refused it"
    if terms and then.served is None:
        wanted = wanted[:1] if len({want.event.said.wants for want in wanted}) == 1 else []
        if not wanted:
            yield f"{', '.join(terms)}: say which service with served = ..., and let somebody want it that day"
    if terms and wanted:
        name = then.served or wanted[0].event.said.wants or ""
        found = terms_of(stage, then.who, then.day, name)
        for word, expected in terms.items():
            if abs(found[word] - expected) > EXACT:
                yield f"{name}: {word} {expected:g} expected, {found[word]:g} found"


def terms_of(stage: Stage, who: int, day: int, name: str) -> dict[str, float]:
    """On what terms a service was had; the usual ones where nothing touches them."""
    number = stage.names.service(name)
    served = [row for row in stage.events(logs.SERVED, who, day) if row[logs.A] == number]
    if served:
        return {word: float(served[-1][column]) for word, column in TERMS.items()}
    usual = stage.names.index.catalogue.services[name]
    values = (usual.price_yuan, usual.deposit_yuan, usual.wait_days, 0)
    return {word: float(value) for word, value in zip(TERMS, values, strict=True)}


def _letters(then: Then, stage: Stage) -> Iterator[str]:
    if then.has_notice is not None:
        mark = stage.plan.compiled.at.marks + 2 * stage.names.list(then.has_notice) + MARK
        if not stage.city.people.small[then.who, mark] & M_NOTICED:
            yield f"notice of {then.has_notice} expected, none found"
    if then.desk_answers is not None:
        d = stage.names.desk(then.desk_answers)
        answers = stage.events(logs.ANSWERED, then.who)
        if not any(row[logs.A] == d and row[logs.DAY] == then.day for row in answers):
            days = [str(row[logs.DAY]) for row in answers if row[logs.A] == d]
            found = f"found on day {', '.join(days)}" if days else "none found"
            yield f"an answer of '{then.desk_answers}' expected, {found}"


def _watching(then: Then, stage: Stage) -> Iterator[str]:
    """How closely the channels of the day's deeds looked."""
    if then.watched_factor is not None:
        looks = stage.events(logs.CLOSER, then.who, then.day)
        found = [int(row[logs.B]) / 1000 for row in looks] or [1.0]
        if any(abs(each - float(then.watched_factor)) > EXACT for each in found):
            yield f"watched {then.watched_factor:g} times as closely expected, {max(found):g} times found"


def _means(then: Then, stage: Stage) -> Iterator[str]:
    if then.gets_yuan is not None:
        found = sum(int(row[logs.B]) for row in stage.events(logs.PAID, then.who, then.day))
        if abs(found - float(then.gets_yuan)) > EXACT:
            yield f"{then.gets_yuan:g} yuan paid out expected, {found} found"
    if then.income_factor is not None:
        found_factor = int(stage.city.people.small[then.who, MEANS]) / FULL_MEANS
        if abs(found_factor - float(then.income_factor)) > 0.5 / FULL_MEANS:
            yield f"{then.income_factor:g} of the usual income expected, {found_factor:.2f} found"
