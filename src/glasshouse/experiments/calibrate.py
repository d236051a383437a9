"""Trials of a calibration: what is tried next is decided by the trials before, each lives the same replicate worlds, all is kept.

What is tried follows from the calibration and the finished trials alone, by number, so a calibration that was stopped ends alike.
"""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from glasshouse.engine.simulate import files_of, simulate
from glasshouse.engine.world import World, make_world
from glasshouse.experiments.calibration import Calibration, Free
from glasshouse.experiments.observe import observed
from glasshouse.experiments.straight import straight_guess
from glasshouse.kit.errors import RunError
from glasshouse.kit.files import write_whole
from glasshouse.kit.lock import only_process

Progress = Callable[[str, float], None]
KEPT = "trials.jsonl"
MADE_FROM = "made-from.json"
FIRST_TRIALS_PER_FREE = 1
"""Trials spread evenly over all ranges before any is led by others."""
NEAR = 1e-4
"""Shares of the ranges by which two trials must differ."""


@dataclass(frozen=True)
class Trial:
    """One setting of the free figures, and what each replicate world then counted."""

    number: int
    values: dict[str, float]
    figures: np.ndarray  # (replicate, target)

    def distance(self, targets: np.ndarray, tolerances: np.ndarray) -> float:
        """Sum over targets of the squared distance in tolerances, of the mean over replicates."""
        return float((((self.figures.mean(axis=0) - targets) / tolerances) ** 2).sum())


def trials_of(calibration: Calibration, folder: Path, threads: int, progress: Progress | None = None) -> list[Trial]:
    """Live all trials that are missing in a folder; all of them, in order.

    Raises
    ------
    RunError
        If the folder holds trials of another calibration, or of other data files.
    """
    head = calibration.calibration
    folder.mkdir(parents=True, exist_ok=True)
    with only_process(folder):
        _same_or_refused(folder, calibration)
        done = dict(_kept(folder))
        trials: list[Trial] = []
        for number in range(head.trials):
            kept = done.get(number, {})
            values = kept.get("values") or next_values(calibration, trials, number)
            rows: list[list[float]] = kept.get("figures", [])
            while len(rows) < head.replicates:
                replicate = len(rows)
                if progress:
                    share = (number + replicate / head.replicates) / head.trials
                    progress(_words(calibration, trials, number, replicate), share)
                rows = [*rows, live(calibration, values, replicate, threads)]
                done[number] = {"number": number, "values": values, "figures": rows}
                write_whole(folder / KEPT, "".join(json.dumps(done[each]) + "\n" for each in sorted(done)))
            trials.append(Trial(number, values, np.array(rows)))
        return trials


def live(calibration: Calibration, values: dict[str, float], replicate: int, threads: int) -> list[float]:
    """What one replicate world counts under these values, target by target."""
    with tempfile.TemporaryDirectory() as passing:
        run = simulate(world_of(calibration, values, replicate), Path(passing) / "run", threads)
        return [observed(run, target) for target in calibration.target]


def world_of(calibration: Calibration, values: dict[str, float], replicate: int) -> World:
    """The world of a trial."""
    head = calibration.calibration
    changes = {**start_of(calibration), **{free.address: values[free.id] for free in calibration.free}}
    return make_world(
        head.regime,
        head.population,
        head.persons,
        head.days / 365,
        head.seed,
        replicate,
        head.window_days,
        changes=tuple(changes.items()),
    )


def start_of(calibration: Calibration) -> dict[str, float]:
    """Address -> value of the calibration that this one starts from."""
    from glasshouse.experiments.calibrated import load_result

    earlier = calibration.calibration.starts_from
    return dict(load_result(earlier).changes) if earlier else {}


def next_values(calibration: Calibration, trials: list[Trial], number: int) -> dict[str, float]:
    """What trial ``number`` tries: first an even spread, then by turns a straight line's guess and Optuna's.

    Where it starts from another calibration, that one's values come before all.
    """
    start = start_of(calibration)
    if number == 0 and all(free.address in start for free in calibration.free):
        return {free.id: min(max(start[free.address], float(free.low)), float(free.high)) for free in calibration.free}
    n_first = FIRST_TRIALS_PER_FREE * len(calibration.free) + 1
    if number < n_first:
        return _named(calibration, _even_spread(len(calibration.free), number, calibration.calibration.seed))
    if (number - n_first) % 2 == 0:
        guess = straight_guess(*_as_arrays(calibration, trials))
        if guess is not None and all(
            np.abs(guess - place_of(calibration, each.values)).max() > NEAR for each in trials
        ):
            return _named(calibration, guess)
    return _optuna_guess(calibration, trials, number)


