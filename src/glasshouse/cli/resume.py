"""``glasshouse resume``: go on with a run that was stopped."""

from __future__ import annotations

from glasshouse.cli import headline, say
from glasshouse.cli.options import Json, RunFolder, Threads
from glasshouse.cli.run import StoppedError
from glasshouse.kit import limits


def resume(run: RunFolder, threads: Threads = None, as_json: Json = False) -> int:
    """Go on with a run that was stopped or killed; its results are the same as if it never had been."""
    from glasshouse import verbs

    try:
        with say.progress(as_json) as progress:
            done = verbs.resume(run, limits.threads_within(threads), progress)
            page = verbs.report(done)
    except KeyboardInterrupt:
        raise StoppedError(run) from None
    headline.show(done, page, as_json)
    return 0
