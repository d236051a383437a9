"""Whatever a file holds: a clear refusal with lines, or a report; never anything else."""

import shutil
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from glasshouse.kit.errors import RulebookError
from glasshouse.regime.check import check
from glasshouse.regime.load import load_regime

BASE = Path(__file__).parent / "base"
NASTY = (
    "-1", "0", "1e300", "nan", "-inf", "9223372036854775807", "1" * 30, "true", '""', '"\\u0000"', "[]", "{}", "[[]]",
    "[{}]", "[1, 2, 3]", '["a", 1]', "[{ is = 1 }, { is = [2, 1] }]", "{ lines = [] }", "{ lines = [{ low = 1 }] }",
    "{ a = { b = { c = 1 } } }", "2014-01-31", "2014-01-31T10:00:00", "10:00:00", "[0.1, 0.2]", '[["x"]]', "{ is = 1 }",
    '"barred"', '["reader", "reader"]', "{ score = 3 }", "{ reader = 0.5 }", '{ points = [1, "x"] }', "[-inf, 3]",
)  # fmt: skip
FILES = ("regime.toml", "acts.toml", "services.toml", "cases.toml")
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@cache
def base_text(name):
    return (BASE / name).read_text("utf-8")


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(BASE, tmp_path / "library"))


def judge(folder, name, raw):
    for each in FILES:
        (folder / each).write_text(base_text(each), "utf-8")
    (folder / name).write_bytes(raw)
    most = max((folder / each).read_bytes().count(b"\n") for each in FILES) + 1
    report = check(folder)
    for problem in (*report.problems, *report.warnings):
        assert 1 <= problem.line <= most
        assert problem.message
        assert "\n" not in problem.message
    if not report.problems:
        load_regime(folder)
        return
    with pytest.raises(RulebookError) as refused:
        load_regime(folder)
    assert refused.value.problems == sorted(report.problems)


@relaxed
@given(raw=st.binary(max_size=400))
@example(raw=b"\xff\xfe\x00")
@example(raw=b'"""')
@example(raw=b"a = '''")
@example(raw=b"[[rule]]\n[rule.when.x]\n[[rule.when.y]]")
def test_random_bytes(folder, raw):
    judge(folder, "regime.toml", raw)


@relaxed
@given(data=st.data(), name=st.sampled_from(FILES))
def test_damaged_text(folder, data, name):
    text = base_text(name)
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 80)))
        middle = data.draw(
            st.sampled_from(["", text[start:end] * 2, "\n", "[", "]]", "{", '"', "=", ".", "#", "\u2028"])
        )
        text = text[:start] + middle + text[end:]
    judge(folder, name, text.encode("utf-8"))


@relaxed
@given(data=st.data(), name=st.sampled_from(FILES))
def test_nasty_values(folder, data, name):
    lines = base_text(name).split("\n")
    settable = [number for number, line in enumerate(lines) if " = " in line]
    for number in data.draw(st.lists(st.sampled_from(settable), min_size=1, max_size=4, unique=True)):
        word = lines[number].split(" = ")[0]
        lines[number] = f"{word} = {data.draw(st.sampled_from(NASTY))}"
    judge(folder, name, "\n".join(lines).encode("utf-8"))


@relaxed
@given(data=st.data())
def test_shuffled_blocks(folder, data):
    blocks = base_text("regime.toml").split("\n\n")
    chosen = data.draw(st.lists(st.sampled_from(blocks), max_size=len(blocks)))
    judge(folder, "regime.toml", "\n\n".join(chosen).encode("utf-8"))
