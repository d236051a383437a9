"""Nothing that must not matter matters: windows, threads, order, room; and nothing comes from nothing."""

from __future__ import annotations

import numpy as np
import pytest
from property.lives import WORLDS, differs, live

from glasshouse.engine.counts import A_DONE, A_NEITHER
from glasshouse.engine.tabulate import sum_counts

ALONE = str(WORLDS / "alone")
IDLE = str(WORLDS / "idle")


@pytest.mark.parametrize("window_days", [1, 3, 7, 28, 84])
def test_an_uncoupled_world_is_the_same_for_every_window(window_days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glasshouse.engine.city.KEEP_WINDOWS", True)
    usual = live(ALONE, seed=5, years=2)
    other = live(ALONE, seed=5, years=2, window_days=window_days)
    assert differs(usual, other) == []
    totals, others = sum_counts(usual.counts), sum_counts(other.counts)
    assert np.array_equal(totals.panel, others.panel)
    assert np.array_equal(totals.acts, others.acts)
    assert np.array_equal(totals.services, others.services)
    assert np.array_equal(totals.spells, others.spells)


def test_the_uncoupled_world_uses_what_it_says() -> None:
    lived = live(ALONE, seed=5, years=2)
    panel = sum_counts(lived.counts).panel.sum(axis=(0, 1))
    assert (panel[3:16] > 0).sum() >= 8
    assert panel[-8] > 100  # refusals


def test_threads_do_not_matter() -> None:
    assert differs(live("rongcheng+court-list", 5000), live("rongcheng+court-list", 5000, tasks=2)) == []


def test_the_seed_matters() -> None:
    assert differs(live("rongcheng", 1000, 1, seed=1), live("rongcheng", 1000, 1, seed=2))


def test_a_place_does_not_depend_on_the_size_of_the_country() -> None:
    small, large = live("court-list", 1000, 1), live("court-list", 3000, 1)
    for name in ("points", "days", "small", "tally"):
        # the list's desks serve the whole city, so compare what no desk touches
        assert getattr(small.people, name).shape[1:] == getattr(large.people, name).shape[1:]
    assert np.array_equal(small.traits.age, large.traits.age[:1000])
    assert np.array_equal(small.traits.resident, large.traits.resident[:1000])


def test_a_regime_that_changes_nothing_changes_nothing() -> None:
    idle, none = live(IDLE, seed=3), live("none", seed=3, also=IDLE)
    with_it, without = (
        sum_counts(idle.counts).acts[:, :, A_NEITHER : A_DONE + 1],
        sum_counts(none.counts).acts[:, :, : A_DONE + 1],
    )
    assert np.array_equal(with_it, without)
    assert np.array_equal(idle.people.tally[:, :4], none.people.tally[:, :4])
    assert with_it.sum() > 1000


def test_adding_a_regime_leaves_the_occasions_alone() -> None:
    one = live("none", also="rongcheng+court-list", seed=3)
    other = live("rongcheng+court-list", seed=3)
    assert np.array_equal(
        sum_counts(one.counts).acts[:, : len(one.plan.index.acts), :4].sum(axis=2),
        sum_counts(other.counts).acts[:, : len(other.plan.index.acts), :4].sum(axis=2),
    )


def test_everybody_is_counted_every_week() -> None:
    lived = live("rongcheng+court-list", 3000, 1)
    assert (sum_counts(lived.counts).panel[:, :, 0].sum(axis=1) == 3000).all()


def test_little_room_gives_the_same_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = live("rongcheng+court-list", 2000)
    for name in ("MAIL_PER_PERSON", "WANTS_PER_PERSON", "OCCASIONS_SPARE"):
        monkeypatch.setattr(f"glasshouse.engine.city.{name}", 0.01)
    monkeypatch.setattr("glasshouse.engine.city.CASES_PER_PLACE", 1)
    assert differs(usual, live("rongcheng+court-list", 2000)) == []
