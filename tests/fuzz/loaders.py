"""The doors through which files come in, and what must hold of each input, whatever it holds.

An input is refused (an error of ``kit/errors.py``; every problem names a file and one of its lines, in a message of sane
length) or accepted; it is never anything else, takes less than two seconds and no more than a bounded amount of memory.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fuzz import bundle

from glasshouse.kit.errors import GlasshouseError, InputError, InternalError, Problem, RulebookError
from glasshouse.regime.check import check
from glasshouse.regime.load import load_population, load_regime
from glasshouse.regime.story_shelf import check_story_file, load_story

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
BASE = HERE.parent / "bad_rulebooks" / "base"
SECONDS = 2.0
MIB = 256
LONGEST_MESSAGE = 1000
LONGEST_REPORT = 1_000_000
MARGIN = 3
"""An input that runs this many times too long is stopped."""


class TooLongError(BaseException):
    """An input ran far beyond its time; no ``except Exception`` may swallow it."""


@dataclass(frozen=True)
class Verdict:
    """What became of one input; ``failure`` says in one line which promise was broken, and is empty otherwise."""

    accepted: bool
    failure: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Loader:
    """A door: which files an input may hold, which ones stand beside it, and who reads them."""

    name: str
    main: str
    files: tuple[str, ...]
    beside: dict[str, str]
    read: Callable[[Path], None]

    def unpack(self, raw: bytes) -> dict[str, bytes]:
        """The files of an input."""
        return bundle.unpack(raw, self.main, self.files)

    def lay_out(self, raw: bytes, folder: Path) -> dict[str, bytes]:
        """Write an input into a folder with what stands beside it."""
        files = {name: text.encode() for name, text in self.beside.items()} | self.unpack(raw)
        bundle.write(folder, files, EVERY_FILE)
        return files


EVERY_FILE = ("regime.toml", "acts.toml", "services.toml", "cases.toml", "SOURCES.md", "people.toml", "story.toml")


def read_folder(folder: Path) -> None:
    """A regime's folder; what is accepted is checked as the command does, and finds nothing either."""
    regime = load_regime(folder)
    report = check(folder)
    if report.problems or regime.text is None:
        raise AssertionError("accepted by load_regime and refused by check")
    _sane(folder, list(report.warnings))


def read_catalogue(folder: Path) -> None:
    """An ``acts.toml`` and a ``services.toml`` without a regime beside them."""
    for name in ("acts.toml", "services.toml"):
        if (folder / name).exists():
            report = check(folder / name)
            if report.problems:
                raise RulebookError(report.problems)


def read_population(folder: Path) -> None:
    """A population recipe; both ways to it say the same."""
    load_population(folder / "people.toml")
    if not check(folder / "people.toml").is_fine:
        raise AssertionError("accepted by load_population and refused by check")


def read_story(folder: Path) -> None:
    """A story's file; both ways to it say the same."""
    load_story(folder / "story.toml")
    if not check_story_file(folder / "story.toml").is_fine:
        raise AssertionError("accepted by load_story and refused by check")


def compile_folder(folder: Path) -> None:
    """A regime's folder, or a recipe, that loads: it becomes tables, or is refused in one sentence."""
    from glasshouse.engine.city import Plan
    from glasshouse.engine.world import make_world

    people = folder / "people.toml"
    regime = str(folder) if (folder / "regime.toml").exists() else "rongcheng"
    recipe = load_population(people) if people.exists() else None
    world = make_world(regime, population=str(people) if recipe else "city", persons=40, years=0.5)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        Plan(world)


def _base(*names: str) -> dict[str, str]:
    return {name: (BASE / name).read_text("utf-8") for name in names}


