"""How many people are on a list?"""

from __future__ import annotations

import polars as pl

from glasshouse.outcomes.interval import cluster_column
from glasshouse.outcomes.listed import OUTCOME, ever_listed, listed_at_end
from glasshouse.outcomes.outcome import TOO_FEW, Record, bad_lists, groups_of, years_of
from glasshouse.pages import look
from glasshouse.pages.section import Chart, Key, Section, nothing
from glasshouse.pages.words import interval, join, one_in, percent, whole

WEEKS_PER_YEAR = 365 / 7


def section(run: Record) -> Section:
    """The share of people on a bad list, week by week and by group."""
    if not bad_lists(run):
        return nothing(OUTCOME, "This world keeps no bad list.")
    frame = OUTCOME.measure(run)
    ever, end = ever_listed(run).row(0, named=True), listed_at_end(run).row(0, named=True)
    if not frame["on_bad_list"].sum() and not ever["listed"]:
        return nothing(OUTCOME, "There is a list, and nobody was ever put on it.")
    last = frame.filter(pl.col("week") == pl.col("week").max())
    shares = {row["group"]: row["value"] for row in last.iter_rows(named=True)}
    sizes = {row["group"]: row["persons"] for row in last.iter_rows(named=True)}
    groups = [group for group in groups_of(run) if sizes.get(group, 0) >= TOO_FEW]
    few = [f"{group}: too few" for group in sizes if group not in groups]
    by_group = join([f"{percent(shares[group])} of the {group}" for group in groups] or ["too few people to say"])
    persons = whole(end["persons"])
    return Section(
        OUTCOME,
        figure=one_in(end["value"]),
        figure_text="people are on a bad list on the last day",
        fine=f"{interval(end, 'percent', cluster_column(run))}; {whole(end['listed'])} of {persons} persons",
        answer=f"{percent(ever['value'])} of all people were on a list for a day or more; on the last day, {by_group}.",
        count=f"{persons} persons",
        charts=[_chart(run, frame, groups, few)],
        frame=frame,
    )


def _chart(run: Record, frame: pl.DataFrame, groups: list[str], few: list[str]) -> Chart:
    traces, ends = [], []
    last_week = frame["week"].max()
    thin = frame.filter((pl.col("week") % 2 == 0) | (pl.col("week") == last_week)) if frame.height > 200 else frame
    for group, colour in zip(groups, look.GROUP_COLOURS, strict=False):
        part = thin.filter(pl.col("group") == group).sort("week")
        x = [(week + 1) / WEEKS_PER_YEAR for week in part["week"]]
        shares = [share * 100 for share in part["value"]]
        if part["low"].null_count() == 0:
            traces += look.band(x, [v * 100 for v in part["low"]], [v * 100 for v in part["high"]], colour, 0.15)
        traces.append(look.line(x, shares, colour, group, hovertemplate=f"{group} %{{y:.2f}}%<extra></extra>"))
        ends.append((shares[-1], colour))
    top = float(frame["value"].max()) * 100 or 1.0  # type: ignore[arg-type]
    heights = look.apart([share for share, _ in ends], top * 0.08)
    x_end = years_of(run)
    tags = [look.tag(x_end, y, percent(s / 100), colour) for y, (s, colour) in zip(heights, ends, strict=True)]
    layout = look.layout(320, xaxis=look.time_axis(x_end), yaxis={"ticksuffix": "%"}, annotations=tags)
    key = [Key(colour, group) for group, colour in zip(groups, look.GROUP_COLOURS, strict=False)]
    key += [Key(look.GREY, text) for text in few]
    if frame["low"].null_count() == 0:
        key.append(Key(look.see_through(look.GREY, 0.6), "band: 95% interval over cities"))
    alt = "Lines: share of people on a bad list over time; at the end " + ", ".join(
        f"{group} {percent(share / 100)}" for group, (share, _) in zip(groups, ends, strict=False)
    )
    return Chart("listed", alt, {"data": traces, "layout": layout}, "Share of people on a bad list, by group", key)
