"""``report.html``: one self-contained page per run, written atomically into the run's folder."""

from __future__ import annotations

import importlib.resources
import json
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import jinja2
import polars as pl
from markupsafe import Markup

from glasshouse.kit.files import write_whole
from glasshouse.kit.seal import sealed
from glasshouse.outcomes.outcome import Record
from glasshouse.pages.firms import about_firms
from glasshouse.pages.section import Section
from glasshouse.pages.sections.all import SECTIONS
from glasshouse.pages.words import join, plain, sentence, short_title, whole, years
from glasshouse.results.sample import say_sample

BOUNDARY = "synthetic people; not a forecast; not for scoring anyone"
STRIP = ("sight", "listed", "refusals", "burden", "choices", "stays", "perks", "grades", "scores", "flows")
"""The sections whose figures stand at the top, by precedence."""
MOST_IN_STRIP = 6
MOST_CHANGES = 4
MOST_IN_TITLE = 4
NOT_REAL = {
    "myth": "a myth: nobody runs it, and it is told here as its tellers have it",
    "fiction": "fiction",
}
"""What the page says of a regime of these kinds; the others are, or were, in force somewhere."""


class Kept(Record, Protocol):
    """A run that has a folder."""

    @property
    def folder(self) -> Path:
        """Where its files are."""
        ...


def write_report(run: Kept) -> Path:
    """Write ``report.html`` into the run's folder; an older page stays until the new one is complete."""
    target = run.folder / "report.html"
    write_whole(target, sealed(report_html(run)))
    return target


def report_html(run: Record) -> str:
    """The whole page as text."""
    sections = [section(run) for section in SECTIONS]
    told = [section for section in sections if not section.nothing]
    firms = getattr(run, "firms", None) if getattr(run, "has_firms", False) else None
    told += about_firms(firms) if firms is not None else []
    has_charts = any(
        chart.kind in ("plot", "small", "dots") and chart.plot
        for part in told
        for chart in part.charts
        if hasattr(chart, "plot")
    )
    loader = jinja2.PackageLoader("glasshouse.pages", ".")
    shelf = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    shelf.filters["json"] = _json
    return shelf.get_template("report.html.j2").render(
        boundary=str(run.manifest.get("boundary") or BOUNDARY),
        title=title_of(run),
        standfirst=_standfirst(run, bool(told)),
        unfinished=run.manifest.get("state") == "running",
        strip=_strip(told),
        sections=told,
        silent=[section for section in sections if section.nothing],
        colophon=_colophon(run),
        files=sorted((run.manifest.get("files") or {}).items()),
        css=Markup(_text("report.css")),
        script=Markup(_text("report.js")),
        plotly=Markup(_plotly()) if has_charts else "",
    )


def title_of(run: Record) -> str:
    """What world it was, in one sentence."""
    world = run.manifest["world"]
    regimes = list(world["regimes"])
    under = f"under {join([short_title(run, r) for r in regimes])}"
    if regimes in ([], ["none"]):
        under = "without a social credit system"
    elif len(regimes) > MOST_IN_TITLE:
        under = f"under {len(regimes)} systems at once"
    firms = f", and ran {int(world['firms']):,} firms" if world.get("firms") else ""
    return f"{int(world['persons']):,} synthetic people lived {years(float(world['years']))} {under}{firms}"


def _standfirst(run: Record, anything: bool) -> str:
    """Two sentences under the title."""
    if not anything:
        return (
            "Nothing is watched, scored, listed or refused here. This is the world that the others are compared with."
        )
    cities = run.panel["city"].n_unique()
    one, many = ("district", "districts") if run.manifest.get("sample") else ("city", "cities")
    place = f"one {one}" if cities == 1 else f"{cities:,} {many}"
    return (
        (
            f"They live in {place}{_of_all(run)}, meet the same temptations and wants that they would meet in any other world, and are "
            "watched, scored and listed as the rulebooks say. This page counts what the system saw and did, and to whom."
        )
        + _systems(run)
        + _law_changes(run)
    )


def _systems(run: Record) -> str:
    """In the standfirst: which systems these are if the title has no room for them, and which of them never were."""
    regimes, kinds = list(run.manifest["world"]["regimes"]), run.manifest.get("kinds") or {}
    titles = [short_title(run, each) for each in regimes]
    said = f" In force are {join(titles)}." if len(regimes) > MOST_IN_TITLE else ""
    for kind, what in NOT_REAL.items():
        some = [title for each, title in zip(regimes, titles, strict=True) if kinds.get(each) == kind]
        is_are = "is" if len(some) == 1 else "are each"
        said += f" {sentence(join(some))} {is_are} {what}." if some else ""
    return said


