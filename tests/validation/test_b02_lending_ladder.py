"""B02, the lending ladder of "Fairness is not static" (ml-fairness-gym): the long run reverses what one step says.

Levels 0 to 6, repaid with 0.10, 0.20, 0.45, 0.60, 0.65, 0.70, 0.70; a repaid loan lifts by one, another costs one. Two groups
start from different laws (means 3.6 and 2.6). Lent to all: drift 0.18 and 0.08 a loan, and one stationary law for both
(mean 2.228583). Lent from level 3 on: 0.8 and 0.6 are accepted and nobody who falls below comes back; still eligible after
10 / 25 / 50 / 100 days 0.57097 / 0.46285 / 0.32645 / 0.16240 and 0.35391 / 0.28687 / 0.20233 / 0.10065; loans until exclusion from
level 3, 4, 5, 6: 37.7381, 61.2302, 72.3413, 75.6746. Parameters are the published environment's, figures follow from the
chain. Caught here: a loan judged by the level after another one, a level lost twice, groups that share their start, a way
back from below.
"""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from validation.worlds import SEEDS, Figure, gof, live, mean, misfits, rejected, share, z4

import glasshouse as gh

REPAID = np.array([0.10, 0.20, 0.45, 0.60, 0.65, 0.70, 0.70])
START = {"majority": np.array([0, 0.1, 0.1, 0.2, 0.3, 0.3, 0]), "minority": np.array([0.1, 0.1, 0.2, 0.3, 0.3, 0, 0])}
LEVELS = np.arange(7)
ELIGIBLE = {
    "majority": {10: 0.57097, 25: 0.46285, 50: 0.32645, 100: 0.16240},
    "minority": {10: 0.35391, 25: 0.28687, 50: 0.20233, 100: 0.10065},
}
UNTIL_EXCLUSION = (37.7381, 61.2302, 72.3413, 75.6746)


def step(threshold: int) -> np.ndarray:
    """One day of the published chain."""
    out = np.eye(7)
    for level in range(threshold, 7):
        out[level] = 0
        out[level, min(level + 1, 6)] += REPAID[level]
        out[level, max(level - 1, 0)] += 1 - REPAID[level]
    return out


def levels(regime: str, persons: int, days: int, seed: int, group: str) -> np.ndarray:
    """Levels of a group at the end."""
    everybody = live(regime, persons, days, seed, people="borrowers").persons
    mine = everybody.filter(pl.col("group").cast(pl.String) == group)
    return mine[f"score_{Path(regime).name}/level"].to_numpy().astype(int)


def counts(regime: str, persons: int, days: int, group: str) -> list[np.ndarray]:
    return [np.bincount(levels(regime, persons, days, seed, group), minlength=7) for seed in SEEDS]


@pytest.mark.parametrize(("group", "published"), [("majority", (3.6, 0.59, 0.18)), ("minority", (2.6, 0.495, 0.08))])
def test_the_first_loan(group: str, published: tuple[float, float, float]) -> None:
    start, repaid, drift = START[group] @ LEVELS, START[group] @ REPAID, START[group] @ (step(0) - np.eye(7)) @ LEVELS
    assert [round(float(figure), 9) for figure in (start, repaid, drift)] == list(published)
    after = START[group] @ step(0)
    spread = float(after @ (LEVELS - after @ LEVELS) ** 2)
    z4(
        f"mean level after a loan, {group}",
        start + drift,
        [mean(levels("lending-open", 40_000, 1, seed, group), spread) for seed in SEEDS],
    )
    gof(f"levels after a loan, {group}", after, counts("lending-open", 40_000, 1, group))
    figures = []
    for seed in SEEDS:
        run = live("lending-open", 40_000, 1, seed, people="borrowers")
        mine = pl.col("group").cast(pl.String) == group
        loans = int(run.persons.filter(mine)["score_lending-open/loans"].sum())
        won = int(run.panel.filter(mine)["points_won"].sum()) - loans  # a point for each loan, and one for each repaid
        figures.append(share(won, loans, float(repaid)))
    z4(f"repaid, {group}", float(repaid), figures)


