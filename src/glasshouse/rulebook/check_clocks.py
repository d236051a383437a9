"""Acts on a clock: those that exclude one another must share their clock, and leave room for one another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from glasshouse.rulebook.catalogue import Act
from glasshouse.rulebook.known import Known
from glasshouse.rulebook.load import Reading


def check_clocks(reading: Reading[Any], known: Known) -> None:
    """Refuse an act that excludes one of another clock, a circle of such acts, and chances that sum to more than 1."""
    mine = {act.id: act for _, act in reading.each("act", Act)}
    acts = {**known.catalogue.acts, **mine}
    for where, act in reading.each("act", Act):
        if act.excludes is None or act.excludes not in acts:
            continue
        at = (*where, "excludes")
        chain = _chain(act, acts)
        other = acts[act.excludes]
        if chain is None:
            reading.refuse(at, "the acts exclude one another in a circle; let the first one exclude none")
        elif other.every_days is None:
            reading.refuse(at, f"'{other.id}' is on no clock; give it every_days and probability")
        elif (other.every_days, other.drawn_per) != (act.every_days, act.drawn_per):
            reading.refuse(at, f"'{other.id}' has another clock; write the same every_days and drawn_per in both")
        elif sum(float(each.probability or 0) for each in chain) > 1 + 1e-9 and not any(
            each.shaped_by for each in chain
        ):
            reading.refuse(at, "the probabilities of acts that exclude one another sum to more than 1; lower one")


def _chain(act: Act, acts: Mapping[str, Act]) -> list[Act] | None:
    """The act and those that it excludes, directly or not; nothing if they form a circle."""
    chain = [act]
    while chain[-1].excludes is not None and chain[-1].excludes in acts:
        chain.append(acts[chain[-1].excludes])
        if len({each.id for each in chain}) < len(chain):
            return None
    return chain
