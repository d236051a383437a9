"""A made-up rulebook of any size, so that one thing at a time can grow: acts per person-year, or rules."""

from __future__ import annotations

from pathlib import Path

N_ACTS = 128
HEAD = """vocabulary = 1
[regime]
id = "made"
title = "A made-up rulebook"
kind = "reference"
about = "For measuring speed: a score, a list that refuses flights."
[covers]
source = "assumption"
[[score]]
id = "score"
start = 1000
floor = 0
ceiling = 1200
source = "assumption"
[[list]]
id = "black"
kind = "bad"
term_days = 90
if_already_on = "longer"
source = "assumption"
[[consequence]]
id = "grounded"
when = { on_list = "black" }
denies = ["flight"]
source = "assumption"
[[channel]]
id = "eyes"
by = "camera"
covers_families = ["made"]
sees_probability = 0.3
source = "assumption"
[[rule]]
id = "listed"
on = ["act-000", "act-002", "act-004", "act-006"]
puts_on = "black"
source = "assumption"
"""


def write_regime(folder: Path, occasions_per_year: float, rules: int) -> Path:
    """Write a regime with ``N_ACTS`` acts, half of them harms, that share the occasions, and so many rules that share the acts."""
    folder.mkdir(parents=True)
    text = HEAD
    acts = [f"act-{k:03d}" for k in range(N_ACTS)]
    for rule in range(rules):
        on = ", ".join(f'"{act}"' for act in acts[rule::rules])
        points = (-12, 4)[rule % 2]
        text += f'[[rule]]\nid = "rule-{rule:03d}"\non = [{on}]\nscore = "score"\npoints = {points}\nsource = "assumption"\n'
    (folder / "regime.toml").write_text(text, encoding="utf-8")
    (folder / "acts.toml").write_text(
        "vocabulary = 1\n" + "".join(map_acts(acts, occasions_per_year)), encoding="utf-8"
    )
    return folder


def map_acts(acts: list[str], occasions_per_year: float) -> list[str]:
    """Return one act's block of a catalogue each."""
    each = occasions_per_year / len(acts)
    return [
        f'[[act]]\nid = "{act}"\nlane = {50_000 + k}\nlabel = "made-up act {k}"\nkind = "{("harm", "good")[k % 2]}"\nfamily = "made"\n'
        f'visibility = "street"\noccasions_per_year = {each}\n{("gain_yuan", "cost_yuan")[k % 2]} = 20\nsource = "assumption"\n'
        for k, act in enumerate(acts)
    ]
