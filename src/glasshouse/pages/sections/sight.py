"""What is seen of what is done?"""

from __future__ import annotations

from typing import Any

import polars as pl

from glasshouse.outcomes.interval import cluster_column
from glasshouse.outcomes.outcome import TOO_FEW, Record
from glasshouse.outcomes.sight import OUTCOME, false_share
from glasshouse.pages import look
from glasshouse.pages.section import Bar, Bars, Key, Piece, Section, nothing
from glasshouse.pages.words import counted, interval, label, one_in, percent, sentence, span, whole

MOST_ACTS = 10
MISSED = "#d5d3cc"


def section(run: Record) -> Section:
    """Deeds seen and missed, reports true and false; overall and by act."""
    frame = OUTCOME.measure(run)
    if not frame.height or not frame["covered"][0] + frame["reports"][0]:
        return nothing(OUTCOME, "Nobody watches and nobody reports in this world.")
    total = frame.row(0, named=True)
    false = false_share(run)
    acts = frame.filter((pl.col("act") != "") & (pl.col("reports") + pl.col("covered") > 0))
    has_reports = bool(total["reports"]) and false.height > 0
    answer = _of_deeds(total) + _of_reports(total)
    shown = acts.head(MOST_ACTS)
    cut = f" (the {MOST_ACTS} with most reports, of {acts.height})" if acts.height > MOST_ACTS else ""
    return Section(
        OUTCOME,
        figure=one_in(false["value"][0]) if has_reports else "none",
        figure_text="reports are false: nobody had done it, or somebody else had"
        if has_reports
        else "of the deeds was reported",
        fine=f"{interval(false.row(0, named=True), 'percent', cluster_column(run))}; {counted(total['reports'], 'report')}"
        if has_reports
        else "",
        answer=answer,
        count=f"{counted(total['covered'], 'deed')} that a channel covers; {counted(total['reports'], 'report')}",
        charts=[_overall(total), _seen(run, shown, cut), _false(run, shown, cut)],
        frame=frame.with_columns(pl.when(pl.col("act") == "").then(pl.lit("(all)")).otherwise("act").alias("act")),
    )


def _of_deeds(total: dict[str, Any]) -> str:
    if not total["covered"]:
        return ""
    pinned = total["wrong_person"] / total["covered"]
    blame = f", and {percent(pinned)} are blamed on somebody else" if pinned else ""
    seen = percent(total["seen_share"])
    return f"Of the deeds that somebody watches for, {seen} are reported on the person who did them{blame}. "


def _of_reports(total: dict[str, Any]) -> str:
    if not total["reports"]:
        return "No report was made."
    return f"Of {counted(total['reports'], 'report')}, {whole(total['false'])} are false ({percent(total['false_share'])})."


def _overall(total: dict[str, Any]) -> Bars:
    wrong = Piece(_share(total, "wrong_person", "covered"), look.WRONG_PERSON, "on the wrong person")
    deeds = [
        Piece(_share(total, "seen", "covered"), look.BLUE, "seen"),
        wrong,
        Piece(_share(total, "missed", "covered"), MISSED, "missed"),
    ]
    reports = [
        Piece(_share(total, "seen", "reports"), look.BLUE, "true"),
        Piece(_share(total, "wrong_person", "reports"), look.WRONG_PERSON, "on the wrong person"),
        Piece(_share(total, "misread", "reports"), look.MISREAD, "misread"),
        Piece(_share(total, "invented", "reports"), look.INVENTED, "invented"),
    ]
    bars = [
        Bar("What was done", deeds, counted(total["covered"], "deed"), _say(deeds)),
        Bar("What was reported", reports, counted(total["reports"], "report"), _say(reports)),
    ]
    key = [Key(look.BLUE, "seen, and true"), Key(MISSED, "missed"), Key(look.WRONG_PERSON, "wrong person")]
    key += [Key(look.MISREAD, "misread"), Key(look.INVENTED, "invented")]
    return Bars("All acts together", bars, key)


def _share(row: dict[str, Any], part: str, of: str) -> float:
    return float(row[part] / row[of]) if row[of] else 0.0


def _say(pieces: list[Piece]) -> str:
    return ", ".join(f"{percent(piece.share)} {piece.text}" for piece in pieces)


def _seen(run: Record, acts: pl.DataFrame, cut: str) -> Bars:
    bars = []
    for row in acts.iter_rows(named=True):
        enough = row["covered"] >= TOO_FEW
        pieces = (
            [Piece(row["seen_share"], look.BLUE, "seen"), Piece(1 - row["seen_share"], MISSED, "not")] if enough else []
        )
        fine = counted(row["covered"], "deed") + _band(row, "seen")
        bars.append(
            Bar(
                sentence(label(run, "acts", row["act"])),
                pieces,
                percent(row["seen_share"]) if enough else "too few",
                fine,
            )
        )
    return Bars(
        f"Which deeds are seen? Share of deeds{cut}",
        bars,
        [Key(look.BLUE, "reported on the right person")],
        kind="half",
    )


def _false(run: Record, acts: pl.DataFrame, cut: str) -> Bars:
    bars = []
    for row in acts.iter_rows(named=True):
        enough = row["reports"] >= TOO_FEW
        parts = (("wrong_person", look.WRONG_PERSON), ("misread", look.MISREAD), ("invented", look.INVENTED))
        pieces = (
            [Piece(_share(row, kind, "reports"), colour, kind.replace("_", " ")) for kind, colour in parts]
            if enough
            else []
        )
        fine = counted(row["reports"], "report") + _band(row, "false")
        bars.append(
            Bar(
                sentence(label(run, "acts", row["act"])),
                pieces,
                percent(row["false_share"]) if enough else "too few",
                fine,
            )
        )
    key = [Key(look.WRONG_PERSON, "wrong person"), Key(look.MISREAD, "misread"), Key(look.INVENTED, "invented")]
    return Bars(f"Which reports are false? Share of reports{cut}", bars, key, kind="half")


def _band(row: dict[str, Any], of: str) -> str:
    low, high = row[f"{of}_low"], row[f"{of}_high"]
    return "" if low is None or high is None else f", {span(low, high, 'percent')}"
