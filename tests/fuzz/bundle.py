"""One input of the fuzzer: a few files in one text, so that a mutation can move a block from one file into another.

A line ``=== name`` begins a file. What has no such line is the loader's main file alone.
"""

from __future__ import annotations

import re
from pathlib import Path

_MARK = re.compile(rb"^=== ([a-zA-Z]{1,20}\.(?:toml|md))\n", re.MULTILINE)


def unpack(raw: bytes, main: str, allowed: tuple[str, ...]) -> dict[str, bytes]:
    """The files of an input by name; files that the loader does not read are dropped."""
    marks = list(_MARK.finditer(raw))
    if not marks or marks[0].start() != 0:
        return {main: raw}
    ends = [mark.start() for mark in marks[1:]] + [len(raw)]
    found = {mark[1].decode(): raw[mark.end() : end] for mark, end in zip(marks, ends, strict=True)}
    files = {name: content for name, content in found.items() if name in allowed}
    return files if main in files or "people.toml" in files else {main: b"", **files}


def pack(files: dict[str, bytes]) -> bytes:
    """Files as one input; ``unpack`` gives them back."""
    return b"".join(
        b"=== %s\n%s%s" % (name.encode(), content, b"" if content.endswith(b"\n") or not content else b"\n")
        for name, content in files.items()
    )


def write(folder: Path, files: dict[str, bytes], names: tuple[str, ...]) -> None:
    """Put exactly these files into the folder; of ``names``, those that are not given are taken away."""
    for name in names:
        if name in files:
            (folder / name).write_bytes(files[name])
        else:
            (folder / name).unlink(missing_ok=True)
