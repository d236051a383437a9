"""Is every unreadable file refused in one sentence with a line, and every problem of a readable one named?"""

import os

import pytest

from glasshouse.kit.errors import InputError, Problem, RulebookError, say_problems
from glasshouse.population.recipe import Recipe
from glasshouse.regime.load import load_catalogue, load_population, load_regime
from glasshouse.regime.model import Regime
from glasshouse.regime.registry import join_catalogue, regime_ids, resolve
from glasshouse.regime.shelf import beside, lasting
from glasshouse.rulebook.catalogue import Services
from glasshouse.rulebook.load import load_file, read_toml

UNREADABLE = {
    "empty": (b"", 1, "the file is empty; start it with vocabulary = 1"),
    "only comments": (b"# nothing\n\n", 1, "the file is empty; start it with vocabulary = 1"),
    "too large": (b"#" * (2 * 1024 * 1024 + 1), 1, "the file is larger than 2 MiB"),
    "not UTF-8": (b"a = 1\nb = '\xff'\n", 2, "the file is not UTF-8 text; save it as UTF-8"),
    "UTF-16": ("a = 1".encode("utf-16"), 1, "the file is not UTF-8 text"),
    "binary": (b"\x7fELF\x00\x01", 1, "the file holds control characters, as binary files do; give a text file"),
    "byte order mark": (b"\xef\xbb\xbfa = 1", 1, "the file starts with a byte order mark"),
    "truncated text": (b'a = 1\nb = "x', 2, "not TOML: "),
    "truncated long text": (b'a = 1\nb = """x\n\n', 2, "not TOML: unterminated string, and the file ends there"),
    "truncated header": (b"a = 1\n[[rule", 2, "not TOML: "),
    "deep brackets": (b"vocabulary = 1\na = " + b"[" * 100_000, 2, "brackets or dots are nested more than 40 deep"),
    "deep tables": (b"a = " + b"{a=" * 50_000, 1, "brackets or dots are nested more than 40 deep"),
    "deep dots": (b"a" + b".a" * 500_000 + b" = 1", 1, "brackets or dots are nested more than 40 deep"),
    "deep dots in tables": (b"x = " + b"{a.a.a.a.a.a.a = " * 30 + b"1" + b"}" * 30, 1, "this is nested more than 40"),
    "many values": (b"a1 = [" + b"1," * 600_000 + b"]", 1, "the file holds more than 50,000 values; split it"),
    "many blocks": (b"[[rule]]\n" * 3000, 2001, "the file holds more than 2,000 blocks; split it"),
    "huge number": (b"a = 1\nb = 1" + b"0" * 5000, 2, "a number or nesting here is beyond any use; shorten it"),
    "not finite": (b"a = 1\n[b]\nc = [1, nan]", 3, "b.c.1: the number is not finite or beyond 10^15"),
    "twice": (b"a = 1\na = 2", 2, "not TOML: cannot overwrite a value; the same word is set twice in one block"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_files(tmp_path, name):
    raw, line, said = UNREADABLE[name]
    file = tmp_path / "regime.toml"
    file.write_bytes(raw)
    with pytest.raises(RulebookError) as refused:
        load_file(file, Regime)
    assert [problem.line for problem in refused.value.problems] == [line]
    assert refused.value.problems[0].message.startswith(said)
    assert refused.value.exit_code == 2


def test_what_is_no_file(tmp_path):
    with pytest.raises(RulebookError, match="this is a folder; give the TOML file inside it"):
        read_toml(tmp_path)
    with pytest.raises(RulebookError, match="there is no such file; check the name"):
        read_toml(tmp_path / "absent.toml")
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(RulebookError, match="this is not an ordinary file"):
        read_toml(tmp_path / "pipe.toml")


def test_windows_line_ends(tmp_path):
    file = tmp_path / "services.toml"
    file.write_bytes(b"vocabulary = 1\r\n\r\n[[service]]\r\nid = 3\r\n")
    with pytest.raises(RulebookError) as refused:
        load_file(file, Services)
    assert (
        4,
        'service number 1, id: must be a name of letters, digits and hyphens, 48 at most; got 3. Write "3".',
    ) in [(problem.line, problem.message) for problem in refused.value.problems]


def test_problems_as_text_and_as_data():
    problems = [Problem("b.toml", 2, "two"), Problem("a.toml", 10, "ten"), Problem("a.toml", 9, "nine")]
    error = RulebookError(problems)
    assert str(error) == (
        "RulebookError: 3 problems in 2 files\n a.toml\n  line 9  nine\n  line 10  ten\n b.toml\n  line 2  two"
    )
    assert error.as_dicts[0] == {"file": "a.toml", "line": 9, "message": "nine"}
    assert say_problems(problems[:1], "", "warning") == "1 warning in b.toml\n  line 2  two"


def test_shares_that_do_not_sum_to_one(tmp_path):
    text = town_text().replace("share = 1.0", "share = 0.5", 1)
    file = tmp_path / "town.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(RulebookError) as refused:
        load_file(file, Recipe)
    problem = refused.value.problems[0]
    assert problem.message.startswith("the shares of [[age_band]] sum to ")
    assert text.split("\n")[problem.line - 1] == "[[age_band]]"


def town_text():
    blocks = """vocabulary = 1
[population]
id = "town"
title = "A town"
persons = 100
start_date = 2020-01-01
source = "definition"
[[age_band]]
id = "all"
ages = [0, 90]
share = 1
[[household_size]]
id = "one"
persons = 1
share = 1
[[group]]
id = "majority"
share = 1
[[kind_of_place]]
id = "village"
share = 1
[wealth]
median_yuan = 1
sigma = 1
source = "assumption"
[income]
median_yuan = 1
sigma = 1
source = "assumption"
[[trait]]
id = "caution"
label = "caution"
mean = 0.5
spread = 0.2
source = "assumption"
[[trait]]
id = "conformity"
label = "conformity"
mean = 0.5
spread = 0.2
source = "assumption"
[[behaviour]]
id = "plain"
label = "plain"
share = 1
heeds_share = 1
alpha = 1
risk_start = 0.1
risk_start_deeds = 1
points_worth_yuan = 1
fear_factor = 1
source = "assumption"
[settled]
mean_years = 10
source = "assumption"
"""
    return blocks.replace("share = 1\n", "share = 1.0\n")


def test_populations(tmp_path):
    file = tmp_path / "town.toml"
    file.write_text(town_text(), "utf-8")
    assert load_population(file, 7).population.persons == 7
    assert load_population("city").population.id == "city"
    with pytest.raises(InputError, match="there is no population 'citty'; did you mean city"):
        load_population("citty")
    with pytest.raises(InputError, match="persons must be a whole number of at least 1; got 0"):
        load_population("city", 0)


def test_shipped_data_loads():
    catalogue = load_catalogue()
    assert catalogue.acts
    assert catalogue.services
    assert "none" in regime_ids()
    assert load_regime("none").id == "none"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nonne", "there is no regime 'nonne'; did you mean none"),
        ("none+none", "the regime 'none' is named twice; name it once"),
        ("none+", "'none+' has an empty part; write regimes as a, or joined as a+b"),
        ("", "'' has an empty part"),
    ],
)
def test_regimes_that_cannot_be_resolved(given, said):
    with pytest.raises(InputError) as refused:
        resolve(given)
    assert str(refused.value).startswith(said)


