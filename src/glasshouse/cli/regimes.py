"""``glasshouse regimes``: what can be run."""

from __future__ import annotations

from glasshouse.cli import say
from glasshouse.cli.options import Json


def regimes(as_json: Json = False) -> int:
    """List the regimes that can be run, alone or joined by +."""
    from glasshouse import verbs

    known = verbs.regimes()
    if as_json:
        say.as_json(known)
    else:
        rows = [
            (one["id"], one["title"], one["kind"], ", ".join(one["scores"]) or "-", len(one["sources"]))
            for one in known
        ]
        say.table(("regime", "title", "kind", "scores", "sources"), rows, right=(4,))
    return 0
