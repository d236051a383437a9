"""Result tables on the disk: one part per finished city, then one file per table, cities in order.

While a run goes on, ``parts/city-00007/<table>.parquet`` holds what city 7 gave; the folder appears when all its
tables are on the disk, with ``sums.json``: of which run and city they are, and the SHA-256 of each. :func:`finish` joins
the parts, one city in memory at a time.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from glasshouse.kit.errors import RunError
from glasshouse.kit.files import plain_words, remove, sha256, sweep, whole_file, whole_folder, write_whole
from glasshouse.kit.lock import LOCK
from glasshouse.results.fingerprint import Fingerprint, of_tables
from glasshouse.results.schema import TABLES

PARTS = "parts"
MANIFEST = "manifest.json"
FIELDS = "fields"
SUMS = "sums.json"

DTYPES: dict[str, pl.DataType] = {
    "u8": pl.UInt8(),
    "u16": pl.UInt16(),
    "u32": pl.UInt32(),
    "i64": pl.Int64(),
    "f32": pl.Float32(),
    "f64": pl.Float64(),
    "str": pl.String(),
    "bool": pl.Boolean(),
}

PERSONS_MAY_ADD: dict[str, pl.DataType] = {
    "score_": pl.Float64(),
    "grade_": pl.String(),
    "list_": pl.Boolean(),
    "left_": pl.Boolean(),
    "owes_": pl.Boolean(),
    "follows_": pl.Boolean(),
    "opinion_": pl.Float64(),
    "effort_": pl.Float64(),
    "takes_part_": pl.Boolean(),
    "moved_on": pl.UInt16(),
    "registered_here": pl.Boolean(),
    "abroad": pl.Boolean(),
    "days_abroad": pl.UInt16(),
}
"""Columns that a world adds to the table of persons, by the beginning of their names."""


class Stored(NamedTuple):
    """One finished table."""

    rows: int
    sha256: str


def frame(table: str, columns: Mapping[str, Any]) -> pl.DataFrame:
    """Make a result table from arrays, held to the schema: its columns, their order, their dtypes.

    Raises
    ------
    ValueError
        If a column is missing, unknown, or holds what its dtype cannot.
    """
    dtypes: dict[str, pl.DataType] = {column.name: DTYPES[column.dtype] for column in TABLES[table]}
    missing = [name for name in dtypes if name not in columns]
    for name in columns:
        if name not in dtypes:
            added = next((dtype for start, dtype in PERSONS_MAY_ADD.items() if name.startswith(start)), None)
            if table != "persons" or added is None:
                raise ValueError(f"table {table} has no column {name!r}")
            dtypes[name] = added
    if missing:
        raise ValueError(f"table {table} lacks the columns {', '.join(missing)}")
    series = [_series(name, columns[name], dtype) for name, dtype in dtypes.items()]
    return pl.DataFrame(series)


def by_rows(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Make a result table from rows that name its columns."""
    return frame(table, {column.name: [row[column.name] for row in rows] for column in TABLES[table]})


def words(codes: Any, names: Sequence[str]) -> pl.Series:
    """Turn numbers into the words they stand for.

    >>> words([1, 0, 1], ["minority", "majority"]).to_list()
    ['majority', 'minority', 'majority']
    """
    return pl.Series(names, dtype=pl.String()).gather(pl.Series(codes).cast(pl.UInt32()))


