"""A life in order: the mornings and days of each person, window by window; and the steps between windows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from heapq import merge

import numpy as np

from twin.choose import choose
from twin.condition import View
from twin.dates import NEVER
from twin.desks import answer_cases, decide_how_far
from twin.firms import count, found_firms, persons_among
from twin.follow import Following
from twin.law import Law
from twin.learn import notice_list
from twin.mail import Letter
from twin.meet import both_are_welcome, look_around, looks, met_as, whom
from twin.misuse import remember_deed
from twin.moving import move_households
from twin.observe import lie, observe
from twin.occasion import Occasion, Want, season_of, wants_of
from twin.opinions import begin_opinions, weigh_opinions
from twin.people import Person, Place, Spell, befriend, make_place
from twin.pilots import leave_out
from twin.post import open_matter, post_report
from twin.quotas import fill_quotas
from twin.rates import SEASON_DAYS
from twin.ration import NO_GRADE, Ration, last_published
from twin.reading import read_mail
from twin.record import WEEK_DAYS, Counts
from twin.scores import ScoreLaw
from twin.servers import take_up
from twin.show import gather_names, hear_names, make_public
from twin.spill import drop_friends, friends_of, look_home, spill_beyond, spill_over, sum_up, take_means
from twin.standing import end_terms, fix_standing, keep_calendar, publish
from twin.steer import Steering
from twin.unasked import act_unasked
from twin.wake import wake
from twin.want import judge_want
from twin.worth import Worth


class Life:
    """The lives of one city."""

    def __init__(self, law: Law, sizes: list[int], first_unit: int) -> None:
        self.law = law
        self.worth = Worth(law)
        self.counts = Counts(law)
        self.reaches: dict[int, tuple[int, int, int] | None] = {desk.number: None for desk in law.desks}
        self.saved_up = {desk.number: 0 for desk in law.desks}
        self.free: dict[int, list[int]] = {desk.number: [0] * (desk.says.servers or 0) for desk in law.desks}
        self.ahead: dict[tuple[Person, int], list[Occasion | Want]] = {}
        self.window_end = min(law.window_days, law.days)
        people = law.recipe.population
        full = min(people.persons_per_place, people.persons)
        full += count(law.recipe.firm, full)
        self.places = [
            self.make_place(first_unit // full + p, first_unit + p * full, rows) for p, rows in enumerate(sizes)
        ]
        self.following = Following(self)
        self.ration = Ration(law, self.places)
        self.steering = Steering(law, self.places)
        for place in self.places:
            self.begin(place)
        self.ration.make(0)
        for place in self.places:
            self.stand_first(place)

    def make_place(self, number: int, first_unit: int, rows: int) -> Place:
        """The persons of a place, and the firms that they run."""
        n = persons_among(self.law, rows)
        place = make_place(self.law, number, first_unit, n)
        found_firms(self.law, place, first_unit, rows - n)
        leave_out(self.law, place)
        return place

    # ---- mail -----------------------------------------------------------------------------------------------------------
    def send(self, person: Person, letter: Letter) -> None:
        """A letter to oneself."""
        letter.due = min(letter.due, NEVER)
        person.mail.append(letter)

    def send_to_other(self, person: Person, letter: Letter) -> None:
        """A letter to somebody else: not delivered before the window is over."""
        letter.due = max(letter.due, self.window_end)
        letter.outside = True
        self.send(person, letter)

    # ---- the eve of day 0 -------------------------------------------------------------------------------------------------
    def begin(self, place: Place) -> None:
        """Starting scores, first publication."""
        law = self.law
        for person in place.persons:
            for score in law.scores:
                person.points[score] = score.drawn_start(law.dice, person)
            person.spells = {each: Spell() for each in law.lists}
            person.cap_until, person.cap_grade = [0] * len(law.scales), [0] * len(law.scales)
            person.ranks = [NO_GRADE if scale.is_by_rank else 0 for scale in law.scales]
        befriend(law, place)
        begin_opinions(law, place)
        for _ in range(2 if self.has_friends(place) else 1):
            # the first time nobody has a published score yet
            for person in place.persons:
                publish(self, person, 0)
            self.look_at_friends(place)
        self.show_means(place)
        for person in place.persons:
            covered = [View(law, person, 0).is_covered(scale.regime) for scale in law.scales]
            person.grades = [0 if each else NO_GRADE for each in covered]

    def show_means(self, place: Place) -> None:
        """Scores of the place that are means of its people's are taken, and shown."""
        take_means(self.law, place)
        for score in self.law.scores:
            if score.is_of_place and score.parts and score.waits:
                for person in place.persons:
                    person.shown[score] = person.points[score]

    def stand_first(self, place: Place) -> None:
        """The first standing; grades by rank are there by then."""
        for person in place.persons:
            fix_standing(self, person, 0)
            person.grades_at_first = list(person.grades)

    def has_friends(self, place: Place) -> bool:
        """Does any score look at friends?"""
        return bool(place.friends) and bool(self.law.friends_means)

    def look_at_friends(self, place: Place) -> None:
        """Published scores of the place as they stand now."""
        for mean in self.law.friends_means:
            by = self.law.friends_by(mean)
            place.friends_points[mean] = [
                last_published(by, each) if by.regime.number in each.inside else None for each in place.persons
            ]

    def friends_mean(self, person: Person, mean: ScoreLaw) -> int:
        """Mean of the friends' scores as last looked at, stretched to the own scale; the floor where none has one."""
        points = person.place.friends_points.get(mean, [])
        known = [points[friend] for friend in friends_of(person) if points]
        known = [each for each in known if each is not None]
        if not known:
            return mean.floor
        by = self.law.friends_by(mean)
        if by.says.floor is None or by.says.ceiling is None or by.ceiling <= by.floor:
            return mean.clip(sum(known) * mean.per_point // (len(known) * by.per_point))
        above = sum(known) - len(known) * by.floor
        return mean.clip(mean.floor + above * (mean.ceiling - mean.floor) // (len(known) * (by.ceiling - by.floor)))

    # ---- windows --------------------------------------------------------------------------------------------------------
    def windows(self) -> Iterator[tuple[int, int]]:
        """Live window after window; yields the first day of each, and the first day after it."""
        law = self.law
        for first_day in range(0, law.days, law.window_days):
            season = first_day // SEASON_DAYS
            end = min(first_day + law.window_days, law.days, (season + 1) * SEASON_DAYS)
            self.window_end = end
            if first_day == season * SEASON_DAYS:
                self.open_season(season)
            self.ration.look_what_is_left(first_day)
            if first_day > 0:
                self.ration.share_out(self, first_day)
                take_up(self, self.places)
                decide_how_far(self, self.places)
                gather_names(self)
                self.following.look_at_city(first_day)
                self.ration.make(first_day)
                wake(self, first_day)
            self.steering.send(first_day)
            for p, place in enumerate(self.places):
                self.live_window(place, season, first_day, end)
                self.steering.keep_records(p, first_day)
                if end in ((season + 1) * SEASON_DAYS, law.days):
                    self.counts.season_ends(place, season)
                if end == law.days:
                    self.counts.world_ends(place, end)
            if end in ((season + 1) * SEASON_DAYS, law.days):
                self.steering.season_ends(season)
            if end == law.days:
                take_up(self, self.places)
            yield first_day, end

    def open_season(self, season: int) -> None:
        """Everybody's occasions and wants of a season."""
        self.ahead = {}
        for place in self.places:
            for person in place.persons:
                if person.is_abroad:
                    continue
                chances = season_of(self.law, self.worth, person, season)
                wants = wants_of(self.law, person, season)
                for each in merge(chances, wants, key=lambda each: each.moment):
                    self.ahead.setdefault((person, each.day), []).append(each)

    def live_window(self, place: Place, season: int, first_day: int, end: int) -> None:
        """Everybody lives alone; then the steps between windows."""
        if first_day > 0:
            answer_cases(self, place, first_day)
            hear_names(self, place, first_day)
            self.following.follow_others(place, first_day // self.law.window_days, first_day)
            weigh_opinions(self.law, place, first_day)
        look_around(self.law, place, first_day)
        if any(self.law.is_publishing_day(day) for day in range(first_day, end) if day > 0):
            self.look_at_friends(place)
        stretch = math.gcd(self.law.window_days, WEEK_DAYS)
        for begin in range(first_day, end, stretch):
            stop = min(begin + stretch, end)
            for person in place.persons:
                for day in range(begin, stop):
                    self.live_day(person, season, day)
            if stop % WEEK_DAYS == 0 or stop == self.law.days:
                self.counts.week_ends(place, stop - 1)
        fill_quotas(self, place, end)
        drop_friends(self, place, first_day, end)
        spill_beyond(self, place, end)
        spill_over(self, place, end)
        sum_up(self.law, place)
        look_home(self, place)
        make_public(self, place, first_day, end)
        move_households(self, place, end)
        for person in place.persons:
            for letter in person.mail:
                letter.outside = False

    # ---- a day ----------------------------------------------------------------------------------------------------------
    def live_day(self, person: Person, season: int, day: int) -> None:
        """Morning, then occasions and wants by moment."""
        if day > 0:
            keep_calendar(self, person, day)
            end_terms(self, person, day)
            read_mail(self, person, day)
            view = fix_standing(self, person, day)
        else:
            view = View(self.law, person, day)
        view = act_unasked(self, person, view)
        for each in self.ahead.get((person, day), ()):
            if isinstance(each, Want):
                self.want(person, each, view, season)
            elif each.act.lies is not None:
                lie(self, person, each, season)
            else:
                self.deed(person, each, view, season)

    def want(self, person: Person, want: Want, view: View, season: int) -> None:
        """Step 6; a refusal may be how one learns of being listed."""
        if judge_want(self, person, want, view, season) == "tells":
            for each in view.listed_days:
                if each.is_bad:
                    notice_list(self, person, each, want.day, want.moment, view)

    def deed(self, person: Person, occasion: Occasion, view: View, season: int) -> None:
        """Steps 2, 3 and 4: chosen, done, observed, posted."""
        act, day = occasion.act, occasion.day
        assert act.says
        other, met = None, None
        if act.says.meets is not None:
            other, is_known = whom(self.law, person, occasion, season)
            met = met_as(self.law, act, other) if is_known else None
        extra = looks(self.law, occasion, person, other) if other is not None and is_known else np.float32(0)
        done, would = choose(self.law, self.worth, person, occasion, met, extra)
        if other is not None:
            if done and is_known and not both_are_welcome(self.law, occasion, person, other):
                done = would = False
            if done:
                self.following.settle_up(person, other, float(act.says.cost_yuan), float(act.says.met_gains_yuan))
        self.counts.act(
            day, act, {(0, 0): "neither", (0, 1): "given_up", (1, 0): "for_points", (1, 1): "done"}[done, would]
        )
        if would and not done:
            what = "chilled" if act.says.kind == "lawful" else "deterred"
            self.counts.panel(person, day, what)
            person.count(what)
        if done:
            self.counts.panel(person, day, "done")
            person.count("done")
            if not would:
                self.counts.panel(person, day, "for_points")
                person.count("for_points")
            if act.domain <= 1:
                person.beliefs[act.domain].add_deed()
            if act.matter is not None:
                open_matter(self, person, occasion, season)
            for name in self.law.matters:
                if name in act.says.settles and name in person.owes():
                    self.send(person, Letter(day + 1, "settle", name, made=day))
            remember_deed(self.law, person, act.says.id, day)
        for report in observe(self, person, occasion, done, season, other, view):
            post_report(self, person, report, day, occasion.moment, day + 1, view)
