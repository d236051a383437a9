"""Does a difference between two rulebooks come out in words, with its address?"""

from pathlib import Path

from glasshouse.regime.load import load_regime
from glasshouse.regime.model import Regime
from glasshouse.rulebook.diff import diff
from glasshouse.rulebook.schema import json_schema

BASE = Path(__file__).parent.parent / "bad_rulebooks" / "base"


def changed(tmp_path, *pairs):
    text = (BASE / "regime.toml").read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    for name in ("acts.toml", "services.toml", "SOURCES.md"):
        (tmp_path / name).write_text((BASE / name).read_text("utf-8"), "utf-8")
    (tmp_path / "regime.toml").write_text(text, "utf-8")
    return diff(load_regime(BASE).regime, load_regime(tmp_path).regime)


def test_nothing_changed(tmp_path):
    assert changed(tmp_path) == []


def test_each_kind_of_change(tmp_path):
    said = changed(
        tmp_path,
        ("points = -2\n", "points = [-5, -1]\n"),
        ("{ is = 180 }", "{ is = 365 }"),
        ("aware_share = 0.8\n", "aware_share = 0.9\n"),
        ("points_at_most_per_year = 20\n", ""),
        ("who = { age_at_least = 18 }", "who = { age_at_least = 16 }"),
        ('when = { on_list = "barred" }', "unless = { age_at_least = 70 }"),
        ('text = "Whoever scribbles is barred."', 'text = "Who scribbles is barred."'),
        ("until = 2020-09-01", "until = 2020-10-01"),
    )
    assert said == [
        "library/covers/who/age_at_least: 18 -> 16",
        "library/covers/aware_share: 0.8 -> 0.9",
        "library/rule/late-return/points: -2 -> -5 to -1",
        "library/rule/helping/points_at_most_per_year: 20 -> none",
        "library/rule/barred-for-damage/text: Whoever scribbles is barred. -> Who scribbles is barred.",
        "library/rule/barred-for-damage/term_days/1: 180 -> 365",
        "library/consequence/no-loans/when: on_list barred -> none",
        "library/consequence/no-loans/unless: none -> age_at_least 70",
        "library/pause/summer/until: 2020-09-01 -> 2020-10-01",
    ]


def test_blocks_come_and_go(tmp_path):
    said = changed(tmp_path, ('id = "no-loans"', 'id = "no-books"'), ('id = "summer"', 'id = "winter"'))
    assert said == [
        "library/consequence/no-loans: removed (Barred readers get no books from elsewhere.)",
        "library/consequence/no-books: added (Barred readers get no books from elsewhere.)",
        "library/pause/summer: removed (Nothing is posted in summer.)",
        "library/pause/winter: added (Nothing is posted in summer.)",
    ]


def test_schema_has_figures_as_files_write_them():
    schema = json_schema(Regime)
    figure = schema["$defs"]["Figure"]["anyOf"]
    assert figure[0] == {"type": "number"}
    assert figure[2]["items"] == {"$ref": "#/$defs/Line"}
    assert schema["$defs"]["Line"]["required"] == ["is"]
    assert schema["$defs"]["Rule"]["properties"]["on"]["anyOf"][0] == {"type": "string"}
    assert "from" in schema["$defs"]["Rule"]["properties"]
