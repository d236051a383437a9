"""Synthetic people only: nothing reads persons from outside, listens to a source, or speaks of a real group."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from glasshouse.results.record import BOUNDARY

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "glasshouse"
SOURCES = sorted(PACKAGE.rglob("*.py"))

TABLE_READERS = re.compile(
    r"\b(read|scan)_(csv|parquet|excel|ipc|json|ndjson|avro|delta|database\w*|sql\w*|feather|table|clipboard)$"
    r"|^(genfromtxt|loadtxt|fromfile|csv|sqlite3|DictReader|ParquetFile|read_schema)$"
)
MAY_READ_TABLES = {"results/store.py"}
"""The one place that reads rows: those that a run of ours has written."""

REAL_GROUPS = re.compile(
    r"\b(han|uyghurs?|uighurs?|tibetans?|mongols?|hui|kazakhs?|muslims?|christians?|buddhists?|jews?|jewish|hindus?|"
    r"black people|white people|asians?|latinos?|roma|communists?|democrats?|republicans?|falun)\b",
    re.IGNORECASE,
)
GROUPS = {"majority", "minority"}
IDENTITY = re.compile(
    r"\b(first_name|last_name|surname|full_name|id_number|id_card|passport|phone|telephone|email|face_image|gps|latitude|"
    r"longitude|birth_date|fingerprint_image)\b"
)


def names_in(path: Path) -> set[str]:
    """Every name that a module uses or imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    names |= {node.id for node in nodes if isinstance(node, ast.Name)}
    names |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    imports = (node for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom)))
    return names | {alias.name for node in imports for alias in node.names}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_function_reads_rows_from_outside(path: Path) -> None:
    if path.relative_to(PACKAGE).as_posix() in MAY_READ_TABLES:
        return
    assert not [name for name in names_in(path) if TABLE_READERS.search(name)]


def test_no_column_holds_an_identity() -> None:
    from glasshouse.results.schema import TABLES

    names = [column.name for columns in TABLES.values() for column in columns]
    assert not [name for name in names if IDENTITY.search(name)]
    assert not [(path.name, name) for path in SOURCES for name in names_in(path) if IDENTITY.fullmatch(name)]


def test_groups_are_abstract() -> None:
    for path in sorted((PACKAGE / "data" / "populations").glob("*.toml")):
        groups = tomllib.loads(path.read_text(encoding="utf-8"))["group"]
        assert {group["id"] for group in groups} <= GROUPS, path.name


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "data").rglob("*.toml")), ids=lambda path: path.relative_to(PACKAGE / "data").as_posix()
)
def test_data_speak_of_no_real_group(path: Path) -> None:
    found = REAL_GROUPS.findall(path.read_text(encoding="utf-8"))
    assert not found, f"{path.name} names {found}"


def test_every_run_carries_the_boundary() -> None:
    from glasshouse.results.record import Manifest, WorldFacts

    world = WorldFacts(regimes=["none"], population="city", persons=1, years=1, days=365, seed=1)
    assert Manifest(world=world).boundary == BOUNDARY == "synthetic people; not a forecast; not for scoring anyone"


def test_nothing_names_a_place_on_somebodys_machine() -> None:
    """Neither an absolute path nor an address of a package registry stands in a file of the project."""
    private = re.compile(
        r"(?<![\w.])/(home|work|root|Users|mnt|opt)/\w|[A-Z]:\\\\Users|--(extra-)?index-url|find-links"
    )
    here = Path(__file__).name
    kinds = {".py", ".toml", ".md", ".txt", ".html", ".j2", ".css", ".js", ""}
    tops = ["src", "tests", "scripts", "benchmarks", "docs", ".ci"]
    files = [path for top in tops for path in (ROOT / top).rglob("*")] + list(ROOT.glob("*"))
    files = [path for path in files if path.is_file() and path.suffix in kinds and "__pycache__" not in path.parts]
    files = [path for path in files if path != ROOT / ".git"]
    guilty = [
        path.relative_to(ROOT).as_posix()
        for path in files
        if path.name != here and private.search(path.read_text("utf-8"))
    ]
    assert not guilty


def test_constraints_are_plain_pins() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert lines
    assert not [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[\w.!+]+", line)]
