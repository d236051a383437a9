"""``glasshouse cases``: does the rulebook do what its sentences say?"""

from __future__ import annotations

from typing import Annotated

import typer

from glasshouse.cli import say
from glasshouse.cli.options import Json, Whose


def cases(
    regime: Annotated[str, typer.Argument(metavar="REGIME", help="An id, a folder, or 'all'.", show_default=False)],
    population: Whose = None,
    as_json: Json = False,
) -> int:
    """Play the cases of a regime through the engine, one synthetic person each."""
    from glasshouse import verbs

    chosen = [one["id"] for one in verbs.regimes()] if regime == "all" else [regime]
    results = [(name, result) for name in chosen for result in verbs.cases(name, population)]
    failed = [(name, result) for name, result in results if not result.passed]
    if as_json:
        wrong = [{"regime": name, "says": result.says, "why": result.why} for name, result in failed]
        say.as_json({"cases": len(results), "failed": len(failed), "failures": wrong})
        return 1 if failed else 0
    for name, result in results:
        say.line(f"{'ok    ' if result.passed else 'FAILED'} {name}: {result.says}")
        if not result.passed:
            say.line(f"       {result.why}")
    say.line(f"{len(results)} cases, {len(failed)} failed.")
    return 1 if failed else 0
