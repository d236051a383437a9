"""Many random worlds, each lived by engine and twin."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider

from glasshouse.engine.world import make_world
from glasshouse.kit.errors import GlasshouseError
from twin.compare import Pair
from twin.worlds import Drawn, worlds


class Steady(HypothesisProvider):  # type: ignore[misc]
    """Hypothesis without its habit of mixing in numbers that it reads in the modules that happen to be loaded."""

    def _maybe_draw_constant(self, *_: Any, **__: Any) -> None:
        return None


AVAILABLE_PROVIDERS["steady"] = f"{Steady.__module__}.{Steady.__qualname__}"


@dataclass
class Tally:
    """How many worlds were lived, and how many the checker refused."""

    lived: int = 0
    refused: int = 0


def agree(number: int, examples: int) -> Tally:
    """Live so many random worlds in both; raises with the smallest world in which they differ.

    The worlds depend on ``number`` alone, not on which tests were run before.
    """
    tally = Tally()

    @seed(number)
    @settings(
        max_examples=examples, deadline=None, database=None, phases=[Phase.generate, Phase.shrink], report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck), backend="steady",
    )  # fmt: skip
    @given(worlds())
    def engine_is_twin(drawn: Drawn) -> None:
        difference = first_difference(drawn)
        tally.lived += difference != "refused"
        tally.refused += difference == "refused"
        assert difference in (None, "refused"), difference

    engine_is_twin()
    return tally


def first_difference(drawn: Drawn) -> str | None:
    """Where engine and twin first differ in a world; None if nowhere, ``refused`` if it is no world."""
    with tempfile.TemporaryDirectory() as room:
        regimes, people = drawn.write(Path(room))
        try:
            world = make_world(regimes, people, years=drawn.days / 365, seed=drawn.seed, window_days=drawn.window_days)
            pairs = [Pair(world, city) for city in range(min(world.n_cities, 2))]
        except GlasshouseError:
            return "refused"
        return next((said for pair in pairs if (said := pair.first_difference())), None)
