"""Which places do well, and what do their people get?"""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.outcome import Record, years_of
from glasshouse.outcomes.places import OUTCOME, places_by_grade
from glasshouse.pages import look
from glasshouse.pages.section import Chart, Grid, Key, Section, nothing
from glasshouse.pages.words import plain, whole

SEASON_YEARS = 84 / 365
MEAN, RANGE = "the mean of all places", "from the lowest to the highest place"


def section(run: Record) -> Section:
    """Scores of places over time, and their people by grade of the place."""
    frame = OUTCOME.measure(run)
    if not frame.height:
        return nothing(OUTCOME, "No rule of this world scores places; what it counts, it counts for persons.")
    by_grade = places_by_grade(run)
    names = frame["score"].unique(maintain_order=True).to_list()
    last = frame.filter((pl.col("season") == pl.col("season").max()) & (pl.col("score") == names[0])).row(0, named=True)
    best = by_grade.filter(pl.col("score") == names[0])
    paid = best.sort("eased_yuan", descending=True).row(0, named=True)
    gets = "Nobody saved money under this world's rules, wherever one lived."
    if paid["eased_yuan"] > 0:
        where = f"Most was saved where the place is {paid['grade']}" if best.height > 1 else "What was saved there"
        gets = f"{where}: {plain(paid['eased_yuan'])} yuan per person and year."
    return Section(
        OUTCOME,
        figure=f"{plain(last['lowest'])} to {plain(last['highest'])}",
        figure_text=f"points, from the lowest to the highest place at the end ({names[0]})",
        fine=f"mean {plain(last['mean'])}, spread {plain(last['spread'])}; {whole(last['places'])} places",
        answer=f"Places have {plain(last['mean'])} points in the mean, and differ from it by {plain(last['spread'])} or so. {gets}",
        count=f"{whole(last['places'])} places; {whole(run.persons.height)} persons",
        charts=[part for k, name in enumerate(names) for part in (_chart(run, frame, k, name), _grid(by_grade, name))],
        frame=frame,
    )


def _chart(run: Record, frame: pl.DataFrame, number: int, name: str) -> Chart:
    """The mean of all places, and from the lowest to the highest, season by season."""
    part = frame.filter(pl.col("score") == name).sort("season")
    years = years_of(run)
    x = [min((season + 1) * SEASON_YEARS, years) for season in part["season"]]
    colour = look.GROUP_COLOURS[0]
    traces = look.band(x, part["lowest"].to_list(), part["highest"].to_list(), colour, 0.18)
    traces.append(look.line(x, part["mean"].to_list(), colour, name, hovertemplate="mean %{y:.1f}<extra></extra>"))
    layout = look.layout(280, xaxis=look.time_axis(years), yaxis={"nticks": 6})
    end = part.row(-1, named=True)
    alt = f"Scores of places by {name}: at the end {plain(end['lowest'])} to {plain(end['highest'])}, mean {plain(end['mean'])}"
    keys = [Key(colour, MEAN), Key(look.see_through(colour, 0.4), RANGE)]
    return Chart(f"places-{number}", alt, {"data": traces, "layout": layout}, f"{name}: scores of places", keys)


def _grid(frame: pl.DataFrame, name: str) -> Grid:
    """People by what grade their place has at the end."""
    head = ("grade", "places", "score", "yuan saved", "refused")
    rows = [
        (
            row["grade"] or "none",
            whole(row["places"]),
            plain(row["mean"]),
            plain(row["eased_yuan"]),
            plain(row["refused"]),
        )
        for row in frame.filter(pl.col("score") == name).iter_rows(named=True)
    ]
    return Grid(f"{name}: by grade at the end, per person and year", head, rows)
