"""The result of a calibration as data: a point and an interval for each parameter, how near each target is, what sources contradict."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from pydantic import Field

from glasshouse.experiments.calibrate import Trial, aims
from glasshouse.experiments.calibration import CALIBRATIONS, Calibration, Contradiction, Other, calibration_ids
from glasshouse.kit.errors import InputError
from glasshouse.kit.figure import Block, Flag, Number, Whole, Word
from glasshouse.kit.files import write_whole
from glasshouse.rulebook.load import load_file

ALIKE = 2.0
"""Standard errors of the replicates within which two distances are alike."""
HOW = (
    "low and high: ends of the values in all trials that meet every target within its tolerance, or whose distance is that of the best "
    "within two standard errors of the replicates; with one such trial there is no interval"
)


class Head(Block):
    """What was calibrated; ``alike``: trials that the intervals come from."""

    id: Word
    title: Word
    regime: Word
    population: Word
    persons: Whole
    days: Whole
    seed: Whole
    replicates: Whole
    trials: Whole
    distance: Number
    alike: Whole
    how: Word
    starts_from: Word | None = None


class Parameter(Block):
    """A figure that was free: where it came to lie, and between which ends it is as good."""

    id: Word
    label: Word
    address: Word
    value: Number
    low: Number
    high: Number
    was_free_from: Number
    was_free_to: Number


class Met(Block):
    """A target: published beside ours, with the standard error over replicates."""

    id: Word
    label: Word
    published: Number
    ours: Number
    error: Number
    tolerance: Number
    met: Flag
    source: Word
    others: tuple[Other, ...] = ()


class Result(Block):
    """A whole ``*-result.toml``."""

    vocabulary: Whole = 1
    calibration: Head
    parameter: tuple[Parameter, ...] = Field(min_length=1)
    target: tuple[Met, ...] = Field(min_length=1)
    contradiction: tuple[Contradiction, ...] = ()

    @property
    def changes(self) -> tuple[tuple[str, float], ...]:
        """(address, value) of every parameter, as a world takes them."""
        return tuple((each.address, float(each.value)) for each in self.parameter)


def result_of(calibration: Calibration, trials: list[Trial]) -> Result:
    """The best trial, the trials that are as good, and what each target says of the best."""
    targets, tolerances = aims(calibration)
    distances = np.array([each.distance(targets, tolerances) for each in trials])
    best = trials[int(np.argmin(distances))]
    alike = [each for each in trials if is_alike(each, best, targets, tolerances)]
    head = calibration.calibration
    means, n = best.figures.mean(axis=0), len(best.figures)
    errors = best.figures.std(axis=0, ddof=1) / math.sqrt(n)
    earlier = load_result(head.starts_from) if head.starts_from else None
    free_ones = {free.address for free in calibration.free}
    unchanged = tuple(each for each in earlier.parameter if each.address not in free_ones) if earlier else ()
    spans = {free.id: [each.values[free.id] for each in alike] for free in calibration.free}
    return Result(
        calibration=Head(
            id=calibration.id, title=head.title, regime=head.regime, population=head.population, persons=head.persons, days=head.days,
            seed=head.seed, replicates=head.replicates, trials=len(trials), distance=_short(distances.min()), alike=len(alike), how=HOW,
            starts_from=head.starts_from,
        ),
        parameter=tuple(
            Parameter(
                id=free.id, label=free.label, address=free.address, value=_short(best.values[free.id]), low=_short(min(spans[free.id])),
                high=_short(max(spans[free.id])), was_free_from=free.low, was_free_to=free.high,
            )
            for free in calibration.free
        )
        + unchanged,
        target=tuple(
            Met(
                id=each.id, label=each.label, published=each.published, ours=_short(means[k]), error=_short(errors[k]),
                tolerance=each.tolerance, met=bool(abs(means[k] - targets[k]) <= tolerances[k]), source=each.source, others=each.others,
            )
            for k, each in enumerate(calibration.target)
        ),
        contradiction=calibration.contradiction + (earlier.contradiction if earlier else ()),
    )  # fmt: skip


def is_alike(trial: Trial, best: Trial, targets: np.ndarray, tolerances: np.ndarray) -> bool:
    """Does a trial meet all targets, or lie as near to them as the best, as far as the replicates can tell?

    All trials live the same replicates, so the difference of two distances is taken replicate by replicate left out (jackknife).
    """
    misses = (trial.figures.mean(axis=0) - targets) / tolerances
    if (np.abs(misses) <= 1).all():
        return True
    gap = trial.distance(targets, tolerances) - best.distance(targets, tolerances)
    n = len(trial.figures)
    left_out = [
        _without(trial, k).distance(targets, tolerances) - _without(best, k).distance(targets, tolerances)
        for k in range(n)
    ]
    error = math.sqrt((n - 1) / n * sum((each - sum(left_out) / n) ** 2 for each in left_out))
    return gap <= ALIKE * error


def _without(trial: Trial, replicate: int) -> Trial:
    return Trial(trial.number, trial.values, np.delete(trial.figures, replicate, axis=0))


def _short(value: float) -> float:
    return float(f"{float(value):.6g}")


def write_result(result: Result, path: Path) -> None:
    """Write the result as TOML that :func:`load_result` reads."""
    lines = [
        "# Written by glasshouse calibrate; the figures are assumptions that were led to published counts, never quoted as facts."
    ]
    lines += ["vocabulary = 1"]
    for name, value in result:
        if name == "vocabulary":
            continue
        for block in value if isinstance(value, tuple) else (value,):
            lines += ["", f"[[{name}]]" if isinstance(value, tuple) else f"[{name}]"]
            lines += [f"{word} = {_toml(each)}" for word, each in block if each not in ((), None)]
    write_whole(path, "\n".join(lines) + "\n")


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    if isinstance(value, Block):
        return "{ " + ", ".join(f"{word} = {_toml(each)}" for word, each in value) + " }"
    return repr(value)


def load_result(id_or_file: str | Path) -> Result:
    """Load the result of a shipped calibration by its id, or of one's own by its file.

    Raises
    ------
    InputError
        If there is none.
    RulebookError
        If the file has problems.
    """
    path = CALIBRATIONS / f"{id_or_file}-result.toml" if str(id_or_file) in calibration_ids() else Path(id_or_file)
    if not path.is_file():
        raise InputError(
            f"there is no result of a calibration '{id_or_file}'; make one with: glasshouse calibrate FILE"
        )
    return load_file(path, Result)