@pytest.mark.slow
@pytest.mark.parametrize(("group", "accepted", "repaid"), [("majority", 0.8, 0.65625), ("minority", 0.6, 0.625)])
def test_the_first_loan_from_level_3_on(group: str, accepted: float, repaid: float) -> None:
    assert math.isclose(START[group][3:].sum(), accepted)
    assert math.isclose(START[group][3:] @ REPAID[3:] / accepted, repaid)
    loans, won = [], []
    for seed in SEEDS:
        run = live("lending-threshold", 40_000, 1, seed, people="borrowers")
        mine = pl.col("group").cast(pl.String) == group
        people = run.persons.filter(mine)
        given = int(people["score_lending-threshold/loans"].sum())
        loans.append(share(given, people.height, accepted))
        won.append(share(int(run.panel.filter(mine)["points_won"].sum()) - given, given, repaid))
    z4(f"accepted, {group}", accepted, loans)
    z4(f"repaid if accepted, {group}", repaid, won)


@pytest.mark.slow
@pytest.mark.parametrize("group", START)
def test_lent_to_all_the_groups_end_alike(group: str) -> None:
    odds = np.r_[1, np.cumprod(REPAID[:-1] / (1 - REPAID[1:]))]
    law = odds / odds.sum()
    assert np.round(law, 6).tolist() == [0.514835, 0.064354, 0.023402, 0.026327, 0.045132, 0.097785, 0.228165]
    assert round(float(law @ LEVELS), 6) == 2.228583
    days = 1250
    assert np.abs(START[group] @ np.linalg.matrix_power(step(0), days) - law).max() < 1e-3
    found = counts("lending-open", 3_000, days, group)
    gof(f"levels in the end, {group}", law, found)
    misfits(START[group] @ np.linalg.matrix_power(step(0), 20), found)
    spread = float(law @ (LEVELS - law @ LEVELS) ** 2)
    figures = [Figure(float(each @ LEVELS / each.sum()), math.sqrt(spread / each.sum())) for each in found]
    z4(f"mean level in the end, {group}", float(law @ LEVELS), figures)


@pytest.mark.parametrize("group", START)
@pytest.mark.parametrize(
    "days", [10, 25, pytest.param(50, marks=pytest.mark.slow), pytest.param(100, marks=pytest.mark.slow)]
)
def test_who_is_still_eligible(group: str, days: int) -> None:
    expected = float((START[group] @ np.linalg.matrix_power(step(3), days))[3:].sum())
    assert round(expected, 5) == ELIGIBLE[group][days]
    found = [levels("lending-threshold", 20_000, days, seed, group) for seed in SEEDS]
    figures = [share((each >= 3).sum(), each.size, expected) for each in found]
    z4(f"eligible after {days} loans offered, {group}", expected, figures)
    rejected(float(START[group][3:].sum()), figures)


@pytest.mark.parametrize("level", [3, *(pytest.param(level, marks=pytest.mark.slow) for level in (4, 5, 6))])
def test_loans_until_exclusion(level: int, tmp_path: Path) -> None:
    """Everybody starts on one level. After 420 days 2 in a thousand are still eligible: the closed form stops there, too."""
    inside = step(3)[3:, 3:]
    steps = np.linalg.solve(np.eye(4) - inside, np.ones(4))
    assert round(float(steps[level - 3]), 4) == UNTIL_EXCLUSION[level - 3]
    days, persons = 420, 4_000
    alive = np.array([np.linalg.matrix_power(inside, n)[level - 3].sum() for n in range(days + 1)])
    expected = float(alive[:days].sum())
    second = float(((2 * np.arange(days) + 1) * alive[:days]).sum())
    folder = tmp_path / "lending-threshold"
    shutil.copytree(gh.show("lending-threshold").folder, folder)
    text = (folder / "regime.toml").read_text("utf-8")
    begin, end = text.index("start = ["), text.index("floor = 0")
    (folder / "regime.toml").write_text(f"{text[:begin]}start = {level}\n{text[end:]}", "utf-8")
    figures = []
    for seed in SEEDS:
        people = live(str(folder), persons, days, seed, people="borrowers").persons
        loans = people["score_lending-threshold/loans"].to_numpy()
        figures.append(Figure(float(loans.mean()), math.sqrt((second - expected**2) / persons)))
    z4(f"loans until exclusion from level {level} (published {UNTIL_EXCLUSION[level - 3]})", expected, figures)
    if level == 3:
        rejected(UNTIL_EXCLUSION[1], figures)
