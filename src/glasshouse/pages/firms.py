"""What the page says about firms: the sections about people, asked of firms, each under its own heading and with its own charts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from glasshouse.outcomes.outcome import Record
from glasshouse.pages.section import Chart, Section
from glasshouse.pages.sections import choices, flows, grades, listed, perks, refusals, scores, sight, stays

OF_FIRMS: tuple[Callable[[Record], Section], ...] = (
    sight.section,
    grades.section,
    scores.section,
    flows.section,
    listed.section,
    stays.section,
    refusals.section,
    choices.section,
    perks.section,
)
WORDS = (
    (r"of the firm\b", "of all firms"),
    (r"\bperson-year", "firm-year"),
    (r"\b(?:persons|people)\b", "firms"),
    (r"\b(?:Persons|People)\b", "Firms"),
    (r"\bperson\b", "firm"),
    (r"\bsomebody\b", "some firm"),
    (r"\bNobody\b", "No firm"),
)


def about_firms(firms: Record) -> list[Section]:
    """The sections in which anything happened to firms."""
    told = [section(firms) for section in OF_FIRMS]
    return [_asked_of_firms(section) for section in told if not section.nothing]


def _asked_of_firms(section: Section) -> Section:
    outcome = section.outcome
    words: dict[str, Any] = {
        name: _said(getattr(section, name)) for name in ("figure", "figure_text", "answer", "fine", "count")
    }
    asked = outcome._replace(
        id=f"firms-{outcome.id}", question=f"Firms: {_said(outcome.question)}", unit=_said(outcome.unit), counted=_said(outcome.counted)
    )  # fmt: skip
    return replace(section, outcome=asked, charts=[_of_firms(chart) for chart in section.charts], **words)


def _of_firms(drawn: Any) -> Any:
    """A chart, bar or key with its words about firms; a chart gets a name of its own."""
    if isinstance(drawn, str):
        return _said(drawn)
    if is_dataclass(drawn) and not isinstance(drawn, type):
        told = {each.name: _of_firms(getattr(drawn, each.name)) for each in fields(drawn) if each.name not in KEPT}
        return replace(drawn, **told, **({"id": f"firms-{drawn.id}"} if isinstance(drawn, Chart) else {}))
    return [_of_firms(each) for each in drawn] if isinstance(drawn, Sequence) else drawn


KEPT = ("id", "plot", "kind", "colour", "shades", "share")
"""What of a drawing is not words."""


def _said(text: str) -> str:
    """A sentence about people, said of firms.

    >>> _said("One in nine people, 20 per 1,000 person-years")
    'One in nine firms, 20 per 1,000 firm-years'
    """
    for pattern, word in WORDS:
        text = re.sub(pattern, word, text)
    return text
