"""Mutations that know what TOML is made of: blocks, statements, keys, values. Pure Python, and the same for the same seed.

Most changes leave the text readable for the parser, so that what comes after the parser is reached; some do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from fuzz import vocabulary

LONGEST = 200_000
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_.+-]+|[\[\]{}=,]')
_NAME = re.compile(r'"([a-zA-Z0-9][a-zA-Z0-9+-]{0,47})"')
_BLOCK = re.compile(r"^(?=\[)", re.MULTILINE)
_UNITS = (
    '"', "'", '"""', "'''", "\\", '\\"', '"""\\"', "[", "{", "]", "}", "[]", "[[", "{a=", "[{", ".", "a.", "a=", "= ", ",", "1,", "#", "\n", "\r", " ", "\t",
    "|", "| a", "|\n", "|a|\n", "-", "1", "0x", "_", "'\"", "[[rule]]\n", '[[grade]]\nid="a"\nscore="b"\n', "é", "\u2028", "\x00", "\x1b[0m",
)  # fmt: skip


def mutate(text: str, rng: Random, others: list[str]) -> str:
    """The text with one to four changes."""
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        change: Callable[[str, Random, list[str]], str] = rng.choices(CHANGES, WEIGHTS)[0]
        text = change(text, rng, others)[:LONGEST]
    return text


def mutate_bytes(raw: bytes, rng: Random, others: list[str]) -> bytes:
    """The same for bytes; now and then in another encoding, or damaged."""
    text = mutate(raw.decode("utf-8", errors="surrogateescape"), rng, others)
    raw = text.encode("utf-8", errors="surrogateescape")
    return _spoilt(raw, rng) if rng.random() < 0.04 else raw


def _spoilt(raw: bytes, rng: Random) -> bytes:
    at = rng.randint(0, len(raw))
    return rng.choice((
        lambda: b"\xef\xbb\xbf" + raw,
        lambda: raw.replace(b"\n", b"\r\n"),
        lambda: raw.replace(b"\n", b"\r"),
        lambda: raw[:at].replace(b"\n", b"\r\n") + raw[at:],
        lambda: raw[:at] + bytes([rng.randrange(256)]) + raw[at:],
        lambda: raw[:at] + b"\x00" + raw[at:],
        lambda: raw[:at] + b"\xed\xa0\x80" + raw[at:],
        lambda: raw.decode("utf-8", errors="replace").encode("utf-16"),
        lambda: raw[:at],
    ))()  # fmt: skip


# ---- blocks -----------------------------------------------------------------------------------------------------------
def _blocks(text: str) -> list[str]:
    return [part for part in _BLOCK.split(text) if part]


def change_blocks(text: str, rng: Random, others: list[str]) -> str:
    """Double, drop, move, rename or borrow a block."""
    blocks = _blocks(text)
    if not blocks:
        return rng.choice(vocabulary.kinds()) + "\n"
    k = rng.randrange(len(blocks))
    what = rng.randrange(6)
    if what == 0:
        blocks.insert(rng.randint(0, len(blocks)), blocks[k])
    elif what == 1:
        del blocks[k]
    elif what == 2:
        blocks.insert(rng.randint(0, len(blocks) - 1), blocks.pop(k))
    elif what == 3:
        blocks[k] = re.sub(r"\A\[.*", lambda _: rng.choice(vocabulary.kinds()), blocks[k])
    elif what == 4 and others:
        blocks.insert(k + 1, rng.choice(_blocks(rng.choice(others)) or [""]).rstrip("\n") + "\n")
    else:
        name = f'"x{rng.randrange(100)}"'
        blocks.insert(k, re.sub(r'(?m)^id = "[^"\n]*"', lambda _: f"id = {name}", blocks[k]))
    return "".join(blocks)


# ---- statements -------------------------------------------------------------------------------------------------------
def change_statement(text: str, rng: Random, others: list[str]) -> str:
    """Double, drop, move or borrow a line, or write a new one."""
    lines = text.split("\n")
    k = rng.randrange(len(lines))
    what = rng.randrange(5)
    if what == 0:
        lines.insert(rng.randint(0, len(lines)), lines[k])
    elif what == 1:
        del lines[k]
    elif what == 2:
        lines.insert(rng.randint(0, len(lines) - 1), lines.pop(k))
    elif what == 3 and others:
        lines.insert(k + 1, rng.choice(rng.choice(others).split("\n")))
    else:
        lines.insert(k + 1, f"{rng.choice(vocabulary.words())} = {_value(text, rng)}")
    return "\n".join(lines)


def change_key(text: str, rng: Random, others: list[str]) -> str:
    """Another word, or the word misspelt, before an equals sign."""
    found = list(re.finditer(r"[A-Za-z0-9_-]+(?= *=)", text))
    if not found:
        return change_statement(text, rng, others)
    at = rng.choice(found)
    word = rng.choice(vocabulary.words()) if rng.random() < 0.7 else _misspelt(at.group(), rng)
    return text[: at.start()] + word + text[at.end() :]


def change_value(text: str, rng: Random, others: list[str]) -> str:
    """Another value after an equals sign."""
    found = list(re.finditer(r"(?m)= *([^\n]*)$", text))
    if not found:
        return change_statement(text, rng, others)
    at = rng.choice(found)
    return text[: at.start(1)] + _value(text, rng) + text[at.end(1) :]


def change_token(text: str, rng: Random, others: list[str]) -> str:
    """Another token inside a value: a name of the file, a choice, a number, a bracket."""
    found = list(_TOKEN.finditer(text))
    if not found:
        return change_statement(text, rng, others)
    at = rng.choice(found)
    token = at.group()
    if token[0] in "\"'" and rng.random() < 0.4:
        new = f'"{_misspelt(token[1:-1], rng)}"'
    elif re.fullmatch(r"-?\d+(\.\d+)?", token) and rng.random() < 0.6:
        new = _number(float(token[:15]), rng)
    else:
        new = rng.choice(("", _value(text, rng), rng.choice(found).group(), rng.choice(found).group()))
    return text[: at.start()] + new + text[at.end() :]


# ---- characters and masses --------------------------------------------------------------------------------------------
def change_characters(text: str, rng: Random, others: list[str]) -> str:
    """Cut, double or insert some characters anywhere."""
    start = rng.randint(0, len(text))
    end = min(len(text), start + rng.randint(0, 30))
    middle = rng.choice(
        ("", text[start:end] * 2, rng.choice(_UNITS), chr(rng.choice((10, 34, 39, 35, 127, 8232, 0x1F600))))
    )
    return text[:start] + middle + text[end:]


def repeat(text: str, rng: Random, others: list[str]) -> str:
    """The same few characters, or a whole line or block, a great many times."""
    start = rng.randint(0, len(text))
    unit = rng.choice(
        (
            rng.choice(_UNITS),
            rng.choice(_UNITS) + rng.choice(_UNITS),
            rng.choice(text.split("\n")) + "\n",
            rng.choice(_blocks(text) or [""]),
        )
    )
    times = min(rng.choice((5, 40, 41, 300, 2001, 20_000)), LONGEST // max(len(unit), 1))
    return text[:start] + unit * times + text[start:]


def splice(text: str, rng: Random, others: list[str]) -> str:
    """The beginning of one input and the end of another."""
    if not others:
        return text
    other = rng.choice(others)
    first, second = text.split("\n"), other.split("\n")
    return "\n".join(first[: rng.randint(0, len(first))] + second[rng.randint(0, len(second)) :])


CHANGES = (change_blocks, change_statement, change_key, change_value, change_token, change_characters, repeat, splice)
WEIGHTS = (12, 18, 14, 22, 24, 6, 1, 3)


def _value(text: str, rng: Random) -> str:
    """A value: from this file, a choice of the vocabulary, a nasty one, or a list or line made of such."""
    draw = rng.random()
    names = _NAME.findall(text)
    if draw < 0.3 and names:
        return f'"{rng.choice(names)}"'
    if draw < 0.55:
        return rng.choice(vocabulary.values())
    if draw < 0.62:
        return f"[{', '.join(_value(text, rng) for _ in range(rng.randint(0, 3)))}]"[:500]
    if draw < 0.7:
        inside = (f"{rng.choice(vocabulary.words())} = {_value(text, rng)}" for _ in range(rng.randint(0, 2)))
        return f"{{ {', '.join(inside)} }}"[:500]
    if draw < 0.85:
        return _number(rng.choice((0, 1, 7, 100, 0.5)), rng)
    return rng.choice(vocabulary.NASTY)


def _number(near: float, rng: Random) -> str:
    return rng.choice((
        f"{near + 1:g}", f"{near - 1:g}", f"{-near:g}", f"{near * 1000:g}", f"{near / 3:.6g}", str(rng.randint(-300, 300)), str(10 ** rng.randint(0, 15)),
        f"1e-{rng.randint(1, 320)}", f"{rng.random():.4g}", str(int(near)),
    ))  # fmt: skip


def _misspelt(word: str, rng: Random) -> str:
    if not word:
        return "x"
    k = rng.randrange(len(word))
    return rng.choice(
        (word[:k] + word[k + 1 :], word[:k] + word[k] + word[k:], word[:k] + "x" + word[k + 1 :], word.upper())
    )
