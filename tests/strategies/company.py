"""What the checks demand of words together, so that few words have to be taken out: one effect, its companions, an origin.

Only a help: a word that is not named here is still drawn from its type, and taken out where it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from strategies.blocks import Block

from glasshouse.rulebook.check_lists import CHANGES_SERVICE
from glasshouse.rulebook.check_rules import GOES_WITH

Draw = Callable[[str], None]
"""Set a word of the block to a value of its type; says nothing if there is none."""


def keep_company(block: Block, rng: Random, draw: Draw) -> None:
    """Bring the words of a block together as its kind wants them."""
    helper = _BY_KIND.get(block.kind)
    if helper is not None:
        helper(block, rng, draw)


def _one_of(block: Block, rng: Random, draw: Draw, words: tuple[str, ...]) -> str:
    """Keep, or draw, exactly one of these words; which one."""
    for chosen in rng.sample(words, len(words)):
        if chosen not in block.words:
            draw(chosen)
        if chosen in block.words:
            for word in words:
                if word != chosen:
                    block.words.pop(word, None)
            return chosen
    return ""


def _drop(block: Block, *words: str) -> None:
    for word in words:
        block.words.pop(word, None)


def _lands(block: Block, rng: Random, draw: Draw) -> bool:
    """Make a cap one that lands on others; says whether it is."""
    draw("when")
    if "when" not in block.words:
        return False
    for word in set(block.words) - {"id", "text", "source", "when", "unless", "score", "no_better_than"}:
        del block.words[word]
    block.words |= {"lands_on": "household", "reaches_share": 0.5, "reaches_after_days": rng.randint(1, 30)}
    return True


def _rule(block: Block, rng: Random, draw: Draw) -> None:
    effect = _one_of(
        block,
        rng,
        draw,
        ("points", "units_per_point", "rating", "no_better_than", "puts_on", "takes_off", "opens", "settles"),
    )
    if effect == "no_better_than" and rng.random() < 0.8 and _lands(block, rng, draw):
        return
    _drop(block, "lands_on", "reaches_share", "reaches_after_days")
    trigger = _one_of(block, rng, draw, ("on", "on", "on_entering", "on_leaving", "every"))
    if trigger == "every":
        _drop(
            block,
            "instead_of",
            "together_with",
            "vague_about",
            "grace_days",
            "while_owed",
            "decided_by",
            "harsher_share",
        )
    elif trigger != "on" or rng.random() < 0.7:
        _drop(block, "every", "while_owed", "chance", "drawn_per")
    elif rng.random() < 0.5:
        draw("while_owed")
    if effect in ("points", "units_per_point", "rating"):
        draw("score")
    elif effect != "no_better_than":
        _drop(block, "score")
    if effect == "no_better_than":
        draw("for_days")
    if effect == "puts_on" and rng.random() < 0.5:
        draw("ground")
    if effect == "points" and rng.random() < 0.3:
        block.words["points"], block.words["decided_by"] = [2, 9], rng.choice(("case", "official"))
        draw("harsher_share")
    elif "decided_by" in block.words:
        _drop(block, "decided_by")
    for word, beside in GOES_WITH.items():
        if not any(each in block.words for each in beside):
            _drop(block, word)


def _consequence(block: Block, rng: Random, draw: Draw) -> None:
    effect = _one_of(
        block,
        rng,
        draw,
        (
            *CHANGES_SERVICE,
            "denies",
            "income_factor",
            "pays_yuan",
            "points_factor",
            "watched_factor",
            "budget_yuan_per_year",
        ),
    )
    _drop(block, "service", "every")
    if effect != "budget_yuan_per_year":
        _drop(block, "budget_per", "shared_out", "score", "portion_yuan")
        if effect in CHANGES_SERVICE[:-1] and "budget_uses_per_year" in block.words:
            draw("budget_per")
            block.words["shared_out"] = "first-come"
            _drop(block, "lands_on")
        else:
            _drop(block, "budget_uses_per_year")
    else:
        _drop(block, "budget_uses_per_year")
        draw("budget_per")
        draw("shared_out")
        if block.words["shared_out"] == "first-come":
            block.words["shared_out"] = "equally"
        by_score = block.words["shared_out"] in ("by-score", "best-first")
        _drop(block, "lands_on") if by_score else _drop(block, "lands_on", "score")
        if block.words["shared_out"] in ("best-first", "by-lot"):
            block.words["portion_yuan"] = min(500, block.words["budget_yuan_per_year"])
        else:
            _drop(block, "portion_yuan")
    if not (block.words.get("price_factor", 1) < 1 or block.words.get("price_change_yuan", 0) < 0):
        _drop(block, "yuan_at_most_per_month")
    if effect in CHANGES_SERVICE:
        draw("service")
    if effect in CHANGES_SERVICE[:-1] and rng.random() < 0.3:
        draw("score")
        _drop(block, "lands_on")
        block.words["costs_points"] = rng.randint(1, 9)
    else:
        _drop(block, "costs_points")
    if effect == "pays_yuan":
        draw("every")
    if effect in ("points_factor", "watched_factor"):
        _drop(block, "lands_on", "enforced_share", "at_most_per_year")
    if effect == "watched_factor":
        draw("channels")
    else:
        _drop(block, "channels")
    if block.words.get("lands_on", "self") == "self":
        _drop(block, "reaches_share", "reaches_after_days")


def _score(block: Block, rng: Random, draw: Draw) -> None:
    origin = _one_of(block, rng, draw, ("start", "start", "start", "made_of", "measures"))
    if origin == "measures":
        block.words["floor"], block.words["ceiling"] = 0, 100
        _drop(block, "unit")
    else:
        _drop(block, "full_at")
        if "floor" in block.words:
            block.words["floor"] = -rng.randint(50, 900)
        if "ceiling" in block.words:
            block.words["ceiling"] = rng.randint(50, 900)
    if origin != "start":
        _drop(block, "averages_over")
    if "averages_over" in block.words:
        block.words |= {
            "averages_over": rng.randint(1, 20),
            "floor": -rng.randint(50, 900),
            "ceiling": rng.randint(50, 900),
        }
        _drop(block, "unit", "expires_after_days")
    if "step" in block.words:
        block.words["step"] = rng.choice((1, 0.5, 0.1, 0.25))
    if block.words.get("unit", "person") != "person":
        _drop(block, "expires_after_days")
    if "returns_share_per_month" not in block.words:
        _drop(block, "returns_to")
    if block.words.get("published", "at-once") == "at-once":
        _drop(block, "published_on")


def _channel(block: Block, rng: Random, draw: Draw) -> None:
    if "same_eyes_as" in block.words:
        block.words["same_eyes_as"] = "elsewhere/cameras"
    draw("covers")
    if ("wrong_person_share" in block.words) != ("wrong_person_from" in block.words):
        draw("wrong_person_share")
        draw("wrong_person_from")
    if "covers_families" not in block.words:
        _drop(block, "covers_visibility")
    if "quota_per_month" in block.words and "covers" in block.words:
        draw("watchers_per_1000_persons")
        block.words["pads_with"] = block.words["covers"]
    else:
        _drop(block, "quota_per_month", "pads_with", "pads_on")


def _act(block: Block, rng: Random, draw: Draw) -> None:
    if any(word in block.words for word in ("met_known_share", "met_gains_yuan")):
        draw("meets")
    if rng.random() < 0.6 and "excludes" not in block.words:
        draw("occasions_per_year")
        _drop(block, "every_days", "probability", "shaped_by", "excludes", "drawn_per")
    else:
        _drop(block, "occasions_per_year", "more_with")
        if "excludes" not in block.words:
            draw("every_days")
            draw("probability")
            if rng.random() < 0.5:
                draw("excludes")


def _publicity(block: Block, rng: Random, draw: Draw) -> None:
    draw("shows")
    if block.words.get("shown_to") == "self":
        _drop(block, "when", "unless", "from", "until")
    if block.words.get("felt_as", "neither") == "neither":
        _drop(block, "felt_yuan_per_month")


def _dated(block: Block, rng: Random, draw: Draw) -> None:
    draw("from")
    draw("until")


def _desk(block: Block, rng: Random, draw: Draw) -> None:
    effect = _one_of(block, rng, draw, ("points", "takes_off", "settles")) if rng.random() < 0.6 else ""
    _drop(block, *({"points", "takes_off", "settles", "score"} - {effect}))
    if effect == "points":
        draw("score")
    if set(block.words.get("needs", ())) - {"settled"}:
        block.words["cost_hours"] = 3
    if "window_days" not in block.words:
        _drop(block, "window_from")


def _steer(block: Block, rng: Random, draw: Draw) -> None:
    sends = ("patrols", "sent", "among_places", "start_records", "counts", "accepts")
    when = ("when_listed_share_at_least", "when_good_share_at_least")
    opinion = ("when_opinion", "when_opinion_at_least", "when_opinion_at_most")
    if rng.random() < 0.5 or "channel" not in block.words:
        draw("wakes")
        draw("puts_to_sleep" if "wakes" not in block.words else "from")
        if {"wakes", "puts_to_sleep"} & block.words.keys():
            _drop(block, "channel", *sends, *opinion)
            _one_of(block, rng, draw, when)
            return
    draw("channel")
    _drop(block, "wakes", "puts_to_sleep", *when, *opinion)


def _misuse(block: Block, rng: Random, draw: Draw) -> None:
    draw("against")
    effect = _one_of(block, rng, draw, ("points", "puts_on", "takes_off"))
    if effect == "points":
        draw("score")
    else:
        _drop(block, "score")
    if effect != "puts_on":
        _drop(block, "term_days", "ground")
    if effect != "takes_off" and "found_out_share" in block.words and block.words["found_out_share"]:
        draw("undone_after_days")
    else:
        _drop(block, "found_out_share", "undone_after_days")


def _list(block: Block, rng: Random, draw: Draw) -> None:
    draw("if_already_on")
    if "places" not in block.words and "places_per_1000_persons" not in block.words:
        _drop(block, "open_to", "places_per", "shared_out", "score", "every")
        return
    if "places" in block.words:
        _drop(block, "places_per_1000_persons")
    for word in ("places_per", "every"):
        draw(word)
    if block.words.get("shared_out") != "best-first" or "score" not in block.words:
        _drop(block, "score")
        block.words["shared_out"] = "by-lot"
    else:
        block.words["every"] = "year"


_BY_KIND = {
    "rule": _rule, "consequence": _consequence, "score": _score, "channel": _channel, "act": _act, "publicity": _publicity, "pause": _dated,
    "desk": _desk, "list": _list, "misuse": _misuse, "steer": _steer,
}  # fmt: skip
