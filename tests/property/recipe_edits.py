"""The same as ``word_edits`` for the words of a population: the smallest edit of a recipe that must change a life."""

from __future__ import annotations

FOLLOWERS = f"""
[[tie]]
id = "ring"
each_side = 2
source = "assumption"

[[tie]]
id = "table"
rows = [{{ who = 0, heeds = 1, weight = 0.75 }}, {{ who = 0, heeds = 2, weight = 0.25 }}, {{ who = 1, heeds = 0, weight = 1.0 }}]
source = "assumption"

[moving]
per_1000_households_year = 500
within_city_share = 0.5
abroad_share = 0.3
abroad_wealth_factor = 2
abroad_needs = "fair"
returns_share_per_year = 0.9
source = "assumption"

[[norm]]
id = "walks"
label = "goes for a walk in the evening"
follows = "threshold"
among = "city"
may_be_given_up = true
start_share = 0.02
threshold = {{ law = "normal", mean = 0.25, sigma = 0.12 }}
pushes = [{{ from = 2017-08-01, until = 2017-10-01, share = 0.3 }}]
source = "assumption"

[[norm]]
id = "town-rumour"
label = "passes a rumour on"
follows = "infection"
among = "city"
start_share = 0.02
passes_on_to = 2
source = "assumption"

[[norm]]
id = "cold"
label = "has a cold"
follows = "infection"
among = "place"
start_share = 0.05
chance_per_contact = 0.02
catching_windows = 2
may_be_given_up = true
source = "assumption"

[[norm]]
id = "app"
label = "uses the new application"
follows = "hazard"
among = "friends"
own_per_year = 0.1
others_per_year = 2
source = "assumption"

[[norm]]
id = "flag"
label = "hangs out a flag"
follows = "threshold"
among = "ring"
start_share = 0.1
threshold = {{ law = "uniform", low = 0.1, high = 0.9 }}
source = "assumption"

[[norm]]
id = "greeting"
label = "greets as others do"
follows = "threshold"
among = "table"
start_share = 0.05
threshold = {{ law = "even", low = 0.5 }}
pushes = [{{ from = 2017-06-01, until = 2017-07-01, share = 0.7 }}]
may_be_given_up = true
source = "assumption"

[[norm]]
id = "queue"
label = "stands in line"
follows = "threshold"
among = "place"
thresholds = [0.9, {", ".join(["0.02"] * 59)}]
source = "assumption"

[[norm]]
id = "trade"
label = "does as those do who fare better"
follows = "payoff"
among = "place"
start_share = 0.3
imitates_per_window = 0.5
source = "assumption"

[[opinion]]
id = "trust"
label = "trusts the others"
among = "ring"
start = {{ law = "uniform" }}
weight_self = 0.2
weight_others = 0.5
weight_start = 0.1
shift = 0.1
own_sigma = 0.1
noise_sigma = 0.1
source = "assumption"

[[opinion]]
id = "hope"
label = "hopes for the best"
among = "table"
starts = [0.9, {", ".join(["0.02"] * 59)}]
weight_others = 1.0
source = "assumption"
"""
"""People who follow others in every way there is, for a place of sixty."""
COUNTRY = """
[[size_class]]
id = "cities"
label = "a city"
share = 0.9
settlement_persons = 100_000
source = "assumption"

[[size_class]]
id = "villages"
label = "a village"
share = 0.1
settlement_persons = 1_000
kind_shares = { village = 1.0 }
source = "assumption"
"""
"""A country whose first district is a city with the people of its recipe."""
RECIPE_EDITS: dict[str, tuple[str, str, str]] = {
    "population.persons": ("population", "persons = 600", "persons = 300"),
    "population.persons_per_place": ("population", "persons_per_place = 60", "persons_per_place = 100"),
    "population.places_per_city": ("population", "places_per_city = ", "places_per_city = 3  # "),
    "population.start_date": ("population", "2017-05-01", "2017-08-01"),
    "population.propensity": ("population", "", 'propensity = "even"'),
    "population.kinds": ("population", "", 'kinds = "in-turn"'),
    "population.deposit_felt_share": ("population", "", "deposit_felt_share = 1.0"),
    "age_band.ages": ("age_band middle", "59", "40"),
    "age_band.share": ("age_band", "", ""),
    "household_size.persons": ("household_size five", "persons = 5", "persons = 8"),
    "household_size.share": ("household_size", "", ""),
    "group.share": ("group", "", ""),
    "kind_of_place.share": ("kind_of_place", "", ""),
    "behaviour.share": ("behaviour", "", ""),
    "size_class.like": ("size_class cities", "", 'like = "village"'),
    "size_class.kind_shares": ("size_class cities", "", "kind_shares = { village = 1.0 }"),
    "size_class.age_shares": ("size_class cities", "", "age_shares = { middle = 1.0 }"),
    "size_class.wealth_median_yuan": ("size_class cities", "", "wealth_median_yuan = 20_000"),
    "size_class.income_median_yuan": ("size_class cities", "", "income_median_yuan = 90_000"),
    "role.share": ("role worker", "share = 0.60", "share = 0.40"),
    "role.ages": ("role pensioner", "60, 90", "70, 90"),
    "income.median_yuan": ("income", "= 36_000", "= 12_000"),
    "income.sigma": ("income", "= 0.7", "= 1.5"),
    "income.with_wealth": ("income", "with_wealth = 0.6", "with_wealth = 0.0"),
    "income.spare_share": ("income", "spare_share = 0.3", "spare_share = 0.1"),
    "trait.mean": ("trait caution", "mean = 0.5", "mean = 0.8"),
    "trait.weighs": ("trait caution", "mean = 0.5", "mean = 0.5\nweighs = [0.0, 2.0]"),
    "trait.spread": ("trait caution", "spread = 0.2", "spread = 0.05"),
    "behaviour.heeds_share": ("behaviour deterred", "heeds_share = 1.0", "heeds_share = 0.5"),
    "behaviour.alpha": ("behaviour deterred", "alpha = 0.7", "alpha = 1.2"),
    "behaviour.risk_start": ("behaviour deterred", "risk_start = 0.2", "risk_start = 0.5"),
    "behaviour.risk_start_deeds": ("behaviour deterred", "risk_start_deeds = 10", "risk_start_deeds = 2"),
    "behaviour.points_worth_yuan": ("behaviour deterred", "points_worth_yuan = 2.0", "points_worth_yuan = 9.0"),
    "behaviour.fear_factor": ("behaviour deterred", "fear_factor = 0.5", "fear_factor = 3.0"),
    "behaviour.appeals_wrong_share": ("behaviour deterred", "appeals_wrong_share = 0.4", "appeals_wrong_share = 1.0"),
    "behaviour.effort_share": ("behaviour strategic", "", "effort_share = 0.1"),
    "behaviour.effort_yuan_per_point": ("behaviour strategic", "", "effort_yuan_per_point = 0.1"),
    "behaviour.appeals_right_share": ("behaviour deterred", "appeals_right_share = 0.4", "appeals_right_share = 0.9"),
    "tie.per_person": ("tie friends", "per_person = 6", "per_person = 2"),
    "tie.same_group_share": ("tie friends", "0.8", "0.0"),
    "tie.drops_per_month": ("tie friends", "", "drops_per_month = 0.5"),
    "tie.each_side": ("tie ring", "each_side = 2", "each_side = 1"),
    "tie.rows": (
        "tie table",
        "heeds = 1, weight = 0.75 }, { who = 0, heeds = 2, weight = 0.25",
        "heeds = 2, weight = 1.0",
    ),
    "norm.follows": (
        "norm town-rumour",
        'infection"\namong = "city"\nstart_share = 0.02\npasses_on_to = 2',
        'hazard"\namong = "city"\nown_per_year = 3.0',
    ),
    "norm.among": ("norm flag", '"ring"', '"place"'),
    "norm.start_share": ("norm flag", "start_share = 0.1", "start_share = 0.3"),
    "norm.threshold": ("norm greeting", 'threshold = { law = "even", low = 0.5 }', f"thresholds = {[0.0] * 20}"),
    "norm.thresholds": ("norm queue", "0.9,", "0.0,"),
    "norm.may_be_given_up": ("norm walks", "may_be_given_up = true", "may_be_given_up = false"),
    "norm.passes_on_to": ("norm town-rumour", "passes_on_to = 2", "passes_on_to = 5"),
    "norm.chance_per_contact": ("norm cold", "0.02", "0.2"),
    "norm.catching_windows": ("norm cold", "catching_windows = 2", "catching_windows = 3"),
    "norm.own_per_year": ("norm app", "own_per_year = 0.1", "own_per_year = 1.0"),
    "norm.others_per_year": ("norm app", "others_per_year = 2", "others_per_year = 0"),
    "norm.imitates_per_window": ("norm trade", "imitates_per_window = 0.5", "imitates_per_window = 0.1"),
    "norm.evenly": ("norm app", "own_per_year", "evenly = true\nown_per_year"),
    "norm.pushes": ("norm walks", "pushes = [", "pushes = []  # "),
    "opinion.among": ("opinion trust", '"ring"', '"place"'),
    "opinion.start": ("opinion trust", 'law = "uniform"', 'law = "even"'),
    "opinion.starts": ("opinion hope", "starts = [0.9,", "starts = [0.8,"),
    "opinion.weight_self": ("opinion trust", "weight_self = 0.2", "weight_self = 0.1"),
    "opinion.weight_others": ("opinion trust", "weight_others = 0.5", "weight_others = 0.4"),
    "opinion.weight_start": ("opinion trust", "weight_start = 0.1", "weight_start = 0.0"),
    "opinion.shift": ("opinion trust", "shift = 0.1", "shift = 0.2"),
    "opinion.own_sigma": ("opinion trust", "own_sigma = 0.1", "own_sigma = 0.2"),
    "opinion.noise_sigma": ("opinion trust", "noise_sigma = 0.1", "noise_sigma = 0.0"),
    "law.law": ("norm flag", '"uniform"', '"even"'),
    "law.low": ("norm flag", "low = 0.1", "low = 0.4"),
    "law.high": ("norm flag", "high = 0.9", "high = 0.4"),
    "law.mean": ("norm walks", "mean = 0.25", "mean = 0.1"),
    "law.sigma": ("norm walks", "sigma = 0.12", "sigma = 0.3"),
    "law.evenly": ("norm flag", "high = 0.9", "high = 0.9, evenly = true"),
    "push.from": ("norm walks", "from = 2017-08-01", "from = 2017-06-01"),
    "push.until": ("norm walks", "until = 2017-10-01", "until = 2017-09-01"),
    "push.share": ("norm walks", "share = 0.3", "share = 0.4"),
    "heeds.who": ("tie table", "who = 1, heeds = 0", "who = 2, heeds = 0"),
    "heeds.heeds": ("tie table", "who = 1, heeds = 0", "who = 1, heeds = 9"),
    "heeds.weight": (
        "tie table",
        "weight = 0.75 }, { who = 0, heeds = 2, weight = 0.25",
        "weight = 0.01 }, { who = 0, heeds = 2, weight = 0.99",
    ),
    "settled.mean_years": ("settled", "12", "3"),
    "settled.registered_share": ("settled", "0.7", "0.4"),
    "moving.per_1000_households_year": ("moving", "500", "100"),
    "moving.within_city_share": ("moving", "0.5", "0.1"),
    "moving.abroad_share": ("moving", "abroad_share = 0.3", "abroad_share = 0.1"),
    "moving.abroad_wealth_factor": ("moving", "factor = 2", "factor = 0.5"),
    "moving.abroad_needs": ("moving", 'abroad_needs = "fair"\n', ""),
    "moving.returns_share_per_year": ("moving", "year = 0.9", "year = 0.2"),
    "grudge.reports_per_person_year_per_100_yuan": ("grudge", "0.00002", "0.5"),
}
SHARES = {
    "age_band.share": (("child", "0.18", "0.08"), ("old", "0.18", "0.28")),
    "household_size.share": (("one", "0.25", "0.05"), ("five", "0.08", "0.28")),
    "group.share": (("majority", "0.85", "0.50"), ("minority", "0.15", "0.50")),
    "kind_of_place.share": (("suburb", "0.45", "0.10"), ("village", "0.35", "0.70")),
    "size_class.share": (("cities", "0.9", "0.1"), ("villages", "share = 0.1", "share = 0.9")),
    "behaviour.share": (("ignores", "share = 0.35", "share = 0.05"), ("chilled", "share = 0.10", "share = 0.40")),
}
for _word in SHARES:
    RECIPE_EDITS.pop(_word, None)
GOES_WITH = {
    "population.persons_per_place": tuple(
        (block, ", ".join(["0.02"] * 59), ", ".join(["0.02"] * 99)) for block in ("norm queue", "opinion hope")
    ),
}
"""What must change along with a word: here tables with a number for each person of a place."""
