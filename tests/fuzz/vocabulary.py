"""The words, values and names that mutations are made of: read from the models, so that a new word is in on its first day."""

from __future__ import annotations

import re
from functools import cache

from pydantic import BaseModel

from glasshouse.kit.figure import Figure, Line
from glasshouse.population.recipe import Recipe
from glasshouse.regime.case import Cases
from glasshouse.regime.model import Regime
from glasshouse.regime.story import Story
from glasshouse.rulebook import unbuilt
from glasshouse.rulebook.catalogue import Acts, Services
from glasshouse.rulebook.read import DATA
from glasshouse.rulebook.words import fields_by_word, literals, model_of

FILES: tuple[type[BaseModel], ...] = (Regime, Acts, Services, Cases, Recipe, Story)
NASTY = (
    "-1", "0", "1", "0.5", "1e300", "1e-300", "5e-324", "-0.0", "nan", "-inf", "1e400", "9223372036854775807", "1e15", "999_999_999_999_999",
    "0x" + "f" * 300, "0b" + "1" * 2000, "1" * 30, "1" * 4299, "1" * 4400, "true", '""', "''", '"\\u0000"', '"\\n"', '"\\U0010FFFF"',
    '"\u2028"', '"\\u0085[0m"', '"' + "x" * 3000 + '"', '"' + " " * 3000 + 'x"', '"' + "1" * 3000 + '!"', '"minus 3"', '"50 %"', "[]", "{}",
    "[[]]", "[{}]", "[1, 2, 3]", '["a", 1]', "[5, 1]", "[1, 5]", "[0.5, 1.5]", "[{ is = 1 }, { is = [2, 1] }]", "{ lines = [] }",
    "{ lines = [{ low = 1 }] }", "{ low = 1, high = 0 }", "{ a.b.c.d = 1 }", "2014-01-31", "9999-12-31", "0001-01-01", "2014-01-31T10:00:00",
    "2014-01-31T10:00:00+23:59", "10:00:00", "2014-02-30", '[["x"]]', "{ is = 1 }", "{ score_at_least = 1 }", '{ on_list = ["a", "a"] }',
    "{ age_at_least = 18 }", '{ reported = { of = "any-bad", within_days = 30 } }', '{ "" = 1 }', '{ "a\\nb" = 1 }', "1_0", "+1", "1.", "'''x'''",
    '"""\n"""',
)  # fmt: skip
"""Values that break things: ends of ranges, forms that parse and mean nothing, forms that do not parse."""


@cache
def models() -> dict[str, type[BaseModel]]:
    """Every model inside the files, by name."""
    found: dict[str, type[BaseModel]] = {}
    todo: list[type[BaseModel]] = list(FILES)
    while todo:
        model = todo.pop()
        if model.__name__ + model.__module__ in found:
            continue
        found[model.__name__ + model.__module__] = model
        inner = [model_of(field.annotation) for field in model.model_fields.values()]
        todo += [each for each in inner if each is not None] + ([Line] if Figure in inner else [])
    return found


@cache
def words() -> tuple[str, ...]:
    """Every word that a block may hold, built or planned."""
    built = {word for model in models().values() if model is not Figure for word in fields_by_word(model)}
    planned = {word for some in unbuilt.WORDS.values() for word in some}
    return tuple(sorted(built | planned | set(unbuilt.BLOCKS)))


@cache
def kinds() -> tuple[str, ...]:
    """Every block, as its header is written."""
    found = [f"[[{word}]]" for model in FILES for word in fields_by_word(model) if word != "vocabulary"]
    return tuple(dict.fromkeys([*found, *(each[1:-1] for each in found), "[[rule.when]]", "[covers.who]", "[[steer]]"]))


@cache
def values() -> tuple[str, ...]:
    """Every choice of the models, and names of the shipped catalogue and populations, as TOML."""
    choices = {
        str(each) for model in models().values() for field in model.model_fields.values() for each in literals(field.annotation)
    }  # fmt: skip
    choices |= {value for some in unbuilt.VALUES.values() for value in some}
    shipped = [DATA / "acts.toml", DATA / "services.toml", DATA / "populations" / "city.toml"]
    ids = {name for file in shipped for name in re.findall(r'^id = "([^"]+)"', file.read_text("utf-8"), re.MULTILINE)}
    more = {"any-bad", "any-good", "assumption", "definition", "01-15", "12-31", "02-30", "none", "rongcheng"}
    return tuple(f'"{each}"' for each in sorted(choices | ids | more))


def dictionary() -> str:
    """A libFuzzer dictionary: one quoted entry a line."""
    entries = [
        *words(),
        *kinds(),
        *values(),
        *(each for each in NASTY if len(each) < 60),
        " = ",
        "\n[[",
        '"""',
        "{ ",
        "[ ",
    ]
    quoted = ("".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in entry.encode()) for entry in entries)  # fmt: skip
    return "".join(f'"{entry}"\n' for entry in dict.fromkeys(quoted))
