"""The court list of 2013 to 2018: relations between published counts, and ours. One seed is one country; the error is the seeds' spread.

Persons, spells (names listed) and refusals are three units; each figure says which it counts, and ratios are of one over another.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
import polars as pl

from glasshouse.experiments.answer import Measured, Runs
from glasshouse.experiments.calibration import day_number
from glasshouse.experiments.estimate import mean
from glasshouse.experiments.measures.falsified_preferences import followers
from glasshouse.experiments.observe import SEASON_DAYS, WEEK_DAYS, listed_on, until
from glasshouse.results.run import Run

PEOPLE = 1_395_000_000
ADULT = 18
YEAR = 365.25
MARCH_14, FEBRUARY_17, NOVEMBER_17, END_17, END_18 = (
    datetime.date(2014, 3, 10), datetime.date(2017, 2, 14), datetime.date(2017, 11, 8),
    datetime.date(2018, 1, 1), datetime.date(2018, 12, 31),
)  # fmt: skip
DATES = {"march-14": MARCH_14, "february-17": FEBRUARY_17, "end-17": END_17, "end-18": END_18}
Span = tuple[datetime.date, datetime.date]
SPANS: dict[str, Span] = {"17": (FEBRUARY_17, END_17), "18": (END_17, END_18)}
IMPLIED_NAMED = 0.73
MILLION = 1e6
TELLINGS = (70, 50)
PADDED = ("litter", "be-rude")


def measure(runs: Runs) -> Measured:
    """Figure -> (value, standard error)."""
    years = runs["years"]
    out = {name: mean(np.array([figure(run) for run in years])) for name, figure in _figures().items()}
    out["padded"] = mean(np.array([padded(run) for run in runs["collectors"]]))
    for share in TELLINGS:
        said, meant = (1 - followers(runs["approval"], f"{how}-{share}") for how in ("open", "covert"))
        openly, covertly = said[:, -1], meant[:, 1]
        out[f"openly-{share}"] = _exactly(openly)
        out[f"covertly-{share}"] = _exactly(covertly)
        out[f"hide-{share}"] = _exactly((openly - covertly) / (1 - covertly))
    return out


def _exactly(values: np.ndarray) -> tuple[float, float]:
    """Nothing is drawn: all seeds must say the same."""
    assert np.ptp(values) == 0
    return float(values[0]), 0.0


def _figures() -> dict[str, Callable[[Run], float]]:
    """What is counted in a run of the years."""
    out: dict[str, Callable[[Run], float]] = {}
    for when, day in DATES.items():
        out[f"names-{when}"] = partial(_millions, partial(names, day=day))
    for what, service in (("flights", "flight"), ("trains", "fast-train")):
        for when in ("february-17", "end-17", "end-18"):
            out[f"{what}-{when}"] = partial(_millions, partial(refused, service=service, day=DATES[when]))
        for year, span in SPANS.items():
            out[f"{what}-per-name-{year}"] = partial(per_name, service=service, span=span)
        out[f"{what}-per-name-all"] = partial(per_name_ever, service=service)
    for year, span in SPANS.items():
        out[f"flights-to-trains-{year}"] = partial(flights_to_trains, span=span)
        out[f"inflow-{year}"] = partial(inflow, span=span)
    out["refused-together"] = refused_together
    out["performed"] = lambda run: _per(left(run), names(run, END_18))
    out["exits-per-name"] = lambda run: _per(left(run), exposure(run))
    out["exits-per-listed"] = lambda run: _per(left(run), net_exposure(run))
    out["net-stock"] = lambda run: scale(run) * listed_on(run, _day(run, END_18)) / MILLION
    out["listed-share"] = lambda run: names(run, END_18) / PEOPLE
    out["listed-share-adults"] = lambda run: names(run, END_18) / scale(run) / adults(run)
    out["named-above-73"] = lambda run: named(run) - IMPLIED_NAMED
    for when, day in (("february-17", FEBRUARY_17), ("november-17", NOVEMBER_17)):
        out[f"posts-{when}"] = partial(posts_per_name, day=day)
    return out


def _millions(count: Callable[[Run], float], run: Run) -> float:
    return count(run) / MILLION


def scale(run: Run) -> float:
    """People of the country for each of the run's."""
    return PEOPLE / int(run.manifest["world"]["persons"])


