"""Words of the language that are planned but not built, so that a message can say so instead of "unknown word".

A word leaves this file on the day it enters the models.
"""

from __future__ import annotations

BLOCKS = {
    "repair": "say it with a [[desk]] of kind = \"repair\"",
    "amnesty": "say it with a [[pause]]",
    "spillover": "say it with lands_on in a [[consequence]]",
}  # fmt: skip

WORDS = {
    "rule": {
        "travels_on": "spillover of more than one hop",
        "fine_yuan": "a fine; write opens, and a [[matter]] that is owed in money, with owed_median_yuan and owed_sigma = 0",
    },
    "consequence": {
        "travels_on": "spillover of more than one hop",
        "fine_yuan": "a fine; a [[rule]] takes it, with opens and a [[matter]] that is owed in money",
    },
    "feed": {
        "channel": 'feeding reports instead of standing; a [[channel]] with same_eyes_as = "regime/channel" reports here what that one sees',
    },
    "steer": {
        "grade": "thresholds that keep a share; top_share and quantile of a grade say it",
        "keeps_share": "thresholds that keep a share; top_share and quantile of a grade say it",
        "follows_reports_share": "a share of the watchers; sent says how all of them go",
    },
    "act": {
        "cost_hours": "costs in hours",
    },
    "matter": {"owed_yuan": "a fixed sum; owed_median_yuan with owed_sigma = 0 says the same"},
    "service": {
        "places_per_1000_persons": "scarce places; give them away on a [[list]] with places, and let a [[consequence]] go by the list",
        "income_share_if_lost": "income that hangs on a service; income_factor says it",
    },
}

_TIES = {
    "members": "spillover from a household to its members",
    "officials": "officials as persons",
}
_SHOWN = {
    "on-request": "standing shown on request; who asks is a service, write a [[consequence]] on it, or a desk",
}

VALUES = {
    ("covers", "unit"): {"firm": "firms"},
    ("score", "unit"): {"firm": "firms"},
    ("score", "published"): {"week": "weekly publishing"},
    ("score", "measures"): {
        "record-age": "the age of the record",
        "owed-to-income": "debts against income",
        "members-mean": "firms and places",
    },
    ("consequence", "lands_on"): _TIES,
    ("consequence", "budget_per"): {
        "nation": 'the cities of a run live apart; give each city its own pot, with budget_per = "city"'
    },
    ("publicity", "shown_to"): _SHOWN,
    ("channel", "pads_on"): {
        "fewest-ties": "padding on the loneliest",
        "already-reported": "padding on the known",
    },
    ("pause", "stops"): {"entering": "pauses of list entries", "leaving": "pauses of list exits"},
}
"""(block, word) -> value -> what it is for."""
