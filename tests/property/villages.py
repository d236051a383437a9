"""Small villages in which people stumble: a mishap on record, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from glasshouse.rulebook.read import DATA

STUMBLE = """vocabulary = 1
[[act]]
id = "stumble"
lane = 40000
label = "stumbling"
kind = "mishap"
family = "stumbling"
visibility = "record"
source = "definition"
every_days = 1
probability = """


def small_villages(folder: Path, size: int, places: int) -> str:
    """Write a city of so many villages of so many people; the path of its recipe."""
    text = (DATA / "populations" / "village.toml").read_text("utf-8")
    text = re.sub(r"persons = [\d_]+", f"persons = {size * places}", text, count=1)
    text = re.sub(r"places_per_city = [\d_]+", f"places_per_city = {places}", text)
    text = re.sub(r"persons_per_place = [\d_]+", f"persons_per_place = {size}", text)
    path = folder / "villages.toml"
    path.write_text(text, "utf-8")
    return str(path)
