"""What a run of a country is a sample of, and which size class and settlement each of its districts belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from glasshouse.population.classes import SizeClass
from glasshouse.population.country import settlements, turns


def districts(manifest: Mapping[str, Any]) -> pl.DataFrame:
    """The districts of a run: number of the city, size class, number of the settlement within its class, persons.

    Empty for a population without size classes.
    """
    sample, persons = manifest.get("sample"), int(manifest["world"]["persons"])
    if not sample:
        return pl.DataFrame(schema={"city": pl.Int64, "size_class": str, "settlement": pl.Int64, "persons": pl.Int64})
    size = int(sample["district_persons"])
    classes = [SizeClass.model_validate({**each, "source": "definition"}) for each in sample["classes"]]
    n = -(-persons // size)
    taken = turns([each.share for each in classes], n)
    return pl.DataFrame(
        {
            "city": range(n),
            "size_class": [classes[k].id for k in taken],
            "settlement": settlements(classes, int(sample["of"]), size, taken),
            "persons": [min(size, persons - city * size) for city in range(n)],
        }
    )


def say_sample(manifest: Mapping[str, Any], shares: bool = True) -> str:
    """Say what a run is a sample of, with the shares of each size class if wanted; empty for a population without size classes."""
    sample, persons = manifest.get("sample"), int(manifest["world"]["persons"])
    if not sample:
        return ""
    of, found = int(sample["of"]), districts(manifest)
    if persons >= of:
        return f"all {of:,} people of the country, {found.height:,} districts"
    which = "the first district" if found.height == 1 else f"the first {found.height:,} districts"
    order = "in which each size of settlement has its turns by its share"
    said = f"{persons:,} in {of:,} people, 1 in {of / persons:,.0f}: {which} of the country's order, {order}"
    if not shares:
        return said
    here = dict(found.group_by("size_class").agg(pl.col("persons").sum()).iter_rows())
    rows = [
        f"{each['label']} {here.get(each['id'], 0) / persons:.1%} (of the country {each['share']:.1%})"
        for each in sample["classes"]
    ]
    return f"{said}. Shares here: {', '.join(rows)}"
