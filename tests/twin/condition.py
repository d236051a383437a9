"""A person as conditions see one: the view of a morning; and whether a condition holds in it."""

from __future__ import annotations

from glasshouse.rulebook.model import Condition
from twin.addresses import STEER
from twin.blocks import ChannelLaw, ListLaw, RegimeLaw
from twin.dates import YEAR_DAYS
from twin.law import Law
from twin.people import Person
from twin.scores import ScaleLaw, ScoreLaw

UNREACHED = 1 << 40


class View:
    """What is published of a person on a day."""

    def __init__(self, law: Law, person: Person, day: int, landed: bool = True) -> None:
        self.law, self.person, self.day = law, person, day
        self.age = person.age + day // YEAR_DAYS
        self.resident = person.resident + day
        self.listed_days: dict[ListLaw, int] = {
            each: day - spell.entered
            for each, spell in person.spells.items()
            if spell.is_on(day) and not person.is_abroad
        }
        self.scores: dict[ScoreLaw, int] = {
            score: score.clip(person.shown.get(score, 0) if score.waits else person.points[score])
            for score in law.scores
            if score.regime.number in person.inside
        }
        self.reported = {about: list(days) for about, days in person.last_report.items()}
        self.owed = person.owes()
        self.home_lists = person.home_lists
        self.grades: dict[ScaleLaw, int] = {}
        for scale in law.scales:
            if self.is_covered(scale.regime):
                self.grades[scale] = max(self._band(scale), self._cap(scale), self._landed_cap(scale) if landed else 0)

    def _band(self, scale: ScaleLaw) -> int:
        """Place of the grade that one has reached today; a grade by rank holds until the next ranking."""
        if scale.is_by_rank:
            return min(self.person.ranks[scale.number], len(scale.grades) - 1)
        place = band(self.law, scale, self.person, self.scores[scale.score], self.day)
        for grade in scale.grades[place:-1]:
            if self.applies(scale.regime, grade.when, grade.unless):
                break
            place += 1
        return place

    def _landed_cap(self, scale: ScaleLaw) -> int:
        """The best grade that what others did leaves."""
        found = (each.caps for each in self.law.landings if each.landing in self.person.landed)
        return max((place for caps in found if caps for of, place in [caps] if of is scale), default=0)

    def _cap(self, scale: ScaleLaw) -> int:
        """The grade that is the best allowed."""
        return self.person.cap_grade[scale.number] if self.person.cap_until[scale.number] > self.day else 0

    def is_covered(self, regime: RegimeLaw) -> bool:
        """Is the person under a regime today?"""
        if regime.number not in self.person.inside:
            return False
        return regime.says.covers.who is None or self.holds(regime, regime.says.covers.who)

    def bears(self, regime: RegimeLaw, when: Condition | None, unless: Condition | None) -> bool:
        """Does a clause bear on the person: it applies, and the regime is in force where the person lives?"""
        return regime.number in self.person.part and self.applies(regime, when, unless)

    def applies(self, regime: RegimeLaw, when: Condition | None, unless: Condition | None) -> bool:
        """``when`` holds and ``unless`` does not."""
        return (when is None or self.holds(regime, when)) and (unless is None or not self.holds(regime, unless))

    def holds(
        self, regime: RegimeLaw, says: Condition, channel: ChannelLaw | None = None, met: Person | None = None
    ) -> bool:
        """Does all that a condition says hold? Of whom was ``met``, as that person stood when the window began."""
        return (
            self._score_holds(regime, says)
            and self._grade_holds(regime, says)
            and self._lists_hold(regime, says)
            and (not says.household_on_list or self._home_holds(regime, says))
            and (not says.owes or bool(set(says.owes) & self.owed))
            and (says.reported is None or self._days_since_report(regime, says) <= says.reported.within_days)
            and (says.age_at_least is None or self.age >= says.age_at_least)
            and (says.age_at_most is None or self.age <= says.age_at_most)
            and (not says.role or self._role() in says.role)
            and has_rank(self.person.levels["wealth"], says.wealth_rank_at_least, says.wealth_rank_at_most)
            and has_rank(self.person.levels["income"], says.income_rank_at_least, says.income_rank_at_most)
            and (says.resident_at_least_days is None or self.resident >= says.resident_at_least_days)
            and (says.registered_here is None or says.registered_here == self.person.registered)
            and (says.covered_at_least_days is None or self.resident >= says.covered_at_least_days)
            and (says.covered_at_most_days is None or self.resident <= says.covered_at_most_days)
            and (not says.follows or bool(set(says.follows) & self.person.follows))
            and (says.joined is None or says.joined == (regime.number in self.person.inside))
            and (not says.kind_of_place or self.law.recipe.kind_of_place[self.person.kind].id in says.kind_of_place)
            and (says.met is None or (met is not None and (regime, says.met) in met.place.fits[met.j]))
            and (not says.reported_by or (channel is not None and channel.says.id in says.reported_by))
        )

    def _role(self) -> str | None:
        named = (*self.law.recipe.role, *self.law.recipe.firm)
        return named[self.person.role].id if self.person.role is not None else None

    def _score_holds(self, regime: RegimeLaw, says: Condition) -> bool:
        if says.score_at_least is None and says.score_at_most is None:
            return True
        score = regime.scores[says.score] if says.score else next(iter(regime.scores.values()))
        if score not in self.scores:
            return False
        value = self.scores[score]
        return (says.score_at_least is None or value >= score.steps(says.score_at_least)) and (
            says.score_at_most is None or value <= score.steps(says.score_at_most)
        )

    def _grade_holds(self, regime: RegimeLaw, says: Condition) -> bool:
        for name, no_worse in ((says.grade_at_least, True), (says.grade_at_most, False)):
            if name is None:
                continue
            scale = regime.scale_with(name, says.score)
            if scale not in self.grades:
                return False
            place = scale.place(name)
            if self.grades[scale] > place if no_worse else self.grades[scale] < place:
                return False
        return True

    def _lists_hold(self, regime: RegimeLaw, says: Condition) -> bool:
        if not says.on_list:
            return True
        lists = [regime.lists[name] for name in says.on_list if name in regime.lists]
        if not any(each in self.listed_days for each in lists):
            return False
        return says.listed_at_least_days is None or any(
            self.listed_days.get(each, -1) >= says.listed_at_least_days for each in lists
        )

    def _home_holds(self, regime: RegimeLaw, says: Condition) -> bool:
        """Was somebody of the household on such a list when the window began?"""
        return any(name in regime.lists and regime.lists[name] in self.home_lists for name in says.household_on_list)

    def _days_since_report(self, regime: RegimeLaw, says: Condition) -> float:
        assert says.reported
        days = self.reported.get((regime.number, says.reported.of), [])
        return self.day - days[says.reported.at_least - 1] if len(days) >= says.reported.at_least else float("inf")


