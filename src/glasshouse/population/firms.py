"""Firms: rows behind the persons of their place, each run by the first person of a household, who decides for it.

A firm is a row of the same arrays as a person. Its traits are its owner's: caution, wealth, behaviour, what it knows of a
regime. Its own are its kind, which reads like a role, and for how long it has existed, which reads like residence.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from glasshouse.kit.jit import kernel, typed
from glasshouse.kit.randomness import FIRM, TRAIT, draw, minus_log, one_of, threshold
from glasshouse.population.make import (
    MOST_RESIDENT_DAYS,
    N_TRAITS,
    W_AGE,
    W_AWARE,
    W_CLS,
    W_GROUP,
    W_HOME,
    W_JOINED,
    W_PROPENSITY,
    W_RESIDENT,
    W_ROLE,
    W_TYPE,
)
from glasshouse.population.recipe import Recipe

u16, u64, i64, f64 = np.uint16, np.uint64, np.int64, np.float64

FIRMS = "firm"
"""What the tables of a run call the group of all firms."""
MILLION = 1_000_000


class FirmTables(NamedTuple):
    """The firms of a recipe, kind by kind."""

    upto: np.ndarray  # (kind,) firms of this kind and those before it, per million persons
    role: int  # number of the first kind among roles
    group: int  # number of the group that firms are
    same_owner: np.ndarray  # (kind,) threshold
    days: np.ndarray  # (kind,) f64: mean days for which they have existed


def firms_per_million(recipe: Recipe) -> int:
    """Firms of a place per million of its persons, all kinds together."""
    return sum(round(float(each.per_1000_persons) * 1000) for each in recipe.firm)


def shares_of_roles(recipe: Recipe) -> list[tuple[str, float]]:
    """Role and share: of the people, or for a kind of firm of all firms."""
    total = firms_per_million(recipe) / 1000
    roles = [(role.id, float(role.share)) for role in recipe.role]
    return roles + [(firm.id, float(firm.per_1000_persons) / (total or 1.0)) for firm in recipe.firm]


def firms_among(persons: int, per_million: int) -> int:
    """Firms in a place of so many persons, to the nearest whole number."""
    return (persons * per_million + MILLION // 2) // MILLION


def persons_among(rows: int, per_million: int) -> int:
    """How many of the rows of a place are persons, for whom to make."""
    guess = rows * MILLION // (MILLION + per_million)
    return next(n for n in range(max(guess - 2, 0), rows + 1) if n + firms_among(n, per_million) == rows)


@typed("i8(i8, i8)")
def people_in(rows, per_million):
    """The same for kernels: the rows from this one on are firms."""
    if per_million == 0:
        return rows
    persons = rows * i64(MILLION) // (i64(MILLION) + per_million)
    while persons + (persons * per_million + i64(MILLION) // 2) // i64(MILLION) < rows:
        persons += 1
    while persons + (persons * per_million + i64(MILLION) // 2) // i64(MILLION) > rows:
        persons -= 1
    return persons


def firm_tables(recipe: Recipe) -> FirmTables:
    """Turn the firms of a recipe into numbers."""
    upto = np.cumsum([round(float(each.per_1000_persons) * 1000) for each in recipe.firm])
    return FirmTables(
        upto.astype(np.int64),
        len(recipe.role),
        len(recipe.group),
        np.array([threshold(float(each.same_owner_share)) for each in recipe.firm], np.int64),
        np.array([float(each.mean_years) * 365 for each in recipe.firm], np.float64),
    )


@kernel
def make_firms(t, heeds, joins, aware, keys, k0, k1, first_row, place_size, sizes, out):
    """Fill the rows of a city's firms; its persons are there already.

    Reads: t (FirmTables); heeds (behaviour,), joins (kind, regime), aware (regime,) thresholds; sizes (place,) rows. Writes: out.
    Draws: FIRM at (place, number of the firm); who knows and joins a regime: as for the owner, TRAIT at (owner, block 3, 4).
    """
    per_million = t.upto[t.upto.shape[0] - 1]
    for p in range(sizes.shape[0]):
        offset = p * place_size
        place = (first_row + offset) // place_size
        n = people_in(i64(sizes[p]), i64(per_million))
        many = i64(sizes[p]) - n
        owner = i64(0)
        for q in range(many):
            kind = 0
            while (q + 1) * per_million > many * t.upto[kind]:
                kind += 1
            a, b, c, d = draw(u64(place), FIRM, u64(q), u64(0), k0, k1)
            if q == 0 or i64(b) >= t.same_owner[kind]:
                owner = i64(out.rows[offset + one_of(a, n), W_HOME])
            i = offset + n + q
            for column in range(N_TRAITS):
                out.rows[i, column] = out.rows[offset + owner, column]
            out.rows[i, W_HOME] = u16(owner)
            out.rows[i, W_ROLE] = u16(t.role + kind)
            out.rows[i, W_RESIDENT] = u16(min(minus_log(c) * t.days[kind], f64(MOST_RESIDENT_DAYS)))
            out.rows[i, W_AGE] = out.rows[i, W_RESIDENT] // u16(365)
            out.rows[i, W_PROPENSITY] = u16(d >> u64(24))
            person = u64(first_row + offset + owner)
            v, w, x, y = draw(person, TRAIT | u64(3), u64(0), u64(0), k0, k1)
            pays_heed = i64(w) < heeds[i64(out.rows[i, W_TYPE])]
            joined = 0
            known = 0
            for r in range(keys.shape[0]):
                v, w, x, y = draw(person, TRAIT | u64(4), u64(0), keys[r], k0, k1)
                if i64(v) < joins[kind, r]:
                    joined |= 1 << r
                    if pays_heed and i64(w) < aware[r]:
                        known |= 1 << r
            out.rows[i, W_JOINED] = u16(joined)
            out.rows[i, W_AWARE] = u16(known)
            # firms are a group of their own, behind those of persons
            out.rows[i, W_CLS] = u16(i64(out.rows[i, W_CLS]) - i64(out.rows[i, W_GROUP]) + t.group)
            out.rows[i, W_GROUP] = u16(t.group)
