"""``glasshouse run``: people live under regimes; a folder, a table, a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glasshouse.cli import headline, say
from glasshouse.cli.options import Json, Regimes, Threads
from glasshouse.kit import limits
from glasshouse.kit.errors import GlasshouseError


def run(
    regimes: Regimes,
    persons: Annotated[str | None, typer.Option(metavar="NUMBER", help="How many people, such as 1_000_000.")] = None,
    years: Annotated[str, typer.Option(metavar="NUMBER", help="How many years of 365 days.")] = "5",
    seed: Annotated[
        str, typer.Option(metavar="NUMBER", help="Which people and chances; the same gives the same.")
    ] = "1",
    population: Annotated[
        str | None,
        typer.Option(
            help="The recipe of the people: city, movers, village, country, market-town, or a file.",
            show_default="city; market-town for firms",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A new folder for the run.", show_default="one under runs/")] = None,
    window_days: Annotated[
        str, typer.Option(metavar="NUMBER", help="Days that each person lives alone; divides 84.")
    ] = "7",
    changes: Annotated[
        str | None, typer.Option(metavar="FILE", help="Figures as calibrated: an id or a result.toml.")
    ] = None,
    threads: Threads = None,
    as_json: Json = False,
) -> int:
    """Let synthetic people live under one or several regimes."""
    from glasshouse import verbs

    people = verbs.population(population, None if persons is None else limits.persons_within(persons))
    whole_seed = limits.seed_within(seed)
    limits.days_of(years)
    calibrated = None
    if changes is not None:
        from glasshouse.experiments.calibrated import load_result

        calibrated = dict(load_result(changes).changes)
    folder = out or verbs.new_folder(regimes, people, float(years), whole_seed)
    try:
        with say.progress(as_json) as progress:
            done = verbs.simulate(
                regimes,
                people,
                years=float(years),
                seed=whole_seed,
                window_days=limits.window_within(window_days),
                threads=limits.threads_within(threads),
                out=folder,
                changes=calibrated,
                progress=progress,
            )
            if progress:
                progress("Drawing the page", 1.0)
            page = verbs.report(done)
    except KeyboardInterrupt:
        raise StoppedError(folder) from None
    headline.show(done, page, as_json)
    return 0


class StoppedError(GlasshouseError):
    """Somebody pressed Ctrl-C while a run went on."""

    exit_code = 130

    def __init__(self, folder: Path) -> None:
        begun = (folder / "manifest.json").exists()
        kept = (
            f"What was finished is kept; go on with: glasshouse resume {folder}"
            if begun
            else "Nothing was computed yet."
        )
        super().__init__(f"StoppedError. {kept}")
