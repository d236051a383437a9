"""A24, conservation and invariance: what must hold in any run, to the last unit.

(i) start + postings + clipping = end, for every score of everybody; (ii) change of a list's stock = entries - exits; (iii) a
change of the law that changes nothing makes a difference of exactly nothing; (iv) no order matters: of cities, of regimes,
of acts and rules in their files, of places in a city; (v) swapping the labels of groups swaps their results and nothing
else; (vi) a run that was stopped and resumed, and (vii) a run on more threads, or in other windows if nobody matters to
anybody, has the same tables. Caught here: clipping without an entry, a shared generator thrown off by one draw more,
anything that depends on a position; (ii) found an exit that was counted twice when its morning was gone through again.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from validation.worlds import HERE, TABLES, Lived, live, postings, told_place

import glasshouse as gh
from glasshouse.engine import log as g
from glasshouse.engine import simulate as driver

ALONE = str(HERE.parent / "worlds" / "alone")
EVERYTHING = str(HERE.parent / "worlds" / "everything")
WORLDS = {"two": "rongcheng+court-list", "alone": ALONE, "everything": EVERYTHING, "own": str(HERE / "a24")}
TEXT = (HERE / "a24" / "regime.toml").read_text("utf-8")
PEOPLE = str(HERE / "a24" / "population.toml")


def same(one: Lived, other: Lived, *but: str) -> None:
    """All tables equal, some columns left out."""
    for name in TABLES:
        first, second = getattr(one, name), getattr(other, name)
        kept = [column for column in first.columns if column not in but]
        order = [column for column in kept if first[column].dtype not in (pl.Float32, pl.Float64)]
        assert first.select(kept).sort(order).equals(second.select(kept).sort(order)), name


# ---- (i) and (ii)


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_start_and_ledger_make_the_end(world: str) -> None:
    """The own regime clips each posting; the others mostly let scores expire, and clip what is shown."""
    ledger, ends = postings(world, 600, 500, 24, people_of(world))
    sums = ledger.group_by("person", "score").agg(pl.col("posted").sum())
    book = ends.join(sums, on=["person", "score"], how="left").with_columns(pl.col("posted").fill_null(0.0))
    checked = 0
    for score, part in book.group_by("score"):
        start = starts(world).get(str(score[0]))
        if start is not None:
            left = (part["end"] - part["posted"]).round(9)
            assert left.min() >= start[0], f"{score[0]}: a movement without an entry"  # type: ignore[operator]
            assert left.max() <= start[1], f"{score[0]}: a movement without an entry"  # type: ignore[operator]
            checked += int(start[0] == start[1] and (part["posted"] != 0).sum() > 5)
    assert checked >= 1


def people_of(world: str) -> str:
    """Its own people, or the shipped city."""
    own = Path(world) / "population.toml"
    return str(own) if own.is_file() else "city"


def starts(world: str) -> dict[str, tuple[float, float]]:
    """The start of every score that is posted to (not one that is measured, or made of others)."""
    out = {}
    for name in world.split("+"):
        regime = gh.show(name).regime
        for score in regime.score:
            if score.start is not None and not score.made_of and score.measures is None:
                lines = score.start.lines
                spread = any(getattr(line, "sigma", None) for line in lines)
                if not spread:
                    low, high = min(line.low for line in lines), max(line.high for line in lines)
                    out[f"{regime.id}/{score.id}"] = (float(low), float(high))
    return out


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_stock_of_a_list_is_entries_less_exits(world: str) -> None:
    """Stay by stay, for every list and everybody; feeds that read as lists are another regime's business."""
    plan, city, rows = told_place(world, 600, 800, 3, people_of(world))
    last_day, at = 799, plan.compiled.at.lists
    for number, (_, name, each) in enumerate(plan.index.lists):
        if each is None:
            continue
        mine = rows[rows[:, g.A] == number]
        entered = mine[(mine[:, g.KIND] == g.ENTERED) & (mine[:, g.F] == 0)][:, g.WHO]
        left = mine[mine[:, g.KIND] == g.LEFT][:, g.WHO]
        stays = np.bincount(entered, minlength=city.n) - np.bincount(left, minlength=city.n)
        assert np.array_equal(stays, city.people.days[:, at + 2 * number] > last_day), name


