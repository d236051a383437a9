"""``glasshouse story``: a scripted life in a living city, told beside the same life without the regime."""

from __future__ import annotations

import dataclasses
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from glasshouse.cli import say
from glasshouse.cli.options import Json

if TYPE_CHECKING:
    from glasshouse.engine.stories import ToldStory


def story(
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A story's id or file; without it they are listed.")
    ] = None,
    under: Annotated[
        str | None,
        typer.Option(metavar="REGIMES", help="Other regimes in the place of the story's own, such as a changed copy."),
    ] = None,
    page: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the two lives to this file too, as a page.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Tell the life of a scripted person, beside the same life without the regime, and check what must come of it."""
    from glasshouse import verbs

    if name is None:
        return _list(as_json)
    with say.progress(as_json) as progress:
        told = verbs.story(name, under, page, progress)
    if as_json:
        say.as_json(_data(told))
        return 0 if told.passed else 1
    from glasshouse.cli.tale import tell

    tell(told)
    if page is not None:
        say.line(f"Page    {page}")
    return 0 if told.passed else 1


def _list(as_json: bool) -> int:
    from glasshouse import verbs

    heads = verbs.stories()
    if as_json:
        words = {"id", "title", "group", "about", "regime", "modelled_on"}
        say.as_json([head.model_dump(include=words) for head in heads])
        return 0
    for group, each in groupby(heads, key=lambda head: head.group):
        say.line(group)
        for head in each:
            say.line(f"  {head.id:<22} {head.title}")
    say.line("Tell one with: glasshouse story ID. Its person is synthetic; what it is modelled on is named in it.")
    return 0


def _data(told: ToldStory) -> dict[str, object]:
    head = told.story.story
    return {
        "id": head.id,
        "title": head.title,
        "regime": head.regime,
        "modelled_on": list(head.modelled_on),
        "passed": told.passed,
        "life": [dataclasses.asdict(entry) for entry in told.life],
        "twin": [dataclasses.asdict(entry) for entry in told.twin],
        "checks": [dataclasses.asdict(check) for check in told.checks],
        "not_said": list(head.not_said),
        "sources": {key: {"title": title, "address": address} for key, (title, address) in told.sources.items()},
    }
