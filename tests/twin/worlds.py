"""Random small worlds for Hypothesis: regimes over all words, acts, services, a population, a horizon, a seed.

Everything shrinks towards absent, small, first. What the checker refuses is passed over, and counted.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from twin import toml

Draw = Callable[..., Any]
Words = dict[str, Any]
Blocks = list[tuple[str, Words]]

START = datetime.date(2017, 5, 1)
GROUPS = ("majority", "minority")
KINDS = ("town-centre", "village")
ROLES = ("worker", "pensioner")
TRAITS = ("caution", "expressiveness", "conformity", "digital-exposure", "street-exposure", "wealth", "income")
WINDOWS = (7, 1, 2, 4, 14, 28, 3, 6, 12, 21, 42, 84)


@dataclass
class Drawn:
    """A world as files, and what is asked of it."""

    files: dict[str, str] = field(default_factory=dict)
    regimes: list[str] = field(default_factory=list)
    days: int = 28
    window_days: int = 7
    seed: int = 0

    def write(self, folder: Path) -> tuple[str, str]:
        """Write the files; returns the regimes joined, and the population's file."""
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return "+".join(str(folder / name) for name in self.regimes), str(folder / "people.toml")

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """How Hypothesis prints a world that fails: its files, each text once."""
        parts = [f"{self.days} days, windows of {self.window_days}, seed {self.seed}"]
        texts = {text: name for name, text in reversed(self.files.items())}
        parts += [f"--- {name}\n{text}" for text, name in reversed(texts.items())]
        printer.text("\n".join(parts))


