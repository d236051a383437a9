"""``glasshouse show``: one regime, rule by rule, with text and source; documented and assumed figures told apart."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from glasshouse.cli import say
from glasshouse.cli.options import Json, RegimeArgument

if TYPE_CHECKING:
    from glasshouse.regime.model import Regime

KINDS = {
    "covers": "Who is covered",
    "consent": "Consent",
    "score": "Scores",
    "grade": "Grades",
    "rule": "Rules",
    "list": "Lists",
    "consequence": "Consequences",
    "publicity": "Publicity",
    "channel": "Channels",
    "desk": "Desks",
    "feed": "Feeds",
    "override": "Voided in other regimes",
    "pause": "Pauses",
}
MARKS = {"id", "text", "source", "source_of", "assumed"}


def show(regime: RegimeArgument, as_json: Json = False) -> int:
    """Show a regime rule by rule: what it does, in whose words, and whether the figure is documented or assumed."""
    from glasshouse import verbs

    shown = verbs.show(regime).regime
    if as_json:
        say.as_json(shown.model_dump(mode="json", by_alias=True, exclude_defaults=True))
        return 0
    say.line(f"{shown.regime.title} ({shown.regime.id}, {shown.regime.kind})")
    say.line(shown.regime.about)
    for title, blocks in sections(shown):
        say.line()
        say.line(f"{title} ({len(blocks)})")
        say.table(("", "what it says", "source"), [(_id(block), _words(block), _source(block)) for block in blocks])
    return 0


def sections(regime: Regime) -> Iterator[tuple[str, list[Any]]]:
    """Give each kind of block that the regime has, with its title."""
    for kind, title in KINDS.items():
        value = getattr(regime, kind)
        blocks = list(value) if isinstance(value, tuple) else [value] if value is not None else []
        if blocks:
            yield title, blocks


def _id(block: Any) -> str:
    return str(getattr(block, "id", ""))


def _words(block: Any) -> str:
    """Return the block's own text, then every word that is set."""
    said = [f"{word.rstrip('_')} = {_value(getattr(block, word))}" for word in sorted_words(block)]
    return "\n".join(part for part in (block.text, "; ".join(said)) if part)


def sorted_words(block: Any) -> list[str]:
    """Return the words that a block sets, in the order of the language."""
    return [word for word in type(block).model_fields if word in block.model_fields_set and word not in MARKS]


def _source(block: Any) -> str:
    """Return where the figures come from; ours are called assumed, with the range we hold plausible."""
    parts = ["assumed" if block.source == "assumption" else block.source]
    parts += [f"{word}: {'assumed' if key == 'assumption' else key}" for word, key in block.source_of.items()]
    for word, span in block.assumed.items():
        parts.append(f"{word}: assumed" + ("" if isinstance(span, bool) else f", plausibly {_value(span)}"))
    return "\n".join(dict.fromkeys(parts))


def _value(value: Any) -> str:
    """Say a value of the language as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (str, int, float, datetime.date)):
        return str(value)
    if isinstance(value, (tuple, list)):
        return ", ".join(_value(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{word} {_value(item)}" for word, item in value.items())
    if hasattr(value, "lines"):
        return str(value)
    return " and ".join(f"{word} {_value(getattr(value, word))}" for word in sorted_words(value))
