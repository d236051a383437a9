"""Result tables: what is stored comes back; the digest sees the content and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest

from glasshouse.kit.errors import RunError
from glasshouse.results import record, store
from glasshouse.results.fingerprint import Fingerprint
from glasshouse.results.run import Run
from glasshouse.results.schema import TABLES

WORLD = record.WorldFacts(regimes=["none"], population="city", persons=60, years=1, days=365, seed=1)
NUMPY = {"u8": "u1", "u16": "u2", "u32": "u4", "i64": "i8", "f32": "f4", "f64": "f8"}


def made_up(table: str, rows: int, city: int, **more: Any) -> pl.DataFrame:
    """Make a table of the schema with numbers that depend on the city."""
    chance = np.random.default_rng([city, *table.encode()])
    columns: dict[str, Any] = {}
    for column in TABLES[table]:
        if column.dtype == "str":
            columns[column.name] = store.words(chance.integers(0, 3, rows), ["", "majority", "minority é"])
        elif column.dtype == "bool":
            columns[column.name] = chance.random(rows) < 0.5
        else:
            columns[column.name] = chance.integers(0, 200, rows).astype(NUMPY[column.dtype])
    return store.frame(table, columns | more)


def tables_of(city: int, rows: int = 20) -> dict[str, pl.DataFrame]:
    tables = {name: made_up(name, rows, city) for name in TABLES}
    tables["acts"] = tables["acts"].with_columns(
        occasions=pl.when(pl.col("season") % 3 != 0).then("occasions")  # null: not modelled
    )
    tables["spells"] = tables["spells"].clear() if city == 0 else tables["spells"]
    more = {"score_r/town": np.linspace(0, 1, rows), "grade_r": ["A"] * rows, "list_c/d": np.arange(rows) > 3}
    tables["persons"] = made_up("persons", rows, city, **more)
    return tables


def stored(folder: Path, cities: tuple[int, ...] = (0, 1, 2), field: bytes = b"") -> Run:
    """Write a run of some cities, in the order given, and something that crossed their windows."""
    store.new_folder(folder)
    if field:
        (folder / "fields").mkdir()
        (folder / "fields" / "mail.bin").write_bytes(field)
    manifest = record.begin(folder, WORLD, 1, {})
    for city in cities:
        store.write_part(folder, city, tables_of(city), manifest.seal)
    tables, digest = store.finish(folder, manifest.seal)
    record.close(folder, manifest, tables, digest, seconds=1.0)
    return Run(folder)


def test_what_is_stored_comes_back_in_the_order_of_cities(tmp_path: Path) -> None:
    run = stored(tmp_path, (2, 0, 1))
    for name in TABLES:
        expected = pl.concat([tables_of(city)[name] for city in (0, 1, 2)])
        assert getattr(run, name).equals(expected, null_equal=True)
        assert getattr(run, name).schema == expected.schema
        assert run.manifest["tables"][name]["rows"] == expected.height
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["manifest.json", *(f"{n}.parquet" for n in TABLES)]
    )
    assert run.is_done
    assert not run.damage()


def test_the_digest_depends_on_the_content_alone(tmp_path: Path) -> None:
    one, other = stored(tmp_path / "one"), stored(tmp_path / "other", (1, 2, 0))
    assert one.digest == other.digest == store.digest(one.folder)
    for name in TABLES:
        path = other.folder / f"{name}.parquet"
        pq.write_table(pq.read_table(path), path, row_group_size=7, compression="gzip", use_dictionary=False)
    assert store.digest(other.folder) == one.digest


@pytest.mark.parametrize("change", ["value", "null", "name", "dtype", "order", "row", "text"])
def test_the_digest_sees_every_change(change: str) -> None:
    table = pl.DataFrame({"n": [1, 2, 0], "s": ["ab", "c", ""], "b": [True, False, None]})
    changed = {
        "value": table.with_columns(n=pl.Series([1, 3, 0])),
        "null": table.with_columns(n=pl.Series([1, 2, None])),
        "name": table.rename({"n": "m"}),
        "dtype": table.with_columns(pl.col("n").cast(pl.UInt8)),
        "order": table.reverse(),
        "row": table.head(2),
        "text": table.with_columns(s=pl.Series(["a", "bc", ""])),
    }[change]
    assert fingerprint(table) != fingerprint(changed)
    assert fingerprint(table) == fingerprint(table.clone())


def test_minus_zero_and_kinds_of_not_a_number_are_the_same() -> None:
    plain = pl.DataFrame({"x": [0.0, float("nan")]})
    odd = pl.DataFrame({"x": np.array([-0.0, -np.nan])})
    assert fingerprint(plain) == fingerprint(odd)


def fingerprint(table: pl.DataFrame) -> str:
    whole = Fingerprint()
    whole.add(table.to_arrow())
    cut = Fingerprint()
    for row in range(table.height):
        cut.add(table.slice(row, 1).to_arrow())
    assert whole.hexdigest() == cut.hexdigest()
    return whole.hexdigest()


def test_a_table_is_held_to_its_schema() -> None:
    columns = {column.name: made_up("flows", 2, 0)[column.name] for column in TABLES["flows"]}
    with pytest.raises(ValueError, match="has no column 'extra'"):
        store.frame("flows", {**columns, "extra": [1, 2]})
    columns.pop("persons")
    with pytest.raises(ValueError, match="lacks the columns persons"):
        store.frame("flows", columns)


def test_cities_that_are_finished_can_be_read_before_the_end(tmp_path: Path) -> None:
    store.new_folder(tmp_path)
    seal = record.begin(tmp_path, WORLD, 1, {}).seal
    with pytest.raises(RunError, match="no city is finished yet"):
        _ = Run(tmp_path).panel
    store.write_part(tmp_path, 3, tables_of(3), seal)
    (tmp_path / "parts" / ".city-00004.tmp").mkdir()
    assert store.finished_cities(tmp_path) == [3]
    assert Run(tmp_path).persons.equals(tables_of(3)["persons"])


def test_a_kill_between_joining_and_closing_loses_nothing(tmp_path: Path) -> None:
    store.new_folder(tmp_path)
    record.begin(tmp_path, WORLD, 1, {})
    store.write_part(tmp_path, 0, tables_of(0))
    first = store.finish(tmp_path)
    assert store.finish(tmp_path) == first
    assert not Run(tmp_path).is_done


@pytest.mark.parametrize("name", ["persons.parquet", "panel.parquet", "manifest.json", "fields/mail.bin"])
def test_one_flipped_byte_is_named(tmp_path: Path, name: str) -> None:
    stored(tmp_path, field=b"0123456789" * 30)
    content = bytearray((tmp_path / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RunError, match=name.replace(".", r"\.")):
        raise RunError("\n".join(Run(tmp_path).damage()))
    if name == "persons.parquet":
        with pytest.raises(RunError, match="is damaged"):
            _ = Run(tmp_path).persons


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    stored(tmp_path)
    (tmp_path / "acts.parquet").unlink()
    with pytest.raises(RunError, match=r"acts\.parquet.*missing"):
        _ = Run(tmp_path).acts


def test_a_folder_that_holds_something_is_not_used(tmp_path: Path) -> None:
    stored(tmp_path / "run")
    with pytest.raises(RunError, match="holds another run"):
        store.new_folder(tmp_path / "run")
    with pytest.raises(RunError, match="is not empty"):
        store.new_folder(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="is a file"):
        store.new_folder(tmp_path / "file")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 1}', b"\x00\xff", b"[" * 100_000])
def test_a_broken_manifest_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(RunError, match=r"manifest\.json: this file is damaged"):
        Run(tmp_path)


def test_a_changed_data_file_stops_a_resume() -> None:
    manifest = record.Manifest(world=WORLD, files={"acts.toml": "a", "regime.toml": "b"})
    record.same_files(manifest, {"acts.toml": "a", "regime.toml": "b"})
    with pytest.raises(RunError, match=r"regime\.toml: this file has changed"):
        record.same_files(manifest, {"acts.toml": "a", "regime.toml": "c"})
