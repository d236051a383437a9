"""The engine's arrays and the twin's people side by side: the first things in which they differ, in words.

Left out are the columns in which the engine only notes what it need not look at again: the next turn, the bits of
``FLAGS``, services touched, scores as last looked at. They can change a life only by changing another column too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from glasshouse.engine import counts as c
from glasshouse.engine import kernels, mail
from glasshouse.engine import state as st
from glasshouse.engine import tables as t
from glasshouse.engine.city import EVE, City, Plan, make_city, make_room, new_table
from glasshouse.engine.learn import LIST_ITEM
from glasshouse.engine.order import SEASON_DAYS
from glasshouse.engine.savings import DIGIT
from glasshouse.engine.servers import PERSON_BITS
from glasshouse.engine.tabulate import sum_counts
from glasshouse.engine.work import CASE_DESK, CASE_FLAGS, CASE_ITEM, CASE_KEY, CASE_NUMBER, CASE_VALUE, CASE_WHO
from glasshouse.engine.world import World
from glasshouse.regime.load import likes_of
from twin.blocks import ListLaw, RuleLaw
from twin.crossed import city_differs, counter_differs, mind_differs
from twin.dates import month_of
from twin.law import Law
from twin.life import Life
from twin.mail import KINDS, Case, Letter
from twin.people import TALLIES, Person

PANEL = (
    "persons", "bad", "good", "entered", "left", "done", "deterred", "chilled", "for_points", "seen", "missed", "misread",
    "invented", "wrong", "lost", "won", "refused", "refused_by_tie", "eased", "eased_yuan", "dearer", "applied",
    "granted", "shown",
)  # fmt: skip
ACTS = ("neither", "given_up", "for_points", "done", "seen", None, "misread", "invented", "wrong")
SERVICES = ("refused", "by_tie", "eased", "yuan", "dearer")
FALSE_BITS = {
    "misread": mail.FALSE_MISREAD,
    "invented": mail.FALSE_INVENTED,
    "wrong name": mail.FALSE_WRONG,
    "wrong": 1,
    "misuse": mail.FALSE_INVENTED,
}


def law_of(world: World) -> Law:
    """The twin's reading of a world."""
    return Law(
        world.regimes,
        world.catalogue,
        world.recipe,
        world.days,
        world.seed,
        world.replicate,
        world.window_days,
        world.also,
        {name: recipe for name, (recipe, _) in likes_of(world.recipe, world.population).items()},
    )


class Pair:
    """One city, lived twice in step."""

    def __init__(self, world: World, number: int = 0) -> None:
        self.world, self.number = world, number
        self.plan = Plan(world)
        self.plan.window = world.window_days
        self.plan.stretch = int(np.gcd(world.window_days, 7))

    def first_difference(self) -> str | None:
        """Live both, window by window; says where they first differ, or None."""
        while True:
            outcome = self._try()
            if isinstance(outcome, int):
                make_room(self.plan, outcome)
                continue
            return outcome

    def _try(self) -> str | int | None:
        plan, world = self.plan, self.world
        city = make_city(plan, self.number, 1)
        table, batch = new_table(plan, len(city.sizes)), plan.new_batch()
        life = Life(law_of(world), [int(n) for n in city.sizes], city.first_person)
        if plan.compiled.ranks:
            self._run(city, table, batch, EVE, 0)
        differences = traits_differ(city, life)
        if differences:
            return "before day 0: " + differences
        for first_day, end in life.windows():
            code = self._run(city, table, batch, first_day, end)
            if code != kernels.OK:
                return int(code)
            found = list(differences_of(city, life, end))
            if found:
                return f"window of days {first_day} to {end - 1}:\n  " + "\n  ".join(found[:12])
        return None

    def _run(self, city: City, table: Any, batch: Any, first_day: int, end: int) -> int:
        """Let the engine live some days of a season."""
        plan = self.plan
        code, _ = kernels.run_places(
            plan.law, plan.stakes, city.traits, city.people, batch, table, city.pools, city.counts[0], city.stock,
            plan.no_log, 0, len(city.sizes), city.first_person, city.sizes, max(first_day, 0) // SEASON_DAYS, first_day, end,
            plan.window, plan.stretch, city.fields, int(plan.compiled.has_city_step), plan.society,
        )  # fmt: skip
        return int(code)


