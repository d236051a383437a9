"""What one can do with Glasshouse, verb by verb: the same for Python and for the command line.

Heavy parts (compiler, tables) are imported when a verb needs them.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from glasshouse.kit import limits
from glasshouse.kit.errors import InputError, RulebookError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from glasshouse.engine.cases import CaseResult
    from glasshouse.engine.explain import Explanation
    from glasshouse.engine.stories import ToldStory
    from glasshouse.engine.world import World
    from glasshouse.experiments.calibrated import Result
    from glasshouse.regime.check import CheckReport
    from glasshouse.regime.load import LoadedRegime
    from glasshouse.regime.story import Head
    from glasshouse.results.run import Run

Progress = Callable[[str, float], None]
"""Told what is happening in words, and the share that is done (0 to 1)."""

LONG_PERSON_YEARS = 500_000
"""From here on a run says beforehand what it will cost."""


MOST_TRIALS = 10_000


class People(NamedTuple):
    """Which recipe, and how many persons of it; ``None`` takes the recipe's own number, or what is usual for the regimes."""

    recipe: str | None = None
    persons: int | None = None


def population(recipe: str | None = None, persons: int | None = None) -> People:
    """Choose synthetic people: a recipe (``city``, ``village``, or a file) and how many of them; firms come on top.

    Without a recipe it is ``city``, or ``market-town`` where a regime covers firms.

    >>> population("city", persons=100_000)
    People(recipe='city', persons=100000)
    """
    return People(recipe, None if persons is None else limits.persons_within(persons))


def simulate(
    regimes: str,
    population: People | str | None = None,
    *,
    persons: int | None = None,
    years: float = 5,
    seed: int = 1,
    replicate: int = 0,
    window_days: int = 7,
    threads: int | None = None,
    out: str | Path | None = None,
    changes: Mapping[str, float] | None = None,
    progress: Progress | None = None,
) -> Run:
    """Let synthetic people live under one or several regimes, and keep the run in a folder.

    Parameters
    ----------
    regimes
        Ids or folders, joined by ``+``: ``"rongcheng+court-list"``; ``"none"`` for life without.
    population
        What :func:`population` gave, or the id of a recipe; by default ``city``, or ``market-town`` for regimes over firms.
    persons
        How many people, unless ``population`` says so.
    years
        Of 365 days.
    out
        A new folder; by default one under ``runs/`` named after the world.
    changes
        Address -> value of assumed figures that this world has otherwise (``regime/changes.py``).

    Raises
    ------
    InputError
        If something given is wrong, or disk or memory cannot hold it. Nothing is left half-written.
    """
    people = population if isinstance(population, People) else People(population)
    if persons is not None:
        people = people._replace(persons=persons)
    if people.persons is not None and out is not None:
        limits.room_for(limits.persons_within(people.persons), Path(out))
    world = make_world(regimes, people, years, seed, replicate, window_days, changes)
    n_threads = limits.threads_within(threads)
    folder = new_folder(regimes, people, years, seed) if out is None else Path(out)
    limits.room_for(world.persons, folder)

    from glasshouse.engine.simulate import simulate as live
    from glasshouse.results.store import new_folder as claim

    claim(folder)
    try:
        _say_cost(world, n_threads, progress)
        return live(world, folder, n_threads, progress)
    finally:
        with contextlib.suppress(OSError):
            folder.rmdir()  # only if nothing was written: a refused world leaves no folder behind


def make_world(
    regimes: str,
    people: People,
    years: float = 5,
    seed: int = 1,
    replicate: int = 0,
    window_days: int = 7,
    changes: Mapping[str, float] | None = None,
) -> World:
    """Put together the recipe of a run; every mistake is told here, before anything is computed."""
    persons = None if people.persons is None else limits.persons_within(people.persons)
    limits.days_of(years)
    seed, window_days = limits.seed_within(seed), limits.window_within(window_days)

    from glasshouse.engine.world import make_world as make

    return make(
        regimes,
        people.recipe,
        persons,
        float(years),
        seed,
        replicate,
        window_days,
        changes=tuple((changes or {}).items()),
    )


def new_folder(regimes: str, people: People, years: float, seed: int) -> Path:
    """Name a folder under ``runs/`` that does not exist yet."""
    from glasshouse.regime.shelf import usual_population

    names = "+".join(Path(part).name or part for part in regimes.split("+"))
    recipe = people.recipe or usual_population(regimes)
    size = f"-{people.persons}" if people.persons else ""
    name = re.sub(r"[^A-Za-z0-9+._-]+", "_", f"{names}-{recipe}{size}-{years:g}y-seed{seed}")
    folder, number = Path("runs") / name, 1
    while folder.exists():
        number += 1
        folder = Path("runs") / f"{name}-{number}"
    return folder


def resume(run: Run | str | Path, threads: int | None = None, progress: Progress | None = None) -> Run:
    """Go on with a run that was stopped; it ends with the same tables as if it never had been."""
    opened = open_run(run)
    if opened.is_done:
        return opened.settle()
    from glasshouse.engine.simulate import resume as go_on

    return go_on(opened.folder, limits.threads_within(threads), progress)


def open_run(folder: Run | str | Path) -> Run:
    """Open a run folder, done or not."""
    from glasshouse.results.run import Run

    return folder if isinstance(folder, Run) else Run(folder)


def explain(run: Run | str | Path, person: int, under: str | None = None) -> Explanation:
    """Tell the life of one person again, and its twin under another regime."""
    return open_run(run).explain(person, under=under)


