"""``python -m glasshouse.experiments [ID ...]``: run questions at full size, say what is found, write ``docs/models``."""

from __future__ import annotations

import sys
from pathlib import Path

from glasshouse.experiments.answer import answer
from glasshouse.experiments.models import write_index, write_model
from glasshouse.experiments.question import load_question, question_ids
from glasshouse.kit.errors import GlasshouseError


def main(names: list[str], folder: Path = Path("docs/models")) -> int:
    """Answer these questions, or all; 0 if every figure agrees, 1 if one does not, 2 for a name or file that is wrong."""
    agree = True
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for name in names or question_ids():
            question = load_question(name)
            answers = answer(question, progress=lambda words, share: _say(f"{share:4.0%}  {words}"))
            for each in answers:
                said = "agrees" if each.agrees else "DIFFERS"
                _say(f"      {said:8}{each.figure.label}: {each.value:.6g}, published {each.figure.published:g}")
            agree = agree and all(each.agrees or each.figure.differs for each in answers)
            _say(f"      written to {write_model(question, answers, folder)}")
    except GlasshouseError as problem:
        print(problem, file=sys.stderr)
        return 2
    write_index(folder)
    return 0 if agree else 1


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
