"""Stories: a household's script played in a living city, once under its regime and once without, and what must come of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from glasshouse.engine import log as logs
from glasshouse.engine.case_check import problems
from glasshouse.engine.case_letters import send
from glasshouse.engine.case_names import Names, UnplayableError
from glasshouse.engine.case_script import Script
from glasshouse.engine.cite import titles_of
from glasshouse.engine.city import make_city
from glasshouse.engine.simulate import make_ready
from glasshouse.engine.state import M_NOTICED, MARK, T_FALSE
from glasshouse.engine.story_tale import Entry, tell_life
from glasshouse.engine.story_world import (
    LOG_ROOM,
    Living,
    NoRoomError,
    find_home,
    make_story_plan,
    move_in,
    splice,
    with_script,
)
from glasshouse.kit.errors import InputError
from glasshouse.regime.case import Happening
from glasshouse.regime.story import Scene, Story, StoryThen
from glasshouse.regime.story_shelf import load_story

Progress = Callable[[str, float], None]
ORDINARY = ("does", "wants", "pays", "moves")
"""What a person does in any world; the rest needs a regime."""


@dataclass(frozen=True)
class Check:
    """What must have come of a story by a date, and whether it has; else why not."""

    date: str
    says: str
    twin: bool
    passed: bool
    why: str


@dataclass(frozen=True)
class ToldStory:
    """A story as it was played: two lives, line by line, and what was checked."""

    story: Story
    life: list[Entry]
    twin: list[Entry]
    checks: list[Check]
    sources: dict[str, tuple[str, str]]
    """Title and address of each source that is quoted, by key; an empty address where a regime's SOURCES.md has it."""

    @property
    def passed(self) -> bool:
        """Did everything come of it that must?"""
        return all(check.passed for check in self.checks)


def play_story(id_or_file: str | Path, regime: str | None = None, progress: Progress | None = None) -> ToldStory:
    """Play a story and its twin; ``regime`` puts another regime in force instead of the story's own, such as a changed copy.

    Raises
    ------
    InputError
        If there is no such story, or its world cannot be made.
    RulebookError
        If a file has problems.
    """
    story = load_story(id_or_file)
    chosen = regime or story.story.regime
    try:
        life = _Played(story, chosen, "", progress)
        twin = _Played(story, "none", chosen, progress)
    except UnplayableError as wrong:
        raise InputError(f"story '{story.story.id}': {wrong}") from None
    checks = sorted([*life.checks, *twin.checks], key=lambda check: (check.date, check.twin))
    return ToldStory(story, life.told, twin.told, checks, _sources(story, life))


class _Played:
    """One of the two lives."""

    def __init__(self, story: Story, regimes: str, also: str, progress: Progress | None) -> None:
        self.story, self.is_twin = story, bool(also)
        self.plan = make_story_plan(story.story, regimes, also)
        make_ready(self.plan, progress)
        self.home = find_home(self.plan, story.person)
        room = LOG_ROOM
        while True:
            try:
                self._play(room)
                break
            except NoRoomError:
                room *= 2

    def _play(self, room: int) -> None:
        story, plan, home = self.story, self.plan, self.home
        names = Names(plan.index, 0)
        self.scenes = [scene for scene in story.scene if not self.is_twin or _what(scene) in ORDINARY]
        happens = [self._happening(scene) for scene in self.scenes]
        size = story.person.household
        self.script = script = Script(names, plan, happens, home + size, f"a household of {size}")
        law = with_script(plan, script.rows, home, size)
        traits = make_city(plan, 0, 1).traits
        move_in(plan, story.person, traits, home)
        self.stage = stage = Living(names, plan, law, traits, home=home, size=size, room=room)
        stage.start(story.person)
        self.checks: list[Check] = []
        self.remarks: list[str] = []
        thens = [then for then in story.then if then.twin == self.is_twin]
        dues = sorted({*script.letters, *(story.story.day(then.on) for then in thens), story.story.days - 1})

        def fill(season: int) -> None:
            splice(plan, stage.table, home, script.season(season, home + size))

        for day in dues:
            stage.live(day, fill)
            for event in script.letters.get(day, ()):
                if remark := send(event, script, stage):
                    self._miss(remark, event.said.day)
            stage.live(day + 1, fill)
            self.checks += [self._check(then, day) for then in thens if story.story.day(then.on) == day]
        self.told = tell_life(story, self.scenes, script, stage, self.is_twin)

    def _happening(self, scene: Scene) -> Happening:
        """A scene in this world: where nothing watches, nobody sees."""
        said = scene.happening(self.story.story.day(scene.on))
        news: dict[str, object] = {"who": said.who + self.home}
        if self.is_twin:
            news |= {"seen_by": (), "decided_points": None}
        return said.model_copy(update=news)

    def _miss(self, remark: str, day: int) -> None:
        """A scene that comes to nothing is a story that did not happen; in the twin's world little is owed or answered."""
        if not self.is_twin:
            date = (self.story.story.start + datetime.timedelta(days=day)).isoformat()
            self.checks.append(Check(date, "Every scene of the story happens.", False, False, remark))

    def _check(self, then: StoryThen, day: int) -> Check:
        who = then.who + self.home
        found: list[str] = []
        case = then.then(day)
        if case is not None:
            try:
                found += problems(case.model_copy(update={"who": who}), self.script, self.stage)
            except UnplayableError as wrong:
                found.append(str(wrong))
        if then.refusals is not None:
            refused = len(self.stage.events(logs.REFUSED, who))
            if refused != then.refusals:
                found.append(f"{then.refusals} refusals so far expected, {refused} found")
        if then.not_told_of is not None:
            mark = self.plan.compiled.at.marks + 2 * self.stage.names.list(then.not_told_of) + MARK
            if self.stage.city.people.small[who, mark] & M_NOTICED:
                found.append(f"no notice of {then.not_told_of} expected, but there was one")
        if then.false_reports is not None:
            lies = int(self.stage.city.people.tally[who, T_FALSE])
            if lies != then.false_reports:
                found.append(f"{then.false_reports} false reports so far expected, {lies} found")
        return Check(then.on.isoformat(), then.says, then.twin, not found, "; ".join(found))


def _what(scene: Scene) -> str:
    """Which kind of event a scene is."""
    words = ("does", "wants", "pays", "reported_by", "applies_at", "told_of", "moves")
    return next(word for word in words if getattr(scene, word) is not None)


def _sources(story: Story, life: _Played) -> dict[str, tuple[str, str]]:
    """What the story and the rules that it meets are taken from."""
    text = " ".join(entry.cite for entry in life.told)
    own = {each.key: (each.title, each.address) for each in story.source}
    met = {key: (title, "") for key, title in titles_of(life.plan.world.regimes).items() if f"[{key}" in text}
    return {**met, **own}
