"""A life told again: replayed from its addresses, compared with the record, put into sentences, beside its twin."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from glasshouse.engine.checkpoint import load_fields
from glasshouse.engine.cite import titles_of
from glasshouse.engine.city import Plan, make_fields
from glasshouse.engine.events import events_of
from glasshouse.engine.fields import crossing
from glasshouse.engine.portrait import end_of, end_sentence, first_difference, same, side_by_side, who
from glasshouse.engine.replay import replay_place
from glasshouse.engine.sentences import Dated, Storyteller, tell
from glasshouse.engine.simulate import files_of
from glasshouse.engine.tabulate import persons
from glasshouse.engine.wakings import with_changes
from glasshouse.engine.wording import Event, say_date
from glasshouse.engine.world import World, make_world
from glasshouse.kit.errors import RunError
from glasshouse.results import record
from glasshouse.results.run import Run

START, AFTER = -1, 1
"""Days of sentences that stand before, and (after the last day) behind, a life."""


@dataclass(frozen=True)
class Explanation:
    """The life of one synthetic person.

    ``events`` hold everything; ``sentences`` tell it, each on its day of ``days`` (-1: before the life). A twin was
    never run, so that there is no record to match: its ``matches_record`` is none.
    """

    events: list[Event]
    sentences: list[str]
    end_state: dict[str, Any]
    matches_record: bool | None
    twin: Explanation | None = None
    days: list[int] = field(default_factory=list)
    compared: list[tuple[str, str, str]] = field(default_factory=list)
    """(what, here, there) where the ends of a life and its twin differ."""


@dataclass(frozen=True)
class Life:
    """One replayed life before it is told."""

    plan: Plan
    row: dict[str, Any]
    events: list[Event]
    who: list[str]

    @property
    def end(self) -> dict[str, Any]:
        """How it stands at the end."""
        return end_of(self.row)

    def last_date(self) -> str:
        """The last day."""
        return (self.plan.index.start + datetime.timedelta(days=self.plan.world.days - 1)).isoformat()


def explain(run: Run, person: int, under: str | None = None, as_data: bool = False) -> Explanation:
    """Tell the life of a person of a run again, and its twin ``under`` other regimes.

    Parameters
    ----------
    run
        A run; of one that is not done, the cities that are.
    person
        Number of the person in the country, from 0.
    under
        Regimes as for a run, such as ``"none"``.
    as_data
        Leave out the sentences.

    Raises
    ------
    RunError
        If a data file has changed since, or the person's city is not finished.
    """
    plan = plan_of(record.read(run.folder))
    world = plan.world
    recorded = recorded_row(run, person)
    crossed = load_fields(run.folder, person // world.city_size)
    life = live_again(plan, person, crossed)
    wrong = [name for name in {**recorded, **life.row} if not same(recorded.get(name), life.row.get(name))]
    dated = [] if as_data else told(life, wrong)
    twin, compared = None, []
    if under is not None:
        other_plan = Plan(twin_of(world, under))
        alike = {each.id for each in other_plan.world.regimes} == {each.id for each in world.regimes}
        other = live_again(other_plan, person, crossed if alike else crossed_under(other_plan, crossed))
        compared = side_by_side(life.end, other.end)
        twin = _explanation(other, [] if as_data else told(other, None, beside=life), None)
    return _explanation(life, dated, not wrong, twin, compared)


def plan_of(manifest: record.Manifest) -> Plan:
    """The world of a run, put together again and made ready; kept for the next question about the run.

    Raises
    ------
    RunError
        If a data file has changed since the run.
    """
    given = manifest.world
    asked = (
        given.asked or "+".join(given.regimes), given.population, given.persons, given.days / 365, given.seed,
        given.replicate, given.window_days, getattr(given, "also", ""),
        tuple((getattr(given, "changes", None) or {}).items()),
    )  # fmt: skip
    plan = _ready(asked, tuple(sorted(manifest.files.items())))
    try:
        record.same_files(manifest, files_of(plan.world))
    except RunError:
        _ready.cache_clear()
        raise
    return plan


@lru_cache(maxsize=2)
def _ready(asked: tuple[Any, ...], files: tuple[tuple[str, str], ...]) -> Plan:  # noqa: ARG001 - part of the key
    return Plan(make_world(*asked))


def twin_of(world: World, under: str) -> World:
    """The same people under other regimes, weighing the occasions of the world's own regimes too."""
    return make_world(
        under,
        world.population,
        world.persons,
        world.years,
        world.seed,
        world.replicate,
        world.window_days,
        world.asked,
        world.changes,
    )


