"""The digest: one SHA-256 over the content of tables, blind to how they are cut, compressed and stored."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa

from glasshouse.results.schema import MAY_BE_EMPTY

WORDS = {
    "uint8": "u8",
    "uint16": "u16",
    "uint32": "u32",
    "uint64": "u64",
    "int64": "i64",
    "float": "f32",
    "double": "f64",
    "string": "str",
    "large_string": "str",
    "string_view": "str",
    "bool": "bool",
}


class Fingerprint:
    """What a table holds, piece by piece: any cut into pieces gives the same."""

    def __init__(self) -> None:
        self._columns: dict[str, _Column] = {}
        self.rows = 0

    def add(self, table: Any) -> None:
        """Take in the next rows, an Arrow table."""
        if not self._columns:
            self._columns = {field.name: _Column(_word(field.type)) for field in table.schema}
        if [(name, column.word) for name, column in self._columns.items()] != [
            (field.name, _word(field.type)) for field in table.schema
        ]:
            raise ValueError("the parts of a table differ in their columns")

        def take_in(name: str) -> None:
            first_row = self.rows
            for chunk in table.column(name).chunks:
                self._columns[name].add(chunk, first_row)
                first_row += len(chunk)

        with ThreadPoolExecutor(2) as pool:  # hashing lets go of the interpreter
            list(pool.map(take_in, self._columns))
        self.rows += table.num_rows

    def hexdigest(self) -> str:
        """Return the fingerprint of all rows so far."""
        whole = hashlib.sha256(str(self.rows).encode())
        for name, column in self._columns.items():
            whole.update(f"\n{name}\t{column.word}\t{column.hexdigest()}".encode())
        return whole.hexdigest()


def of_tables(prints: Mapping[str, Fingerprint]) -> str:
    """Join the fingerprints of several tables into one digest."""
    whole = hashlib.sha256()
    for name, fingerprint in prints.items():
        if name in MAY_BE_EMPTY and fingerprint.rows == 0:
            continue
        whole.update(f"{name} {fingerprint.hexdigest()}\n".encode())
    return whole.hexdigest()


class _Column:
    """Three streams per column: the values, the lengths of strings, the rows that are null."""

    def __init__(self, word: str) -> None:
        self.word = word
        self._values, self._lengths, self._nulls = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()

    def add(self, chunk: Any, first_row: int) -> None:
        if chunk.null_count:
            where = np.flatnonzero(chunk.is_null().to_numpy(zero_copy_only=False)) + first_row
            self._nulls.update(where.astype("<u8").tobytes())
            chunk = chunk.fill_null("" if self.word == "str" else False if self.word == "bool" else 0)
        if self.word == "str":
            self._add_strings(chunk.cast(pa.large_string()))
            return
        values = (chunk.cast(pa.uint8()) if self.word == "bool" else chunk).to_numpy()
        if self.word in ("f32", "f64"):
            values = values + values.dtype.type(0)  # minus zero is zero
            values[np.isnan(values)] = np.nan  # one kind of not-a-number
        self._values.update(np.ascontiguousarray(values, values.dtype.newbyteorder("<")).data)

    def _add_strings(self, chunk: Any) -> None:
        if not len(chunk):
            return
        offsets = np.frombuffer(chunk.buffers()[1], np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
        text = chunk.buffers()[2]
        if text is not None:
            self._values.update(memoryview(text)[offsets[0] : offsets[-1]])
        self._lengths.update(np.diff(offsets).astype("<u4").data)

    def hexdigest(self) -> str:
        return " ".join(stream.hexdigest() for stream in (self._values, self._lengths, self._nulls))


def _word(dtype: Any) -> str:
    """Return the schema's word for an Arrow type; a dictionary of strings is strings."""
    if pa.types.is_dictionary(dtype):
        dtype = dtype.value_type
    return WORDS[str(dtype)]
