"""``glasshouse story``: the list, a story on a narrow and a wide terminal, a page, JSON, and mistakes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glasshouse.cli.main import main
from glasshouse.regime.story_shelf import story_ids


def test_without_an_id_the_stories_are_listed_in_groups(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["story"]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert [name for name in story_ids() if not any(line.startswith(f"  {name} ") for line in lines)] == []
    assert lines.index("The court list") < [line.split()[:1] for line in lines].index(["debtor"])
    assert main(["story", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == len(story_ids())


@pytest.mark.parametrize(("columns", "together"), [(80, False), (140, True)])
def test_a_story_is_readable_at_any_width(
    columns: int, together: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main(["story", "jaywalker"]) == 0
    out = capsys.readouterr().out
    lines = out.split("\n")
    assert max(len(line) for line in lines) <= columns
    assert any("Late for work" in line for line in lines)
    assert ("┆" in out) is not together
    assert out.count("✓") == 7
    assert "✗" not in out
    assert "Synthetic people; not a forecast; not for scoring anyone." in out
    assert "https://scmp.com/tech/china-tech" in out


def test_json_holds_both_lives_and_the_page_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "story.html"
    assert main(["story", "depositors", "--page", str(page), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["passed"] is True
    assert told["life"][0]["text"].startswith("Person ")
    assert {entry["tone"] for entry in told["life"]} >= {"scene", "deed", "bad"}
    assert [check["passed"] for check in told["checks"]] == [True] * len(told["checks"])
    assert "1,317" in page.read_text("utf-8")


def test_a_story_under_a_regime_that_does_not_know_its_words_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["story", "jaywalker", "--under", "none"]) == 2
    assert "story 'jaywalker': day 16: nothing in force takes notice of 'jaywalk'" in capsys.readouterr().err


def test_a_story_that_fails_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from glasshouse.regime.story_shelf import story_file

    file = tmp_path / "story.toml"
    text = story_file("jaywalker").read_text("utf-8")
    file.write_text(text.replace("on = 2018-04-16\nsays", "on = 2018-04-15\nsays"), "utf-8")
    assert main(["story", str(file)]) == 1
    assert "✗ 15 Apr 2018: Then it is gone. But: not on list on-the-screen expected" in capsys.readouterr().out


def test_check_finds_the_mistakes_of_a_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from glasshouse.regime.story_shelf import story_file

    file = tmp_path / "story.toml"
    text = story_file("jaywalker").read_text("utf-8")
    file.write_text(text, "utf-8")
    assert main(["check", str(file)]) == 0
    capsys.readouterr()
    file.write_text(text.replace('does = "jaywalk"', 'does = "jaywalks"', 1), "utf-8")
    assert main(["check", str(file)]) == 2
    assert "there is no act 'jaywalks'; did you mean 'jaywalk'?" in capsys.readouterr().out


def test_an_unknown_story_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["story", "jaywalkr"]) == 2
    err = capsys.readouterr().err
    assert "there is no story 'jaywalkr'; did you mean jaywalker?" in err
    assert "Traceback" not in err


def test_the_verbs_tell_what_the_command_tells() -> None:
    import glasshouse as gh

    assert {head.id for head in gh.stories()} == set(story_ids())
    told = gh.story("face-on-the-bus")
    assert told.passed
    assert told.story.story.title == "The face on the bus"
