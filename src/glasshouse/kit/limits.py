"""What a run may be asked for: persons, years, windows, threads. Imports nothing heavy: a mistake is told at once."""

from __future__ import annotations

import math
import operator
import os
import shutil
from pathlib import Path
from typing import Any

from glasshouse.kit.errors import InputError

SEASON_DAYS = 84
YEAR_DAYS = 365
MOST_PERSONS = 4_290_000_000
MOST_YEARS = 100
MOST_THREADS = 1024
DISK_BYTES_PER_PERSON = 200
"""A generous estimate of what a run leaves on the disk, parts and tables together."""

THREADS_VARIABLE = "GLASSHOUSE_THREADS"
WINDOWS = tuple(days for days in range(1, SEASON_DAYS + 1) if SEASON_DAYS % days == 0)


def persons_within(persons: Any) -> int:
    """Return the number of persons, or refuse it."""
    number = whole("persons", persons)
    if not 1 <= number <= MOST_PERSONS:
        raise InputError(f"persons: must be from 1 to {MOST_PERSONS:_}; got {number:_}. Write for example 100_000.")
    return number


def days_of(years: Any) -> int:
    """Return the days of a number of years of 365 days, or refuse it.

    >>> days_of(0.5)
    182
    """
    try:
        number = float(years)
    except (TypeError, ValueError):
        raise InputError(f"years: must be a number; got {years!r}. Write for example 5.") from None
    if not math.isfinite(number) or number > MOST_YEARS or number <= 0:
        raise InputError(f"years: must be more than 0 and at most {MOST_YEARS}; got {years}. Write for example 5.")
    days = round(number * YEAR_DAYS)
    if days < 1:
        raise InputError(f"years: {years} is less than a day. A day is 0.00274 years; write at least that.")
    return days


def window_within(window_days: Any) -> int:
    """Return the length of a window, or refuse it."""
    days = whole("window-days", window_days)
    if days not in WINDOWS:
        allowed = ", ".join(map(str, WINDOWS))
        raise InputError(
            f"window-days: must divide {SEASON_DAYS} without rest ({allowed}); got {days}. Write for example 7."
        )
    return days


def seed_within(seed: Any) -> int:
    """Return the seed, or refuse it."""
    number = whole("seed", seed)
    if not 0 <= number < 2**32:
        raise InputError(f"seed: must be from 0 to {2**32 - 1}; got {number}. Write for example 7.")
    return number


def threads_within(threads: Any = None) -> int:
    """Return the number of threads: as given, else from ``GLASSHOUSE_THREADS``, else one for each processor."""
    name = "threads"
    if threads is None:
        threads = os.environ.get(THREADS_VARIABLE) or os.cpu_count() or 1
        name = THREADS_VARIABLE
    number = whole(name, threads)
    if not 1 <= number <= MOST_THREADS:
        raise InputError(f"{name}: must be from 1 to {MOST_THREADS}; got {number}. Write for example 2.")
    return number


def room_for(persons: int, folder: Path) -> None:
    """Refuse a run that the disk under ``folder`` cannot hold.

    Raises
    ------
    InputError
        If a generous estimate of the result tables is more than is free.
    """
    there = folder.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        free = shutil.disk_usage(there).free
    except OSError:
        return
    needed, most = persons * DISK_BYTES_PER_PERSON, free // DISK_BYTES_PER_PERSON
    if needed > free:
        raise InputError(
            f"persons: {persons:_} people need about {say_bytes(needed)} on the disk, and {there} has "
            f"{say_bytes(free)} free. Ask for at most {most:_}, or choose another disk with --out."
        )


def memory_for(needed: int) -> None:
    """Refuse a run that needs more bytes of memory than the machine has left."""
    import psutil

    free = int(psutil.virtual_memory().available)
    if needed > free:
        raise InputError(
            f"persons: this world needs about {say_bytes(needed)} of memory, and {say_bytes(free)} are free. "
            "Ask for fewer persons, or use fewer threads."
        )


def say_bytes(number: float) -> str:
    """Say a number of bytes as a person would.

    >>> say_bytes(64_000_000)
    '64 MB'
    """
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if number < 1000 or unit == "TB":
            break
        number /= 1000
    return f"{number:.3g} {unit}" if number < 1000 else f"{number:,.0f} {unit}"


def whole(name: str, value: Any) -> int:
    """Return a whole number, from a number or from text.

    >>> whole("persons", "1_000_000")
    1000000
    """
    try:
        return int(value) if isinstance(value, str) else operator.index(value)
    except (TypeError, ValueError):
        raise InputError(f"{name}: must be a whole number; got {str(value)[:40]!r}. Write for example 2.") from None
