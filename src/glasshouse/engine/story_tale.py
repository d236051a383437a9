"""One life of a story, told line by line: what the script says, what came of it, and which rule and source did it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glasshouse.engine import log as g
from glasshouse.engine import phrases
from glasshouse.engine.case_script import Event as Scripted
from glasshouse.engine.case_script import Script
from glasshouse.engine.events import events_of
from glasshouse.engine.portrait import end_of, end_sentence, who
from glasshouse.engine.sentences import Storyteller, end_of_occasion, phrase
from glasshouse.engine.story_world import Living
from glasshouse.engine.tabulate import persons
from glasshouse.engine.wording import Event, plural, say_number, upper
from glasshouse.regime.story import Scene, Story

SCENE, DEED, GOOD, BAD, PLAIN = "scene", "deed", "good", "bad", "plain"
FEW = 2
"""So many times a scene that repeats is told; the rest is summed up."""
SCRIPTED_MATTER = " (never settled from one's own means)"
"""What is said of a matter without an end; in a story it ends when the script says that it is paid."""
UNTOLD = ("heard", "returned", "unseen")
"""What is heard of others, scores that drift and that nobody saw a deed, is left out."""
WITHOUT_TRACE = {
    "had": "wanted {} and got it, like anybody.",
    "did": "{}. Nobody takes notice.",
    "paid-off": "settled: {}.",
}
"""How things are told that leave no trace in a world, since nothing in force depends on them."""
ANSWERS = ("refused", "served", "stayed-away")
LOUD = ("listed", "capped", "standing", "left", "notice", "refused", "limited", "settled", "answered", "means")
"""What is told however often a scene repeats."""


Series = tuple[str, str]
"""What repeats: the scene of a number, the rule or the score of a person."""


@dataclass(frozen=True)
class Entry:
    """A line of a life: its day and date, whom it is about (a number of the cast), what it says, its tone, and in ``cite`` what decided it.

    ``cite`` quotes the text of a rule the first time, and names its source and what is assumed in it.
    """

    day: int
    date: str
    who: int
    text: str
    tone: str
    cite: str = ""


def tell_life(story: Story, scenes: Sequence[Scene], script: Script, stage: Living, is_twin: bool) -> list[Entry]:
    """All lines of one life, in order of days."""
    teller = _Teller(story, scenes, script, stage)
    table = persons(stage.city)
    row = table.row(stage.home, named=True)
    start = story.story.start
    out: list[Entry] = []
    if not is_twin:
        out += [Entry(-1, start.isoformat(), 0, text, PLAIN) for text in who(stage.city, row, stage.home)]
    out += teller.tell()
    last = start + datetime.timedelta(days=story.story.days - 1)
    end = end_sentence(stage.plan, end_of(row), last.isoformat()).split(": ", 1)[1]
    return [*out, Entry(story.story.days, last.isoformat(), 0, upper(end), PLAIN)]


class _Teller:
    """Puts scenes, events and sums in order."""

    def __init__(self, story: Story, scenes: Sequence[Scene], script: Script, stage: Living) -> None:
        self.story, self.scenes, self.stage, self.script = story, scenes, stage, script
        self.start = story.story.start
        self.voice = Storyteller()
        self.at = {(each.day, each.moment): each for each in script.events}
        self.script_times = [scene.times for scene in scenes]
        involved = {scene.who for scene in story.scene} | {then.who for then in story.then} | {0}
        self.cast = sorted(involved)

    def tell(self) -> list[Entry]:
        """Every line, in order."""
        told: list[tuple[tuple[int, int, int], Event]] = []
        for member in self.cast:
            told += self._of(member)
        told += self._scenes(told)
        told.sort(key=lambda pair: pair[0])
        return self._lines([event for _, event in told])

    def _of(self, member: int) -> list[tuple[tuple[int, int, int], Event]]:
        """What happened to one of the cast; an event without a moment of its own stands behind the one before it."""
        stage, who = self.stage, self.stage.home + member
        rows = stage.log[1 : 1 + int(stage.log[0, g.N_ROWS])]
        own = rows[rows[:, g.WHO] == who]
        log = np.concatenate([stage.log[:1], own])
        log[0, g.N_ROWS] = len(own)
        out, day, moment = [], -1, 0
        for event in events_of(stage.plan, log, stage.city.people.points[who]):
            if event["day"] != day:
                day, moment = event["day"], 0
            moment = event.get("moment", moment)
            if event["kind"] in UNTOLD or (event["kind"] == "reset" and event["before"] == event["after"]):
                continue
            out.append(((day, moment, 1), {**event, "_who": member, "_at": moment}))
        return out

    def _scenes(self, told: Sequence[tuple[Any, Event]]) -> list[tuple[tuple[int, int, int], Event]]:
        """The narrator's lines, and what the script says that left no trace: a service had as by anybody, an act nobody weighs."""
        seen = {(event["day"], event["_at"], event["kind"]) for _, event in told}
        out: list[tuple[tuple[int, int, int], Event]] = []
        for event in self.script.events:
            scene = self.scenes[event.number]
            member = event.said.who - self.stage.home
            moment = 0 if event.said.does is None and event.said.wants is None else event.moment
            head = {"day": event.day, "date": self._date(event.day), "_who": member, "_at": moment}
            if scene.says and event.day == event.said.day:
                out.append(((event.day, moment, 0), {**head, "kind": "scene", "text": scene.says}))
            if event.said.wants is not None and not any((event.day, moment, kind) in seen for kind in ANSWERS):
                label = self._catalogue().services[event.said.wants].label
                out.append(((event.day, moment, 1), {**head, "kind": "had", "label": label}))
            elif event.said.does is not None and (event.day, moment, "occasion") not in seen:
                label = self._catalogue().acts[event.said.does].label
                out.append(((event.day, moment, 1), {**head, "kind": "did", "label": label}))
            elif event.said.pays is not None and not self._is_kept(event):
                label = self._catalogue().matters[event.said.pays].label
                out.append(((event.day, moment, 1), {**head, "kind": "paid-off", "label": label}))
        return out

    def _is_kept(self, event: Scripted) -> bool:
        """Does anything in force depend on what is paid?"""
        return event.said.pays in self.stage.plan.index.matters

    def _catalogue(self) -> Any:
        return self.stage.plan.index.catalogue

    def _date(self, day: int) -> str:
        return (self.start + datetime.timedelta(days=day)).isoformat()

    # ---- lines ------------------------------------------------------------------------------------------------------
    def _lines(self, events: list[Event]) -> list[Entry]:
        out: list[Entry] = []
        series = [self._series(event) for event in events]
        last = {key: at for at, key in enumerate(series) if key}
        seen: dict[Series, set[int]] = {}
        folded: dict[Series, list[Event]] = {}
        worth_telling = {
            (event["day"], event["_who"]) for event in events if event["kind"] == "standing"
        } | self._asked(events)
        at = 0
        while at < len(events):
            event, end, key = events[at], end_of_occasion(events, at), series[at]
            days = seen.setdefault(key, set()) if key else set()
            days.add(event["day"])
            if key and len(days) > FEW and event["kind"] not in LOUD and self._repeats(key, series):
                folded.setdefault(key, []).append(event)
            elif event["kind"] != "published" or len(days) == 1 or (event["day"], event["_who"]) in worth_telling:
                out.append(self._line(event, events[at + 1 : end]))
            if key and last[key] < end and key in folded:
                out.append(self._sum(key, folded.pop(key)))
            at = end
        return out

    def _asked(self, events: list[Event]) -> set[tuple[int, int]]:
        """The publications whose figure the story asks for: the last before each such check."""
        found: set[tuple[int, int]] = set()
        for then in self.story.then:
            day = self.story.story.day(then.on)
            days = [
                each["day"]
                for each in events
                if each["kind"] == "published" and each["_who"] == then.who and each["day"] <= day
            ]
            found |= {(days[-1], then.who)} if then.published and days else set()
        return found

    def _series(self, event: Event) -> Series | None:
        """To what repetition an event belongs: that of a scene, of a rule of the calendar, or of a publication."""
        scripted = self.at.get((event["day"], event["_at"])) if event["_at"] else None
        if event["kind"] == "scene" or event["kind"] == "standing":
            return None
        if scripted is not None:
            return ("scene", str(scripted.number))
        if event["kind"] == "posting" and "rule" in event:
            return ("rule", f"{event['_who']} {event['rule']}")
        return ("score", f"{event['_who']} {event['score']}") if event["kind"] == "published" else None

    def _repeats(self, key: Series, series: list[Series | None]) -> bool:
        """Is it worth summing up?"""
        if key[0] == "scene":
            return self.script_times[int(key[1])] > FEW + 1
        return key[0] == "rule" and series.count(key) > FEW + 1

    def _sum(self, key: Series, events: list[Event]) -> Entry:
        """What went on: how often, and what it did to each score."""
        moved: dict[str, list[float]] = {}
        for event in events:
            if event["kind"] == "posting" and "before" in event:
                moved.setdefault(event["score"], [event["before"]]).append(event["after"])
        scores = ", ".join(f"{name} {say_number(ends[0])} -> {say_number(ends[-1])}" for name, ends in moved.items())
        times = len({event["day"] for event in events})
        head = events[-1]
        label = next(
            (upper(event["label"]) for event in events if event["kind"] in ("occasion", "did", "had")), "The same"
        )
        name = f"{label}," if key[0] == "scene" else f'The rule "{head["rule"].split("/", 1)[1]}"'
        said = f"{name} {plural(times, 'more time')}".replace("more times", "times more").replace(
            "more time", "time more"
        )
        bad = any(event.get("points", 0) < 0 for event in events)
        return Entry(
            head["day"], head["date"], head["_who"], said + (f": {scores}." if scores else "."), BAD if bad else DEED
        )

    def _line(self, event: Event, tail: list[Event]) -> Entry:
        text, cite = self._say(event, tail)
        text = upper(text).replace(SCRIPTED_MATTER, "")
        member = event["_who"]
        if event["kind"] != "scene":
            text = self._cast(text, member)
        return Entry(event["day"], event["date"], member, text, tone(event), cite.strip())

    def _cast(self, text: str, member: int) -> str:
        """The words of the story for whom a line is about; whoever is not its hero is named in every line."""
        name = self.story.story.cast[member]
        said = re.sub(r"\b(the|this) person\b", name, text)
        said = re.sub(r"\bThe person\b", upper(name), said)
        return f"{upper(name)}: {said[:1].lower()}{said[1:]}" if member and said == text else said

    def _say(self, event: Event, tail: list[Event]) -> tuple[str, str]:
        """What happened, and the text and source of what decided it."""
        if event["kind"] == "scene":
            return str(event["text"]), ""
        if event["kind"] in WITHOUT_TRACE:
            return WITHOUT_TRACE[event["kind"]].format(event["label"]), ""
        if event["kind"] == "occasion":
            seen = sorted(
                (each for each in tail if each["kind"] != "unseen"), key=lambda each: "already_reported" in each
            )
            cites = " ".join(self.voice.cite(each).strip() for each in seen)
            return " ".join([f"{event['label']}.", *(phrases.seen(each) for each in seen)]), cites
        return phrase(event), self.voice.cite(event)


def tone(event: Event) -> str:
    """How a line is coloured: by what it does to the person."""
    kind = event["kind"]
    if kind == "scene":
        return SCENE
    if kind in ("occasion", "did"):
        return DEED
    if kind in ("posting", "expired"):
        return GOOD if event.get("points", 0) > 0 else BAD if event.get("points", 0) < 0 else PLAIN
    if kind == "listed":
        return BAD if event.get("list_kind") == "bad" else GOOD
    if kind in ("refused", "stayed-away", "capped"):
        return BAD
    if kind in ("left", "had", "paid", "settled", "paid-off"):
        return GOOD
    if kind == "served":
        worse = event["price_yuan"] > event["usual_price_yuan"] or event["wait_days"] > event["usual_wait_days"]
        return BAD if worse else GOOD
    return PLAIN
