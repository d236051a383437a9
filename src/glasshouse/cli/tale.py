"""How a told story looks on a terminal: dates, what both lives share, and the two lives where they part."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from glasshouse.engine.stories import ToldStory
    from glasshouse.engine.story_tale import Entry
    from glasshouse.engine.story_weave import Row

STYLES = {"scene": "italic", "deed": "", "good": "green", "bad": "red", "plain": ""}
WIDE = 110
"""From so many columns on the two lives stand side by side."""
DATE = 13


def tell(told: ToldStory) -> None:
    """Print a story: what it is, the two lives, what was checked, what is left out, where it comes from."""
    from glasshouse.engine.story_weave import weave
    from glasshouse.engine.wording import say_date

    console = Console(highlight=False)
    head = told.story.story
    console.print(Text(head.title, style="bold"))
    _block(console, head.about)
    known = ", ".join(f"[{key}]" for key in head.modelled_on)
    _block(
        console,
        f"Modelled on {known}. Under {head.regime}, in a city of {head.persons} synthetic people; beside it the same without.",
    )
    rows = weave(told.life, told.twin)
    if console.width >= WIDE:
        _side_by_side(console, rows, head.regime)
    else:
        _interleaved(console, rows, head.regime)
    console.print()
    console.print(Text("What must come of it", style="bold"))
    for check in told.checks:
        mark = Text("✓ ", style="green") if check.passed else Text("✗ ", style="bold red")
        where = " (without the regime)" if check.twin else ""
        why = f" But: {check.why}." if check.why else ""
        _hang(console, mark, f"{say_date(check.date)}{where}: {check.says}{why}")
    console.print()
    console.print(Text("What the model leaves out", style="bold"))
    for line in head.not_said:
        _hang(console, Text("- "), line)
    console.print()
    console.print(Text("Sources", style="bold"))
    for key, (title, address) in told.sources.items():
        _hang(console, Text("- "), f"{key}: {title}" + (f" ({address})" if address else ""))
    console.print(Text("Synthetic people; not a forecast; not for scoring anyone.", style="dim"))


def _block(console: Console, text: str) -> None:
    console.print(Text("\n".join(textwrap.wrap(text, min(console.width, 100)))))


def _hang(console: Console, mark: Text, text: str) -> None:
    lines = textwrap.wrap(text, min(console.width, 100) - 2, break_long_words=False, break_on_hyphens=False)
    console.print(mark + Text("\n  ".join(lines)))


def _interleaved(console: Console, rows: list[Row], regime: str) -> None:
    """One column; lines of the twin are marked."""
    from glasshouse.engine.wording import say_date

    console.print(Text(f"\n  │ under {regime}    ┆ without", style="dim"))
    day = None
    for row in rows:
        if row.day != day:
            console.print(Text(say_date(row.date), style="bold"))
            day = row.day
        for entries, mark in ((row.both, "  "), (row.life, "│ "), (row.twin, "┆ ")):
            for entry in entries:
                _line(console, entry, mark)


def _line(console: Console, entry: Entry, mark: str) -> None:
    style = STYLES[entry.tone] if mark != "┆ " else f"dim {STYLES[entry.tone]}".strip()
    for text, look in ((entry.text, style), (entry.cite, "dim")):
        for line in textwrap.wrap(text, console.width - 5, break_long_words=False, break_on_hyphens=False):
            console.print(Text(f"  {mark}", style="dim") + Text(line, style=look))


def _side_by_side(console: Console, rows: list[Row], regime: str) -> None:
    """A column for each life; what both share stands in both."""
    from glasshouse.engine.wording import say_date

    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    drawn.add_column("", width=DATE - 2, no_wrap=True)
    drawn.add_column(f"Under {regime}", ratio=3, overflow="fold")
    drawn.add_column("Without", ratio=2, overflow="fold")
    day = None
    for row in rows:
        date = say_date(row.date) if row.day != day else ""
        day = row.day
        sides = (row.both or row.life, row.both or row.twin)
        drawn.add_row(Text(date, style="bold"), *(_cell(side) for side in sides))
    console.print(drawn)


def _cell(entries: tuple[Entry, ...]) -> Text:
    parts = [
        Text(entry.text, style=STYLES[entry.tone]) + Text(f" {entry.cite}".rstrip(), style="dim") for entry in entries
    ]
    return Text("\n").join(parts)
