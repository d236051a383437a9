"""Sources that are claims, a broadcast, videos and their readers, are named as such wherever a documented regime rests a figure on them."""

import tomllib
from importlib.resources import files

import pytest

CLAIMS = ("S0", "S1", "S2", "S3", "S4")
TELLERS = ("broadcast", "video", "reader")
REGIMES = files("glasshouse.data") / "regimes"


def holds_number(value: object) -> bool:
    if isinstance(value, list):
        return any(map(holds_number, value))
    if isinstance(value, dict):
        return any(map(holds_number, value.values()))
    return isinstance(value, int | float) and not isinstance(value, bool)


def unnamed_claims(regime: dict) -> list[str]:
    """The blocks with a figure that only a claim holds, and whose text does not say who tells it."""
    blocks = [block for blocks in regime.values() if isinstance(blocks, list) for block in blocks]
    return [
        f"{block['id']}: {word}"
        for block in blocks
        for word, value in block.items()
        if word not in ("source_of", "assumed", *block.get("assumed", {}))
        and block.get("source_of", {}).get(word, block["source"]) in CLAIMS
        and holds_number(value)
        and not any(teller in block.get("text", "") for teller in TELLERS)
    ]


@pytest.mark.parametrize("name", sorted(folder.name for folder in REGIMES.iterdir() if folder.is_dir()))
def test_a_claim_is_told_as_one(name: str) -> None:
    regime = tomllib.loads((REGIMES / name / "regime.toml").read_text("utf-8"))
    if regime["regime"]["kind"] == "documented":
        assert unnamed_claims(regime) == []


def test_the_start_of_the_first_book_is_a_claim() -> None:
    regime = tomllib.loads((REGIMES / "rongcheng" / "regime.toml").read_text("utf-8"))
    for block in regime["score"]:
        block["text"] = "Everybody begins with 1,000 points."
    assert unnamed_claims(regime) == ["city: start"]
