"""The list of what happens is one docstring, and the code keeps to it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from glasshouse.engine import order

ENGINE = Path(order.__file__).parent
BETWEEN = {"quotas": "fill_quotas", "spill": "spill_over", "show": "make_public"}


def steps() -> list[tuple[str, str, str]]:
    """(mark, name, file) of every step of the docstring."""
    assert order.__doc__
    return re.findall(r"^ {4}(\w) (\w+) .*engine/(\w+)\.py$", order.__doc__, re.MULTILINE)


def calls(module: str, function: str) -> list[str]:
    """Names called in a function, in the order of the text."""
    tree = ast.parse((ENGINE / f"{module}.py").read_text(encoding="utf-8"))
    body = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == function)
    found = [node for node in ast.walk(body) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return [node.func.id for node in sorted(found, key=lambda node: (node.lineno, node.col_offset))]


def test_the_list_names_every_step_once_and_each_has_its_file() -> None:
    marks = [mark for mark, _, _ in steps()]
    assert marks == [*"1234567", *"abcdefgh"]
    files = [file for _, _, file in steps()]
    assert tuple(files) == order.LIFE + order.BETWEEN
    assert all((ENGINE / f"{file}.py").is_file() for file in files)


def test_steps_between_windows_run_in_the_order_of_the_list() -> None:
    called = calls("kernels", "live_window")
    places = [called.index(BETWEEN[file]) for _, _, file in steps() if file in BETWEEN]
    assert places == sorted(places)
    assert called.index("answer_cases") < called.index("follow_others") < called.index("live")
    assert called.index("live") < called.index("record_week") < places[0]
    assert called.index("tidy") > places[-1], "mail for others gets its date when all steps have written theirs"


def test_steps_of_a_city_run_in_the_order_of_the_list() -> None:
    called = calls("crossing", "cross_city")
    assert (
        called.index("answer_up_to")
        < called.index("divide_pots")
        < called.index("rank_city")
        < called.index("send_patrols")
    )


def test_a_day_runs_in_the_order_of_the_list() -> None:
    called = calls("life", "live")
    morning = [
        called.index(name) for name in ("keep_calendar", "end_terms", "read_letter", "judge_want", "deed", "post_one")
    ]
    assert morning == sorted(morning)
    deed = calls("deeds", "deed")
    assert deed.index("decide_one") < deed.index("observe")


def test_every_kernel_file_is_a_step_or_serves_one() -> None:
    names = {path.stem for path in ENGINE.glob("*.py")}
    assert {file for _, _, file in steps()} <= names
