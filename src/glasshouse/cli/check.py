"""``glasshouse check``: every problem of a data file, each with its line."""

from __future__ import annotations

from typing import Annotated

import typer

from glasshouse.cli import say
from glasshouse.cli.options import Json, Whose


def check(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A regime: id, folder or file; a population; a story.", show_default=False),
    ],
    population: Whose = None,
    as_json: Json = False,
) -> int:
    """Find every problem of a data file or of a regime's folder; nothing is run."""
    from glasshouse import verbs
    from glasshouse.kit.errors import say_problems

    found = verbs.check(file, population)
    problems = found.problems
    if as_json:
        answer = {"problems": problems, "warnings": found.warnings}
        say.as_json({word: [problem._asdict() for problem in those] for word, those in answer.items()})
    elif problems:
        say.line(say_problems(problems, heading=""))
    else:
        say.line(f"{file}: no problems.")
    if found.warnings and not as_json:
        say.line(say_problems(found.warnings, heading="", noun="warning"))
    return 2 if problems else 0
