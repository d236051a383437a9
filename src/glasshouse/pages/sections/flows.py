"""Who rises, who falls?"""

from __future__ import annotations

from typing import Any

import polars as pl

from glasshouse.outcomes.flows import OUTCOME, moves_over_time
from glasshouse.outcomes.outcome import Record, years_of
from glasshouse.pages import look
from glasshouse.pages.section import Chart, Grid, Key, Section, nothing
from glasshouse.pages.words import interval, join, one_in, percent, short_title, whole

SEASON_YEARS = 84 / 365
LEAST_SHADE, MOST_SHADE = 0.06, 0.75


def section(run: Record) -> Section:
    """Moves between grades, season by season, and from where to where."""
    pairs, moves = OUTCOME.measure(run), moves_over_time(run)
    if not pairs.height:
        return nothing(OUTCOME, "Nobody is graded in this world, so nobody rises or falls.")
    scales = [scale for scale in run.manifest["grades"] if scale in moves["scale"].to_list()]
    charts: list[Chart | Grid] = []
    for scale in scales:
        charts += [_chart(run, scale, moves.filter(pl.col("scale") == scale)), _grid(run, scale, pairs)]
    rates = {scale: _rates(moves.filter(pl.col("scale") == scale)) for scale in scales}
    first = rates[scales[0]]
    clusters = {"low": None, "high": None, "clusters": 1} if moves["clusters"].max() == 1 else _middle(moves)
    return Section(
        OUTCOME,
        figure=one_in(first["fell"]),
        figure_text="graded people end an average season in a lower grade than they began it",
        fine=f"{interval(clusters, 'percent', 'city')}; {whole(first['graded'])} person-seasons",
        answer=" ".join(_story(run, scale, rates[scale]) for scale in scales),
        count=join([f"{whole(rates[scale]['graded'])} person-seasons ({short_title(run, scale)})" for scale in scales]),
        charts=charts,
        frame=pairs,
    )


def _rates(moves: pl.DataFrame) -> dict[str, float]:
    sums = dict(moves.group_by("move").agg(pl.col("persons").sum()).iter_rows())
    graded = float(sum(sums.values())) or 1.0
    return {"rose": sums.get("rose", 0) / graded, "fell": sums.get("fell", 0) / graded, "graded": graded}


def _middle(moves: pl.DataFrame) -> dict[str, Any]:
    """The interval of the share who fall, averaged over the seasons of the first scale."""
    fell = moves.filter((pl.col("move") == "fell") & (pl.col("scale") == moves["scale"][0]))
    return {"low": fell["low"].mean(), "high": fell["high"].mean(), "clusters": fell["clusters"].max()}


def _story(run: Record, scale: str, rates: dict[str, float]) -> str:
    return (
        f"Under {short_title(run, scale)}, {percent(rates['fell'])} of graded people end an average season of 84 days "
        f"lower than they began it, and {percent(rates['rose'])} higher."
    )


def _chart(run: Record, scale: str, moves: pl.DataFrame) -> Chart:
    traces = []
    for move, colour, sign in (("rose", look.BLUE, 1), ("fell", look.ORANGE, -1)):
        part = moves.filter(pl.col("move") == move).sort("season")
        x = [(season + 0.5) * SEASON_YEARS for season in part["season"]]
        shares = [share * 100 for share in part["value"]]
        bars = {
            "type": "bar",
            "x": look.tidy(x),
            "y": look.tidy([sign * s for s in shares]),
            "marker": {"color": colour},
        }
        hover = {"customdata": look.tidy(shares), "hovertemplate": f"{move} %{{customdata:.2f}}%<extra></extra>"}
        traces.append({**bars, **hover, "name": move, "width": SEASON_YEARS * 0.8})
    largest = max(abs(y) for trace in traces for y in trace["y"]) or 1.0  # type: ignore[attr-defined]
    ticks = _even_ticks(largest)
    axis = {
        "tickvals": ticks,
        "ticktext": [f"{abs(t):g}%" for t in ticks],
        "zeroline": True,
        "zerolinecolor": look.GREY,
    }
    end = max(years_of(run), (int(moves["season"].max()) + 1) * SEASON_YEARS)  # type: ignore[arg-type]
    time = look.time_axis(years_of(run)) | {"range": [0, end], "showline": False}
    layout = look.layout(300, xaxis=time, yaxis=axis, barmode="overlay", margin={"l": 8, "r": 12, "t": 12, "b": 8})
    key = [Key(look.BLUE, "rose in the season"), Key(look.ORANGE, "fell in the season")]
    rates = _rates(moves)
    alt = f"Bars per season: {percent(rates['rose'])} of graded people rise in an average season, "
    alt += f"{percent(rates['fell'])} fall."
    title = f"Share of graded people who changed grade, by season, {short_title(run, scale)}"
    return Chart(f"flows-{scale}", alt, {"data": traces, "layout": layout}, title, key)


def _even_ticks(largest: float) -> list[float]:
    """Ticks on both sides of zero at a round distance."""
    step = 10.0**-3
    while largest / step > 2.5:
        step *= 2 if f"{step:e}"[0] in "15" else 2.5
    n = int(largest / step)
    return [round(i * step, 6) for i in range(-n, n + 1)]


def _grid(run: Record, scale: str, pairs: pl.DataFrame) -> Grid:
    part = pairs.filter(pl.col("scale") == scale)
    cells = {(row["grade_from"], row["grade_to"]): row for row in part.iter_rows(named=True)}
    present = {grade for pair in cells for grade in pair}
    grades = [grade for grade in run.manifest["grades"][scale] if grade in present]
    started = dict(part.group_by("grade_from").agg(pl.col("started").max()).iter_rows())
    few = {row["grade_from"] for row in cells.values() if row["too_few"]}
    rows, shades = [], []
    for old in grades:
        shares = [cells.get((old, new), {}).get("value", 0.0) for new in grades]
        texts = ["too few" if old in few else percent(share) if share else "–" for share in shares]
        rows.append([old, *(texts if old in started else ["–"] * len(grades)), whole(started.get(old, 0))])
        shades.append(
            [
                "",
                *(
                    "" if old in few or not s else _shade(old, new, grades, s)
                    for new, s in zip(grades, shares, strict=True)
                ),
                "",
            ]
        )
    title = f"From the grade in a row to the grade in a column within a season, {short_title(run, scale)}"
    return Grid(title, ["from \\ to", *grades, "person-seasons"], rows, shades)


def _shade(old: str, new: str, grades: list[str], share: float) -> str:
    """Grey on the diagonal, blue for rising, orange for falling; stronger for larger shares."""
    strength = min(MOST_SHADE, LEAST_SHADE + share**0.5)
    if old == new:
        return look.see_through(look.GREY, 0.15 + 0.35 * share)
    return look.see_through(look.BLUE if grades.index(new) < grades.index(old) else look.ORANGE, strength * 0.6)
