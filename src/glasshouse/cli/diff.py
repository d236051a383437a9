"""``glasshouse diff``: how two rulebooks differ, in words."""

from __future__ import annotations

from typing import Annotated

import typer

from glasshouse.cli import say
from glasshouse.cli.options import Json


def diff(
    one: Annotated[str, typer.Argument(metavar="A", help="A regime: id or folder.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="B", help="Another one.", show_default=False)],
    as_json: Json = False,
) -> int:
    """Say in words how regime B differs from regime A."""
    from glasshouse import verbs

    differences = verbs.diff(one, other)
    if as_json:
        say.as_json({"differences": differences})
    else:
        for sentence in differences or [f"{one} and {other} say the same."]:
            say.line(str(sentence))
    return 0
