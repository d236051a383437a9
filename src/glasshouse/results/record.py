"""The record of a run: which world, which files, which versions and machine, and what came out. ``manifest.json``."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import platform
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from glasshouse._version import __version__
from glasshouse.kit.errors import RunError
from glasshouse.kit.files import sha256, write_whole
from glasshouse.results.store import FIELDS, MANIFEST, Stored, drop_parts

BOUNDARY = "synthetic people; not a forecast; not for scoring anyone"
FORMAT = 1
LIBRARIES = ("numpy", "numba", "polars", "pyarrow")


class WorldFacts(BaseModel):
    """The recipe of a run. ``asked`` is what was typed, folders by their whole path: it finds them again."""

    model_config = ConfigDict(extra="allow", frozen=True)

    regimes: list[str]
    population: str
    persons: int
    years: float
    days: int
    seed: int
    replicate: int = 0
    window_days: int = 7
    asked: str = ""


class Table(BaseModel):
    """One finished table: its rows, and the SHA-256 of its file."""

    model_config = ConfigDict(frozen=True)

    rows: int
    sha256: str


class Manifest(BaseModel):
    """What ``manifest.json`` holds; the engine may add words (labels, kinds of acts)."""

    model_config = ConfigDict(extra="allow", frozen=True)

    format: Literal[1] = 1
    glasshouse: str = __version__
    boundary: str = BOUNDARY
    state: Literal["running", "done"] = "running"
    world: WorldFacts
    titles: dict[str, str] = {}
    grades: dict[str, list[str]] = {}
    lists: list[dict[str, str]] = []
    files: dict[str, str] = {}
    versions: dict[str, str] = {}
    machine: str = ""
    threads: int = 1
    started: str = ""
    seconds: float | None = None
    digest: str | None = None
    person_years_per_second: float | None = None
    bytes_per_person: float | None = None
    occasions_per_person_year: float | None = None
    kernel_seconds: float | None = None
    tables: dict[str, Table] = {}
    fields: dict[str, str] = {}
    seal: str = ""


def begin(folder: Path, world: WorldFacts, threads: int, files: Mapping[str, str], **more: Any) -> Manifest:
    """Write the manifest of a run that starts now; ``more`` holds titles, grades, lists, labels."""
    manifest = Manifest(
        world=world,
        threads=threads,
        files=dict(files),
        versions=versions(),
        machine=machine(),
        started=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        **more,
    )
    return write(folder, manifest)


def close(folder: Path, manifest: Manifest, tables: Mapping[str, Stored], digest: str, **measured: Any) -> Manifest:
    """Write the manifest of a run that is done, then remove its parts.

    ``measured`` holds ``seconds``, ``person_years_per_second``, ``bytes_per_person``, ``occasions_per_person_year``.
    """
    stored = {name: Table(rows=table.rows, sha256=table.sha256) for name, table in tables.items()}
    kept = (
        sorted(path for path in (folder / FIELDS).rglob("*") if path.is_file() and path.name[0] != ".")
        if (folder / FIELDS).is_dir()
        else []
    )
    fields = {path.relative_to(folder).as_posix(): sha256(path) for path in kept}
    done = {"state": "done", "tables": stored, "fields": fields, "digest": digest, **measured}
    closed = write(folder, manifest.model_copy(update=done))
    drop_parts(folder)
    return closed


def write(folder: Path, manifest: Manifest) -> Manifest:
    """Seal the manifest and write it, whole or not at all."""
    sealed = manifest.model_copy(update={"seal": _seal(manifest.model_dump(mode="json"))})
    text = json.dumps(sealed.model_dump(mode="json"), ensure_ascii=False, indent=1)
    write_whole(folder / MANIFEST, text + "\n")
    return sealed


def read(folder: Path) -> Manifest:
    """Read a run's manifest.

    Raises
    ------
    RunError
        If the folder is not there, holds no run, or its manifest is damaged.
    """
    return Manifest.model_validate(read_words(folder))


def read_words(folder: Path) -> dict[str, Any]:
    """Read a run's manifest as plain words and numbers, checked."""
    path = folder / MANIFEST
    if not folder.is_dir():
        raise RunError(f"{folder}: there is no such run. Give the folder that 'glasshouse run' made.")
    if not path.is_file():
        raise RunError(f"{folder}: this folder holds no run, since it has no {MANIFEST}. Give another folder.")
    damaged = f"{path}: this file is damaged, so the run cannot be trusted. Run this world again."
    try:
        words = json.loads(path.read_bytes())
        Manifest.model_validate(words)
    except ValidationError as problem:
        if isinstance(words, dict) and isinstance(words.get("format"), int) and words["format"] > FORMAT:
            raise RunError(f"{path}: a newer Glasshouse wrote this run. Update Glasshouse to read it.") from problem
        raise RunError(damaged) from problem
    except (OSError, ValueError, RecursionError) as problem:
        raise RunError(damaged) from problem
    if words.get("seal") != _seal(words):
        raise RunError(damaged)
    checked: dict[str, Any] = words
    return checked


def same_files(manifest: Manifest, files: Mapping[str, str]) -> None:
    """Refuse to go on with a run whose data files, or whose Glasshouse, are no longer the same.

    Raises
    ------
    RunError
        With the name of the first file that differs.
    """
    for name in sorted(manifest.files.keys() | files.keys()):
        if manifest.files.get(name) != files.get(name):
            raise RunError(f"{name}: this file has changed since the run began. Put it back, or run the world anew.")
    if manifest.glasshouse != __version__:
        raise RunError(
            f"This run was begun with Glasshouse {manifest.glasshouse}, and this is {__version__}. "
            "Go on with the old one, or run the world anew."
        )


def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that a result could depend on."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "unknown"
    return found


def machine() -> str:
    """Say on what machine this is, in one line without its name."""
    import psutil

    memory = round(psutil.virtual_memory().total / 2**30)
    return f"{platform.system()} {platform.machine()}, {os.cpu_count() or 1} processors, {memory} GB"


def _seal(words: Mapping[str, Any]) -> str:
    """Return the SHA-256 over all other words of a manifest."""
    content = {word: value for word, value in words.items() if word != "seal"}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