def test_stock_in_the_tables_is_entries_less_exits() -> None:
    run = live("court-list", 5000, 800, 3, people="city")
    weeks = run.panel.group_by("week").agg(pl.col("on_bad_list", "entered", "left").cast(pl.Int64).sum()).sort("week")
    assert weeks["entered"].sum() > 20
    assert weeks["left"].sum() > 0
    gap = weeks["on_bad_list"] - (weeks["entered"] - weeks["left"]).cum_sum()
    assert gap.abs().max() == 0
    spells = run.spells
    assert (spells["ended"].sum(), spells["open"].sum()) == (weeks["left"].sum(), weeks["on_bad_list"].last())


# ---- (iii) nothing from nothing


def test_a_change_that_changes_nothing_makes_no_difference(tmp_path: Path) -> None:
    usual = live("a24", 2000, 400, 5)
    assert usual.persons["refused"].sum() > 0
    idle = '\n[[rule]]\nid = "asleep"\non = "deed"\nasleep = true\npoints = -7\ntogether_with = "deed"\nsource = "definition"\n'
    other_words = variant(tmp_path / "words", TEXT.replace("A regime for A24", "The same by another title"))
    with_idle_rule = variant(tmp_path / "idle", TEXT + idle)
    more_eyes = (
        TEXT
        + '\n[[channel]]\nid = "blind"\nby = "camera"\ncovers = "deed"\nsees_probability = 0\nsource = "definition"\n'
    )
    for folder in (other_words, with_idle_rule, variant(tmp_path / "blind", more_eyes)):
        same(usual, live(str(folder), 2000, 400, 5, people=PEOPLE))
    stricter = variant(tmp_path / "stricter", TEXT.replace("points = -5", "points = -6"))
    assert not usual.persons.equals(live(str(stricter), 2000, 400, 5, people=PEOPLE).persons), (
        "and a change that matters, does"
    )


def test_another_regime_draws_from_nobody(tmp_path: Path) -> None:
    """Common random numbers: who also lives under an idle regime lives the same life."""
    idle = str(HERE.parent / "worlds" / "idle")
    alone, both = live("a24", 2000, 400, 5), live(f"a24+{idle}", 2000, 400, 5, people=PEOPLE)
    kept = [c for c in alone.persons.columns if c not in ("done", "seen")]  # the idle regime's acts are counted, too
    assert alone.persons.select(kept).equals(both.persons.select(kept))


# ---- (iv) order


def variant(folder: Path, text: str, acts: str | None = None) -> Path:
    """A copy of the target's folder with another regime text."""
    shutil.copytree(HERE / "a24", folder)
    (folder / "regime.toml").write_text(text, "utf-8")
    if acts is not None:
        (folder / "acts.toml").write_text(acts, "utf-8")
    return folder


def turned(text: str, *kinds: str) -> str:
    """The blocks of these kinds in the opposite order."""
    head, *blocks = re.split(r"(?m)^(?=\[\[)", text)
    for kind in kinds:
        places = [k for k, block in enumerate(blocks) if block.startswith(f"[[{kind}]]")]
        for place, block in zip(places, [blocks[k] for k in places][::-1], strict=True):
            blocks[place] = block if block.endswith("\n\n") else block.rstrip("\n") + "\n\n"
    return head + "".join(blocks)


def test_the_order_of_blocks_does_not_matter(tmp_path: Path) -> None:
    usual = live("a24", 2000, 400, 5)
    acts = turned((HERE / "a24" / "acts.toml").read_text("utf-8"), "act")
    folder = variant(tmp_path / "turned", turned(TEXT, "rule", "list", "consequence"), acts)
    assert (folder / "regime.toml").read_text("utf-8") != TEXT
    same(usual, live(str(folder), 2000, 400, 5, people=PEOPLE))


def test_the_order_of_regimes_does_not_matter() -> None:
    one = live("rongcheng+court-list", 3000, 300, 2, people="city")
    same(one, live("court-list+rongcheng", 3000, 300, 2, people="city"))


