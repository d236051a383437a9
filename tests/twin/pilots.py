"""Regimes in force in a share of the places: which places those are."""

from __future__ import annotations

from twin.addresses import LOW, TIE, WORD
from twin.blocks import RegimeLaw
from twin.law import Law
from twin.people import Place

TEN = 10
GOLDEN = 2_654_435_769


def takes_part(law: Law, regime: RegimeLaw, place: Place, kind: str) -> bool:
    """Is a regime in force in a place? Ten neighbours are put in an order, and the first of them take part.

    What is left over from ten is spread evenly over all tens.
    """
    share = law.chance(regime.says.covers.places_share, 1.0, 0, kind)
    ten = place.number // TEN
    lots = {
        number: law.dice.draw(number, TIE, lane=5, name=regime.key)[0] for number in range(ten * TEN, ten * TEN + TEN)
    }
    rank = sorted(lots, key=lambda number: (lots[number], number)).index(place.number)
    rest = (law.dice.draw(0, TIE, lane=6, name=regime.key)[0] + ten * GOLDEN) & LOW
    return rank * WORD + rest < TEN * share


def leave_out(law: Law, place: Place) -> None:
    """Whoever lives where a regime is not in force is not under it, and does not know of it."""
    kind = law.recipe.kind_of_place[place.persons[0].kind].id if place.persons else ""
    for person in place.persons:
        person.part = {regime.number for regime in law.regimes if takes_part(law, regime, place, kind)}
        person.joined &= person.part
        person.aware &= person.part