def write_part(
    folder: Path, city: int, tables: Mapping[str, pl.DataFrame], run: str = "", beside: Sequence[Path] = ()
) -> None:
    """Keep what a finished city gave; all of its tables appear together, or none.

    ``run`` is the seal of the manifest; ``beside`` are files of the city elsewhere in the folder, held to what they are now.
    """
    absent = [name for name in TABLES if name not in tables]
    if absent:
        raise ValueError(f"city {city} lacks the tables {', '.join(absent)}")
    target = part(folder, city)
    sums = {path.relative_to(folder).as_posix(): sha256(path) for path in beside}
    with whole_folder(target) as new:
        for name in TABLES:
            content = io.BytesIO()
            tables[name].write_parquet(content, compression="lz4", statistics=False)
            write_whole(new / f"{name}.parquet", content.getvalue())
            sums[f"{PARTS}/{target.name}/{name}.parquet"] = hashlib.sha256(content.getbuffer()).hexdigest()
        kept = {"run": run, "city": city, "files": sums}
        write_whole(new / SUMS, json.dumps({**kept, "seal": _seal(kept)}, indent=1))


def part(folder: Path, city: int) -> Path:
    """Return where the tables of a city are kept until the run is done."""
    return folder / PARTS / f"city-{city:05d}"


def finished_cities(folder: Path) -> list[int]:
    """Return the numbers of the cities whose tables are complete, in order."""
    with plain_words(folder):
        names = [path.name.removeprefix("city-") for path in (folder / PARTS).glob("city-*") if path.is_dir()]
        return sorted(int(name) for name in names if name.isdecimal())


def sound_cities(folder: Path, run: str) -> list[int]:
    """Return the numbers of the finished cities, every file of theirs checked.

    Raises
    ------
    RunError
        If a file of a part is damaged, or is not of this run.
    """
    cities = finished_cities(folder)
    for city in cities:
        if problem := damage_of_part(folder, city, run):
            raise RunError(problem)
    return cities


def damage_of_part(folder: Path, city: int, run: str, table: str | None = None) -> str | None:
    """Compare the files of a finished city, or one table, with what was kept; say in a sentence what differs."""
    place = part(folder, city)
    remedy = f"Delete {place} and resume: the city is then lived again from its beginning."
    with plain_words(place / SUMS):
        try:
            sums = json.loads((place / SUMS).read_bytes())
            seal = sums.pop("seal", "")
            if seal != _seal(sums):
                return f"{place / SUMS}: this file is damaged. {remedy}"
        except (ValueError, AttributeError, TypeError, RecursionError):
            return f"{place / SUMS}: this file is damaged. {remedy}"
        except FileNotFoundError:
            return f"{place / SUMS}: this file is missing. {remedy}"
    if (sums["run"], sums["city"]) != (run, city):
        return f"{place}: this is of another city or another run. {remedy}"
    for name, recorded in sums["files"].items():
        path = folder / name
        if table is not None and path != place / f"{table}.parquet":
            continue
        if not path.is_file():
            return f"{path}: this file is missing. {remedy}"
        if sha256(path) != recorded:
            return f"{path}: this file is damaged. {remedy}"
    return None


def finish(folder: Path, run: str = "") -> tuple[dict[str, Stored], str]:
    """Join the parts of all cities into one file per table; return what was stored, and the digest.

    The parts stay until :func:`drop_parts`, so that a kill in between loses nothing.

    Raises
    ------
    RunError
        If a file of a part is damaged, or is not of this run.
    """
    cities = sound_cities(folder, run)
    prints = {name: Fingerprint() for name in TABLES}

    def finish_table(name: str) -> Stored:
        path = folder / f"{name}.parquet"
        with whole_file(path) as beside:
            rows = _join([part(folder, city) / path.name for city in cities], beside, prints[name])
        return Stored(rows, sha256(path))

    with ThreadPoolExecutor(2) as pool:
        stored = dict(zip(TABLES, pool.map(finish_table, TABLES), strict=True))
    return stored, of_tables(prints)


def drop_parts(folder: Path) -> None:
    """Remove the parts; called once the joined tables are in the manifest."""
    with plain_words(folder):
        remove(folder / PARTS)


def leftovers(folder: Path) -> bool:
    """Is there anything that a run that is done would have removed at its end?"""
    return (folder / PARTS).exists() or (folder / LOCK).exists()


