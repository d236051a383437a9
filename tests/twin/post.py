"""Step 4, post: a report becomes points, a cap on the grade, or an entry on a list; with limits, expiry and clipping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.addresses import DISCRETION, HEAR, MATTER, around, chance, one_of, within
from twin.blocks import ChannelLaw, RegimeLaw, RuleLaw, Sight
from twin.condition import View
from twin.dates import NEVER, YEAR_DAYS, month_of, months_later
from twin.law import Law
from twin.learn import consider
from twin.mail import Letter
from twin.occasion import Occasion
from twin.people import Person
from twin.rates import LEVELS, lognormal
from twin.scores import ScoreLaw
from twin.standing import enter, take_off

if TYPE_CHECKING:
    from twin.life import Life

QUANTILES = 4096
MOST_UNITS = 250
MOST_POSTED = 32_767
MILLION = 1_000_000
LOOK_DAYS = {"month": 30, "quarter": 91, "year": 365, None: 365}


# ---- limits ---------------------------------------------------------------------------------------------------------
def used(person: Person, block: str, row: int, word: str, day: int) -> int:
    """How much of a limit is used up in the month or year of a day."""
    period, n = person.used.get((block, row, word), (-1, 0))
    return n if period == period_of(word, day) else 0


def use(person: Person, block: str, row: int, word: str, day: int, n: int) -> None:
    """Use up some of a limit."""
    n = min(used(person, block, row, word, day) + n, MOST_UNITS)
    person.used[block, row, word] = period_of(word, day), n


def period_of(word: str, day: int) -> int:
    """The month, or the year, in which a limit counts."""
    return month_of(day) if word == "month" else day // YEAR_DAYS


def limits(rule: RuleLaw) -> list[tuple[str, int]]:
    """The limits of a rule: of postings in a month, in a year, of points in a year."""
    says = rule.says
    given = {
        "month": says.at_most_per_month,
        "year": says.at_most_per_year,
        "points-year": says.points_at_most_per_year,
    }
    return [(word, most) for word, most in given.items() if most is not None]


def has_room(
    person: Person, rule: RuleLaw, day: int, words: tuple[str, ...] = ("month", "year", "points-year")
) -> bool:
    """Do a rule's limits still let something through?"""
    return all(used(person, "rule", rule.row, word, day) < most for word, most in limits(rule) if word in words)


# ---- reports --------------------------------------------------------------------------------------------------------
def post_report(life: Life, person: Person, letter: Letter, day: int, moment: int, start: int, view: View) -> None:
    """A report meets the rules of its regime. What it brings about standing is in force from the morning of ``start``."""
    law, sight = life.law, letter.about
    regime = sight.channel.regime
    if not view.is_covered(regime):
        return
    fitting = [rule for rule in sight.rules if fits(law, rule, letter.made, view, sight.channel, letter.met)]
    replaced = {name for rule in fitting for name in rule.says.instead_of}
    remember_report(law, person, sight, day)
    for rule in fitting:
        if rule.says.id in replaced:
            continue
        later = Letter(
            day + rule.says.grace_days, "grace", rule, letter.word, made=letter.made, false=letter.false, told=letter.told,
            units=sight.taken_for.says.units,
        )  # fmt: skip
        if rule.says.grace_days > 0:
            life.send(person, later)
        elif rule.says.while_owed and rule.says.while_owed not in person.owes() and not letter.false:
            continue
        else:
            apply_rule(life, person, rule, later, day, moment, start, view, later.units)


def post_rule(life: Life, person: Person, letter: Letter, day: int, start: int, view: View) -> None:
    """One rule that was waiting: its grace is over, a pause is over, it recurs, or a feed has set it off."""
    rule: RuleLaw = letter.about
    recurs = letter.kind == "recur"
    if not view.is_covered(rule.regime):
        return
    if rule.says.while_owed and rule.says.while_owed not in person.owes():
        return
    if not fits(life.law, rule, day if recurs else letter.made, view, waited=True):
        return
    if recurs:
        letter.word = word_of_recurrence(life.law, person, rule, day)
    apply_rule(life, person, rule, letter, day, 0, start, view, letter.units, recurrence=letter.value if recurs else 0)


