"""Step 6, want: a service is refused, served on other terms, or served as usual, by the standing of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from twin.addresses import BITE, chance
from twin.blocks import ConsequenceLaw
from twin.condition import View
from twin.dates import month_of
from twin.occasion import Want
from twin.people import Person
from twin.post import use, used
from twin.spend import can_pay, pay

if TYPE_CHECKING:
    from twin.life import Life

MILLION = 1_000_000
Answer = Literal["served", "refused", "tells"]


def judge_want(life: Life, person: Person, want: Want, view: View, season: int) -> Answer:
    """Refuse, or serve; a refusal may tell the person of a list."""
    biting: list[ConsequenceLaw] = []
    for each in want.service.touched_by:
        if bites(life, person, want, each, view, season, biting):
            biting.append(each)
    if not biting:
        return "served"
    denials = [each for each in biting if each.says.denies or each.says.uses_at_most_per_year is not None]
    if denials:
        return refuse(life, person, want, denials, view)
    for each in biting:
        if each.says.budget_uses_per_year is not None:
            person.place.uses[each.row] += 1
    pay(person, biting)
    serve(life, person, want, biting, view)
    return "served"


def bites(
    life: Life, person: Person, want: Want, each: ConsequenceLaw, view: View, season: int, bought: list[ConsequenceLaw]
) -> bool:
    """Does a consequence bear on this want: in force, for this person, enforced this time, not used up?"""
    law, says, day = life.law, each.says, want.day
    # what landed ends by mail, also when a steer puts it to sleep
    if not (law.in_force(says, day) if says.lands_on == "self" else law.is_dated(says, day)):
        return False
    if says.lands_on != "self":
        if each.landing not in person.landed:
            return False
    elif not view.bears(each.regime, says.when, says.unless):
        return False
    word = law.dice.draw(
        person.unit, BITE, lane=want.service.says.lane, season=season, index=want.index, name=each.key
    )[0]
    if word >= law.chance(says.enforced_share, 1.0, day):
        return False
    if says.costs_points is not None and not can_pay(person, each, bought, view):
        return False
    if says.budget_uses_per_year is not None and person.place.uses_left[each.row] <= 0:
        return False
    if says.uses_at_most_per_year is not None:
        if used(person, "consequence", each.row, "year", day) >= says.uses_at_most_per_year:
            return True
        use(person, "consequence", each.row, "year", day, 1)
        return False
    if says.at_most_per_year is not None:
        if used(person, "consequence", each.row, "year", day) >= says.at_most_per_year:
            return False
        use(person, "consequence", each.row, "year", day, 1)
    return True


def refuse(life: Life, person: Person, want: Want, denials: list[ConsequenceLaw], view: View) -> Answer:
    """A refusal, unless one who knows of a ban stays away. Several grounds are one refusal, counted for the first."""
    own = any(each.says.lands_on == "self" for each in denials)
    knows = own and any(each.is_bad and person.spells[each].noticed for each in view.listed_days)
    if knows and want.word >= chance(want.service.says.tries_anyway_share):
        return "refused"
    life.counts.panel(person, want.day, "refused")
    life.counts.service(person, want, denials[0].regime, "refused")
    person.count("refused")
    if not own:
        life.counts.panel(person, want.day, "refused_by_tie")
        life.counts.service(person, want, denials[0].regime, "by_tie")
        person.count("refused_by_tie")
    return "tells" if own and not knows else "refused"


def serve(life: Life, person: Person, want: Want, biting: list[ConsequenceLaw], view: View) -> None:
    """Prices multiply, then add; waits add; the largest waived deposit counts; priorities add."""
    says = want.service.says
    usual, usual_wait, usual_deposit = (
        round(float(says.price_yuan)),
        round(float(says.wait_days)),
        round(float(says.deposit_yuan)),
    )
    factor, change, wait, waived, priority = MILLION, 0, 0, 0, 0
    for each in biting:
        times = round(float(each.says.price_factor if each.says.price_factor is not None else 1) * MILLION)
        more = round(float(each.says.price_change_yuan or 0))
        if each.says.yuan_at_most_per_month is None:
            factor = factor * times // MILLION
            change += more
        else:
            key = ("consequence", each.row, "month")
            saved = used(person, *key, want.day)
            cut = min(usual - max(usual * times // MILLION + more, 0), each.says.yuan_at_most_per_month - saved)
            person.used[key] = month_of(want.day), saved + cut
            change -= cut
        wait += round(float(each.says.wait_change_days or 0))
        waived = max(waived, staggered(each, "deposit_waived_yuan", view))
        priority += staggered(each, "priority", view)
    price = max(usual * factor // MILLION + change, 0)
    waits = max(usual_wait + wait, 0)
    deposit = max(usual_deposit - waived, 0)
    regime = biting[0].regime
    if price > usual or waits > usual_wait:
        life.counts.panel(person, want.day, "dearer")
        life.counts.service(person, want, regime, "dearer")
    elif price < usual or deposit < usual_deposit or waits < usual_wait or priority > 0:
        life.counts.panel(person, want.day, "eased")
        life.counts.panel(person, want.day, "eased_yuan", usual - price)
        life.counts.service(person, want, regime, "eased")
        life.counts.service(person, want, regime, "yuan", usual - price)
        person.count("eased")
        person.count("eased_tens", (usual - price) // 10)


def staggered(each: ConsequenceLaw, word: str, view: View) -> int:
    """A deposit or priority by score: the first line whose score is reached."""
    figure = getattr(each.says, word)
    for line in figure.lines if figure else ():
        if line.score_at_least is None:
            return int(line.high)
        if each.score in view.scores and view.scores[each.score] >= each.score.steps(line.score_at_least):
            return int(line.high)
    return 0
