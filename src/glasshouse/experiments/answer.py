"""Answering a question: its worlds are run, its measure is taken, each figure is held against the published one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from glasshouse.experiments.question import Published, Question, World
from glasshouse.kit.errors import InputError
from glasshouse.results.run import Run

Runs = Mapping[str, Sequence[Run]]
"""World -> its runs, one for each seed."""
Measured = Mapping[str, tuple[float, float]]
"""Figure -> (value, standard error); the error is 0 where nothing was drawn."""
Progress = Callable[[str, float], None]

NORMAL_95 = 1.959964


@dataclass(frozen=True)
class Answer:
    """One figure: what was published, what we found, and whether the two agree."""

    figure: Published
    value: float
    error: float

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of what we found."""
        half = NORMAL_95 * self.error
        return self.value - half, self.value + half

    @property
    def distance(self) -> float:
        """Standard errors between ours and the published figure; 0 if they are equal, infinite if only nothing was drawn."""
        gap = self.value - float(self.figure.published)
        return gap / self.error if self.error else (0.0 if abs(gap) <= 1e-9 else float("inf") * (1 if gap > 0 else -1))

    @property
    def agrees(self) -> bool:
        """Does the figure pass the test that its question names?"""
        low, high = self.interval
        wanted, test = float(self.figure.published), self.figure.test
        if test == "EQ":
            d = float(self.figure.tolerance or 0)
            return wanted - d <= low and high <= wanted + d
        if test == "SGN":
            return low > 0 if wanted > 0 else high < 0
        return abs(self.distance) <= 4 if test == "Z4" else abs(self.value - wanted) <= 1e-9


def measure_of(question: str) -> Callable[[Runs], Measured]:
    """The function ``measure`` of a question's file in ``experiments/measures``.

    Raises
    ------
    InputError
        If there is none.
    """
    name = question.replace("-", "_")
    try:
        found: Callable[[Runs], Measured] = import_module(f"glasshouse.experiments.measures.{name}").measure
    except ModuleNotFoundError:
        raise InputError(f"question '{question}': write how it is measured in experiments/measures/{name}.py") from None
    return found


def answer(question: Question, room: Path | None = None, progress: Progress | None = None) -> list[Answer]:
    """Run all worlds of a question and compare all its figures, in the order of the file.

    Parameters
    ----------
    room
        A folder for the runs, which is left; without it they go to a temporary one.
    progress
        Told what is happening in words, and the share that is done.

    Raises
    ------
    InputError
        If the measure gives no value for a figure of the question.
    """
    with tempfile.TemporaryDirectory() as passing:
        runs = live(question, room or Path(passing), progress)
        found = measure_of(question.id)(runs)
    missing = [figure.id for figure in question.figure if figure.id not in found]
    if missing:
        raise InputError(f"question '{question.id}': its measure gives no {', '.join(missing)}")
    return [Answer(figure, *(float(part) for part in found[figure.id])) for figure in question.figure]


def changes_of(world: World) -> tuple[tuple[str, float], ...]:
    """(address, value) of the figures that a world of a question has otherwise: as calibrated, then its own."""
    from glasshouse.experiments.calibrated import load_result

    calibrated = load_result(world.calibrated).changes if world.calibrated else ()
    return tuple({**dict(calibrated), **{at: float(value) for at, value in world.changes.items()}}.items())


def live(question: Question, room: Path, progress: Progress | None = None) -> dict[str, list[Run]]:
    """Run each world of a question once for each of its seeds."""
    from glasshouse.engine.simulate import simulate
    from glasshouse.engine.world import make_world
    from glasshouse.kit.limits import threads_within

    total = sum(len(world.seeds) for world in question.world)
    done = 0
    runs: dict[str, list[Run]] = {}
    for world in question.world:
        runs[world.id] = []
        for seed in world.seeds:
            if progress:
                progress(f"{question.id}: {world.persons:,} synthetic people, {world.id}, seed {seed}", done / total)
            made = make_world(
                world.regime, world.population, world.persons, world.days / 365, seed, 0, world.window_days,
                changes=changes_of(world),
            )  # fmt: skip
            runs[world.id].append(simulate(made, room / f"{question.id}-{world.id}-{seed}", threads_within(None)))
            done += 1
    return runs
