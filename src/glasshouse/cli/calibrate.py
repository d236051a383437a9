"""``glasshouse calibrate``: move assumed figures until what is counted meets what was published; a result file with intervals."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glasshouse.cli import say
from glasshouse.cli.options import Json, Threads
from glasshouse.kit import limits


def calibrate(
    calibration: Annotated[str, typer.Argument(metavar="FILE", help="A calibration: an id or a file.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder of the trials; begun ones go on.", show_default="one under runs/")
    ] = None,
    trials: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="How many trials, instead of the file's.")
    ] = None,
    threads: Threads = None,
    as_json: Json = False,
) -> int:
    """Move assumed figures until what is counted meets what was published."""
    from glasshouse import verbs

    with say.progress(as_json) as progress:
        result, path = verbs.calibrate(
            calibration, out=out, trials=trials, threads=limits.threads_within(threads), progress=progress
        )
    if as_json:
        say.as_json({"result": str(path), **result.model_dump(mode="json")})
        return 0
    say.line(result.calibration.title)
    say.table(
        ("parameter", "value", "as good from", "to"),
        [(each.label, f"{each.value:g}", f"{each.low:g}", f"{each.high:g}") for each in result.parameter],
        right=(1, 2, 3),
    )
    say.table(
        ("target", "published", "ours", "+-", "met"),
        [
            (each.label, f"{each.published:,g}", f"{each.ours:,.4g}", f"{each.error:,.2g}", "yes" if each.met else "NO")
            for each in result.target
        ],
        right=(1, 2, 3),
    )
    for each in result.contradiction:
        say.line(f"Sources contradict: {each.text} ({each.source})")
    say.line(
        f"({result.calibration.alike} of {result.calibration.trials} trials are as good; {result.calibration.how})"
    )
    say.line(f"Result  {path}")
    return 0 if all(each.met for each in result.target) else 1
