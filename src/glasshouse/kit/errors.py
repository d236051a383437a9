"""The errors of Glasshouse, one tree.

GlasshouseError            anything this package says on purpose; carries the exit code
├── InputError         2   something given is wrong: an id, a path, an option
│   ├── RulebookError  2   a data file has problems: all of them, each with file and line
│   └── RunError       2   a run folder is missing, foreign or damaged
└── InternalError      3   a bug of ours, said in one sentence
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

SHOWN_PROBLEMS = 200
LONGEST_MESSAGE = 900


class GlasshouseError(Exception):
    """Anything this package says on purpose."""

    exit_code = 3


class InputError(GlasshouseError):
    """Something given is wrong; the sentence says what, what is allowed, and what to do."""

    exit_code = 2


class RunError(InputError):
    """A run folder is missing, foreign or damaged."""


class InternalError(GlasshouseError):
    """A bug of ours."""


class Problem(NamedTuple):
    """One problem of one file; lines count from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}  {self.message}"


def in_one_line(said: str) -> str:
    r"""A sentence that quotes a file, whatever the file holds: printable, on one line, cut where nobody reads on.

    >>> in_one_line("unknown word 'a\nb'")
    "unknown word 'a\\nb'"
    """
    said = said[:LONGEST_MESSAGE]
    if not said.isprintable():
        said = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in said)
    return said if len(said) < LONGEST_MESSAGE else f"{said[: LONGEST_MESSAGE - 3]}..."


class RulebookError(InputError):
    """Data files with problems: all of them at once.

    >>> print(RulebookError([Problem("demo.toml", 3, "unknown word 'pionts'; did you mean 'points'?")]))
    RulebookError: 1 problem in demo.toml
      line 3  unknown word 'pionts'; did you mean 'points'?
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(dict.fromkeys(problems))
        super().__init__(say_problems(self.problems))

    @property
    def as_dicts(self) -> list[dict[str, str | int]]:
        """The problems for ``--json``."""
        return [problem._asdict() for problem in self.problems]


def say_problems(problems: Sequence[Problem], heading: str = "RulebookError: ", noun: str = "problem") -> str:
    """Problems as text: a heading, then one line each, by file."""
    by_file = [(file, list(rows)) for file, rows in groupby(sorted(problems), key=lambda problem: problem.file)]
    count = f"{len(problems)} {noun}" + ("" if len(problems) == 1 else "s")
    where = by_file[0][0] if len(by_file) == 1 else f"{len(by_file)} files"
    text = [f"{heading}{count} in {where}"]
    for file, rows in by_file:
        if len(by_file) > 1:
            text.append(f" {file}")
        text += [f"  {row}" for row in rows[:SHOWN_PROBLEMS]]
        if len(rows) > SHOWN_PROBLEMS:
            text.append(f"  ... and {len(rows) - SHOWN_PROBLEMS} more")
    return "\n".join(text)