class Maker:
    """Draws with a few shorthands; ``known`` is what later blocks may refer to."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.has_firms = False

    def one(self, *options: Any) -> Any:
        """One of these; the first is the simplest."""
        return self.draw(st.sampled_from(options))

    def number(self, low: int, high: int) -> int:
        """A whole number."""
        return int(self.draw(st.integers(low, high)))

    def often(self, tenths: int = 5) -> bool:
        """True in so many of ten cases; shrinks to False."""
        return self.number(0, 9) >= 10 - tenths

    def some(self, options: tuple[Any, ...] | list[Any], most: int = 3) -> list[Any]:
        """A few different ones, at least one."""
        n = min(self.number(1, most), len(options))
        return list(self.draw(st.permutations(options)))[:n] if len(options) > 1 else list(options)

    def date(self, days: int) -> datetime.date:
        """A day of the world, or a little around it."""
        return START + datetime.timedelta(days=self.number(-10, days + 10))

    def share(self) -> float:
        """A share: mostly something between."""
        return float(self.one(0.5, 1.0, 0.9, 0.3, 0.1, 0.02, 0.0))

    def span(self, low: int, high: int) -> int | list[int]:
        """A number of days, or a range."""
        first = self.number(low, high)
        return [first, first + self.number(1, 30)] if self.often(4) else first

    def dated(self, words: Words, days: int, tenths: int = 2) -> None:
        """Perhaps in force from or until a day only."""
        begins = self.date(days) if self.often(tenths) else None
        ends = self.date(days) if self.often(tenths) else None
        if begins is not None:
            words["from"] = begins
        if ends is not None and (begins is None or ends > begins):
            words["until"] = ends

    def share_lines(self, selectors: dict[str, tuple[Any, ...]], days: int) -> Any:
        """A share, or lines by group, kind of place, date."""
        if not self.often(4):
            return self.share()
        lines = []
        for word, values in selectors.items():
            if self.often():
                value = self.date(days) if word == "from" else self.one(*values)
                lines.append({word: value, "is": self.share()})
        return [*lines, {"is": self.share()}] if lines else self.share()


# ---- acts, services, people -----------------------------------------------------------------------------------------
def who_words(m: Maker) -> Words:
    """A condition on what people are."""
    return dict(
        m.one(
            {"age_at_least": 18}, {"age_at_most": 40}, {"role": "worker"}, {"kind_of_place": "village"},
            {"resident_at_least_days": m.number(0, 3000)},
        )
    )  # fmt: skip


def make_acts(m: Maker) -> tuple[Blocks, list[str]]:
    """Two to six acts, and two matters."""
    n = m.number(2, 6)
    lanes = m.draw(st.lists(st.integers(40_000, 40_015), min_size=n, max_size=n, unique=True))
    blocks: Blocks = []
    for k, lane in enumerate(lanes):
        kind = m.one("harm", "good", "lawful", "mishap")
        words: Words = {
            "id": f"act{k}", "lane": lane, "label": "an act", "kind": kind, "family": m.one("red", "blue"),
            "visibility": m.one("street", "record", "online", "home", "work"),
        }  # fmt: skip
        before = [act["id"] for _, act in blocks if "every_days" in act]
        if m.often(3):
            words |= {"every_days": m.one(1, 2, 7, 30, 100), "probability": m.one(0.1, 0.02, 0.3)}
            if m.often(3):
                words["drawn_per"] = "household"
            if m.often(3):
                words["shaped_by"] = {"trait": "propensity", "power": m.one(1, 3, 0.5), "falling": m.often(5)}
            if before and m.often(7):
                other = next(act for _, act in blocks if act["id"] == before[-1])
                words["probability"] = 0.1  # up to six may exclude one another, and one of them has 0.3 at most
                words |= {"every_days": other["every_days"], "excludes": before[-1]}
                words["drawn_per"] = other.get("drawn_per", "person")
        else:
            words["occasions_per_year"] = m.one(12, 40, 4, 1, 0, 120, 7.5)
        if "shaped_by" not in words and m.often(4):
            words["more_with"] = {m.one(*TRAITS): m.one(0.5, -0.5, 1, -1)}
        for word, values in (
            ("gain_yuan", (20, 100, 5)), ("cost_yuan", (4, 30)), ("warm_glow_yuan", (10, 40)), ("fine_yuan", (30, 200)),
            ("need_share", (0.1, 1.0)), ("units", (2, 90)),
        ):  # fmt: skip
            if m.often(5):
                words[word] = m.one(*values)
        if m.often(3):
            words["gain_law"] = m.one("uniform", "fixed")
        if "units" in words:
            words["unit"] = "hour"
        if m.often(4):
            words["opens"] = m.one("debt", "regret")
        if m.often(2):
            words["settles"] = m.some(("debt", "regret"), 2)
        if kind == "lawful" and m.often(7):
            words["close_to"] = f"act{m.number(0, n - 1)}"
        if m.often(2):
            words["who"] = who_words(m)
        blocks.append(("act", words | {"source": "assumption"}))
    debt: Words = {"id": "debt", "label": "a debt", "owed_median_yuan": m.one(700, 3000, 0, 100)}
    debt |= {"owed_sigma": m.one(0, 0.6, 1.5), "paid_from_spare_income_share": m.one(1.0, 0.3), "source": "assumption"}
    regret: Words = {
        "id": "regret",
        "label": "a word of regret",
        "owed": m.one("apology", "correction", "papers"),
        "source": "assumption",
    }
    return [*blocks, ("matter", debt), ("matter", regret)], [f"act{k}" for k in range(n)]


def make_services(m: Maker) -> tuple[Blocks, list[str]]:
    """One to four services."""
    n, spread = m.number(1, 4), m.one(1, 3)
    blocks: Blocks = []
    for k in range(n):
        words: Words = {
            "id": f"use{k}", "lane": 40_000 + k * spread, "label": "a service", "family": "town",
            "wants_per_year": m.one(12, 40, 3, 0, 7.5), "price_yuan": m.one(40, 0, 300), "worth_yuan": m.one(60, 500),
        }  # fmt: skip
        for word, values in (("deposit_yuan", (400,)), ("wait_days", (10,)), ("tries_anyway_share", (0.5, 0.0))):
            if m.often(4):
                words[word] = m.one(*values)
        if m.often(2):
            words["who"] = who_words(m)
        if m.often(3):
            words["more_with"] = {m.one(*TRAITS): m.one(0.5, -0.5)}
        if k and m.often(3):
            words["instead"] = "use0"
        blocks.append(("service", words | {"source": "assumption"}))
    return blocks, [f"use{k}" for k in range(n)]


def make_people(m: Maker, days: int) -> tuple[str, list[str]]:
    """A small recipe, and its norms."""
    from twin.crowd import make_crowd

    persons = m.one(20, 40, 60, 80) if days <= 365 else m.one(10, 20, 30)
    head: Words = {
        "id": "people", "title": "few people", "persons": persons, "persons_per_place": m.one(persons, 20, 33, 7),
        "places_per_city": m.one(3, 1, 2), "start_date": START, "propensity": m.one("uniform", "even"), "source": "assumption",
    }  # fmt: skip
    if m.often(2):
        head["kinds"] = "in-turn"
    if m.often(2):
        head["deposit_felt_share"] = m.one(0.1, 1.0)
    young = m.one(0.2, 0.0, 0.5)
    minority = m.one(0.3, 0.0, 0.5)
    blocks: Blocks = [("population", head)]
    blocks += [("age_band", {"id": "child", "ages": [0, 17], "share": young})]
    blocks += [("age_band", {"id": "adult", "ages": [18, 80], "share": 1 - young})]
    sizes = m.one({1: 0.3, 2: 0.3, 4: 0.4}, {1: 1.0}, {3: 1.0}, {2: 0.5, 5: 0.5})
    blocks += [("household_size", {"id": f"of{n}", "persons": n, "share": share}) for n, share in sizes.items()]
    blocks += [("group", {"id": "majority", "share": 1 - minority}), ("group", {"id": "minority", "share": minority})]
    blocks += [("kind_of_place", {"id": kind, "share": 0.5}) for kind in KINDS]
    for role, ages in (("worker", [18, 59]), ("pensioner", [55, 90])):
        blocks.append(("role", {"id": role, "label": role, "share": 0.6, "ages": ages, "source": "assumption"}))
    blocks.append(("wealth", {"median_yuan": 60_000, "sigma": 1.1, "source": "assumption"}))
    income: Words = {"median_yuan": m.one(36_000, 4000), "sigma": 0.7, "with_wealth": 0.6, "source": "assumption"}
    if m.often(2):
        income["spare_share"] = m.one(0.1, 1.0, 0.0)
    blocks.append(("income", income))
    for trait in TRAITS[:5]:
        words = {"id": trait, "label": trait, "mean": m.one(0.5, 0.3), "spread": 0.2, "source": "assumption"}
        if trait == "caution" and m.often(3):
            words["weighs"] = m.one([0.5, 1.5], [0, 3], [1, 1])
        blocks.append(("trait", words))
    n_types = m.number(1, 3)
    for k in range(n_types):
        words = {
            "id": f"type{k}", "label": "a type", "share": [[1.0], [0.5, 0.5], [0.25, 0.25, 0.5]][n_types - 1][k],
            "heeds_share": m.one(1.0, 0.5, 0.0), "alpha": m.one(1.0, 0.7, 1.3), "risk_start": m.one(0.2, 0.0, 0.9),
            "risk_start_deeds": m.one(10, 1, 3.5), "points_worth_yuan": m.one(2.0, 0.0, 15.0), "fear_factor": m.one(0.5, 0.0, 2.0),
            "appeals_wrong_share": m.one(0.5, 1.0, 0.0), "appeals_right_share": m.one(0.2, 0.0, 1.0), "source": "assumption",
        }  # fmt: skip
        if m.often(2):
            words |= m.one({"effort_share": m.one(0.1, 1.5)}, {"effort_yuan_per_point": m.one(5, 0, 200)})
        blocks.append(("behaviour", words))
    has_friends = m.often(8)
    if has_friends:
        same = m.one(0.8, 0.0, 1.0)
        tie = {"id": "friends", "per_person": m.number(1, 5), "same_group_share": same, "source": "assumption"}
        if m.often(4):
            tie["drops_per_month"] = m.one(0.3, 1.0)
        blocks.append(("tie", tie))
    for name, most in (("colleagues", 8), ("guarantor", 2)):
        if m.often(6):
            blocks.append(("tie", {"id": name, "per_person": m.number(1, most), "source": "assumption"}))
    settled: Words = {"mean_years": m.one(12, 1), "source": "assumption"}
    if m.often(4):
        settled["registered_share"] = m.one(0.6, 0.2, 0.0)
    blocks.append(("settled", settled))
    if m.often(3):
        rate = {"per_1000_households_year": m.one(600, 1000, 100), "within_city_share": m.share()}
        if m.often(2):
            rate |= {"abroad_share": m.one(0.5, 0.2), "returns_share_per_year": m.one(0.9, 0.3, 1.0)}
            rate |= m.one({}, {"abroad_wealth_factor": m.one(2.0, 0.5)})
            rate |= m.one({}, {"abroad_needs": "use0"})
        blocks.append(("moving", rate | {"source": "assumption"}))
    if m.often(5):
        blocks.append(("grudge", {"reports_per_person_year_per_100_yuan": m.one(0.001, 0.2), "source": "assumption"}))
    norms: list[str] = []
    if m.often(3):
        crowd, norms = make_crowd(m, head["persons_per_place"], has_friends, days)
        blocks += crowd
    return toml.file(blocks), norms


@st.composite
def worlds(draw: Draw) -> Drawn:
    """One to three regimes in a small world."""
    from twin.crowd import make_meetings, meet, need_norms
    from twin.regimes import make_regime
    from twin.trade import make_firms

    m = Maker(draw)
    days = m.one(28, 84, 100, 168, 60, 200, 252, 28, 84, 400)
    world = Drawn(days=days, window_days=m.one(*WINDOWS), seed=m.number(0, 2**32 - 1))
    acts, _ = make_acts(m)
    services, _ = make_services(m)
    n = m.one(1, 2, 3)
    world.regimes = [f"r{k}" for k in range(n)]
    people, norms = make_people(m, world.days)
    m.has_firms = not norms and "[[opinion]]" not in people and m.often(2)
    firms = make_firms(m, acts, services) if m.has_firms else []
    world.files["people.toml"] = people + toml.file(firms).removeprefix("vocabulary = 1")
    if m.often(4):
        meet(m, acts)
    lists, scores = [], []
    for name in world.regimes:
        others = [other for other in world.regimes if other != name]
        made = make_regime(m, name, others, acts, services, norms, world)
        lists += [f"{name}/{each}" for each in (*made.lists, *made.feeds)]
        scores += [f"{name}/{each}" for each in made.scores]
        world.files[f"{name}/regime.toml"] = toml.file(made.blocks)
    make_meetings(m, acts, lists, scores)
    if norms:
        need_norms(m, acts, norms)
    for name in world.regimes:
        world.files[f"{name}/acts.toml"] = toml.file(acts)
        world.files[f"{name}/services.toml"] = toml.file(services)
    return world
