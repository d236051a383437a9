"""Does the locator find the line of every word, however TOML is written?"""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.rulebook.locate import Lines

TEXT = '''# a comment with [[rule]] and "quotes
vocabulary = 1

[regime]
id = "a" # not [a header]
"quoted key" = 2
about = """
[[rule]] in a text
id = "b"
"""
site.name.first = "x"

[covers]   # a table
who = { age_at_least = 18, role = ["a", "b"] }

[[rule]]
id = "one"
when.on_list = 'bad'
when.age_at_least = 3

[[ rule ]]
id = "two"
points = [
  # a comment ] in an array
  { from = 2014-01-01, is = -5 },
  { is = [
      1,
      2 ] },
]
text = \'\'\'
it''s [[rule]]\'\'\'
[rule.unless]
score = "s"

[[rule]]
id = "three"
[[rule.part]]
a = 1
[[rule.part]]
a = 2
'''

PLACES = [
    (("vocabulary",), 2),
    (("regime",), 4),
    (("regime", "id"), 5),
    (("regime", "quoted key"), 6),
    (("regime", "about"), 7),
    (("regime", "site", "name", "first"), 11),
    (("regime", "site"), 11),
    (("covers",), 13),
    (("covers", "who", "role", 1), 14),
    (("rule", 0), 16),
    (("rule", 0, "when"), 18),
    (("rule", 0, "when", "age_at_least"), 19),
    (("rule", 1), 21),
    (("rule", 1, "points"), 23),
    (("rule", 1, "points", 0, "is"), 25),
    (("rule", 1, "points", 1), 26),
    (("rule", 1, "points", 1, "is", 1), 28),
    (("rule", 1, "text"), 30),
    (("rule", 1, "unless"), 32),
    (("rule", 1, "unless", "score"), 33),
    (("rule", 2, "part", 0, "a"), 38),
    (("rule", 2, "part", 1, "a"), 40),
]


@pytest.mark.parametrize(("where", "line"), PLACES)
def test_every_form(where, line):
    tomllib.loads(TEXT)
    assert Lines(TEXT).of(where) == line


def test_what_is_missing_has_the_line_of_its_ancestor():
    lines = Lines(TEXT)
    assert lines.of(("rule", 1, "points", 0, "group")) == 25
    assert lines.of(("rule", 0, "source")) == 16
    assert lines.of(("rule", 9)) == 16
    assert lines.of(("desk", 0, "id")) == 1
    assert lines.of(()) == 1


def test_a_table_over_several_lines():
    lines = Lines('[[rule]]\nwhen = {\n  role = "a",\n  owes = "b",\n}\n')
    assert lines.of(("rule", 0, "when", "owes")) == 4


KEYS = st.text('abc-_ ."é', min_size=1, max_size=4)
VALUES = st.recursive(
    st.integers(0, 9) | st.booleans() | st.text("ab#[]{}\"'=,\n", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def toml(value):
    """A value on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{toml(key)} = {toml(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return str(value)


def paths(value, where=()):
    """Every path inside a value."""
    yield where
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, inner in inside:
        yield from paths(inner, (*where, part))


@given(rows=st.lists(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), min_size=1, max_size=4))
def test_every_path_of_random_data(rows):
    text, expected = "", {}
    for index, row in enumerate(rows):
        text += "[[row]]\n"
        for key, value in row.items():
            line = text.count("\n") + 1
            expected |= dict.fromkeys(paths(value, ("row", index, key)), line)
            text += f"{toml(key)} = {toml(value)}\n"
    assert tomllib.loads(text) == {"row": rows}
    lines = Lines(text)
    assert {where: lines.of(where) for where in expected} == expected
