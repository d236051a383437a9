"""``glasshouse schema``: the language of the data files for editors, and the columns of the result tables."""

from __future__ import annotations

from typing import Annotated

import typer

from glasshouse.cli import say
from glasshouse.cli.options import Json
from glasshouse.kit.errors import InputError

FILES = ("regime", "cases", "population", "story", "acts", "services")


def schema(
    what: Annotated[str, typer.Argument(metavar="WHAT", help=f"One of {', '.join(FILES)}, results.")] = "regime",
    as_json: Json = False,
) -> int:
    """Print the JSON Schema of a kind of data file, or the columns of the result tables."""
    if what == "results":
        _results(as_json)
    elif what in FILES:
        from glasshouse import verbs

        say.as_json(verbs.schema(what))
    else:
        raise InputError(f"There is no schema '{what}'. Choose one of {', '.join(FILES)}, results.")
    return 0


def _results(as_json: bool) -> None:
    from glasshouse.results.schema import TABLES

    if as_json:
        say.as_json({name: [column._asdict() for column in columns] for name, columns in TABLES.items()})
        return
    for name, columns in TABLES.items():
        say.line(name)
        say.table(("column", "dtype", "unit", "meaning"), columns)
