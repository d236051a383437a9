"""Does a calibration move only what is ours to assume, and aim only at what was observed?"""

from __future__ import annotations

import datetime

from glasshouse.experiments.calibrated import load_result
from glasshouse.experiments.calibration import Calibration, Free, Target
from glasshouse.kit.errors import InputError
from glasshouse.regime.changes import Found, Parts, find
from glasshouse.regime.load import load_population
from glasshouse.regime.registry import join_catalogue, resolve
from glasshouse.rulebook.load import Reading

CARRIED_OUT = {
    "covers": ("aware_share",),
    "list": ("notice_share", "removal_lost_share", "removal_days"),
    "consequence": ("enforced_share", "reaches_share"),
    "publicity": ("reach_share", "named_share"),
    "channel": (
        "coverage_share", "sees_probability", "misreads_probability", "wrong_person_share", "invents_per_person_year",
        "delay_days",
    ),
    "desk": ("decisions_per_week_per_100000", "answer_days", "grants_wrong_share", "grants_right_share"),
    "consent": ("joins_share",),
}  # fmt: skip
"""Words of a regime that say how a law is carried out; all others say what the law is, and are never free."""
NEVER_OBSERVED = ("myth", "fiction")


def check_calibration(reading: Reading[Calibration]) -> None:
    """Note every address that may not move, and every target that nobody observed."""
    assert reading.model is not None
    head = reading.model.calibration
    try:
        recipe = load_population(head.population, head.persons)
        regimes = resolve(head.regime, head.population)
    except InputError as missing:
        reading.note(("calibration",), f"[calibration]: {missing}")
        return
    for each in regimes:
        if each.regime.regime.kind in NEVER_OBSERVED:
            said = f"[calibration], regime: '{each.id}' is {each.regime.regime.kind}; nothing of it was ever observed"
            reading.note(("calibration", "regime"), said)
    parts = Parts(regimes, join_catalogue(regimes), recipe)
    for where, free in reading.each("free", Free):
        if problem := _problem_of(free, parts):
            reading.note((*where, "address"), problem)
    if head.starts_from is not None:
        try:
            load_result(head.starts_from)
        except InputError as missing:
            reading.note(("calibration", "starts_from"), f"[calibration], starts_from: {missing}")
    start = recipe.population.start_date
    last = start + datetime.timedelta(days=head.days)
    for where, target in reading.each("target", Target):
        if target.service is not None and target.service not in parts.catalogue.services:
            reading.look_up((*where, "service"), target.service, list(parts.catalogue.services), "service")
        for word in ("since", "on"):
            day = getattr(target, word)
            if day is not None and not start <= day <= last:
                reading.note((*where, word), f"this world lasts from {start} to {last}; got {day}")


def _problem_of(free: Free, parts: Parts) -> str:
    try:
        found = find(free.address, parts)
    except InputError as nothing:
        return str(nothing)
    file, kind = free.address.split("/")[:2]
    if file not in ("catalogue", "population") and found.word not in CARRIED_OUT.get(kind, ()):
        return (
            f"address '{free.address}': this says what the law is, and a calibration does not look for a law; "
            "free may be how it is carried out (shares enforced, seen, told), how people behave, and who they are"
        )
    if not found.is_ours:
        return f"address '{free.address}': a source gives this figure; only figures marked as assumptions may be free"
    return _out_of_range(free, found)


def _out_of_range(free: Free, found: Found) -> str:
    if found.plausible is None or (found.plausible[0] <= free.low and free.high <= found.plausible[1]):
        return ""
    low, high = found.plausible
    return f"address '{free.address}': its file holds {low:g} to {high:g} plausible, and {free.low:g} to {free.high:g} leaves that"