def _even_spread(n: int, number: int, seed: int) -> np.ndarray:
    """Point ``number`` of a scrambled Halton sequence; the first one is the middle of all ranges."""
    from scipy.stats import qmc

    if number == 0:
        return np.full(n, 0.5)
    point: np.ndarray = qmc.Halton(n, seed=seed).random(number)[-1]
    return point


def _optuna_guess(calibration: Calibration, trials: list[Trial], number: int) -> dict[str, float]:
    """Optuna's tree-structured Parzen estimator, asked anew with all finished trials and a seed of its own for each number."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    ranges: dict[str, Any] = {
        free.id: optuna.distributions.FloatDistribution(float(free.low), float(free.high), log=free.scale == "log")
        for free in calibration.free
    }
    targets, tolerances = aims(calibration)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        seed = (calibration.calibration.seed * 1_000_003 + number) % 2**32
        study = optuna.create_study(
            sampler=optuna.samplers.TPESampler(seed=seed, multivariate=True, n_startup_trials=1)
        )
    study.add_trials(
        [
            optuna.trial.create_trial(
                params=each.values, distributions=ranges, value=each.distance(targets, tolerances)
            )
            for each in trials
        ]
    )
    asked = study.ask(ranges)
    return {free.id: float(asked.params[free.id]) for free in calibration.free}


def aims(calibration: Calibration) -> tuple[np.ndarray, np.ndarray]:
    """(published figures, tolerances) of all targets."""
    return (
        np.array([float(each.published) for each in calibration.target]),
        np.array([float(each.tolerance) for each in calibration.target]),
    )


def place_of(calibration: Calibration, values: dict[str, float]) -> np.ndarray:
    """Where values lie within their ranges, 0 to 1."""
    return np.array([_share_of(free, values[free.id]) for free in calibration.free])


def _share_of(free: Free, value: float) -> float:
    if free.scale == "log":
        return float(np.log(value / free.low) / np.log(free.high / free.low))
    return float((value - free.low) / (free.high - free.low))


def _named(calibration: Calibration, place: np.ndarray) -> dict[str, float]:
    """The values at a place within all ranges, to six digits, as they are kept and shipped."""
    out = {}
    for free, share in zip(calibration.free, place, strict=True):
        low, high = float(free.low), float(free.high)
        value = low * (high / low) ** share if free.scale == "log" else low + (high - low) * share
        out[free.id] = min(max(float(f"{value:.6g}"), low), high)
    return out


def _as_arrays(calibration: Calibration, trials: list[Trial]) -> tuple[np.ndarray, np.ndarray]:
    targets, tolerances = aims(calibration)
    places = np.array([place_of(calibration, each.values) for each in trials])
    return places, np.array([(each.figures.mean(axis=0) - targets) / tolerances for each in trials])


def _words(calibration: Calibration, trials: list[Trial], number: int, replicate: int) -> str:
    head = calibration.calibration
    aimed = aims(calibration)
    best = f"; nearest so far {min(each.distance(*aimed) for each in trials):.3g}" if trials else ""
    return f"Trial {number + 1} of {head.trials}, world {replicate + 1} of {head.replicates}, {head.persons:,} synthetic people{best}"


def _same_or_refused(folder: Path, calibration: Calibration) -> None:
    """Refuse a folder that was begun with other words or other data files."""
    start = {free.id: float(free.low) for free in calibration.free}
    made = {
        "calibration": json.loads(calibration.model_dump_json()),
        "files": files_of(world_of(calibration, start, 0)),
        "starts_from": start_of(calibration),
    }
    more = made["calibration"]["calibration"].pop("trials")
    note = folder / MADE_FROM
    if not note.exists():
        if (folder / KEPT).exists():
            raise RunError(f"{folder} holds trials, and {MADE_FROM} is missing; choose a new folder.")
        write_whole(note, json.dumps(made, indent=1) + "\n")
        return
    if json.loads(note.read_text("utf-8")) != made:
        raise RunError(
            f"{folder} holds trials of another calibration, or data files have changed since; choose a new folder. "
            f"(Only 'trials', now {more}, may be raised.)"
        )


def _kept(folder: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    path = folder / KEPT
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        try:
            kept = json.loads(line)
        except ValueError:
            raise RunError(f"{path}: this file is damaged. Delete the folder, and calibrate again.") from None
        yield int(kept["number"]), kept
