"""The sections of the report, in reading order."""

from __future__ import annotations

from collections.abc import Callable

from glasshouse.outcomes.outcome import Record
from glasshouse.pages.section import Section
from glasshouse.pages.sections import (
    burden,
    choices,
    distribution,
    flows,
    grades,
    listed,
    perks,
    places,
    refusals,
    scores,
    sight,
    stays,
)

SECTIONS: tuple[Callable[[Record], Section], ...] = (
    sight.section,
    grades.section,
    scores.section,
    distribution.section,
    flows.section,
    listed.section,
    stays.section,
    refusals.section,
    burden.section,
    choices.section,
    perks.section,
    places.section,
)
