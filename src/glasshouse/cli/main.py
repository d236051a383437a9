"""The list of commands, and what becomes of a mistake: one sentence and an exit code, never a stack trace.

0 done; 1 findings, failed cases, a life that does not match its record; 2 bad input; 3 a bug of ours; 130 stopped.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from glasshouse._version import __version__
from glasshouse.cli import calibrate, cases, check, diff, explain, regimes, report, resume, run, schema, show, story
from glasshouse.kit.errors import GlasshouseError

DONE, FOUND, BAD_INPUT, BUG, STOPPED = 0, 1, 2, 3, 130
DEBUG = "GLASSHOUSE_DEBUG"

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What the command line parser raises; its home has moved between versions, its place in this family has not."""

app = typer.Typer(
    name="glasshouse",
    help="A laboratory for social credit systems. Synthetic people; not a forecast; not for scoring anyone.",
    epilog="Start with: glasshouse run rongcheng+court-list --persons 100_000 --years 5",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module, command in (
    (run, "run"),
    (explain, "explain"),
    (resume, "resume"),
    (report, "report"),
    (regimes, "regimes"),
    (show, "show"),
    (diff, "diff"),
    (check, "check"),
    (cases, "cases"),
    (story, "story"),
    (schema, "schema"),
    (calibrate, "calibrate"),
):
    app.command(command)(getattr(module, command))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"glasshouse {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    _wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Keep the options of all commands in one place."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    try:
        code = app(given, prog_name="glasshouse", standalone_mode=False)
        sys.stdout.flush()
        if code == STOPPED:  # typer's own way to say Ctrl-C
            raise KeyboardInterrupt
        return code if isinstance(code, int) else DONE
    except typer.Exit as end:
        return end.exit_code
    except UsageError as problem:
        return _fail(_sentence(problem), BAD_INPUT, "See: glasshouse --help")
    except GlasshouseError as problem:
        _trace()
        return _fail(str(problem), problem.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _fail("Stopped. Nothing that was finished is lost.", STOPPED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except MemoryError:
        return _fail(
            "This machine has not enough memory for that. Ask for fewer persons, or use fewer threads.", BAD_INPUT
        )
    except Exception as problem:  # noqa: BLE001 - whatever a bug raises becomes one sentence
        _trace()
        return _fail(
            f"A bug of ours: {type(problem).__name__}: {_first_line(problem)}", BUG, f"With {DEBUG}=1 it says where."
        )


def _fail(sentence: str, code: int, more: str = "") -> int:
    print(f"{sentence} {more}".strip(), file=sys.stderr)
    return code


def _sentence(problem: Exception) -> str:
    said = getattr(problem, "format_message", lambda: str(problem))()
    return " ".join(said.split()).rstrip(".") + "."


def _first_line(problem: Exception) -> str:
    lines = str(problem).strip().splitlines()
    return (lines[0].rstrip(".") if lines else "no message") + "."


def _trace() -> None:
    if os.environ.get(DEBUG) == "1":
        import traceback

        traceback.print_exc()
