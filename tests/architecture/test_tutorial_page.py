"""``docs/tutorial.md``: the regime that it builds has no problems and no warnings, and its cases hold."""

from __future__ import annotations

import re
from pathlib import Path

import glasshouse as gh
from glasshouse.engine.cases import run_cases

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
FILE = re.compile(r"^```toml\n# file: (\S+\.toml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_regime_of_the_tutorial_is_sound_and_does_what_it_says(tmp_path: Path) -> None:
    files = FILE.findall(PAGE.read_text("utf-8"))
    assert [name for name, _ in files] == [f"car-box/{name}.toml" for name in ("acts", "services", "regime", "cases")]
    for name, text in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    report = gh.check(tmp_path / "car-box")
    assert (report.problems, report.warnings) == ((), ())
    played = run_cases(str(tmp_path / "car-box"))
    assert len(played) == 3
    assert [each.why for each in played if not each.passed] == []
