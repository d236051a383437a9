"""A city in flight on the disk, and what crossed its windows: whole or not at all, with a checksum."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np

from glasshouse.engine.city import City, Plan, make_city
from glasshouse.engine.fields import crossing, kept
from glasshouse.kit.errors import RunError
from glasshouse.kit.files import plain_words, remove, write_whole

DIGEST_BYTES = 32


def checkpoint_path(folder: Path, city: int) -> Path:
    """Where a city in flight is kept."""
    return folder / "parts" / f"flight-{city:05d}.bin"


def fields_path(folder: Path, city: int) -> Path:
    """Where what crossed a city's windows is kept."""
    return folder / "fields" / f"city-{city:05d}.bin"


def _keep(path: Path, arrays: dict[str, np.ndarray]) -> None:
    with plain_words(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, _pack(arrays))


def _pack(arrays: dict[str, np.ndarray]) -> bytes:
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **arrays)
    raw = content.getvalue()
    return hashlib.sha256(raw).digest() + raw


def _unpack(path: Path, remedy: str) -> dict[str, np.ndarray]:
    with plain_words(path):
        raw = path.read_bytes()
    if len(raw) <= DIGEST_BYTES or hashlib.sha256(raw[DIGEST_BYTES:]).digest() != raw[:DIGEST_BYTES]:
        raise RunError(f"{path}: this file is damaged. {remedy}")
    with np.load(io.BytesIO(raw[DIGEST_BYTES:]), allow_pickle=False) as found:
        return {name: found[name] for name in found.files}


def save_city(folder: Path, city: City, run: str) -> None:
    """Keep a city at a season's end; ``run`` is the seal of the manifest."""
    arrays = {f"people_{k}": array for k, array in enumerate(city.people)}
    arrays |= {f"pools_{k}": array for k, array in enumerate(city.pools)}
    arrays |= {f"counts_{c}_{k}": array for c, counts in enumerate(city.counts) for k, array in enumerate(counts)}
    arrays |= {f"field_{name}": array for name, array in kept(city.fields).items()}
    arrays |= {"stock": city.stock, "season": np.array(city.season)}
    if city.plan.world.recipe.moving is not None:
        arrays["traits"] = city.traits.rows
    arrays |= {"run": np.array(run), "number": np.array(city.number)}
    _keep(checkpoint_path(folder, city.number), arrays)


def load_city(folder: Path, plan: Plan, number: int, tasks: int, run: str) -> City | None:
    """The city as it was last kept, or nothing; ``run`` is the seal of the manifest.

    Raises
    ------
    RunError
        If what is kept is damaged, or is of another city or another run.
    """
    path = checkpoint_path(folder, number)
    if not path.is_file():
        return None
    remedy = "Delete it and resume: the city is then lived again from its beginning."
    found = _unpack(path, remedy)
    if [str(found.get(word)) for word in ("run", "number")] != [run, str(number)]:
        raise RunError(f"{path}: this file is of another city or another run. {remedy}")
    plan.mail_room = max(plan.mail_room, found["pools_0"].shape[1])
    plan.case_room = max(plan.case_room, found["pools_2"].shape[1])
    city = make_city(plan, number, tasks)
    n_counts = 1 + max(int(name.split("_")[1]) for name in found if name.startswith("counts_"))
    for k, array in enumerate(city.people):
        array[...] = found[f"people_{k}"]
    city.pools = type(city.pools)(*(found[f"pools_{k}"] for k in range(len(city.pools))))
    counted = [
        type(city.counts[0])(*(found[f"counts_{c}_{k}"] for k in range(len(city.counts[0])))) for c in range(n_counts)
    ]
    # the number of tasks may have changed: what was counted goes to the first
    for counts in counted:
        for mine, theirs in zip(city.counts[0], counts, strict=True):
            mine += theirs
    city.stock[...] = found["stock"]
    if "traits" in found:
        city.traits.rows[...] = found["traits"]
    for name, array in kept(city.fields).items():
        array[...] = found[f"field_{name}"]
    city.season = int(found["season"])
    return city


def drop_city(folder: Path, number: int) -> None:
    """A finished city is its own checkpoint."""
    remove(checkpoint_path(folder, number))


def save_fields(folder: Path, city: City) -> None:
    """Keep what a replay of a place needs from its city."""
    _keep(fields_path(folder, city.number), crossing(city.fields))


def load_fields(folder: Path, number: int) -> dict[str, np.ndarray]:
    """What crossed a city's windows, by name; see ``engine/fields.py``."""
    path = fields_path(folder, number)
    if not path.is_file():
        raise RunError(f"{path}: this file of the run is missing. Put it back, or run this world again.")
    return _unpack(path, "Put it back, or run this world again.")