def _law_changes(run: Record) -> str:
    """In the standfirst: what woke or was put to sleep on the way, from the first day on which any city came so far."""
    first = run.steers.group_by("clause", "awake", maintain_order=True).agg(pl.col("day").min())
    said = [
        f"{row['clause'].partition('/')[2]} {'came into force' if row['awake'] else 'ended'} on day {row['day']:,}"
        for row in first.iter_rows(named=True)
    ]
    if not said:
        return ""
    more = [f"{len(said) - MOST_CHANGES} more"] if len(said) > MOST_CHANGES else []
    return f" The law changed on the way, as steers of the rulebook say: {join([*said[:MOST_CHANGES], *more])}."


def _of_all(run: Record) -> str:
    """In the standfirst of a country's page: which part of it these people are."""
    sample, persons = run.manifest.get("sample"), int(run.manifest["world"]["persons"])
    if not sample or persons >= sample["of"]:
        return ""
    return f", a sample of {whole(persons)} in {whole(sample['of'])} people"


def _strip(told: list[Section]) -> list[Section]:
    """The sections whose figures stand at the top, at most six."""
    by_id = {section.outcome.id.removeprefix("firms-"): section for section in reversed(told)}
    chosen = [by_id[name] for name in STRIP if name in by_id and by_id[name].figure][:MOST_IN_STRIP]
    return chosen[: len(chosen) // 3 * 3] if len(chosen) > 3 else chosen


def _colophon(run: Record) -> list[tuple[str, str]]:
    """What was run, with what, where: enough to run it again."""
    manifest, world = run.manifest, run.manifest["world"]
    titles = manifest.get("titles") or {}
    versions = ", ".join(f"{name} {version}" for name, version in (manifest.get("versions") or {}).items())
    facts: dict[str, Any] = {
        "Systems in force": "; ".join(f"{titles.get(regime, regime)} ({regime})" for regime in world["regimes"]),
        "People": f"{int(world['persons']):,}, recipe '{world.get('population', '?')}'",
        "Sample of the country": say_sample(manifest),
        "Figures changed": "; ".join(f"{at}: {value:g}" for at, value in (world.get("changes") or {}).items()),
        "Time": f"{years(float(world['years']))}, {int(world.get('days') or 0):,} days",
        "Window": f"{world['window_days']} days" if "window_days" in world else "",
        "Seed": f"{world.get('seed', '?')}, replicate {world.get('replicate', 0)}",
        "Digest of all tables": manifest.get("digest"),
        "Glasshouse": manifest.get("glasshouse"),
        "With": versions,
        "Machine": _machine(manifest.get("machine")),
        "Run": _when(manifest),
        "Sample": _sample(run),
    }
    return [(name, str(fact)) for name, fact in facts.items() if fact]


def _sample(run: Record) -> str:
    """Whether figures by place rest on a sample of people."""
    kept, lived = run.persons.height, int(run.manifest["world"]["persons"])
    return f"figures about single persons rest on {kept:,} of {lived:,} people, whole places" if kept < lived else ""


def _machine(machine: Any) -> str:
    return ", ".join(f"{k} {v}" for k, v in machine.items()) if isinstance(machine, dict) else str(machine or "")


def _when(manifest: Any) -> str:
    started = manifest.get("started")
    try:
        day = datetime.fromisoformat(str(started)).strftime(
            "%d %B %Y, %H:%M UTC" if "+00" in str(started) else "%d %B %Y, %H:%M"
        )
    except ValueError:
        day = str(started or "")
    took = f"{plain(float(manifest['seconds']))} seconds" if manifest.get("seconds") else ""
    speed = manifest.get("person_years_per_second")
    chances = manifest.get("occasions_per_person_year")
    parts = [day, took, f"{whole(float(speed))} person-years per second" if speed else ""]
    parts += [f"{plain(float(chances))} occasions per person-year" if chances else ""]
    return ", ".join(part for part in parts if part)


def _json(value: Any) -> Markup:
    """JSON that is safe inside a script block."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _text(name: str) -> str:
    return importlib.resources.files("glasshouse.pages").joinpath(name).read_text(encoding="utf-8")


def _plotly() -> str:
    """The chart library as the package ships it; read as a file, for importing it takes a second."""
    source = importlib.resources.files("plotly").joinpath("package_data", "plotly.min.js").read_text(encoding="utf-8")
    return source.replace("</script", "<\\/script")
