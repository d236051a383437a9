"""A text that says at its end what it must be: a page that was damaged can be told from one that was not."""

from __future__ import annotations

import hashlib

BEGIN, END = b"<!-- sha256 of all above: ", b" -->\n"


def sealed(text: str) -> bytes:
    """Put the seal under a page.

    >>> sealed("<html></html>").splitlines()[-1][:26]
    b'<!-- sha256 of all above: '
    """
    content = text.rstrip("\n").encode() + b"\n"
    return content + BEGIN + hashlib.sha256(content).hexdigest().encode() + END


def is_sound(content: bytes) -> bool:
    """Is a sealed page what it was when it was sealed?

    >>> is_sound(sealed("a page")), is_sound(sealed("a page").replace(b"a", b"b", 1)), is_sound(b"")
    (True, False, False)
    """
    above, found, seal = content.rpartition(BEGIN)
    return bool(found) and seal == hashlib.sha256(above).hexdigest().encode() + END
