"""Glasshouse: a laboratory for social credit systems. Synthetic people; not a forecast; not for scoring anyone.

>>> import glasshouse as gh
>>> city = gh.population("city", persons=100_000)
>>> run = gh.simulate("rongcheng+court-list", city, years=5, seed=7)  # doctest: +SKIP
>>> run.explain(person=17, under="none").sentences                    # doctest: +SKIP

The same verbs stand behind the command ``glasshouse``. Everything is imported when first used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from glasshouse._version import __version__

if TYPE_CHECKING:
    from glasshouse.kit.errors import GlasshouseError, InputError, RulebookError, RunError
    from glasshouse.results.run import Run
    from glasshouse.verbs import (
        cases,
        check,
        diff,
        explain,
        open_run,
        population,
        regimes,
        report,
        resume,
        show,
        simulate,
        stories,
        story,
    )

_HOMES = {
    "population": "glasshouse.verbs",  # people: a recipe and how many
    "simulate": "glasshouse.verbs",  # regimes + people + years + seed -> a run
    "resume": "glasshouse.verbs",  # go on with a run that was stopped
    "open_run": "glasshouse.verbs",  # a run folder -> its tables
    "explain": "glasshouse.verbs",  # the life of one person, and its twin
    "report": "glasshouse.verbs",  # the page of a run
    "regimes": "glasshouse.verbs",  # what can be run
    "show": "glasshouse.verbs",  # one regime, rule by rule
    "check": "glasshouse.verbs",  # every problem of a data file
    "cases": "glasshouse.verbs",  # does the rulebook do what its sentences say?
    "stories": "glasshouse.verbs",  # the scripted lives that can be told
    "story": "glasshouse.verbs",  # one of them, beside the same life without the regime
    "diff": "glasshouse.verbs",  # two rulebooks compared, in words
    "calibrate": "glasshouse.verbs",  # assumed figures led to published counts, with intervals
    "Run": "glasshouse.results.run",
    **dict.fromkeys(("GlasshouseError", "InputError", "RulebookError", "RunError"), "glasshouse.kit.errors"),
}

__all__ = [
    "population",
    "simulate",
    "resume",
    "open_run",
    "explain",
    "report",
    "regimes",
    "show",
    "check",
    "cases",
    "stories",
    "story",
    "diff",
    "calibrate",
    "Run",
    "GlasshouseError",
    "InputError",
    "RulebookError",
    "RunError",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'glasshouse' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """Keeps ``population`` the verb: importing the folder of the same name would put itself in its place."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
