"""The stories there are: shipped ones by id, one's own by file."""

from __future__ import annotations

import contextlib
from pathlib import Path

from glasshouse.kit.errors import InputError, RulebookError
from glasshouse.regime.check import CheckReport
from glasshouse.regime.check_story import check_story
from glasshouse.regime.shelf import unknown
from glasshouse.regime.story import Story
from glasshouse.rulebook.load import read_file, read_toml
from glasshouse.rulebook.read import DATA


def story_ids() -> list[str]:
    """The ids of the shipped stories."""
    return sorted(path.stem for path in (DATA / "stories").glob("*.toml"))


def story_file(id_or_file: str | Path) -> Path:
    """The file behind the id of a story, or a path to one.

    Raises
    ------
    InputError
        If there is none; names close ids, and all of them.
    """
    if str(id_or_file) in story_ids():
        return DATA / "stories" / f"{id_or_file}.toml"
    if not Path(id_or_file).is_file():
        raise InputError(unknown("story", str(id_or_file), story_ids()))
    return Path(id_or_file)


def is_story(path: str | Path) -> bool:
    """Is this a file that tells a story?"""
    if not Path(path).is_file() or Path(path).suffix != ".toml":
        return False
    with contextlib.suppress(RulebookError):
        return "story" in read_toml(Path(path)).data
    return False


def check_story_file(path: str | Path) -> CheckReport:
    """Find every problem of a story's file; nothing is played."""
    reading = read_file(Path(path), Story)
    check_story(reading)
    return CheckReport(tuple(sorted(set(reading.problems))), tuple(reading.warnings))


def load_story(id_or_file: str | Path) -> Story:
    """Load a story.

    Raises
    ------
    InputError
        If there is no such story.
    RulebookError
        If its file has problems: all of them, in form and in sense.
    """
    reading = read_file(story_file(id_or_file), Story)
    check_story(reading)
    return reading.done()
