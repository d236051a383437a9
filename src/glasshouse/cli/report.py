"""``glasshouse report``: write the page of a run anew."""

from __future__ import annotations

from glasshouse.cli import say
from glasshouse.cli.options import Json, RunFolder


def report(run: RunFolder, as_json: Json = False) -> int:
    """Write the page of a run, done or not; it opens without a network."""
    from glasshouse import verbs

    page = verbs.report(run)
    if as_json:
        say.as_json({"run": str(run), "page": str(page)})
    else:
        say.line(str(page))
    return 0
