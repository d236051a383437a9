"""What a run says when it is done: a few figures for people, or one object for scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse.cli import say

if TYPE_CHECKING:
    from glasshouse.results.run import Run

MEASURED = (
    "seconds",
    "person_years_per_second",
    "bytes_per_person",
    "occasions_per_person_year",
    "kernel_seconds",
)


def show(run: Run, page: Path, as_json: bool) -> None:
    """Print the headline results of a run, and where its page is."""
    from glasshouse.results.sample import say_sample

    manifest = run.manifest
    if as_json:
        measured = {word: manifest.get(word) for word in MEASURED}
        say.as_json({"run": str(run.folder), "digest": manifest["digest"], **measured, "page": str(page)})
        return
    say.line(f"{' + '.join(manifest['titles'].values()) or '+'.join(manifest['world']['regimes'])}")
    say.table(("", "", ""), figures(run), right=(1,))
    if sample := say_sample(manifest, shares=False):
        say.line(f"Sample  {sample}")
    say.line(f"Folder  {run.folder}")
    say.line(f"Page    {page}")
    say.line(f"({manifest['boundary']})")


def figures(run: Run) -> list[tuple[str, str, str]]:
    """Return the headline figures: words, number, unit. Units are never added up."""
    import polars as pl

    panel = run.panel
    world = run.manifest["world"]
    total = {name: int(panel[name].sum()) for name in panel.columns if panel[name].dtype == pl.Int64}
    people, listed = _listed_at_end(run)
    false = total["misread"] + total["invented"] + total["wrong_person"]
    share = f" ({listed / people:.1%})" if people else ""
    rows = [
        ("Synthetic people", world["persons"], f"persons, {world['years']:g} years"),
        ("On a bad list at the end", listed, f"persons{share}"),
        ("Entries to bad lists", total["entered"], "spells"),
        ("Deeds reported rightly", total["seen"], "reports"),
        ("Reported wrongly", false, "reports (misread, invented, wrong person)"),
        ("Forbidden acts given up", total["deterred"], "occasions"),
        ("Lawful acts given up for fear", total["chilled"], "occasions"),
        ("Acts done only for points", total["for_points"], "deeds"),
        ("Wants refused", total["refused"], "refusals"),
        ("  for what somebody else did", total["refused_by_tie"], "refusals"),
        ("Served on better terms", total["eased"], "uses"),
    ]
    rows += _of_firms(run) if run.has_firms else []
    return [(words, f"{number:,}", unit) for words, number, unit in rows] + _speed(run.manifest)


def _listed_at_end(run: Run) -> tuple[int, int]:
    """How many people there are, and how many of them stand on a bad list when the run ends.

    Counted person by person as on the page; a run that keeps only some of its people tells the last week's stock.
    """
    import polars as pl

    from glasshouse.outcomes.listed import listed_at_end

    if run.persons.height >= int(run.manifest["world"]["persons"]):
        end = listed_at_end(run)
        return run.persons.height, int(end["listed"].sum())
    panel = run.panel
    last = panel.filter(pl.col("week") == pl.col("week").max()).select(pl.col("persons", "on_bad_list").sum())
    return int(last["persons"][0] or 0), int(last["on_bad_list"][0] or 0)


def _of_firms(run: Run) -> list[tuple[str, int, str]]:
    """The same for firms, in short."""
    import polars as pl

    panel = run.firms.panel
    listed = panel.filter(pl.col("week") == pl.col("week").max())["on_bad_list"].sum()
    return [
        ("Firms that they run", int(run.manifest["world"]["firms"]), "firms"),
        ("  on a bad list at the end", int(listed), "firms"),
        ("  their deeds reported rightly", int(panel["seen"].sum()), "reports"),
        ("  forbidden acts given up", int(panel["deterred"].sum()), "occasions"),
        ("  wants refused", int(panel["refused"].sum()), "refusals"),
    ]


def _speed(manifest: dict[str, Any]) -> list[tuple[str, str, str]]:
    seconds, speed = manifest.get("seconds"), manifest.get("person_years_per_second")
    if not seconds or not speed:
        return []
    return [("Computed in", f"{seconds:.1f}", f"seconds ({speed:,.0f} person-years a second)")]
