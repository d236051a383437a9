"""Freed arrays go back to the system at once, where the C library lets us say so (glibc); elsewhere nothing happens."""

from __future__ import annotations

import ctypes
import sys

_MMAP_THRESHOLD = -3
_LARGE = 1 << 19


def return_large_blocks() -> None:
    """Ask the allocator to keep no freed block of half a megabyte or more: a finished city leaves no hole behind."""
    if not sys.platform.startswith("linux"):
        return
    try:
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)
    except (OSError, AttributeError):  # another C library has no such call
        return