def traits_differ(city: City, life: Life) -> str:
    """Who the people are."""
    rows = city.traits
    for i, person in enumerate(people_of(life)):
        says = {
            "group": person.group, "kind": person.kind, "age": person.age, "role": 31 if person.role is None else person.role,
            "type": person.type, "band": person.fifth, "resident": person.resident, "home": person.home, "size": person.size,
            "wealth": person.levels["wealth"], "income": person.levels["income"], "caution": person.levels["caution"],
            "conformity": person.levels["conformity"], "expressiveness": person.levels["expressiveness"],
            "digital": person.levels["digital-exposure"], "street": person.levels["street-exposure"],
            "joined": sum(1 << r for r in person.joined), "aware": sum(1 << r for r in person.aware),
        }  # fmt: skip
        for name, value in says.items():
            if int(getattr(rows, name)[i]) != value:
                return f"person {i}, {name}: engine {getattr(rows, name)[i]}, twin {value}"
    return ""


def people_of(life: Life) -> Iterator[Person]:
    """Everybody of the city in order."""
    for place in life.places:
        yield from place.persons


def differences_of(city: City, life: Life, day: int) -> Iterator[str]:
    """Everything in which the two differ at the end of a window; ``day`` is the first one not lived yet."""
    names = Names(city.plan, life.law)
    for i, person in enumerate(people_of(life)):
        yield from person_differs(city, names, i, person, day)
        for name, engine, twin in mind_differs(city, life, i, person):
            yield f"person {i} (of place {person.place.number}), {name}: engine {engine}, twin {twin}"
    for p, place in enumerate(life.places):
        engine = names.letters(city, p, day)
        twin = {person.j: names.twin_letters(person) for person in place.persons if person.mail}
        for j in sorted({*engine, *twin}):
            if engine.get(j, []) != twin.get(j, []):
                yield f"mail of person {j} of place {p}: engine {engine.get(j, [])}, twin {twin.get(j, [])}"
        cases, own = names.cases(city, p), names.twin_cases(place.cases)
        if cases != own:
            yield f"cases of place {p}: engine {cases}, twin {own}"
    yield from counts_differ(city, life)
    yield from city_differs(city, life, day)


