"""Engine = twin: to the last bit, window by window, in hundreds of random worlds over all words of the language."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from glasshouse.engine.world import make_world
from glasshouse.rulebook.read import DATA
from twin.addresses import philox
from twin.chunk import agree
from twin.compare import Pair

TESTS = Path(__file__).resolve().parents[1]
WORLDS = TESTS / "worlds"
OFF = "from twin.chunk import agree; print(agree(1000, 12).lived)"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ((0, 0, 0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 6, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_numbers_are_those_that_were_published(address: tuple[int, ...], words: tuple[int, ...]) -> None:
    assert philox(*address) == words


def check(number: int, examples: int) -> None:
    tally = agree(number, examples)
    assert tally.lived >= 0.9 * (tally.lived + tally.refused), "too many worlds are refused: mend the strategies"


def test_engine_is_twin_in_some_worlds() -> None:
    check(0, 16)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(1, 11))
def test_engine_is_twin(number: int) -> None:
    check(number, 49)


@pytest.mark.parametrize(
    ("regimes", "persons", "window_days"),
    [
        (str(WORLDS / "alone"), 60, 7),
        (str(WORLDS / "company"), 30, 7),
        ("rongcheng+court-list", 50, 7),
        ("rongcheng+court-list+sesame", 30, 14),
        ("national-score+sesame", 40, 14),
        ("sesame+tax-rating", 60, 7),
    ],
)
def test_engine_is_twin_in_known_worlds(regimes: str, persons: int, window_days: int) -> None:
    world = make_world(regimes, persons=persons, years=0.8, seed=3, window_days=window_days)
    assert Pair(world).first_difference() is None


def test_engine_is_twin_in_districts_of_a_country(tmp_path: Path) -> None:
    text = (DATA / "populations" / "country.toml").read_text("utf-8")
    text = text.replace("persons_per_place = 1_000", "persons_per_place = 12")
    (tmp_path / "small.toml").write_text(text.replace("places_per_city = 10", "places_per_city = 2"), "utf-8")
    world = make_world("court-list", str(tmp_path / "small.toml"), 24 * 12 + 19, years=0.3, seed=3)
    assert len(set(world.country.taken)) == 7
    assert world.n_cities == 13
    for number in range(world.n_cities):
        assert Pair(world, number).first_difference() is None, number


@pytest.mark.slow
def test_engine_is_twin_with_the_compiler_off() -> None:
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", OFF],
        env=os.environ | {"PYTHONPATH": path, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) >= 8
