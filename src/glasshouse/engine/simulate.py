"""The driver: cities are lived by a pool of threads, kept as they finish, and joined into the tables of a run."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from glasshouse.engine import kernels
from glasshouse.engine.checkpoint import drop_city, fields_path, load_city, save_city, save_fields
from glasshouse.engine.city import Plan, StoppedError, live_season, make_city, make_room, new_table
from glasshouse.engine.compile.ration import scale_names
from glasshouse.engine.tabulate import tabulate
from glasshouse.engine.world import World, make_world
from glasshouse.kit import files, jit
from glasshouse.kit.lock import only_process
from glasshouse.kit.memory import return_large_blocks
from glasshouse.population.firms import FIRMS
from glasshouse.regime.shelf import lasting
from glasshouse.results import record, store
from glasshouse.results.run import Run
from glasshouse.rulebook.read import DATA

Progress = Callable[[str, float], None]
CHECKPOINT_SECONDS = 10.0
SHORTEST_SECONDS = 1e-6
"""No run takes less, whatever a clock that was set back says."""
SCRATCH_BYTES = 100_000_000


@dataclass
class Watch:
    """What is shared by the threads of one run: how far they are, and whether to stop."""

    n_steps: int
    progress: Progress | None
    text: str
    run: str = ""
    done: int = 0
    occasions: int = 0
    peak: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    desk: threading.Lock = field(default_factory=threading.Lock)

    def step(self) -> None:
        """One season of one city is over."""
        with self.lock:
            self.done += 1
        self.see_memory()

    def see_memory(self) -> None:
        """Keep the peak of the memory in use."""
        self.peak = max(self.peak, psutil.Process().memory_info().rss)


def simulate(world: World, out: Path, threads: int = 1, progress: Progress | None = None) -> Run:
    """Live a world and keep it in the folder ``out``, which must be new.

    Raises
    ------
    RunError
        If the folder holds another run or cannot be written. What is finished is kept, and ``resume`` goes on.
    """
    store.new_folder(out)
    plan = Plan(world)
    with only_process(out):
        store.new_folder(out)  # asked again: another process may have been quicker
        manifest = record.begin(
            out, facts(world), threads, files_of(world), titles={each.id: each.regime.regime.title for each in world.regimes},
            grades=grades_of(plan), lists=lists_of(plan), labels=labels_of(plan), act_kinds={act.id: act.kind for act in plan.index.acts},
            kinds={each.id: each.regime.regime.kind for each in world.regimes}, parts=parts_of(world), **sample_of(world), **units_of(plan),
        )  # fmt: skip
        return _go_on(plan, out, threads, progress, manifest)


def resume(folder: Path, threads: int = 1, progress: Progress | None = None) -> Run:
    """Go on with a run that was stopped; it ends with the same tables as if it never had been.

    Raises
    ------
    RunError
        If a data file has changed since, or a file of the run is damaged (it is named).
    """
    manifest = record.read(folder)
    if manifest.state == "done":
        return Run(folder).settle()
    given = manifest.world
    world = make_world(
        given.asked or "+".join(given.regimes),
        given.population,
        given.persons,
        given.days / 365,
        given.seed,
        given.replicate,
        given.window_days,
        getattr(given, "also", "") or "",
        tuple((getattr(given, "changes", None) or {}).items()),
    )
    record.same_files(manifest, files_of(world))
    with only_process(folder):
        manifest = record.read(folder)
        if manifest.state == "running":
            return _go_on(Plan(world), folder, threads, progress, manifest)
    return Run(folder).settle()  # another process has ended it in the meantime


def _go_on(plan: Plan, out: Path, threads: int, progress: Progress | None, manifest: record.Manifest) -> Run:
    return_large_blocks()
    store.sweep_all(out)
    world = plan.world
    kernel_seconds = make_ready(plan, progress)
    before = psutil.Process().memory_info().rss
    started = time.perf_counter()
    finished = set(store.sound_cities(out, manifest.seal))
    cities = [city for city in range(world.n_cities) if city not in finished]
    watch = Watch(
        world.n_cities * plan.n_seasons, progress, living_words(world), manifest.seal, len(finished) * plan.n_seasons, peak=before
    )  # fmt: skip
    _live_cities(plan, out, cities, threads, watch)
    tables, digest = store.finish(out, manifest.seal)
    seconds = max(time.perf_counter() - started, SHORTEST_SECONDS)
    person_years = world.persons * world.days / 365
    record.close(
        out, manifest, tables, digest, seconds=seconds, person_years_per_second=person_years / seconds,
        bytes_per_person=max(watch.peak - before - SCRATCH_BYTES, 0) / world.persons,
        occasions_per_person_year=_occasions(out) / person_years, kernel_seconds=kernel_seconds,
    )  # fmt: skip
    return Run(out)


def _occasions(out: Path) -> int:
    """Live occasions of the whole run."""
    total = store.scan(out, "acts").select("occasions").sum().collect()["occasions"][0]
    return int(total or 0)


def make_ready(plan: Plan, progress: Progress | None) -> float:
    """Compile the kernels, or load them; says so in words. Returns the seconds it took."""
    which = "society" if plan.society else "alone"
    if progress and not jit.is_compiled(which):
        progress("Preparing the engine for this machine, once (about half a minute)", 0.0)
    started = time.perf_counter()
    gc.disable()  # the compiler makes millions of small objects that live: looking for garbage costs a fifth
    try:
        tiny = make_city(plan, 0, 1, most_places=0)
        kernels.run_places(
            plan.law, plan.stakes, tiny.traits, tiny.people, plan.new_batch(), new_table(plan, 1), tiny.pools, tiny.counts[0], tiny.stock,
            plan.no_log, 0, 0, 0, tiny.sizes, 0, 0, 1, 1, 1, tiny.fields, 0, plan.society,
        )  # fmt: skip
        kernels.run_crossing(
            plan.law, tiny.traits, tiny.people, tiny.pools, tiny.fields, tiny.sizes, 0, 0, 1, plan.society
        )
        jit.note_compiled(which)
    finally:
        gc.enable()
    return time.perf_counter() - started


def _live_cities(plan: Plan, out: Path, cities: list[int], threads: int, watch: Watch) -> None:
    """Each thread lives one city at a time; a world of few cities lets all threads share each."""
    shared = len(cities) < threads
    workers = 1 if shared else threads
    with ThreadPoolExecutor(threads) as inner, ThreadPoolExecutor(workers) as outer:
        waiting: set[Future[None]] = {
            outer.submit(
                _live_city, plan, out, city, threads if shared else 1, inner if shared and threads > 1 else None, watch
            )
            for city in cities
        }
        try:
            while waiting:
                done, waiting = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
                if watch.progress:
                    watch.progress(watch.text, min(watch.done / watch.n_steps, 1.0))
        except BaseException:
            watch.stop.set()
            for future in waiting:
                future.cancel()
            raise


def _live_city(plan: Plan, out: Path, number: int, tasks: int, pool: ThreadPoolExecutor | None, watch: Watch) -> None:
    """Live one city to its end and keep its tables."""
    if watch.stop.is_set():
        return
    city = load_city(out, plan, number, tasks, watch.run) or make_city(plan, number, tasks)
    batches = [plan.new_batch() for _ in range(tasks)]
    table = new_table(plan, len(city.sizes), tasks)
    kept = time.monotonic()
    try:
        while city.season < plan.n_seasons:
            code = live_season(city, table, batches, pool, watch.stop.is_set)
            if code != kernels.OK:
                with watch.lock:
                    make_room(plan, code)
                city = make_city(plan, number, tasks)
                table = new_table(plan, len(city.sizes), tasks)
                continue
            watch.step()
            away = abs(time.monotonic() - kept)  # a clock that jumps back must not put off what is due
            if away > CHECKPOINT_SECONDS and city.season < plan.n_seasons:
                save_city(out, city, watch.run)
                kept = time.monotonic()
    except StoppedError:
        return
    save_fields(out, city)
    with watch.desk:  # one city at a time becomes tables: that takes the most memory
        store.write_part(out, number, tabulate(city), watch.run, [fields_path(out, number)])
        watch.see_memory()
    drop_city(out, number)


def facts(world: World) -> record.WorldFacts:
    """The recipe of a run as it is recorded."""
    head = world.recipe.population
    return record.WorldFacts(
        regimes=[each.id for each in world.regimes], population=lasting(world.population), persons=world.persons, years=world.years, days=world.days,
        seed=world.seed, replicate=world.replicate, window_days=world.window_days, asked=lasting(world.asked), start_date=head.start_date.isoformat(),
        also="+".join(each.id for each in world.also), **({"firms": world.rows - world.persons} if world.recipe.firm else {}),
        **({"changes": dict(world.changes)} if world.changes else {}),
    )  # fmt: skip


def sample_of(world: World) -> dict[str, Any]:
    """What a run of a country is a sample of, for its record; nothing for other populations."""
    if world.country is None:
        return {}
    words = {"id", "label", "share", "settlement_persons"}
    classes = [each.model_dump(include=words) for each in world.recipe.size_class]
    return {"sample": {"of": world.country.persons, "district_persons": world.city_size, "classes": classes}}


def files_of(world: World) -> dict[str, str]:
    """SHA-256 of every data file that a world is read from."""
    found = [DATA / "acts.toml", DATA / "services.toml", world.population_file]
    found += world.country.files if world.country else ()
    for each in (*world.regimes, *world.also):
        found += sorted(
            path for path in each.folder.iterdir() if path.name in ("regime.toml", "acts.toml", "services.toml")
        )
    return {name_of(path): files.sha256(path) for path in found}


def name_of(path: Path) -> str:
    """A data file's name in the record: shipped ones below ``data/``, others by their folder and name."""
    return (
        path.relative_to(DATA).as_posix() if path.is_relative_to(DATA) else f"{path.resolve().parent.name}/{path.name}"
    )