def has_rank(level: int, least: float | None, most: float | None) -> bool:
    """Is one of sixteen levels, the lowest of rank 0 and the highest of rank 1, within two ranks?"""
    return (least is None or level / 15 >= least) and (most is None or level / 15 <= most)


def bar_on(law: Law, scale: ScaleLaw, person: Person, place: int, day: int) -> int:
    """The lowest score of a grade on a day: as the city made it, or by the text; beyond all scores where no line fits."""
    if scale.is_moved:
        return person.place.bars[scale.number][place].score
    line = law.line(scale.grades[place].at_least, day)  # type: ignore[arg-type]
    return scale.score.steps(line.low) if line is not None else UNREACHED


def band(law: Law, scale: ScaleLaw, person: Person, value: int, day: int) -> int:
    """Place of the best grade whose bar a score reaches; where it is just the bar of a rank, the lot must be low enough."""
    for place in range(len(scale.grades) - 1):
        bar = bar_on(law, scale, person, place, day)
        if value > bar or (value == bar and not scale.is_by_rank):
            return place
        if value == bar and lot(law, person, scale.score) <= person.place.bars[scale.number][place].lot:
            return place
    return len(scale.grades) - 1


def lot(law: Law, person: Person, score: ScoreLaw) -> int:
    """The lot by which equals are ranked."""
    first, second, _, _ = law.dice.draw(score.unit_of(person), STEER, name=score.key)
    return first << 30 | second >> 2