def report(run: Run | str | Path) -> Path:
    """Write the page of a run; return where it is."""
    from glasshouse.pages.report import write_report

    return write_report(open_run(run))


def regimes() -> list[dict[str, Any]]:
    """List what can be run: id, title, kind, scores, sources."""
    from glasshouse.regime.registry import regime_ids

    return [_summary(show(regime)) for regime in regime_ids()]


def show(regime: str | Path) -> LoadedRegime:
    """Read one regime, by its id or its folder, with all that its folder brings; groups and roles may be anybody's."""
    from glasshouse.regime.load import load_regime
    from glasshouse.rulebook.known import ANYBODY

    return load_regime(regime, people=ANYBODY)


def check(path: str | Path, population: str | Path | None = None) -> CheckReport:
    """Find every problem of a regime or of another data file; nothing is run.

    ``population`` (an id or a file) is whose groups, roles, kinds of place and norms may be named: by default those of a
    ``population.toml`` beside the regime, or of all populations that ship.
    """
    from glasshouse.regime.check import CheckReport
    from glasshouse.regime.check import check as find_problems
    from glasshouse.regime.story_shelf import check_story_file, is_story

    try:
        if is_story(path):
            return check_story_file(path)
        return find_problems(path, population)
    except RulebookError as refused:
        return CheckReport(tuple(refused.problems), ())


def cases(regime: str | Path, population: str | Path | None = None) -> list[CaseResult]:
    """Play a regime's cases through the engine: does the rulebook do what its sentences say?

    The persons of the cases are of ``population``: by default that of a ``population.toml`` beside the regime, or that of a run
    without one.
    """
    from glasshouse.engine.cases import run_cases

    return list(run_cases(str(regime), population))


def stories() -> list[Head]:
    """List the stories that can be told: id, title, group, what they are about and modelled on."""
    from glasshouse.regime.story_shelf import load_story, story_ids

    heads = [load_story(name).story for name in story_ids()]
    return sorted(heads, key=lambda head: (head.group, head.start, head.id))


def story(
    id_or_file: str | Path, under: str | None = None, page: str | Path | None = None, progress: Progress | None = None
) -> ToldStory:
    """Tell a scripted life in a living city, beside the same life without the regime, and check what must come of it.

    Parameters
    ----------
    id_or_file
        A story that ships, or a file of one's own.
    under
        Other regimes in the place of the story's own, such as a changed copy.
    page
        Write the two lives side by side to this file, as a page that needs no network.

    Raises
    ------
    InputError
        If there is no such story, or its world cannot be made.
    RulebookError
        If a file has problems: all of them.
    """
    from glasshouse.engine.stories import play_story

    told = play_story(id_or_file, under, progress)
    if page is not None:
        from glasshouse.pages.story import write_story

        write_story(told, Path(page))
    return told


def diff(one: str | Path, other: str | Path) -> list[str]:
    """Say in words how the other rulebook differs from the one."""
    from glasshouse.rulebook.diff import diff as differences

    before, after = show(one), show(other)
    return differences(before.regime, after.regime)


def schema(file: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of data file: regime, cases, population, story, acts, services."""
    from glasshouse.population.recipe import Recipe
    from glasshouse.regime.case import Cases
    from glasshouse.regime.model import Regime
    from glasshouse.regime.story import Story
    from glasshouse.rulebook.catalogue import Acts, Services
    from glasshouse.rulebook.schema import json_schema

    models: dict[str, type[BaseModel]] = {
        "regime": Regime,
        "cases": Cases,
        "population": Recipe,
        "story": Story,
        "acts": Acts,
        "services": Services,
    }
    return json_schema(models[file])


def calibrate(
    calibration: str | Path,
    *,
    out: str | Path | None = None,
    trials: int | str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> tuple[Result, Path]:
    """Move the free, assumed figures of a calibration until what is counted meets what was published.

    The trials are kept in the folder ``out`` and go on where they were stopped; ``result.toml`` there holds the result, which is
    returned with its path. ``glasshouse run --changes`` lives a world with it.

    Raises
    ------
    InputError
        If something given is wrong. A calibration may free only assumptions, and aim only at published observations.
    """
    from glasshouse.experiments.calibrate import trials_of
    from glasshouse.experiments.calibrated import result_of, write_result
    from glasshouse.experiments.calibration import load_calibration

    asked = load_calibration(calibration)
    if trials is not None:
        number = limits.whole("trials", trials)
        if not 2 <= number <= MOST_TRIALS:
            raise InputError(f"trials: must be from 2 to {MOST_TRIALS}; got {number}. Write for example 60.")
        asked = asked.model_copy(update={"calibration": asked.calibration.model_copy(update={"trials": number})})
    folder = Path("runs") / f"calibrate-{asked.id}" if out is None else Path(out)
    result = result_of(asked, trials_of(asked, folder, limits.threads_within(threads), progress))
    path = folder / "result.toml"
    write_result(result, path)
    return result, path


def _summary(loaded: LoadedRegime) -> dict[str, Any]:
    return {
        "id": loaded.id,
        "title": loaded.regime.regime.title,
        "kind": loaded.regime.regime.kind,
        "scores": [score.id for score in loaded.regime.score],
        "sources": sorted(loaded.sources),
    }


def _say_cost(world: World, threads: int, progress: Progress | None) -> None:
    """Say what a long run will cost, and refuse one that does not fit in memory."""
    if world.persons * world.years < LONG_PERSON_YEARS:
        return
    from glasshouse.engine.cost import estimate

    cost = estimate(world, threads, progress)
    limits.memory_for(cost.bytes_memory)
    if progress:
        progress(cost.say(), 0.0)