def crossed_under(other: Plan, crossed: dict[str, np.ndarray]) -> dict[str, np.ndarray] | None:
    """What crosses a city's windows under other regimes: norms as recorded; nobody waits at a desk."""
    if not any(norm.among == "city" for norm in other.index.recipe.norm):
        return None
    return {**crossing(make_fields(other, 1, 1)), "follows": crossed["follows"]}


def recorded_row(run: Run, person: int) -> dict[str, Any]:
    """The person's row in the record."""
    found = run.scan("persons").filter(pl.col("person") == person).collect()
    if found.height != 1:
        raise RunError(f"{run.folder}: person {person} is not in the record yet. Resume the run, then ask again.")
    return found.row(0, named=True)


def live_again(plan: Plan, person: int, crossed: dict[str, np.ndarray] | None) -> Life:
    """Replay the person's place, watching the person."""
    place, j = divmod(person, plan.world.place_size)
    city, log = replay_place(plan, place, crossed, watched=j)
    row = persons(city).row(j, named=True)
    return Life(plan, row, with_changes(city, events_of(plan, log, city.people.points[j])), who(city, row, j))


def told(life: Life, wrong: list[str] | None, beside: Life | None = None) -> list[Dated]:
    """All sentences: who it is, what happened, how it ends, and how far it can be trusted."""
    plan = life.plan
    begin = [(START, sentence) for sentence in life.who]
    if beside is not None:
        begin = [(START, sentence) for sentence in twin_words(life, beside)]
    middle = tell(life.events)
    after = plan.world.days - 1 + AFTER
    end = [(after, end_sentence(plan, life.end, life.last_date()))]
    if wrong is not None:
        said = f"It differs in {', '.join(wrong)}; do not trust this run." if wrong else "It equals the record exactly."
        end.append((after, f"Lived again from its addresses. {said}"))
    text = "".join(sentence for _, sentence in middle)
    titles = [f"{key}: {title}" for key, title in titles_of(plan.world.regimes).items() if f"[{key}" in text]
    return [*begin, *middle, *end, *((after, f"Source {title}.") for title in titles)]


def twin_words(twin: Life, life: Life) -> list[str]:
    """What a twin is, and where the two lives part."""
    regimes = " and ".join(each.regime.regime.title for each in twin.plan.world.regimes)
    out = [f"The same person, with the same occasions, under: {regimes}."]
    if twin.plan.compiled.has_city_step and not np.array_equal(twin.plan.law, life.plan.law):
        out.append(
            "This world was not run as a whole city: its desks are taken to answer at once, whatever their capacity, its watchers "
            "to be everywhere, and its grades by rank to be nobody's."
        )
    apart = first_difference(life.events, twin.events)
    if not apart:
        return [*out, "The two lives do not differ in anything done, wanted or suffered."]
    names = "+".join(each.id for each in life.plan.world.regimes)
    said = [(f"under {names}", apart[0]), ("here", apart[1])]
    parts = [f"{where}: {Storyteller().say(event, [])}" for where, event in said if event is not None]
    day = next(event["date"] for event in apart if event is not None)
    return [*out, f"The two lives first differ on {say_date(day)}; {' '.join(parts)}"]


def _explanation(
    life: Life, dated: list[Dated], matches: bool | None, twin: Explanation | None = None, compared: Any = ()
) -> Explanation:
    days = [day for day, _ in dated]
    return Explanation(life.events, [text for _, text in dated], life.end, matches, twin, days, list(compared))
