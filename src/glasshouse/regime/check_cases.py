"""Do the cases of a regime speak of things that exist?"""

from __future__ import annotations

from typing import Any

from glasshouse.regime.case import Case, Happening, Met, Then
from glasshouse.regime.model import Regime
from glasshouse.rulebook.known import Known
from glasshouse.rulebook.load import Reading
from glasshouse.rulebook.locate import Where

OWN = (
    "rule",
    "list",
    "feed",
    "consequence",
    "publicity",
    "channel",
    "desk",
    "score",
    "grade",
    "pause",
    "misuse",
    "override",
)
HAPPENS = {
    "does": "act",
    "seen_by": "channel",
    "reported_by": "channel",
    "reported_for": "act",
    "wants": "service",
    "pays": "matter",
    "applies_at": "desk",
}
MET = {"score": "score", "on_list": "list or feed"}
THEN = {
    "score": "score",
    "published": "score",
    "grade": "grade",
    "owes": "matter",
    "owes_no_more": "matter",
    "rule": "rule",
    "refused": "service",
    "served": "service",
    "desk_answers": "desk",
    "on_list": "list or feed",
    "not_on_list": "list or feed",
}


def check_cases(cases: Reading[Any], law: Reading[Regime], known: Known) -> None:
    """Refuse cases of another regime, and unknown names; a case with other regimes (``with``) may use theirs."""
    regime = law.given(("regime",)).get("id")
    given = cases.document.data.get("regime")
    if isinstance(given, str) and isinstance(regime, str) and given != regime:
        cases.refuse(("regime",), f"these are the cases of '{given}', beside the regime '{regime}'; write \"{regime}\"")
    meant = _meant(law, known)
    for where, case in cases.each("case", Case):
        for name in case.rule:
            _look_up(cases, (*where, "rule"), name, "clause", meant, alone=not case.with_)
        for number, happening in enumerate(case.happens):
            _check_row(cases, (*where, "happens", number), happening, HAPPENS, meant, not case.with_)
            if happening.met is not None:
                _check_row(cases, (*where, "happens", number, "met"), happening.met, MET, meant, not case.with_)
        for number, then in enumerate(case.then):
            _check_row(cases, (*where, "then", number), then, THEN, meant, not case.with_)


def _check_row(
    cases: Reading[Any],
    where: Where,
    row: Happening | Then | Met,
    names: dict[str, str],
    meant: dict[str, list[str]],
    alone: bool,
) -> None:
    for word, noun in names.items():
        value = getattr(row, word)
        for name in (value,) if isinstance(value, str) else tuple(value or ()):
            _look_up(cases, (*where, word), name, noun, meant, alone)


def _look_up(cases: Reading[Any], where: Where, name: str, noun: str, meant: dict[str, list[str]], alone: bool) -> None:
    ours = noun in ("act", "service", "matter")
    if (alone or ours) and "/" not in name:
        cases.look_up(where, name, meant[noun], noun)


def _meant(law: Reading[Regime], known: Known) -> dict[str, list[str]]:
    own = {kind: law.ids(kind) for kind in OWN}
    return {
        **own,
        "clause": [name for kind in OWN for name in own[kind]],
        "list or feed": own["list"] + own["feed"],
        "act": list(known.catalogue.acts),
        "service": list(known.catalogue.services),
        "matter": list(known.catalogue.matters),
    }
