"""Step g, steer: watchers go where records came from.

A steer has so many patrols for some neighbouring places, never two in one. Until they are sent again, its channel sees what
is done where they are, and nothing elsewhere. What channels see goes into the records of the place, each by its weight;
of what the patrols found, perhaps only a part, by a chance inverse to the share of records by which they were sent.
"""

from __future__ import annotations

from twin.addresses import STEER, WORD
from twin.law import Law
from twin.people import Place
from twin.rates import SEASON_DAYS
from twin.waker import SteerLaw

THOUSAND = 1000


class Steering:
    """Where the watchers of a city are, and why."""

    def __init__(self, law: Law, places: list[Place]) -> None:
        self.law, self.places = law, places
        self.records = {steer.number: self.at_start(steer) for steer in law.steers}
        self.accepts = {steer.number: [WORD] * len(places) for steer in law.steers}
        self.found = {steer.number: [0] * len(places) for steer in law.steers}
        self.at_season_end: dict[tuple[int, int, int], int] = {}

    def at_start(self, steer: SteerLaw) -> list[int]:
        """Records of each place on the eve of day 0, in thousandths; each neighbourhood begins the list anew."""
        given = steer.says.start_records
        return [round(float(given[p % self.among(steer) % len(given)]) * THOUSAND) for p in range(len(self.places))]

    def among(self, steer: SteerLaw) -> int:
        """How many neighbouring places share the patrols."""
        return steer.says.among_places or self.law.recipe.population.places_per_city

    # ---- a window's first morning ---------------------------------------------------------------------------------------
    def send(self, day: int) -> None:
        """Where the patrols are from this morning on."""
        for steer in self.law.steers:
            says, everywhere = steer.says, range(len(self.places))
            if not self.law.in_force(says, day):
                self.watch(steer, set(everywhere))
                self.accepts[steer.number] = [WORD] * len(self.places)
            elif day % says.every_days == 0:
                self.found[steer.number] = [0] * len(self.places)
                watched: set[int] = set()
                for low in range(0, len(self.places), self.among(steer)):
                    watched |= self.send_among(steer, list(everywhere)[low : low + self.among(steer)], day)
                self.watch(steer, watched)

    def watch(self, steer: SteerLaw, watched: set[int]) -> None:
        """Note in each place whether the watchers are there."""
        for p, place in enumerate(self.places):
            (place.unwatched.discard if p in watched else place.unwatched.add)(steer.channel.number)

    def send_among(self, steer: SteerLaw, near: list[int], day: int) -> set[int]:
        """The places among these to which the patrols go."""
        records = self.records[steer.number]
        watched: set[int] = set()
        for patrol in range(min(steer.says.patrols, len(near))):
            watched.add(self.choose(steer, near, [p for p in near if p not in watched], patrol, day))
        if steer.says.accepts == "inverse-share":
            fewest = min(records[p] for p in near)
            for p in near:
                self.accepts[steer.number][p] = chance_of(fewest, records[p])
        return watched

    def choose(self, steer: SteerLaw, near: list[int], free: list[int], patrol: int, day: int) -> int:
        """One more place: that of most records, or drawn by records, or by lot; by lot also where there are no records."""
        records = self.records[steer.number]
        if steer.says.sent == "most-records":
            return max(free, key=lambda p: (records[p], -p))
        weights = [1 if steer.says.sent == "at-random" else records[p] for p in free]
        weights = weights if sum(weights) else [1] * len(free)
        season, rest = divmod(day, SEASON_DAYS)
        word = self.law.dice.draw(
            self.places[near[0]].number, STEER, block=patrol, season=season, index=rest, name=steer.key
        )[0]
        left = word * sum(weights) // WORD
        for p, weight in zip(free, weights, strict=True):
            left -= weight
            if left < 0:
                return p
        raise AssertionError("no place")

    # ---- a window's end -------------------------------------------------------------------------------------------------
    def keep_records(self, p: int, first_day: int) -> None:
        """What was seen in a window goes into the records of the place."""
        place = self.places[p]
        for steer in self.law.steers:
            own = steer.channel
            for name, weight in (steer.says.counts or {own.says.id: 1}).items():
                channel = next(each for each in self.law.channels if each.regime is own.regime and each.says.id == name)
                seen = place.seen_by.get(channel.number, 0)
                if channel is own:
                    before = self.found[steer.number][p]
                    self.found[steer.number][p] += seen
                    seen = self.taken_up(steer, p, before, seen, first_day)
                self.records[steer.number][p] += seen * round(float(weight) * THOUSAND)
        place.seen_by = {}

    def taken_up(self, steer: SteerLaw, p: int, before: int, seen: int, day: int) -> int:
        """How many of these reports of the patrol are taken up; ``before`` came since it was sent."""
        accepts = self.accepts[steer.number][p]
        season, rest = divmod(day - day % steer.says.every_days, SEASON_DAYS)
        number, taken = self.places[p].number, 0
        for k in range(before, before + seen):
            words = self.law.dice.draw(number, STEER, lane=1 + k // 4, season=season, index=rest, name=steer.key)
            taken += words[k % 4] < accepts
        return taken

    def season_ends(self, season: int) -> None:
        """Records as they stand at a season's end."""
        for number, records in self.records.items():
            for p, n in enumerate(records):
                self.at_season_end[season, p, number] = n


def chance_of(part: int, whole: int) -> int:
    """The chance that is a share of two whole numbers, large ones a little coarser; certain where both are nothing."""
    while whole >= WORD // 2:
        part, whole = part // 2, whole // 2
    return part * WORD // whole if whole else WORD
