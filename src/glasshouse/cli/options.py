"""The options that several commands share, each said once.

Numbers arrive as text and are read by ``kit.limits``, so that 1_000_000 is a number and a mistake gets one sentence.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object for scripts, and nothing else.")]
Threads = Annotated[
    str | None,
    typer.Option(
        "--threads", metavar="NUMBER", help="How many threads; also GLASSHOUSE_THREADS. Never changes a result."
    ),
]
Regimes = Annotated[
    str, typer.Argument(metavar="REGIMES", help="Ids or folders joined by +, such as rongcheng+court-list.")
]
RegimeArgument = Annotated[str, typer.Argument(metavar="REGIME", help="The id of a regime, or its folder.")]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.", show_default=False)]
Whose = Annotated[
    str | None,
    typer.Option(
        "--population",
        metavar="FILE",
        help="Whose groups, roles, kinds of place and norms are meant: an id or a file.",
        show_default="population.toml beside it",
    ),
]
