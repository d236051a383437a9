"""How do the grades develop?"""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.grades import OUTCOME, grades_at_end, share_in
from glasshouse.outcomes.interval import cluster_column
from glasshouse.outcomes.outcome import Record, years_of
from glasshouse.pages import look
from glasshouse.pages.section import Chart, Key, Section, nothing
from glasshouse.pages.words import interval, join, percent, sentence, short_title, whole

WEEKS_PER_YEAR = 365 / 7


def section(run: Record) -> Section:
    """The share of graded people in each grade, week by week."""
    frame = OUTCOME.measure(run)
    if not frame.height:
        return nothing(OUTCOME, "Nobody is graded in this world.")
    ends = grades_at_end(run)
    scales = frame["scale"].unique(maintain_order=True).to_list()
    stories = [_story(run, scale, frame.filter(pl.col("scale") == scale)) for scale in scales]
    first = stories[0]
    return Section(
        OUTCOME,
        figure=first[0],
        figure_text=first[1],
        fine=first[2],
        answer=" ".join(story[3] for story in stories),
        count=join([f"{whole(_graded(frame, scale))} graded persons ({short_title(run, scale)})" for scale in scales]),
        charts=[_chart(run, scale, frame.filter(pl.col("scale") == scale), ends) for scale in scales],
        frame=frame,
    )


def _graded(frame: pl.DataFrame, scale: str) -> int:
    return int(frame.filter(pl.col("scale") == scale)["graded"][-1])


def _story(run: Record, scale: str, frame: pl.DataFrame) -> tuple[str, str, str, str]:
    """Figure, what it says, its interval, and the sentence."""
    grades = list(run.manifest["grades"][scale])
    first = frame.filter(pl.col("week") == pl.col("week").min()).sort("value", descending=True)
    usual, began = str(first["grade"][0]), float(first["value"][0])
    rank = grades.index(usual)
    parts = [share_in(run, scale, some).row(0, named=True) for some in (grades[:rank], [usual], grades[rank + 1 :])]
    higher, same, lower = (part["value"] for part in parts)
    text = (
        f"Under {short_title(run, scale)}, {percent(began)} began in grade {usual}. At the end {percent(same)} "
        f"hold it, {percent(higher)} stand higher and {percent(lower)} lower."
    )
    fine = f"{interval(parts[2], 'percent', cluster_column(run))}; {whole(parts[2]['graded'])} graded persons"
    return (
        percent(lower),
        f"of graded people end below grade {usual}, the most common at the start",
        fine,
        sentence(text),
    )


def _chart(run: Record, scale: str, frame: pl.DataFrame, ends: pl.DataFrame) -> Chart:
    grades = list(run.manifest["grades"][scale])
    colours = look.grade_colours(grades)
    last = int(frame["week"].max())  # type: ignore[arg-type]
    is_long = frame["week"].n_unique() > 60
    thin = frame.filter((pl.col("week") % 4 == 0) | (pl.col("week") == last)) if is_long else frame
    traces, tags, floor = [], [], 0.0
    for grade in reversed(grades):
        line = thin.filter(pl.col("grade") == grade)
        if not line.height or line["value"].max() == 0:
            continue
        shares = [share * 100 for share in line["value"]]
        x = [(week + 1) / WEEKS_PER_YEAR for week in line["week"]]
        fill = {
            "stackgroup": "all",
            "fillcolor": colours[grade],
            "hovertemplate": f"{grade} %{{y:.1f}}%<extra></extra>",
        }
        traces.append({**look.line(x, shares, "#ffffff", grade, width=0.8), **fill})
        if shares[-1] >= 5:
            tags.append(look.tag(1, floor + shares[-1] / 2, grade, look.INK, xref="paper"))
        floor += shares[-1]
    axis = {"range": [0, 100], **look.PERCENT_TICKS, "showgrid": False}
    room = {"l": 8, "r": 14 + 8 * max(len(grade) for grade in grades), "t": 12, "b": 8}
    layout = look.layout(360, xaxis=look.time_axis(years_of(run)), yaxis=axis, annotations=tags, margin=room)
    rows = (
        {row["grade"]: row for row in ends.filter(pl.col("scale") == scale).iter_rows(named=True)}
        if ends.height
        else {}
    )
    key = [Key(colours[grade], f"{grade} {percent(rows[grade]['value']) if grade in rows else ''}") for grade in grades]
    alt = f"Stacked areas: share of people in each grade of {short_title(run, scale)} over {years_of(run):.1f} years. "
    alt += "At the end: " + ", ".join(entry.text for entry in key)
    title = f"Share of graded people, {short_title(run, scale)}. Key: share at the end"
    return Chart(f"grades-{scale}", alt, {"data": traces, "layout": layout}, title, key)
