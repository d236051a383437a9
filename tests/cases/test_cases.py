"""Does every shipped rulebook do what its sentences say, and does a wrong sentence fail with its reason?"""

import shutil
from pathlib import Path

import pytest

from glasshouse.engine.cases import CaseResult, run_case, run_cases
from glasshouse.kit.errors import InputError
from glasshouse.regime.case import Case
from glasshouse.regime.load import load_regime
from glasshouse.regime.registry import regime_ids

CASES = [(regime, case) for regime in regime_ids() for case in load_regime(regime).cases.case]
FAMILIES = ("rule", "consequence", "desk", "list")


@pytest.mark.parametrize(("regime", "case"), CASES, ids=[f"{regime}: {case.says}" for regime, case in CASES])
def test_a_shipped_case_holds(regime, case):
    assert run_case(regime, regime, case) == CaseResult(case.says, True, "")


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("regime", regime_ids())
def test_every_clause_has_a_case(regime, family):
    loaded = load_regime(regime)
    proven = {name for case in loaded.cases.case for name in case.rule}
    assert [clause.id for clause in getattr(loaded.regime, family) if clause.id not in proven] == []


def rongcheng(then, happens=(), **more):
    """One case about Rongcheng, played."""
    words = {"says": "A planted sentence.", "rule": "contract-default", "source": "assumption"}
    case = Case.model_validate({**words, "happens": list(happens), "then": [then], **more})
    return run_case("rongcheng", "rongcheng", case)


