"""Does each mistake get its message, word for word, on its line? And do several come at once?"""

import shutil
import tomllib
from pathlib import Path

import pytest

from glasshouse.kit.errors import RulebookError
from glasshouse.regime.check import check
from glasshouse.regime.load import load_regime

HERE = Path(__file__).parent
MUTATIONS = tomllib.loads((HERE / "mutations.toml").read_text("utf-8"))["mutation"]


@pytest.fixture
def base(tmp_path):
    return Path(shutil.copytree(HERE / "base", tmp_path / "library"))


def change(folder, mutation):
    file = folder / mutation.get("file", "regime.toml")
    text = file.read_text("utf-8")
    assert text.count(mutation["replace"]) == 1, "the mutation must fit one place of base/"
    file.write_text(text.replace(mutation["replace"], mutation["with"]), "utf-8")
    return file


def test_the_base_has_no_mistake():
    report = check(HERE / "base")
    assert report.is_fine
    assert report.warnings == ()
    assert load_regime(HERE / "base").regime.id == "library"


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation["name"].replace(" ", "-"))
def test_each_mistake_gets_its_message(base, mutation):
    file = change(base, mutation)
    problems = check(base).problems
    assert [str(problem) for problem in problems] == mutation["says"]
    assert {Path(problem.file).name for problem in problems} == {file.name}


def test_ten_mistakes_of_mixed_kinds_come_at_once(base):
    names = (
        "misspelt word", "text for a number", "percent for a share", "unknown service", "cap without end",
        "unreachable grade", "whose name", "felt as nothing", "pause without end", "unbuilt value",
    )  # fmt: skip
    for name in names:
        change(base, next(mutation for mutation in MUTATIONS if mutation["name"] == name))
    with pytest.raises(RulebookError) as refused:
        load_regime(base)
    text = str(refused.value)
    assert text.startswith("RulebookError: 10 problems in ")
    assert len(refused.value.problems) == 10
    assert "rule 'helping': unknown word 'points_at_most_per_yaer'; did you mean 'points_at_most_per_year'?" in text
    lines = (base / "regime.toml").read_text("utf-8").split("\n")
    for problem, word in zip(
        refused.value.problems,
        (
            "aware_share",
            "at_least",
            "points",
            "points_at",
            "no_better",
            "denies",
            "felt_yuan",
            "wrong_person",
            "pads_on",
            "[[pause",
        ),
        strict=True,
    ):
        assert lines[problem.line - 1].startswith(word)


def test_what_is_allowed_and_hardly_meant_is_a_warning(base):
    file = base / "regime.toml"
    text = file.read_text("utf-8")
    text = text.replace("term_days = [ { time = 1, is = 30 }, { is = 180 } ]\n", "")
    text = text.replace('about = ["reader", "barred"]', 'about = ["reader"]')
    text = text.replace('covers = ["shelve-hour", "scribble-in-book"]', 'covers = "scribble-in-book"')
    file.write_text(text, "utf-8")
    report = check(base)
    assert report.is_fine
    assert [warning.message for warning in report.warnings] == [
        "rule 'helping', on: no channel covers 'shelve-hour'; it is never reported",
        "list 'barred': nobody ever leaves: no term, no ends_when_settled, no stays_while, and no desk or rule takes off",
    ]


def test_what_spares_a_standing_concerns_those_outside_and_is_a_warning(base):
    file = base / "regime.toml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace('when = { on_list = "barred" }\ndenies', 'unless = { on_list = "barred" }\ndenies'), "utf-8"
    )
    report = check(base)
    assert report.is_fine
    (warning,) = report.warnings
    assert warning.message.startswith(
        "consequence 'no-loans', unless: concerns everybody else, also those whom [covers]"
    )
    file.write_text(
        text.replace(
            'when = { on_list = "barred" }\ndenies',
            'when = { age_at_least = 18 }\nunless = { on_list = "barred" }\ndenies',
        ),
        "utf-8",
    )
    assert check(base).warnings == ()


def test_coupling_words_have_addresses():
    assert check(HERE / "base").coupling_words == (
        "library/score/family/unit",
        "library/consequence/longer-wait/lands_on",
        "library/publicity/pin-board/shown_to",
        "library/channel/counter/wrong_person_share",
        "library/channel/helpers/quota_per_month",
        "library/desk/complaints/kind",
    )