def fits(
    law: Law, rule: RuleLaw, made: int, view: View, channel: ChannelLaw | None = None, met: Person | None = None,
    waited: bool = False,
) -> bool:  # fmt: skip
    """Was the rule in force on the day of the deed, and does its condition hold today?

    By which channel the report came, and who was met, is not asked of a rule that ``waited``: it was asked then.
    """
    says = rule.says
    figure = says.points or says.rating
    if not law.in_force(says, made) or (figure is not None and law.line(figure, made) is None):
        return False
    asks = says.when.model_copy(update={"reported_by": (), "met": None}) if waited and says.when else says.when
    when = asks is None or view.holds(rule.regime, asks, channel, met)
    return when and not (says.unless is not None and view.holds(rule.regime, says.unless, channel, met))


def remember_report(law: Law, person: Person, sight: Sight, day: int) -> None:
    """For conditions that ask for recent reports of certain acts."""
    channel, act = sight.channel, sight.taken_for.says
    for regime, of in dict.fromkeys((regime, each.reported.of) for regime, each in law.reported_conditions):
        counts = act.id in of or ("any-good" in of and act.kind == "good")
        if regime is channel.regime and (counts or ("any-bad" in of and act.kind in ("harm", "mishap"))):
            person.last_report.setdefault((regime.number, of), []).insert(0, day)


# ---- effects --------------------------------------------------------------------------------------------------------
def apply_rule(
    life: Life, person: Person, rule: RuleLaw, letter: Letter, day: int, moment: int, start: int, view: View,
    units: int, recurrence: int = 0,
) -> None:  # fmt: skip
    """The effect of one rule on one person; ``recurrence`` is 0 for the report itself."""
    law, says = life.law, rule.says
    pause = law.is_paused(rule.regime, "posting", day)
    if pause is not None:
        if pause.afterwards == "posted":
            until = law.day(pause.until, NEVER)
            life.send(
                person,
                Letter(
                    until, "grace", rule, letter.word, made=letter.made, false=letter.false,
                    told=letter.told, units=units,
                ),
            )  # fmt: skip
        return
    value = 0
    if says.moves_score:
        word = letter.word
        value = post_points(life, person, rule, word, letter, day, day if recurrence else letter.made, units, view)
    elif says.no_better_than is not None:
        cap_grade(person, rule, day, start)
    elif says.puts_on is not None:
        enter(life, person, rule.regime.lists[says.puts_on], says.term_days, start, bool(letter.false), day)
    elif says.takes_off:
        for name in says.takes_off:
            take_off(life, person, rule.regime.lists[name], day)
    elif says.opens is not None:
        word = life.law.dice.draw(person.unit, MATTER, block=1, index=day, name=rule.key)[0]
        owe(life, person, says.opens, word, day)
    for name in law.matters:
        if name in says.settles and name in person.owes():
            life.send(person, Letter(start, "settle", name, made=day))
    if says.every == "month" and says.on and says.while_owed in person.owes():
        begin = letter.made if recurrence else day
        due = months_later(begin, recurrence + 1)
        life.send(
            person,
            Letter(
                due, "recur", rule, made=begin, value=recurrence + 1, false=letter.false, told=letter.told, units=units
            ),
        )
    if recurrence == 0 and rule.desks and says.puts_on is None:
        if letter.told:
            consider(life, person, rule.desks, rule, bool(letter.false), value, day, day, moment, view)
        else:
            look_later(life, person, rule, letter, value, day)


