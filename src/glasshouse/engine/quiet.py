"""What came into no book, summed up by month: occasions weighed, hearsay, scores that drift."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

Event = dict[str, Any]
NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
CHOICES = {
    (True, True): "taken",
    (True, False): "taken only for what the regime gives",
    (False, True): "given up for fear",
    (False, False): "not worth it",
}
"""In words: (done, would have been done without any regime)."""
LAWFUL = "given up for fear, though lawful"


def is_quiet(event: Event, tail: list[Event]) -> bool:
    """Is this told only in the sum of its month?"""
    if event["kind"] == "occasion":
        return all(each["kind"] == "unseen" for each in tail)
    if event["kind"] == "reset":
        return bool(event["before"] == event["after"])
    return event["kind"] in ("heard", "returned")


def say_month(events: list[Event]) -> str:
    """One sentence for the quiet events of a month.

    >>> act = {"kind": "occasion", "date": "2018-03-02", "label": "dropping litter", "act_kind": "harm"}
    >>> say_month([act | {"done": True, "would_have": True}, act | {"done": False, "would_have": True}])
    'In March 2018: 2 occasions that came into no book; 1 taken (dropping litter), 1 given up for fear (dropping litter).'
    """
    date = datetime.date.fromisoformat(events[0]["date"])
    occasions = [event for event in events if event["kind"] == "occasion"]
    said = [_choices(occasions)] if occasions else []
    heard = sum(event["kind"] == "heard" for event in events)
    if heard:
        said.append("heard of somebody else who is shown in public" + (f", {heard} times" if heard > 1 else ""))
    drift = {event["score"]: event["after"] for event in events if event["kind"] == "returned"}
    said += [f"{score} drifts back towards its start, to {round(after, 2):g}" for score, after in drift.items()]
    said += [f"{event['score']} begins anew at {event['after']:g}" for event in events if event["kind"] == "reset"]
    return f"In {NAMES[date.month - 1]} {date.year}: {'; '.join(said)}."


def _choices(occasions: list[Event]) -> str:
    labels: dict[str, Counter[str]] = {word: Counter() for word in (*CHOICES.values(), LAWFUL)}
    for event in occasions:
        word = CHOICES[event["done"], event["would_have"]]
        if word == CHOICES[False, True] and event["act_kind"] == "lawful":
            word = LAWFUL
        labels[word][event["label"]] += 1
    parts = [
        f"{found.total()} {word} ({'; '.join(label + (f', {k} times' if k > 1 else '') for label, k in found.items())})"
        for word, found in labels.items()
        if found
    ]
    n = len(occasions)
    return f"{n} occasion{'s' if n > 1 else ''} that came into no book; {', '.join(parts)}"