def test_where_the_borders_of_cities_are_does_not_matter(tmp_path: Path) -> None:
    """The same people in one city of four places, and in four cities of one: addresses go with people, not with cities."""
    text = Path(PEOPLE).read_text("utf-8")
    four = tmp_path / "cities.toml"
    four.write_text(text.replace("places_per_city = 100", "places_per_city = 1"), "utf-8")
    one, other = live("a24", 2000, 400, 5), live("a24", 2000, 400, 5, people=str(four))
    assert other.persons["city"].n_unique() == 4
    assert one.persons.drop("city").equals(other.persons.drop("city"))
    counts = pl.col("persons", "on_bad_list", "entered", "left", "done", "seen", "points_lost", "refused").sum()
    assert one.panel.select(counts).equals(other.panel.select(counts))


def test_a_place_does_not_know_its_neighbours() -> None:
    """Each place lived alone, from the last to the first, is what it was among the others."""
    usual = live("a24", 2000, 400, 5)
    for place in (3, 2, 1, 0):
        plan, city, _ = told_place("a24", 2000, 400, 5, PEOPLE, place)
        mine = usual.persons.filter(pl.col("place") == place)
        for s, (_, score) in enumerate(plan.index.scores):
            assert np.array_equal(
                mine[f"score_a24/{score.id}"].to_numpy(), city.people.points[:, s] / plan.index.per_point(s)
            )


# ---- (v) labels


def test_swapping_labels_swaps_results(tmp_path: Path) -> None:
    """Each group goes by the other's name, in people and in law: the same lives under the other name."""

    def swap(text: str) -> str:
        return text.replace('"majority"', '"?"').replace('"minority"', '"majority"').replace('"?"', '"minority"')

    folder = variant(tmp_path / "swapped", swap(TEXT))
    (folder / "population.toml").write_text(swap(Path(PEOPLE).read_text("utf-8")), "utf-8")
    usual = live("a24", 2000, 400, 5)
    other = live(str(folder), 2000, 400, 5, people=str(folder / "population.toml"))
    assert usual.persons["group"].to_list() != other.persons["group"].to_list()
    swapped = pl.col("group").cast(pl.String).replace({"majority": "minority", "minority": "majority"})
    both = [
        frame.with_columns(swapped if turn else pl.col("group").cast(pl.String))
        for turn, frame in enumerate((usual.persons, other.persons))
    ]
    assert both[0].equals(both[1])
    seen = {group: part["false_reports"].sum() / part.height for (group,), part in usual.persons.group_by("group")}
    assert seen["minority"] > 1.5 * seen["majority"], "and the channels do treat them in different ways"


# ---- (vi) and (vii)


def test_a_stopped_run_ends_with_the_same_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    straight = live("rongcheng+court-list", 3000, 400, 7, people="city")
    monkeypatch.setattr(driver, "CHECKPOINT_SECONDS", 0.0)
    kept, stops = driver.save_city, []

    def stop_at_the_third(*given: object) -> None:
        kept(*given)  # type: ignore[arg-type]
        stops.append(given)
        if len(stops) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(driver, "save_city", stop_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        gh.simulate(
            "rongcheng+court-list", "city", persons=3000, years=400 / 365, seed=7, threads=1, out=tmp_path / "run"
        )
    monkeypatch.setattr(driver, "save_city", kept)
    assert gh.resume(tmp_path / "run").digest == straight.digest


def test_threads_do_not_matter() -> None:
    assert (
        live("rongcheng+court-list", 3000, 400, 7, people="city").digest
        == live("rongcheng+court-list", 3000, 400, 7, people="city", threads=2).digest
    )


@pytest.mark.parametrize("window_days", [1, 28])
def test_windows_do_not_matter_if_nobody_matters_to_anybody(window_days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = live(ALONE, 2000, 400, 7, people="city")
    monkeypatch.setattr("glasshouse.engine.city.KEEP_WINDOWS", True)
    same(usual, live(ALONE, 2000, 400, 7, people="city", window_days=window_days))