def person_differs(city: City, names: Names, i: int, person: Person, day: int) -> Iterator[str]:
    """Fields of one person's rows."""
    at, law = city.plan.compiled.at, names.law
    points, days, small, tally = (rows[i] for rows in city.people[:4])
    says: list[tuple[str, int, int]] = []
    for score in law.scores:
        says.append((f"points of {score.says.id}", points[score.number], person.points[score]))
        shown = city.plan.tables[t.SCORES][score.number, t.SCORE_SHOWN]
        if shown >= 0:
            says.append((f"published {score.says.id}", points[shown], person.shown.get(score, 0)))
        effort = city.plan.tables[t.SCORES][score.number, t.SCORE_EFFORT]
        if effort >= 0:
            says.append((f"effort for {score.says.id}", points[effort], person.effort.get(score, 0)))
    for each in law.lists:
        name = each.says.id if each.says else each.feed.says.id  # type: ignore[union-attr]
        spell = person.spells[each]
        mark = int(small[at.marks + 2 * each.number + st.MARK])
        until, entered = days[at.lists + 2 * each.number : at.lists + 2 * each.number + 2]
        bits = (
            spell.noticed * st.M_NOTICED
            + spell.wrong * st.M_WRONG
            + spell.removal_lost * st.M_LOST
            + spell.suspended * st.M_SUSPENDED
            + (spell.firms << st.FIRMS_SHIFT)
        )
        says += [
            (f"list {name} until", until, spell.until), (f"list {name} entered", entered, spell.entered),
            (f"list {name} marks", mark & ~st.M_LEFT, bits), (f"list {name} spells", small[at.marks + 2 * each.number + st.SPELLS], spell.number),
        ]  # fmt: skip
    for m, name in enumerate(law.matters):
        says.append((f"matter {name} until", days[at.matters + m], person.owes_until.get(name, 0)))
    for scale in law.scales:
        k = scale.number
        says += [
            (f"cap of {scale.score.says.id} until", days[at.caps + k], person.cap_until[k]),
            (f"cap of {scale.score.says.id}", small[at.cap_grades + k], person.cap_grade[k]),
            (f"grade of {scale.score.says.id}", small[at.grades + k], person.grades[k]),
            (f"rank by {scale.score.says.id}", small[at.ranks + k] if scale.is_by_rank else 0, person.ranks[k]),
        ]
    left = int(days[at.left]) if len(city.plan.tables[t.LEAVES]) else 0
    says.append(("regimes left", left, sum(1 << r for r in person.left)))
    dropped = int(days[at.dropped]) if city.plan.tables[t.TIES][t.DROPS] else 0
    says.append(("friends dropped", dropped, sum(1 << k for j, k in person.place.dropped if j == person.j)))
    for q, (r, of, _) in enumerate(city.plan.index.recent):
        days_of, older = person.last_report.get((r, of), []), city.plan.index.older[q]
        says.append((f"report of {of}", days[at.recent + q], days_of[older] + 1 if len(days_of) > older else 0))
    for m, rule in enumerate(rule for rule in law.rules if rule.misuse):
        says.append((f"deed against which {rule.says.id} is", days[at.deeds + m], person.deeds.get(rule, -1) + 1))
    for show in law.shows:
        says.append(
            (f"shown by {show.says.id} until", days[at.shows + show.number], person.shown_until.get(show.number, 0))
        )
    for a, belief in enumerate(person.beliefs):
        says += [(f"done {a}", small[2 * a], belief.done), (f"seen {a}", small[2 * a + 1], belief.seen)]
    says += [
        ("class", int(small[st.CLASS]) | int(small[st.CLASS_HIGH]) << 8, person.class_number), ("means", small[st.MEANS], person.income),
        ("cases", small[st.N_CASES], person.n_cases), ("sends", small[st.SENT], bits_of(person.sends)),
        ("meant", small[st.MEANT], bits_of(person.meant)), ("landed", small[st.LANDED], bits_of(person.landed)),
        ("fed", mask_of(days, at.fed, at), bits_of(person.fed)),
        ("showing", mask_of(days, at.showing, at), bits_of(person.showing)),
        ("list bits", mask_of(days, at.bits, at), person.list_bits), ("noticed on", days[st.NOTICED_ON], person.noticed_on),
    ]  # fmt: skip
    says += [(f"tally {name}", tally[k], person.tally[name]) for k, name in enumerate(TALLIES)]
    for w, norm in enumerate(law.recipe.norm):
        follows = int(small[at.follows]) >> w & 1
        says += [(f"follows {norm.id}", follows, int(norm.id in person.follows))]
        if follows:
            says += [(f"follows {norm.id} since", days[at.since + w], person.since[norm.id])]
    says += list(names.limits(days, small, person, day))
    for name, engine, twin in says:
        if int(engine) != twin:
            yield f"person {i} (of place {person.place.number}), {name}: engine {int(engine)}, twin {twin}"


def mask_of(days: np.ndarray, first: int, at: st.Layout) -> int:
    """A mask that stands in several columns of ``days``."""
    return sum(int(days[first + w]) << (st.MASK_WORD * w) for w in range(at.n_words))


def bits_of(numbers: set[int]) -> int:
    """A set of small numbers as bits."""
    return sum(1 << number for number in numbers)


