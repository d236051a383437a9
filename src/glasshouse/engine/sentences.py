"""Events become plain English sentences, dated and with their source; a text is quoted the first time it is met.

What nobody reported is summed up by month (``engine/quiet.py``).
"""

from __future__ import annotations

from collections.abc import Callable

from glasshouse.engine import phrases
from glasshouse.engine.cite import mark
from glasshouse.engine.quiet import is_quiet, say_month
from glasshouse.engine.wording import Event, say_date

Dated = tuple[int, str]
TAIL = ("owes", "closer", "sighted", "unseen", "accused-another", "report")
"""Kinds of events that belong to an occasion of the same moment."""
BLOCKS = ("rule", "desk", "consequence", "publicity", "feed", "channel", "list", "score", "steer")


def tell(events: list[Event]) -> list[Dated]:
    """(day, sentence) of a whole life, in order; the sum of a month stands at its end."""
    return Storyteller().tell(events)


class Storyteller:
    """Remembers which texts it has quoted."""

    def __init__(self) -> None:
        self.quoted: set[str] = set()

    def tell(self, events: list[Event]) -> list[Dated]:
        """Sentences of all events."""
        out: list[Dated] = []
        quiet: list[Event] = []
        at = 0
        while at < len(events):
            event, end = events[at], end_of_occasion(events, at)
            if quiet and event["date"][:7] != quiet[-1]["date"][:7]:
                out.append((quiet[-1]["day"], say_month(quiet)))
                quiet = []
            tail = events[at + 1 : end]
            if is_quiet(event, tail):
                quiet.append(event)
            else:
                out.append((event["day"], f"{say_date(event['date'])}: {self.say(event, tail)}"))
            at = end
        return [*out, (quiet[-1]["day"], say_month(quiet))] if quiet else out

    def say(self, event: Event, tail: list[Event]) -> str:
        """What happened, in words; ``tail`` holds what belongs to the same occasion."""
        if event["kind"] == "occasion":
            told = sorted(
                (each for each in tail if each["kind"] != "unseen"), key=lambda each: "already_reported" in each
            )
            more = [f"{phrases.seen(each)}{self.cite(each)}" for each in told]
            return " ".join([phrases.occasion(event), *more])
        return phrase(event) + self.cite(event)

    def cite(self, event: Event) -> str:
        """The text of the block that decides, quoted the first time, and its source."""
        if "text" not in event:
            return ""
        name = next((f"{word} {event[word]}" for word in BLOCKS if word in event), "")
        name = event["decides"] if event["kind"] == "standing" else name
        if name in self.quoted or not event["text"]:
            return f" {mark(event)}"
        self.quoted.add(name)
        return f' "{event["text"]}" {mark(event)}'


def phrase(event: Event) -> str:
    """An event of any kind in words, without its source."""
    made: Callable[[Event], str] = getattr(phrases, event["kind"].replace("-", "_"))
    return made(event)


def end_of_occasion(events: list[Event], at: int) -> int:
    """Where what follows from the occasion at ``at`` ends; after itself for any other event."""
    end = at + 1
    if events[at]["kind"] == "occasion":
        day, moment = events[at]["day"], events[at]["moment"]
        while end < len(events) and events[end]["kind"] in TAIL and events[end]["day"] == day:
            if events[end].get("moment", moment) != moment:
                break
            end += 1
    return end
