"""Moving: on the eve of a season a household goes to live elsewhere, and what it was in a city's book stays behind.

Some leave the country, where no regime is in force, and some of those come back to where they lived.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from twin.addresses import MOVE, chance
from twin.blocks import RegimeLaw
from twin.condition import View
from twin.dates import YEAR_DAYS, rounded
from twin.law import Law
from twin.learn import notice_list
from twin.mail import Letter
from twin.occasion import Want
from twin.people import Person, Place, pick, shares_up_to
from twin.rates import SEASON_DAYS
from twin.ration import NO_GRADE
from twin.standing import measured
from twin.want import judge_want

if TYPE_CHECKING:
    from twin.life import Life

MILLION = 1_000_000
AT_THE_BORDER = 0xFFFF


def move_households(life: Life, place: Place, day: int) -> None:
    """Whole households, each by its first person's lot."""
    law, moving = life.law, life.law.recipe.moving
    if moving is None or day % SEASON_DAYS or day >= law.days:
        return
    season = day // SEASON_DAYS
    share = chance(float(moving.per_1000_households_year) / 1000 * SEASON_DAYS / YEAR_DAYS)
    for head in [person for person in place.folk if person.home == person.j]:
        moves, near, where, away = law.dice.draw(head.unit, MOVE, season=season)
        if head.is_abroad:
            if moves < chance(1 - (1 - float(moving.returns_share_per_year)) ** (SEASON_DAYS / YEAR_DAYS)):
                for person in place.household(head):
                    come_home(person, day)
            continue
        if moves >= share:
            continue
        if away < chance(leaving_share(moving, head.fifth)):
            home = place.household(head)
            answers = [may_go(life, person, near, day) for person in home]  # everybody asks
            if all(answers):
                for person in home:
                    go_out(life, place, person, day)
            continue
        is_far = near >= chance(float(moving.within_city_share))
        kinds = law.recipe.kind_of_place
        kind = pick(where, shares_up_to([each.share for each in kinds]))
        there = set()
        for regime in law.regimes:
            word = law.dice.draw(head.unit, MOVE, lane=1, season=season, name=regime.key)[0]
            if word < law.chance(regime.says.covers.places_share, 1.0, 0, kinds[kind].id):
                there.add(regime.number)
        for person in place.household(head):
            before = set(person.joined)
            settle_down(law, person, kind, there, is_far, day)
            new = person.joined - before
            for regime in law.regimes:
                covers = regime.says.covers
                if covers.newcomers == "start" and (covers.reach == "place" or (covers.reach == "city" and is_far)):
                    new.add(regime.number)
                if regime.number in new:
                    begin_anew(life, place, person, regime, day)


def leaving_share(moving: Any, fifth: int) -> float:
    """Of those who move, how many of a fifth of wealth leave the country; the mean of all fifths is as the recipe says."""
    times = [float(moving.abroad_wealth_factor) ** (each / 2 - 1) for each in range(5)]
    return float(moving.abroad_share) * times[fifth] * 5 / math.fsum(times)


def may_go(life: Life, person: Person, word: int, day: int) -> bool:
    """Is somebody served what leaving takes? Who is refused is counted; it may be how one learns of being listed."""
    law, needs = life.law, life.law.recipe.moving.abroad_needs  # type: ignore[union-attr]
    service = next((each for each in law.services if each.says.id == needs), None)
    if service is None:
        return True
    view = View(law, person, day)
    regime: Any = law.regimes[0]
    if service.says.who is not None and not view.holds(regime, service.says.who):
        return True
    answer = judge_want(life, person, Want(service, AT_THE_BORDER, 0, day, word), view, day // SEASON_DAYS)
    if answer == "tells":
        for each in view.listed_days:
            if each.is_bad:
                notice_list(life, person, each, day, 0, view)
    return answer == "served"


def go_out(life: Life, place: Place, person: Person, day: int) -> None:
    """No regime is in force where the person is now; books are erased that ``leavers`` says so of."""
    person.had = person.part, person.joined, person.aware
    person.part, person.joined, person.aware = set(), set(), set()
    person.is_abroad, person.resident, person.registered = True, -day, False
    for regime in life.law.regimes:
        if regime.says.covers.leavers == "erase":
            begin_anew(life, place, person, regime, day)


def come_home(person: Person, day: int) -> None:
    """Back where the person lived, under the regimes of then."""
    person.part, person.joined, person.aware = person.had
    person.is_abroad, person.resident, person.registered = False, -day, False


def settle_down(law: Law, person: Person, kind: int, there: set[int], is_far: bool, day: int) -> None:
    """Where the person lives now."""
    person.kind, person.part = kind, set(there)
    mine = {each.number for each in law.regimes if each.says.covers.unit != ("firm",)} & there
    person.joined, person.aware = person.would_join & mine, person.would_know & mine
    if is_far:
        person.resident, person.registered = -day, False


def begin_anew(life: Life, place: Place, person: Person, regime: RegimeLaw, day: int) -> None:
    """Out of the book: scores, limits and memory anew, stays end on this morning, what is under way is lost."""
    law = life.law
    mine = [score for score in regime.scores.values() if not score.is_of_place]
    for score in mine:
        if score.says.measures is None and not score.parts:
            person.points[score] = score.drawn_start(law.dice, person)
        if score.says.measures in ("wealth-rank", "income-rank"):
            person.points[score] = measured(life, person, score, day)
    for score in mine:
        if score.parts:
            total = sum(part.clip(person.points[part]) * weight for part, weight in score.parts)
            person.points[score] = score.clip(rounded(total, MILLION))
        if score.waits:
            person.shown[score], person.effort[score] = person.points[score], 0
    person.at_year_end.update({score: person.points[score] for score in regime.scores.values()})
    for each in law.lists:
        if each.regime is regime and each.says is not None and person.spells[each].until > day:
            person.spells[each].until = day
    for scale in regime.scales:
        person.cap_until[scale.number] = 0
    person.last_report = {about: last for about, last in person.last_report.items() if about[0] != regime.number}
    person.deeds = {rule: last for rule, last in person.deeds.items() if rule.regime is not regime}
    person.used = {limit: used for limit, used in person.used.items() if not belongs(law, limit, regime)}
    for scale in regime.scales:
        if scale.is_by_rank:
            person.ranks[scale.number] = NO_GRADE
    person.mail = [letter for letter in person.mail if book_of(letter) is not regime]
    for case in [case for case in place.cases if case.person is person and case.desk.regime is regime]:
        case.lapsed = day
        place.cases.remove(case)


def belongs(law: Law, limit: tuple[str, int, str], regime: RegimeLaw) -> bool:
    """Is a limit one of this regime's?"""
    block, row, _ = limit
    blocks: Any = (
        law.consequences if block == "consequence" else [rule for each in law.regimes for rule in each.all_rules]
    )
    return any(each.row == row and each.regime is regime for each in blocks)


def book_of(letter: Letter) -> RegimeLaw | None:
    """The regime for whose book a letter is under way; nothing of what concerns matters, ties and what one hears."""
    if letter.kind == "report":
        return letter.about.channel.regime  # type: ignore[no-any-return]
    if letter.kind in ("expire", "house", "recur", "grace", "learn", "answer", "apply"):
        return letter.about.regime  # type: ignore[no-any-return]
    if letter.kind in ("notice", "passed") and letter.about.says is not None:
        return letter.about.regime  # type: ignore[no-any-return]
    return None
