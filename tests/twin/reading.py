"""The mail of a morning: what each letter does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.blocks import ListLaw
from twin.condition import View
from twin.dates import NEVER
from twin.learn import apply_at, consider, days_to_save, go, is_over, notice_list
from twin.mail import Letter
from twin.people import Person
from twin.post import add_points, fits, move, post_report, post_rule
from twin.standing import leave, settle, take_off

if TYPE_CHECKING:
    from twin.life import Life


def read_mail(life: Life, person: Person, day: int, view: View | None = None) -> None:
    """Everything due, in order of due day and creation; all of it meets the person as of this morning."""
    while True:
        due = [letter for letter in person.mail if letter.due <= day and not letter.outside]
        if not due:
            return
        view = view or View(life.law, person, day)
        letter = min(due, key=lambda each: each.due)
        person.mail.remove(letter)
        read(life, person, letter, day, view)


def read(life: Life, person: Person, letter: Letter, day: int, view: View) -> None:
    """Do what a letter says."""
    about = letter.about
    if letter.kind in ("report", "grace", "recur"):
        if letter.false in ("invented", "wrong name"):
            life.counts.panel(person, day, "wrong" if letter.false == "wrong name" else "invented")
            person.count("false")
        if letter.kind == "report":
            post_report(life, person, letter, day, 0, day, view)
        else:
            post_rule(life, person, letter, day, day, view)
    elif letter.kind == "expire":
        move(person, about, -letter.value)
    elif letter.kind == "house":
        move(person, about, letter.value)
    elif letter.kind == "notice":
        if person.spells[about].entered == letter.made:
            notice_list(life, person, about, day, 0, view)
    elif letter.kind == "land":
        person.landed = person.landed | {about.landing} if letter.on else person.landed - {about.landing}
    elif letter.kind == "heard":
        for _ in range(letter.value + 1):
            person.beliefs[0].add_deed(seen=1)
    elif letter.kind == "feed":
        read_feed(life, person, letter, day, view)
    elif letter.kind == "settle":
        if about in person.owes():
            settle_by_letter(life, person, about, day)
    elif letter.kind == "passed":
        set_off(life, person, about, letter.on, day, view)
    elif letter.kind in ("learn", "apply", "answer") and about.regime.number in person.left:
        return
    elif letter.kind == "learn":
        consider(life, person, about.desks, about, bool(letter.false), letter.value, letter.made, day, 0, view)
    elif letter.kind == "apply":
        apply_at(life, person, about, letter.subject, bool(letter.false), letter.value, day, 0, view)
    elif letter.kind == "answer":
        read_answer(life, person, letter, day, view)


def read_feed(life: Life, person: Person, letter: Letter, day: int, view: View) -> None:
    """Another regime's standing arrives, or ends; its id reads as a list here from this morning on."""
    feed = letter.about
    spell = person.spells[feed.list]
    was_on = spell.until > day
    if feed.says.lands_on == "owners":
        firms = spell.firms + 1 if letter.on else max(spell.firms, 1) - 1
        had, spell.firms = spell.firms, min(firms, 7)
        if had > 0 if letter.on else firms > 0:
            return
    if letter.on:
        spell.entered, spell.until, spell.number = day, NEVER, min(spell.number + 1, 255)
    else:
        spell.until = day
    if letter.on or was_on:
        set_off(life, person, feed.list, letter.on, day, view)


def set_off(life: Life, person: Person, each: ListLaw, entering: bool, day: int, view: View) -> None:
    """The rules that entry to a list or feed sets off, or exit from it."""
    fitting = [rule for rule in each.set_off(entering) if fits(life.law, rule, day, view)]
    replaced = {name for rule in fitting for name in rule.says.instead_of}
    for rule in fitting:
        if rule.says.id not in replaced:
            post_rule(life, person, Letter(day, "entering", rule, made=day), day, day, view)


def read_answer(life: Life, person: Person, letter: Letter, day: int, view: View) -> None:
    """The desk's answer: its own effect, or the entry undone; a refusal may go to the next desk or be tried again."""
    desk, subject = letter.about, letter.subject
    says = desk.says
    if is_over(person, desk, subject, letter.value, day):
        return
    if isinstance(subject, ListLaw):
        person.spells[subject].suspended = False
    if not letter.on:
        if desk.next is not None:
            go(life, person, desk.next, subject, bool(letter.false), letter.value, 0, 0, day, view)
        elif says.apply_again_after_days:
            wait = max(says.apply_again_after_days, days_to_save(life.law, person, desk))
            again = Letter(
                day + wait,
                "apply",
                desk,
                value=letter.value,
                subject=subject,
                false=letter.false,
            )
            life.send(person, again)
        return
    life.counts.panel(person, day, "granted")
    person.count("granted")
    if says.points is not None:
        score = desk.regime.scores[says.score] if says.score else next(iter(desk.regime.scores.values()))
        add_points(life, person, score, score.steps(says.points.lines[-1].low), day, by=desk)
    for name in says.takes_off:
        take_off(life, person, desk.regime.lists[name], day)
    for name in life.law.matters:
        if name in says.settles and name in person.owes():
            settle_by_letter(life, person, name, day)
    if says.points is None and not says.takes_off and not says.settles:
        undo(life, person, subject, letter.value, day, desk)


def settle_by_letter(life: Life, person: Person, name: str, day: int) -> None:
    """A desk settles a matter; spells that thereby end this very morning are left."""
    running = [each for each in life.law.lists if person.spells[each].until > day]
    settle(life, person, name, day)
    for each in running:
        if person.spells[each].until == day:
            leave(life, person, each, day)


def undo(life: Life, person: Person, subject: object, value: int, day: int, desk: object) -> None:
    """The entry is undone: the spell ends, or the points go back (and will not lapse once more), and the cap ends."""
    if isinstance(subject, ListLaw):
        take_off(life, person, subject, day)
        return
    rule = subject
    if value != 0:
        mine = [
            each for each in person.mail if each.kind == "expire" and each.about is rule.score and each.subject is rule
        ]
        if mine:
            person.mail.remove(mine[-1])
        add_points(life, person, rule.score, -value, day, by=desk)
    if rule.says.no_better_than is not None:
        scale = rule.regime.scale_with(rule.says.no_better_than, rule.says.score)
        person.cap_until[scale.number] = day
    if rule.says.opens in person.owes():
        settle_by_letter(life, person, rule.says.opens, day)