LOADERS = {
    loader.name: loader
    for loader in (
        Loader("regime", "regime.toml", ("regime.toml", "acts.toml", "services.toml", "SOURCES.md"), {}, read_folder),
        Loader("catalogue", "acts.toml", ("acts.toml", "services.toml", "SOURCES.md"), {}, read_catalogue),
        Loader("cases", "cases.toml", ("cases.toml",), _base("regime.toml", "acts.toml", "services.toml", "SOURCES.md"), read_folder),
        Loader("population", "people.toml", ("people.toml",), {}, read_population),
        Loader("story", "story.toml", ("story.toml",), {}, read_story),
        Loader("sources", "SOURCES.md", ("SOURCES.md",), _base("regime.toml", "acts.toml", "services.toml"), read_folder),
        Loader("compile", "regime.toml", ("regime.toml", "acts.toml", "services.toml", "SOURCES.md", "people.toml"), {}, compile_folder),
    )
}  # fmt: skip


def judge(loader: Loader, raw: bytes, folder: Path) -> Verdict:
    """Hold one input against the promises."""
    files = loader.lay_out(raw, folder)
    started = time.process_time()
    accepted, failure = False, ""
    try:
        with _alarm(SECONDS * MARGIN):
            accepted, failure = _outcome(loader, folder)
    except TooLongError as late:
        failure = f"hang: {_innermost(late)}"
    seconds = time.process_time() - started
    if not failure and seconds > SECONDS:
        failure = f"slow: more than {SECONDS:g} s for {sum(map(len, files.values()))} bytes"
    return Verdict(accepted, failure, seconds)


def _outcome(loader: Loader, folder: Path) -> tuple[bool, str]:
    try:
        loader.read(folder)
    except RulebookError as error:
        try:
            if not error.problems:
                return False, "refused without a problem"
            _sane(folder, error.problems)
            if len(str(error)) > LONGEST_REPORT:
                return False, "report too long"
        except AssertionError as broken:
            return False, str(broken)
        return False, ""
    except InternalError as error:
        return False, f"InternalError: {error}"[:200]
    except InputError as error:
        fine = loader.name == "compile" and 0 < len(str(error)) <= LONGEST_MESSAGE and "\n" not in str(error)
        return False, "" if fine else f"InputError without a line, at {_innermost(error)}"
    except GlasshouseError as error:
        return False, f"{type(error).__name__}: {error}"[:200]
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return False, f"{type(error).__name__} at {_innermost(error)}"
    return True, ""


def _sane(folder: Path, problems: list[Problem]) -> None:
    """A file that is there, a line that it has, a message that a person can read."""
    lines: dict[str, int] = {}
    for problem in problems:
        path = folder / Path(problem.file).name
        if problem.file not in lines:
            assert path.is_file(), f"a problem names {path.name}, which is not there"
            lines[problem.file] = max(path.read_bytes().count(b"\n") + 1, path.read_bytes().count(b"\r") + 1)
        assert 1 <= problem.line <= lines[problem.file], f"a line that {path.name} has not"
        assert problem.message, "an empty message"
        assert len(problem.message) <= LONGEST_MESSAGE, f"message too long: {problem.message[:80]!r}"
        assert problem.message.isprintable(), f"unprintable message: {problem.message[:80]!r}"


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise in the middle of what runs after so much processor time; libFuzzer's own clock is another one."""
    before = signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _ring(signum: int, frame: object) -> None:
    raise TooLongError


def _innermost(error: BaseException) -> str:
    """Where it happened, as file and function of ours: failures at one place are one failure."""
    rows = traceback.extract_tb(error.__traceback__)
    ours = [row for row in rows if "glasshouse" in row.filename] or list(rows)
    return f"{Path(ours[-1].filename).name}:{ours[-1].name}"


def quiet() -> None:
    """Compile no kernels: tables are made without them, and their functions are only looked at."""
    os.environ.setdefault("NUMBA_DISABLE_JIT", "1")


def peak_mib() -> float:
    """The most memory that this process has held so far; on Linux its own, since rusage remembers the parent's."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text("utf-8")) if status.exists() else None
    if found:
        return int(found[1]) / 2**10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
