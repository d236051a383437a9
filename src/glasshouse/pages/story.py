"""The page of a story: two lives of one person side by side, day by day; self-contained, without scripts."""

from __future__ import annotations

import importlib.resources
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from glasshouse.engine.stories import ToldStory
from glasshouse.engine.story_weave import Row, weave
from glasshouse.engine.wording import plural, say_date, say_number
from glasshouse.kit.files import write_whole
from glasshouse.kit.seal import sealed
from glasshouse.pages.report import BOUNDARY
from glasshouse.regime.story import Head


def write_story(told: ToldStory, target: Path) -> Path:
    """Write a story's page; an older one stays until the new one is complete."""
    write_whole(target, sealed(story_html(told)))
    return target


def story_html(told: ToldStory) -> str:
    """The whole page as text."""
    shelf = jinja2.Environment(
        loader=jinja2.PackageLoader("glasshouse.pages", "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    head = told.story.story
    rows = weave(told.life, told.twin)
    portrait = [entry.text for row in rows if row.day < 0 for entry in row.life]
    lived = [row for row in rows if 0 <= row.day < head.days]
    return shelf.get_template("story.html.j2").render(
        boundary=BOUNDARY,
        head=head,
        facts=_facts(told, head),
        portrait=portrait,
        days=_days(lived),
        ends=[entry.text for side in (told.life, told.twin) for entry in side[-1:]],
        checks=[(check, say_date(check.date)) for check in told.checks],
        missed=sum(not check.passed for check in told.checks),
        sources=[(key, title, address) for key, (title, address) in told.sources.items()],
        own={each.key for each in told.story.source},
        css=Markup(_text("report.css") + _text("story.css")),
    )


def _facts(told: ToldStory, head: Head) -> str:
    """What world it is, in a sentence."""
    here, there = (
        sum(entry.tone == "bad" and "was refused" in entry.text for entry in side) for side in (told.life, told.twin)
    )
    long = plural(round(head.years * 12), "month") if head.years < 1 else plural(head.years, "year")
    return (
        f"Told in a city of {say_number(head.persons)} synthetic people who live as they would, for {long} from "
        f"{say_date(head.start.isoformat())} on: the same days under {head.regime} and, beside them, without it. "
        f"Refused with it: {here}; without it: {there}."
    )


def _days(rows: list[Row]) -> list[dict[str, Any]]:
    """Rows by date, with the days that pass between them."""
    out: list[dict[str, Any]] = []
    before = 0
    for day, group in groupby(rows, key=lambda row: row.day):
        same = list(group)
        out.append({"date": say_date(same[0].date), "iso": same[0].date, "rows": same, "gap": _gap(day - before)})
        before = day
    return out


def _gap(days: int) -> str:
    """How long nothing is told, if that is long."""
    if days < 45:
        return ""
    return plural(round(days / 365, 1), "year") if days >= 500 else plural(round(days / 30.4), "month")


def _text(name: str) -> str:
    return importlib.resources.files("glasshouse.pages").joinpath(name).read_text(encoding="utf-8")
