"""Where a word stands: from a path such as ``("rule", 3, "points")`` to the line of the TOML text.

The scanner walks over text that ``tomllib`` has already accepted, so it checks nothing; what it does not understand
ends the walk, and the nearest known ancestor answers.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

Where = tuple[str | int, ...]

LONG_STRING = r'"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}' + r"|'{3}(?:[^']|'(?!''))*+'{3,5}"
SHORT_STRING = r'"(?:[^"\\\n]|\\[^\n])*+"' + r"|'[^'\n]*+'"
STRING = f"{LONG_STRING}|{SHORT_STRING}"
_STRING = re.compile(STRING, re.DOTALL)
_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_INLINE_BLANK = re.compile(r"[ \t]*+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
_SCALAR = re.compile(r"[^,\]}\n#]++")


class Lines:
    r"""The line of every word of one text; a word that is not there has its nearest ancestor's line.

    >>> Lines("[[rule]]\nid = 'a'\n[[rule]]\nwhen = { role = 'b' }").of(("rule", 1, "when", "role"))
    4
    """

    def __init__(self, text: str) -> None:
        self._at: dict[Where, int] = {}
        _Scanner(text, self._at).document()

    def of(self, where: Where) -> int:
        """The 1-based line of this path, or of the nearest ancestor; 1 if nothing is known."""
        while where and where not in self._at:
            where = where[:-1]
        return self._at.get(where, 1)


class _Scanner:
    """One walk over the text; ``at`` collects path -> line."""

    def __init__(self, text: str, at: dict[Where, int]) -> None:
        self.text = text
        self.at = at
        self.here = 0
        self.counts: dict[Where, int] = {}
        self.breaks = [found.start() for found in re.finditer("\n", text)]

    def line(self) -> int:
        return bisect_right(self.breaks, self.here - 1) + 1 if self.here else 1

    def skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.here)
        if found is None:
            return ""
        self.here = found.end()
        return found.group()

    def next_is(self, token: str) -> bool:
        if self.text.startswith(token, self.here):
            self.here += len(token)
            return True
        return False

    def note(self, where: Where, line: int) -> None:
        for length in range(1, len(where) + 1):
            self.at.setdefault(where[:length], line)

    def document(self) -> None:
        table: Where = ()
        self.skip(_BLANK)
        while self.here < len(self.text):
            line = self.line()
            if self.next_is("[["):
                table = self.header(array=True)
                self.note(table, line)
            elif self.next_is("["):
                table = self.header(array=False)
                self.note(table, line)
            elif not self.pair(table):
                return
            self.skip(_BLANK)

    def header(self, array: bool) -> Where:
        """The path that a header opens: the last element of every array of tables on the way."""
        parts = self.key()
        self.next_is("]]" if array else "]")
        where: Where = ()
        for number, part in enumerate(parts, start=1):
            where = (*where, part)
            if array and number == len(parts):
                self.counts[where] = self.counts.get(where, 0) + 1
            if where in self.counts:
                where = (*where, self.counts[where] - 1)
        return where

    def pair(self, table: Where) -> bool:
        line = self.line()
        parts = self.key()
        if not parts or not self.next_is("="):
            return False
        where = (*table, *parts)
        self.note(where, line)
        self.value(where)
        return True

    def key(self) -> list[str]:
        """A key, dotted or not, with blanks around it."""
        parts = []
        while True:
            self.skip(_INLINE_BLANK)
            quoted = self.skip(_STRING)
            part = tomllib.loads(f"key = {quoted}")["key"] if quoted else self.skip(_BARE_KEY)
            if not (quoted or part):
                return []
            parts.append(part)
            self.skip(_INLINE_BLANK)
            if not self.next_is("."):
                return parts

    def value(self, where: Where) -> None:
        self.skip(_INLINE_BLANK)
        if self.next_is("["):
            self.array(where)
        elif self.next_is("{"):
            self.inline_table(where)
        elif not self.skip(_STRING):
            self.skip(_SCALAR)

    def array(self, where: Where) -> None:
        index = 0
        self.skip(_BLANK)
        while self.here < len(self.text) and not self.next_is("]"):
            start = self.here
            self.note((*where, index), self.line())
            self.value((*where, index))
            index += 1
            self.skip(_BLANK)
            self.next_is(",")
            self.skip(_BLANK)
            if self.here == start:
                return

    def inline_table(self, where: Where) -> None:
        self.skip(_BLANK)
        while self.here < len(self.text) and not self.next_is("}"):
            if not self.pair(where):
                return
            self.skip(_BLANK)
            self.next_is(",")
            self.skip(_BLANK)