def names(run: Run, day: datetime.date) -> float:
    """Spells: names put on the list before a day, in the country."""
    return scale(run) * _weekly(run, "entered", day)


def left(run: Run) -> float:
    """Spells that ended before the end of 2018."""
    return scale(run) * _weekly(run, "left", END_18)


def _weekly(run: Run, column: str, day: datetime.date) -> float:
    return until(run.panel, "week", column, WEEK_DAYS, int(run.manifest["world"]["days"]), _day(run, day))


def refused(run: Run, service: str, day: datetime.date) -> float:
    """Refusals of a service before a day, in the country."""
    table = run.services.filter(pl.col("service").cast(pl.String) == service)
    return scale(run) * until(
        table, "season", "refused", SEASON_DAYS, int(run.manifest["world"]["days"]), _day(run, day)
    )


def refused_together(run: Run) -> float:
    """Millions of flights and of train rides refused by the end of 2018: the one sum that a publication made, of one unit."""
    return (refused(run, "flight", END_18) + refused(run, "fast-train", END_18)) / MILLION


def _more(run: Run, service: str, span: Span) -> float:
    return refused(run, service, span[1]) - refused(run, service, span[0])


def flights_to_trains(run: Run, span: Span) -> float:
    """Flights refused for each train ride."""
    return _per(_more(run, "flight", span), _more(run, "fast-train", span))


def inflow(run: Run, span: Span) -> float:
    """Millions of names listed per year."""
    return (names(run, span[1]) - names(run, span[0])) / MILLION / _years(span)


def posts_per_name(run: Run, day: datetime.date) -> float:
    """Company posts barred per name."""
    return _per(refused(run, "company-post", day), names(run, day))


def per_name(run: Run, service: str, span: Span) -> float:
    """Refusals per name and year, names counted as the publications do: all ever listed, the mean of both ends."""
    return _per(_more(run, service, span), _years(span) * (names(run, span[0]) + names(run, span[1])) / 2)


def per_name_ever(run: Run, service: str) -> float:
    """Refusals until the end of 2018 per name and year."""
    return _per(refused(run, service, END_18), exposure(run))


def exposure(run: Run) -> float:
    """Years that names were listed, from March 2014 to the end of 2018, from counts of the published days alone."""
    return sum(_years(span) * (names(run, span[0]) + names(run, span[1])) / 2 for span in pairwise(DATES.values()))


def net_exposure(run: Run) -> float:
    """Years that persons really were on the list, week by week."""
    weeks = run.panel.filter(pl.col("week") * WEEK_DAYS < _day(run, END_18))
    return scale(run) * float(weeks["on_bad_list"].sum()) * WEEK_DAYS / YEAR


def adults(run: Run) -> int:
    """Persons of 18 and more on day 0."""
    return run.persons.filter(pl.col("age") >= ADULT).height


def named(run: Run) -> float:
    """Share of the persons ever listed who were ever named in public."""
    listed = run.persons.filter(pl.col("listed_days") > 0)
    return listed.filter(pl.col("shown_days") > 0).height / max(listed.height, 1)


def padded(run: Run) -> float:
    """Entries that collectors made up, per resident and year."""
    world = run.manifest["world"]
    made_up = run.acts.filter(pl.col("act").cast(pl.String).is_in(PADDED))["invented"].sum()
    return float(made_up) / (int(world["persons"]) * int(world["days"]) / 365)


def _day(run: Run, day: datetime.date) -> int:
    return day_number(day, datetime.date.fromisoformat(run.manifest["world"]["start_date"]))


def _years(span: Span) -> float:
    return (span[1] - span[0]).days / YEAR


def _per(count: float, by: float) -> float:
    """A ratio; 0 where so few people live that there is nothing to divide by."""
    return count / by if by else 0.0
