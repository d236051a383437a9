"""Step 5, standing: what is fixed each morning; and entry to lists and exit from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasshouse.kit.figure import Figure
from twin.addresses import HEAR, SPELL, chance, name_of, within
from twin.blocks import ListLaw
from twin.condition import View
from twin.dates import NEVER, month_that_begins, rounded
from twin.effort import effort
from twin.law import Law
from twin.learn import change_means
from twin.leave import weigh_leaving
from twin.mail import Letter
from twin.people import Person
from twin.scores import ScoreLaw
from twin.show import tell_home

if TYPE_CHECKING:
    from twin.life import Life

MILLION = 1_000_000
STEADY_DAYS = 3650
MOST_SPELLS = 255
LONGEST_MEMORY = NEVER - 1
MOST_SHOWN = (1 << 31) - 1


# ---- lists ----------------------------------------------------------------------------------------------------------
def enter(
    life: Life, person: Person, each: ListLaw, term_days: Figure | None, start: int, wrong: bool, today: int
) -> None:
    """Put a person on a list from the morning of ``start`` on; who is on it today is not entered anew unless it says so."""
    assert each.says
    says, spell = each.says, person.spells[each]
    running = spell.until > today
    if running and says.if_already_on in (None, "ignore"):
        return
    resting = spell.until > 0 and start < spell.until + says.relist_after_days
    if not running and resting and spell.number > 0:
        return
    number = spell.number if running else min(spell.number + 1, MOST_SPELLS)
    noticed, when, lost, length = life.law.dice.draw(person.unit, SPELL, index=number, name=each.key)
    term = term_of(term_days or says.term_days, number, length)
    end = min(start + term, NEVER)
    if running and says.if_already_on == "longer":
        end = max(end, spell.until)
    elif running and says.if_already_on == "add":
        end = min(spell.until + term, NEVER) if spell.until < NEVER else NEVER
    if not running:
        spell.number, spell.entered, spell.wrong = number, start, wrong
        spell.noticed = spell.removal_lost = spell.suspended = False
        if each.is_bad:
            life.counts.panel(person, today, "entered")
        group = person.group_id
        if noticed < life.law.chance(says.notice_share, 1.0, group=group):
            life.send(person, Letter(start + days_of(says.notice_after_days, when), "notice", each, made=start))
        if each.set_off(entering=True):
            life.send(person, Letter(start, "passed", each, made=today, on=True))
    if lost < chance(says.removal_lost_share):
        spell.removal_lost = True
    spell.until = end


def term_of(figure: Figure | None, spell: int, word: int) -> int:
    """Days of the n-th spell; open where nothing is said."""
    for line in figure.lines if figure else ():
        if line.time in (None, spell):
            return within(int(line.low), int(line.high), word)
    return NEVER


def days_of(figure: Figure | None, word: int) -> int:
    """Days within a figure."""
    return within(int(figure.lines[-1].low), int(figure.lines[-1].high), word) if figure else 0


def leave(life: Life, person: Person, each: ListLaw, day: int) -> None:
    """A spell is over on the morning of ``day``."""
    spell = person.spells[each]
    length = max(day - spell.entered, 0)
    if each.is_bad:
        person.count("listed_days", length)
        life.counts.panel(person, day, "left")
    life.counts.spell(each, person, spell.wrong, length, ended=True)
    if each.set_off(entering=False):
        life.send(person, Letter(day, "passed", each, made=day))


def take_off(life: Life, person: Person, each: ListLaw, day: int) -> None:
    """End the running spell after the clerical delay; not before tomorrow morning."""
    spell = person.spells[each]
    if spell.until > day:
        spell.until = min(day_off(life, person, each, day), spell.until)


def day_off(life: Life, person: Person, each: ListLaw, day: int) -> int:
    """The day on which a person taken off today is off."""
    word = life.law.dice.draw(person.unit, SPELL, lane=2, index=person.spells[each].number, name=each.key)[0]
    return day + max(days_of(each.says.removal_days, word) if each.says else 0, 1)


def settle(life: Life, person: Person, name: str, day: int) -> None:
    """A matter is settled: lists that end by it end after the clerical delay, unless the removal is lost."""
    person.owes_until[name] = 0
    for each in life.law.lists:
        if each.says is None or name not in each.says.ends_when_settled:
            continue
        spell = person.spells[each]
        if set(each.says.ends_when_settled) & person.owes() or spell.until <= day or spell.removal_lost:
            continue
        word = life.law.dice.draw(person.unit, SPELL, lane=1, index=spell.number, name=each.key)[0]
        spell.until = min(day + days_of(each.says.removal_days, word), spell.until)


# ---- the morning ----------------------------------------------------------------------------------------------------
def keep_calendar(life: Life, person: Person, day: int) -> None:
    """What the first days of months, quarters and years bring: payments by how the period ended; then resets, returns."""
    law = life.law
    month = month_that_begins(day)
    if month is not None and law.touches_means:
        pay_out(life, person, day, month)
    if month is not None and month % 12 == 0:
        weigh_leaving(life, person, day)
    for score in law.scores:
        if month is None or score.regime.number not in person.inside:
            continue
        if month % 12 == 0:
            person.at_year_end[score] = person.points[score]
        every = {"never": 0, "month": 1, "quarter": 3, "year": 12}[score.says.resets]
        if every and month % every == 0:
            person.points[score] = score.drawn_start(law.dice, person)
        if score.says.returns_share_per_month > 0:
            share = round(float(score.says.returns_share_per_month) * MILLION)
            home = (
                score.drawn_start(law.dice, person)
                if score.says.returns_to is None
                else score.steps(score.says.returns_to)
            )
            person.points[score] += rounded((home - person.points[score]) * share, MILLION)
    if law.is_publishing_day(day):
        publish(life, person, day)


def pay_out(life: Life, person: Person, day: int, month: int) -> None:
    """Consequences that pay, on the first day of their month or year."""
    view = View(life.law, person, day)
    for each in life.law.touches_means:
        yuan = round(float(each.says.pays_yuan or 0))
        due = month % (1 if each.says.every == "month" else 12) == 0
        if yuan <= 0 or not due or not life.law.in_force(each.says, day):
            continue
        if view.bears(each.regime, each.says.when, each.says.unless):
            life.counts.panel(person, day, "eased")
            life.counts.panel(person, day, "eased_yuan", yuan)
            person.count("eased")
            person.count("eased_tens", yuan // 10)


def publish(life: Life, person: Person, day: int) -> None:
    """Measures are taken, sums are made, and what waits for its publishing day is shown."""
    law = life.law
    mine = [
        score
        for score in law.scores
        if score.regime.number in person.inside and (day == 0 or law.is_paused(score.regime, "publishing", day) is None)
    ]
    for score in mine:
        if score.says.measures is not None and law.is_taken(score, day):
            person.points[score] = measured(life, person, score, day)
    for score in mine:
        if score.parts and not score.is_of_place and law.is_taken(score, day):
            total = sum(part.clip(person.points[part]) * weight for part, weight in score.parts)
            person.points[score] = score.clip(rounded(total, MILLION))
        if score.waits and (day == 0 or law.is_shown_on(score, day)):
            person.effort[score] = effort(life, person, score, day)
            person.shown[score] = min(person.points[score] + person.effort[score], MOST_SHOWN)


def measured(life: Life, person: Person, score: ScoreLaw, day: int) -> int:
    """What a measuring score shows, stretched over floor to ceiling."""
    width = score.ceiling - score.floor
    kind = score.says.measures
    if kind == "wealth-rank":
        return score.floor + rounded(width * person.levels["wealth"], 15)
    if kind == "income-rank":
        return score.floor + rounded(width * person.levels["income"], 15)
    if kind == "steady-address":
        full = round(float(score.says.full_at or STEADY_DAYS))
        return score.floor + rounded(width * min(person.resident + day, full), full)
    return life.friends_mean(person, score)


def end_terms(life: Life, person: Person, day: int) -> None:
    """Matters settled today, and what their settling ends; terms that end today."""
    for name in life.law.matters:
        if person.owes_until.get(name, 0) == day:
            settle(life, person, name, day)
    for each in life.law.lists:
        spell = person.spells[each]
        if each.says is not None and spell.until == day and spell.number > 0:
            leave(life, person, each, day)


def fix_standing(life: Life, person: Person, day: int) -> View:
    """Fix the standing of a day: what services, other people and choices see until tomorrow; and what follows from it."""
    law = life.law
    view = View(law, person, day)
    person.grades = [view.grades.get(scale, 255) for scale in law.scales]
    person.list_bits = sum(1 << each.number for each in view.listed_days)
    person.states = states_of(law, person, view)
    person.class_number = class_number(law, person.states)
    tell_feeds(life, person, view)
    factor = income_factor(law, view)
    if factor != person.income:
        change_means(person, factor, day)
    own = View(law, person, day, landed=False)  # what landed here is sent no further
    sends = {
        each.landing
        for each in law.landings
        if law.is_awake(each.rule or each.says) and own.bears(each.regime, each.says.when, each.says.unless)
    }
    if sends != person.sends:
        person.sends = sends
        person.newly_sends = True
    show_publicly(life, person, view)
    return view


def states_of(law: Law, person: Person, view: View) -> tuple[int, ...]:
    """What the person knows to have in each regime: 0 nothing, else one more than grade and feared list together."""
    states = []
    for regime in law.regimes:
        state = 0
        if regime.number in person.aware and view.is_covered(regime):
            grade = view.grades[regime.known_scale] if regime.known_scale else 0
            listed = any(each in view.listed_days for each in regime.bad_lists)
            state = 1 + (grade * 2 + listed if regime.bad_lists else grade)
            if regime.sees_only_coarsely:
                state = 1
        states.append(state)
    return tuple(states)


def class_number(law: Law, states: tuple[int, ...]) -> int:
    """All states as one number."""
    number, times = 0, 1
    for regime, state in zip(law.regimes, states, strict=True):
        number += state * times
        times *= law.n_states(regime)
    return number


def tell_feeds(life: Life, person: Person, view: View) -> None:
    """A change of standing here is mail for the regimes that read it."""
    for feed in life.law.feeds:
        is_heard = feed.says.lands_on == "self" or person.is_firm
        now = is_heard and life.law.in_force(feed.says, view.day) and view.bears(feed.source, feed.says.standing, None)
        if now != (feed.number in person.fed):
            person.fed ^= {feed.number}
            key = name_of(f"{feed.regime.id}/{feed.says.id}")
            word = life.law.dice.draw(person.unit, SPELL, lane=3, index=view.day, name=key)[0]
            if now and word >= chance(feed.says.share):
                continue
            delay = feed.says.delay_days if now else feed.says.removal_delay_days
            letter = Letter(view.day + max(delay, 1), "feed", feed, made=view.day, on=now)
            if feed.says.lands_on == "owners":
                life.send_to_other(person.place.persons[person.home], letter)
            else:
                life.send(person, letter)


def income_factor(law: Law, view: View) -> int:
    """Income under all consequences that touch it, in 1/64 of the usual."""
    factor = 64
    for each in law.touches_means:
        share = round(float(each.says.income_factor if each.says.income_factor is not None else 1) * 64)
        if (
            share != 64
            and law.in_force(each.says, view.day)
            and view.bears(each.regime, each.says.when, each.says.unless)
        ):
            factor = min(max(factor * share // 64, 1), 255)
    return factor


def show_publicly(life: Life, person: Person, view: View) -> None:
    """Who begins or ceases to be shown to others; not everybody who is shown is named."""
    law, day = life.law, view.day
    for show in law.shows:
        now = law.in_force(show.says, day) and view.bears(show.regime, show.says.when, show.says.unless)
        was = show.number in person.showing
        if now and not was:
            person.showing.add(show.number)
            if law.dice.draw(person.unit, HEAR, lane=1, index=day, name=show.key)[0] < chance(show.says.named_share):
                person.shown_until[show.number] = NEVER
                newly = person.place.newly_shown
                newly[show.number] = newly.get(show.number, 0) + 1
                if show.says.shown_to == "household" and show.says.felt_as == "shame":
                    tell_home(life, show, person, day)
        elif was and not now:
            person.showing.remove(show.number)
            if person.shown_until.get(show.number) == NEVER:
                person.shown_until[show.number] = min(day + show.says.remembered_days, LONGEST_MEMORY)
