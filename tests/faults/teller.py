"""Many commands in one process, as lines of JSON: starting Python for each would take most of the time.

``["open", folder]`` opens a run by the API and reads all of it; every other line is a command of ``glasshouse``. A
process that a damaged file brings down is seen by whoever asks, and is a wrong answer.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


def answer(command: list[str]) -> dict[str, Any]:
    from glasshouse.cli import main as glasshouse

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = opened(Path(command[1])) if command[0] == "open" else glasshouse(command)
    return {"code": code, "out": out.getvalue(), "err": err.getvalue()}


def opened(folder: Path) -> int:
    """Print the content of all tables as fingerprints."""
    from glasshouse.kit.errors import GlasshouseError
    from glasshouse.results.fingerprint import Fingerprint
    from glasshouse.results.run import Run
    from glasshouse.results.schema import TABLES

    try:
        run = Run(folder)
        prints = {}
        for name in TABLES:
            prints[name] = Fingerprint()
            prints[name].add(getattr(run, name).to_arrow())
        said = {name: each.hexdigest() for name, each in prints.items()}
        print(json.dumps({"digest": run.digest, "done": run.is_done, "damage": run.damage(), **said}))
    except GlasshouseError as problem:
        print(str(problem), file=sys.stderr)
        return problem.exit_code
    return 0


if __name__ == "__main__":
    main()
