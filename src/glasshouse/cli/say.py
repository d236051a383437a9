"""How commands speak: results on the standard output, progress and mistakes beside it."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from glasshouse.verbs import Progress

QUIET_SECONDS = 10.0
"""Without a terminal, a line at most this often while the words stay the same."""


def as_json(answer: Any) -> None:
    """Print one JSON value."""
    print(json.dumps(answer, ensure_ascii=False, indent=2, default=_plain))


def line(text: str = "") -> None:
    """Print one line of a result."""
    print(text)


def table(heads: Sequence[str], rows: Sequence[Sequence[Any]], right: Sequence[int] = ()) -> None:
    """Print a table; ``right`` names the columns of numbers."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, show_header=any(heads))
    for number, head in enumerate(heads):
        drawn.add_column(head, justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(plain(cell) for cell in row))
    Console(width=None if sys.stdout.isatty() else 120, highlight=False).print(drawn)


def plain(cell: Any) -> Any:
    """Return a cell as text in which nothing is taken for markup."""
    from rich.text import Text

    return Text(str(cell))


@contextlib.contextmanager
def progress(as_json: bool) -> Iterator[Progress | None]:
    """Show what is happening in words: a bar on a terminal, a few lines elsewhere, nothing with ``--json``."""
    if as_json:
        yield None
    elif sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:
        yield _Lines()


@contextlib.contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=1.0)
        said = ""

        def tell(words: str, share: float) -> None:
            nonlocal said
            if words != said and share == 0.0:
                bar.console.print(words, highlight=False, markup=False)
            said = words
            bar.update(task, description=words.replace("[", "\\["), completed=share)

        yield tell


class _Lines:
    """Progress where there is no terminal: a line for each new thing, then one now and then."""

    def __init__(self) -> None:
        self._words, self._last = "", 0.0

    def __call__(self, words: str, share: float) -> None:
        """Say it, unless the same was said a moment ago."""
        now = time.monotonic()
        if words == self._words and (now - self._last < QUIET_SECONDS or share >= 1):
            return
        done = f" ({share:.0%})" if 0 < share < 1 else ""
        print(f"{words}{done}", file=sys.stderr, flush=True)
        self._words, self._last = words, now


def _plain(value: Any) -> Any:
    """Turn what JSON does not know (numpy numbers, paths, dates) into what it knows."""
    if hasattr(value, "item"):
        return value.item()
    if hasattr(value, "_asdict"):
        return value._asdict()
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value)