def sweep_all(folder: Path) -> None:
    """Remove what killed processes had begun to write in a run folder."""
    for place in (folder, folder / PARTS, folder / FIELDS):
        sweep(place)


def scan(folder: Path, table: str) -> pl.LazyFrame:
    """Read a table of a run that is done."""
    return pl.scan_parquet(folder / f"{table}.parquet")


def scan_parts(folder: Path, table: str, run: str, trusting: bool = False) -> pl.LazyFrame:
    """Read a table of a run that goes on: the cities that are finished. Joined tables count for nothing before its end.

    Raises
    ------
    RunError
        If no city is finished yet, or a file of one is damaged.
    """
    cities = finished_cities(folder)
    problems = (damage_of_part(folder, city, run, table) for city in cities)
    if not trusting and (problem := next(filter(None, problems), None)):
        raise RunError(problem)
    parts = [part(folder, city) / f"{table}.parquet" for city in cities]
    if not parts:
        raise RunError(
            f"{folder}: no city is finished yet, so there is no table '{table}' to read. Wait, or resume it."
        )
    return pl.scan_parquet(parts)


def digest(folder: Path) -> str:
    """Compute the digest of a run anew from its tables.

    Equal content gives an equal digest, whatever the threads, the row groups, the compression, the time and the folder.
    """
    prints = {}
    for name in TABLES:
        prints[name] = Fingerprint()
        path = folder / f"{name}.parquet"
        with plain_words(path), _parquet(path) as file:
            for group in range(file.num_row_groups):
                prints[name].add(file.read_row_group(group))
            if not file.num_row_groups:
                prints[name].add(file.schema_arrow.empty_table())
    return of_tables(prints)


def new_folder(folder: Path) -> None:
    """Make a folder for a new run.

    Raises
    ------
    RunError
        If it holds a run or anything else already, or cannot be written to.
    """
    with plain_words(folder):
        if folder.is_file():
            raise RunError(f"{folder}: this is a file; a run needs a folder. Choose another path with --out.")
        if (folder / MANIFEST).exists():
            raise RunError(
                f"{folder}: this folder holds another run. Choose another one with --out, "
                f"or go on with it: glasshouse resume {folder}"
            )
        folder.mkdir(parents=True, exist_ok=True)
        foreign = sorted(path.name for path in folder.iterdir() if path.name != LOCK and path.name[0] != ".")
        if foreign:
            raise RunError(
                f"{folder}: this folder is not empty (it holds {foreign[0]!r}). Choose a new one with --out."
            )
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()


def _seal(kept: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _series(name: str, values: Any, dtype: pl.DataType) -> pl.Series:
    series = values.alias(name) if isinstance(values, pl.Series) else pl.Series(name, values)
    return series if series.dtype == dtype else series.cast(dtype, strict=True)


def _join(parts: list[Path], target: Path, fingerprint: Fingerprint) -> int:
    """Append the parts to one Parquet file, a row group for each city that has rows; return the number of rows."""
    writer, rows = None, 0
    try:
        for path in parts:
            with _parquet(path) as file:
                table = file.read()
            if writer is None:
                writer = pq.ParquetWriter(
                    target, table.schema, compression="zstd", compression_level=1, store_schema=False
                )
            fingerprint.add(table)
            if table.num_rows:
                writer.write_table(table, row_group_size=table.num_rows)
            rows += table.num_rows
    finally:
        if writer is not None:
            writer.close()
    if writer is None:
        raise ValueError("a run without a finished city has no tables")
    return rows


def _parquet(path: Path) -> pq.ParquetFile:
    """Open a Parquet file, strings as numbers of their words; a damaged one is named in a sentence."""
    try:
        strings = [field.name for field in pq.read_schema(path) if str(field.type) in ("string", "large_string")]
        return pq.ParquetFile(path, read_dictionary=strings)
    except pa.ArrowInvalid as problem:
        raise RunError(f"{path}: this file is damaged and cannot be read. Run this world again.") from problem
