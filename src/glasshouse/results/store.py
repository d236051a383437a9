"""Result tables on the disk: one part per finished city, then one file per table, cities in order.

While a run goes on, ``parts/city-00007/<table>.parquet`` holds what city 7 gave; the folder appears when all its
tables are on the disk. :func:`finish` joins the parts, one city in memory at a time.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from glasshouse.kit.errors import RunError
from glasshouse.kit.files import plain_words, remove, sha256, whole_file, whole_folder, write_whole
from glasshouse.results.fingerprint import Fingerprint, of_tables
from glasshouse.results.schema import TABLES

PARTS = "parts"
MANIFEST = "manifest.json"
OURS = {MANIFEST, PARTS, "fields", "report.html", "lock.json", *(f"{name}.parquet" for name in TABLES)}

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
    "owes_": pl.Boolean(),
    "follows_": pl.Boolean(),
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


def words(codes: Any, names: Sequence[str]) -> pl.Series:
    """Turn numbers into the words they stand for.

    >>> words([1, 0, 1], ["minority", "majority"]).to_list()
    ['majority', 'minority', 'majority']
    """
    return pl.Series(names, dtype=pl.String()).gather(pl.Series(codes).cast(pl.UInt32()))


def write_part(folder: Path, city: int, tables: Mapping[str, pl.DataFrame]) -> None:
    """Keep what a finished city gave; all of its tables appear together, or none."""
    absent = [name for name in TABLES if name not in tables]
    if absent:
        raise ValueError(f"city {city} lacks the tables {', '.join(absent)}")
    with whole_folder(part(folder, city)) as beside:
        for name in TABLES:
            content = io.BytesIO()
            tables[name].write_parquet(content, compression="lz4", statistics=False)
            write_whole(beside / f"{name}.parquet", content.getvalue())


def part(folder: Path, city: int) -> Path:
    """Return where the tables of a city are kept until the run is done."""
    return folder / PARTS / f"city-{city:05d}"


def finished_cities(folder: Path) -> list[int]:
    """Return the numbers of the cities whose tables are complete, in order."""
    with plain_words(folder):
        return sorted(int(path.name.removeprefix("city-")) for path in (folder / PARTS).glob("city-*") if path.is_dir())


def finish(folder: Path) -> tuple[dict[str, Stored], str]:
    """Join the parts of all cities into one file per table; return what was stored, and the digest.

    The parts stay until :func:`drop_parts`, so that a kill in between loses nothing.
    """
    cities = finished_cities(folder)
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


def scan(folder: Path, table: str) -> pl.LazyFrame:
    """Read a table of a run, done or not; of an unfinished run, the cities that are done.

    Raises
    ------
    RunError
        If the folder holds no such table yet.
    """
    joined = folder / f"{table}.parquet"
    if joined.exists():
        return pl.scan_parquet(joined)
    parts = [part(folder, city) / joined.name for city in finished_cities(folder)]
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
        foreign = sorted(path.name for path in folder.iterdir() if path.name not in OURS and path.name[0] != ".")
        if foreign:
            raise RunError(
                f"{folder}: this folder is not empty (it holds {foreign[0]!r}). Choose a new one with --out."
            )
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()


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