def post_points(
    life: Life, person: Person, rule: RuleLaw, word: int, letter: Letter, day: int, made: int, units: int, view: View
) -> int:
    """Post points within the rule's limits; returns the steps by which the score moved."""
    says, score, row = rule.says, rule.score, rule.row
    assert score
    if not has_room(person, rule, day, ("month", "year")):
        return 0
    if says.units_per_point is not None:
        before = used(person, "rule", row, "units-year", day)
        use(person, "rule", row, "units-year", day, units)
        after = used(person, "rule", row, "units-year", day)
        amount = (points_of_units(rule, after) - points_of_units(rule, before)) * score.per_point
    else:
        amount = decide(life.law, person, rule, word, made)
    if says.rating is not None:
        amount = an_nth(amount - person.points[score], int(score.says.averages_over or 1))
    if amount < 0:
        amount = weighed(life.law, rule.regime, amount, day, view)
    most = dict(limits(rule)).get("points-year")
    if most is not None:
        wanted = -(-abs(amount) // score.per_point)
        allowed = max(min(wanted, most - used(person, "rule", row, "points-year", day)), 0)
        if allowed < wanted:
            amount = allowed * score.per_point if amount > 0 else -allowed * score.per_point
        use(person, "rule", row, "points-year", day, allowed)
    for limit, _ in limits(rule):
        if limit != "points-year":
            use(person, "rule", row, limit, day, 1)
    return add_points(life, person, score, amount, day, rule.expires, rule) if amount else 0


def points_of_units(rule: RuleLaw, units: int) -> int:
    """Whole points that so many units of a year buy, band by band; remainders stay in their band."""
    points, begin = 0, 0.0
    for line in rule.says.units_per_point.lines:  # type: ignore[union-attr]
        end = float(line.units_up_to) if line.units_up_to is not None else float(units)
        points += int(max(min(float(units), end) - begin, 0.0) / float(line.low) + 1e-9)
        begin = end
    return points


def decide(law: Law, person: Person, rule: RuleLaw, word: int, made: int) -> int:
    """The points of a rule, in steps: fixed, or somewhere in its range as case or official decide."""
    line = law.line(rule.says.points or rule.says.rating, made)  # type: ignore[arg-type]
    assert line
    assert rule.score
    low, high = rule.score.steps(line.low), rule.score.steps(line.high)
    if low == high and not line.sigma:
        return low
    whole = word << 16 | 0x8000
    if rule.says.decided_by == "official":
        whole = law.dice.draw(person.place.number, DISCRETION, name=rule.key)[0]
    group = person.group_id
    whole -= whole * law.chance(rule.says.harsher_share, 0.0, group=group) >> 32
    if rule.says.rating is not None:
        return low + within(0, (high - low) // rule.score.per_point, whole) * rule.score.per_point
    if line.sigma:
        return min(max(around(low, rule.score.sigma(line), whole), -MOST_POSTED), MOST_POSTED)
    return within(low, high, whole)


def weighed(law: Law, regime: RegimeLaw, amount: int, day: int, view: View) -> int:
    """Bad points weigh more or less for whom consequences of the regime say so, one after the other."""
    for each in regime.consequences:
        says = each.says
        if says.points_factor is not None and law.in_force(says, day) and view.applies(regime, says.when, says.unless):
            amount = max(an_nth(amount * round(float(says.points_factor) * MILLION), MILLION), -MOST_POSTED)
    return amount


def an_nth(way: int, n: int) -> int:
    """An n-th of the way from a mean to a rating, in whole steps, halves away from zero."""
    steps = (2 * abs(way) + n) // (2 * n)
    return steps if way >= 0 else -steps


def word_of_recurrence(law: Law, person: Person, rule: RuleLaw, day: int) -> int:
    """What recurs is decided in the middle of its range; where it is a law, by a fresh word."""
    line = law.line(rule.says.points, day) if rule.says.points is not None else None
    if line is None or not line.sigma:
        return 32_768
    return law.dice.draw(person.unit, DISCRETION, lane=1, index=day, name=rule.key)[0] >> 16


def add_points(
    life: Life, person: Person, score: ScoreLaw, amount: int, day: int, expires: int = 0, by: object = None
) -> int:
    """Post to a score at once; to a household's by mail to all its members; a place's are summed. Returns what was posted after clipping."""
    points = (abs(amount) + score.per_point // 2) // score.per_point
    life.counts.panel(person, day, "lost" if amount < 0 else "won", points)
    if score.is_household:
        for member in person.place.household(person):
            life.send_to_other(member, Letter(day, "house", score, value=amount, subject=by))
        return 0
    if score.is_of_place:
        person.place.posted[score] = person.place.posted.get(score, 0) + amount
        return 0
    posted = move(person, score, amount)
    if expires > 0 and posted != 0:
        life.send(person, Letter(day + expires, "expire", score, value=posted, subject=by))
    return posted


def move(person: Person, score: ScoreLaw, amount: int) -> int:
    """Move a score; returns by how much it moved after clipping."""
    before = person.points[score]
    after = before + amount
    person.points[score] = after if score.keeps_sum else score.clip(after)
    return person.points[score] - before


def cap_grade(person: Person, rule: RuleLaw, day: int, start: int) -> None:
    """The grade is at best so good until the cap ends."""
    scale = rule.regime.scale_with(rule.says.no_better_than, rule.says.score)  # type: ignore[arg-type]
    worst, k = scale.place(rule.says.no_better_than), scale.number  # type: ignore[arg-type]
    end = min(start + (rule.says.for_days or NEVER), NEVER)
    person.cap_grade[k] = max(person.cap_grade[k], worst) if person.cap_until[k] > day else worst
    person.cap_until[k] = max(person.cap_until[k], end)


def open_matter(life: Life, person: Person, occasion: Occasion, season: int) -> None:
    """The deed opens a matter, or adds to the open one: settled when spare income has paid it."""
    law, act, day = life.law, occasion.act, occasion.day
    assert act.says
    assert act.matter
    word = law.dice.draw(
        person.unit, MATTER, lane=act.says.lane, season=season, index=occasion.index, name=law.matter_key(act.matter)
    )[0]
    owe(life, person, act.matter, word, day)


def owe(life: Life, person: Person, matter: str, word: int, day: int) -> None:
    """Open a matter, or add to the open one; ``word`` says how much is owed."""
    length = days_to_pay(life.law, person, matter, word >> 20) * 64 // max(person.income, 1)
    now = person.owes_until.get(matter, 0)
    if length >= NEVER or now == NEVER:
        end = NEVER
    elif now > day:
        end = min(now + length, NEVER)
    else:
        end = min(day + 1 + length, NEVER)
    person.owes_until[matter] = end


def days_to_pay(law: Law, person: Person, name: str, quantile: int) -> int:
    """Days of spare income that a debt of this quantile takes; an apology waits for ever."""
    matter, income = law.matter(name), law.recipe.income
    if matter.owed != "money":
        return NEVER
    debt = lognormal(float(matter.owed_median_yuan), float(matter.owed_sigma), quantile, QUANTILES)
    yearly = lognormal(float(income.median_yuan), float(income.sigma), person.levels["income"], LEVELS)
    per_day = yearly * float(income.spare_share) * float(matter.paid_from_spare_income_share) / YEAR_DAYS
    if per_day == 0:
        return NEVER if debt else 0
    return int(min(-(-debt // per_day), NEVER))


def look_later(life: Life, person: Person, rule: RuleLaw, letter: Letter, value: int, day: int) -> None:
    """A posting nobody told the person of is found when the own report is next looked at, if ever and if it shows it."""
    says = rule.says
    look = next((show for show in rule.regime.says.publicity if show.shown_to == "self"), None)
    if look is None or not says.told or (says.moves_score and not rule.score.says.told_to_person):  # type: ignore[union-attr]
        return
    looks, when, _, _ = life.law.dice.draw(person.unit, HEAR, lane=3, index=day, name=rule.key)
    if looks < chance(look.reach_share):
        due = day + 1 + one_of(when, LOOK_DAYS[look.every])
        life.send(person, Letter(due, "learn", rule, value=value, made=day, false=letter.false))
