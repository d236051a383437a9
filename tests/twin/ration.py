"""Step f, ration: grades by rank and moving bars, which a whole city makes; and pots that it shares out.

Made anew on the first morning of the window after each publication; for a score that is published at once, of every window.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twin.addresses import POT, chance
from twin.blocks import ConsequenceLaw, ListLaw
from twin.condition import View, band, lot
from twin.dates import YEAR_DAYS, month_that_begins, rounded
from twin.law import Law
from twin.people import Person, Place
from twin.scores import ScaleLaw, ScoreLaw
from twin.standing import enter, leave

if TYPE_CHECKING:
    from twin.life import Life

NOBODY = 1 << 40
"""A bar that nobody reaches."""
ALL_LOTS = (1 << 62) - 1
NO_GRADE = 255


@dataclass
class Bar:
    """Lowest score of a grade; of those who have just that, the highest lot that is let in; how many reach it."""

    score: int
    lot: int = ALL_LOTS
    reached: int = 0


class Ration:
    """The bars of a city."""

    def __init__(self, law: Law, places: list[Place]) -> None:
        self.law, self.places = law, places
        self.scales = [scale for scale in law.scales if scale.is_moved]
        self.pots: Counter[Any] = Counter()
        for place in places:
            place.bars = {scale.number: first_bars(scale) for scale in self.scales}

    def make(self, day: int) -> None:
        """The morning of a window's first day: what is due is made anew; on day 0, everything."""
        for scale in self.scales:
            if not self.is_due(scale.score, day):
                continue
            bars = [self.bar(scale, place) for place in range(len(scale.grades) - 1)]
            for place in self.places:
                place.bars = place.bars | {scale.number: bars}
            if scale.is_by_rank:
                for person in self.everybody():
                    graded = person.grades[scale.number] != NO_GRADE
                    person.ranks[scale.number] = (
                        band(self.law, scale, person, last_published(scale.score, person), day) if graded else NO_GRADE
                    )

    def everybody(self) -> list[Person]:
        """All people of the city."""
        return [person for place in self.places for person in place.persons]

    def is_due(self, score: ScoreLaw, day: int) -> bool:
        """Was the score published in the window before this day?"""
        if day == 0 or not score.waits:
            return True
        window = range(day - self.law.window_days, day)
        return any(before > 0 and self.is_published(score, before) for before in window)

    def is_published(self, score: ScoreLaw, day: int) -> bool:
        """Is the score shown anew on this day?"""
        return self.law.is_shown_on(score, day) and self.law.is_paused(score.regime, "publishing", day) is None

    def bar(self, scale: ScaleLaw, place: int) -> Bar:
        """The bar of a grade: so many of those who were graded on the eve reach it, or it and the lot let in exactly so many."""
        says, score = scale.grades[place], scale.score
        graded = list(
            {
                score.unit_of(person): person
                for person in reversed(self.everybody())
                if person.grades[scale.number] != NO_GRADE
            }.values()
        )  # one for all who share a score
        values = sorted((last_published(score, person) for person in graded), reverse=True)
        if says.at_mean is not None:
            lowest = rounded(sum(values), len(values)) + score.steps(says.at_mean) if values else NOBODY
            return Bar(lowest, reached=sum(value >= lowest for value in values))
        share = float(says.top_share) if says.top_share is not None else 1 - float(says.quantile or 0)
        wanted = len(graded) * chance(share) + (1 << 31) >> 32
        if wanted == 0:
            return Bar(NOBODY)
        lowest = values[wanted - 1]
        reached = sum(value >= lowest for value in values)
        if says.top_share is None or reached == wanted:
            return Bar(lowest, reached=reached)
        above = sum(value > lowest for value in values)
        lots = sorted(lot(self.law, person, score) for person in graded if last_published(score, person) == lowest)
        return Bar(lowest, lots[wanted - above - 1], wanted)

    # ---- shared perks ---------------------------------------------------------------------------------------------------
    def look_what_is_left(self, day: int) -> None:
        """The morning of a window's first day: what the window before used is gone; a new year brings new uses."""
        for each in self.law.consequences:
            if each.says.budget_uses_per_year is None:
                continue
            everything = sum(place.uses[each.row] for place in self.places)
            for place in self.places:
                if day == 0:
                    place.uses_left[each.row] = each.says.budget_uses_per_year
                    continue
                place.uses_left[each.row] -= place.uses[each.row] if each.says.budget_per == "place" else everything
                if day // YEAR_DAYS > (day - self.law.window_days) // YEAR_DAYS:
                    overdrawn = min(place.uses_left[each.row], 0)
                    place.uses_left[each.row] = each.says.budget_uses_per_year + overdrawn
        for place in self.places:
            place.uses.clear()

    # ---- pots -----------------------------------------------------------------------------------------------------------
    def share_out(self, life: Life, day: int) -> None:
        """The first morning of the window after a year's end, before anything else happens: each who qualifies is paid."""
        months = [
            month for before in range(day - self.law.window_days + 1, day + 1) if (month := month_that_begins(before))
        ]
        if not months:
            return
        views = [View(self.law, person, day) for person in self.everybody()]
        for each in self.law.consequences if any(month % 12 == 0 for month in months) else ():
            says = each.says
            if says.budget_yuan_per_year is None:
                continue
            shares = {
                view.person: share
                for view in views
                if self.law.in_force(says, day)
                and each.regime.number in view.person.inside
                and view.applies(each.regime, says.when, says.unless)
                and (share := share_of(each, view.person, day))
            }
            self.pots[day, each.row, "persons"] += len(shares)
            self.pots[day, each.row, "shares"] += sum(shares.values())
            if says.portion_yuan is not None:
                self.hand_out(life, each, [view.person for view in views if view.person in shares], day)
                continue
            for person, share in shares.items():
                among = person.place.persons if says.budget_per == "place" else self.everybody()
                whole = sum(shares.get(other, 0) for other in among)
                yuan = round(float(says.budget_yuan_per_year)) * share // whole
                if yuan:
                    life.counts.panel(person, day, "eased")
                    life.counts.panel(person, day, "eased_yuan", yuan)
                    person.count("eased")
                    person.count("eased_tens", yuan // 10)
        for each in self.law.lists:
            if each.says is not None and each.says.has_places:
                if any(month % {"month": 1, "quarter": 3, "year": 12}[str(each.says.every)] == 0 for month in months):
                    self.fill(life, each, views, day)

    def fill(self, life: Life, each: ListLaw, views: list[View], day: int) -> None:
        """Free places on a list go to those who come first in the line of all to whom it is open."""
        says = each.says
        assert says
        groups = [views]
        if says.places_per == "place":
            groups = [[view for view in views if view.person.place is place] for place in self.places]
        for group in groups:
            persons = [view.person for view in group]
            room = says.places or 0
            if says.places_per_1000_persons is not None:
                people = sum(not person.is_firm for person in persons)
                room = people * round(float(says.places_per_1000_persons) * 1000) // 1_000_000
            room -= sum(person.spells[each].until > day for person in persons)
            line = [view.person for view in group if self.may_enter(each, view, day)]
            self.pots[day, ("list", each.number), "persons"] += len(line)
            self.pots[day, ("list", each.number), "shares"] += len(line)
            lots = {person: self.law.dice.draw(person.unit, POT, index=day, name=each.key)[0] for person in line}
            line.sort(key=lambda person: (self.rank(each, person, day), lots[person]), reverse=True)
            for person in line[: max(room, 0)]:
                if person.spells[each].until == day and person.spells[each].number > 0:
                    leave(life, person, each, day)
                enter(life, person, each, None, day, False, day)

    def may_enter(self, each: ListLaw, view: View, day: int) -> bool:
        """Is a list open to somebody who is neither on it nor has to wait after the last stay?"""
        says, spell = each.says, view.person.spells[each]
        assert says
        rests = spell.number > 0 and spell.until > 0 and day < spell.until + says.relist_after_days
        return (
            spell.until <= day
            and not rests
            and view.is_covered(each.regime)
            and (says.open_to is None or view.applies(each.regime, says.open_to, None))
        )

    def rank(self, each: ListLaw, person: Person, day: int) -> int:
        """What decides before the lot: points, or how early somebody entered the list on which one waits."""
        says, regime = each.says, each.regime
        assert says
        if says.shared_out == "first-come" and says.open_to is not None:
            return -person.spells[regime.lists[says.open_to.on_list[0]]].entered
        if says.shared_out != "best-first":
            return 0
        score = regime.scores[says.score] if says.score else next(iter(regime.scores.values()))
        as_it_was = says.every == "year" and day % YEAR_DAYS != 0
        points = person.at_year_end if as_it_was else person.points
        return score.clip(points.get(score, 0))

    def hand_out(self, life: Life, each: ConsequenceLaw, qualify: list[Person], day: int) -> None:
        """Portions, until the pot is empty, to the best or by lot."""
        says = each.says
        most = round(float(says.budget_yuan_per_year or 0)) // round(float(says.portion_yuan or 0))
        groups = [qualify]
        if says.budget_per == "place":
            groups = [[person for person in qualify if person.place is place] for place in self.places]
        for group in groups:
            lots = {person: self.law.dice.draw(person.unit, POT, index=day, name=each.key)[0] for person in group}
            line = sorted(group, key=lambda person: (points_in(each, person, day), lots[person]), reverse=True)
            for person in line[:most]:
                yuan = round(float(says.portion_yuan or 0))
                life.counts.panel(person, day, "eased")
                life.counts.panel(person, day, "eased_yuan", yuan)
                person.count("eased")
                person.count("eased_tens", yuan // 10)


def share_of(each: ConsequenceLaw, person: Person, day: int) -> int:
    """A share in a pot: one, or the points that somebody had when the year ended."""
    return points_in(each, person, day) if each.says.shared_out == "by-score" else 1


def points_in(each: ConsequenceLaw, person: Person, day: int) -> int:
    """The points, none below 0, that somebody had when the year ended; 0 where they do not matter."""
    if each.says.shared_out not in ("by-score", "best-first"):
        return 0
    score = each.regime.scores[each.says.score] if each.says.score else next(iter(each.regime.scores.values()))
    points = person.points if day % YEAR_DAYS == 0 else person.at_year_end
    return max(score.clip(points.get(score, 0)), 0)


def first_bars(scale: ScaleLaw) -> list[Bar]:
    """What holds before any bar is made."""
    said = [grade.at_least for grade in scale.grades[:-1]]
    return [Bar(NOBODY if each is None else scale.score.steps(each.lines[-1].low)) for each in said]


def last_published(score: ScoreLaw, person: Person) -> int:
    """A person's score as last published."""
    return score.clip(person.shown.get(score, 0) if score.waits else person.points[score])
