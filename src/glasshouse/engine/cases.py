"""Cases: does a rulebook do what its sentences say? The kernels that live a city play each, with one household."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from glasshouse.engine.case_check import problems
from glasshouse.engine.case_letters import send
from glasshouse.engine.case_names import Names, UnplayableError
from glasshouse.engine.case_script import Script, among
from glasshouse.engine.case_world import Stage, household, make_plan, without_chance
from glasshouse.kit.errors import InputError
from glasshouse.regime.case import Case
from glasshouse.regime.load import load_regime
from glasshouse.regime.shelf import beside, population_beside, regime_file, usual_population


@dataclass(frozen=True)
class CaseResult:
    """One sentence, whether it holds, and if not why."""

    says: str
    passed: bool
    why: str


def run_cases(id_or_folder: str, population: str | Path | None = None) -> list[CaseResult]:
    """Play every case of a regime; its people are of ``population``, else of the one beside it, else the usual ones.

    Raises
    ------
    InputError
        If there is no such regime, or it cannot be put in force.
    RulebookError
        If its files have problems.
    """
    given = population or population_beside(regime_file(id_or_folder).parent)
    people = str(given) if given else None
    loaded = load_regime(id_or_folder, people)
    cases = loaded.cases.case if loaded.cases else ()
    if cases:
        make_plan(str(id_or_folder), 1, 1, people)
    return [run_case(str(id_or_folder), loaded.id, case, people) for case in cases]


def run_case(id_or_folder: str, own: str, case: Case, people: str | None = None) -> CaseResult:
    """Play one case of the regime ``own``."""
    try:
        found = _play(id_or_folder, own, case, people)
    except (UnplayableError, InputError) as wrong:
        found = [str(wrong)]
    return CaseResult(case.says, not found, "; ".join(found))


def _play(id_or_folder: str, own: str, case: Case, people: str | None) -> list[str]:
    """What does not hold, in order of days; last, remarks on what came to nothing."""
    ends = (each.day + (each.times - 1) * each.every_days for each in case.happens)
    last = max(max(each.day for each in case.then), max(ends, default=0))
    joined = "+".join([id_or_folder, *(beside(id_or_folder, name) for name in case.with_)])
    people = people or usual_population(joined)
    leaves = any(each.moves in ("abroad", "home") for each in case.happens)
    plan = make_plan(joined, case.persons, last + 1, people, case.person.firms, leaves)
    names = Names(plan.index, plan.index.regime_ids.index(own))
    script = Script(names, plan, case.happens, case.persons + case.person.firms, among(case.person), case.meetings)
    stage = Stage(names, plan, without_chance(plan, script.rows, case.person), household(plan, case.person, case.met))
    scores = {names.score(name): points for name, points in case.person.score.items()}

    def fill(season: int) -> None:
        stage.table = script.season(season, case.persons + case.person.firms)

    fill(0)
    stage.begin({score: plan.index.steps(score, float(points)) for score, points in scores.items()}, case.person)
    for number, each in enumerate(case.met, start=case.person.of_place):
        stage.introduce(number, each)
    if case.person.grade is not None:
        stage.rank(case.person.grade)
    found: list[str] = []
    remarks: list[str] = []
    for day in sorted({*script.letters, *(each.day for each in case.then)}):
        stage.live(day, fill)
        for event in script.letters.get(day, ()):
            remark = send(event, script, stage)
            if remark:
                remarks.append(remark)
        stage.live(day + 1, fill)
        for then in case.then:
            if then.day == day:
                found += [f"{where(day, then.who)}{problem}" for problem in problems(then, script, stage)]
    return found + (remarks if found else [])


def where(day: int, who: int) -> str:
    """Day and person as a sentence begins."""
    return f"day {day}: " if who == 0 else f"day {day}, person {who}: "
