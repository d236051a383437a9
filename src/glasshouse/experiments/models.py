"""Answers as pages: ``docs/models/<id>.md`` with its chart, and the index of all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from glasshouse.experiments.answer import Answer
from glasshouse.experiments.chart import draw
from glasshouse.experiments.question import Question, World, load_question, question_ids
from glasshouse.kit.files import write_whole

LINE = "*Synthetic people; not a forecast; not for scoring anyone.*"
TESTS = {
    "Z4": "within 4 standard errors",
    "EX": "equal",
    "SGN": "the same sign, interval without zero",
}


def write_model(question: Question, answers: Sequence[Answer], folder: Path) -> Path:
    """Write the page and the chart of one question; return the page."""
    write_whole(folder / f"{question.id}.svg", draw(question, answers))
    page = folder / f"{question.id}.md"
    write_whole(page, page_of(question, answers))
    return page


def page_of(question: Question, answers: Sequence[Answer]) -> str:
    """The page of a question as Markdown."""
    head = question.question
    parts = [f"# {head.title}", f"> {head.claim}", head.about, f"![{question.chart.title}]({question.id}.svg)"]
    parts += [verdict(answers), table(answers)]
    left_out = [f"Not modelled: {head.not_modelled}"] if head.not_modelled else []
    parts += [*left_out, "Source: " + head.source + (f" <{head.address}>" if head.address else "")]
    parts += [calibration_of(each) for each in question.world if each.calibrated]
    parts += ["## Do it again", f"    scripts/models {question.id}", worlds(question.world)]
    return "\n\n".join(part for part in [*parts, LINE] if part) + "\n"


def verdict(answers: Sequence[Answer]) -> str:
    """How many figures agree, and which do not."""
    apart = [each.figure.label for each in answers if not each.agrees]
    if not apart:
        return f"**All {len(answers)} figures agree with the published ones.**"
    return f"**{len(answers) - len(apart)} of {len(answers)} figures agree.** Not: {'; '.join(apart)}."


def table(answers: Sequence[Answer]) -> str:
    """Published beside ours, with interval and test."""
    rows = ["| figure | published | ours | 95 % interval | test | agrees |", "|---|---|---|---|---|---|"]
    for each in answers:
        low, high = each.interval
        test = TESTS.get(each.figure.test) or f"interval within {each.figure.tolerance:g} of it"
        rows.append(
            f"| {each.figure.label} ({each.figure.source}) | {each.figure.published:.7g} | {each.value:.5g} | "
            f"{low:.5g} to {high:.5g} | {test} | {_agreement(each)} |"
        )
    return "\n".join(rows)


def _agreement(each: Answer) -> str:
    """Whether a figure agrees; if it is known not to, why."""
    return "yes" if each.agrees else f"**no**: {each.figure.differs}" if each.figure.differs else "**no**"


def worlds(given: Sequence[World]) -> str:
    """What was run, as commands that show one run of each world."""
    lines = ["Its worlds, one run each (seeds as in the question's file):", ""]
    for each in given:
        seeds = ", ".join(str(seed) for seed in each.seeds)
        lines.append(
            f"- `{each.id}`: `{each.regime}`, population `{each.population}`, {each.persons:,} persons, "
            f"{each.days:,} days, windows of {each.window_days}, seeds {seeds}{_otherwise(each)}"
        )
    return "\n".join(lines)


def _otherwise(world: World) -> str:
    """Which assumed figures a world has otherwise than its files."""
    parts = [f"figures as calibrated by `{world.calibrated}`"] if world.calibrated else []
    parts += [f"`{address}` = {value:g}" for address, value in world.changes.items()]
    return f"; {', '.join(parts)}" if parts else ""


def calibration_of(world: World) -> str:
    """The parameters of a calibrated world with their intervals, and what the sources contradict."""
    from glasshouse.experiments.calibrated import load_result

    if world.calibrated is None:
        return ""
    result = load_result(world.calibrated)
    head = result.calibration
    rows = [
        "| assumed figure, as calibrated | value | as good from | to | was free from | to |",
        "|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {each.label} (`{each.address}`) | {each.value:.4g} | {each.low:.4g} | {each.high:.4g} | {each.was_free_from:g} | {each.was_free_to:g} |"
        for each in result.parameter
    ]
    missed = [each.label for each in result.target if not each.met]
    met = (
        f"all {len(result.target)} targets"
        if not missed
        else f"{len(result.target) - len(missed)} of {len(result.target)} targets; not: {', '.join(missed)}"
    )
    said = (
        f"Calibrated by `glasshouse calibrate {head.id}`: {head.trials} trials of {head.replicates} worlds with {head.persons:,} people, "
        f"which met {met}. {head.alike} trials are as good; {head.how}."
        + (f" It starts from `{head.starts_from}`, whose figures hold where none was free." if head.starts_from else "")
    )
    apart = [f"- {each.text} ({each.source})" for each in result.contradiction]
    return "\n\n".join(
        [
            f"## What was calibrated: `{head.id}`",
            said,
            "\n".join(rows),
            "## Where the sources contradict themselves",
            "\n".join(apart),
        ][: 5 if apart else 3]
    )


def write_index(folder: Path) -> Path:
    """Write the list of all questions, whether answered yet or not."""
    rows = [
        "# Published models, told again",
        "",
        "What other people published, run here in rulebooks of this laboratory.",
        "",
    ]
    for name in question_ids():
        question = load_question(name)
        done = (folder / f"{name}.md").is_file()
        link = f"[{question.question.title}]({name}.md)" if done else f"{question.question.title} (not run yet)"
        rows.append(f"- {link}: {question.question.source}")
    rows += [
        "",
        "`scripts/models` runs them all at full size and writes these pages; `scripts/models ID ...` some.",
        "",
        LINE,
    ]
    page = folder / "README.md"
    write_whole(page, "\n".join(rows) + "\n")
    return page
