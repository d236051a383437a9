"""Step e, follow others: norms are looked at anew on each window's first morning; all decide at once, by what was so before.

What is caught, or taken up at a rate, wears down a resistance; who has none left gives in. So the chance in a window is
1 - exp(-hazard), and a new resistance is drawn only when something is given up (Sellke 1983).
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from glasshouse.population.follow import Norm
from twin.addresses import FOLLOW, chance, exponential, name_of
from twin.dates import NEVER, YEAR_DAYS
from twin.people import Person, Place
from twin.rates import SEASON_DAYS
from twin.ties import heeded, mean_of, own_number, resistance

if TYPE_CHECKING:
    from twin.life import Life

HALF = 1 << 31
IRRESISTIBLE = 1e9


class Following:
    """Who follows which norm in a city, since when; and what meetings brought."""

    def __init__(self, life: Life) -> None:
        self.life, self.law = life, life.law
        self.norms = list(life.law.recipe.norm)
        self.n_city = sum(len(place.persons) for place in life.places)
        self.first = life.places[0].persons[0].unit
        self.counts: Counter[tuple[int, str, str]] = Counter()
        self.paid: dict[tuple[int, str, bool], int] = {}
        self.city: dict[str, tuple[float, float, int, int]] = {}
        for norm in self.norms:
            for place in life.places:
                self.begin(norm, place)
                self.count(norm, place, 0)

    # ---- the eve of day 0 ---------------------------------------------------------------------------------------------
    def number(self, norm: Norm, person: Person) -> tuple[int, int]:
        """(number of a person, of how many): in the city, or in the place."""
        if norm.among == "city":
            return person.unit - self.first, self.n_city
        return person.j, len(person.place.persons)

    def begin(self, norm: Norm, place: Place) -> None:
        """Numbers of one's own, and who follows from the start."""
        pushed = self.push(norm, 0)
        share = chance(norm.start_share) if pushed is None else pushed
        for person in place.persons:
            k, n = self.number(norm, person)
            if norm.follows == "threshold":
                person.minds[norm.id] = own_number(self.law, person, norm.id, norm.threshold, norm.thresholds, k, n)
            else:
                person.minds[norm.id] = resistance(self.law, person, norm.id, norm.evenly, k, n)
            person.since[norm.id] = 0
            if is_chosen(k, share):
                person.follows.add(norm.id)
                self.counts[0, norm.id, "began"] += 1

    def push(self, norm: Norm, day: int) -> int | None:
        """The share that is made to follow on a day, if any: the last that is said."""
        found = None
        for push in norm.pushes:
            if self.law.day(push.from_, 0) <= day < self.law.day(push.until, NEVER):
                found = chance(push.share)
        return found

    # ---- meetings -----------------------------------------------------------------------------------------------------
    def settle_up(self, person: Person, other: Person, cost: float, gain: float) -> None:
        """A deed costs whoever does it and brings the other something; thousandths of a yuan."""
        for norm in self.norms:
            for each, yuan in ((person, -cost), (other, gain)):
                key = (person.place.number, norm.id, norm.id in each.follows)
                self.paid[key] = self.paid.get(key, 0) + round(yuan * 1000)

    # ---- a window's first morning ---------------------------------------------------------------------------------------
    def is_catching(self, norm: Norm, person: Person, day: int) -> bool:
        """Does a follower pass the norm on, so many days into it?"""
        windows = norm.catching_windows
        return windows is None or day - person.since[norm.id] <= min(windows * self.law.window_days, NEVER)

    def says(self, norm: Norm, person: Person, day: int) -> float:
        """1 for whoever follows, or for what is caught, whoever passed it on in the window before this day."""
        follows = norm.id in person.follows
        return float(follows and (norm.follows != "infection" or self.is_catching(norm, person, day)))

    def look_at_city(self, day: int) -> None:
        """Norms of the city: what all its people did in the window that is over."""
        for norm in self.norms:
            if norm.among == "city":
                everybody = [person for place in self.life.places for person in place.persons]
                total = sum(self.says(norm, person, day) for person in everybody)
                numbers = [place.number for place in self.life.places]
                sums = [sum(self.paid.get((p, norm.id, side), 0) for p in numbers) for side in (False, True)]
                self.city[norm.id] = (total, float(self.n_city), sums[0], sums[1])

    def follow_others(self, place: Place, window: int, day: int) -> None:
        """Everybody of a place takes norms up, keeps them or gives them up."""
        for norm in self.norms:
            said = [self.says(norm, person, day) for person in place.persons]
            sums = [self.paid.pop((place.number, norm.id, side), 0) for side in (False, True)]
            mixed = self.city[norm.id] if norm.among == "city" else (sum(said), float(len(said)), *sums)
            push = self.push(norm, day)
            will = [self.will_follow(norm, person, said, mixed, push, day) for person in place.persons]
            for person, now in zip(place.persons, will, strict=True):
                was = norm.id in person.follows
                if now == was:
                    continue
                self.counts[window, norm.id, "began" if now else "gave up"] += 1
                if norm.follows == "payoff" or (was and norm.follows != "threshold"):
                    season, rest = divmod(day, SEASON_DAYS)
                    name = name_of(f"norm/{norm.id}")
                    word = self.law.dice.draw(person.unit, FOLLOW, season=season, index=rest, name=name)[0]
                    person.minds[norm.id] = exponential(word)
                person.follows ^= {norm.id}
                if now:
                    person.since[norm.id] = day
            self.count(norm, place, day)

    def will_follow(
        self, norm: Norm, person: Person, said: list[float], mixed: tuple[float, float, int, int], push: int | None,
        day: int,
    ) -> bool:  # fmt: skip
        """Does a person follow from this morning on?"""
        follows, name = norm.id in person.follows, norm.id
        total, weight, others, mine = mixed
        if push is not None:
            return is_chosen(self.number(norm, person)[0], push)
        if norm.among in ("friends", "ring", "table"):
            whom = heeded(self.law.recipe, person.place, person.j, norm.among)
            total, weight = mean_of(said, whom, norm.among == "table")
        if norm.follows == "threshold":
            if follows and not norm.may_be_given_up:
                return True
            return weight > 0 and person.minds[name] <= total / weight
        if norm.follows == "payoff":
            hazard = self.envy(norm, follows, total, weight, others, mine)
            if hazard > 0:
                person.minds[name] -= hazard
                return follows != (person.minds[name] <= 0)
            return follows
        if follows:
            return not norm.may_be_given_up or self.is_catching(norm, person, day + 1)
        person.minds[name] -= self.hazard(norm, total, weight)
        return person.minds[name] <= 0

    def hazard(self, norm: Norm, total: float, weight: float) -> float:
        """The hazard of a window: the rate by one's own and by others; or what each who passes it on adds."""
        if norm.follows == "hazard":
            share = total / weight if weight else 0.0
            per_year = float(norm.own_per_year or 0) + float(norm.others_per_year or 0) * share
            return per_year * self.law.window_days / YEAR_DAYS
        if total == 0:
            return 0.0
        each = norm.chance_per_contact
        b = float(each) if each is not None else float(norm.passes_on_to or 0) / weight
        return total * (-math.log1p(-b) if b < 1 else IRRESISTIBLE)

    @staticmethod
    def envy(norm: Norm, follows: bool, total: float, weight: float, others: int, mine: int) -> float:
        """The hazard of going over: the other side's share, by how many yuan its mean in the last window was better."""
        if total in (0, weight):
            return 0.0
        better = (mine / total - others / (weight - total)) / 1000
        share = total / weight
        rate = float(norm.imitates_per_window or 0) * better
        return rate * share if not follows else -rate * (1 - share)

    def count(self, norm: Norm, place: Place, day: int) -> None:
        """Followers as they stand, and who of them passes it on in this window."""
        followers = [person for person in place.persons if norm.id in person.follows]
        window = day // self.law.window_days
        self.counts[window, norm.id, "persons"] += len(place.persons)
        self.counts[window, norm.id, "followers"] += len(followers)
        self.counts[window, norm.id, "catching"] += sum(self.is_catching(norm, each, day + 1) for each in followers)


def is_chosen(k: int, share: int) -> bool:
    """Is the k-th person among a share of all, spread evenly, so that of n exactly n x share are, rounded?"""
    return (k + 1) * share + HALF >> 32 > k * share + HALF >> 32
