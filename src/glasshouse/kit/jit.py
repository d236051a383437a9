"""The only place with compiler options.

Kernels run without Numba's memory runtime (``_nrt=False``): five times faster where records of arrays are passed, and
a proof that they allocate nothing. The disk cache is keyed by a hash of all kernel sources, because Numba itself only
looks at the file of the outermost function: a helper edited elsewhere would leave a stale caller behind.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba import njit
from numba.core import sigutils, types

OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
KERNEL_FOLDERS = ("kit", "population", "engine")
WITHOUT_COMPILER = ("counts", "fields", "order", "work")
"""Modules of constants and records that kernels read, though they compile nothing themselves."""
COMPILER_IS_OFF = bool(numba.config.DISABLE_JIT)


def cache_folder() -> Path:
    """Where compiled kernels are kept: one folder per state of the kernel sources."""
    root = os.environ.get("GLASSHOUSE_CACHE")
    if root is None:
        if sys.platform == "win32":
            root = os.environ.get("LOCALAPPDATA", str(Path.home()))
        else:
            root = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    return Path(root) / "glasshouse" / source_hash()


def source_hash() -> str:
    """SHA-256 (16 digits) over every source file that a kernel may be made of."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256(f"numba {numba.__version__} numpy {np.__version__}".encode())
    for folder in KERNEL_FOLDERS:
        for path in sorted((package / folder).glob("*.py")):
            content = path.read_bytes()
            if path.stem in WITHOUT_COMPILER or b"glasshouse.kit.jit import" in content or folder == "kit":
                digest.update(path.relative_to(package).as_posix().encode() + content)
    return digest.hexdigest()[:16]


def _use_cache() -> bool:
    """Point Numba at our folder; without a writable one, compile in memory."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    numba.config.CACHE_DIR = str(folder)
    return True


CACHED = not COMPILER_IS_OFF and _use_cache()


def is_compiled(which: str) -> bool:
    """Do the kernels of such worlds already lie in the cache for these sources? With the compiler off nothing waits for them."""
    return COMPILER_IS_OFF or (CACHED and (cache_folder() / f"ready-{which}").exists())


def note_compiled(which: str) -> None:
    """Remember that they do; where that is not possible, a later run only says once more that it prepares."""
    if CACHED:
        with contextlib.suppress(OSError):
            (cache_folder() / f"ready-{which}").touch()


def _options_of(which: str) -> dict[str, Any]:
    """Options of what is compiled in a way of our own, where Numba allows it."""
    try:
        from glasshouse.kit import lean
    except ImportError:
        return OPTIONS
    return {**OPTIONS, "pipeline_class": getattr(lean, which)}


HELPER_OPTIONS = OPTIONS if COMPILER_IS_OFF else _options_of("LinkOnlyCompiler")
KERNEL_OPTIONS = OPTIONS if COMPILER_IS_OFF else _options_of("WholeCompiler")


def one_per_type(function: Any) -> Any:
    """Let a literal such as 0 be the same as any other whole number, instead of a specialisation of its own."""
    resolve = function.get_call_template

    def get_call_template(args: Any, kws: Any) -> Any:
        return resolve(tuple(types.unliteral(each) for each in args), kws)

    function.get_call_template = get_call_template
    return function


def fix_types(function: Any, signature: Any) -> Any:
    """Let a dispatcher compile for one signature only, when first needed; callers' numbers are converted."""
    resolve = function.get_call_template

    def get_call_template(args: Any, kws: Any) -> Any:
        if not function.overloads:
            function.compile(signature)
            function.disable_compile()
        return resolve(args, kws)

    function.get_call_template = get_call_template
    return function


def helper(function: Any) -> Any:
    """A small scalar function called from kernels."""
    if COMPILER_IS_OFF:
        return function
    return one_per_type(njit(**HELPER_OPTIONS)(function))


def hot(function: Any) -> Any:
    """A helper that the optimiser always copies into its caller: for one call site in an inner loop."""
    if COMPILER_IS_OFF:
        return function
    return one_per_type(njit(forceinline=True, **HELPER_OPTIONS)(function))


def typed(signature: str) -> Any:
    """A helper of fixed types: callers' numbers are converted, and it is compiled once instead of once per mixture."""

    def decorate(function: Any) -> Any:
        if COMPILER_IS_OFF:
            return function
        return fix_types(njit(**HELPER_OPTIONS)(function), sigutils.normalize_signature(signature)[0])

    return decorate


def inline(function: Any) -> Any:
    """A helper that is always copied into its caller: for what takes many arrays or runs in an inner loop."""
    return njit(inline="always", **OPTIONS)(function)


def kernel(function: Any) -> Any:
    """A function called from Python, kept in the disk cache."""
    return njit(cache=CACHED, **KERNEL_OPTIONS)(function)


@helper
def fetch_nothing(array, at):
    """In the place of ``prefetch`` where there is none."""


def _prefetch() -> Any:
    if HELPER_OPTIONS is OPTIONS:
        return fetch_nothing
    from glasshouse.kit import lean

    return lean.prefetch


prefetch = _prefetch()
"""``prefetch(array, at)``: let the machine fetch what begins at ``array[at]``, as it is needed soon."""


def table(rows: np.ndarray) -> np.ndarray:
    """A structured array whose fields read as attributes with the compiler on and off."""
    return rows.view(np.recarray) if COMPILER_IS_OFF else rows