def grades_of(plan: Plan) -> dict[str, list[str]]:
    """Grades of each graded regime, best first."""
    scales = zip(scale_names(plan.index), plan.index.scales, strict=True)
    return {name: [each.id for each in grades] for name, (_, _, grades) in scales}


def lists_of(plan: Plan) -> list[dict[str, str]]:
    """Lists with their kind."""
    return [{"id": f"{plan.index.regime_ids[r]}/{name}", "kind": each.kind} for r, name, each in plan.index.lists]


def parts_of(world: World) -> dict[str, str]:
    """Scores that another score of the same unit is made of, and that one: ``regime/part`` -> ``regime/whole``."""
    return {
        f"{each.id}/{part}": f"{each.id}/{score.id}"
        for each in world.regimes
        for score in each.regime.score
        for part in score.made_of
        if not score.is_mean
    }


def labels_of(plan: Plan) -> dict[str, dict[str, str]]:
    """What acts and services are called in words."""
    index = plan.index
    return {
        "acts": {act.id: act.label for act in index.acts},
        "services": {each.id: each.label for each in index.services},
    }


def units_of(plan: Plan) -> dict[str, list[str]]:
    """Which regimes and acts are about firms alone; nothing in a world without firms."""
    if not plan.world.recipe.firm:
        return {}
    regimes = [each.id for each in plan.world.regimes if each.regime.covers.unit == (FIRMS,)]
    return {"firm_regimes": regimes, "firm_acts": [act.id for act in plan.index.acts if act.by == FIRMS]}


def living_words(world: World) -> str:
    """What the progress bar says."""
    return f"{world.persons:,} synthetic people live {world.years:g} years"
