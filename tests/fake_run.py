"""A plausible run without an engine: the tables of ``results/schema.py``, filled from a seeded generator.

For tests of outcomes and pages only; nobody lives here and no rule is applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from glasshouse.results.schema import TABLES, Column

DTYPES = {
    "u8": pl.UInt8, "u16": pl.UInt16, "u32": pl.UInt32, "i64": pl.Int64, "f32": pl.Float32, "f64": pl.Float64,
    "str": pl.String, "bool": pl.Boolean,
}  # fmt: skip
TITLES = {
    "none": "No social credit system",
    "rongcheng": "Rongcheng personal credit, first rules",
    "court-list": "The court list of judgment defaulters, 2017 rules",
    "sesame": "Sesame Credit, a private score",
}
GRADES = {
    "rongcheng": (("AAA", 1050), ("AA", 1030), ("A", 960), ("B", 850), ("C", 600), ("D", -1e9)),
    "sesame": (("excellent", 700), ("good", 650), ("medium", 600), ("fair", 550), ("poor", -1e9)),
}
ACTS = {  # id: (label, kind, regime that watches it, occasions a year, share seen, false reports per true one)
    "run-red-light": ("driving through a red light", "harm", "rongcheng", 2.4, 0.35, 0.04),
    "jaywalk": ("crossing on foot against the light", "harm", "rongcheng", 6.0, 0.04, 0.6),
    "litter": ("dropping litter, seed shells or a cigarette end", "harm", "rongcheng", 4.0, 0.05, 0.8),
    "quarrel": ("quarrelling with neighbours or family", "harm", "rongcheng", 1.1, 0.2, 0.5),
    "pay-utility-late": ("paying heating, water, gas or power late", "harm", "rongcheng", 0.5, 0.95, 0.01),
    "post-criticism": ("criticising officials, truthfully", "lawful", "rongcheng", 0.9, 0.1, 0.1),
    "joke-loudly": ("loud but harmless talk", "lawful", "rongcheng", 2.0, 0.02, 1.4),
    "volunteer-hour": ("an hour of volunteering", "good", "rongcheng", 1.6, 0.9, 0.02),
    "donate-blood": ("giving blood", "good", "rongcheng", 0.08, 1.0, 0.0),
    "refuse-judgment": ("able to pay or perform a judgment, and not doing it", "harm", "court-list", 0.02, 0.7, 0.12),
    "lose-debt-case": ("being sued for an unpaid debt and losing", "mishap", "court-list", 0.006, 1.0, 0.03),
    "owe-apology": ("being ordered by a court to apologise", "mishap", "court-list", 0.0004, 1.0, 0.0),
    "return-hired-thing-late": (
        "bringing back a hired bike, car or power bank late",
        "harm",
        "sesame",
        0.7,
        0.99,
        0.01,
    ),
    "pay-bill-in-app": ("paying a bill through the platform", "lawful", "sesame", 9.0, 1.0, 0.0),
}
SERVICES = {  # id: (label, regime, what happens, how often)
    "flight": ("a flight", "court-list", "refused", 9.0),
    "fast-train": ("a seat on a bullet train", "court-list", "refused", 7.0),
    "bank-loan": ("a bank loan", "court-list", "refused", 2.0),
    "starred-hotel": ("high spending in hotels, clubs, golf", "court-list", "refused", 3.0),
    "private-school": ("a high-fee private school for a child", "court-list", "refused", 0.6),
    "company-post": ("a post as executive, legal representative or director", "court-list", "refused", 0.2),
    "committee-candidacy": ("standing for the village committee", "rongcheng", "refused", 0.4),
    "heating": ("a heating season", "rongcheng", "eased", 3.0),
    "power-bank": ("a hired power bank", "sesame", "eased", 8.0),
}
WEEKS = 12


@dataclass
class FakeRun:
    """The attributes that outcomes and pages ask of a run."""

    folder: Path
    manifest: dict[str, Any]
    panel: pl.DataFrame
    acts: pl.DataFrame
    services: pl.DataFrame
    flows: pl.DataFrame
    scores: pl.DataFrame
    spells: pl.DataFrame
    desks: pl.DataFrame
    persons: pl.DataFrame
    patrols: pl.DataFrame
    norms: pl.DataFrame
    thresholds: pl.DataFrame
    pots: pl.DataFrame
    places: pl.DataFrame
    steers: pl.DataFrame


def fake_run(
    folder: Path,
    regimes: tuple[str, ...] = ("rongcheng", "court-list"),
    persons: int = 3_000,
    years: int = 2,
    n_cities: int = 1,
    seed: int = 7,
    minority_share: float = 0.15,
) -> FakeRun:
    """A run with these regimes; every table follows the schema, and the totals agree with each other."""
    return _Maker(folder, regimes, persons, years, n_cities, seed, minority_share).run()


def empty_tables() -> dict[str, pl.DataFrame]:
    """Every table of the schema without a row."""
    return {name: frame({}, columns) for name, columns in TABLES.items()}


def frame(values: dict[str, Any], columns: tuple[Column, ...]) -> pl.DataFrame:
    """A table with exactly these columns; what is not given is zero or empty."""
    length = max((len(v) for v in values.values()), default=0)
    blank = {"str": "", "bool": False}
    series = [
        pl.Series(c.name, values.get(c.name, [blank.get(c.dtype, 0)] * length), strict=False).cast(DTYPES[c.dtype])
        for c in columns
    ]
    return pl.DataFrame(series)


class _Maker:
    """Draws one run: people first, then week by week, then the tables."""

    def __init__(self, folder, regimes, persons, years, n_cities, seed, minority_share):
        self.folder, self.regimes, self.n, self.years, self.seed = folder, regimes, persons, years, seed
        self.rng = np.random.default_rng(seed)
        self.days = years * 365
        self.place = np.arange(persons) // 1_000
        self.city = self.place * n_cities // (self.place.max() + 1)
        self.wealth = self.rng.integers(0, 5, persons)
        self.minority = self.rng.random(persons) < minority_share
        self.age = self.rng.integers(0, 91, persons)
        of_place = 1 + 0.25 * self.rng.standard_normal(self.place.max() + 1)
        self.bad = self.rng.gamma(0.8, 1.0, persons) * (1.3 - 0.1 * self.wealth) * of_place[self.place].clip(0.3)
        self.good = self.rng.gamma(0.6, 1.0, persons) * (0.7 + 0.15 * self.wealth)
        self.tally = {
            k: np.zeros(persons, np.int64)
            for k in ("done", "deterred", "chilled", "for_points", "seen", "false_reports")
        }
        self.tally |= {
            k: np.zeros(persons, np.int64) for k in ("refused", "refused_by_tie", "eased", "eased_yuan", "listed_days")
        }
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        self.scales = [r for r in regimes if r in GRADES]
        self.score = {r: np.full(persons, 1000.0) for r in self.scales if r == "rongcheng"}
        if "sesame" in self.scales:
            self.score["sesame"] = self.rng.normal(620 + 12 * self.wealth, 45).clip(350, 950).round()
        self.listed = np.zeros(persons, np.int64)  # weeks on the list so far
        self.wrong = np.zeros(persons, bool)
        self.totals: dict[str, Any] = {}  # of the season so far, by city
        self.scored = self.age >= 18

    def run(self) -> FakeRun:
        n_weeks = -(-self.days // 7)
        start = {r: self.grade(r) for r in self.scales}
        for week in range(n_weeks):
            self.live(week)
            if (week + 1) % WEEKS == 0 or week == n_weeks - 1:
                self.close_season(week // WEEKS, start)
                start = {r: self.grade(r) for r in self.scales}
        if "court-list" in self.regimes:
            still = self.listed > 0
            self.add_spells(still, "open")
        tables = {name: _stacked(name, self.rows[name]) for name in TABLES if name != "persons"}
        return FakeRun(self.folder, self.manifest(), persons=self.persons(), **tables)

    def live(self, week: int) -> None:
        rng, watched = self.rng, [a for a in ACTS.values() if a[2] in self.regimes]
        occasions = sum(a[3] for a in watched) / 52
        now: dict[str, np.ndarray] = {"done": rng.poisson(occasions * 0.8 * (0.5 + self.bad / 2))}
        rate = sum(a[3] * a[4] for a in watched) / 52
        now["seen"] = rng.binomial(now["done"], min(1.0, rate / max(occasions, 1e-9)))
        now["missed"] = now["done"] - now["seen"]
        unfair = (1 + 0.7 * self.minority) * rate * 0.03
        for kind in ("misread", "invented", "wrong_person"):
            now[kind] = rng.poisson(unfair)
        now["deterred"] = rng.poisson(0.03 * rate * self.scored)
        now["chilled"] = rng.poisson(0.01 * rate * self.scored * (1 + self.minority))
        now["for_points"] = rng.poisson(0.04 * rate * self.good * ("rongcheng" in self.regimes))
        false = now["misread"] + now["invented"] + now["wrong_person"]
        if "rongcheng" in self.score:
            points = 5 * rng.poisson(self.good * 0.03) - 5 * (rng.random(self.n) < 0.02 * self.bad) - 5 * false
            self.score["rongcheng"] = np.where(self.scored, self.score["rongcheng"] + points, 1000.0)
        if "sesame" in self.score:
            self.score["sesame"] = (self.score["sesame"] + rng.normal(0.1, 2.0, self.n)).clip(350, 950).round()
        self.lists(now, false)
        self.use_services(now)
        if self.scales:
            now["eased"] = rng.poisson(0.02 * self.good * self.scored)
            now["eased_yuan"] = now["eased"] * rng.integers(2, 30, self.n) * 10
        for kind, total in self.tally.items():
            total += false if kind == "false_reports" else now.get(kind, 0)
        for kind, counts in now.items():
            self.totals[kind] = self.totals.get(kind, 0) + np.bincount(self.city, counts)
        self.panel(week, now)

    def lists(self, now, false) -> None:
        if "court-list" not in self.regimes:
            return
        rng, on = self.rng, self.listed > 0
        leaves = on & (rng.random(self.n) < np.where(self.bad > 1.2, 0.001, 0.02))
        self.add_spells(leaves, "ended")
        enters = ~on & self.scored & (rng.random(self.n) < 0.0002 * self.bad * (1 + 0.4 * self.minority))
        self.wrong = np.where(enters, rng.random(self.n) < 0.1, self.wrong)
        self.listed = np.where(leaves, 0, np.where(on | enters, self.listed + 1, 0))
        now["entered"], now["left"] = enters, leaves
        now["on_bad_list"] = self.listed > 0
        self.tally["listed_days"] += 7 * (self.listed > 0)

    def use_services(self, now) -> None:
        if "court-list" not in self.regimes:
            return
        now["refused"] = self.rng.poisson(0.3 * (self.listed > 0) + 0.01 * (np.roll(self.listed, 1) > 0))
        now["refused_by_tie"] = np.where(self.listed > 0, 0, now["refused"])

    def add_spells(self, who: np.ndarray, how: str) -> None:
        if who.any():
            months = self.listed[who] // 4
            keys = {
                "city": self.city[who],
                "group": self.groups()[who],
                "wealth_band": self.wealth[who],
                "wrong": self.wrong[who],
            }
            self.rows["spells"].append(
                {**keys, "list": ["court-list/defaulters"] * who.sum(), "months": months, how: [1] * who.sum()}
            )

    def groups(self) -> np.ndarray:
        return np.where(self.minority, "minority", "majority")

    def grade(self, scale: str) -> np.ndarray:
        score = self.score[scale]
        names = np.select([score >= at for _, at in GRADES[scale]], [name for name, _ in GRADES[scale]], "")
        return np.where(self.scored, names, "")

    def panel(self, week: int, now: dict[str, np.ndarray]) -> None:
        grade = self.grade(self.scales[0]) if self.scales else np.full(self.n, "")
        keys = {
            "week": np.full(self.n, week),
            "city": self.city,
            "group": self.groups(),
            "wealth_band": self.wealth,
            "grade": grade,
        }
        cells = pl.DataFrame(
            {**keys, "persons": np.ones(self.n, np.int64), **{k: np.asarray(v, np.int64) for k, v in now.items()}}
        )
        self.rows["panel"].append(cells.group_by(list(keys)).sum().to_dict(as_series=False))

    def close_season(self, season: int, start: dict[str, np.ndarray]) -> None:
        for scale in self.scales:
            pairs = pl.DataFrame({"city": self.city, "grade_from": start[scale], "grade_to": self.grade(scale)})
            counts = pairs.filter(pl.col("grade_to") != "").group_by(pl.all()).len("persons")
            self.add("flows", counts, season=season, scale=scale)
            width = 5.0 if scale == "rongcheng" else 10.0
            bins = pl.DataFrame({"city": self.city, "bin": np.floor(self.score[scale] / width) * width}).filter(
                pl.Series(self.scored)
            )
            name = f"{scale}/{'city' if scale == 'rongcheng' else scale}"
            self.add("scores", bins.group_by("city", "bin").len("persons"), season=season, score=name, width=width)
        for city in range(self.city.max() + 1):
            self.season_of_city(season, city)
        self.totals = {}

    def season_of_city(self, season: int, city: int) -> None:
        """Deal the season's totals of a city out to acts and services, so that all tables agree."""
        total = {kind: int(counts[city]) for kind, counts in self.totals.items()}
        here = {act: a for act, a in ACTS.items() if a[2] in self.regimes}
        rate, sees, lies = (np.array([a[i] for a in here.values()]) for i in (3, 4, 5))
        kinds = np.array([a[1] for a in here.values()])
        weights = {"seen": rate * sees, "missed": rate * (1.001 - sees), "deterred": rate * (kinds == "harm")}
        weights |= {"chilled": rate * (kinds == "lawful"), "for_points": rate * (kinds == "good")}
        weights |= dict.fromkeys(("misread", "invented", "wrong_person"), rate * sees * lies + 1e-9)
        dealt = {kind: self.deal(total.get(kind, 0), weight) for kind, weight in weights.items()}
        for act in ACTS:
            if act not in here:
                self.rows["acts"].append({"season": [season], "city": [city], "act": [act], "occasions": [None]})
                continue
            row = {kind: int(counts[list(here).index(act)]) for kind, counts in dealt.items()}
            row["given_up"] = row.pop("deterred") + row.pop("chilled")
            row["done"] = row["seen"] + row["missed"]
            row["occasions"] = int(row["done"] * 1.5) + row["given_up"]
            self.rows["acts"].append({k: [v] for k, v in {"season": season, "city": city, "act": act, **row}.items()})
        for what in ("refused", "eased"):
            offered = {name: s for name, s in SERVICES.items() if s[1] in self.regimes and s[2] == what}
            dealt = {
                k: self.deal(total.get(k, 0), np.array([s[3] for s in offered.values()]))
                for k in (what, f"{what}_by_tie", "eased_yuan")
            }
            for i, (service, about) in enumerate(offered.items()):
                row = {
                    "season": season,
                    "city": city,
                    "group": "majority",
                    "wealth_band": 2,
                    "service": service,
                    "regime": about[1],
                }
                row |= {what: int(dealt[what][i])} | (
                    {"eased_yuan": int(dealt["eased_yuan"][i])} if what == "eased" else {}
                )
                row |= (
                    {"refused_by_tie": min(int(dealt["refused_by_tie"][i]), row["refused"])}
                    if what == "refused"
                    else {}
                )
                self.rows["services"].append({k: [v] for k, v in row.items()})

    def deal(self, n: int, weights: np.ndarray) -> np.ndarray:
        if not len(weights) or not weights.sum():
            return np.zeros(max(1, len(weights)), np.int64)
        return self.rng.multinomial(n, weights / weights.sum())

    def add(self, table: str, counts: pl.DataFrame, **same: Any) -> None:
        self.rows[table].append(
            {**counts.to_dict(as_series=False), **{k: [v] * counts.height for k, v in same.items()}}
        )

    def persons(self) -> pl.DataFrame:
        n, word = self.n, np.full
        values = {
            "person": np.arange(n),
            "city": self.city,
            "place": self.place,
            "household": np.arange(n) // 2 * 2,
            "age": self.age,
        }
        values |= {
            "kind_of_place": word(n, "suburb"),
            "group": self.groups(),
            "wealth_band": self.wealth,
            "behaviour": word(n, "deterred"),
        }
        values |= self.tally | {
            "eased_yuan": self.tally["eased_yuan"] // 10,
            "wealth_yuan": 40_000.0 * (1 + self.wealth),
            "income_yuan": 20_000.0 * (1 + self.wealth),
            "role": word(n, ""),
        }
        people = frame({k: np.asarray(v).tolist() for k, v in values.items()}, TABLES["persons"])
        for scale in self.scales:
            score = np.where(self.scored, self.score[scale], np.nan)
            name = f"score_{scale}/{'city' if scale == 'rongcheng' else scale}"
            people = people.with_columns(
                pl.Series(name, score).fill_nan(None), pl.Series(f"grade_{scale}", self.grade(scale))
            )
        if "court-list" in self.regimes:
            people = people.with_columns(pl.Series("list_court-list/defaulters", self.listed > 0))
        return people

    def manifest(self) -> dict[str, Any]:
        world = {
            "regimes": list(self.regimes),
            "population": "city",
            "persons": self.n,
            "years": self.years,
            "days": self.days,
        }
        labels = {"acts": {k: v[0] for k, v in ACTS.items()}, "services": {k: v[0] for k, v in SERVICES.items()}}
        return {
            "format": 1,
            "glasshouse": "0.1.0",
            "world": {**world, "seed": self.seed, "replicate": 0, "window_days": 7},
            "titles": {r: TITLES[r] for r in self.regimes},
            "grades": {r: [g for g, _ in GRADES[r]] for r in self.scales},
            "lists": [{"id": "court-list/defaulters", "kind": "bad"}] if "court-list" in self.regimes else [],
            "labels": {**labels, "lists": {"court-list/defaulters": "the court list of judgment defaulters"}},
            "act_kinds": {k: v[1] for k, v in ACTS.items()},
            "files": {"data/acts.toml": "0" * 64},
            "versions": {"python": "3.11.9", "numpy": np.__version__, "numba": "0.61", "polars": pl.__version__},
            "machine": "Linux x86_64, 2 cores, 8 GB",
            "started": "2025-01-01T12:00:00+00:00",
            "seconds": 4.2,
            "state": "done",
            "digest": "3f" * 32,
            "person_years_per_second": 310_000,
            "occasions_per_person_year": 27.4,
            "threads": 2,
            "boundary": "synthetic people; not a forecast; not for scoring anyone",
        }


def _stacked(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    parts = [frame(row, TABLES[name]) for row in rows]
    table = pl.concat(parts) if parts else frame({}, TABLES[name])
    if name != "spells":
        return table
    keys = ["city", "list", "group", "wealth_band", "wrong", "months"]
    return table.group_by(keys).sum().select(table.columns).sort(keys)