BREACH = {"day": 10, "does": "default-on-contract", "seen_by": "agency-records"}
LITTER = {"day": 10, "does": "litter", "seen_by": "collector"}
TOO_LATE = "day 90: too late for 'objection', whose window of 60 days opened on day 10"
WRONG = {
    "score": (
        [BREACH],
        {"day": 50, "score": {"city": 940}},
        "day 50: score city 940 expected, 980 found",
    ),
    "grade": ([BREACH], {"day": 11, "grade": "B"}, "day 11: grade B expected, A found"),
    "posting": (
        [BREACH],
        {"day": 10, "posted": -30, "rule": "contract-default"},
        "day 10: -30 points posted by 'contract-default' expected, -20 found",
    ),
    "no posting": (
        [],
        {"day": 10, "posted": -30, "rule": "contract-default"},
        "day 10: -30 points posted by 'contract-default' expected, no posting found",
    ),
    "refusal": (
        [{"day": 9, "wants": "grant"}],
        {"day": 9, "refused": "grant"},
        "day 9: grant refused expected, but it was served",
    ),
    "nobody wants": (
        [],
        {"day": 9, "refused": "grant"},
        "day 9: grant refused expected, but nobody wants it that day; add it to happens",
    ),
    "price": (
        [{"day": 9, "wants": "bank-loan"}],
        {"day": 9, "served": "bank-loan", "pays_yuan": 1},
        "day 9: bank-loan: pays_yuan 1 expected, 3000 found",
    ),
    "too late": (
        [BREACH, {"day": 90, "applies_at": "objection", "granted": True}],
        {"day": 150, "score": {"city": 1000}},
        "day 150: score city 1000 expected, 980 found; " + TOO_LATE,
    ),
    "too early": (
        [BREACH, {"day": 40, "applies_at": "credit-repair", "granted": True}],
        {"day": 150, "score": {"city": 990}},
        "day 150: score city 990 expected, 980 found; day 40: too early for 'credit-repair', which opens on day 100",
    ),
    "unknown desk": (
        [{"day": 9, "applies_at": "nowhere"}],
        {"day": 9, "grade": "A"},
        "no desk 'nowhere' in rongcheng; there are: objection, credit-repair",
    ),
    "channel of another act": (
        [{**BREACH, "seen_by": "cameras"}],
        {"day": 9, "grade": "A"},
        "day 10: channel 'cameras' does not cover 'default-on-contract'",
    ),
    "decision out of range": (
        [{**LITTER, "decided_points": -9}],
        {"day": 9, "grade": "A"},
        "day 10: no rule about 'litter' leaves it to decide on -9 points",
    ),
    "nobody there": (
        [{**BREACH, "who": 2}],
        {"day": 9, "grade": "A"},
        "day 10: nobody is number 2 in a household of 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_case_fails_with_its_reason(name):
    happens, then, why = WRONG[name]
    assert rongcheng(then, happens) == CaseResult("A planted sentence.", False, why)


def test_an_unknown_regime_beside_is_a_failed_case():
    result = rongcheng({"day": 1, "grade": "A"}, **{"with": ["atlantis"]})
    assert not result.passed
    assert "atlantis" in result.why


@pytest.mark.slow
def test_a_changed_rulebook_breaks_its_case(tmp_path):
    folder = tmp_path / "rongcheng"
    shutil.copytree(load_regime("rongcheng").folder, folder)
    law = folder / "regime.toml"
    before = law.read_text(encoding="utf-8")
    changed = before.replace(
        'on = "default-on-contract"\nscore = "city"\npoints = -20',
        'on = "default-on-contract"\nscore = "city"\npoints = -21',
    )
    assert changed != before
    law.write_text(changed, encoding="utf-8")
    failed = [result for result in run_cases(str(folder)) if not result.passed]
    assert failed
    first, second = failed[0].why.split("; ")
    assert first == "day 10: -20 points posted by 'contract-default' expected, -21 found"
    assert second == "day 10: score city 980 expected, 979 found"


def test_a_household_holds_its_children():
    result = rongcheng({"day": 1, "grade": "A"}, person={"household": 1, "children": 1})
    assert result.why == "a household of 1 cannot hold 1 children beside the person; write household = 2"


def test_a_regime_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="atlantis"):
        run_cases("atlantis")


TWO_PARTS = """vocabulary = 1

[regime]
id = "two-parts"
title = "Two parts and their sum"
kind = "reference"
about = "A score made of two others, shown at once."

[covers]
source = "definition"

[[score]]
id = "one"
start = 10
source = "definition"

[[score]]
id = "two"
start = 20
source = "definition"

[[score]]
id = "both"
made_of = { one = 1, two = 0.5 }
source = "definition"

[[grade]]
id = "high"
score = "both"
at_least = 20
source = "definition"

[[grade]]
id = "low"
score = "both"
source = "definition"

[[rule]]
id = "litter"
text = "Litter takes 4."
on = "litter"
score = "two"
points = -4
source = "definition"

[[channel]]
id = "file"
by = "register"
covers = "litter"
source = "definition"
"""


def test_a_sum_that_is_shown_at_once_follows_its_parts_on_the_next_morning(tmp_path):
    (tmp_path / "regime.toml").write_text(TWO_PARTS, encoding="utf-8")
    (tmp_path / "cases.toml").write_text(
        """vocabulary = 1
regime = "two-parts"

[[case]]
says = "Four points less in the second part are two less in the sum, from the next morning on."
rule = "litter"
happens = [{ day = 5, does = "litter", seen_by = "file" }]
then = [{ day = 5, score = { two = 16, both = 20 }, grade = "high" }, { day = 6, score = { both = 18 }, grade = "low" }]
source = "definition"
""",
        encoding="utf-8",
    )
    assert [result.why for result in run_cases(str(tmp_path))] == [""]


@pytest.mark.parametrize("follows", [(), ("open-dissent",)])
def test_only_who_follows_a_norm_does_what_it_asks_for(follows, tmp_path):
    folder = Path(__file__).parents[1] / "validation" / "follow" / "watched"
    people = tmp_path / "people.toml"
    norm = '[[norm]]\nid = "open-dissent"\nlabel = "dissents"\nfollows = "hazard"\namong = "place"\nown_per_year = 0\n'
    people.write_text(
        (folder.parent / "people.toml").read_text("utf-8") + "\n" + norm + 'source = "definition"\n', "utf-8"
    )
    words = {"says": "What is said openly is heard.", "rule": "enters", "source": "definition"}
    says = [{"day": 5, "does": "speak-out", "seen_by": "eyes"}, {"day": 6, "wants": "bank-loan"}]
    then = {"day": 6, "on_list": "critics", "refused": "bank-loan"}
    case = Case.model_validate({**words, "person": {"follows": follows}, "happens": says, "then": [then]})
    found = run_case(str(folder), "watched", case, str(people))
    assert found.passed == bool(follows), found.why
    assert follows or "on list critics expected, never listed" in found.why


def test_a_norm_that_nothing_asks_for_is_refused_by_name():
    words = {"says": "A planted sentence.", "rule": "contract-default", "source": "assumption"}
    case = Case.model_validate({**words, "person": {"follows": "dancing"}, "then": [{"day": 1, "grade": "A"}]})
    assert run_case("rongcheng", "rongcheng", case).why.startswith("no norm 'dancing' that anything here asks for")
