"""Recipe + seed -> people: every trait is a number at an address of its person, place or household."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from glasshouse.kit.jit import helper, kernel
from glasshouse.kit.randomness import ONE, TIE, TRAIT, draw, minus_log, one_of, threshold
from glasshouse.population.recipe import Money, Recipe

u8, u16, u32, u64, i32, i64, f64 = np.uint8, np.uint16, np.uint32, np.uint64, np.int32, np.int64, np.float64

LEVELS = 16
PROPENSITIES = 256
"""Levels of propensity."""
TRAITS = ("caution", "expressiveness", "conformity", "digital-exposure", "street-exposure")
"""Order of the trait levels; `wealth` and `income` follow as rate columns 5 and 6."""
ADULT_AGE = 18
MOST_RESIDENT_DAYS = 60 * 365
NO_ROLE = 31


class RecipeTables(NamedTuple):
    """A recipe as cumulative thresholds."""

    sizes: np.ndarray  # (k,) cumulative thresholds
    persons: np.ndarray  # (k,) persons of that size
    ages: np.ndarray  # (2, bands) cumulative: first person of a household, others
    age_low: np.ndarray
    age_span: np.ndarray
    groups: np.ndarray
    kinds: np.ndarray
    behaviours: np.ndarray
    heeds: np.ndarray
    role_share: np.ndarray
    role_low: np.ndarray
    role_high: np.ndarray
    with_wealth: int
    settled_days: float
    riches: np.ndarray  # (LEVELS,) cumulative: the country's levels of wealth among these people
    fifths: np.ndarray  # (5,) the same for the fifths of wealth
    incomes: np.ndarray  # (LEVELS,) the same for income
    evenly: int  # 1: propensities are spread evenly, not drawn
    in_turn: int  # 1: places take the kinds in turn
    registered: int  # threshold of being registered where one lives


(
    W_GROUP, W_KIND, W_AGE, W_ROLE, W_TYPE, W_BAND, W_WEALTH, W_INCOME, W_CAUTION, W_CONFORMITY,
    W_EXPRESSIVENESS, W_DIGITAL, W_STREET, W_RESIDENT, W_HOME, W_SIZE, W_JOINED, W_AWARE, W_CLS, W_PROPENSITY, W_PART,
    W_REGISTERED, W_MOVED, W_ABROAD, W_AWAY, W_HAD_PART, W_HAD_JOINED, W_HAD_AWARE, N_TRAITS,
) = range(29)  # fmt: skip
"""Columns of ``Traits.rows``. W_PART: bits of the regimes in which one's place takes part; W_REGISTERED: 1 if registered where one lives;
W_MOVED: the day of the last move to another city or country, from which residence counts; W_ABROAD: 1 while one is out of the country;
W_AWAY: days spent there, those of an absence that still lasts left out; W_HAD_...: what the other three were on leaving, for who comes back."""
EVERYWHERE = 0xFFFF
"""W_PART where every regime is in force."""


class Traits(NamedTuple):
    """Who the people of a city are: one row of whole numbers each, and the level of every rate column."""

    rows: np.ndarray  # (n, N_TRAITS) u16
    levels: np.ndarray  # (column, n) u8: 0..15, 16 never, 255 not filled yet

    @property
    def group(self) -> np.ndarray:
        """Abstract group."""
        return self.rows[:, W_GROUP]

    @property
    def kind(self) -> np.ndarray:
        """Kind of place."""
        return self.rows[:, W_KIND]

    @property
    def age(self) -> np.ndarray:
        """Age on day 0, in years."""
        return self.rows[:, W_AGE]

    @property
    def role(self) -> np.ndarray:
        """Role, 31 none."""
        return self.rows[:, W_ROLE]

    @property
    def type(self) -> np.ndarray:
        """Behaviour type."""
        return self.rows[:, W_TYPE]

    @property
    def band(self) -> np.ndarray:
        """Fifth of the wealth law."""
        return self.rows[:, W_BAND]

    @property
    def wealth(self) -> np.ndarray:
        """Level of wealth."""
        return self.rows[:, W_WEALTH]

    @property
    def income(self) -> np.ndarray:
        """Level of income."""
        return self.rows[:, W_INCOME]

    @property
    def caution(self) -> np.ndarray:
        """Level of caution, of sixteen; the rows hold 256."""
        return self.rows[:, W_CAUTION] >> 4

    @property
    def conformity(self) -> np.ndarray:
        """Level of conformity."""
        return self.rows[:, W_CONFORMITY]

    @property
    def expressiveness(self) -> np.ndarray:
        """Level of expressiveness."""
        return self.rows[:, W_EXPRESSIVENESS]

    @property
    def digital(self) -> np.ndarray:
        """Level of digital exposure."""
        return self.rows[:, W_DIGITAL]

    @property
    def street(self) -> np.ndarray:
        """Level of street exposure."""
        return self.rows[:, W_STREET]

    @property
    def resident(self) -> np.ndarray:
        """Days of residence before day 0."""
        return self.rows[:, W_RESIDENT]

    @property
    def home(self) -> np.ndarray:
        """Number, in the place, of the first person of the household."""
        return self.rows[:, W_HOME]

    @property
    def size(self) -> np.ndarray:
        """Persons of the household."""
        return self.rows[:, W_SIZE]

    @property
    def joined(self) -> np.ndarray:
        """Bits of the regimes joined."""
        return self.rows[:, W_JOINED]

    @property
    def aware(self) -> np.ndarray:
        """Bits of the regimes known and heeded."""
        return self.rows[:, W_AWARE]

    @property
    def propensity(self) -> np.ndarray:
        """Level of propensity, 0 to 255."""
        return self.rows[:, W_PROPENSITY]

    @property
    def cls(self) -> np.ndarray:
        """Kind of place x group: the column of the sighting tables."""
        return self.rows[:, W_CLS]


def cumulative(shares: list[float]) -> np.ndarray:
    """Thresholds at which a word falls into the first, second ... share; the last is always 2**32."""
    total, out = 0.0, []
    for share in shares:
        total += share
        out.append(threshold(min(total, 1.0)))
    out[-1] = ONE
    return np.array(out, np.int64)


def levels_among(country: Money, own: Money, n: int) -> np.ndarray:
    """Thresholds of the country's ``n`` equal levels of wealth or income among people who have a law of their own.

    People with the country's law have them equally often. Nobody can be told apart where the country's law is one number.
    """
    same = (country.median_yuan, country.sigma) == (own.median_yuan, own.sigma)
    if same or not country.sigma:
        return np.array([-(-(k + 1) * ONE // n) for k in range(n)], np.int64)
    apart, normal = math.log(country.median_yuan / own.median_yuan), NormalDist()
    bounds = [normal.inv_cdf((k + 1) / n) * country.sigma + apart for k in range(n - 1)]
    below = [normal.cdf(bound / own.sigma) if own.sigma else float(bound > 0) for bound in bounds]
    return np.array([threshold(share) for share in below] + [ONE], np.int64)


def recipe_tables(recipe: Recipe, country: Recipe | None = None) -> RecipeTables:
    """Turn a recipe into thresholds; wealth and income are levels of the ``country`` that it is a part of.

    The first person of a household is an adult; the others' ages are shifted so that the bands keep their shares.
    """
    country = country or recipe
    bands = recipe.age_band
    adult = [band.share if band.ages[0] >= ADULT_AGE else 0.0 for band in bands]
    total = sum(adult) or 1.0
    heads = [share / total for share in adult] if sum(adult) else [band.share for band in bands]
    mean_size = sum(row.persons * row.share for row in recipe.household_size)
    if mean_size > 1:
        others = [
            max((band.share * mean_size - head) / (mean_size - 1), 0.0) for band, head in zip(bands, heads, strict=True)
        ]
        scale = sum(others)
        others = [share / scale for share in others]
    else:
        others = heads
    return RecipeTables(
        cumulative([row.share for row in recipe.household_size]),
        np.array([row.persons for row in recipe.household_size], np.int64),
        np.array([cumulative(heads), cumulative(others)], np.int64),
        np.array([band.ages[0] for band in bands], np.int64),
        np.array([band.ages[1] - band.ages[0] + 1 for band in bands], np.int64),
        np.array([*cumulative([group.share for group in recipe.group]), *[ONE] * bool(recipe.firm)], np.int64),
        cumulative([kind.share for kind in recipe.kind_of_place]),
        cumulative([row.share for row in recipe.behaviour]),
        np.array([threshold(row.heeds_share) for row in recipe.behaviour], np.int64),
        np.array([threshold(role.share) for role in recipe.role], np.int64),
        np.array([role.ages[0] for role in recipe.role], np.int64),
        np.array([role.ages[1] for role in recipe.role], np.int64),
        threshold(recipe.income.with_wealth),
        float(recipe.settled.mean_years * 365),
        levels_among(country.wealth, recipe.wealth, LEVELS),
        levels_among(country.wealth, recipe.wealth, 5),
        levels_among(country.income, recipe.income, LEVELS),
        int(recipe.population.propensity == "even"),
        int(recipe.population.kinds == "in-turn"),
        threshold(float(recipe.settled.registered_share)),
    )


def new_traits(n: int, n_columns: int) -> Traits:
    """Room for the traits of so many people."""
    traits = Traits(np.zeros((n, N_TRAITS), np.uint16), np.full((max(n_columns, 1), n), 255, np.uint8))
    traits.rows[:, W_PART] = EVERYWHERE
    traits.rows[:, W_REGISTERED] = 1
    return traits


@helper
def level_of(word, levels):
    """The level that a word stands for."""
    level = 0
    while i64(word) >= levels[level]:
        level += 1
    return level


@kernel
def make_people(t, joins, aware, keys, k0, k1, first_person, place_size, sizes, out):
    """Fill the traits of a city's people.

    Reads: t (RecipeTables); joins, aware (regime,) thresholds; keys (regime,) names; sizes (place,) persons.
    Writes: out (Traits). Draws: TIE at (place, lane 0: household sizes, lane 1: kind of place), TRAIT at (person, block);
    block 5 at a household's first person: whether it is registered there.
    """
    n_groups = t.groups.shape[0]
    for p in range(sizes.shape[0]):
        offset = p * place_size
        place = (first_person + offset) // place_size
        kind_word, _, _, _ = draw(u64(place), TIE | u64(1 << 8), u64(0), u64(0), k0, k1)
        kind = 0
        while i64(kind_word) >= t.kinds[kind]:
            kind += 1
        if t.in_turn:
            kind = place % t.kinds.shape[0]
        n = sizes[p]
        j = 0
        household = 0
        while j < n:
            size_word, _, _, _ = draw(u64(place), TIE, u64(household), u64(0), k0, k1)
            k = 0
            while i64(size_word) >= t.sizes[k]:
                k += 1
            size = min(t.persons[k], n - j)
            registered = i64(1)
            if t.registered < ONE:
                word, _, _, _ = draw(u64(first_person + offset + j), TRAIT | u64(5), u64(0), u64(0), k0, k1)
                registered = i64(i64(word) < t.registered)
            for m in range(size):
                out.rows[offset + j + m, W_REGISTERED] = u16(registered)
                out.rows[offset + j + m, W_HOME] = u16(j)
                out.rows[offset + j + m, W_SIZE] = u8(size)
            j += size
            household += 1
        for q in range(n):
            i = offset + q
            person = u64(first_person + i)
            out.rows[i, W_KIND] = u8(kind)
            a, b, c, d = draw(person, TRAIT, u64(0), u64(0), k0, k1)
            group = 0
            while i64(a) >= t.groups[group]:
                group += 1
            out.rows[i, W_GROUP] = u8(group)
            out.rows[i, W_CLS] = u8(kind * n_groups + group)
            behaviour = 0
            while i64(b) >= t.behaviours[behaviour]:
                behaviour += 1
            out.rows[i, W_TYPE] = u8(behaviour)
            out.rows[i, W_WEALTH] = u8(level_of(c, t.riches))
            out.rows[i, W_BAND] = u8(level_of(c, t.fifths))
            e, f, g, h = draw(person, TRAIT | u64(1), u64(0), u64(0), k0, k1)
            row = 0 if out.rows[i, W_HOME] == q else 1
            band = 0
            while i64(e) >= t.ages[row, band]:
                band += 1
            age = t.age_low[band] + one_of(f, t.age_span[band])
            out.rows[i, W_AGE] = u8(age)
            role = NO_ROLE
            passed = i64(0)
            for r in range(t.role_share.shape[0]):
                if t.role_low[r] <= age and age <= t.role_high[r] and role == NO_ROLE:
                    passed += t.role_share[r]
                    if i64(g) < passed:
                        role = r
            out.rows[i, W_ROLE] = u8(role)
            out.rows[i, W_RESIDENT] = i32(min(minus_log(h) * t.settled_days, f64(min(age * 365, MOST_RESIDENT_DAYS))))
            v, w, x, y = draw(person, TRAIT | u64(2), u64(0), u64(0), k0, k1)
            out.rows[i, W_CAUTION] = u8(v >> u64(24))
            out.rows[i, W_EXPRESSIVENESS] = u8(w >> u64(28))
            out.rows[i, W_CONFORMITY] = u8(x >> u64(28))
            out.rows[i, W_DIGITAL] = u8(y >> u64(28))
            v, w, x, y = draw(person, TRAIT | u64(3), u64(0), u64(0), k0, k1)
            out.rows[i, W_STREET] = u8(v >> u64(28))
            heeds = i64(w) < t.heeds[behaviour]
            out.rows[i, W_INCOME] = u8(level_of(c if i64(x) < t.with_wealth else d, t.incomes))
            out.rows[i, W_PROPENSITY] = u8(person & u64(255)) if t.evenly else u8(y >> u64(24))
            joined = 0
            known = 0
            for r in range(keys.shape[0]):
                v, w, x, y = draw(person, TRAIT | u64(4), u64(0), keys[r], k0, k1)
                if i64(v) < joins[r]:
                    joined |= 1 << r
                    if heeds and i64(w) < aware[r]:
                        known |= 1 << r
            out.rows[i, W_JOINED] = u16(joined)
            out.rows[i, W_AWARE] = u16(known)