def test_many_ids_are_not_all_told():
    with pytest.raises(InputError) as refused:
        resolve("zzzzzz")
    assert str(refused.value) == (
        f"there is no regime 'zzzzzz'; `glasshouse regimes` lists all {len(regime_ids())}; a folder or file of your own works too"
    )


def test_names_that_last_are_found_from_any_folder(tmp_path, monkeypatch):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "regime.toml").write_text("", "utf-8")
    (tmp_path / "near").mkdir()
    (tmp_path / "near" / "regime.toml").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path / "own")
    assert lasting("none+../near") == f"none+{tmp_path / 'near'}"
    assert lasting(".") == str(tmp_path / "own")
    assert lasting("city") == "city"
    assert beside(tmp_path / "own", "../near") == str(tmp_path / "own" / "../near")
    assert beside(".", "court-list") == "court-list"


SMALL = """vocabulary = 1
[regime]
id = "{name}"
title = "A small one"
kind = "fiction"
about = "Nothing much."
not_with = {not_with}
[covers]
source = "definition"
"""


def small(folder, name, not_with="[]", acts=""):
    folder = folder / name
    folder.mkdir()
    (folder / "regime.toml").write_text(SMALL.format(name=name, not_with=not_with), "utf-8")
    if acts:
        (folder / "acts.toml").write_text(acts, "utf-8")
    return folder


def act(name, lane):
    return (
        f'vocabulary = 1\n[[act]]\nid = "{name}"\nlane = {lane}\nlabel = "an act"\nkind = "harm"\nfamily = "f"\n'
        'visibility = "street"\noccasions_per_year = 1\nsource = "assumption"\n'
    )


def test_joined_regimes_come_in_order_of_id(tmp_path):
    one, two = small(tmp_path, "aa"), small(tmp_path, "bb")
    ids = [[regime.id for regime in resolve(joined)] for joined in (f"{one}+{two}", f"{two}+{one}")]
    assert ids == [["aa", "bb"], ["aa", "bb"]]


def test_regimes_that_exclude_each_other(tmp_path):
    one, two = small(tmp_path, "aa"), small(tmp_path, "bb", '["aa"]')
    with pytest.raises(InputError, match="'bb' cannot be in force together with 'aa', as its not_with says"):
        resolve(f"{one}+{two}")


def test_regimes_that_bring_one_lane_twice(tmp_path):
    one = small(tmp_path, "aa", acts=act("hum", 40_000))
    two = small(tmp_path, "bb", acts=act("sing", 40_000))
    with pytest.raises(InputError, match="bring different acts under one id or lane: 'hum', 'sing'"):
        resolve(f"{one}+{two}")
    assert "hum" in join_catalogue(resolve(one)).acts