class Names:
    """What the engine's numbers stand for."""

    def __init__(self, plan: Plan, law: Law) -> None:
        self.plan, self.law = plan, law
        self.slots: dict[int, tuple[str, int, str]] = {}
        for row in plan.tables[t.RULES]:
            for word, column in (
                ("month", t.RULE_MONTH_SLOT), ("year", t.RULE_YEAR_SLOT), ("points-year", t.RULE_POINTS_SLOT),
                ("units-year", t.RULE_UNITS_SLOT),
            ):  # fmt: skip
                if row[column] >= 0:
                    self.slots[int(row[column])] = ("rule", int(row[t.RULE_ROW]), word)
        for row in plan.tables[t.CONSEQUENCES]:
            if row[t.CONSEQUENCE_SLOT] >= 0:
                self.slots[int(row[t.CONSEQUENCE_SLOT])] = ("consequence", int(row[t.CONSEQUENCE_ROW]), "year")
            if row[t.CONSEQUENCE_SAVES] > 0:
                self.slots[int(row[t.CONSEQUENCE_SAVED])] = ("consequence", int(row[t.CONSEQUENCE_ROW]), "month")

    def limits(self, days: Any, small: Any, person: Person, day: int) -> Iterator[tuple[str, int, int]]:
        """Uses of each limit in the period of the last day; the engine sets them to zero when it next looks."""
        month, last = month_of(day - 1), int(days[st.MONTH])
        for slot, (block, row, word) in self.slots.items():
            is_new = month != last if word == "month" else month // 12 != last // 12
            period, n = person.used.get((block, row, word), (-1, 0))
            own = n if period == (month if word == "month" else (day - 1) // 365) else 0
            at = self.plan.compiled.at.used + slot
            count = int(small[at]) + (DIGIT * int(small[at + 1]) if (block, word) == ("consequence", "month") else 0)
            yield f"used of {block} {row}, {word}", 0 if is_new else count, own

    # ---- mail -----------------------------------------------------------------------------------------------------------
    def letters(self, city: City, p: int, day: int) -> dict[int, list[tuple[Any, ...]]]:
        """Pending letters of a place by person, in order of due day and creation."""
        pool, head = city.pools.mail[p], city.pools.heads[p]
        places = [*range(head[mail.FRONT]), *(len(pool) - k for k in range(1, head[mail.BACK] + 1))]
        found: dict[int, list[tuple[Any, ...]]] = {}
        for at in places:
            letter = pool[at]
            kind = int(letter[mail.KIND]) >> 8
            if kind != mail.EMPTY:
                found.setdefault(int(letter[mail.WHO]), []).append(self.said(letter, kind))
        return {j: sorted(each, key=lambda letter: letter[0]) for j, each in found.items()}

    def said(self, letter: Any, kind: int) -> tuple[Any, ...]:
        """(due, kind, flags, about, value, made) of an engine's letter."""
        due, item, made = int(letter[mail.DUE]), int(letter[mail.ITEM]), int(letter[mail.MADE])
        flags, value = int(letter[mail.KIND]) & 255, int(letter[mail.VALUE]) - mail.ZERO
        name = next(name for name, number in KINDS.items() if number == kind)
        about: Any = item
        if name == "report":
            pair = self.plan.tables[t.PAIRS][item]
            about = (int(pair[t.PAIR_CHANNEL]), int(pair[t.PAIR_ACT]), int(pair[t.PAIR_AMISS]))
        elif name in ("recur", "grace", "learn"):
            about = int(self.plan.tables[t.RULES][item, t.RULE_ROW])
        if name in ("answer", "apply"):
            made = self.subject(made)
        if name == "house":
            made = 0
        return due, name, flags, about, value, made

    def subject(self, item: int) -> int:
        """What a case is about: a rule by its row in the files, a list from 32,768 on."""
        return item if item >= LIST_ITEM else int(self.plan.tables[t.RULES][item, t.RULE_ROW])

    def twin_letters(self, person: Person) -> list[tuple[Any, ...]]:
        """The same of the twin's letters."""
        return [self.twin_said(letter) for letter in sorted(person.mail, key=lambda letter: letter.due)]

    def twin_said(self, letter: Letter) -> tuple[Any, ...]:
        """The same of one of the twin's letters."""
        flags = FALSE_BITS.get(letter.false or "", 0) + letter.told * mail.WAS_TOLD + letter.on * mail.ON
        kind, about, value, made = letter.kind, letter.about, letter.value, letter.made
        if kind in ("report", "grace"):
            value = letter.word - mail.ZERO
        if kind == "report":
            about = (about.channel.number, about.taken_for.number, int(about.amiss))
        elif kind in ("recur", "grace", "learn"):
            about = about.row
        elif kind == "land":
            about = about.landing
        elif kind == "settle":
            about = self.law.matters.index(about)
        else:
            about = about.number
        if kind == "expire":
            made = letter.subject.row if isinstance(letter.subject, RuleLaw) else 0
        if kind in ("answer", "apply"):
            made = twin_subject(letter.subject)
        return letter.due, kind, flags, about, value, 0 if kind == "house" else made

    # ---- cases ----------------------------------------------------------------------------------------------------------
    def cases(self, city: City, p: int) -> list[tuple[int, ...]]:
        """Cases that wait, in order of creation."""
        return [
            (
                int(case[CASE_KEY]), int(case[CASE_WHO]), int(case[CASE_DESK]), int(case[CASE_FLAGS]), self.subject(int(case[CASE_ITEM])),
                int(case[CASE_VALUE]), int(case[CASE_NUMBER]),
            )
            for case in city.pools.cases[p][: city.pools.case_heads[p, 0]]
        ]  # fmt: skip

    def twin_cases(self, cases: list[Any]) -> list[tuple[int, ...]]:
        """The same of the twin's."""
        return [
            (
                key_of(each), each.person.j, each.desk.number, int(each.wrong),
                twin_subject(each.subject), each.value, each.number,
            )
            for each in cases
        ]  # fmt: skip


def key_of(case: Case) -> int:
    """The order of a case at its desk, as a number."""
    if case.desk.says.servers:
        return case.key[0] << PERSON_BITS | case.key[1] & (1 << PERSON_BITS) - 1
    return (case.key[0] << 16 | case.key[1]) << 32 | case.key[2]


def twin_subject(subject: object) -> int:
    """What a case is about, as a number."""
    return LIST_ITEM + subject.number if isinstance(subject, ListLaw) else subject.row  # type: ignore[attr-defined]


def counts_differ(city: City, life: Life) -> Iterator[str]:
    """Panel, acts, services, flows and spells."""
    engine, own = sum_counts(city.counts), life.counts
    names = [each.id for each in city.plan.index.acts]
    found = {
        "week, kind of people": (engine.panel, own.by_week, PANEL),
        "season, act": (engine.acts, own.by_act, ACTS),
    }
    for what, (table, counter, columns) in found.items():
        theirs = {
            (int(row), int(cell), columns[int(k)]): int(table[row, cell, k])
            for row, cell, k in zip(*np.nonzero(table), strict=True)
            if columns[int(k)] is not None
        }
        yield from counter_differs(what, theirs, counter)
    n = len(city.plan.index.regimes)
    services = {
        (int(a), int(b) // n, int(b) % n, int(ten), SERVICES[int(k)]): int(engine.services[a, b, ten, k])
        for a, b, ten, k in zip(*np.nonzero(engine.services), strict=True)
    }
    yield from counter_differs("season, service, regime, people", services, own.by_service)
    flows = {tuple(map(int, at)): int(engine.flows[at]) for at in zip(*np.nonzero(engine.flows), strict=True)}
    yield from counter_differs("season, scale, before, after", flows, own.flows)
    spells = {
        (int(each), int(ten), bool(wrong), int(month), not still): int(engine.spells[each, ten, wrong, month, still])
        for each, ten, wrong, month, still in zip(*np.nonzero(engine.spells), strict=True)
    }
    yield from counter_differs("list, people, wrong, months, ended", spells, own.spells)
    assert len(names) <= len(life.law.acts)


assert len(PANEL) == c.N_PANEL
assert len(ACTS) == c.N_ACT
assert len(SERVICES) == c.N_SERVICE
