"""``glasshouse regimes``: what can be run."""

from __future__ import annotations

from glasshouse.cli import say
from glasshouse.cli.options import Json

KINDS = {
    "documented": "Documented systems",
    "ordinary": "Ordinary systems elsewhere",
    "myth": "Claimed, and never was",
    "fiction": "Fiction",
    "reference": "For comparison, and models from the literature",
}
"""Kinds of regimes in the order in which they are listed, with their headings."""


def regimes(as_json: Json = False) -> int:
    """List the regimes that can be run, alone or joined by +."""
    from glasshouse import verbs

    known = verbs.regimes()
    if as_json:
        say.as_json(known)
        return 0
    for kind, heading in KINDS.items():
        rows = [(one["id"], one["title"], len(one["sources"]) or "-") for one in known if one["kind"] == kind]
        if rows:
            say.table(("regime", heading, "sources"), rows, right=(2,))
    return 0
