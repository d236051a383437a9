"""The engines of the race, in the order in which they run, and how many people each gets."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType
from typing import NamedTuple


class Engine(NamedTuple):
    """One engine: its module, how many people make its run last some seconds, and what it does in a line."""

    name: str
    module: str
    persons: int
    about: str
    library: str | None = None
    way: str | None = None

    def load(self) -> ModuleType:
        """Import the engine's module; the library it is about is imported when it lives."""
        return importlib.import_module(f"peers.{self.module}")

    def missing(self) -> str | None:
        """Say in words what is not there, if anything."""
        if self.library and importlib.util.find_spec(self.library) is None:
            return f"the library {self.library} is not installed (pip install .[peers])"
        found: str | None = getattr(self.load(), "missing", lambda: None)()
        return found


ENGINES = (
    Engine("mesa", "mesa_engine", 20_000, "an object per person, one thread", "mesa"),
    Engine("polars", "polars_engine", 400_000, "a frame, every draw every day, all threads", "polars"),
    Engine("starsim", "starsim_engine", 400_000, "arrays and distributions of its own, one thread", "starsim"),
    Engine("numpy-plain", "numpy_plain", 400_000, "whole columns, every draw every day, one thread"),
    Engine("numpy-tuned", "numpy_tuned", 1 << 21, "small types in blocks, one draw per day, one thread"),
    Engine("numpy-skip", "numpy_skip", 1 << 22, "as tuned, gaps drawn instead of days, one thread"),
    Engine("ours", "ours", 4_000_000, "data files, every deed and flight, two threads"),
    Engine("c", "c_engine", 20_000_000, "every deed and flight an event, two threads", way="events"),
    Engine("c-tick", "c_engine", 30_000_000, "every person draws every day, vector code, two threads", way="ticks"),
    Engine("c-thinned", "c_engine", 40_000_000, "seen deeds only, denials along lists, two threads", way="thinned"),
)
"""*mesa-frames* is not among them: its newest version needs NumPy 1, and Glasshouse needs NumPy 2; it is Polars below."""


def chosen(prefixes: str) -> list[Engine]:
    """Return the engines whose names begin with one of these, as in ``"ours,c,numpy"``; all for an empty text."""
    asked = [word.strip() for word in prefixes.split(",") if word.strip()]
    return [engine for engine in ENGINES if not asked or any(engine.name.startswith(word) for word in asked)]
